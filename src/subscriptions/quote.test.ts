import { describe, expect, test } from 'vitest';
import { paymentsWords } from '../offer';
import { otherOffer, shippedOffer } from '../offer/testing';
import { feeCurve } from './fee-curve';
import { type PupilNumber, planInParts, planOf, type Quoted, quote, yearOf } from './quote';
import { pupilsWords } from './words';

const offer = shippedOffer();
const census = (onRoll: number, more: Partial<PupilNumber> = {}): PupilNumber => ({
  urn: 100001,
  censusDate: Temporal.PlainDate.from('2019-01-17'),
  source: 'census',
  file: 'england_census.csv',
  onRoll,
  schoolAged: null,
  reason: null,
  ...more,
});
const school = (more: Partial<Quoted> = {}): Quoted => ({
  urn: 100001,
  name: 'Weir Lane',
  sector: 'primary',
  status: 'maintained',
  publiclyFunded: true,
  pupils: census(315),
  ...more,
});
const made = (...asked: Parameters<typeof quote>) => {
  const answer = quote(...asked);
  if (!answer.ok) throw new Error(answer.reason.words);
  return answer.value;
};
const refusal = (...asked: Parameters<typeof quote>) => {
  const answer = quote(...asked);
  return answer.ok ? null : answer.reason;
};

describe('which number of pupils', () => {
  test('the census where nothing else is said, those of school age where they are counted, and a typed number first', () => {
    expect(made(offer, school()).fee.pupils).toBe(315);
    expect(made(offer, school({ pupils: census(315, { schoolAged: 280 }) })).fee.pupils).toBe(280);
    expect(made(offer, school({ pupils: census(315, { schoolAged: 0 }) })).fee.pence).toBe(150_000);
    expect(made(offer, school(), { pupils: 0 })).toMatchObject({
      fee: { pupils: 0, pence: 150_000 },
      typed: true,
      perPupil: null,
    });
  });

  test('is said, with what it counts', () => {
    const said = (...asked: Parameters<typeof quote>) => pupilsWords(asked[0], made(...asked)).join(' ');
    expect(said(offer, school())).toBe(
      '315 pupils on roll on 17 January 2019, from the school census (england_census.csv). That counts everybody on roll. The fee is for school-aged pupils, Reception to Year 11: once the school or the office has counted them, the fee follows that number.',
    );
    expect(
      said(
        offer,
        school({ pupils: census(315, { schoolAged: 280, source: 'office', reason: 'Counted with the head' }) }),
      ),
    ).toBe('280 of school age among the 315 on roll on 17 January 2019, counted by the school or the office.');
    expect(said(offer, school(), { pupils: 1 })).toBe(
      '1 pupil: a number that was typed in, not from a census. The newest census has 315 pupils on roll, 17 January 2019.',
    );
    expect(said(offer, school({ pupils: census(200, { urn: 100009 }) }))).toContain(
      'It was counted as URN 100009, before the school converted.',
    );
    expect(said(offer, school({ pupils: census(200, { source: 'establishments', file: 'gias.csv' }) }))).toContain(
      'from a list of schools (gias.csv)',
    );
  });
});

describe('where a roll is below school age', () => {
  const why = "A nursery's pupils on roll are below school age.";

  test('the fee counts nobody until somebody has counted those of school age, and says why', () => {
    const nursery = school({ sector: 'nursery', pupils: census(102) });
    expect(made(offer, nursery)).toMatchObject({ fee: { pupils: 0, pence: 150_000 }, perPupil: null, typed: false });
    expect(pupilsWords(offer, made(offer, nursery)).join(' ')).toContain(
      `102 pupils on roll on 17 January 2019, from the school census (england_census.csv). ${why} The fee is for school-aged pupils`,
    );
    expect(made(offer, nursery, { pupils: 102 }).fee.pence).toBe(190_800);
    const counted = made(offer, { ...nursery, pupils: census(102, { schoolAged: 30 }) });
    expect(counted.fee.pence).toBe(162_000);
    expect(pupilsWords(offer, counted).join(' ')).not.toContain(why);
    expect(refusal(offer, { ...nursery, pupils: null })?.why).toBe('no-pupils');
  });

  test('is for each offer to say', () => {
    const first = school({ sector: 'first', status: 'county', pupils: census(50) });
    expect(made(otherOffer(), first).fee.pupils).toBe(0);
    expect(pupilsWords(otherOffer(), made(otherOffer(), first)).join(' ')).toContain('too young to be charged for');
    expect(made(otherOffer(), { ...first, sector: 'middle' }).fee.pupils).toBe(50);
  });
});

describe('a refusal is words', () => {
  test.each([
    ['no-price', school(), { year: '2019/20' }, 'The offer states no price for 2019/20 yet.'],
    [
      'by-hand',
      school({ sector: 'college' }),
      {},
      'The fee of Weir Lane is agreed by hand (college): ask the partnership office.',
    ],
    ['no-pupils', school({ pupils: null }), {}, 'No pupil number of this school is known yet.'],
    [
      'no-member',
      school({ publiclyFunded: false }),
      {},
      'The offer is not for this school. It is for: every publicly funded',
    ],
  ] as const)('%s', (why, of, wish, words) => {
    expect(refusal(offer, of, wish)).toMatchObject({ why });
    expect(refusal(offer, of, wish)?.words).toContain(words);
  });

  test('a fee by hand is said before a number is asked for', () => {
    expect(refusal(offer, school({ sector: 'college', pupils: null }))?.why).toBe('by-hand');
  });
});

test('plans and years are found as people write them', () => {
  expect(planOf(offer).due).toHaveLength(1);
  expect(planInParts(offer, 3)?.id).toBe('termly');
  expect(planInParts(offer, 2)).toBeUndefined();
  expect(() => planOf(offer, 'weekly')).toThrow('no payment plan "weekly"');
  expect([yearOf(offer, '2019-20'), yearOf(offer, ' 2018/19 '), yearOf(offer, '2030/31'), yearOf(offer, '')]).toEqual([
    '2019/20',
    '2018/19',
    null,
    null,
  ]);
});

test('payments are said in words', () => {
  const said = (pupils: number, planId: string) => paymentsWords(made(offer, school(), { pupils, planId }).instalments);
  expect([said(315, 'once'), said(315, 'termly'), said(1, 'termly')]).toEqual([
    'in one payment',
    'three payments of £920',
    'three payments, the first of £501.34',
  ]);
});

describe('how the fee grows', () => {
  test('up to the cap of the offer, and no further', () => {
    const curve = feeCurve(offer, school(), '2018/19', 315);
    expect(curve?.top).toEqual({ pupils: 750, pence: 450_000 });
    expect(curve?.points.find(({ x }) => x === 315)?.y).toBe(276_000);
    expect(curve?.points.every(({ y }, i, all) => i === 0 || y >= all[i - 1]!.y)).toBe(true);
    expect(curve?.most).toBe(1200);
  });

  test('without a cap, without growth, and without a price', () => {
    const other = otherOffer();
    expect(feeCurve(other, { sector: 'upper', status: 'county' }, '2024/25', 100)).toMatchObject({ top: null });
    expect(
      new Set(feeCurve(other, { sector: 'first', status: 'county' }, '2024/25', 100)?.points.map(({ y }) => y)).size,
    ).toBe(1);
    expect(feeCurve(other, { sector: 'ferry', status: 'county' }, '2024/25', 100)).toBeNull();
  });
});

test('an offer of another shape is quoted without code', () => {
  const other = otherOffer();
  const first = school({ sector: 'first', status: 'county' });
  // £999.99 and 20% tax, in two parts with the spare penny in the last.
  expect(made(other, first)).toMatchObject({
    fee: { pence: 119_999 },
    instalments: [{ pence: 59_999 }, { pence: 60_000 }],
    year: '2024/25',
  });
  expect(refusal(other, school({ sector: 'ferry', status: 'county' }))?.why).toBe('by-hand');
});
