import { describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { databaseOn, type Tx } from '../../platform/database';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { schoolsRoutes } from '../routes';
import { aSchool } from '../testing';
import { remembering, rememberingInTurns } from './remembered';
import { aCensus, aChange, aFile, aPartnership, aTrust } from './testing';

const database = await testDatabase();

/** How often a question was put to the database, asked twice with something in between. */
async function asked(between: () => Promise<unknown>, on = database): Promise<number> {
  let times = 0;
  const question = crypto.randomUUID();
  const ask = () =>
    on.transaction(as('nobody'), async (tx) => {
      const remember = await remembering(tx, on);
      return remember(question, async () => ++times);
    });
  await ask();
  await between();
  await ask();
  return times;
}

const system = (work: (tx: Tx) => Promise<unknown>) => () => asSystem(database, work);
const { urn, waiting } = await asSystem(database, async (tx) => {
  const made = await aSchool(tx, { name: 'Weir Head Primary' });
  const file = await aFile(tx, 'waiting.csv', testClock.now());
  await tx.updateTable('schools.import').set({ status: 'ready', accepted_at: null }).where('id', '=', file).execute();
  return { urn: made, waiting: file };
});

describe('what was read of every school', () => {
  it('is not read again while nothing has changed', async () => {
    expect(await asked(async () => {})).toBe(1);
  });

  it.each<[string, (tx: Tx) => Promise<unknown>]>([
    ['a file is accepted', (tx) => aFile(tx, 'accepted.csv', testClock.now())],
    ['a school is changed by hand', (tx) => aChange(tx, urn, { name: 'Weir Foot Primary' })],
    ['pupils are counted by hand', (tx) => aCensus(tx, urn, '2018-01-18', 90)],
    ['a trust is entered', (tx) => aTrust(tx, 5001, 'Weirside Trust')],
    ['a school joins a trust', (tx) => aTrust(tx, 5002, 'Another Trust', [urn])],
    ['a partnership is made', (tx) => aPartnership(tx, 'a', 'Locality A')],
    ['a school joins a partnership', (tx) => aPartnership(tx, 'b', 'Locality B', [urn])],
  ])('is read again when %s', async (_, change) => {
    expect(await asked(system(change))).toBe(2);
  });

  it('stands while a file is only checked, and ends with its acceptance', async () => {
    const write = system((tx) => aChange(tx, urn, { name: 'Not yet', import_id: waiting }));
    expect(await asked(write)).toBe(1);
    const accept = system((tx) =>
      tx
        .updateTable('schools.import')
        .set({ status: 'accepted', accepted_at: testClock.now() })
        .where('id', '=', waiting)
        .execute(),
    );
    expect(await asked(accept)).toBe(2);
  });

  it('is that of a day', async () => {
    let times = 0;
    const on = (clock = testClock) =>
      database.transaction(as('nobody', 'web', clock), async (tx) =>
        (await remembering(tx, database))('a day', async () => ++times),
      );
    expect([await on(), await on(heldClock('2019-01-15')), await on()]).toEqual([1, 2, 3]);
  });

  it('is that of one database', async () => {
    expect(await asked(async () => {}, databaseOn(database.kind, database.source))).toBe(1);
  });

  it('is asked one question to a transaction, so that others wait for one only, and never again while it holds', async () => {
    const asked: Tx[] = [];
    let opened = 0;
    const open = <T>(work: (tx: Tx) => Promise<T>) => {
      opened++;
      return database.transaction(as('nobody'), work);
    };
    const look = () =>
      rememberingInTurns(open, database, async (tx, remember) => {
        const answers: number[] = [];
        for (const name of ['first', 'second', 'third'])
          answers.push(await remember(`in turns ${name}`, async () => asked.push(tx)));
        return answers;
      });
    expect([await look(), opened, new Set(asked).size]).toEqual([[1, 2, 3], 3, 3]);
    expect([await look(), opened, asked.length]).toEqual([[1, 2, 3], 4, 3]);
  });

  it('is forgotten, the oldest first, when too many questions come', async () => {
    await database.transaction(as('nobody'), async (tx) => {
      const remember = await remembering(tx, database);
      const times = new Map<string, number>();
      const ask = (name: string) =>
        remember(name, async () => {
          times.set(name, (times.get(name) ?? 0) + 1);
          return name;
        });
      for (let i = 0; i < 90; i++) {
        await ask(`question ${i}`);
        await ask('question 0');
      }
      expect(await ask('question 89')).toBe('question 89');
      expect(await ask('question 1')).toBe('question 1');
      expect([0, 1, 89].map((i) => times.get(`question ${i}`))).toEqual([1, 2, 1]);
    });
  });

  it('follows on the page: a school is there as soon as its file counts', async () => {
    const site = testSite(database, schoolsRoutes, null);
    expect((await site.get('/schools?q=late')).text).not.toContain('Late Lane Primary');
    await asSystem(database, async (tx) => {
      const late = await aSchool(tx, { name: 'Late Lane Infant' });
      await aChange(tx, late, { name: 'Late Lane Primary' });
    });
    expect((await site.get('/schools?q=late')).text).toContain('Late Lane Primary');
  });
});
