import { expect, test } from 'vitest';
import { aBookingSchool, ordered, wishOf } from '../../bookings/testing';
import { currentOffer, publishOffer, statedValue } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { aContract } from '../../subscriptions/testing';
import { runOn } from '../command-line';
import type { Program } from '../program';

const database = await testDatabase();
const own = testMesters(database);
const program: Program = { ...own, clock: testClock, close: async () => {} };
const world = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const offer = (await currentOffer(tx))!.offer;
  const school = await aBookingSchool(tx, { name: 'Rivelin Bank' });
  await aContract(tx, { files: own.files, clock: testClock, urn: school.urn, state: 'active' });
  const service = offer.bespoke.services.find(({ price }) => price === 'day-rate');
  const made = await ordered(tx, wishOf(school, { service: service?.id ?? '', quarterDays: 2 }));
  expect(made.ok).toBe(true);
  return { offer, school };
});

async function mesters(...argv: string[]) {
  let out = '';
  let said = '';
  const exit = await runOn(program, ['statement', ...argv], {
    cwd: '/',
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
  });
  return { exit, out, said, json: out.startsWith('{') ? JSON.parse(out) : null };
}

test('the figures as JSON: every element, the credit, and sums as the offer states them', async () => {
  const { offer, school } = world;
  const { exit, json } = await mesters('--school', String(school.urn), '--format', 'json', '--year', '2018-19');
  expect(exit).toBe(0);
  expect(json).toMatchObject({
    school: { urn: school.urn, name: 'Rivelin Bank' },
    year: offer.year,
    fee_pence: 230_000,
    invoiced_pence: 0,
    paid_pence: 0,
    lapses_on: '2019-08-31',
  });
  expect(json.elements.map(({ element }: { element: string }) => element).toSorted()).toEqual(
    offer.elements.map(({ id }) => id).toSorted(),
  );
  const stated = statedValue(offer, { subscribed: true, sector: 'primary', status: 'maintained' });
  expect([json.value_low_pence, json.value_high_pence]).toEqual([stated.low, stated.high]);
  const price = offer.bespoke.rates.halfDay.quantity;
  expect(json.credit).toMatchObject({ unit: offer.bespoke.credit.unit, held: price, left: json.credit.owed - price });
  for (const one of json.elements)
    if (!one.unlimited) expect(one.owed, one.element).toBe(one.used + one.held + one.left + one.lapsed);
});

test('a part of an element has its value where it stands, and the sums of the city are those of its schools', async () => {
  const one = (await mesters('--school', String(world.school.urn), '--format', 'json')).json;
  for (const row of [...one.elements, one.credit])
    if (row.worth_low_pence !== null && row.owed > 0)
      expect(row.used_low_pence + row.held_low_pence + row.left_low_pence, row.element).toBe(row.worth_low_pence);
  const { exit, json } = await mesters('--city', '--format', 'json');
  expect(exit).toBe(0);
  expect(json).toMatchObject({ name: 'The city', fee_pence: one.fee_pence, value_low_pence: one.value_low_pence });
  expect(json.schools).toMatchObject([{ school: one.school, held_low_pence: one.held_low_pence }]);
  expect((await mesters('--city')).out).toContain('The city, 1 school, 2018/19');
  expect((await mesters('--trust', '7001')).said).toContain('There is no statement of trust 7001');
  expect((await mesters('--city', '--trust', '7001')).said).toContain('Say whose statement');
});

test('in words, and refused in words', async () => {
  const { out } = await mesters('--school', String(world.school.urn));
  expect(out).toContain('Rivelin Bank, URN');
  expect(out).toContain('Fee: £2,300. Invoiced £0, paid £0.');
  expect(out).toContain('Lapses on 31 August 2019:');
  const none = await mesters('--school', '999999', '--format', 'json');
  expect(none.exit).toBe(1);
  expect(none.json.refused).toBe('no-statement');
  expect((await mesters('--school', '12')).said).toContain('six figures');
  expect((await mesters()).exit).not.toBe(0);
  expect((await mesters('--school', String(world.school.urn), '--year', '2031-32')).exit).toBe(1);
});
