import { describe, expect, it } from 'vitest';
import { curriculumYear, ethnicGroups, gap, isDisadvantaged, languageGroup, senGroups, termOfBirth } from './groups';
import { checkLetter, isUrn, readLaEstab, readUpn } from './identifiers';
import { percentageInterval } from './progress';
import { percentage, rounded, shown } from './rounding';
import { newSeed, random } from './testing/random';

// The table of the note on identifiers.
describe('unique pupil numbers', () => {
  it.each([
    ['801200001001', 'H801200001001', false],
    ['80120000101A', 'G80120000101A', true],
    ['674123101121', 'R674123101121', false],
    ['373201418001', 'G373201418001', false],
    ['373201418002', 'W373201418002', false],
    ['373201418999', 'V373201418999', false],
    ['373400118123', 'A373400118123', false],
    ['37340011812A', 'H37340011812A', true],
    ['37377015002A', 'K37377015002A', true],
  ])('%s makes %s', (characters, upn, temporary) => {
    expect(checkLetter(characters) + characters).toBe(upn);
    expect(readUpn(upn)).toEqual({ ok: true, value: { upn, temporary } });
  });

  it.each([
    ['Z801200001001', 'check letter'],
    ['I373201418001', 'Character 1'],
    ['G37320141800', '13 characters'],
    ['G37320141800I', 'Character 13'],
    ['G3732014A8001', 'Characters 5 to 12'],
    ['A123456789001', 'check letter'],
    ['GABC201418001', 'Characters 2 to 4'],
  ])('%s is refused: %s', (upn, says) => {
    const read = readUpn(upn);
    expect(read.ok).toBe(false);
    expect(!read.ok && read.reason).toContain(says);
  });

  it('A123456789001 would begin with Y', () => expect(checkLetter('123456789001')).toBe('Y'));
  it('lower case and spaces are accepted', () =>
    expect(readUpn(' h801 2000 01001 ')).toMatchObject({ value: { upn: 'H801200001001' } }));
  it('the authority is looked up where they are known', () => {
    expect(readUpn('H801200001001', new Set(['373']))).toMatchObject({ ok: false });
    expect(readUpn('G373201418001', new Set(['373']))).toMatchObject({ ok: true });
  });
});

describe('schools', () => {
  it.each([
    ['3732014', { la: 373, establishment: 2014 }],
    ['373/2014', { la: 373, establishment: 2014 }],
    ['0732014', null],
    ['3730014', null],
    ['37320145', null],
    ['2002014', null],
  ])('LAEstab %s', (written, read) => expect(readLaEstab(written)).toEqual(read));
  it.each([
    ['107018', true],
    ['149999', true],
    ['150000', false],
    ['99999', false],
  ])('URN %s', (written, is) => expect(isUrn(written)).toBe(is));
});

describe('pupil groups', () => {
  it.each([
    ['2007-08-31', 7],
    ['2007-09-01', 6],
    ['2014-02-28', 0],
    ['2013-09-01', 0],
    ['2002-12-15', 11],
  ])('born %s is in year %d in 2018/19', (born, year) =>
    expect(curriculumYear(Temporal.PlainDate.from(born), 2019)).toBe(year),
  );
  it.each([
    ['2007-09-01', 'autumn'],
    ['2007-12-31', 'autumn'],
    ['2008-01-01', 'spring'],
    ['2008-04-30', 'spring'],
    ['2008-05-01', 'summer'],
    ['2008-08-31', 'summer'],
  ])('born %s: %s', (born, term) => expect(termOfBirth(Temporal.PlainDate.from(born))).toBe(term));
  it('codes', () => {
    expect(['N', 'K', 'E', 'S'].map((code) => senGroups.get(code))).toEqual(['none', 'support', 'plan', 'plan']);
    expect(['ENG', 'ENB', 'OTB', 'BEN', 'REF', 'NOT', ''].map(languageGroup)).toEqual([
      'english',
      'english',
      'other',
      'other',
      'unclassified',
      'unclassified',
      'unclassified',
    ]);
    expect(['WBRI', 'APKN', 'REFU', 'CHNE'].map((code) => ethnicGroups.get(code))).toEqual([
      'White',
      'Asian',
      'Unclassified',
      'Chinese',
    ]);
    expect(isDisadvantaged({ freeMealsInSixYears: false, everInCare: false, leftCare: true })).toBe(true);
    expect(gap(40, 50.1)).toBeCloseTo(-10.1, 9);
  });
});

describe('rounding', () => {
  it.each([
    [0.5, 0, '1'],
    [-0.5, 0, '-1'],
    [1.005, 2, '1.01'],
    [-0.001, 2, '0.00'],
    [2.675, 2, '2.68'],
    [-0.234, 2, '-0.23'],
    [-1.45, 1, '-1.5'],
  ])('%d to %d decimals is %s', (value, decimals, says) => expect(shown(value, decimals)).toBe(says));

  it('D3: 1 of 8 is 13%, 3 of 8 is 38%, nobody is blank', () => {
    expect([percentage(1, 8), percentage(3, 8), percentage(0, 0)]).toEqual([13, 38, null]);
  });

  const seed = newSeed();
  it(`agrees with whole-number arithmetic on means of points (seed ${seed})`, () => {
    const { whole } = random(seed);
    for (let time = 0; time < 5000; time++) {
      const pupils = whole(1, 5000);
      const points = Array.from({ length: Math.min(pupils, 40) }, () => whole(-900_000, 900_000));
      const total = points.reduce((sum, one) => sum + one, 0);
      const mean = points.reduce((sum, one) => sum + one / 10_000, 0) / pupils;
      // Half away from zero of total / (10000 × pupils) to two decimals, in whole numbers.
      const twice = (BigInt(Math.abs(total)) * 200n + 10_000n * BigInt(pupils)) / (20_000n * BigInt(pupils));
      expect(rounded(mean, 2), `${total} over ${pupils}`).toBe((Math.sign(total) * Number(twice)) / 100 + 0);
    }
  });
});

it('the interval of a percentage stays between 0 and 100 and holds the percentage', () => {
  expect(percentageInterval(0, 0)).toBeNull();
  expect(percentageInterval(0, 10)).toMatchObject({ low: 0 });
  expect(percentageInterval(10, 10)?.high).toBeCloseTo(100, 9);
  // 10 of 20: 29.9% to 70.1% (Wilson).
  const half = percentageInterval(10, 20);
  expect([rounded(half?.low ?? 0, 1), rounded(half?.high ?? 0, 1)]).toEqual([29.9, 70.1]);
});
