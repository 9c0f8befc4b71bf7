import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import type { Actor } from '../../platform/actor';
import type { Tx } from '../../platform/database';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { activate } from '../contracts/activate';
import { activateIfConfirmed, confirmGate, tryAgain } from './confirm';
import { beginSubscription } from './job';
import { confirmationOf, gateOf, progressOfGate } from './queries';
import { gateRoutes } from './routes';
import { doStep } from './steps';
import { anIntent } from './testing';

const database = await testDatabase();
const year = '2018/19';

await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
});
const finance = await aPerson(database, 'finance-officer', company, 'Fay Nance');
const officer = await aPerson(database, 'project-officer', company, 'Pru Ject');
const standing = (actor: Actor) => ({ ...as(actor.sees as string[]), actor });
const inName = <T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(standing(actor), work);
const by = (actor: Actor | null) => ({ actor, clock: testClock });

/** What counts as the same end: every contract, step and letter. */
const ended = () =>
  asSystem(database, async (tx) => {
    const contracts = await tx
      .selectFrom('subscriptions.contract')
      .select(['urn', 'active_at'])
      .where('withdrawn_at', 'is', null)
      .orderBy('urn')
      .execute();
    const steps = await tx
      .selectFrom('subscriptions.gate_step')
      .select(['urn', 'step', 'refused', sql<boolean>`done_at is not null`.as('done')])
      .orderBy('urn')
      .orderBy('step')
      .execute();
    const letters = await sql<{
      n: number;
    }>`select count(*)::int as n from platform.mail where subject like '%begins'`.execute(tx);
    const facts = await sql<{ n: number }>`
      select count(*)::int as n from entitlements.fact where key like 'contract/%' and withdrawn_at is null`.execute(
      tx,
    );
    return {
      active: contracts.filter(({ active_at }) => active_at !== null).map(({ urn }) => urn),
      undone: steps.filter(({ done }) => !done),
      letters: letters.rows[0]?.n,
      facts: facts.rows[0]?.n,
    };
  });

// 79 schools at the full fee of £4,500 bring £355,500.
const urns: number[] = [];
beforeAll(() =>
  asSystem(database, async (tx) => {
    for (let i = 0; i < 79; i++)
      urns.push(await aSchool(tx, { name: `School ${String(i).padStart(2, '0')}`, pupils: 900 }));
    for (const urn of urns.slice(0, 70)) await anIntent(tx, { urn, stands: 'contracted' });
    for (const urn of urns.slice(70)) await anIntent(tx, { urn, stands: 'indicated' });
  }),
);
const heads: Actor[] = [];
beforeAll(async () => {
  for (const urn of urns.slice(0, 3))
    heads.push(await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) }, `Head of ${urn}`));
});

describe('before the line is reached', () => {
  test('contracted and indicated income stand apart', async () => {
    const gate = await inName(officer, (tx) => gateOf(tx));
    expect(gate?.contracted).toEqual({ schools: 70, pence: 31_500_000, unknown: 0 });
    expect(gate?.indicated).toEqual({ schools: 9, pence: 4_050_000, unknown: 0 });
    expect(gate?.state).toBe('below');
  });

  test('viability is not confirmed, in words', async () => {
    const refused = await inName(finance, (tx) => confirmGate(tx, by(finance), year));
    expect(refused).toEqual({
      ok: false,
      reason:
        '£315,000 is £40,000 short of the line, so viability cannot be confirmed. Put the options to all members, who decide. One member, one vote.',
    });
    expect(await asSystem(database, (tx) => confirmationOf(tx, year))).toBeNull();
  });

  test('an acceptance stays conditional', async () => {
    const contract = await asSystem(database, (tx) =>
      tx.selectFrom('subscriptions.contract').select('id').where('urn', '=', urns[0]!).executeTakeFirstOrThrow(),
    );
    expect(await inName(finance, (tx) => activateIfConfirmed(tx, by(finance), contract.id))).toEqual({
      ok: true,
      value: false,
    });
    expect((await ended()).active).toEqual([]);
  });
});

describe('once the line is reached', () => {
  beforeAll(() =>
    asSystem(database, async (tx) => {
      // The office accepts nine more.
      await tx
        .updateTable('subscriptions.contract')
        .set({ withdrawn_at: testClock.now() })
        .where('urn', 'in', urns.slice(70))
        .execute();
      for (const urn of urns.slice(70)) await anIntent(tx, { urn, stands: 'contracted' });
    }),
  );

  test('only those who work on money confirm', async () => {
    expect((await inName(officer, (tx) => confirmGate(tx, by(officer), year))).ok).toBe(false);
  });

  test('confirming twice, or by two at once, is one confirmation and one job a school', async () => {
    const both = await Promise.all([1, 2].map(() => inName(finance, (tx) => confirmGate(tx, by(finance), year))));
    expect(both.map((done) => done.ok && done.value.again).sort()).toEqual([false, true]);
    const again = await inName(finance, (tx) => confirmGate(tx, by(finance), year));
    expect(again).toEqual({ ok: true, value: { schools: 0, again: true } });
    const connection = await database.source.acquire();
    const { rows } = await connection.query(
      "select count(*)::int as n from pgboss.job where data ->> 'kind' = 'subscriptions.begin'",
      [],
    );
    connection.release();
    expect(rows).toEqual([{ n: 79 }]);
    expect(await asSystem(database, (tx) => progressOfGate(tx, year))).toEqual({ done: 0, of: 79, refused: [] });
  });

  test('a worker that dies half-way, between steps and within one, is made up for by others, and two at once end the same', async () => {
    // Died after the first step of one school, and in the middle of a step of another.
    await asSystem(database, (tx) => doStep(tx, by(null), { year, urn: urns[0]!, step: 'activate' }));
    await expect(
      asSystem(database, async (tx) => {
        await doStep(tx, by(null), { year, urn: urns[1]!, step: 'activate' });
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect((await ended()).active).toEqual([urns[0]]);

    const [one, two] = [testMesters(database), testMesters(database)];
    await Promise.all([one.jobs.start([beginSubscription as never]), two.jobs.start([beginSubscription as never])]);
    // The same work a third time, beside both.
    const beside = Promise.all(
      urns.slice(2, 8).map(async (urn) => {
        for (const step of ['activate', 'letter'] as const)
          await asSystem(database, (tx) => doStep(tx, by(null), { year, urn, step }));
      }),
    );
    await Promise.all([one.jobs.idle(), two.jobs.idle(), beside]);
    await Promise.all([one.jobs.stop(), two.jobs.stop()]);
    const end = await ended();
    expect(end.active).toEqual(urns.slice().sort((a, b) => a - b));
    expect(end.undone).toEqual([]);
    // Three of the schools have a head to write to.
    expect(end.letters).toBe(3);
    expect(await asSystem(database, (tx) => progressOfGate(tx, year))).toEqual({ done: 79, of: 79, refused: [] });

    // Every job once more changes nothing.
    await inName(finance, (tx) => tryAgain(tx, by(finance), year));
    for (const urn of urns.slice(0, 5))
      for (const step of ['activate', 'letter'] as const)
        await asSystem(database, (tx) => doStep(tx, by(null), { year, urn, step }));
    expect(await ended()).toEqual(end);
  }, 60_000);

  test('an acceptance is binding at once', async () => {
    const { urn, id } = await asSystem(database, async (tx) => {
      const late = await aSchool(tx, { name: 'Late School', pupils: 100 });
      return { urn: late, id: await anIntent(tx, { urn: late, stands: 'contracted' }) };
    });
    expect(await inName(finance, (tx) => activateIfConfirmed(tx, by(finance), id))).toEqual({ ok: true, value: true });
    expect(await inName(finance, (tx) => activateIfConfirmed(tx, by(finance), id))).toEqual({ ok: true, value: true });
    expect((await ended()).active).toContain(urn);
    expect(await asSystem(database, (tx) => progressOfGate(tx, year))).toMatchObject({ done: 80, of: 80 });
    expect((await asSystem(database, (tx) => activate(tx, by(null), id))).ok).toBe(true);
  });

  test('the page says how far it is, to staff', async () => {
    const { text, status } = await testSite(database, gateRoutes, officer).get('/subscriptions/gate');
    expect(status).toBe(200);
    expect(text).toContain('Viability of 2018/19 is confirmed');
    expect(text).toContain('80 of 80 done');
    expect((await testSite(database, gateRoutes, heads[0]!).get('/subscriptions/gate')).status).toBe(403);
  });
});
