import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../platform/testing';
import { releaseProgram, writeMarks } from './testing-program';

/** The same for 500 MB, and for files of that size that are wrong: `npm run bench -- large-files`. */
it('a file of 40 MB is judged and kept in little memory', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'marks.csv');
  const rows = await writeMarks(path, 40);
  const program = await releaseProgram(folder);
  const measured = await program.bring('attendance-marks', path);
  expect(measured).toMatchObject({ ok: true, rows, kept: rows, rejected: 0 });
  // PGlite, Node and what DuckDB may hold.
  expect(measured.megabytes).toBeLessThan(950);
});
