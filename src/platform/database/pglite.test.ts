import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPGlite } from './database';
import type { Connection, Source } from './driver';
import { pgliteSource } from './pglite';

let source: Source;
let connection: Connection;

beforeAll(async () => {
  source = pgliteSource(await createPGlite());
  connection = await source.acquire();
  await connection.script('create table thing (id int primary key, name text, tags text[], more jsonb, day date)');
});
afterAll(() => source.close());

const ask = async (text: string, ...parameters: unknown[]) => (await connection.query(text, parameters)).rows;
const preparedNow = async () =>
  (await ask("select count(*)::int as n from pg_prepared_statements where statement not like '%pg_prepared%'"))[0];

describe('statements on PGlite', () => {
  test('values of every kind arrive as they were sent, and changes say how many rows they touched', async () => {
    const day = Temporal.PlainDate.from('2019-01-14');
    const add = 'insert into thing values ($1, $2, $3, $4, $5)';
    expect(await connection.query(add, [1, "O'Hara", ['a,b', '"c"'], { d: [1, null] }, day])).toEqual({
      rows: [],
      numAffectedRows: 1n,
    });
    await ask(add, 2, null, null, null, null);
    expect(await ask('select * from thing order by id')).toEqual([
      { id: 1, name: "O'Hara", tags: ['a,b', '"c"'], more: { d: [1, null] }, day },
      { id: 2, name: null, tags: null, more: null, day: null },
    ]);
    expect(await connection.query('update thing set name = $1 where id > $2', ['x', 0])).toEqual({
      rows: [],
      numAffectedRows: 2n,
    });
    expect((await connection.query('select 1 as one where false', [])).rows).toEqual([]);
  });

  test('a long answer of many letters of several bytes arrives whole, row by row', async () => {
    const rows = (await ask(
      "select n, nullif(repeat('é€😀', n), repeat('é€😀', 7)) as text, '2019-01-14 09:00:00+00'::timestamptz as at from generate_series(1, 300) n",
    )) as { n: number; text: string | null; at: Temporal.Instant }[];
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    for (const { n, text, at } of rows) {
      expect(text).toBe(n === 7 ? null : 'é€😀'.repeat(n));
      expect(String(at)).toBe('2019-01-14T09:00:00Z');
    }
  });

  test('a statement is prepared once, however often it is asked', async () => {
    const before = await preparedNow();
    for (let n = 0; n < 5; n++) expect(await ask('select $1::int + 1 as next', n)).toEqual([{ next: n + 1 }]);
    expect(await preparedNow()).toEqual({ n: ((before as { n: number }).n ?? 0) + 1 });
  });

  test('only so many are kept, and one that was forgotten is prepared again', async () => {
    for (let n = 0; n < 250; n++) expect(await ask(`select ${n} as n`)).toEqual([{ n }]);
    expect(((await preparedNow()) as { n: number }).n).toBeLessThanOrEqual(200);
    expect(await ask('select 0 as n')).toEqual([{ n: 0 }]);
  });

  test('a very long one is not kept', async () => {
    const before = await preparedNow();
    expect(await ask(`select $1::int as n /* ${'long '.repeat(2000)} */`, 7)).toEqual([{ n: 7 }]);
    expect(await preparedNow()).toEqual(before);
  });

  test('a script that changes a table leaves no statement that expects the old one', async () => {
    const all = 'select * from thing where id = 2';
    expect(Object.keys((await ask(all))[0] as object)).toHaveLength(5);
    await connection.script('alter table thing add column late int default 3');
    expect((await ask(all))[0]).toMatchObject({ id: 2, late: 3 });
  });

  test('what is refused says its code, and the connection goes on, in a transaction and outside', async () => {
    await expect(ask('select 1 / $1::int as n', 0)).rejects.toMatchObject({ code: '22012' });
    await expect(ask('select nonsense')).rejects.toMatchObject({ code: '42703' });
    await ask('begin');
    await expect(ask('insert into thing (id) values ($1)', 1)).rejects.toMatchObject({ code: '23505' });
    await expect(ask('select 1 as n')).rejects.toMatchObject({ code: '25P02' });
    await ask('rollback');
    expect(await ask('select 1 as n')).toEqual([{ n: 1 }]);
    expect(await ask('select 1 / $1::int as n', 1)).toEqual([{ n: 1 }]);
  });
});

describe('a long row of statements', () => {
  /** Whether a timer of a millisecond had its turn before the end. */
  async function until(one: () => Promise<unknown>): Promise<{ had: boolean }> {
    let had = false;
    const timer = setTimeout(() => {
      had = true;
    }, 1);
    const ends = performance.now() + 1500;
    while (!had && performance.now() < ends) await one();
    clearTimeout(timer);
    return { had };
  }

  test('in one transaction gives everything else its turn', async () => {
    expect((await until(() => ask('select 1 as n'))).had).toBe(true);
  });

  test('of many transactions gives everything else its turn after each', async () => {
    const other = pgliteSource({} as Parameters<typeof pgliteSource>[0]); // nothing is asked of it
    expect((await until(async () => (await other.acquire()).release())).had).toBe(true);
  });
});
