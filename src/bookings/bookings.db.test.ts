import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { accountsOf, intendPool, makePoolFinal } from '../entitlements';
import { indicativePrices, publishOffer } from '../offer';
import { shippedOffer, shippedOfferText } from '../offer/testing';
import { heldClock } from '../platform/clock';
import { as, asSystem, testClock, testDatabase } from '../platform/testing';
import { testSite } from '../platform/web/testing';
import { company } from '../schools';
import { aPerson } from '../schools/testing';
import { invoiceBy } from '../subscriptions';
import {
  acceptQuote,
  bookingById,
  bookingsOf,
  bookingsRoutes,
  cancel,
  confirm,
  deliver,
  keepAgain,
  order,
  quote,
  settle,
  stateAt,
  usesOfAccounts,
} from './index';
import { rulesToChoose, unitOf } from './items';
import { aBookingSchool, ordered, type TestSchool, wishOf } from './testing';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const offer = shippedOffer();
const { credit, services, limits } = offer.bespoke;
const timed = services.find(({ price }) => price === 'day-rate')?.id as string;
const byQuote = services.find(({ price, smallestStep }) => price === 'quote' && smallestStep === 1)?.id as string;
const days = offer.elements.find(({ grants }) =>
  grants.some(({ amount, when, window }) => amount?.unit === 'quarter-days' && when.length === 0 && !window),
);
const element = days?.id as string;
const perEvent = offer.elements.find(
  ({ grants }) => grants.length === 1 && grants[0]?.per === 'event' && !grants[0].amount?.unlimited,
)?.id as string;

const several = offer.elements.find((one) => {
  const rules = rulesToChoose(one);
  return rules.filter(({ per }) => per === 'year').length > 1 && rules.some(({ per }) => per === 'event');
}) as (typeof offer.elements)[number];

const run = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database, work);
const school = (facts?: Record<string, string | boolean>, status = 'maintained') =>
  run((tx) => aBookingSchool(tx, { status, ...(facts ? { facts } : {}) }));
const standing = (of: TestSchool, what: string) =>
  run(async (tx) => {
    const [account] = await accountsOf(tx, [of.holder], { element: what });
    return account && [account.used, account.held, account.left];
  });
const day = (text: string) => Temporal.PlainDate.from(text);
const must = async <T>(
  done: Promise<{ ok: true; value: T } | { ok: false; reason: { words: string } }>,
): Promise<T> => {
  const result = await done;
  if (!result.ok) throw new Error(result.reason.words);
  return result.value;
};

beforeAll(() =>
  run(async (tx) => {
    const published = await publishOffer(tx, by, shippedOfferText(), 'offer.yaml');
    if (!published.ok) throw new Error('The shipped offer has mistakes.');
  }),
);

describe('what is owed', () => {
  test('goes from held to delivered, once, whatever is pressed twice', async () => {
    const own = await school();
    const wish = wishOf(own, { element, units: 4 }, { day: day('2019-02-12') });
    const first = await must(run((tx) => ordered(tx, wish)));
    const again = await must(run((tx) => ordered(tx, wish)));
    expect(again.id).toBe(first.id);
    expect(await standing(own, element)).toEqual([0, 4, 4]);
    for (const _ of [1, 2]) await must(run((tx) => confirm(tx, by, first.id)));
    expect(await standing(own, element)).toEqual([4, 0, 4]);
    const later = { actor: null, clock: heldClock('2019-02-13') };
    const delivery = { date: day('2019-02-12'), evidence: 'A visit', units: 2 };
    for (const _ of [1, 2])
      await must(
        database.transaction(as('system', 'worker', later.clock), (tx) => deliver(tx, later, first.id, delivery)),
      );
    expect(await standing(own, element)).toEqual([2, 0, 6]);
    const deeds = await run((tx) =>
      sql<{ action: string; units: unknown }>`select action, after->'units' as units from platform.audit
        where after->>'id' = ${first.id} order by id`.execute(tx),
    );
    expect(deeds.rows.map(({ action, units }) => [action, units])).toEqual([
      ['bookings.ordered', '1 day'],
      ['bookings.confirmed', null],
      ['bookings.delivered', '½ day'],
    ]);
    const [account] = await run((tx) => accountsOf(tx, [own.holder], { element }));
    expect(await run((tx) => usesOfAccounts(tx, [account?.id ?? 0]))).toMatchObject([
      { booking: first.id, units: 2, day: day('2019-02-12') },
    ]);
    expect(await run((tx) => cancel(tx, by, first.id, { why: 'Too late' }))).toMatchObject({
      ok: false,
      reason: { because: 'state' },
    });
  });

  test('more than is left is refused with what is left and what can be done', async () => {
    const own = await school();
    const refusal = await run((tx) => ordered(tx, wishOf(own, { element, units: 10 })));
    expect(refusal.ok ? '' : refusal.reason.words).toMatch(
      /you have 2 days left on that day; this needs 2½ days. You can book 2 days or less/,
    );
    expect(await standing(own, element)).toEqual([0, 0, 8]);
    expect(await run((tx) => ordered(tx, wishOf(own, { element, units: 1 })))).toMatchObject({
      ok: false,
      reason: { because: 'step' },
    });
  });

  test('of what is counted by the event, the event is named', async () => {
    const own = await school();
    const two = (occasion: string | null) =>
      run((tx) => ordered(tx, wishOf(own, { element: perEvent, units: 2 }, { occasion })));
    expect(await two(null)).toMatchObject({ ok: false, reason: { because: 'occasion' } });
    expect(await two('Spring briefing')).toMatchObject({ ok: true });
    expect(await two('Spring briefing')).toMatchObject({ ok: false, reason: { because: 'not-enough' } });
    expect(await two('Summer briefing')).toMatchObject({ ok: true });
  });

  test('of something that is owed in several kinds, the one that is chosen pays, and no other', async () => {
    const own = await school();
    const accounts = () =>
      run(async (tx) =>
        (await accountsOf(tx, [own.holder], { element: several.id })).filter(({ occasion }) => occasion === null),
      );
    const wish = (rule?: string) => wishOf(own, { element: several.id, units: 1, ...(rule ? { rule } : {}) });
    const refusal = await run((tx) => ordered(tx, wish()));
    expect(refusal).toMatchObject({ ok: false, reason: { because: 'which' } });
    expect(refusal.ok ? '' : refusal.reason.words).toContain('choose which of them');
    expect(await run((tx) => ordered(tx, wish('no-such-rule')))).toMatchObject({ ok: false });
    for (const { rule, unit } of (await accounts()).filter(({ per }) => per === 'year')) {
      const booking = await must(run((tx) => ordered(tx, wish(rule))));
      expect(booking).toMatchObject({ rule, unit, units: 1 });
      const held = (await accounts()).filter((account) => account.held > 0);
      expect(held.map((account) => account.rule)).toEqual([rule]);
      await must(run((tx) => confirm(tx, by, booking.id)));
      expect((await accounts()).filter(({ used }) => used > 0).map((account) => account.rule)).toContain(rule);
      await must(run((tx) => cancel(tx, by, booking.id, { why: 'Another day' })));
      expect((await accounts()).filter(({ used, held: kept }) => used + kept > 0)).toEqual([]);
    }
    // What is counted by the event still wants its event.
    const ticket = (await accounts()).find(({ per }) => per === 'event')?.rule;
    expect(await run((tx) => ordered(tx, wish(ticket)))).toMatchObject({ ok: false, reason: { because: 'occasion' } });
  });

  test('those who do not subscribe are told so', async () => {
    const other = await school({ subscribed: false });
    const refusal = await run((tx) => ordered(tx, wishOf(other, { element, units: 2 })));
    expect(refusal.ok ? '' : refusal.reason.words).toContain('is for subscribers');
  });
});

describe('cancelling', () => {
  test('ten or more working days before gives everything back, invoice and all; later it stays used', async () => {
    const own = await school();
    for (const [planned, returned] of [
      ['2019-01-28', true],
      ['2019-01-25', false],
    ] as const) {
      const before = await standing(own, credit.id);
      const made = await must(
        run((tx) => ordered(tx, wishOf(own, { service: timed, quarterDays: 2 }, { day: day(planned) }))),
      );
      await must(run((tx) => confirm(tx, by, made.id)));
      for (const _ of [1, 2])
        expect(await must(run((tx) => cancel(tx, by, made.id, { why: 'A closure' })))).toMatchObject({ returned });
      const price = made.price ?? 0;
      expect(await standing(own, credit.id)).toEqual(returned ? before : [price, 0, (before?.[2] ?? 0) - price]);
    }
  });

  test('the invoice of what went back is credited, once', async () => {
    const own = await school({ subscribed: false });
    const wish = wishOf(own, { service: timed, quarterDays: 4 }, { day: day('2019-06-03') });
    expect(await run((tx) => ordered(tx, wish))).toMatchObject({ ok: false, reason: { because: 'needs-top-up' } });
    const made = await must(run((tx) => ordered(tx, { ...wish, invoiceUpTo: 55000 })));
    expect(made.payers).toMatchObject([{ how: 'invoice', pence: 55000, source: offer.bespoke.booking.invoicedSource }]);
    await must(run((tx) => confirm(tx, by, made.id)));
    await run((tx) => settle(tx, by, made.id));
    expect(await run((tx) => invoiceBy(tx, { key: `booking/${made.id}` }))).toMatchObject({
      pence: 55000,
      leftPence: 55000,
    });
    await must(run((tx) => cancel(tx, by, made.id, { why: 'A closure' })));
    for (const _ of [1, 2]) await run((tx) => settle(tx, by, made.id));
    expect(await run((tx) => invoiceBy(tx, { key: `booking/${made.id}` }))).toMatchObject({
      creditedPence: 55000,
      leftPence: 0,
    });
  });
});

describe('quotes', () => {
  test('asked for, quoted, accepted, confirmed', async () => {
    const own = await school();
    const asked = await must(run((tx) => ordered(tx, wishOf(own, { service: byQuote }))));
    expect(stateAt(asked, testClock.now(), testClock.today())).toBe('draft');
    expect(await run((tx) => acceptQuote(tx, by, asked.id))).toMatchObject({ ok: false, reason: { because: 'state' } });
    await must(run((tx) => quote(tx, by, asked.id, { price: 90000, units: 7, until: day('2019-02-01') })));
    expect(await run((tx) => acceptQuote(tx, by, asked.id))).toMatchObject({
      ok: false,
      reason: { because: 'needs-top-up' },
    });
    for (const _ of [1, 2]) await must(run((tx) => acceptQuote(tx, by, asked.id, { invoiceUpTo: 5000 })));
    expect(await standing(own, credit.id)).toEqual([0, 85000, 0]);
    const accepted = await run((tx) => bookingById(tx, asked.id));
    expect(accepted?.payers.map(({ units }) => units)).toEqual([85000, 5000]);
  });

  test('a hold that ran out is kept again with what is left then', async () => {
    const own = await school();
    const made = await must(run((tx) => ordered(tx, wishOf(own, { service: timed, quarterDays: 6 }))));
    const later = { actor: null, clock: heldClock('2019-03-01') };
    const then = <T>(work: Parameters<typeof asSystem<T>>[1]) =>
      database.transaction(as('system', 'worker', later.clock), work);
    expect(stateAt(made, later.clock.now(), later.clock.today())).toBe('lapsed');
    await must(then((tx) => ordered(tx, wishOf(own, { service: timed, quarterDays: 4 }), later)));
    expect(await then((tx) => confirm(tx, later, made.id))).toMatchObject({
      ok: false,
      reason: { because: 'not-enough' },
    });
    expect(await then((tx) => keepAgain(tx, later, made.id))).toMatchObject({
      ok: false,
      reason: { because: 'needs-top-up' },
    });
    await must(then((tx) => keepAgain(tx, later, made.id, { invoiceUpTo: 55000 })));
    await must(then((tx) => confirm(tx, later, made.id)));
    const done = await then((tx) => bookingById(tx, made.id));
    expect(done?.payers.map(({ how, units }) => [how, units])).toEqual([
      ['account', 30000],
      ['invoice', 55000],
    ]);
  });

  test('what is given on request is asked for first, and counts no units', async () => {
    const academy = await school(undefined, 'academy');
    const id = offer.elements.find((one) =>
      offer.eligibility
        .find((line) => line.id === one.eligibility)
        ?.rules.some(({ answer }) => answer === 'on-request'),
    )?.id as string;
    const asked = await must(run((tx) => ordered(tx, wishOf(academy, { element: id, units: 1 }))));
    await must(run((tx) => quote(tx, by, asked.id, { price: 0, until: day('2019-02-01') })));
    const accepted = await must(run((tx) => acceptQuote(tx, by, asked.id)));
    expect(accepted.payers).toMatchObject([
      { how: 'asked', units: 1, unit: unitOf(offer, offer.elements.find((one) => one.id === id) as never) },
    ]);
  });
});

describe('pools', () => {
  const pool = async (members: TestSchool[]) =>
    run(async (tx) => {
      const made = await intendPool(tx, by, {
        name: 'A pool',
        year: offer.year,
        trustUid: null,
        note: '',
        members: members.map(({ urn }) => ({ urn, part: null })),
      });
      if (!made.ok) throw new Error(made.reason.because);
      await makePoolFinal(tx, by, made.value.id, { by: 'A trust leader', on: testClock.today() });
      return { kind: 'pool' as const, id: made.value.id };
    });
  const paid = (id: string) =>
    run(async (tx) =>
      (
        await sql<{
          units: number;
        }>`select l.units from entitlements.hold h join entitlements.hold_line l on l.hold_id = h.id where h.booking = ${id} order by l.account_id`.execute(
          tx,
        )
      ).rows.map(({ units }) => units),
    );

  test('a trust of five: 7½ days take £830 from each, the review tier by tier', async () => {
    const five = await Promise.all(Array.from({ length: 5 }, () => 0)).then(async (list) => {
      const made: TestSchool[] = [];
      for (const _ of list) made.push(await school());
      return made;
    });
    const holder = await pool(five);
    const first = five[0] as TestSchool;
    const made = await must(
      run((tx) => ordered(tx, { ...wishOf(first, { service: timed, quarterDays: 30 }), holder })),
    );
    expect(await paid(made.id)).toEqual(Array(5).fill(83000));
    await must(run((tx) => cancel(tx, by, made.id, { why: 'Try the review' })));
    const [review] = offer.bespoke.reviews;
    for (const { tier, price } of indicativePrices(offer, review?.id ?? '')) {
      const asked = await must(
        run((tx) => ordered(tx, { ...wishOf(first, { review: review?.id ?? '', tier }), holder })),
      );
      await must(run((tx) => quote(tx, by, asked.id, { price, until: day('2019-08-31') })));
      const needed = Math.max(0, price - 5 * 85000);
      const accepted = await must(run((tx) => acceptQuote(tx, by, asked.id, { invoiceUpTo: needed })));
      expect(accepted.payers.reduce((pence, payer) => pence + (payer.pence ?? 0), 0)).toBe(needed);
      await must(run((tx) => cancel(tx, by, asked.id, { why: 'The next tier' })));
    }
  });

  test('a mixed pool shares £1,100 by the credit left', async () => {
    const small = [await school(), await school()];
    const large = await run((tx) => aBookingSchool(tx, { sector: 'secondary' }));
    const holder = await pool([...small, large]);
    const made = await must(
      run((tx) => ordered(tx, { ...wishOf(small[0] as TestSchool, { service: timed, quarterDays: 8 }), holder })),
    );
    expect(await paid(made.id)).toEqual([27911, 27910, 54179]);
  });
});

test('what may begin before its year counts in it, other things may not', async () => {
  const own = await school();
  const summer = { actor: null, clock: heldClock('2018-07-02') };
  const then = <T>(work: Parameters<typeof asSystem<T>>[1]) =>
    database.transaction(as('system', 'worker', summer.clock), work);
  const early = limits[0]?.services[0] as string;
  const made = await must(
    then((tx) => ordered(tx, wishOf(own, { service: early }, { day: day('2018-07-10') }), summer)),
  );
  expect([made.year, made.countsOn]).toEqual([offer.year, day('2018-09-01')]);
  expect(
    await then((tx) =>
      ordered(tx, wishOf(own, { service: timed, quarterDays: 2 }, { day: day('2018-07-10') }), summer),
    ),
  ).toMatchObject({ ok: false, reason: { because: 'too-early' } });
});

describe('the database', () => {
  test('refuses moments that cannot be, and what is not paid for', async () => {
    const own = await school();
    const made = await must(run((tx) => ordered(tx, wishOf(own, { service: timed, quarterDays: 2 }))));
    const change = (set: string) =>
      run((tx) => sql.raw(`update bookings.booking set ${set} where id = '${made.id}'`).execute(tx));
    await expect(change(`delivered_at = made_at, delivered_on = '2019-01-01', evidence = 'x'`)).rejects.toThrow();
    await expect(change(`price = 1`)).rejects.toThrow('what was ordered is not changed');
    await expect(change(`held_at = held_at + interval '1 day'`)).rejects.toThrow();
    await expect(
      run((tx) =>
        sql`delete from bookings.booking_payer where booking_id = ${made.id}`
          .execute(tx)
          .then(() => sql.raw(`update bookings.booking set notes = 'x' where id = '${made.id}'`).execute(tx)),
      ),
    ).rejects.toThrow('do not sum');
    await must(run((tx) => cancel(tx, by, made.id, { why: 'x' })));
    await expect(change(`notes = 'more'`)).rejects.toThrow('what is over is not changed');
  });

  test('shows a booking to its school and nobody else, and lets only the office confirm', async () => {
    const [own, other] = [await school(), await school()];
    const made = await must(run((tx) => ordered(tx, wishOf(own, { service: timed, quarterDays: 2 }))));
    const seen = (sees: string[]) => database.transaction(as(sees), (tx) => bookingById(tx, made.id));
    expect(await seen([`school/${own.urn}`])).not.toBeNull();
    expect(await seen([`school/${other.urn}`, `leader/${other.urn}`])).toBeNull();
    const leader = { actor: null, clock: testClock };
    await expect(
      database.transaction(as([`school/${own.urn}`, `leader/${own.urn}`]), (tx) =>
        sql`update bookings.booking set confirmed_at = platform.now() where id = ${made.id}`.execute(tx),
      ),
    ).rejects.toThrow('the office does this');
    expect(
      await database.transaction(as([`leader/${other.urn}`]), (tx) => cancel(tx, leader, made.id, { why: 'x' })),
    ).toMatchObject({ ok: false, reason: { because: 'not-there' } });
    expect((await run((tx) => bookingsOf(tx, [own.holder], offer.year))).map(({ id }) => id)).toEqual([made.id]);
  });
});

describe('the pages', () => {
  test('a business manager orders from the menu, twice the same, and the office confirms', async () => {
    const mine = await school();
    const manager = await aPerson(
      database,
      'school-business-manager',
      { kind: 'school', id: String(mine.urn) },
      'Sam Weir',
    );
    const officer = await aPerson(database, 'project-officer', company, 'Kim Hall');
    const site = testSite(database, bookingsRoutes, manager);
    const menu = await site.get(`/schools/${mine.urn}/menu`);
    expect(menu.status).toBe(200);
    expect(menu.text).toContain('£850 of £850 is left');
    expect(menu.text).toContain('Uses £550 of your credit, £300 left');
    const basket = await site.get(`/schools/${mine.urn}/menu/basket?days=8`);
    expect(basket.text).toContain('needs £250 more by invoice');
    const form = { once: 'one', days: '8', invoice: '25000', notes: 'In spring' };
    for (const _ of [1, 2])
      expect((await site.post(`/schools/${mine.urn}/menu/order`, form)).location).toBe(`/schools/${mine.urn}/bookings`);
    const list = await site.get(`/schools/${mine.urn}/bookings`);
    expect(list.text).toContain('1 booking');
    const [booking] = await run((tx) => bookingsOf(tx, [mine.holder]));
    const at = `/schools/${mine.urn}/bookings/${booking?.id}`;
    expect((await site.post(`${at}/confirm`)).status).toBe(403);
    const office = testSite(database, bookingsRoutes, officer);
    expect((await office.get('/bookings')).text).toMatch(/\d orders to confirm/);
    expect((await office.post(`${at}/confirm`)).notice).toBe('Confirmed.');
    expect((await site.get(at)).text).toContain('£850 of the credit and £250 by invoice');
    const late = await site.post(`${at}/cancel`, { why: '' });
    expect(late.status).toBe(422);
    expect((await site.get(`/schools/${mine.urn}/bookings.csv`)).html).toContain('Confirmed');
    const form2 = {
      once: 'two',
      element,
      units: '2',
      'day-day': '31',
      'day-month': '2',
      'day-year': '2019',
      notes: 'kept',
    };
    const wrong = await site.post(`/schools/${mine.urn}/bookings`, form2);
    expect([wrong.status, wrong.html.includes('kept')]).toEqual([422, true]);
    expect((await site.post(`/schools/${mine.urn}/bookings`, { ...form2, 'day-day': '28' })).notice).toContain(
      'Held for you',
    );
    expect((await site.get(`/schools/${mine.urn}/bookings/new`)).status).toBe(200);
    expect((await site.get(`/schools/${mine.urn}/bookings/new?element=${element}`)).text).toContain('left this year');
  });

  test('of something owed in several kinds a leader chooses one, and books that', async () => {
    const mine = await school();
    const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(mine.urn) });
    const site = testSite(database, bookingsRoutes, head);
    const at = `/schools/${mine.urn}/bookings/new?element=${several.id}`;
    const choice = await site.get(at);
    for (const { id, why } of rulesToChoose(several)) {
      expect(choice.html).toContain(`element=${several.id}&amp;rule=${id}`);
      expect(choice.text).toContain(why);
    }
    const rule = rulesToChoose(several).find(({ per }) => per === 'year')?.id ?? '';
    expect((await site.get(`${at}&rule=${rule}`)).html).toContain(`name="rule" value="${rule}"`);
    const form = { once: 'several', element: several.id, rule, units: '1' };
    expect((await site.post(`/schools/${mine.urn}/bookings`, form)).notice).toContain('Held for you');
    expect(await run((tx) => bookingsOf(tx, [mine.holder]))).toMatchObject([{ rule }]);
    const without = await site.post(`/schools/${mine.urn}/bookings`, { ...form, once: 'without', rule: '' });
    expect(without.text).toContain(rulesToChoose(several)[0]?.why);
  });
});

test('an empty basket is refused in words', async () => {
  expect(await run((tx) => order(tx, by, []))).toMatchObject({ ok: false, reason: { because: 'nothing' } });
});
