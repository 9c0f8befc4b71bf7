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
