import { describe, expect, test } from 'vitest';
import { testMesters } from '../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { company } from '../schools';
import { aPerson } from '../schools/testing';
import { startRun } from './packs/run';
import { acceptRelease } from './releases/service';
import { acceptTerms } from './terms/service';
import { shippedTerms } from './terms/terms';
import { aReadyRelease } from './testing';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const eight = Array.from({ length: 8 }, (_, i) => i);
const run = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database, work);

describe('at the same time', () => {
  test('the packs of all are asked for once, and everybody is told the same run', async () => {
    const runs = await Promise.all(eight.map(() => run((tx) => startRun(tx, by))));
    expect(new Set(runs).size).toBe(1);
  });

  test('a release is accepted once, and of two with the same figures one', async () => {
    const { files } = testMesters(database);
    const [one, two] = await run(
      async (tx) => [await aReadyRelease(tx, files), await aReadyRelease(tx, files)] as const,
    );
    const done = await Promise.all(eight.map((i) => run((tx) => acceptRelease(tx, by, i % 2 ? one : two))));
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    for (const it of done) if (!it.ok) expect(['already-accepted', 'same']).toContain(it.reason);
  });

  test('the terms are accepted once', async () => {
    const actor = await aPerson(database, 'data-analyst', company, 'Analyst');
    const standing = { role: 'web' as const, actor, clock: testClock };
    await Promise.all(
      eight.map(() =>
        database.transaction(standing, (tx) =>
          acceptTerms(tx, { actor, clock: testClock } as never, shippedTerms.version),
        ),
      ),
    );
    const kept = await database.transaction(standing, (tx) =>
      tx.selectFrom('data.terms_acceptance').select('version').execute(),
    );
    expect(kept).toHaveLength(1);
  });
});
