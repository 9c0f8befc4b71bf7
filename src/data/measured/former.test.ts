import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { load } from '../methods/testing/load';
import { followFormer } from './former';
import { typedRows } from './sources';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

it('rows under a former number are the pupil’s, where it can be no other’s', async () => {
  const census = [
    [100001, 'now-1', 'was-1'],
    [100001, 'now-2', 'now-3'],
    [100001, 'now-3', null],
    [100001, 'now-4', 'shared'],
    [100001, 'now-5', 'shared'],
    [100001, 'now-6', 'was-6'],
    [100002, 'now-7', null],
  ];
  await load(db, 'census', { urn: 'integer', upn: 'varchar', former_upn: 'varchar' }, census);
  const marks = ['was-1', 'now-1', 'now-3', 'shared', 'was-6'].map((upn) => [100001, upn, '2017-10-02', 'L']);
  const columns = { urn: 'integer', upn: 'varchar', day: 'date', mark: 'varchar' };
  await load(db, 'marks', columns, [...marks, [100002, 'was-1', '2017-10-02', 'L']]);
  await load(db, 'ks2', { urn: 'integer', upn: 'varchar', reading: 'varchar' }, [
    [100001, 'was-1', '90'],
    [100001, 'now-1', '110'],
    [100001, 'was-6', '105'],
  ]);
  const sources = await followFormer(db, { pupils: 'census', 'attendance-marks': 'marks', 'ks2-pupils': 'ks2' });
  const all = async (dataset: 'attendance-marks' | 'ks2-pupils', more = '') =>
    (
      await db.query<{ of: string }>(
        `select concat_ws(' ', urn, upn${more}) as of from ${typedRows(dataset, sources)} order by 1`,
      )
    ).map((row) => row.of);
  expect(await all('attendance-marks')).toEqual([
    '100001 now-1',
    '100001 now-1',
    '100001 now-3',
    '100001 now-6',
    '100001 shared',
    // Another school knows nothing of it.
    '100002 was-1',
  ]);
  expect(await all('ks2-pupils', ', reading')).toEqual(['100001 now-1 110', '100001 now-6 105']);
});

it('a census without former numbers leaves everything as it is', async () => {
  await db.query('drop table former');
  await load(db, 'plain', { urn: 'integer', upn: 'varchar' }, [[100001, 'now-1']]);
  const sources = { pupils: 'plain', 'attendance-marks': 'marks' };
  expect(await followFormer(db, sources)).toBe(sources);
});
