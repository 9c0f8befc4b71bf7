import { setTimeout } from 'node:timers/promises';
import { type Holder, holderOf } from '../platform/database';
import type { Call } from './command';
import { line } from './holder-words';

/**
 * Who holds the folder, once they take commands: a site that is starting does so in a moment, and another command is over in a moment. Null as
 * soon as nobody holds it. Whoever still takes none at the end of the patience (milliseconds) is answered as they are.
 */
export async function holderWhenReady(
  dataDir: string,
  { say }: Pick<Call, 'say'>,
  patience: number,
): Promise<Holder | null> {
  const began = performance.now();
  let told = false;
  for (;;) {
    const holder = holderOf(dataDir);
    const waited = performance.now() - began;
    if (!holder || holder.commands || waited >= patience) return holder;
    if (!told && waited > 1000) {
      say(`Process ${holder.pid} is starting on this data folder, or at work on a command. Waiting for it.\n`);
      told = true;
    }
    await setTimeout(50);
  }
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
  }).catch((error: unknown) => {
    throw new Error('The program that holds the data folder does not answer. Wait for it, or stop and start it.', {
      cause: error,
    });
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
      // An empty line only says that the command is still at work.
      if (text === '') continue;
      const value = line.parse(JSON.parse(text));
      if ('out' in value) io.out(value.out);
      else if ('say' in value) io.say(value.say);
      else exit = value.exit;
    }
  }
  if (exit === undefined) throw new Error('The running program stopped before it had finished.');
  return exit;
}
