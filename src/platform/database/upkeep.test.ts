import { expect, test } from 'vitest';
import { createPGlite } from './database';
import type { Connection, Source } from './driver';
import { pgliteSource } from './pglite';

async function inTurn<Row>(source: Source, sql: string): Promise<Row[]> {
  const connection = await source.acquire();
  const { rows } = await connection.query(sql, []);
  connection.release();
  return rows as Row[];
}

test('tables that have grown are counted while others wait their turn, and small ones are left alone', async () => {
  const source = pgliteSource(await createPGlite(), 0);
  const known = () =>
    inTurn(
      source,
      "select relname as name, reltuples::int as rows from pg_class where relname in ('large', 'small') order by 1",
    );
  const uncounted = [
    { name: 'large', rows: -1 },
    { name: 'small', rows: -1 },
  ];
  await inTurn(source, 'create table large (n int)');
  await inTurn(source, 'create table small (n int)');
  await inTurn(source, 'insert into small values (1)');
  expect(await known()).toEqual(uncounted);
  await inTurn(source, 'insert into large select generate_series(1, 20000)');
  expect(await known()).toEqual([
    { name: 'large', rows: 20000 },
    { name: 'small', rows: -1 },
  ]);
  await inTurn(source, 'insert into large select generate_series(1, 10000)');
  expect((await known())[0], 'half as much again').toEqual({ name: 'large', rows: 20000 });
  await inTurn(source, 'insert into large select generate_series(1, 20000)');
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

test('the room of rows that are gone is given back, so that writing again takes no more', async () => {
  const source = pgliteSource(await createPGlite(), 0);
  await inTurn(source, 'create table figure (n int, words text)');
  const sizes: number[] = [];
  for (let time = 0; time < 4; time++) {
    await inTurn(source, "insert into figure select n, repeat('x', 200) from generate_series(1, 5000) n");
    sizes.push(
      ...(await inTurn<{ size: number }>(source, "select pg_relation_size('figure')::int as size")).map(
        ({ size }) => size,
      ),
    );
    await inTurn(source, 'delete from figure');
  }
  await source.close();
  expect(sizes[0]).toBeGreaterThan(1_000_000);
  expect(sizes).toEqual(sizes.map(() => sizes[0]));
});

test('the log of changes that would be read again after a fault does not grow for ever', async () => {
  const source = pgliteSource(await createPGlite(), 0);
  await inTurn(source, 'create table figure (n int, words text)');
  for (let time = 0; time < 6; time++)
    await inTurn(source, "insert into figure select n, repeat('x', 1000) from generate_series(1, 10000) n");
  const [log] = await inTurn<{ megabytes: number }>(
    source,
    'select (pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) / 1e6)::int as megabytes from pg_control_checkpoint()',
  );
  await source.close();
  expect(log?.megabytes).toBeLessThan(50);
});
