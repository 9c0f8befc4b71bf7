import { describe, expect, test } from 'vitest';
import { accountsOf, type Holder, intendPool, makePoolFinal, schoolHolder } from '../../entitlements';
import { currentOffer, type Offer, publishOffer, statedValue } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import { heldClock } from '../../platform/clock';
import { readPdf } from '../../platform/documents/testing';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company, type Scope } from '../../schools';
import { aPerson } from '../../schools/testing';
import { aContract } from '../../subscriptions/testing';
import { confirm, deliver } from '../confirm';
import { bookingsRoutes } from '../routes';
import { aBookingSchool, ordered, type TestSchool, wishOf } from '../testing';
import { cityTotals } from './bought';
import { leadOf } from './lead';
import { figuresTogether, schoolStatement, statements } from './read';
import { spanWords } from './spans';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const { files } = testMesters(database);
const system = { actor: 'system' as const, today: testClock.today() };
const inTrust = async (urn: number) => {
  await asSystem(database, (tx) =>
    tx
      .insertInto('schools.trust_membership')
      .values({
        urn,
        uid: 7001,
        import_id: null,
        as_at: Temporal.PlainDate.from('2017-09-01'),
        joined: null,
        present: true,
      })
      .execute(),
  );
};
const world = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, by, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const offer = (await currentOffer(tx))?.offer as Offer;
  const worst = offer.categories.at(-1)?.id ?? '';
  const one = await aBookingSchool(tx, { name: 'Rivelin Bank', facts: { category: worst } });
  const two = await aBookingSchool(tx, { name: 'Weir End' });
  const out = await aBookingSchool(tx, { name: 'Hagg Top', facts: {} });
  for (const { urn } of [one, two]) await aContract(tx, { files, clock: testClock, urn, state: 'active' });
  await tx.insertInto('schools.trust').values({ uid: 7001 }).execute();
  await tx
    .insertInto('schools.trust_version')
    .values({
      uid: 7001,
      import_id: null,
      as_at: Temporal.PlainDate.from('2017-09-01'),
      name: 'Weirside Trust',
      kind: 'Multi-academy trust',
      runs_schools: true,
      companies_house: null,
      open: true,
      closed: null,
    })
    .execute();
  return { offer, one, two, out };
});
await inTrust(world.one.urn);
await inTrust(world.two.urn);
const { offer, one, two, out } = world;
const timed = (o: Offer) =>
  o.elements.find(({ grants }) =>
    grants.some(({ amount, when, window }) => amount?.unit === timeUnit && when.length === 0 && !window),
  )!;
const timeUnit = offer.units.find(({ counts }) => counts === 'time')?.id ?? '';
const unlimited = offer.elements.find(({ grants }) =>
  grants.some(({ amount, per, to }) => to === 'school' && per === 'event' && amount?.unlimited),
)!;
const perEvent = offer.elements.find(({ grants }) =>
  grants.some(({ amount, per, to }) => to === 'school' && per === 'event' && !amount?.unlimited),
)!;
const dayRate = offer.bespoke.services.find(({ price }) => price === 'day-rate')!;
const statementFor = (urn: number) => asSystem(database, async (tx) => (await schoolStatement(tx, system, urn))!);
const rowOf = async (school: TestSchool, element: string) =>
  (await statementFor(school.urn)).figures.rows.find((row) => row.element === element)!;
const book = (school: TestSchool, item: Parameters<typeof wishOf>[1], more: Parameters<typeof wishOf>[2] = {}) =>
  asSystem(database, async (tx) => {
    const made = await ordered(tx, wishOf(school, item, more));
    if (!made.ok) throw new Error(made.reason.words);
    return made.value;
  });

test('a school that has booked nothing: every element, its worth as the offer states it, nothing used', async () => {
  const statement = await statementFor(two.urn);
  const { figures, school } = statement;
  expect(leadOf(statement)).toContain('has not used anything with a stated value yet, for a fee of £');
  expect(figures.rows).toHaveLength(offer.elements.length + 1);
  const stated = statedValue(offer, school);
  expect(figures.worth).toEqual({ low: stated.low, high: stated.high });
  expect(figures.split.used).toEqual({ low: 0, high: 0 });
});

test('a school that does not subscribe has what every member has, and is told what a subscription adds', async () => {
  const { figures, subscribed } = await statementFor(out.urn);
  expect(subscribed).toBe(false);
  const time = figures.rows.find(({ element }) => element === timed(offer).id);
  expect(time).toMatchObject({ standing: 'not-owed', why: 'Comes with a subscription.', worth: null, lines: [] });
  expect(figures.rows.some(({ standing }) => standing === 'owed')).toBe(true);
});

describe('a school with uses, holds, a pool, an unlimited element and one counted by the event', () => {
  const time = timed(offer);

  test('time in quarter-days: used, held and left, and their share of the stated value', async () => {
    const before = await rowOf(one, time.id);
    const owed = before.lines[0]?.owed ?? 0;
    const used = await book(one, { element: time.id, units: 2 }, { day: Temporal.PlainDate.from('2019-01-14') });
    await book(one, { element: time.id, units: 2 }, { day: Temporal.PlainDate.from('2019-03-26') });
    await asSystem(database, async (tx) => {
      expect((await confirm(tx, by, used.id)).ok).toBe(true);
      const done = await deliver(tx, by, used.id, {
        date: Temporal.PlainDate.from('2019-01-14'),
        units: 1,
        evidence: 'Seen in Year 3',
      });
      expect(done.ok ? null : done.reason).toBeNull();
    });
    const row = await rowOf(one, time.id);
    expect(row.lines).toMatchObject([{ owed, used: 1, held: 2, left: owed - 3, lapsed: 0 }]);
    const worth = row.worth?.low ?? 0;
    expect(row.split?.used.low).toBe(Math.round(worth / owed));
    const { used: u, held, left, lapsed, open } = row.split!;
    expect(u.low + held.low + left.low + lapsed.low + open.low).toBe(worth);
  });

  test('an element without a limit counts in full from the first use; by the event what each has', async () => {
    await book(
      one,
      { element: unlimited.id, units: 3 },
      { occasion: 'training-1', day: Temporal.PlainDate.from('2019-02-05') },
    );
    const row = await rowOf(one, unlimited.id);
    expect(row.lines).toMatchObject([{ unlimited: true, held: 3, used: 0 }]);
    expect(row.split?.held).toEqual(row.worth);
    const each = (await rowOf(one, perEvent.id)).lines[0]?.each ?? 0;
    expect((await rowOf(one, perEvent.id)).lines[0]).toMatchObject({ owed: each, used: 0, held: 0, left: each });
    await book(
      one,
      { element: perEvent.id, units: 1 },
      { occasion: 'briefing-1', day: Temporal.PlainDate.from('2019-02-06') },
    );
    await book(
      one,
      { element: perEvent.id, units: each },
      { occasion: 'briefing-2', day: Temporal.PlainDate.from('2019-03-06') },
    );
    expect((await rowOf(one, perEvent.id)).lines[0]).toMatchObject({
      each,
      owed: 2 * each,
      held: 1 + each,
      left: each - 1,
    });
  });

  test('credit in a pool is still counted with the school that put it in', async () => {
    const credit = offer.bespoke.credit.id;
    const whole = (await rowOf(one, credit)).lines[0]?.owed ?? 0;
    await asSystem(database, async (tx) => {
      const made = await intendPool(tx, by, {
        name: 'Weirside pool',
        year: offer.year,
        trustUid: 7001,
        note: 'Together',
        members: [one, two].map(({ urn }) => ({ urn, part: null })),
      });
      if (!made.ok) throw new Error(made.reason.because);
      const final = await makePoolFinal(tx, by, made.value.id, { by: 'The trust leader', on: testClock.today() });
      expect(final.ok).toBe(true);
      const pool: Holder = { kind: 'pool', id: made.value.id };
      const ordering = await ordered(tx, { ...wishOf(one, { service: dayRate.id, quarterDays: 4 }), holder: pool });
      expect(ordering.ok ? null : ordering.reason).toBeNull();
    });
    const mine = (await rowOf(one, credit)).lines[0]!;
    const theirs = (await rowOf(two, credit)).lines[0]!;
    for (const line of [mine, theirs]) {
      expect(line).toMatchObject({ owed: whole, used: 0 });
      expect(line.owed).toBe(line.used + line.held + line.left);
      expect(line.pooled).toBe(whole);
    }
    expect(mine.held + theirs.held).toBe(offer.bespoke.rates.day.quantity);
  });

  test('of every counted line: owed is used, held, left and lapsed; and the values sum to the whole', async () => {
    for (const urn of [one.urn, two.urn, out.urn]) {
      const { figures } = await statementFor(urn);
      for (const line of figures.rows.flatMap(({ lines }) => lines))
        if (!line.unlimited && line.shortfall === 0)
          expect(line.owed, line.rule).toBe(line.used + line.held + line.left + line.lapsed);
      const { used, held, left, lapsed, open } = figures.split;
      for (const end of ['low', 'high'] as const)
        expect(used[end] + held[end] + left[end] + lapsed[end] + open[end]).toBe(figures.worth[end]);
    }
  });

  test('after the last day nothing is left: it has lapsed', async () => {
    const clock = heldClock('2019-09-02');
    const { figures, day } = await database.transaction(as('system', 'worker', clock), async (tx) => {
      const found = await schoolStatement(tx, { actor: 'system', today: clock.today() }, one.urn, offer.year);
      return found!;
    });
    expect(day.toString()).toBe('2019-08-31');
    const row = figures.rows.find(({ element }) => element === time.id)!;
    const owed = row.lines[0]?.owed ?? 0;
    // What was held ran out unconfirmed, and lapsed with the rest.
    expect(row.lines[0]).toMatchObject({ left: 0, lapsed: owed - 1 });
  });

  test('a trust is the sum of its schools, and the city of all', async () => {
    const heads = [one, two, out].map(({ urn }) => ({ urn, name: String(urn) }));
    const all = await asSystem(database, (tx) => statements(tx, system, heads));
    const trust = figuresTogether(all.slice(0, 2));
    const each = await Promise.all([one, two].map(({ urn }) => statementFor(urn)));
    expect(trust.worth.low).toBe(each.reduce((sum, { figures }) => sum + figures.worth.low, 0));
    expect(trust.split.held.high).toBe(each.reduce((sum, { figures }) => sum + figures.split.held.high, 0));
    const row = trust.rows.find(({ element }) => element === time.id)!;
    expect(row.lines[0]?.owed).toBe(2 * ((await rowOf(two, time.id)).lines[0]?.owed ?? 0));
    expect(figuresTogether(all).rows).toHaveLength(offer.elements.length + 1);
  });
});

describe('the pages', async () => {
  const at = (school: TestSchool): Scope => ({ kind: 'school', id: String(school.urn) });
  const [head, manager, otherHead, governor, officer, finance, partner, commissioner] = [
    await aPerson(database, 'headteacher', at(one)),
    await aPerson(database, 'school-business-manager', at(one)),
    await aPerson(database, 'headteacher', at(two)),
    await aPerson(database, 'governor', at(one)),
    await aPerson(database, 'project-officer', company),
    await aPerson(database, 'finance-officer', company),
    await aPerson(database, 'improvement-partner', company),
    await aPerson(database, 'commissioner', company),
  ];
  const leader = await aPerson(database, 'trust-leader', { kind: 'trust', id: '7001' });
  const site = (actor: Parameters<typeof testSite>[2]) => testSite(database, bookingsRoutes, actor);
  const path = `/schools/${one.urn}/statement`;
  const judged = offer.elements.find(({ grants }) =>
    grants.some(({ amountBy }) => amountBy && offer.facts.find(({ id }) => id === amountBy.fact)?.is === 'category'),
  )!;

  test('say what is left, what lapses and when to act, and open the bookings behind', async () => {
    const { status, text, document } = await site(head).get(path);
    expect(status).toBe(200);
    expect(text).toContain('What lapses on 31 August 2019');
    expect(text).toMatch(/order by \d+ August 2019/);
    expect(text).toContain('Seen in Year 3');
    expect(text).toMatch(/1 [a-z ]+, not used yet/);
    expect(text).not.toMatch(/0 of 1 /);
    expect(text).toContain('Fee for 2018/19: £2,300. Invoiced £0');
    expect(document.querySelectorAll('a[href^="/accounts/"]').length).toBeGreaterThan(10);
    expect(document.querySelector('input[name^="pays-"]')).not.toBeNull();
  });

  test('the same figures for the head and for governors, in the page, the PDF and the table', async () => {
    const own = (await site(head).get(path)).document.querySelector('.m-stat__facts')?.textContent;
    expect((await site(governor).get(path)).document.querySelector('.m-stat__facts')?.textContent).toBe(own);
    const pdf = await readPdf((await site(governor).get(`${path}.pdf`)).bytes);
    expect(pdf).toMatchObject({ tagged: true, ua: 1, title: 'Statement of value, 2018/19', language: 'en-GB' });
    expect(pdf.fonts.length).toBeGreaterThan(0);
    expect(pdf.fonts.every((font) => font.startsWith('SourceSans3-'))).toBe(true);
    expect(pdf.tags.filter((tag) => tag === 'TH').length).toBeGreaterThan(20);
    const { figures } = await statementFor(one.urn);
    const whole = `£${(figures.worth.low / 100).toLocaleString('en-GB')}`;
    expect(pdf.text).toContain(whole);
    expect(own).toContain(whole);
    const csv = await site(governor).get(`${path}.csv`);
    expect(csv.html.trim().split('\n')).toHaveLength(offer.elements.length + 3);
    expect(csv.html).toContain(String(figures.worth.low / 100));
    expect(
      Buffer.from((await site(head).get(`${path}.pdf`)).bytes).equals(
        Buffer.from((await site(governor).get(`${path}.pdf`)).bytes),
      ),
    ).toBe(true);
  });

  test('who may not know how a school is judged sees nothing of it, and is told so whatever there is', async () => {
    expect((await site(head).get(path)).text).toContain(judged.name);
    for (const reader of [manager, officer]) {
      for (const school of reader === officer ? [one, two] : [one]) {
        const { text } = await site(reader).get(`/schools/${school.urn}/statement`);
        expect(text).toContain('are not shown to you, for this or any school');
        expect(text).not.toContain(judged.grants[0]!.why);
      }
      const csv = (await site(reader).get(`${path}.csv`)).html.split('\n').find((line) => line.includes(judged.name));
      expect(csv).toContain('Not shown,,,,,,,,,,No');
    }
    expect((await site(head).get(path)).text).not.toContain('are not shown to you');
  });

  test('are for those who see the school, and its money for those who may see that', async () => {
    for (const other of [otherHead, commissioner]) {
      expect((await site(other).get('/trusts/7001/statement.pdf')).status).toBe(403);
      for (const ending of ['', '.pdf', '.csv', '.xlsx'])
        expect((await site(other).get(`${path}${ending}`)).status).toBe(403);
    }
    expect((await site(null).get(path)).location).toContain('/sign-in');
    expect((await site(partner).get(path)).text).not.toContain('Invoiced');
    expect((await site(finance).get(path)).text).toContain('Invoiced');
    expect((await site(officer).get(path)).text).not.toContain('Invoiced');
    expect((await site(head).get('/schools/999999/statement')).status).toBe(403);
    expect((await site(officer).get('/schools/999999/statement')).status).toBe(404);
  });

  test('what is typed wrongly in the calculator is said at the top and at the field, and kept', async () => {
    const { document, text } = await site(head).get(
      `${path}?pays-${timed(offer).id}=250+to+400&pays-${unlimited.id}=lots`,
    );
    expect(document.querySelector(`.govuk-error-summary a[href="#pays-${unlimited.id}"]`)).not.toBeNull();
    expect(document.querySelector(`input[name="pays-${unlimited.id}"]`)?.getAttribute('value')).toBe('lots');
    expect(text).toContain('Net costwhen the amounts are right');
    expect((await site(head).get(`${path}?pays-${timed(offer).id}=250+to+400`)).text).toContain(
      'Net cost£1,900–£2,050',
    );
  });

  test('every movement of an account, and none of another school', async () => {
    const holder = await asSystem(database, (tx) => schoolHolder(tx, one.urn));
    const accounts = await asSystem(database, (tx) => accountsOf(tx, [holder], { element: timed(offer).id }));
    const address = `/accounts/${accounts[0]?.id}`;
    const { text, status } = await site(head).get(address);
    expect(status).toBe(200);
    expect(text).toContain('¼ of a day');
    expect(text).toContain('+2 days');
    expect(text).toContain('14 January 2019 at');
    expect((await site(otherHead).get(address)).status).toBe(404);
    expect((await site(commissioner).get(address)).status).toBe(404);
    expect((await site(head).get('/accounts/0')).status).toBe(404);
    expect((await site(head).get('/accounts/x')).status).toBe(404);
    const secret = await asSystem(database, (tx) => accountsOf(tx, [holder], { element: judged.id }));
    expect((await site(manager).get(`/accounts/${secret[0]?.id}`)).status).toBe(404);
    expect((await site(head).get(`/accounts/${secret[0]?.id}`)).status).toBe(200);
  });

  test('a trust for its leader, the city for the office', async () => {
    const { text, status } = await site(leader).get('/trusts/7001/statement');
    expect(status).toBe(200);
    expect(text).toContain('2 schools, all subscribing');
    expect(text).toContain('for fees of £4,600');
    expect((await site(head).get('/trusts/7001/statement')).status).toBe(403);
    expect((await site(leader).get('/trusts/7002/statement')).status).toBe(403);
    const city = await site(officer).get('/statement');
    expect(city.text).toContain('3 schools, 2 of them subscribing');
    expect((await site(leader).get('/statement')).status).toBe(403);
    expect((await site(officer).get('/statement.csv')).html.trim().split('\n')).toHaveLength(4);
  });

  test('a trust and the city as PDF: tagged, in the house font, with the figures of the page', async () => {
    const heads = [one, two].map(({ urn }) => ({ urn, name: String(urn) }));
    const { worth } = figuresTogether(await asSystem(database, (tx) => statements(tx, system, heads)));
    for (const [reader, address, says] of [
      [leader, '/trusts/7001/statement.pdf', ['Weirside Trust', '2 schools, all subscribing', spanWords(worth)]],
      [officer, '/statement.pdf', ['The city.', '3 schools, 2 of them subscribing', 'What each source of money has']],
    ] as const) {
      const answer = await site(reader).get(address);
      expect(answer.status).toBe(200);
      const pdf = await readPdf(answer.bytes);
      expect(pdf).toMatchObject({ tagged: true, ua: 1, title: 'Statement of value, 2018/19', language: 'en-GB' });
      expect(pdf.fonts.every((font) => font.startsWith('SourceSans3-'))).toBe(true);
      for (const words of says) expect(pdf.text.replace(/\s+/g, ' ')).toContain(words);
    }
    expect((await site(leader).get('/statement.pdf')).status).toBe(403);
  });

  test('the council reads what each source has bought in the city, and nothing of any one school', async () => {
    const { text, status, document } = await site(commissioner).get('/statement');
    expect(status).toBe(200);
    for (const source of offer.funding.sources) expect(text).toContain(source.name);
    expect(text).toContain('Subscriptions bring £4,600 from 2 schools');
    expect(document.querySelector('a[href^="/schools/"][href*="statement"]')).toBeNull();
    const files = await Promise.all(['.csv', '.pdf'].map((ending) => site(commissioner).get(`/statement${ending}`)));
    const said = [text, files[0]?.html ?? '', (await readPdf(files[1]?.bytes as Uint8Array)).text].join(' ');
    for (const name of ['Rivelin Bank', 'Weir End', 'Hagg Top', String(one.urn)]) expect(said).not.toContain(name);
    // Half a day of what is owed was booked and a quarter used: as the school's own statement has it.
    expect(files[0]?.html).toMatch(new RegExp(`${timed(offer).name},days,1,[0-9.]+,0.25,0.5,`));
    // What follows from how schools are judged is told to those who may know it: the council may, this officer may not.
    expect(said).toContain(judged.name);
    const sources = (await site(officer).get('/statement')).document.querySelectorAll('.m-section--petrol');
    expect(sources).toHaveLength(1);
    expect(sources[0]?.textContent).not.toContain(judged.name);
  });

  test('the sums by source are those of the accounts, and nobody else reads them', async () => {
    const totals = (actor: Parameters<typeof testSite>[2] | 'system') =>
      database.transaction(
        actor === 'system'
          ? as('system', 'worker', testClock)
          : { role: 'web', actor: actor ?? null, clock: testClock },
        (tx) => cityTotals(tx, offer, offer.year),
      );
    const all = await totals('system');
    const heads = [one, two, out].map(({ urn }) => ({ urn, name: String(urn) }));
    const lines = (await asSystem(database, (tx) => statements(tx, system, heads))).flatMap(({ figures }) =>
      figures.rows.flatMap(({ element, lines: of }) => of.map((line) => ({ element, ...line }))),
    );
    const sum = (element: string, which: 'used' | 'held') =>
      lines.filter((line) => line.element === element).reduce((n, line) => n + line[which], 0);
    for (const row of all.sources.flatMap(({ rows }) => rows).filter(({ used, held }) => used + held > 0)) {
      expect(row.used, row.element).toBe(sum(row.element, 'used'));
      expect(row.held, row.element).toBe(sum(row.element, 'held'));
    }
    for (const other of [head, leader, partner]) {
      const { sources, fees } = await totals(other);
      expect(sources.flatMap(({ rows }) => rows)).toEqual([]);
      expect(fees).toEqual({ schools: 0, pence: 0 });
    }
  });

  test('a year without an offer says so, and what is no year is none', async () => {
    expect((await site(officer).get(`/schools/${out.urn}/statement?year=2020-21`)).text).toContain(
      'No offer is published for 2020/21 yet',
    );
    expect((await site(head).get(`${path}?year=2018-19`)).text).toContain('Statement of value, 2018/19');
  });
});
