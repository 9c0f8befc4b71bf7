import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fee, instalments, perPupil } from './price';
import { otherOffer, shippedOffer } from './testing';

const offer = shippedOffer();
const primary = (pupils: number) => ({ sector: 'primary', status: 'maintained', pupils });
const feeOf = (pupils: number) => {
  const answer = fee(offer, primary(pupils), '2018/19');
  if (!answer.ok) throw new Error(answer.reason);
  return answer.value;
};

// Offer, section 15: pupils, fee in pounds, instalments in pounds.
const examples: [number, number, number[]][] = [
  [0, 1500, [500, 500, 500]],
  [1, 1504, [501.34, 501.33, 501.33]],
  [100, 1900, [633.34, 633.33, 633.33]],
  [315, 2760, [920, 920, 920]],
  [420, 3180, [1060, 1060, 1060]],
  [749, 4496, [1498.67, 1498.67, 1498.66]],
  [750, 4500, [1500, 1500, 1500]],
  [751, 4500, [1500, 1500, 1500]],
  [1800, 4500, [1500, 1500, 1500]],
];
const pence = (pounds: number) => Math.round(pounds * 100);

test.each(examples)('%i pupils cost £%d, in three parts', (pupils, pounds, parts) => {
  const { pence: total } = feeOf(pupils);
  expect(total).toBe(pence(pounds));
  expect(instalments(offer, total, 'termly', '2018/19').map((part) => part.pence)).toEqual(parts.map(pence));
  expect(instalments(offer, total, 'once', '2018/19').map((part) => part.pence)).toEqual([total]);
});

test('instalments fall due on the first of September, January and April of the school year', () => {
  expect(instalments(offer, 300, 'termly', '2018/19').map(({ due }) => due.toString())).toEqual([
    '2018-09-01',
    '2019-01-01',
    '2019-04-01',
  ]);
  expect(instalments(offer, 300, 'once', '2019/20').map(({ due }) => due.toString())).toEqual(['2019-09-01']);
  expect(() => instalments(offer, 300, 'weekly', '2018/19')).toThrow('no payment plan "weekly"');
});

test.each([
  [750, 600],
  [315, 876],
  [1800, 250],
])('all in, %i pupils cost %i pence each', (pupils, each) => expect(perPupil(feeOf(pupils).pence, pupils)).toBe(each));

test('the cost of a pupil is rounded half up, and there is none without pupils', () => {
  expect(perPupil(5, 2)).toBe(3);
  expect(perPupil(1, 3)).toBe(0);
  expect(perPupil(150000, 0)).toBeNull();
});

test('the lines of a fee say what it is made of', () => {
  expect(feeOf(315).lines).toEqual([
    { what: 'base', pence: 150000 },
    { what: 'pupils', counted: 315, eachPence: 400, capped: false, pence: 126000 },
  ]);
  expect(feeOf(1800).lines[1]).toEqual({ what: 'pupils', counted: 750, eachPence: 400, capped: true, pence: 300000 });
});

test('a year without a price and a school priced by hand are refused', () => {
  expect(fee(offer, primary(315), '2019/20')).toEqual({ ok: false, reason: 'no-price' });
  expect(fee(offer, primary(315), '2031/32')).toEqual({ ok: false, reason: 'no-price' });
  expect(fee(offer, { sector: 'college', pupils: 900 }, '2018/19')).toEqual({ ok: false, reason: 'by-hand' });
  expect(() => fee(offer, primary(-1), '2018/19')).toThrow('not -1');
});

test('five schools of 420 pupils cost £15,900', () => expect(5 * feeOf(420).pence).toBe(1590000));

const priced = offer.sectors.map(({ id }) => id).filter((id) => id !== 'college');
test.each(priced.flatMap((sector) => offer.statuses.map(({ id }) => [sector, id])))(
  '%s, %s: the same formula',
  (sector, status) => {
    for (const [pupils, pounds] of examples)
      expect(fee(offer, { sector, status, pupils }, '2018/19')).toMatchObject({
        ok: true,
        value: { pence: pence(pounds) },
      });
  },
);

describe('for any number of pupils', () => {
  const pupils = fc.integer({ min: 0, max: 100_000 });

  test('instalments sum to the fee, differ by a penny at most, and the earliest are the largest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.constantFrom(...offer.contract.plans.map(({ id }) => id)),
        (total, plan) => {
          const parts = instalments(offer, total, plan, '2018/19').map((part) => part.pence);
          expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
          expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
          expect(parts).toEqual([...parts].sort((a, b) => b - a));
        },
      ),
    );
  });

  test('a fee never falls as pupils rise, stays between base and cap, and is the sum of its lines', () => {
    fc.assert(
      fc.property(pupils, fc.nat(2000), (few, more) => {
        const [low, high] = [feeOf(few), feeOf(few + more)];
        expect(high.pence).toBeGreaterThanOrEqual(low.pence);
        expect(low.pence).toBeGreaterThanOrEqual(150000);
        expect(high.pence).toBeLessThanOrEqual(450000);
        expect(high.lines.reduce((sum, line) => sum + line.pence, 0)).toBe(high.pence);
      }),
    );
  });
});

describe('an offer of another shape', () => {
  const other = otherOffer();
  const upper = { sector: 'upper', pupils: 2000 };

  test('a fee by phase, without a cap, with tax', () => {
    expect(fee(other, { sector: 'first', pupils: 90 }, '2024/25')).toMatchObject({
      ok: true,
      value: { pence: 119999, lines: [{ pence: 99999 }, { what: 'tax', percent: 20, pence: 20000 }] },
    });
    expect(fee(other, upper, '2024/25')).toMatchObject({ ok: true, value: { pence: (120000 + 2000 * 250) * 1.2 } });
    expect(fee(other, { sector: 'ferry', pupils: 3 }, '2024/25')).toEqual({ ok: false, reason: 'by-hand' });
    expect(fee(other, { sector: 'ferry', pupils: 3 }, '2025/26')).toMatchObject({ ok: true, value: { pence: 120000 } });
  });

  test('a late joiner pays for the months that are left', () => {
    const joins = (day: string) => fee(other, { sector: 'middle', pupils: 0 }, '2025/26', Temporal.PlainDate.from(day));
    expect(joins('2025-08-31')).toMatchObject({ ok: true, value: { pence: 120000 } });
    expect(joins('2025-11-01')).toMatchObject({
      ok: true,
      value: { pence: 90000, lines: [{}, { what: 'joined-late', months: 3, pence: -25000 }, {}] },
    });
  });

  test('two halves, the spare penny to the latest, in a year that begins in August', () => {
    const parts = instalments(other, 119999, 'halves', '2024/25');
    expect(parts.map(({ due, pence: part }) => [due.toString(), part])).toEqual([
      ['2024-08-01', 59999],
      ['2025-02-01', 60000],
    ]);
  });
});
