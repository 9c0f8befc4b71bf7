import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishOffer } from '../offer';
import { otherOffer, shippedOffer, shippedOfferText } from '../offer/testing';
import { heldClock } from '../platform/clock';
import { projectRoot } from '../platform/config';
import { systemStanding, type Tx } from '../platform/database';
import { testMesters } from '../platform/jobs/testing';
import { testDatabase } from '../platform/testing';
import { testSite } from '../platform/web/testing';
import { company, runImport } from '../schools';
import { aPerson } from '../schools/testing';
import { quoteAll, quoteSchool } from './quotes';
import { subscriptionsRoutes } from './routes';
import { outcomeOf, standing } from './viability';
import { everyone } from './what-if';

// The files of one city as they were published (data/public/README.md), brought in as the command line does.
const database = await testDatabase();
const clock = heldClock('2019-06-03');
const offer = shippedOffer();
const asSystem = <T>(work: (tx: Tx) => Promise<T>) => database.transaction(systemStanding(clock), work);

beforeAll(async () => {
  const mesters = testMesters(database, { clock });
  for (const [kind, file] of [
    ['spine', 'school_information_spine/2017-18.csv'],
    ['census', 'school_census/2018-19.csv'],
  ] as const) {
    const { ok, report } = await runImport(mesters, {
      kind,
      file: join(projectRoot, 'data', 'public', file),
      la: 373,
      yes: true,
    });
    if (!ok) throw new Error(report.problem ?? 'refused');
  }
  await asSystem((tx) => publishOffer(tx, { actor: null, clock }, shippedOfferText(), 'offer.yaml'));
});

const city = async () => {
  const all = await asSystem((tx) => quoteAll(tx, offer));
  if (!all.ok) throw new Error(all.reason.words);
  return all.value;
};

describe('the real schools of the city', () => {
  test('173 schools would bring £536,052 a year if all subscribed', async () => {
    const { schools, totalPence, byHand, census } = await city();
    expect({ schools: schools.length, totalPence, byHand }).toEqual({
      schools: 173,
      totalPence: 53_605_200,
      byHand: 0,
    });
    expect(census?.date.toString()).toBe('2019-01-17');
    expect(census?.files).toEqual(['2018-19.csv']);
    expect(new Set(schools.map(({ urn }) => urn)).size).toBe(173);
  });

  test('a census row without a school information row counts, and the two that teach only from 16 do not', async () => {
    const { schools } = await city();
    expect(schools.find(({ urn }) => urn === 107184)?.name).toBe('School 373/7038 (name not yet known)');
    expect(schools.filter(({ urn }) => [140940, 144886].includes(urn))).toEqual([]);
  });

  test('the sum is the sum of the quotes, school by school', async () => {
    const { schools } = await city();
    const fees = await asSystem(async (tx) => {
      const each: number[] = [];
      for (const { urn } of schools) {
        const one = await quoteSchool(tx, offer, urn);
        each.push(one.ok ? one.value.fee.pence : Number.NaN);
      }
      return each;
    });
    expect(fees).toEqual(schools.map(({ pence }) => pence));
  });

  test('a nursery pays the base fee, and is not among them', async () => {
    const one = await asSystem((tx) => quoteSchool(tx, offer, 106973));
    expect(one.ok && [one.value.school.pupils?.onRoll, one.value.fee.pence]).toEqual([102, 150_000]);
    expect((await city()).schools.find(({ urn }) => urn === 106973)).toBeUndefined();
  });

  test('by sector and status, and in a year without a price', async () => {
    const some = await asSystem((tx) => quoteAll(tx, offer, { sector: 'special' }));
    expect(some.ok && [some.value.schools.length, some.value.totalPence]).toEqual([10, 1_994_800]);
    const parts = await asSystem(async (tx) =>
      Promise.all([
        await quoteAll(tx, offer, { status: 'academy' }),
        await quoteAll(tx, offer, { status: 'maintained' }),
        await quoteAll(tx, offer, { status: 'other' }),
      ]),
    );
    expect(parts.reduce((sum, part) => sum + (part.ok ? part.value.schools.length : 0), 0)).toBe(173);
    const later = await asSystem((tx) => quoteAll(tx, offer, { year: '2019/20' }));
    expect(later.ok || later.reason.why).toBe('no-price');
  });

  test('an offer whose fees are agreed by hand counts schools, and no money', async () => {
    const all = await asSystem((tx) => quoteAll(tx, otherOffer()));
    expect(all.ok && [all.value.schools.length, all.value.byHand, all.value.totalPence]).toEqual([173, 173, 0]);
  });

  test('three quarters of the schools are not three quarters of the money', async () => {
    const { schools } = await city();
    const income = (order: 'largest' | 'smallest') =>
      outcomeOf(offer, schools, { ...everyone, share: 75, order }).incomePence;
    expect(income('smallest')).toBeLessThan(offer.funding.viability.line);
    expect(income('largest')).toBeGreaterThan(offer.funding.viability.target);
    expect(standing(offer, outcomeOf(offer, schools, everyone).incomePence)).toBe(
      '£536,052: £181,052 above the line of £355,000; £106,052 above the target of £430,000',
    );
  });

  test('the page of all quotes says so, and why the printed percentages are other', async () => {
    const at = { config: {}, clock };
    const staff = await aPerson(database, 'project-officer', company);
    const { text } = await testSite(database, subscriptionsRoutes, staff, at).get('/subscriptions/quotes');
    expect(text).toContain('£536,052 a year if all subscribe');
    expect(text).toContain(
      '105 of the 173 schools counted here are 60.7% and 130 of the 173 schools counted here are 75.1%',
    );
    expect(text).toContain('of the £536,052 that all would bring, the line is 66.2% and the target is 80.2%');
    expect(text).toContain('17 January 2019 (2018-19.csv), which counts everybody on roll');
  });
});
