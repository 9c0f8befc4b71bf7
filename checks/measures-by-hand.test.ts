import { afterAll, beforeAll, expect, it } from 'vitest';
import { attendanceYear, keyStage4Cohort } from '../bench/measures/data';
import { attendance, keyStage4 } from '../bench/measures/queries';
import { type DuckDB, openDuckDB } from '../src/platform/duckdb';
import { temporaryFolder } from '../src/platform/testing';

// The benchmark at its smallest: the query compiled from the catalogue gives the very rows of the one that was written by hand.

const folder = temporaryFolder();
let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

it('key stage 4: Attainment 8 and Progress 8 with ranges and bands', async () => {
  const both = keyStage4(await keyStage4Cohort(db, folder, 3000));
  const rows = await both.rowsOf(db, 'compiled');
  expect(rows).toEqual(await both.rowsOf(db, 'byHand'));
  expect(rows.length).toBeGreaterThan(500);
});

it('a year of attendance from CSV, by half-term', async () => {
  const both = attendance(await attendanceYear(db, folder, 1000));
  const rows = await both.rowsOf(db, 'compiled');
  expect(rows).toEqual(await both.rowsOf(db, 'byHand'));
  expect(rows.length).toBeGreaterThan(300);
});
