import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { heldClock } from '../clock';
import { asSystem, testDatabase } from '../testing';
import { defineJob, enqueue, inTurn, isPending, jobCounts, withoutJobs } from '.';
import { testMesters } from './testing';

const database = await testDatabase();
const mesters = testMesters(database);

/** A kind that notes what it did, and asks for the next until five. */
function counting(name: string) {
  const seen: number[] = [];
  const kind = defineJob({
    name,
    title: 'A test',
    payload: z.object({ n: z.number() }),
    handle: async ({ tx }, { n }) => {
      seen.push(n);
      if (n % 10 < 3) await tx((open) => enqueue(open, kind, { n: n + 1 }));
    },
  });
  return { kind, seen };
}

describe('jobs in turn', () => {
  it('are done in the transaction that asks for them, in order, with what they ask for', async () => {
    const { kind, seen } = counting('test.in-turn');
    await asSystem(database, (tx) =>
      inTurn(tx, mesters, async (settle) => {
        await enqueue(tx, kind, { n: 1 }, { once: 'a' });
        await enqueue(tx, kind, { n: 9 }, { once: 'a' });
        await enqueue(tx, kind, { n: 12 });
        expect(seen).toEqual([]);
        await settle();
        expect(seen).toEqual([1, 12, 2, 13, 3]);
        await enqueue(tx, kind, { n: 23 });
      }),
    );
    expect(seen).toEqual([1, 12, 2, 13, 3, 23]);
    expect((await asSystem(database, jobCounts)).flatMap(({ waiting }) => waiting).every((n) => n === 0)).toBe(true);
  });

  it('fail with the transaction, and what waits for its time goes into the queue', async () => {
    const { kind, seen } = counting('test.later');
    const failing = defineJob({
      name: 'test.failing',
      title: 'Failing',
      payload: z.object({}),
      handle: async () => {
        throw new Error('It cannot be done.');
      },
    });
    const after = heldClock('2019-03-01').now();
    const later = (fails: boolean) =>
      asSystem(database, (tx) =>
        inTurn(tx, mesters, async () => {
          await enqueue(tx, kind, { n: 3 }, { once: 'spring', after });
          if (fails) await enqueue(tx, failing, {});
        }),
      );
    await expect(later(true)).rejects.toThrow('It cannot be done.');
    expect(await asSystem(database, (tx) => isPending(tx, kind, 'spring'))).toBe(false);
    await later(false);
    expect(await asSystem(database, (tx) => isPending(tx, kind, 'spring'))).toBe(true);
    expect(seen).toEqual([]);
  });

  it('are left out where somebody does without', async () => {
    const { kind, seen } = counting('test.without');
    await withoutJobs(() => asSystem(database, (tx) => enqueue(tx, kind, { n: 1 }, { once: 'none' })));
    expect(await asSystem(database, (tx) => isPending(tx, kind, 'none'))).toBe(false);
    expect(seen).toEqual([]);
  });
});
