import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { asSystem, testClock, testDatabase } from '../testing';

const database = await testDatabase();

test('two who look, find nothing and write at once: the second begins anew and finds what the first wrote', async () => {
  const key = crypto.randomUUID();
  let here = 0;
  let go = () => {};
  const both = new Promise<void>((resolve) => {
    go = resolve;
  });
  const once = () =>
    asSystem(database, async (tx) => {
      const { rows } = await sql`select from platform.progress where key = ${key}`.execute(tx);
      if (++here === 2) go();
      await both;
      if (rows.length > 0) return 'found';
      await sql`insert into platform.progress (key, done, of, words, state, at)
        values (${key}, 0, 0, '', 'running', ${testClock.now().toString()}::timestamptz)`.execute(tx);
      return 'written';
    });
  expect((await Promise.all([once(), once()])).sort()).toEqual(['found', 'written']);
});

test('what is refused however often it is begun stays an error', async () => {
  let times = 0;
  const twice = asSystem(database, async (tx) => {
    times++;
    const key = crypto.randomUUID();
    for (const _ of [1, 2])
      await sql`insert into platform.progress (key, done, of, words, state, at)
        values (${key}, 0, 0, '', 'running', ${testClock.now().toString()}::timestamptz)`.execute(tx);
  });
  await expect(twice).rejects.toThrow('progress_pkey');
  expect(times).toBe(3);
});
