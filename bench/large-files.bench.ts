import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseProgram, writeMarks } from '../src/data/pupils/testing-program';

/** Files of pupils of 500 MB: a good one, one in which every row is wrong, and one that is a single line. Each in a process of its own. */
export default async function largeFiles(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mesters-bench-'));
  try {
    const program = await releaseProgram(folder);
    const path = join(folder, 'marks.csv');
    say(['500 MB of attendance marks', 'seconds', 'rows', 'taken', 'peak MB', 'before']);
    const bring = async (name: string) => {
      const { ok, problem, seconds, rows, kept, megabytes, megabytesBefore } = await program.bring(
        'attendance-marks',
        path,
      );
      say([
        name,
        seconds.toFixed(1),
        String(rows),
        ok ? String(kept) : 'refused',
        String(megabytes),
        String(megabytesBefore),
      ]);
      if (problem) process.stdout.write(`  ${problem}\n`);
    };
    await writeMarks(path, 500);
    await bring('as it should be');
    await writeMarks(path, 500, '?');
    await bring('every second mark unknown');
    await writeLine(path, 500);
    await bring('one line');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeLine(path: string, megabytes: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('URN,UPN,Date,Session,Mark\n');
  const piece = Buffer.alloc(1_000_000, 'x');
  for (let n = 0; n < megabytes; n++)
    if (!file.write(piece)) await new Promise((resolve) => file.once('drain', resolve));
  await new Promise((resolve) => file.end(resolve));
}

const say = ([first = '', ...rest]: string[]): void => {
  process.stdout.write(`${first.padEnd(30)}${rest.map((cell) => cell.padStart(11)).join('')}\n`);
};
