import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { z } from 'zod';
import { announce } from '../platform/database';
import type { Call } from './command';
import { asked, type line } from './holder-words';
import type { Program } from './program';

type Run = (argv: string[], io: Pick<Call, 'out' | 'say' | 'cwd'>) => Promise<number>;

/** How often a command that says nothing gives a sign of life, in milliseconds: who asks gives up after minutes of silence. */
const stillHereEvery = 15_000;

/** Milliseconds that a stop waits for the commands under way. */
const patience = 3000;

/** Takes commands from the same machine, from whoever can read the lock file. */
export async function takeCommands(
  program: Pick<Program, 'config' | 'log'>,
  run: Run,
  every = stillHereEvery,
): Promise<() => Promise<void>> {
  const token = randomBytes(24).toString('base64url');
  /** How to tell whoever waits for a command that it will not be finished. */
  const open = new Set<() => void>();
  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      response.writeHead(403).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.flushHeaders();
    const send = (value: z.infer<typeof line>) => {
      if (!response.writableEnded) response.write(`${JSON.stringify(value)}\n`);
    };
    const tell = () => {
      send({ say: 'The program is stopping. The command was not finished: give it again when it runs.\n' });
      send({ exit: 1 });
      response.end();
    };
    open.add(tell);
    const stillHere = setInterval(() => response.writableEnded || response.write('\n'), every);
    void readAll(request)
      .then((text) => work(asked.parse(JSON.parse(text)), run, send))
      .catch((error: unknown) => {
        program.log.error('command failed', error);
        send({ say: `${(error as Error).message}\n` });
        send({ exit: 1 });
      })
      .finally(() => {
        clearInterval(stillHere);
        open.delete(tell);
        response.end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  announce(program.config.dataDir, { port: portOf(server), token });
  return () =>
    new Promise((resolve) => {
      // Whoever waits for a command is told, and goes; what it had in hand ends with the process.
      const late = setTimeout(() => {
        for (const tell of open) tell();
        setTimeout(() => server.closeAllConnections(), 100); // once that has been sent
      }, patience);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
    });
}

async function work(wish: z.infer<typeof asked>, run: Run, send: (value: z.infer<typeof line>) => void): Promise<void> {
  const exit = await run(wish.argv, {
    cwd: wish.cwd,
    out: (out) => send({ out }),
    say: (say) => send({ say }),
  });
  send({ exit });
}

async function readAll(request: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
