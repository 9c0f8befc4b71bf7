import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otherOffer, shippedOffer } from '../../offer/testing';
import { assess, countVote, passes } from './rules';

const offer = shippedOffer();
const signed = (...pounds: number[]) => pounds.map((fee) => ({ stands: 'contracted' as const, pence: fee * 100 }));
const meant = (...pounds: number[]) => pounds.map((fee) => ({ stands: 'indicated' as const, pence: fee * 100 }));

describe('the gate', () => {
  // Offer, sections 15 and 16: line and target, near within ten percent, the draw in thousands.
  test.each([
    [0, 'below', false, 185_000],
    [319_499, 'below', false, 185_000],
    [319_500, 'near', false, 185_000],
    [354_999, 'near', false, 185_000],
    [355_000, 'viable', true, 185_000],
    [400_000, 'viable', true, 140_000],
    [430_000, 'on-target', true, 110_000],
    [500_000, 'on-target', true, 40_000],
    [540_000, 'on-target', true, 0],
  ])('£%i contracted is %s', (pounds, state, runs, draw) => {
    const gate = assess(offer, signed(pounds));
    expect(gate).toMatchObject({ state, drawPence: draw * 100, countedPence: pounds * 100 });
    expect(passes(gate)).toBe(runs);
  });

  test('what is only indicated is shown and decides nothing', () => {
    const gate = assess(offer, [...signed(300_000), ...meant(200_000)]);
    expect(gate.state).toBe('below');
    expect(gate.indicated).toEqual({ schools: 1, pence: 20_000_000, unknown: 0 });
  });

  test('unless the offer counts it', () => {
    const other = otherOffer();
    const { basis, line } = other.funding.viability;
    const counts = {
      ...other,
      funding: { ...other.funding, viability: { ...other.funding.viability, basis: 'indicated' as const } },
    };
    const half = { stands: 'indicated' as const, pence: line };
    expect(assess(counts, [half]).state).not.toBe('below');
    expect(
      passes(
        assess(
          {
            ...counts,
            funding: { ...counts.funding, viability: { ...counts.funding.viability, basis: 'contracted' } },
          },
          [half],
        ),
      ),
    ).toBe(false);
    expect(['contracted', 'indicated']).toContain(basis);
  });

  test('a fee that nobody knows is counted as a school and as no money', () => {
    expect(assess(offer, [...signed(100), { stands: 'contracted', pence: null }]).contracted).toEqual({
      schools: 2,
      pence: 10_000,
      unknown: 1,
    });
  });
});

describe('a vote', () => {
  const options = [
    { number: 1, words: 'A smaller offer' },
    { number: 2, words: 'No offer' },
    { number: 3, words: 'Another year' },
  ];

  test('is led by the option with the most votes', () => {
    const result = countVote(
      options,
      [
        { option: 2, ballots: 5 },
        { option: 1, ballots: 4 },
      ],
      1,
    );
    expect(result.leading.map(({ option }) => option)).toEqual([2]);
    expect(result.options.map(({ votes }) => votes)).toEqual([4, 5, 0]);
  });

  test('may be level, and led by nobody when nobody voted', () => {
    expect(
      countVote(
        options,
        [
          { option: 1, ballots: 2 },
          { option: 3, ballots: 2 },
        ],
        1,
      ).leading,
    ).toHaveLength(2);
    expect(countVote(options, [], 1).leading).toEqual([]);
  });

  test('counts every ballot once, each for as many votes as a member has', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 3 }),
        (cast, each) => {
          const ballots = [1, 2, 3].map((option) => ({ option, ballots: cast.filter((one) => one === option).length }));
          const result = countVote(options, ballots, each);
          expect(result.members).toBe(cast.length);
          expect(result.options.reduce((sum, { votes }) => sum + votes, 0)).toBe(cast.length * each);
          const most = Math.max(...result.options.map(({ votes }) => votes));
          for (const { votes } of result.leading) expect(votes).toBe(most);
        },
      ),
    );
  });
});
