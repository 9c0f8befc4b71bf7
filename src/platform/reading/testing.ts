import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading, ReadRow } from './shape';
import type { Table } from './table';

/** A folder for one test file's files; `remove` belongs in `afterAll`. */
export function temporaryFolder(): {
  path: string;
  file(name: string, content: string | Uint8Array): string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'mesters-'));
  return {
    path,
    file(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Every row of a table, headings left out. */
export async function allRows(table: Table): Promise<string[][]> {
  const all: string[][] = [];
  for await (const rows of table.rows) all.push(...rows.map((row) => row.values));
  return all;
}

/** Every row of a reading: the values that were read, and the rejects. */
export async function allRead<Value>(reading: Reading<Value>) {
  const rows: ReadRow<Value>[] = [];
  for await (const batch of reading.batches) rows.push(...batch);
  return {
    rows,
    values: rows.flatMap((row) => (row.ok ? [row.value] : [])),
    rejects: rows.flatMap((row) => (row.ok ? [] : row.rejects)),
  };
}
