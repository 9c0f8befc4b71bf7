import { describe, expect, test } from 'vitest';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { acceptImport, giveUpImport } from './imports/service';
import { aReadyImport } from './imports/testing';
import { company, endPersonRole, givePersonRole, system } from './people';
import { aPerson, aSchool } from './testing';

const database = await testDatabase();
const by = { actor: system, clock: testClock };
const eight = Array.from({ length: 8 }, (_, i) => i);
const run = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database, work);

describe('at the same time', () => {
  test('one invitation sent eight times gives one role to one person, and says to the others that it is held', async () => {
    const urn = await run((tx) => aSchool(tx));
    const email = `once-${urn}@example.org`;
    const wish = {
      ...{ name: 'Once', email, role: 'governor', scope: { kind: 'school' as const, id: String(urn) } },
      ...{ starts: testClock.today(), ends: null },
    };
    const given = await Promise.all(eight.map(() => run((tx) => givePersonRole(tx, by, wish))));
    expect(given.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of given) if (!one.ok) expect(one.reason).toBe('already-held');
    const people = await run((tx) => tx.selectFrom('schools.person').where('email', '=', email).select('id').execute());
    expect(people).toHaveLength(1);
  });

  test('of administrators who all leave at once, one stays', async () => {
    const all = await Promise.all(
      eight.map((i) => aPerson(database, 'administrator', company, `Administrator ${'abcdefgh'[i]}`)),
    );
    const held = await run((tx) =>
      tx
        .selectFrom('schools.role_held')
        .where('role', '=', 'administrator')
        .where('ends', 'is', null)
        .select(['id', 'person_id'])
        .execute(),
    );
    expect(held).toHaveLength(all.length);
    const ended = await Promise.all(
      held.map(({ id }) => run((tx) => endPersonRole(tx, by, id, testClock.today().add({ days: 1 })))),
    );
    expect(ended.filter(({ ok }) => !ok)).toEqual([{ ok: false, reason: 'last-administrator' }]);
  });

  test('an import is accepted once', async () => {
    const id = await run(aReadyImport);
    const done = await Promise.all(eight.map(() => run((tx) => acceptImport(tx, by, id))));
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of done) if (!one.ok) expect(one.reason).toBe('already-accepted');
  });

  test('an import is accepted or given up, not both', async () => {
    const id = await run(aReadyImport);
    const [accepted, gone] = await Promise.all([
      run((tx) => acceptImport(tx, by, id)),
      run((tx) => giveUpImport(tx, by, id)),
    ]);
    expect(accepted.ok).toBe(!gone);
  });
});
