import { beforeAll, describe, expect, it } from 'vitest';
import { shippedOfferText } from '../offer/testing';
import { testMesters } from '../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { acceptImport, countSchoolAged } from '../schools';
import { aPerson, aReadyImport, aSchool } from '../schools/testing';
import { accountsOf } from './accounts';
import { factsOf, tell, tellMany } from './facts';
import { inspectionTellings, refresh } from './from-schools';
import { schoolHolder } from './holders';
import { entitlementsJobs, isBeingWorkedOut, workOutAll } from './jobs';
import { anOffer, byTests as by, factsFor, inventedOfferText } from './testing';

const database = await testDatabase();
const mesters = testMesters(database);
const day = (text: string) => Temporal.PlainDate.from(text);

const told = (urn: number) =>
  asSystem(database, async (tx) =>
    (await factsOf(tx, await schoolHolder(tx, urn))).map(({ kind, value, from, to }) =>
      `${kind} ${value} ${from} ${to ?? ''}`.trim(),
    ),
  );

/** A state of a school, as an import says it. */
async function aVersion(urn: number, change: Record<string, unknown>): Promise<void> {
  await asSystem(database, async (tx) => {
    const { id: _, ...row } = await tx
      .selectFrom('schools.school_version')
      .selectAll()
      .where('urn', '=', urn)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('schools.school_version')
      .values({ ...row, ...change, change: 'changed' })
      .execute();
  });
}
const succession = (predecessor: number, successor: number, importId: number | null = null) =>
  asSystem(database, (tx) =>
    tx
      .insertInto('schools.succession')
      .values({
        predecessor,
        successor,
        import_id: importId,
        kind: 'conversion',
        happened: day('2019-01-01'),
        evidence: 'x',
      })
      .execute(),
  );

beforeAll(async () => {
  await asSystem(database, (tx) => anOffer(tx, inventedOfferText()));
  await mesters.jobs.start(entitlementsJobs);
  await mesters.jobs.idle();
  return () => mesters.jobs.stop();
});

describe('what the register says', () => {
  it('is told from the opening, and told again changes nothing', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { sector: 'upper', status: 'county', pupils: 200 }));
    const again = async () => asSystem(database, (tx) => refresh(tx, by, [urn]));
    expect((await again())[0]?.opened).toBe(1);
    const first = await told(urn);
    expect(first).toEqual([
      'member true 2000-01-01',
      'sector upper 2000-01-01',
      'status county 2000-01-01',
      'pupils 200 2018-01-18',
    ]);
    expect((await again())[0]).toMatchObject({ opened: 0, given: 0, takenBack: 0 });
    expect(await told(urn)).toEqual(first);
  });

  it('of a conversion keeps the holder and changes the status from its day', async () => {
    const [old, young] = await asSystem(database, async (tx) => [
      await aSchool(tx, { sector: 'upper', status: 'county' }),
      await aSchool(tx, { sector: 'upper', status: 'free-standing' }),
    ]);
    if (!old || !young) throw new Error('no schools');
    const holder = await asSystem(database, (tx) => schoolHolder(tx, old));
    await asSystem(database, async (tx) => {
      await refresh(tx, by, [old, young]);
      await tell(tx, by, { ...factsFor(holder, { subscribed: true }).at(-1)!, key: 'contract/1' });
    });
    await aVersion(old, { as_at: day('2018-12-31'), closed: day('2018-12-31'), open: false });
    await aVersion(young, { as_at: day('2019-01-01'), opened: day('2019-01-01') });
    await succession(old, young);
    await asSystem(database, (tx) => refresh(tx, by, [young]));
    expect(await told(young)).toEqual([
      'member true 2000-01-01',
      'sector upper 2000-01-01',
      'status county 2000-01-01 2018-12-31',
      'subscribed true 2018-08-01',
      'status free-standing 2019-01-01',
    ]);
    const purse = await asSystem(database, (tx) => accountsOf(tx, [holder], { element: 'token-purse' }));
    expect(purse).toMatchObject([{ owed: 7 }]);
    const readers = await asSystem(database, (tx) =>
      tx.selectFrom('entitlements.holder').select('spenders').where('id', '=', String(old)).executeTakeFirst(),
    );
    expect(readers?.spenders).toEqual(expect.arrayContaining([`leader/${old}`, `leader/${young}`]));
  });

  it('of a number that had a holder of its own before its conversion was known goes to the first of the line', async () => {
    const [old, young] = await asSystem(database, async (tx) => [
      await aSchool(tx, { sector: 'upper', status: 'county' }),
      await aSchool(tx, { sector: 'upper', status: 'free-standing' }),
    ]);
    if (!old || !young) throw new Error('no schools');
    const own = { kind: 'school' as const, id: String(young) };
    await asSystem(database, async (tx) => {
      await refresh(tx, by, [old, young]);
      await tellMany(tx, by, [{ ...factsFor(own, { subscribed: true }).at(-1)!, key: 'contract/2' }]);
    });
    await succession(old, young);
    await asSystem(database, (tx) => refresh(tx, by, [old]));
    expect(await told(young)).toContain('subscribed true 2018-08-01');
    const stale = await asSystem(database, (tx) => accountsOf(tx, [own], { element: 'token-purse' }));
    expect(stale).toMatchObject([{ owed: 0, balance: 0 }]);
  });

  it('ends with the school', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { sector: 'upper', status: 'county' }));
    await aVersion(urn, { as_at: day('2018-12-31'), closed: day('2018-12-31'), open: false });
    await asSystem(database, (tx) => refresh(tx, by, [urn]));
    expect(await told(urn)).toContain('member true 2000-01-01 2018-12-31');
  });

  it('is nothing while an import is only being checked, and one job a school when it is accepted', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { sector: 'upper', status: 'county' }));
    await asSystem(database, (tx) => refresh(tx, by, [urn]));
    const importId = await asSystem(database, (tx) => aReadyImport(tx));
    await aVersion(urn, { as_at: day('2018-11-01'), status: 'free-standing', import_id: importId });
    await asSystem(database, (tx) => refresh(tx, by, [urn]));
    expect(await told(urn)).not.toContain('status free-standing 2018-11-01');
    const pending = () => asSystem(database, (tx) => isBeingWorkedOut(tx, urn));
    expect(await pending()).toBe(false);
    await asSystem(database, async (tx) => {
      expect((await acceptImport(tx, by, importId)).ok).toBe(true);
      expect(await isBeingWorkedOut(tx, urn)).toBe(true);
    });
    await mesters.jobs.idle();
    expect(await pending()).toBe(false);
    expect(await told(urn)).toContain('status free-standing 2018-11-01');
  });

  it('follows a count by hand', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { sector: 'upper', status: 'county', pupils: 200 }));
    const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) });
    const counted = await database.transaction({ role: 'web', actor: head, clock: testClock }, (tx) =>
      countSchoolAged(tx, { actor: head, clock: testClock }, urn, { schoolAged: 170, reason: 'x' }),
    );
    expect(counted.ok).toBe(true);
    await mesters.jobs.idle();
    expect(await told(urn)).toContain('pupils 170 2018-01-18');
  });
});

describe('a new version of the offer', () => {
  it('is worked out for everybody who is not bound to another', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { sector: 'upper', status: 'county' }));
    const holder = await asSystem(database, (tx) => schoolHolder(tx, urn));
    await asSystem(database, (tx) => tellMany(tx, by, factsFor(holder, { subscribed: true, sector: 'upper' })));
    const purse = async () =>
      (await asSystem(database, (tx) => accountsOf(tx, [holder], { element: 'token-purse' })))[0]?.owed;
    expect(await purse()).toBe(7);
    expect(await workOutAll({ tx: (work) => asSystem(database, work), clock: testClock })).toBe(0);
    await asSystem(database, (tx) =>
      anOffer(
        tx,
        inventedOfferText((text) => text.replace('upper: { tokens: 7 }', 'upper: { tokens: 9 }')),
      ),
    );
    await mesters.jobs.idle();
    expect(await purse()).toBe(9);
  });
});

describe('inspections', () => {
  const rules = {
    calendar: { yearStarts: Temporal.PlainMonthDay.from('09-01') },
    inspections: {
      expected: 'visit-due',
      held: 'visit-done',
      latest: { 2: { when: [], schoolYears: null, months: 48, from: 'inspection' } },
      reportAfterDays: 42,
      firstMonths: 36,
    },
  };
  const holder = { kind: 'school' as const, id: '100001' };
  const said = (history: object, offer: object = rules) =>
    inspectionTellings(holder, { inspections: [], opened: null, sector: [], ...history }, offer as never).map(
      ({ kind, value, from }) => `${kind} ${value} ${from}`,
    );
  const inspected = (on: string, grade: number) => ({ on: day(on), published: null, grade });

  it('are due by the last outcome, and the last one answered what was expected before it', () => {
    const inspections = [inspected('2009-03-01', 2), inspected('2014-03-01', 2), inspected('2018-05-10', 2)];
    expect(said({ inspections })).toEqual([
      'visit-done true 2014-03-01',
      'visit-due 2018-03-01 2014-03-02',
      'visit-done true 2018-05-10',
      'visit-due 2022-05-10 2018-05-11',
    ]);
  });
  it('are due by the opening where there was none, and by no day where the rules have none', () => {
    expect(said({ opened: day('2017-09-01') })).toEqual(['visit-due 2020-09-01 2017-09-02']);
    expect(said({ inspections: [inspected('2017-09-01', 1)] })).toEqual(['visit-done true 2017-09-01']);
    expect(said({ opened: day('2017-09-01') }, { inspections: null })).toEqual([]);
  });
  it('the shipped offer has rules for them', () => expect(shippedOfferText()).toContain('\ninspections:'));
});
