import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, expect, test } from 'vitest';
import { peakMemory } from '../peak-memory';
import { temporaryFolder } from './testing';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Reads the file in a process of its own, so that its peak memory is that of the reading alone. */
const child = `${peakMemory}
import { column, date, decimal, defineShape, identifier, integer, readRows, text } from './index.js';
const shape = defineShape({
  code: column('Code', identifier(/^\\d{7}$/, 'seven figures')),
  name: column('Name', text()),
  opened: column('Opened', date()),
  size: column('Size', integer()),
  share: column('Share', decimal()),
  note: column('Note', text()),
});
let rows = 0, rejects = 0;
const { encoding, batches } = await readRows(process.argv[2], shape);
for await (const batch of batches) for (const row of batch) row.ok ? rows++ : rejects++;
console.log(JSON.stringify({ encoding, rows, rejects, peakMegabytes: peakMegabytes() }));
`;

async function write200Megabytes(path: string): Promise<number> {
  const file = createWriteStream(path);
  file.write(Buffer.from('Code,Name,Opened,Size,Share,Note\r\n'));
  const filler = 'of a length that such notes have '.repeat(12);
  let rows = 0;
  for (let bytes = 0; bytes < 200_000_000; ) {
    const lines = Array.from({ length: 1000 }, () => {
      rows++;
      return `${1_000_000 + rows},"Caf\xe9 \x93no. ${rows}\x94",0${1 + (rows % 9)}-09-2018,${rows % 2000},${rows % 100}.5,"A ""note"" ${filler}"\r\n`;
    });
    const piece = Buffer.from(lines.join(''), 'latin1');
    bytes += piece.length;
    if (!file.write(piece)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return rows;
}

test('a file of 200 MB is read in less than 400 MB', async () => {
  const path = join(folder.path, 'large.csv');
  const rows = await write200Megabytes(path);
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: 'src/platform/reading/index.ts', outDir: folder.path, emptyOutDir: false, target: 'node26' },
  });
  const script = join(folder.path, 'child.mjs');
  writeFileSync(script, child);
  const { stdout } = await promisify(execFile)(process.execPath, [script, path]);
  const result = JSON.parse(stdout);
  expect(result).toEqual({ encoding: 'windows-1252', rows, rejects: 0, peakMegabytes: expect.any(Number) });
  expect(result.peakMegabytes).toBeGreaterThan(40);
  expect(result.peakMegabytes).toBeLessThan(400);
});
