import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import {
  absenceColumnsSql,
  absenceOf,
  attendanceCodes,
  countsInAbsence,
  countsInAbsenceSql,
  type Sessions,
  sessionsOf,
  sessionsSql,
} from './absence';
import { earlyLearningGoals, earlyYears, earlyYearsSql } from './early-years';
import { ethnicGroups, groupSql, languageGroup, senGroups, termOfBirth } from './groups';
import { keyStage1Reached, keyStage1Sql, phonicsMet, phonicsSql } from './phonics';
import { load } from './testing/load';
import { newSeed, random } from './testing/random';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

describe.each([1, newSeed()])('what DuckDB works out is what the method says (seed %d)', (seed) => {
  const { pick, whole, chance, times } = random(seed);
  const blank = (cell: string) => (cell === '' && chance(0.5) ? null : cell);

  it('early years', async () => {
    const codes = earlyLearningGoals.map((goal) => goal.code);
    const children = times(400, () => {
      const usual = pick(['2', '2', '3']);
      const odd = chance(0.2) ? pick(['A', '', '4']) : null;
      const strange = whole(0, 16);
      return Object.fromEntries(
        codes.map((code, n) => [
          code,
          n === strange && odd !== null ? odd : chance(0.9) ? usual : pick(['1', '2', '3']),
        ]),
      );
    });
    const columns = Object.fromEntries(codes.map((code) => [code.toLowerCase(), 'varchar']));
    await load(
      db,
      'children',
      { child: 'integer', ...columns },
      children.map((one, child) => [child, ...codes.map((code) => blank(one[code] ?? ''))]),
    );
    const rows = await db.query(
      `select assessed, good_level, all_goals, profile_points from (${earlyYearsSql('children')}) order by child`,
    );
    expect(rows).toEqual(
      children.map((one) => {
        const worked = earlyYears(one);
        return {
          assessed: worked !== null,
          good_level: worked?.goodLevel ?? false,
          all_goals: worked?.allGoals ?? false,
          profile_points: worked?.points ?? null,
        };
      }),
    );
    expect(new Set(rows.map((row) => JSON.stringify([row.assessed, row.good_level, row.all_goals]))).size).toBe(4);
  });

  it('phonics and key stage 1', async () => {
    const pupils = times(300, () => ({
      phonics: chance(0.6) ? String(whole(0, 40)) : pick(['Wa', 'Wt', 'A', 'D', 'L', 'Q', 'M', '']),
      reading: pick(['GDS', 'EXS', 'WTS', 'PKF', 'BLW', 'A', 'D', 'L', '']),
      writing: pick(['GDS', 'EXS', 'WTS', 'PKF', 'A']),
      maths: pick(['GDS', 'EXS', 'WTS', 'PKF', 'A']),
      science: pick(['EXS', 'HNM', 'A', '']),
    }));
    const columns = {
      pupil: 'integer',
      phonics: 'varchar',
      reading: 'varchar',
      writing: 'varchar',
      maths: 'varchar',
      science: 'varchar',
    };
    await load(
      db,
      'pupils',
      columns,
      pupils.map((one, pupil) => [
        pupil,
        blank(one.phonics),
        blank(one.reading),
        one.writing,
        one.maths,
        blank(one.science),
      ]),
    );
    expect(await db.query(`select eligible, phonics_met from (${phonicsSql('pupils', 32)}) order by pupil`)).toEqual(
      pupils.map((one) => ({
        eligible: phonicsMet(one.phonics, 32) !== null,
        phonics_met: phonicsMet(one.phonics, 32) ?? false,
      })),
    );
    const wanted = ['reading_expected', 'reading_depth', 'rwm_expected', 'rwm_depth', 'science_expected', 'eligible'];
    expect(await db.query(`select ${wanted.join(', ')} from (${keyStage1Sql('pupils')}) order by pupil`)).toEqual(
      pupils.map((one) => {
        const all = (level: 'expected' | 'greaterDepth') =>
          [one.reading, one.writing, one.maths].every((ta) => keyStage1Reached(ta, level));
        return {
          reading_expected: keyStage1Reached(one.reading, 'expected'),
          reading_depth: keyStage1Reached(one.reading, 'greaterDepth'),
          rwm_expected: all('expected'),
          rwm_depth: all('greaterDepth'),
          science_expected: keyStage1Reached(one.science, 'scienceExpected'),
          eligible: ![one.reading, one.writing, one.maths].includes('L'),
        };
      }),
    );
  });

  it.each(['codes of 2006', 'codes of 2024'] as const)('marks, %s', async (set) => {
    const codes = attendanceCodes[set].map((one) => one.code);
    const enrolments = times(40, (enrolment) => ({
      enrolment,
      marks: times(whole(1, 60), () =>
        enrolment % 9 === 0 ? 'D' : chance(0.7) ? pick(['/', '\\']) : chance(0.1) ? '' : pick(codes),
      ),
    }));
    await load(db, 'marks', { enrolment: 'integer', code: 'varchar' }, [
      ...enrolments.flatMap((one) => one.marks.map((code) => [one.enrolment, blank(code)])),
      [100, '?'],
      [100, '/'],
    ]);
    const sql = sessionsSql({ marks: 'marks', by: ['enrolment'], set });
    const rows = await db.query(`select * from (${sql}) order by enrolment`);
    const expected = enrolments.map((one) => {
      const sessions = sessionsOf(
        one.marks.map((code) => [code, 1]),
        set,
      );
      if (!sessions.ok) throw new Error(sessions.reason.unknownCodes.join());
      return { enrolment: one.enrolment, ...sessions.value, unknown: 0 };
    });
    expect(rows.slice(0, -1)).toEqual(expected);
    expect(rows.at(-1)).toMatchObject({ possible: 1, unknown: 1 });
    const [school] = await db.query(`select ${absenceColumnsSql} from (${sql}) where enrolment < 100`);
    expect(school).toEqual(absenceOf(expected as Sessions[]));
  });

  it('groups', async () => {
    const pupils = times(200, () => ({
      ethnicity: pick([...ethnicGroups.keys(), 'XXXX']),
      sen: pick([...senGroups.keys(), 'Q']),
      language: pick(['ENG', 'ENB', 'OTB', 'BEN', 'REF', 'NOT', '']),
      born: Temporal.PlainDate.from('2007-09-01').add({ days: whole(0, 364) }),
      age: whole(3, 17),
      halfTerm: whole(1, 6),
      startedIn: whole(1, 6),
    }));
    const columns = {
      pupil: 'integer',
      ethnicity: 'varchar',
      sen: 'varchar',
      language: 'varchar',
      born: 'date',
      age: 'integer',
      half_term: 'integer',
      started_in: 'integer',
    };
    await load(
      db,
      'pupils',
      columns,
      pupils.map((one, n) => [
        n,
        one.ethnicity,
        one.sen,
        blank(one.language),
        one.born.toString(),
        one.age,
        one.halfTerm,
        one.startedIn,
      ]),
    );
    expect(
      await db.query(`select ${groupSql.ethnicity('ethnicity')} as ethnicity, ${groupSql.sen('sen')} as sen, ${groupSql.language('language')} as "language",
        ${groupSql.termOfBirth('born')} as term, ${countsInAbsenceSql} as counts from pupils order by pupil`),
    ).toEqual(
      pupils.map((one) => ({
        ethnicity: ethnicGroups.get(one.ethnicity) ?? null,
        sen: senGroups.get(one.sen) ?? null,
        language: languageGroup(one.language),
        term: termOfBirth(one.born),
        counts: countsInAbsence(one),
      })),
    );
  });
});
