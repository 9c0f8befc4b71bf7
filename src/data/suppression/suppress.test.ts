import { describe, expect, it } from 'vitest';
import { percentage } from '../methods/rounding';
import { type Cell, enrolmentsShown, type Figure, hiddenWords, mayShowBoth, toNearestFive, usualRules } from './rules';
import { suppress } from './suppress';

const plain: Figure = { kind: 'percentage', sensitive: false };
const cell = (groups: Record<string, string>, numerator: number, denominator: number): Cell => ({
  groups,
  numerator,
  denominator,
});
const said = (cells: Cell[], figure = plain) =>
  suppress(cells, figure).map((verdict) => (verdict.shown ? 'shown' : verdict.reason));

// The worked examples of the note on disclosure control.
describe('D1: a school with 24 pupils', () => {
  const cells: [Cell, number | string][] = [
    [cell({}, 13, 24), 54],
    [cell({ disadvantaged: 'yes' }, 2, 5), 'small'],
    [cell({ disadvantaged: 'no' }, 11, 19), 'complementary'],
    [cell({ sex: 'M' }, 6, 13), 46],
    [cell({ sex: 'F' }, 7, 11), 64],
    [cell({ prior: 'low' }, 1, 4), 'small'],
    [cell({ prior: 'middle' }, 6, 12), 50],
    [cell({ prior: 'high' }, 6, 7), 'complementary'],
    [cell({ prior: 'not known' }, 0, 1), 'small'],
  ];

  it('as the note says', () => {
    const verdicts = suppress(
      cells.map(([one]) => one),
      plain,
    );
    const shown = verdicts.map((verdict, n) =>
      verdict.shown ? percentage(cells[n]![0].numerator, cells[n]![0].denominator) : verdict.reason,
    );
    expect(shown).toEqual(cells.map(([, says]) => says));
  });
  it('and so where "not known" is not listed: it can be worked out all the same', () => {
    const listed = cells.slice(0, -1);
    const verdicts = suppress(
      listed.map(([one]) => one),
      plain,
    );
    expect(verdicts.map((verdict) => verdict.shown)).toEqual(listed.map(([, says]) => typeof says === 'number'));
  });
  it('the share of disadvantaged pupils is a figure of its own', () => {
    expect(suppress([cell({}, 5, 24)], plain)).toEqual([{ shown: true, countShown: true }]);
    expect(percentage(5, 24)).toBe(21);
  });
});

it('D2: absence counts', () => {
  expect([0, 1, 2, 3, 12].map(enrolmentsShown)).toEqual([0, 'x', 'x', 3, 12]);
  expect(toNearestFive(381_864)).toBe(381_865);
  expect([0, 2, 3, 7, 8].map(toNearestFive)).toEqual([0, 0, 5, 5, 10]);
});

it('D3: cohorts of 5 and 6', () => {
  expect(said([cell({}, 2, 5)])).toEqual(['small']);
  expect(said([cell({}, 2, 6)])).toEqual(['shown']);
});

describe('rule by rule', () => {
  it('nobody is blank and safe', () => {
    expect(said([cell({}, 4, 12), cell({ sex: 'M' }, 4, 12), cell({ sex: 'F' }, 0, 0)])).toEqual([
      'shown',
      'shown',
      'shown',
    ]);
  });
  it('few who reached it, or few who did not: no count', () => {
    const counts = [0, 1, 2, 3, 9, 10, 11, 12].map((numerator) => suppress([cell({}, numerator, 12)], plain)[0]);
    expect(counts.map((one) => one?.shown && one.countShown)).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
      false,
      true,
    ]);
  });
  it('all or nobody of a small group, where the fact is sensitive', () => {
    const sensitive = { ...plain, sensitive: true };
    expect(
      [cell({}, 9, 9), cell({}, 0, 9), cell({}, 10, 10), cell({}, 8, 9)].map((one) => said([one], sensitive)[0]),
    ).toEqual(['all-or-nobody', 'all-or-nobody', 'shown', 'shown']);
    expect(said([cell({}, 9, 9)])).toEqual(['shown']);
  });
  it('where everybody reached it, a hidden group is pinned by the total: the total goes', () => {
    const all = [cell({}, 24, 24), cell({ sex: 'M' }, 4, 4), cell({ sex: 'F' }, 20, 20)];
    expect(said(all)).toEqual(['complementary', 'small', 'shown']);
    // The others can stay where they pin nothing; here they would: 24 less the 20 of them.
    const one = [cell({}, 23, 24), cell({ sex: 'M' }, 4, 4), cell({ sex: 'F' }, 19, 20)];
    expect(said(one)).toEqual(['shown', 'small', 'complementary']);
  });
  it('an average is hidden for its pupils alone', () => {
    const cells = [cell({}, 2496, 24), cell({ sex: 'M' }, 416, 4), cell({ sex: 'F' }, 2080, 20)];
    expect(said(cells, { kind: 'average', sensitive: true })).toEqual(['shown', 'small', 'complementary']);
    expect(
      said([cell({}, -3.5, 24), cell({ sex: 'M' }, 0.5, 4), cell({ sex: 'F' }, -4, 20)], {
        kind: 'average',
        sensitive: true,
      }),
    ).toEqual(['shown', 'small', 'complementary']);
  });
  it('a group that holds everybody cannot be hidden without everybody', () => {
    expect(said([cell({}, 9, 9), cell({ sex: 'M' }, 9, 9)], { ...plain, sensitive: true })).toEqual([
      'all-or-nobody',
      'all-or-nobody',
    ]);
  });
  it('rows and columns: a small cell of a cross hides a rectangle', () => {
    const cross = (m: [number, number], f: [number, number]) => [
      cell({}, 30, 60),
      cell({ sex: 'M' }, 15, m[0] + m[1]),
      cell({ sex: 'F' }, 15, f[0] + f[1]),
      cell({ dis: 'yes' }, 12, m[0] + f[0]),
      cell({ dis: 'no' }, 18, m[1] + f[1]),
      cell({ sex: 'M', dis: 'yes' }, 2, m[0]),
      cell({ sex: 'M', dis: 'no' }, 13, m[1]),
      cell({ sex: 'F', dis: 'yes' }, 10, f[0]),
      cell({ sex: 'F', dis: 'no' }, 5, f[1]),
    ];
    expect(said(cross([4, 26], [16, 14]))).toEqual([
      'shown',
      'shown',
      'shown',
      'shown',
      'shown',
      'small',
      'complementary',
      'complementary',
      'complementary',
    ]);
  });
  it('two sets of pupils that differ by a few', () => {
    expect([mayShowBoth(24, 24), mayShowBoth(24, 23), mayShowBoth(24, 19), mayShowBoth(24, 18)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
  it('other parameters', () => {
    const rules = { ...usualRules, smallestCell: 11 };
    expect(said([cell({}, 2, 10)], { ...plain, rules })).toEqual(['small']);
    expect(hiddenWords(rules)).toBe('suppressed: protects groups of fewer than 11 pupils');
  });
});

describe('cells that cannot be', () => {
  it.each([
    ['more parts than pupils', [cell({}, 5, 10), cell({ sex: 'M' }, 3, 8), cell({ sex: 'F' }, 1, 4)], 'do not add up'],
    ['more reached it than there are', [cell({}, 11, 10)], 'do not add up'],
    ['one twice', [cell({}, 1, 10), cell({}, 1, 10)], 'two cells of everybody'],
    ['a cross without what it adds up to', [cell({}, 1, 10), cell({ sex: 'M', dis: 'yes' }, 1, 4)], 'but none by'],
    [
      'three groups in pairs',
      [
        cell({}, 1, 9),
        ...['a', 'b', 'c'].map((one) => cell({ [one]: '1' }, 1, 9)),
        ...['ab', 'bc', 'ac'].map((two) => cell({ [two[0]!]: '1', [two[1]!]: '1' }, 1, 9)),
      ],
      'the cross of all three',
    ],
  ])('%s', (_, cells, says) => expect(() => suppress(cells, plain)).toThrow(says));
});
