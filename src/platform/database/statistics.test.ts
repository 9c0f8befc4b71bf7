import { expect, test } from 'vitest';
import { createPGlite } from './database';
import { pgliteSource } from './pglite';
import { learnSizes } from './statistics';

test('tables that have grown are counted, others are left alone, and a server counts for itself', async () => {
  const source = pgliteSource(await createPGlite());
  const connection = await source.acquire();
  await connection.script(
    'create table large (n int); insert into large select generate_series(1, 20000); create table small (n int); insert into small values (1)',
  );
  const known = async () =>
    (
      await connection.query(
        "select relname as name, reltuples::int as rows from pg_class where relname in ('large', 'small') order by 1",
        [],
      )
    ).rows;
  expect(await known()).toEqual([
    { name: 'large', rows: -1 },
    { name: 'small', rows: -1 },
  ]);
  connection.release();
  expect(await learnSizes({ kind: 'pglite', source })).toEqual(['public.large']);
  expect(await known()).toEqual([
    { name: 'large', rows: 20000 },
    { name: 'small', rows: -1 },
  ]);
  expect(await learnSizes({ kind: 'pglite', source })).toEqual([]);
  expect(await learnSizes({ kind: 'postgres', source })).toEqual([]);
  await source.close();
});
