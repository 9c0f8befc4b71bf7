import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountsOf, factsOf, memberFact, schoolHolder, tell } from '../../entitlements';
import { currentOffer, publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import type { Actor } from '../../platform/actor';
import { heldClock } from '../../platform/clock';
import type { Standing, Tx } from '../../platform/database';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { activate } from './activate';
import { completeForm, formOf } from './form';
import { contractJobs, startBeginningYears } from './jobs';
import { contractsOf, pipelineOf } from './lists';
import { type Contract, contractById, contractOf } from './queries';
import { accept, giveNotice, indicate, sendForm, takeBackNotice, withdrawContract } from './service';
import { stateOn } from './state';
import { setYear, startYear } from './years';

const database = await testDatabase();
const { files } = testMesters(database);
const baseUrl = 'https://mesters.example';

interface Person {
  actor: Actor;
  on: string;
}
const standing = ({ actor, on }: Person): Standing => ({
  role: 'web',
  actor: { personId: actor.personId, sees: actor.sees },
  clock: heldClock(on),
});
const byOf = ({ actor, on }: Person) => ({ actor, clock: heldClock(on), at: heldClock(on).now() });
const run = <T>(who: Person, work: (tx: Tx, by: ReturnType<typeof byOf>) => Promise<T>): Promise<T> =>
  database.transaction(standing(who), (tx) => work(tx, byOf(who)));
const value = <T>(result: { ok: true; value: T } | { ok: false; reason: string }): T => {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
};
const said = (result: { ok: true } | { ok: false; reason: string }): string => (result.ok ? '' : result.reason);

/** Runs what is due on a day. */
async function work(on: string): Promise<void> {
  const { jobs } = testMesters(database, { clock: heldClock(on) });
  await jobs.start(contractJobs);
  await asSystem(database, startBeginningYears);
  await jobs.idle();
  await jobs.stop();
}

const admin = await aPerson(database, 'administrator', company);
const officer = await aPerson(database, 'project-officer', company);
const partner = await aPerson(database, 'improvement-partner', company);

/** A school of its own with its people. */
async function aPlace(wish: { pupils?: number; sector?: string } = { pupils: 315 }) {
  const urn = await asSystem(database, (tx) => aSchool(tx, wish));
  const scope = { kind: 'school' as const, id: String(urn) };
  const person = (role: string) => aPerson(database, role, scope, `${role} of ${urn}`);
  return {
    urn,
    head: await person('headteacher'),
    manager: await person('school-business-manager'),
    governor: await person('governor'),
  };
}
type Place = Awaited<ReturnType<typeof aPlace>>;

const contractNow = async (urn: number): Promise<Contract> => (await asSystem(database, (tx) => contractOf(tx, urn)))!;
const begin = async (urn: number, on = '2018-06-04') =>
  value(await run({ actor: officer, on }, (tx, by) => indicate(tx, by, urn))).contract;
const send = async ({ id }: Contract, on = '2018-06-05', seen?: string) =>
  run({ actor: officer, on }, (tx, by) => sendForm(tx, by, { contractId: id, baseUrl, seen }));

async function complete(place: Place, on = '2018-06-11', actor = place.head, change: { seal?: string } = {}) {
  return run({ actor, on }, async (tx, by) => {
    const contract = (await contractOf(tx, place.urn))!;
    const school = value(await held(tx, contract)).school;
    const shown = await formOf(tx, { contract, school, partnership: '' }, by.clock.today());
    return completeForm(tx, by, files, {
      contractId: contract.id,
      partnership: '',
      signing: { name: 'A Head', plan: 'termly', purchaseOrder: 'PO 7', seal: change.seal ?? shown.terms.seal },
      pdf: new TextEncoder().encode(`PDF of ${place.urn}`),
    });
  });
}
async function held(tx: Tx, contract: Contract) {
  const { locked } = await import('./held');
  return locked(tx, contract.id);
}

async function accepted(place: Place): Promise<Contract> {
  await send(await begin(place.urn));
  value(await complete(place));
  return value(
    await run({ actor: admin, on: '2018-06-12' }, async (tx, by) =>
      accept(tx, by, (await contractOf(tx, place.urn))!.id),
    ),
  ).contract;
}
async function active(place: Place): Promise<Contract> {
  const contract = await accepted(place);
  return value(await run({ actor: admin, on: '2018-07-02' }, (tx, by) => activate(tx, by, contract.id))).contract;
}
const stateAt = async (urn: number, on: string) => stateOn(await contractNow(urn), Temporal.PlainDate.from(on));
const subscribed = async (urn: number) =>
  (await asSystem(database, async (tx) => factsOf(tx, await schoolHolder(tx, urn)))).filter(
    ({ kind }) => kind === 'subscribed',
  );
const deeds = async (urn: number, action: string) =>
  (
    await asSystem(database, (tx) =>
      tx
        .selectFrom('platform.audit')
        .select('action')
        .where('scope', '=', `school/${urn}`)
        .where('action', '=', action)
        .execute(),
    )
  ).length;

test('before an offer is published there is nothing to subscribe to', async () => {
  const { urn } = await aPlace();
  expect(said(await run({ actor: officer, on: '2018-06-04' }, (tx, by) => indicate(tx, by, urn)))).toContain(
    'No offer is published yet',
  );
});

describe('with the offer', () => {
  beforeAll(() =>
    asSystem(database, async (tx) => {
      const published = await publishOffer(
        tx,
        { actor: null, clock: heldClock('2018-05-01') },
        shippedOfferText(),
        'offer.yaml',
      );
      if (!published.ok) throw new Error('The shipped offer has mistakes.');
    }),
  );

  test("a roll below school age is kept as nobody, with the offer's reason", async () => {
    const place = await aPlace({ pupils: 102, sector: 'nursery' });
    await send(await begin(place.urn));
    expect(value(await complete(place)).contract.years).toMatchObject([
      { year: '2018/19', pupils: 0, feePence: 150_000, reason: "A nursery's pupils on roll are below school age" },
    ]);
  });

  test('the whole road, each step once however often it is taken', async () => {
    const place = await aPlace();
    const { urn, head } = place;
    const first = value(await run({ actor: head, on: '2018-06-04' }, (tx, by) => indicate(tx, by, urn)));
    const second = value(await run({ actor: officer, on: '2018-06-04' }, (tx, by) => indicate(tx, by, urn)));
    expect([first.fresh, second.fresh, second.contract.id]).toEqual([true, false, first.contract.id]);
    expect(await stateAt(urn, '2018-06-04')).toBe('intention');

    expect(value(await send(first.contract)).fresh).toBe(true);
    expect(value(await send(first.contract)).fresh).toBe(false);
    const letters = await asSystem(database, (tx) =>
      tx.selectFrom('platform.mail').selectAll().where('to_address', '=', head.email).execute(),
    );
    expect(letters).toHaveLength(1);
    expect(letters[0]?.text).toContain(`${baseUrl}/schools/${urn}/subscription/form`);
    expect(letters[0]?.text).not.toContain(head.name);
    expect(await stateAt(urn, '2018-06-05')).toBe('form-sent');

    const signed = value(await complete(place));
    expect(signed).toMatchObject({
      fresh: true,
      contract: { signedName: 'A Head', signedRole: 'headteacher', plan: 'termly', purchaseOrder: 'PO 7' },
    });
    expect(signed.contract.years).toMatchObject([
      { year: '2018/19', pupils: 315, feePence: 276000, pupilsSource: 'the school census', reason: null },
    ]);
    expect(value(await complete(place)).fresh).toBe(false);
    expect(new TextDecoder().decode(await files.read(signed.contract.termsSha256!))).toBe(`PDF of ${urn}`);

    const contractId = signed.contract.id;
    const accepts = () => run({ actor: admin, on: '2018-06-12' }, (tx, by) => accept(tx, by, contractId));
    expect([value(await accepts()).fresh, value(await accepts()).fresh]).toEqual([true, false]);
    expect(await stateAt(urn, '2018-06-12')).toBe('accepted');
    expect(await subscribed(urn)).toEqual([]);

    const activates = () => run({ actor: admin, on: '2018-07-02' }, (tx, by) => activate(tx, by, contractId));
    expect([value(await activates()).fresh, value(await activates()).fresh]).toEqual([true, false]);
    expect(await stateAt(urn, '2018-07-02')).toBe('active');
    expect((await subscribed(urn)).map(({ key, from, to }) => [key, String(from), String(to)])).toEqual([
      [`contract/${contractId}`, '2018-09-01', '2021-08-31'],
    ]);
    const pinned = await asSystem(database, (tx) =>
      sql<{
        year: string;
      }>`select year from entitlements.pinned_offer where holder_id = ${String(urn)} order by 1`.execute(tx),
    );
    expect(pinned.rows.map(({ year }) => year)).toEqual(['2018/19', '2019/20', '2020/21']);
    expect((await contractNow(urn)).years.map(({ year, feePence, pupils }) => [year, feePence, pupils])).toEqual([
      ['2018/19', 276000, 315],
      ['2019/20', null, null],
      ['2020/21', null, null],
    ]);
    for (const step of [
      'intention-recorded',
      'form-sent',
      'form-completed',
      'accepted',
      'activated',
      'instalments-planned',
    ])
      expect(await deeds(urn, `subscriptions.${step}`), step).toBe(1);
    const parts = await asSystem(database, (tx) =>
      sql<{
        pence: number;
        purchase_order: string;
      }>`select pence, purchase_order from subscriptions.instalment where contract_id = ${contractId} order by n`.execute(
        tx,
      ),
    );
    expect(parts.rows).toEqual([92000, 92000, 92000].map((pence) => ({ pence, purchase_order: 'PO 7' })));
  });

  test('who may do what: refusals are sentences', async () => {
    const place = await aPlace();
    const { urn, manager, governor } = place;
    const other = await aPlace();
    const contract = await begin(urn);
    expect(said(await complete(place))).toContain('There is no form');
    await send(contract);
    expect(said(await complete(place, '2018-06-11', manager))).toBe(
      'Only a headteacher or school leader of the school, or a leader of its trust, may do this. Ask one of them.',
    );
    // A governor sees the contract and cannot hold it; a head of another school does not even see it.
    expect((await run({ actor: governor, on: '2018-06-11' }, (tx) => contractById(tx, contract.id)))?.id).toBe(
      contract.id,
    );
    expect((await run({ actor: partner, on: '2018-06-11' }, (tx) => contractById(tx, contract.id)))?.id).toBe(
      contract.id,
    );
    expect(await run({ actor: other.head, on: '2018-06-11' }, (tx) => contractById(tx, contract.id))).toBeNull();
    expect(
      said(await run({ actor: governor, on: '2018-06-11' }, (tx, by) => withdrawContract(tx, by, contract.id))),
    ).toBe('There is no such subscription.');
    await expect(run({ actor: other.head, on: '2018-06-11' }, (tx, by) => indicate(tx, by, urn))).rejects.toThrow(
      'row-level security',
    );
    value(await complete(place));
    expect(said(await run({ actor: officer, on: '2018-06-12' }, (tx, by) => accept(tx, by, contract.id)))).toBe(
      'Only an administrator accepts a form. Ask one of them.',
    );
    // The database itself keeps the office's steps from a leader, whatever a page would do.
    await expect(
      run({ actor: place.head, on: '2018-06-12' }, (tx, by) =>
        tx.updateTable('subscriptions.contract').set({ accepted_at: by.at }).where('id', '=', contract.id).execute(),
      ),
    ).rejects.toThrow('the office does this');
    await expect(
      run({ actor: admin, on: '2018-06-12' }, (tx) =>
        tx
          .updateTable('subscriptions.contract')
          .set({ signed_name: 'Another' })
          .where('id', '=', contract.id)
          .execute(),
      ),
    ).rejects.toThrow('what was signed is not changed');
  });

  test('a form is only completed as it was read', async () => {
    const place = await aPlace();
    await send(await begin(place.urn));
    expect(said(await complete(place, '2018-06-11', place.head, { seal: 'other' }))).toContain(
      'have changed since you opened the form',
    );
    expect((await contractNow(place.urn)).completedAt).toBeNull();
  });

  test('a form without anybody to write to is not sent', async () => {
    const urn = await asSystem(database, (tx) => aSchool(tx, { pupils: 10 }));
    expect(said(await send(await begin(urn)))).toContain(
      'has an account to complete the form with. Invite a headteacher or school leader',
    );
  });

  test('withdrawn before it binds, it may begin anew; bound, it ends by notice alone', async () => {
    const place = await aPlace();
    const contract = await accepted(place);
    const withdraw = (id: string) =>
      run({ actor: place.head, on: '2018-06-20' }, (tx, by) => withdrawContract(tx, by, id));
    expect(
      said(await run({ actor: place.manager, on: '2018-06-20' }, (tx, by) => withdrawContract(tx, by, contract.id))),
    ).toContain('Only a headteacher');
    expect([value(await withdraw(contract.id)).fresh, value(await withdraw(contract.id)).fresh]).toEqual([true, false]);
    expect(said(await run({ actor: admin, on: '2018-07-02' }, (tx, by) => activate(tx, by, contract.id)))).toContain(
      'has no accepted form',
    );
    const anew = await begin(place.urn, '2018-06-21');
    expect(anew.id).not.toBe(contract.id);
    expect((await contractNow(place.urn)).id).toBe(anew.id);
    const bound = await active(await aPlace());
    expect(
      said(await run({ actor: admin, on: '2018-07-03' }, (tx, by) => withdrawContract(tx, by, bound.id))),
    ).toContain('It binds already, so it ends by notice');
  });

  test('notice: refused outside the window with the next days, ends it on the last day of the year and not before, taken back within', async () => {
    const place = await aPlace();
    const contract = await active(place);
    const notice = (on: string, actor = place.head) => run({ actor, on }, (tx, by) => giveNotice(tx, by, contract.id));
    const back = (on: string) => run({ actor: place.head, on }, (tx, by) => takeBackNotice(tx, by, contract.id));
    expect(said(await notice('2019-02-28'))).toBe(
      'Notice can be given from 1 March 2019 to 31 May 2019. Come back then: the subscription would end on 31 August 2019.',
    );
    expect(said(await notice('2019-06-01'))).toContain('from 1 March 2020 to 31 May 2020');
    expect(said(await notice('2019-04-01', place.manager))).toContain('Only a headteacher');
    expect([value(await notice('2019-04-01')).fresh, value(await notice('2019-04-01')).fresh]).toEqual([true, false]);
    await work('2019-04-01');
    expect((await subscribed(place.urn)).map(({ to }) => String(to))).toEqual(['2019-08-31']);
    expect(await stateAt(place.urn, '2019-08-31')).toBe('notice-given');
    expect(await stateAt(place.urn, '2019-09-01')).toBe('ended');
    expect(said(await back('2019-06-01'))).toContain('The days for taking the notice back are over');
    expect([value(await back('2019-05-31')).fresh, value(await back('2019-05-31')).fresh]).toEqual([true, false]);
    await work('2019-05-31');
    expect((await subscribed(place.urn)).map(({ to }) => String(to))).toEqual(['2021-08-31']);
    value(await notice('2019-05-31'));
    await work('2019-09-01');
    expect(said(await back('2019-09-01'))).toContain('The subscription ended on 31 August 2019');
    // The year after the last is not begun, and the school may begin anew.
    expect(
      value(
        await asSystem(database, (tx) =>
          startYear(tx, { actor: null, clock: heldClock('2019-09-01') }, contract.id, '2019/20'),
        ),
      ),
    ).toBeNull();
    const anew = await begin(place.urn, '2019-10-01');
    expect([String(anew.starts), anew.years]).toEqual(['2019-10-01', []]);
  });

  test('the pupil number is that of the completed day, and stays; the office sets another with its reason', async () => {
    const place = await aPlace();
    const { urn } = place;
    const contract = await accepted(place);
    await asSystem(database, (tx) => aCensus(tx, urn, '2018-06-10', 400));
    await asSystem(database, (tx) => aCensus(tx, urn, '2018-06-20', 500));
    expect((await contractNow(urn)).years[0]?.pupils).toBe(315);
    const set = (reason: string) =>
      run({ actor: officer, on: '2018-06-25' }, (tx, by) =>
        setYear(tx, by, contract.id, '2018/19', { pupils: 420, feePence: null, reason }),
      );
    expect([value(await set('Recount in June')).fresh, value(await set('Recount in June')).fresh]).toEqual([
      true,
      false,
    ]);
    expect((await contractNow(urn)).years[0]).toMatchObject({
      pupils: 420,
      feePence: 318000,
      reason: 'Recount in June',
      pupilsSource: 'the partnership office',
      censusDate: null,
    });
    expect(
      said(
        await run({ actor: officer, on: '2018-06-25' }, (tx, by) =>
          setYear(tx, by, contract.id, '2018/19', { pupils: null, feePence: 1, reason: 'A gift' }),
        ),
      ),
    ).toContain('by its pupil number');
    value(await run({ actor: admin, on: '2018-07-02' }, (tx, by) => activate(tx, by, contract.id)));
    expect((await contractNow(urn)).years[0]).toMatchObject({ pupils: 420, feePence: 318000 });
  });

  test('a fee that is agreed by hand is set before the form is accepted', async () => {
    const place = await aPlace({ sector: 'college', pupils: 900 });
    const contract = await begin(place.urn);
    await send(contract);
    value(await complete(place));
    const accepts = () => run({ actor: admin, on: '2018-06-12' }, (tx, by) => accept(tx, by, contract.id));
    expect(said(await accepts())).toContain('has no fee for 2018/19 yet. Set the fee that was agreed first');
    value(
      await run({ actor: officer, on: '2018-06-12' }, (tx, by) =>
        setYear(tx, by, contract.id, '2018/19', { pupils: null, feePence: 500000, reason: 'Agreed on 1 June' }),
      ),
    );
    value(await accepts());
    expect((await contractNow(place.urn)).years[0]).toMatchObject({ byHand: true, feePence: 500000, pupils: 900 });
  });

  test('a late joiner pays the full fee from the day of the form', async () => {
    const place = await aPlace();
    await send(await begin(place.urn, '2019-01-07'), '2019-01-07');
    const { contract } = value(await complete(place, '2019-01-14'));
    expect([String(contract.starts), String(contract.ends), contract.years[0]?.feePence]).toEqual([
      '2019-01-14',
      '2021-08-31',
      276000,
    ]);
    value(await run({ actor: admin, on: '2019-01-15' }, (tx, by) => accept(tx, by, contract.id)));
    value(await run({ actor: admin, on: '2019-01-16' }, (tx, by) => activate(tx, by, contract.id)));
    const owed = await asSystem(database, async (tx) => {
      const holder = await schoolHolder(tx, place.urn);
      const from = Temporal.PlainDate.from('2017-09-01');
      const facts = [
        [memberFact, true],
        ['sector', 'primary'],
        ['status', 'maintained'],
      ] as const;
      for (const [kind, answer] of facts)
        await tell(
          tx,
          { actor: null, clock: heldClock('2019-01-16') },
          { holder, key: kind, kind, value: answer, from, to: null, source: 'test' },
        );
      return accountsOf(tx, [holder], { year: '2018/19' });
    });
    expect(owed.length).toBeGreaterThan(5);
  });

  test('a school that converts goes on with its contract, and its new head sees it', async () => {
    const place = await aPlace();
    const contract = await active(place);
    const successor = await asSystem(database, async (tx) => {
      const urn = await aSchool(tx, { status: 'academy' });
      await tx
        .insertInto('schools.succession')
        .values({
          predecessor: place.urn,
          successor: urn,
          import_id: null,
          kind: 'conversion',
          happened: Temporal.PlainDate.from('2018-12-01'),
          evidence: 'test',
        })
        .execute();
      return urn;
    });
    const head = await aPerson(
      database,
      'headteacher',
      { kind: 'school', id: String(successor) },
      `Head of ${successor}`,
    );
    expect((await run({ actor: head, on: '2019-04-01' }, (tx) => contractOf(tx, successor)))?.id).toBe(contract.id);
    expect(value(await run({ actor: head, on: '2019-04-01' }, (tx, by) => giveNotice(tx, by, contract.id))).fresh).toBe(
      true,
    );
    await work('2019-04-01');
    expect((await subscribed(successor)).map(({ to }) => String(to))).toEqual(['2019-08-31']);
  });

  test('lists: everybody with a state and a fee, and those who have not begun', async () => {
    const place = await aPlace();
    await begin(place.urn);
    const day = Temporal.PlainDate.from('2018-06-30');
    const all = await run({ actor: officer, on: '2018-06-30' }, (tx) => pipelineOf(tx, day));
    expect(all.find(({ urn }) => urn === place.urn)).toMatchObject({
      state: 'intention',
      feePence: 276000,
      fixed: false,
    });
    expect(all.some(({ state }) => state === 'prospect')).toBe(true);
    const begun = await run({ actor: officer, on: '2018-06-30' }, (tx) =>
      contractsOf(tx, day, { states: ['intention'] }),
    );
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.every(({ state }) => state === 'intention')).toBe(true);
  });

  // Publishes offers, so it comes last.
  test('a price that is stated later: the year begins with its census, and its fee follows the day after it is stated', async () => {
    const place = await aPlace();
    const { urn } = place;
    const contract = await active(place);
    await asSystem(database, (tx) => aCensus(tx, urn, '2019-01-17', 330));
    await work('2019-09-01');
    expect((await contractNow(urn)).years[1]).toMatchObject({ year: '2019/20', pupils: 330, feePence: null });
    await asSystem(database, (tx) => aCensus(tx, urn, '2019-09-10', 999));
    const priced = shippedOfferText().replace(
      '- { year: 2019/20, rules: null }',
      '- { year: 2019/20, rules: [{ base: 1600, perPupil: 4, capPupils: 750 }] }',
    );
    await asSystem(database, async (tx) => {
      const published = await publishOffer(tx, { actor: null, clock: heldClock('2019-10-01') }, priced, 'offer.yaml');
      if (!published.ok) throw new Error(JSON.stringify(published.reason));
    });
    await work('2019-10-02');
    expect((await contractNow(urn)).years.map(({ year, pupils, feePence }) => [year, pupils, feePence])).toEqual([
      ['2018/19', 315, 276000],
      ['2019/20', 330, 292000],
      ['2020/21', null, null],
    ]);
    expect((await contractNow(urn)).offerId).toBe(contract.offerId);
    const again = () =>
      asSystem(database, (tx) =>
        startYear(tx, { actor: null, clock: heldClock('2019-10-02') }, contract.id, '2019/20'),
      );
    value(await again());
    expect(await deeds(urn, 'subscriptions.year-begun')).toBe(2);

    // A form that was sent before the newer version says so, and is sent again with it.
    const late = await aPlace();
    const sent = value(await send(await begin(late.urn, '2019-03-01'), '2019-03-01')).contract;
    await asSystem(database, (tx) =>
      publishOffer(tx, { actor: null, clock: heldClock('2019-03-02') }, `${priced}\n# Again.\n`, 'offer.yaml'),
    );
    const newest = (await asSystem(database, currentOffer))!;
    expect(sent.offerId).not.toBe(newest.id);
    expect(value(await send(sent, '2019-03-03'))).toMatchObject({ fresh: true, contract: { offerId: newest.id } });
    expect(value(await send(sent, '2019-03-03')).fresh).toBe(false);
    const asked = (await contractNow(late.urn)).formSentAt!.toString();
    expect(value(await send(sent, '2019-03-04', asked)).fresh).toBe(true);
    expect(value(await send(sent, '2019-03-04', asked)).fresh).toBe(false);
  });

  test('two administrators at once, and two clicks at once, have one effect', async () => {
    const place = await aPlace();
    const ten = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, work));
    const fresh = (results: { ok: boolean; value?: { fresh: boolean } }[]) =>
      results.filter((one) => one.ok && one.value?.fresh).length;
    expect(
      fresh(await ten(() => run({ actor: officer, on: '2018-06-04' }, (tx, by) => indicate(tx, by, place.urn)))),
    ).toBe(1);
    const contract = await contractNow(place.urn);
    expect(fresh(await ten(() => send(contract)))).toBe(1);
    expect(fresh(await ten(() => complete(place)))).toBe(1);
    expect(
      fresh(await ten(() => run({ actor: admin, on: '2018-06-12' }, (tx, by) => accept(tx, by, contract.id)))),
    ).toBe(1);
    expect(
      fresh(await ten(() => run({ actor: admin, on: '2018-07-02' }, (tx, by) => activate(tx, by, contract.id)))),
    ).toBe(1);
    for (const step of [
      'intention-recorded',
      'form-sent',
      'form-completed',
      'accepted',
      'activated',
      'instalments-planned',
    ])
      expect(await deeds(place.urn, `subscriptions.${step}`), step).toBe(1);
  });
});

async function aCensus(tx: Tx, urn: number, day: string, pupils: number): Promise<void> {
  await tx
    .insertInto('schools.pupil_number')
    .values({
      urn,
      census_date: Temporal.PlainDate.from(day),
      import_id: null,
      source: 'census',
      on_roll: pupils,
      school_aged: null,
      boys: null,
      girls: null,
      free_meals_ever: null,
      extra_language: null,
      sen_plan: null,
      sen_support: null,
      census_type: null,
      counted: true,
      reason: null,
    })
    .execute();
}
