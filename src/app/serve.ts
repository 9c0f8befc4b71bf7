import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { addressOf } from '../platform/config';
import type { Program } from './program';

export interface Served {
  /** Where the site answers. */
  url: string;
  stop: () => Promise<void>;
}

/** Milliseconds that a stop waits for answers under way. */
const patience = 3000;

/** Puts the site on its address. @throws Error with words when the port is taken. */
export function listen(program: Program, web: Hono): Promise<Served> {
  const { host, port } = program.config;
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: web.fetch, hostname: host, port }, (info) => {
      resolve({ url: addressOf(host, info.port), stop });
    });
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${port} is in use. Stop what uses it, or set PORT to another.`)
          : error,
      ),
    );
    server.on('clientError', answerUnreadable);
    // Answers under way are finished; idle connections are closed at once; nobody waits longer than that.
    const stop = () =>
      new Promise<void>((done) => {
        const late = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), patience);
        server.close(() => {
          clearTimeout(late);
          done();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
  });
}

const unreadable: Record<string, readonly [status: number, title: string, onward: string]> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'That address is too long',
    'Shorten what you look for, or clear the cookies of this site, and try again.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'That took too long', 'Try again.'],
};

/** A request that is none, or too long to be read, reaches no page: it is answered here, in words all the same. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, title, onward] = unreadable[error.code ?? ''] ?? [400, 'That cannot be read', 'Try again.'];
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<h1>${title}</h1>
<p>${onward} <a href="/">To the first page</a></p>
</html>
`;
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: text/html; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Content-Security-Policy: default-src 'none'",
      'X-Content-Type-Options: nosniff',
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
