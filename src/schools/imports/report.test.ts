import { describe, expect, it } from 'vitest';
import { describeImport, type ImportReport, noCounts, summary, toJson } from './report';

const school = { noun: 'school', called: 'an establishments file' };
const report: ImportReport = {
  id: 7,
  kind: 'gias',
  file: '2022-08.csv',
  outcome: 'preview',
  asAt: '2022-08-01',
  asAtSource: "the date in the file's name",
  la: 801,
  counts: {
    ...noCounts,
    rows: 163,
    new: 2,
    changed: 16,
    closed: 3,
    converted: 14,
    unchanged: 125,
    rejected: 3,
    outside: 1,
  },
  unknownNames: [],
  rejects: [
    { line: 4, column: 2, heading: 'LA (code)', value: '12', reason: 'is not an authority code of three figures' },
  ],
  problem: null,
  warnings: [],
};

describe('what an import says', () => {
  it('in a sentence', () => {
    expect(summary(report.counts, school)).toBe(
      '2 schools are new, 16 have changed, 3 have closed and 14 became academies; 3 rows were rejected.',
    );
    expect(summary({ ...noCounts, converted: 1, rejected: 1 }, school)).toBe(
      '1 school became an academy; 1 row was rejected.',
    );
    expect(summary({ ...noCounts, new: 1184, unnamed: 1 }, { noun: 'pupil number' })).toBe(
      '1,184 pupil numbers are new and 1 school is not yet known by name.',
    );
    expect(summary(noCounts, school)).toBe('Nothing has changed.');
    expect(summary({ ...noCounts, confirmed: 1 }, school)).toBe(
      'Nothing has changed, and that it was so on that day is new.',
    );
  });

  it('to people', () => {
    expect(describeImport(report, school)).toEqual([
      '2022-08.csv, an establishments file: 163 rows. 2 schools are new, 16 have changed, 3 have closed and 14 became academies; 3 rows were rejected.',
      '125 rows say what was known and 1 row belongs to another authority.',
      "The facts hold from 1 August 2022 (the date in the file's name).",
      'Line 4, column 2 (LA (code)): "12" is not an authority code of three figures.',
      'This was a look only, and nothing was changed. Add --yes to accept it.',
    ]);
  });

  it('to programs', () => {
    expect(toJson(report)).toMatchObject({
      kind: 'gias',
      outcome: 'preview',
      as_at: '2022-08-01',
      rows: 163,
      new: 2,
      converted: 14,
      rejected: 3,
      outside: 1,
      rejects: [{ line: 4 }],
    });
  });
});
