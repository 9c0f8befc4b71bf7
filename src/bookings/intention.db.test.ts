import { expect, test } from 'vitest';
import { accountsOf, memberFact, schoolHolder, tellMany } from '../entitlements';
import { publishOffer } from '../offer';
import { shippedOffer, shippedOfferText } from '../offer/testing';
import type { Actor } from '../platform/actor';
import { heldClock } from '../platform/clock';
import { systemStanding } from '../platform/database';
import { testMesters } from '../platform/jobs/testing';
import { as, asSystem, testDatabase } from '../platform/testing';
import { testSite } from '../platform/web/testing';
import { aPerson, aSchool } from '../schools/testing';
import {
  contractJobs,
  contractOf,
  indicate,
  openedByIntention,
  subscriptionsRoutes,
  withdrawContract,
} from '../subscriptions';
import { order } from './index';
import { bookingsRoutes } from './routes';
import { wishOf } from './testing';

/** An intention alone already allows a planning session (offer, section 12), mostly in the summer before the year (section 3). */

const database = await testDatabase();
const clock = heldClock('2018-06-20');
const by = { actor: null, clock };
const [opened, ...more] = openedByIntention(shippedOffer());
const element = opened?.id ?? '';

const { urn, holder } = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, by, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const school = await aSchool(tx, { name: 'A School', pupils: 315 });
  const own = await schoolHolder(tx, school);
  const facts = { [memberFact]: true, sector: 'primary', status: 'maintained' };
  await tellMany(
    tx,
    by,
    Object.entries(facts).map(([kind, value]) => ({
      holder: own,
      key: `test/${kind}`,
      kind,
      value,
      from: Temporal.PlainDate.from('2017-09-01'),
      to: null,
      source: 'A test',
    })),
  );
  return { urn: school, holder: own };
});
const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) }, 'A Head');
const inName = (actor: Actor) => ({ ...as(actor.sees as string[]), actor, clock });
const work = async () => {
  const { jobs } = testMesters(database, { clock });
  await jobs.start(contractJobs);
  await jobs.idle();
  await jobs.stop();
};
const session = () => wishOf({ urn, holder }, { element, units: 1 }, { day: Temporal.PlainDate.from('2018-07-03') });
const book = () => database.transaction(inName(head), (tx) => order(tx, { actor: head, clock }, [session()]));
const owed = () =>
  database.transaction(systemStanding(clock), async (tx) =>
    (await accountsOf(tx, [holder], { element })).map(({ owed: due, left, held }) => ({ due, left, held })),
  );
const site = testSite(database, [...subscriptionsRoutes, ...bookingsRoutes], head, { clock });

test('the offer opens one thing to an intention, and without one it is refused with the way on', async () => {
  expect([opened?.id, ...more]).toEqual([element]);
  const refused = await book();
  expect(refused).toMatchObject({ ok: false, reason: { because: 'not-eligible' } });
  expect(refused.ok ? '' : refused.reason.words).toContain('Say on the subscription page that you mean to subscribe');
});

test('a school that has only said that it means to subscribe books it for the summer, once', async () => {
  await database.transaction(inName(head), (tx) => indicate(tx, { actor: head, clock }, urn));
  await work();
  expect(await owed()).toEqual([{ due: 1, left: 1, held: 0 }]);
  const page = await site.get(`/schools/${urn}/subscription`);
  expect(page.html).toContain(`href="/schools/${urn}/bookings/new?element=${element}"`);
  expect((await site.get(`/schools/${urn}/bookings/new`)).text).toContain(opened?.name);
  expect((await site.get(`/schools/${urn}/menu`)).html).toContain(`bookings/new?element=${element}`);
  const form = await site.get(`/schools/${urn}/bookings/new?element=${element}`);
  expect(form.status).toBe(200);
  const posted = await site.post(`/schools/${urn}/bookings`, {
    once: 'one',
    element,
    units: '1',
    'day-day': '3',
    'day-month': '7',
    'day-year': '2018',
  });
  expect(posted.notice).toBe('Held for you. The office confirms it next.');
  expect(await owed()).toEqual([{ due: 1, left: 0, held: 1 }]);
  expect(await book()).toMatchObject({ ok: false, reason: { because: 'not-enough' } });
});

test('and nothing else: the credit and the days wait for the contract', async () => {
  const others = await asSystem(database, (tx) => accountsOf(tx, [holder]));
  const credit = shippedOffer().bespoke.credit.id;
  expect(others.some((one) => one.element === credit)).toBe(false);
  const dayRate = shippedOffer().bespoke.services.find(({ price }) => typeof price === 'object');
  const refused = await database.transaction(inName(head), (tx) =>
    order(tx, { actor: head, clock }, [wishOf({ urn, holder }, { service: dayRate?.id ?? '' })]),
  );
  expect(refused).toMatchObject({ ok: false, reason: { because: 'not-eligible' } });
});

test('who withdraws is owed nothing more; what is held is shown as a shortfall and not taken away', async () => {
  await database.transaction(inName(head), async (tx) => {
    const contract = await contractOf(tx, urn);
    await withdrawContract(tx, { actor: head, clock }, contract?.id ?? '');
  });
  await work();
  expect(await owed()).toEqual([{ due: 0, left: 0, held: 1 }]);
});
