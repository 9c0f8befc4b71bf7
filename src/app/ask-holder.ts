import type { Call } from './command';
import { line } from './holder-words';

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
