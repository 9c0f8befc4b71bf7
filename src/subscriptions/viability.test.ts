import { describe, expect, test } from 'vitest';
import { otherOffer, shippedOffer } from '../offer/testing';
import { fundingWords } from './pages/funding-section';
import { printedWords } from './printed-words';
import type { SchoolFee } from './quotes';
import { joining, outcomeOf, reaches, standing } from './viability';
import { everyone } from './what-if';

const offer = shippedOffer();

/** Schools that bring these fees, in pounds. */
const paying = (...pounds: (number | null)[]): SchoolFee[] =>
  pounds.map((fee, i) => ({
    urn: 100001 + i,
    name: `School ${i}`,
    sector: i % 2 ? 'secondary' : 'primary',
    status: 'maintained',
    onRoll: 10,
    schoolAged: null,
    censusDate: Temporal.PlainDate.from('2019-01-17'),
    partnershipId: null,
    trustUid: null,
    successor: null,
    partnership: null,
    trust: null,
    counted: 10,
    pence: fee === null ? null : fee * 100,
    why: fee === null ? 'by-hand' : null,
  }));

describe('the income against the line and the target, words first', () => {
  test.each([
    [391_240, '£391,240: £36,240 above the line of £355,000; £38,760 short of the target of £430,000'],
    [354_999, '£354,999: £1 short of the line of £355,000; £75,001 short of the target of £430,000'],
    [355_000, '£355,000: exactly the line of £355,000; £75,000 short of the target of £430,000'],
    [536_052, '£536,052: £181,052 above the line of £355,000; £106,052 above the target of £430,000'],
  ])('£%i', (pounds, words) => expect(standing(offer, pounds * 100)).toBe(words));

  test('where the line is the target', () => {
    expect(standing(otherOffer(), 1_300_000)).toBe(
      '£13,000: £1,000 above the line of £12,000; £1,000 above the target, which is the same',
    );
  });
});

describe('what follows', () => {
  // Offer, section 15: viability, draw and "£1 buys £2", thousands.
  test.each([
    [354_999, 'below', 185_000],
    [355_000, 'viable', 185_000],
    [400_000, 'viable', 140_000],
    [430_000, 'on-target', 110_000],
    [500_000, 'on-target', 40_000],
    [540_000, 'on-target', 0],
  ] as const)('£%i is %s and draws £%i', (pounds, state, draw) => {
    const outcome = outcomeOf(offer, paying(pounds), everyone);
    expect(outcome.outcome.state).toBe(state);
    expect(outcome.draw).toBe(draw * 100);
  });

  test('£430,000: the council adds the same, and a pound buys two', () => {
    const outcome = outcomeOf(offer, paying(430_000), everyone);
    expect(outcome.besides).toEqual([{ group: 'Council', pence: 43_000_000 }]);
    expect(outcome.buys).toBe(2);
    expect(fundingWords(offer, outcome)).toBe(
      'In 2018/19 £110,000 is drawn from the council transitional help. Council: £430,000 in all. With £430,000 of subscriptions, £1 buys £2.',
    );
  });

  test('the plan is the printed table; later years are as planned, or the same again with what is left of the help', () => {
    const planned = outcomeOf(offer, paying(355_000), everyone);
    expect(planned.table).toEqual(planned.printed);
    expect(planned.printed.rows.map(({ total }) => total / 100_000)).toEqual([1010, 1060, 1110]);
    const same = outcomeOf(offer, paying(400_000), { ...everyone, later: 'same' });
    expect(same.table.rows.map(({ cells }) => cells.map(({ pence }) => pence / 100_000))).toEqual([
      [400, 320, 140, 150],
      [400, 320, 45, 200],
      [400, 320, 0, 250],
    ]);
  });

  test('without anybody there is nothing to set a pound beside', () => {
    const outcome = outcomeOf(offer, paying(100, 200), { ...everyone, nobody: true });
    expect(outcome).toMatchObject({ incomePence: 0, buys: null, chosen: [] });
    expect(fundingWords(offer, outcome)).toContain('Without income');
  });

  test('sectors come in the order of the offer, with those who did not subscribe', () => {
    const { sectors } = outcomeOf(offer, paying(100, 200, 300, null), { ...everyone, not: [100003] });
    expect(sectors).toEqual([
      { sector: 'primary', schools: 2, chosen: 1, pence: 10_000, allPence: 40_000 },
      { sector: 'secondary', schools: 2, chosen: 2, pence: 20_000, allPence: 20_000 },
    ]);
  });
});

describe('the percentages printed in the offer', () => {
  test('are explained from schools and money, and nothing is computed from them', () => {
    const schools = paying(...Array.from({ length: 173 }, (_, i) => (i < 86 ? 4000 : 2000)));
    expect(printedWords(offer, schools)).toEqual([
      'The offer prints 61% (about 105 institutions) beside the line of £355,000 and 75% (about 130 institutions) beside the target of £430,000. Those percentages are shares of schools, rounded: 105 of the 173 schools counted here are 60.7% and 130 of the 173 schools counted here are 75.1%.',
      'The same sums are a larger or smaller share of the money, because fees differ with the number of pupils: of the £518,000 that all would bring, the line is 68.5% and the target is 83.0%.',
      'To reach the line takes at least 92 schools, if they are those with the highest fees, and 133 if they are those with the lowest.',
      'To reach the target takes at least 129 schools, if they are those with the highest fees, and 151 if they are those with the lowest.',
      'The money decides. Nothing here is worked out from the printed percentages or counts.',
    ]);
  });

  test('are not mentioned where an offer prints none, and a line out of reach is said', () => {
    expect(printedWords(otherOffer(), paying(1))).toEqual([]);
    expect(printedWords(offer, paying(1, 2))[2]).toBe('All 2 schools together do not reach the line.');
  });
});

test('schools joining one after another', () => {
  const points = joining(paying(300, null, 200));
  expect(points).toEqual([
    { x: 0, y: 0 },
    { x: 1, y: 30_000 },
    { x: 2, y: 30_000 },
    { x: 3, y: 50_000 },
  ]);
  expect([reaches(points, 30_000), reaches(points, 30_001), reaches(points, 50_001)]).toEqual([1, 3, null]);
});
