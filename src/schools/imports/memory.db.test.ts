import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { temporaryFolder } from '../../platform/testing';
import { writeNationalFile } from './testing-national';
import { importProgram } from './testing-program';

const base = inject('testDatabase');

it('one city out of a national file of 200 MB needs less than 400 MB', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'edubasealldata20220801.csv');
  await writeNationalFile(path, { rows: 50_000, bytesARow: 4000 });
  const program = await importProgram(folder, await serverUrl());
  const measured = await program.bring(path, 373);
  expect(measured).toMatchObject({ ok: true, rows: 50_000 });
  expect(measured.new).toBeGreaterThan(160);
  // On PGlite this is the whole database too, which lives in the process.
  expect(measured.megabytes).toBeLessThan(400);
  expect(measured.looks.length).toBeGreaterThan(20);
});

/** A database of this test's own on the server; empty for PGlite. */
async function serverUrl(): Promise<string> {
  if (base.kind === 'pglite') return '';
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: base.url });
  await admin.connect();
  const name = `memory_of_import_${crypto.randomUUID().slice(0, 8)}`;
  await admin.query(`create database "${name}" template mesters_template`);
  await admin.end();
  return base.url.replace(/[^/]*$/, name);
}
