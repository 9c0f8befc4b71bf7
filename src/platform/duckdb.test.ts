import { afterAll, describe, expect, test } from 'vitest';
import { duckdb, openDuckDB } from './duckdb';

const db = await openDuckDB({ memory: '200MB', threads: 2 });
afterAll(() => db.close());
const one = async (expression: string) => (await db.query(`select (select ${expression}) as v`))[0]?.v;

describe('values', () => {
  test('numbers, exact wherever a number can be', async () => {
    expect(await one('count(*) from range(3)')).toBe(3);
    expect(await one('sum(i) from range(4) t(i)')).toBe(6);
    expect(await one('9007199254740993::bigint')).toBe(9007199254740993n);
    expect(await one('1.25::decimal(9,2)')).toBe(1.25);
    expect(await one('1234567890123456789.25::decimal(30,2)')).toBe('1234567890123456789.25');
    expect(await one('0.1::double + 0.2')).toBeCloseTo(0.3);
  });

  test('dates and times', async () => {
    expect(await one("date '2019-03-31'")).toEqual(Temporal.PlainDate.from('2019-03-31'));
    expect(await one("date '1899-12-31'")).toEqual(Temporal.PlainDate.from('1899-12-31'));
    expect(await one("timestamp '2019-03-31 01:30:00.5'")).toEqual(
      Temporal.PlainDateTime.from('2019-03-31T01:30:00.5'),
    );
    expect(await one("timestamptz '2019-03-31 01:30:00+00'")).toEqual(Temporal.Instant.from('2019-03-31T01:30:00Z'));
  });

  test('lists, structs, maps, nothing', async () => {
    expect(await one('[1::bigint, null]')).toEqual([1, null]);
    expect(await one("{'a': 1, 'b': [date '2019-01-01']}")).toEqual({
      a: 1,
      b: [Temporal.PlainDate.from('2019-01-01')],
    });
    expect(await one("map {'a': 1}")).toEqual({ a: 1 });
    expect(await one('null')).toBeNull();
  });

  test('parameters', async () => {
    const day = Temporal.PlainDate.from('2018-09-01');
    const rows = await db.query('select $1::text as text, $2 as day, $2 + 1 as next, $3 + 1 as n', ["it's", day, 4]);
    expect(rows).toEqual([{ text: "it's", day, next: day.add({ days: 1 }), n: 5 }]);
  });
});

test('a CSV of the project is read in place', async () => {
  const rows = await db.query(
    'select count(*) as n, count(distinct "SCHOOLTYPE") as types from read_csv(\'data/public/school_census/2018-19.csv\') where "LA" = $1',
    ['373'],
  );
  expect(rows[0]?.n).toBe(185);
});

test('what cannot be had is refused: extensions, another configuration', async () => {
  await expect(db.query('install spatial')).rejects.toThrow(/no-extensions/);
  for (const setting of ['autoinstall_known_extensions', 'autoload_known_extensions']) {
    expect(await one(`current_setting('${setting}')`)).toBe(false);
  }
  await expect(db.query('load httpfs')).rejects.toThrow();
  await expect(db.query("select * from read_parquet('https://example.org/a.parquet')")).rejects.toThrow(
    /httpfs|extension/i,
  );
  await expect(db.query('set autoinstall_known_extensions = true')).rejects.toThrow(/locked/);
});

test('a query that fails leaves the next one alone, and many run side by side', async () => {
  await expect(db.query('select nothing from nowhere')).rejects.toThrow(/nowhere/);
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => one(`${i} + sum(i) from range(1000) t(i)`)));
  expect(answers).toEqual(Array.from({ length: 40 }, (_, i) => 499_500 + i));
});

test('the process has one', () => {
  expect(duckdb()).toBe(duckdb());
});
