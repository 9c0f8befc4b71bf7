import { runCommandLine } from './command-line';

/** The program's one entry: `node scripts/run.mjs …` calls it with the words typed. */
export async function main(argv: string[]): Promise<void> {
  // Who reads what is said may have heard enough (`mesters quote --all | head -1`): what is done is done all the same.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  try {
    process.exitCode = await runCommandLine(argv, {
      cwd: process.cwd(),
      out: (text) => process.stdout.write(text),
      say: (text) => process.stderr.write(text),
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
