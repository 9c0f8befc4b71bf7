import { runCommandLine } from './command-line';

/** The program's one entry: `node scripts/run.mjs …` calls it with the words typed. */
export async function main(argv: string[]): Promise<void> {
  try {
    process.exitCode = await runCommandLine(argv, {
      cwd: process.cwd(),
      out: (text) => process.stdout.write(text),
      say: (text) => process.stderr.write(text),
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    if (process.env.MESTERS_DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
