import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import {
  isEligible,
  ks2PriorAttainment,
  reached,
  readingWritingMathsExpected,
  readingWritingMathsHigh,
  scaledScore,
  scoreExpected,
  scoreHigh,
  writingReached,
} from './key-stage-2';
import { type Ks2Pupil, ks1Average, ks2Progress, outcomePoints } from './key-stage-2-progress';
import { keyStage2Sql } from './key-stage-2-sql';
import { madeUpKs2Averages } from './testing/ks2-averages';
import { load } from './testing/load';
import { newSeed, random } from './testing/random';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

const points = outcomePoints(2018);
if (!points.ok) throw new Error(points.reason.sentence);
const columns = [
  'reading',
  'maths',
  'gps',
  'writing',
  'science',
  'reading_assessment',
  'maths_assessment',
  'ks1_reading',
  'ks1_writing',
  'ks1_maths',
];

for (const seed of [1, newSeed()]) {
  it(`what DuckDB works out is what the method says, for every pupil (seed ${seed})`, async () => {
    const { pick, whole, chance, times } = random(seed);
    const averages = madeUpKs2Averages(-15);
    const test = () =>
      chance(0.7) ? String(whole(78, 122)) : pick(['A', 'B', 'B', 'B', 'T', 'J', 'N', 'L', 'M', 'Q', 'H', 'X', '']);
    const assessment = () => pick(['', 'PKG', 'PKE', 'PKF', 'BLW', 'P1i', 'P4', 'P8', 'HNM', 'N', 'EXS']);
    const ks1 = () => pick(['W', '1', '2C', '2B', '2A', '3', '4', 'P4', '2B', '2A', '', 'A', 'D', 'M']);
    const pupils = times(
      800,
      (): Ks2Pupil => ({
        reading: test(),
        maths: test(),
        gps: test(),
        writing: pick(['GDS', 'EXS', 'EXS', 'WTS', 'PKG', 'PKE', 'PKF', 'BLW', 'P3ii', 'A', 'D', 'L', '', 'N']),
        science: pick(['EXS', 'HNM', 'A', '']),
        readingAssessment: assessment(),
        mathsAssessment: assessment(),
        ks1: { reading: ks1(), writing: ks1(), maths: ks1() },
      }),
    );
    const cells = (one: Ks2Pupil) =>
      [
        one.reading,
        one.maths,
        one.gps,
        one.writing,
        one.science,
        one.readingAssessment,
        one.mathsAssessment,
        one.ks1.reading,
        one.ks1.writing,
        one.ks1.maths,
      ].map((cell) => (cell === '' && chance(0.5) ? null : cell));
    const types = Object.fromEntries(columns.map((column) => [column, 'varchar']));
    await load(
      db,
      'pupils',
      { pupil: 'integer', ...types },
      pupils.map((one, pupil) => [pupil, ...cells(one)]),
    );
    const rows = await db.query(
      `select * exclude (${columns.join(', ')}) from (${keyStage2Sql({ pupils: 'pupils', progress: { points: points.value, averages } })}) order by pupil`,
    );
    const exact = (value: number | undefined) => (value === undefined ? null : Number(value.toFixed(6)) + 0);
    const of = (one: Ks2Pupil, subject: 'reading' | 'maths' | 'gps') => ({
      [`${subject}_score`]: scaledScore(one[subject]),
      [`${subject}_expected`]: reached(one[subject], scoreExpected),
      [`${subject}_high`]: reached(one[subject], scoreHigh),
    });
    const progress = (one: Ks2Pupil, subject: 'reading' | 'maths' | 'writing') => {
      const worked = ks2Progress(one, subject, points.value, averages);
      return {
        [`${subject}_progress`]: exact(worked?.score),
        [`${subject}_progress_original`]: exact(worked?.original),
      };
    };
    const expected = pupils.map((one, pupil) => ({
      pupil,
      ...of(one, 'reading'),
      ...of(one, 'maths'),
      ...of(one, 'gps'),
      writing_expected: writingReached(one.writing),
      writing_high: writingReached(one.writing, ['GDS']),
      writing_towards: writingReached(one.writing, ['WTS']),
      science_expected: one.science === 'EXS',
      eligible: isEligible(one),
      rwm_expected: readingWritingMathsExpected(one),
      rwm_high: readingWritingMathsHigh(one),
      ks1_points: exact(ks1Average(one.ks1) ?? undefined),
      prior_attainment: ks2PriorAttainment(ks1Average(one.ks1)),
      ...progress(one, 'reading'),
      ...progress(one, 'maths'),
      ...progress(one, 'writing'),
    }));
    expect(rows).toEqual(expected);
    expect(
      expected.some(
        (one) =>
          (one as Record<string, unknown>).reading_progress !==
          (one as Record<string, unknown>).reading_progress_original,
      ),
    ).toBe(true);
  });
}
