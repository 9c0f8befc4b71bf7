import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import {
  attainment8,
  ebacc,
  englishAndMaths,
  gcsePoints,
  type Ks4Result,
  type Ks4Subject,
  ks4Subjects,
} from './key-stage-4';
import { keyStage4Sql, unknownResultsSql } from './key-stage-4-sql';
import { fineLevel, type Progress8Averages, progress8, progress8Groups } from './progress-8';
import { earlyAverages } from './testing/averages';
import { load } from './testing/load';
import { newSeed, random } from './testing/random';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

const points = gcsePoints(2018);
if (!points.ok) throw new Error(points.reason.sentence);
const combined = 'GCSE combined science (per slot, two slots)';
const scales = ['GCSE 9-1', 'GCSE 9-1', 'GCSE A*-G', 'level 2 technical award', 'level 1 technical award'];
const subjects = Object.keys(ks4Subjects) as Ks4Subject[];

for (const seed of [1, newSeed()]) {
  it(`what DuckDB works out is what the method says, for every pupil (seed ${seed})`, async () => {
    const { pick, whole, chance, times } = random(seed);
    const averages: Progress8Averages = {
      year: 2018,
      groups: new Map(
        progress8Groups.map((group) => {
          const of = (per: number) => Math.round(group * per * 100 + whole(-50, 50)) / 100;
          return [
            group,
            { total: of(11), english: of(2.2), maths: of(2), ebacc: of(3), open: of(3.5), minimum: -whole(8, 30) / 10 },
          ];
        }),
      ),
    };
    const entryOf = () => {
      const subject = pick(subjects);
      const scale =
        subject === 'combined-science' ? combined : subject === 'other' ? pick(scales) : pick(scales.slice(0, 3));
      const grade = pick(points.value.rows.filter((row) => row.scale === scale)).grade;
      return { subject, scale, grade };
    };
    const pupils = times(600, (pupil) => ({
      pupil,
      reading: chance(0.1) ? null : whole(10, 62) / 10,
      maths: chance(0.1) ? null : whole(10, 62) / 10,
      entries: times(whole(0, 14), entryOf),
    }));
    await load(
      db,
      'pupils',
      { pupil: 'integer', school: 'integer', ks2_reading: 'decimal(3,1)', ks2_maths: 'decimal(3,1)' },
      pupils.map((one) => [one.pupil, 1, one.reading, one.maths]),
    );
    await load(
      db,
      'entries',
      { pupil: 'integer', subject: 'varchar', scale: 'varchar', grade: 'varchar' },
      pupils.flatMap((one) => one.entries.map((entry) => [one.pupil, entry.subject, entry.scale, entry.grade])),
    );
    const rows = await db.query(
      `${keyStage4Sql({ entries: 'entries', pupils: 'pupils', points: points.value, averages })} order by pupil`,
    );
    const exact = (value: number | undefined) => (value === undefined ? null : Number(value.toFixed(6)) + 0);
    const expected = pupils.map((one) => {
      const results: Ks4Result[] = one.entries.map((entry) => ({
        subject: entry.subject,
        scale: entry.scale,
        points: points.value.of(entry.scale, entry.grade)!,
      }));
      const attained = attainment8(results);
      const level = fineLevel(one.reading, one.maths);
      const progress = progress8(attained, level, averages);
      return {
        pupil: one.pupil,
        school: 1,
        ks2_reading: one.reading,
        ks2_maths: one.maths,
        ks2_level: level,
        attainment8: attained.total,
        attainment8_english: attained.english,
        attainment8_maths: attained.maths,
        attainment8_ebacc: attained.ebacc,
        attainment8_open: attained.open,
        ebacc_entered: ebacc(results).entered,
        ebacc_points: ebacc(results).points,
        english_maths_4: englishAndMaths(results, 4),
        english_maths_5: englishAndMaths(results, 5),
        progress8: exact(progress?.score),
        progress8_original: exact(progress?.original),
        progress8_english: exact(progress ? progress.english * 2 : undefined),
        progress8_maths: exact(progress ? progress.maths * 2 : undefined),
        progress8_ebacc: exact(progress ? progress.ebacc * 3 : undefined),
        progress8_open: exact(progress ? progress.open * 3 : undefined),
      };
    });
    expect(rows).toEqual(expected);
    expect(expected.some((one) => one.progress8 !== one.progress8_original)).toBe(true);
    expect(expected.some((one) => one.ebacc_entered)).toBe(true);
  });
}

it('a grade or a subject that is not known is listed, not lost', async () => {
  await load(db, 'entries', { pupil: 'integer', subject: 'varchar', scale: 'varchar', grade: 'varchar' }, [
    [1, 'history', 'GCSE 9-1', '9'],
    [1, 'other', 'cake', 'gold'],
    [2, 'other', 'cake', 'gold'],
    [2, 'History', 'GCSE 9-1', '8'],
  ]);
  const rows = await db.query(unknownResultsSql('entries', points.value));
  expect(rows).toEqual([
    { subject: 'History', scale: 'GCSE 9-1', grade: '8', entries: 1 },
    { subject: 'other', scale: 'cake', grade: 'gold', entries: 2 },
  ]);
});

it('averages without one of the groups are refused, as by the method', () => {
  const sql = () =>
    keyStage4Sql({ entries: 'entries', pupils: 'pupils', points: points.value, averages: earlyAverages });
  expect(sql).toThrow('level 3.9');
});
