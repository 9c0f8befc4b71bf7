import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { announce } from '../platform/database';
import { type Call, findCommand, runCommand } from './command-line';
import type { Program } from './program';

/** The one process that holds a data folder does the work of others: they send their words and print what comes back, line by line. */

const asked = z.object({ argv: z.array(z.string()), cwd: z.string() });
const line = z.union([z.object({ out: z.string() }), z.object({ say: z.string() }), z.object({ exit: z.number() })]);

/** Takes commands from the same machine, from whoever can read the lock file. */
export async function takeCommands(program: Program): Promise<() => Promise<void>> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      response.writeHead(403).end();
      return;
    }
    const send = (value: z.infer<typeof line>) => response.write(`${JSON.stringify(value)}\n`);
    void readAll(request)
      .then((text) => work(asked.parse(JSON.parse(text)), program, send))
      .catch((error: unknown) => {
        program.log.error('command failed', error);
        send({ say: `${(error as Error).message}\n` });
        send({ exit: 1 });
      })
      .finally(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  announce(program.config.dataDir, { port: portOf(server), token });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

async function work(
  wish: z.infer<typeof asked>,
  program: Program,
  send: (value: z.infer<typeof line>) => void,
): Promise<void> {
  const command = findCommand(wish.argv);
  if (!command) throw new Error('The running program does not know this command: restart it.');
  const exit = await runCommand(command, wish.argv, {
    cwd: wish.cwd,
    out: (out) => send({ out }),
    say: (say) => send({ say }),
    program: async () => program,
  });
  send({ exit });
}

/** Sends a command to the process that holds the folder. @returns its exit code. */
export async function askHolder(
  holder: { port: number; token: string },
  argv: string[],
  io: Pick<Call, 'out' | 'say' | 'cwd'>,
): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${holder.port}/`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${holder.token}` },
    body: JSON.stringify({ argv, cwd: io.cwd }),
  });
  if (!response.ok || !response.body) throw new Error(`The running program answered ${response.status}.`);
  let rest = '';
  let exit: number | undefined;
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      const value = line.parse(JSON.parse(text));
      if ('out' in value) io.out(value.out);
      else if ('say' in value) io.say(value.say);
      else exit = value.exit;
    }
  }
  if (exit === undefined) throw new Error('The running program stopped before it had finished.');
  return exit;
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
