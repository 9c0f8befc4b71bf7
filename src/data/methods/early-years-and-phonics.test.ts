import { describe, expect, it } from 'vitest';
import { earlyLearningGoals, earlyYears, type Profile } from './early-years';
import { keyStage1Reached, phonicsMet, phonicsMetByYear2, phonicsStandard } from './phonics';
import { percentage, shown, sum } from './rounding';

// The worked examples E1 and E2 of the note on early years, phonics and key stage 1.
const profile = (score: (goal: number) => string): Profile =>
  Object.fromEntries(earlyLearningGoals.map((goal, index) => [goal.code, score(index + 1)]));

describe('E1: four children', () => {
  const children = [
    profile((goal) => (goal <= 12 ? '2' : '1')),
    profile((goal) => (goal === 10 ? '1' : '3')),
    profile((goal) => (goal === 12 ? 'A' : '2')),
    profile(() => '2'),
  ].map(earlyYears);
  const counted = children.filter((one) => one !== null);

  it('child by child', () => {
    expect(children[0]).toMatchObject({ goodLevel: true, allGoals: false, points: 29 });
    expect(children[1]).toMatchObject({ goodLevel: false, points: 49 });
    expect(children[2]).toBeNull();
    expect(children[3]).toMatchObject({ goodLevel: true, allGoals: true, points: 34 });
  });
  it('the school', () => {
    expect(percentage(counted.filter((one) => one.goodLevel).length, counted.length)).toBe(67);
    expect(shown(sum(counted.map((one) => one.points)) / counted.length, 1)).toBe('37.3');
    expect(percentage(counted.filter((one) => one.allGoals).length, counted.length)).toBe(33);
  });
  it('areas need every goal in them', () => {
    expect(children[1]?.areas).not.toContain('literacy');
    expect(children[1]?.areas).toContain('mathematics');
  });
  it('there are 17 goals, 12 of them in a good level', () => {
    expect(earlyLearningGoals.length).toBe(17);
    expect(earlyLearningGoals.filter((goal) => goal.inGoodLevel).map((goal) => goal.code)).toEqual(
      Array.from({ length: 12 }, (_, n) => `E${String(n + 1).padStart(2, '0')}`),
    );
  });
});

describe('E2: phonics', () => {
  const standard = phonicsStandard(2018);
  if (!standard.ok) throw new Error(standard.reason.sentence);
  const mark = standard.value;

  it('year 1', () => {
    const outcomes = ['40', '32', '31', '0', 'A', 'D', 'L']
      .map((one) => phonicsMet(one, mark))
      .filter((met) => met !== null);
    expect(outcomes.length).toBe(6);
    expect(percentage(outcomes.filter(Boolean).length, outcomes.length)).toBe(33);
  });
  it('by the end of year 2', () => {
    const pupils = [
      ['34', ''],
      ['Wa', ''],
      ['32', ''],
      ['40', ''],
      ['20', 'Wa'],
      ['Wt', 'Wt'],
    ] as const;
    const met = pupils.map(([one, now]) => phonicsMetByYear2(one, now, { yearOne: mark, now: mark }));
    expect(percentage(met.filter(Boolean).length, met.length)).toBe(83);
  });
  it('the mark of another year is needed', () => {
    expect(phonicsStandard(2025)).toMatchObject({ ok: false, reason: { needsTable: 'phonics-standard', year: 2025 } });
    expect(phonicsStandard(2025, [{ year: 2025, mark: 33 }])).toEqual({ ok: true, value: 33 });
  });
});

it.each([
  ['EXS', 'expected', true],
  ['GDS', 'expected', true],
  ['WTS', 'expected', false],
  ['A', 'expected', false],
  ['GDS', 'greaterDepth', true],
  ['EXS', 'greaterDepth', false],
  ['HNM', 'scienceExpected', false],
  ['EXS', 'scienceExpected', true],
] as const)('key stage 1: %s, %s', (assessment, level, is) => expect(keyStage1Reached(assessment, level)).toBe(is));
