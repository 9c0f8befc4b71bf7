import { expect, test } from 'vitest';
import { createPGlite } from './database';
import type { Connection } from './driver';
import { pgliteSource } from './pglite';

test('tables that have grown are counted while others wait their turn, and small ones are left alone', async () => {
  const source = pgliteSource(await createPGlite(), 0);
  const inTurn = async (sql: string) => {
    const connection = await source.acquire();
    const { rows } = await connection.query(sql, []);
    connection.release();
    return rows;
  };
  const known = () =>
    inTurn(
      "select relname as name, reltuples::int as rows from pg_class where relname in ('large', 'small') order by 1",
    );
  const uncounted = [
    { name: 'large', rows: -1 },
    { name: 'small', rows: -1 },
  ];
  await inTurn('create table large (n int)');
  await inTurn('create table small (n int)');
  await inTurn('insert into small values (1)');
  expect(await known()).toEqual(uncounted);
  await inTurn('insert into large select generate_series(1, 20000)');
  expect(await known()).toEqual([
    { name: 'large', rows: 20000 },
    { name: 'small', rows: -1 },
  ]);
  await inTurn('insert into large select generate_series(1, 10000)');
  expect((await known())[0], 'half as much again').toEqual({ name: 'large', rows: 20000 });
  await inTurn('insert into large select generate_series(1, 20000)');
  expect((await known())[0], 'more than twice').toEqual({ name: 'large', rows: 50000 });
  await source.close();
});

test('a plan that was made for an empty table is made anew once the table has grown', async () => {
  const source = pgliteSource(await createPGlite(), 0);
  const connection = await source.acquire();
  await connection.script('create table fact (key text primary key, words text)');
  await connection.query(
    'prepare held (text[]) as select n from unnest($1) n where not exists (select from fact where key = n)',
    [],
  );
  const plan = async ({ query }: Connection) => JSON.stringify((await query("explain execute held('{one}')", [])).rows);
  const first = await plan(connection);
  await connection.query("insert into fact select n::text, 'x' from generate_series(1, 50000) n", []);
  expect(await plan(connection)).toBe(first);
  connection.release();
  const next = await source.acquire();
  const then = await plan(next);
  next.release();
  await source.close();
  expect([first, then].map((one) => one.includes('Seq Scan on fact'))).toEqual([true, false]);
});
