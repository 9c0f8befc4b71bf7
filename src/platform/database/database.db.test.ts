import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { recordDeed } from '../audit';
import { as, asSystem, testClock, testDatabase } from '../testing';

const database = await testDatabase();

describe('a transaction', () => {
  it('runs as the role and in the name of its standing, and gives both up afterwards', async () => {
    const seen = () =>
      sql<{
        role: string;
        today: Temporal.PlainDate;
        sees: boolean;
      }>`select current_user as role, platform.today() as today, platform.sees('a/1', 'x') as sees`;
    const inside = await database.transaction(as(['a/1', 'b']), async (tx) => (await seen().execute(tx)).rows[0]);
    expect(inside).toMatchObject({ role: 'mesters_web', sees: true });
    expect(inside?.today.equals(testClock.today())).toBe(true);
    const after = await database.transaction(as('nobody', 'worker'), async (tx) => (await seen().execute(tx)).rows[0]);
    expect(after).toMatchObject({ role: 'mesters_worker', sees: false });
  });

  it('keeps others out until it ends', async () => {
    const order: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = database.transaction(as(['a']), async (tx) => {
      order.push('first');
      await gate;
      const row = (await sql<{ sees: boolean }>`select platform.sees('a') as sees`.execute(tx)).rows[0];
      order.push(`first sees ${row?.sees}`);
    });
    const second = database.transaction(as('nobody'), async (tx) => {
      const row = (await sql<{ sees: boolean }>`select platform.sees('a') as sees`.execute(tx)).rows[0];
      order.push(`second sees ${row?.sees}`);
    });
    setTimeout(release, 30);
    await Promise.all([first, second]);
    expect(order).toContain('first sees true');
    expect(order).toContain('second sees false');
  });

  it('inside another fails at once instead of waiting for ever', async () => {
    await expect(
      database.transaction(as('nobody'), () => database.transaction(as('nobody'), async () => 1)),
    ).rejects.toThrow('inside another');
  });

  it('undoes everything when the work throws', async () => {
    const write = database.transaction(as('system'), async (tx) => {
      await recordDeed(
        tx,
        { actor: null, clock: testClock },
        { action: 'test.undone', scope: 'installation', about: 'x' },
      );
      throw new Error('no');
    });
    await expect(write).rejects.toThrow('no');
    const rows = await asSystem(database, (tx) =>
      tx.selectFrom('platform.audit').selectAll().where('action', '=', 'test.undone').execute(),
    );
    expect(rows).toEqual([]);
  });
});

describe('the record of deeds', () => {
  it('is read by those it concerns and changed by nobody', async () => {
    await asSystem(database, (tx) =>
      recordDeed(
        tx,
        { actor: null, clock: testClock },
        { action: 'test.seen', kind: 'view', scope: 'school/1', about: 'a page' },
      ),
    );
    const read = (sees: string[] | 'nobody') =>
      database.transaction(as(sees), (tx) => tx.selectFrom('platform.audit').select('about').execute());
    expect(await read('nobody')).toEqual([]);
    expect(await read(['audit/school/2'])).toEqual([]);
    expect(await read(['audit/school/1'])).toHaveLength(1);
    await expect(
      database.transaction(as(['audit/*']), (tx) => sql`delete from platform.audit`.execute(tx)),
    ).rejects.toThrow('permission denied');
  });
});
