import { expect, test } from 'vitest';
import { confirm, deliver } from '../../bookings';
import { aBookingSchool, ordered, wishOf } from '../../bookings/testing';
import { currentOffer, type Offer, publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import { recordDeed } from '../../platform/audit';
import { heldClock } from '../../platform/clock';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { anyone, type Route, sameSample } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPartnership, aPerson } from '../../schools/testing';
import { giveNotice } from '../../subscriptions';
import { aContract } from '../../subscriptions/testing';
import { homePage } from '../home';

const database = await testDatabase();
const by = { actor: null, clock: testClock };
const { files } = testMesters(database);
const home: Route = { method: 'GET', path: '/', may: anyone, sample: sameSample('/'), handle: homePage };
const at = (actor: Parameters<typeof testSite>[2], clock = testClock) =>
  testSite(database, [home], actor, { clock }).get('/');

const officer = await aPerson(database, 'project-officer', company);
const finance = await aPerson(database, 'finance-officer', company);
const partner = await aPerson(database, 'improvement-partner', company);

const beforeTheOffer = {
  administrator: await at(await aPerson(database, 'administrator', company)),
  staff: await at(officer),
  partner: await at(partner),
  visitor: await at(null),
};

// An installation that published what an earlier program shipped.
await asSystem(database, (tx) => publishOffer(tx, by, `${shippedOfferText()}\n# earlier\n`, 'offer.yaml'));
const beforeTheNewer = {
  administrator: await at(await aPerson(database, 'administrator', company)),
  staff: await at(officer),
};

const world = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, by, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const offer = (await currentOffer(tx))?.offer as Offer;
  const worst = offer.categories.at(-1)?.id ?? '';
  const one = await aBookingSchool(tx, { name: 'Rivelin Bank', facts: { category: worst } });
  const two = await aBookingSchool(tx, { name: 'Weir End' });
  const sent = await aBookingSchool(tx, { name: 'Hagg Top', facts: {} });
  const prospect = await aBookingSchool(tx, { name: 'Loxley Brook', facts: {} });
  for (const { urn } of [one, two]) await aContract(tx, { files, clock: testClock, urn, state: 'active' });
  await aContract(tx, { files, clock: heldClock('2019-01-04'), urn: sent.urn, state: 'form-sent' });
  await tx.insertInto('schools.trust').values({ uid: 7001 }).execute();
  const as_at = Temporal.PlainDate.from('2017-09-01');
  await tx
    .insertInto('schools.trust_version')
    .values({
      uid: 7001,
      import_id: null,
      as_at,
      name: 'Weirside Trust',
      kind: 'Multi-academy trust',
      runs_schools: true,
      companies_house: null,
      open: true,
      closed: null,
    })
    .execute();
  for (const { urn } of [one, sent])
    await tx
      .insertInto('schools.trust_membership')
      .values({ urn, uid: 7001, import_id: null, as_at, joined: null, present: true })
      .execute();
  const unit = offer.units.find(({ counts }) => counts === 'time')?.id;
  const time = offer.elements.find(({ grants }) =>
    grants.some(({ amount, when, window }) => amount?.unit === unit && when.length === 0 && !window),
  );
  for (const day of ['2019-01-14', '2019-03-26']) {
    const made = await ordered(
      tx,
      wishOf(
        one,
        { element: time?.id ?? '', units: 2 },
        { day: Temporal.PlainDate.from(day), what: `A visit on ${day}` },
      ),
    );
    if (!made.ok) throw new Error(made.reason.words);
    expect((await confirm(tx, by, made.value.id)).ok).toBe(true);
    if (day === '2019-01-14')
      expect((await deliver(tx, by, made.value.id, { date: testClock.today(), evidence: 'Seen' })).ok).toBe(true);
  }
  const half = offer.bespoke.services.find(({ price }) => price === 'day-rate');
  await ordered(tx, wishOf(one, { service: half?.id ?? '', quarterDays: 4 }));
  return { offer, one, two, sent, prospect };
});
const { one, two, sent, prospect } = world;
const inSchool = (role: string, urn: number) => aPerson(database, role, { kind: 'school', id: String(urn) });

test('before there is an offer the homes teach', () => {
  expect(beforeTheOffer.staff.text).toContain('No offer is published yet');
  expect(beforeTheOffer.partner.text).toContain('Nothing is booked yet');
  expect(beforeTheOffer.visitor.text).toContain('What would you like to do?');
});

test('an offer that came with the program and waits to be published is told to whoever may publish it', async () => {
  const words = 'The program came with an offer of 2018/19 that is newer than what is published';
  expect(beforeTheNewer.administrator.text).toContain(words);
  expect(beforeTheNewer.staff.text).not.toContain(words);
  expect((await at(await aPerson(database, 'administrator', company))).text).not.toContain(words);
});

test('staff: who is at which state, whom to ring, and who has most to lose', async () => {
  const { text, document, status } = await at(officer);
  expect(status).toBe(200);
  expect(text).toContain('Monday 14 January 2019');
  expect(text).toContain('Contracted2£4,600');
  expect(text).toContain('Form sent1£2,300');
  expect(text).toContain('Form sent 10 days ago, not completed');
  const [first] = [...document.querySelectorAll('th a[href$="/statement"]')].map((link) => link.textContent);
  expect(first).toBe('Weir End');
  expect(text).toContain('2 schools would lose');
  expect(text).not.toContain('Overdue');
  expect(text).toContain('Spring 1. 229 days until');
  const money = await at(finance);
  expect(money.text).toContain('Nothing is overdue');
  expect(money.document.querySelector('h2')?.textContent).toBe('Money');
});

test('nobody is offered a step that is not theirs', async () => {
  expect(beforeTheOffer.staff.document.querySelector('main a[href="/offer/versions"]')).toBeNull();
  expect(beforeTheOffer.administrator.document.querySelector('main a[href="/offer/versions"]')).not.toBeNull();
  for (const role of ['communications-officer', 'governance-officer', 'data-analyst', 'data-protection-officer']) {
    const { text, status } = await at(await aPerson(database, role, company));
    expect(status).toBe(200);
    expect(text, role).not.toContain('Ring next');
    expect(text, role).toContain('Waiting for us');
  }
  expect((await at(officer)).text).toContain('Ring next');
});

test('a data-protection officer sees first who looked at people and who took files', async () => {
  const protection = await aPerson(database, 'data-protection-officer', company);
  expect((await at(protection)).text).toContain('Nobody has looked');
  const looks = [
    ['2019-01-07', 'view', 'Too long ago'],
    ['2019-01-08', 'view', 'The people of Rivelin Bank on 2019-01-08'],
    ['2019-01-09', 'export', 'People as csv'],
  ] as const;
  await asSystem(database, async (tx) => {
    for (const [day, kind, about] of looks)
      await recordDeed(
        tx,
        { actor: officer, clock: heldClock(day) },
        { action: 'test.looked', kind, scope: `school/${one.urn}`, about },
      );
  });
  const { text, document } = await at(protection);
  expect(document.querySelector('h2')?.textContent).toBe('Data protection');
  expect(text).toContain('The people of Rivelin Bank on 8 January 2019');
  expect(text).not.toContain('Too long ago');
  const values = [...document.querySelectorAll('.m-stat__value')].map((one_) => one_.textContent);
  expect(values.slice(0, 3).map((value) => Number.parseInt(value ?? '', 10))).toEqual([1, 1, 0]);
  for (const href of [
    '/administration',
    '/administration?kind=view&from=2019-01-08',
    '/administration?kind=export&from=2019-01-08',
    '/data-sharing-terms/versions',
  ])
    expect(document.querySelector(`main a[href="${href}"]`), href).not.toBeNull();
  expect((await at(officer)).text).not.toContain('Data protection');
});

test('a head sees what is next, what to decide and what is left; a governor the same without buttons', async () => {
  const head = await at(await inSchool('headteacher', one.urn));
  expect(head.text).toContain('Next, in 71 days');
  expect(head.text).toContain('A visit on 2019-03-26');
  expect(head.text).toContain('Waiting for you');
  expect(head.text).toContain('Left to use before 31 August');
  expect(head.text).toMatch(/Say how you will use £\d+ of credit/);
  expect(head.text).toContain('Notice can be given from 1 March 2019 to 31 May 2019');
  expect(head.document.querySelectorAll('.m-ribbon .m-ribbon__bar')).toHaveLength(6);
  expect(head.document.querySelector(`a[href="/schools/${one.urn}/menu"]`)).not.toBeNull();
  const governor = await at(await inSchool('governor', one.urn));
  expect(governor.text).toContain('Waiting for the school');
  expect(governor.document.querySelector(`a[href="/schools/${one.urn}/menu"]`)).toBeNull();
  const stats = (page: typeof head) =>
    [...page.document.querySelectorAll('.m-stat__value')].map((one_) => one_.textContent);
  expect(stats(governor)).toEqual(stats(head));
  const manager = await at(await inSchool('school-business-manager', one.urn));
  expect(stats(manager)).not.toEqual(stats(head));
  const words = 'What follows from how the school is judged is not shown to you, and not counted here.';
  expect(manager.text).toContain(words);
  expect(head.text).not.toContain(words);
});

test('a step is named to those who may take it, and others are shown where it stands', async () => {
  const urn = await asSystem(database, async (tx) => {
    const school = await aBookingSchool(tx, { name: 'Ewden Side', facts: {} });
    await aContract(tx, { files, clock: testClock, urn: school.urn, state: 'form-completed' });
    return school.urn;
  });
  const verb = async (actor: Parameters<typeof at>[0]) =>
    (await at(actor)).document.querySelector(`td a[href="/schools/${urn}/subscription"]`)?.textContent;
  expect(await verb(await aPerson(database, 'administrator', company))).toBe('Accept: Ewden Side');
  expect(await verb(officer)).toBe('See: Ewden Side');
});

test('a school whose form was sent is told to complete it, and one that has nothing booked what it can do', async () => {
  expect((await at(await inSchool('headteacher', sent.urn))).text).toContain('Complete the subscription form');
  const { text } = await at(await inSchool('headteacher', two.urn));
  expect(text).toContain('Nothing is booked yet');
});

test('a school that does not subscribe sees what a subscription would bring and cost', async () => {
  const { text, document } = await at(await inSchool('headteacher', prospect.urn));
  expect(text).toContain('What a subscription would bring');
  expect(text).toContain('Say whether you mean to subscribe');
  expect([...document.querySelectorAll('.m-stat__value')].map((one_) => one_.textContent)).toContain('£2,300 a year');
});

test.each([
  ['intention', 'The school means to subscribe'],
  ['form-completed', 'waits to be accepted'],
  ['accepted', 'on the condition that enough schools join'],
] as const)('a school in the state %s is told what that means for what it is owed', async (state, says) => {
  const urn = await asSystem(database, async (tx) => {
    const school = await aBookingSchool(tx, { facts: {} });
    await aContract(tx, { files, clock: testClock, urn: school.urn, state });
    return school.urn;
  });
  const { text, status } = await at(await inSchool('headteacher', urn));
  expect(status).toBe(200);
  expect(text).toContain(says);
});

test('a school that has given notice is told until when it may use what it is owed', async () => {
  const spring = heldClock('2019-03-12');
  const { urn, contract } = await asSystem(database, async (tx) => {
    const school = await aBookingSchool(tx, {});
    const { id } = await aContract(tx, { files, clock: testClock, urn: school.urn, state: 'active' });
    return { urn: school.urn, contract: id };
  });
  const head = await inSchool('headteacher', urn);
  await asSystem(database, async (tx) => {
    const given = await giveNotice(tx, { actor: head, clock: spring }, contract);
    expect(given.ok ? null : given.reason).toBeNull();
  });
  const { text } = await at(head, spring);
  expect(text).toContain('Notice is given: the subscription ends on 31 August 2019');
  // Whole days first, then a half: what all of its credit buys.
  expect(text).toContain('Enough for 1½ days, or share it in a pool');
});

test('when the year is over, the next one is shown with nothing of the old', async () => {
  const { text, status } = await at(await inSchool('headteacher', one.urn), heldClock('2019-09-02'));
  expect(status).toBe(200);
  expect(text).toContain('2019/20 for Rivelin Bank');
  expect(text).not.toContain('2019-03-26');
});

test('what waits for the office: a quote that was asked for, a visit to write down, more used than owed', async () => {
  await asSystem(database, async (tx) => {
    const review = world.offer.bespoke.services.find(({ price }) => price === 'quote');
    const asked = await ordered(tx, wishOf(two, { service: review?.id ?? '' }, { what: 'A quote for Weir End' }));
    expect(asked.ok ? null : asked.reason).toBeNull();
  });
  expect((await at(officer)).text).toContain('A quote for Weir End');
  const later = heldClock('2019-03-28');
  const then = await at(officer, later);
  expect(then.text).toContain('A visit on 2019-03-26');
  expect(then.text).toContain('Was 2 days ago');
  expect((await at(await inSchool('headteacher', two.urn))).text).not.toContain('Waiting for us');
});

test('the council finds what its money bought', async () => {
  const { document } = await at(await aPerson(database, 'commissioner', company));
  expect(document.querySelector('a[href="/statement"]')).not.toBeNull();
  const table = document.querySelector('main table');
  expect([...(table?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.textContent)).toEqual(
    world.offer.funding.sources.map(({ name }) => name),
  );
  expect(table?.textContent).toMatch(/: 1 day/);
  expect(table?.innerHTML).not.toContain('/schools/');
});

test('whoever is engaged by the day finds the bookings that name them, and no other', async () => {
  const associate = await aPerson(database, 'associate', company);
  const before = await at(associate);
  expect(before.text).toContain('Nothing is booked with you');
  expect(before.document.querySelector('main a[href="/data"]')).not.toBeNull();
  await asSystem(database, async (tx) => {
    const half = world.offer.bespoke.services.find(({ price }) => price === 'day-rate');
    const day = Temporal.PlainDate.from('2019-02-05');
    const wish = { day, what: 'A day with the associate', people: [associate.personId] };
    const made = await ordered(tx, wishOf(two, { service: half?.id ?? '', quarterDays: 4 }, wish));
    expect(made.ok ? null : made.reason).toBeNull();
  });
  const { text, document } = await at(associate);
  expect(text).toContain('Your next bookings');
  expect(text).toContain('A day with the associate');
  expect(text).not.toContain('A visit on');
  expect(document.querySelector(`main a[href="/schools/${two.urn}"]`)?.textContent).toBe('Weir End');
  expect(document.querySelector('main a[href*="/bookings"]')).toBeNull();
});

test('who works for a partnership finds it', async () => {
  await asSystem(database, (tx) => aPartnership(tx, 'z', 'Locality Z', [one.urn], 'Z'));
  const { document, text } = await at(
    await aPerson(database, 'locality-assessment-lead', { kind: 'partnership', id: 'z' }),
  );
  expect(document.querySelector('main a[href="/partnerships/z"]')?.textContent).toBe('Locality Z');
  expect(text).toMatch(/Your partnership: 1 school with [\d,]+ pupils?/);
  expect(document.querySelector('main a[href="/partnerships/z/data"]')?.textContent).toContain('Locality Z');
});

test('a trust leader sees the schools, a partner what comes next, a teacher the page of the school', async () => {
  const { text } = await at(await aPerson(database, 'trust-leader', { kind: 'trust', id: '7001' }));
  expect(text).toContain('2 schools, 1 of them subscribing');
  expect(text).toContain('Rivelin BankActive');
  expect(text).toContain('Rivelin Bank: say how you will use');
  expect((await at(partner)).text).toContain('A visit on 2019-03-26');
  expect((await at(await inSchool('teacher', one.urn))).location).toBe(`/schools/${one.urn}`);
});
