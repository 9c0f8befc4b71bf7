import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import {
  bestThreePoints,
  englishOrMathsProgress,
  facilitatingSubjects,
  hasAabInTwoFacilitating,
  isInBestThree,
  level3Points,
  level3ValueAdded,
} from './post-16';
import { post16Sql, unknownLevel3Sql } from './post-16-sql';
import { sum } from './rounding';
import { load } from './testing/load';
import { newSeed, random } from './testing/random';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

const points = level3Points([{ scale: 'applied', grade: 'Distinction', points: 35, size: 1 }]);
const rows = [...points.values()];
const subjects = [...facilitatingSubjects, 'art', 'sociology', 'general studies'];
const columns = {
  pupil: 'integer',
  scale: 'varchar',
  subject: 'varchar',
  grade: 'varchar',
  one_year: 'boolean',
  gcse_points: 'decimal(9,4)',
  english_at_16: 'decimal(9,4)',
  english_after: 'decimal(9,4)',
  maths_at_16: 'decimal(9,4)',
  maths_after: 'decimal(9,4)',
};

it.each([1, newSeed()])('what DuckDB works out is what the method says, for every student (seed %d)', async (seed) => {
  const { pick, whole, chance, times } = random(seed);
  const expected = ['A level', 'AS', 'EPQ', 'applied'].flatMap((scale) =>
    subjects.flatMap((subject) => [
      { year: 2018, scale, subject, gcse_from: 0, gcse_below: 5, points: whole(10, 30) },
      { year: 2018, scale, subject, gcse_from: 5, gcse_below: null, points: whole(25, 50) },
    ]),
  );
  const usual = rows.filter((row) => row.scale === 'A level' && row.points >= 30);
  const students = times(500, (pupil) => ({
    pupil,
    oneYear: chance(0.2),
    gcse: whole(20, 80) / 10,
    english: { at16: chance(0.2) ? null : whole(1, 7), after: chance(0.4) ? null : whole(1, 6) },
    entries: times(whole(1, 5), () => {
      const { scale, grade } = pick(chance(0.8) ? usual : rows);
      const found = points.get(`${scale}\n${grade}`)!;
      return { ...found, subject: pick(subjects) };
    }),
  }));
  await load(
    db,
    'level3',
    columns,
    students.flatMap((one) =>
      one.entries.map((entry) => [
        one.pupil,
        entry.scale,
        entry.subject,
        entry.grade,
        one.oneYear,
        one.gcse,
        one.english.at16,
        one.english.after,
        null,
        null,
      ]),
    ),
  );
  const worked = await db.query(`select * from (${post16Sql({ entries: 'level3', points, expected })}) order by pupil`);
  const exact = (value: number) => Number(value.toFixed(5)) + 0;
  const result = students.map(({ pupil, oneYear, gcse, english, entries }) => {
    const student = { oneYear, entries };
    const academic = entries.filter((one) => one.scale === 'A level' || one.scale === 'AS');
    const progress =
      english.at16 === null
        ? null
        : englishOrMathsProgress([{ at16: english.at16, after: english.after === null ? [] : [english.after] }]);
    const size = sum(entries.map((one) => one.size));
    const added = level3ValueAdded(
      entries.map((one) => ({ ...one, gcse })),
      2018,
      expected,
    );
    if (!added.ok) throw new Error();
    return {
      pupil,
      entered: true,
      a_levels: entries.filter((one) => one.scale === 'A level').length,
      a_level_points: sum(academic.map((one) => one.points)),
      a_level_size: sum(academic.map((one) => one.size)),
      in_best_three: isInBestThree(student),
      best_three_points: bestThreePoints(student),
      aab_facilitating: hasAabInTwoFacilitating(student),
      english_progress: progress,
      maths_progress: null,
      value_added: exact((added.value ?? 0) * size),
      value_added_size: size,
    };
  });
  expect(worked).toEqual(result);
  expect(result.some((one) => one.aab_facilitating)).toBe(true);
  expect(result.some((one) => one.in_best_three !== one.a_levels > 2)).toBe(true);
});

it('a grade that no table holds is listed', async () => {
  await load(db, 'level3', columns, [
    [1, 'A level', 'art', 'A', false, 5, null, null, null, null],
    [1, 'BTEC', 'art', 'D*', false, 5, null, null, null, null],
  ]);
  expect(await db.query(unknownLevel3Sql('level3', points))).toEqual([{ scale: 'BTEC', grade: 'D*', entries: 1 }]);
});
