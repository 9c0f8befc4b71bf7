import { ok, type Result, refused } from '../../platform/result';
import {
  aLevelSubjectsSql,
  codeSetOn,
  countsInAbsenceSql,
  earlyYearsSql,
  gcsePoints,
  keyStage1Sql,
  keyStage2Sql,
  keyStage4Sql,
  knownActivities,
  ks2Averages,
  ks4SubjectsSql,
  level3Points,
  needsTable,
  outcomePoints,
  phonicsChecksSql,
  phonicsStandard,
  post16Sql,
  progress8Averages,
  sessionsSql,
  severalReasonsFrom,
  type TableName,
  unknownActivitiesSql,
  unknownLevel3Sql,
  unknownResultsSql,
} from '../methods';
import { lapsesLacking, monthsSql } from './activity';
import { Base, type NoUnits, type Units } from './base';
import { groupColumns, mobilitySql } from './groups';
import { halfTermList, halfTermSql } from './half-terms';
import { type MeasuredDataset, type Sources, schoolsOf } from './sources';
import type { Supplied } from './supplied';

/** The units with everything that any figure asks for. */
export const wholeUnits = ({ sql, beside }: Pick<Units, 'sql' | 'beside'>): string =>
  beside === undefined ? sql : `select * from (${sql}) left join (${beside}) using (urn, upn)`;

/**
 * The pupils of a dataset by the methods' own builders. `year` is the one in which the academic year starts, the methods' is its summer; `areas` a table of the
 * areas that each school belongs to, without which all are of one authority.
 */
export function unitsOf(
  dataset: MeasuredDataset,
  year: number,
  sources: Sources,
  supplied: Supplied,
  areas: string | null = null,
): Result<Units, NoUnits> {
  return builders[dataset](new Base(dataset, year, sources, areas), supplied);
}

type Builder = (base: Base, supplied: Supplied) => Result<Units, NoUnits>;

const builders: Record<MeasuredDataset, Builder> = {
  // What a school's pupils are like is told of everybody, and of girls and boys. A group by itself would say what it is made of: everybody of those who
  // speak another language speaks one, and where that may not be told of a few it hides the whole.
  pupils: (base) =>
    ok({
      ...base.units(
        `select * from ${base.withCensus(`(select urn, upn, sex, born, enrolment, free_meals_in_six_years, had_free_meals from ${base.census})`)} where ${onRoll}`,
      ),
      dimensions: ['sex'],
    }),

  'early-years': (base) => ok(base.units(earlyYearsSql(base.withCensus(base.typed())))),

  phonics: (base, { phonicsStandards }) => {
    const [yearOne, now] = [
      phonicsStandard(base.summer - 1, phonicsStandards),
      phonicsStandard(base.summer, phonicsStandards),
    ];
    if (!now.ok) return now;
    // Without the standard of the year before, marks of year 1 say nothing, and outcomes still do.
    const standards = { yearOne: yearOne.ok ? yearOne.value : 41, now: now.value };
    // What the file says of the year that a pupil is in goes before the census.
    const pupils = base.withCensus(
      `(select * rename (year_group as own_year_group) from ${base.typed()})`,
      ', coalesce(r.own_year_group, try_cast(c.year_group as int)) as year_group',
    );
    const checks = phonicsChecksSql(pupils, standards);
    const unplaced = {
      sql: `select bool_or(year_group is null) as some, bool_and(year_group is null) as all from ${pupils}`,
      some: 'Of some pupils neither a file nor a census says which year they are in, so they count in no figure: bring the census of pupils of this year.',
      all: 'Neither a file nor a census says who is in Year 1 and who in Year 2: bring the census of pupils of this year, then these are worked out.',
    };
    if (yearOne.ok) return ok(base.units(checks, { unplaced }));
    return ok(
      base.units(checks, {
        unplaced,
        unknown: {
          sql: `select null as subject, null as scale, null as grade, count(*)::int as entries, []::int[] as lines from (${checks})
            where check_year = 2 and eligible and not phonics_met and phonics_year_one ~ '\\d+' having count(*) > 0`,
          table: 'phonics-standard',
          touches: (measure) => measure === 'own-phonics-by-year-2',
          reason: yearOne.reason,
        },
      }),
    );
  },

  ks1: (base) => ok(base.units(keyStage1Sql(base.withCensus(base.typed())))),

  'ks2-pupils': (base, supplied) => {
    const points = outcomePoints(base.summer, supplied.outcomePoints(base.summer));
    const averages = ks2Averages(base.summer, supplied.ks2Averages);
    const missing = [points, averages].flatMap((one) =>
      one.ok ? [] : [{ without: 'ks2-progress-averages' as const, reason: one.reason }],
    );
    const ks1 = ['ks1_reading', 'ks1_writing', 'ks1_maths'];
    const rows = base.withCensus(
      `(select * rename (${ks1.map((name) => `${name} as own_${name}`).join(', ')}) from ${base.typed()})`,
      ks1.map((name) => `, coalesce(r.own_${name}, c.${name}) as ${name}`).join(''),
    );
    const progress = points.ok && averages.ok ? { points: points.value, averages: averages.value } : null;
    return ok(
      base.units(keyStage2Sql({ pupils: rows, progress }), {
        own: { prior: "prior_attainment || '-prior'", mobility: mobilitySql(base.year) },
        missing,
      }),
    );
  },

  'ks4-entries': (base, supplied) => {
    const points = gcsePoints(base.summer, supplied.gcsePoints(base.summer));
    if (!points.ok) return points;
    const averages = progress8Averages(base.summer, supplied.progress8Averages);
    const entries = base.typed();
    const carried = ['sex', 'born', 'ks2_reading', 'ks2_maths'];
    const others = Object.entries(groupColumns).filter(([, from]) => !carried.includes(from));
    const pupils = `(select urn, upn, ${carried.join(', ')}, ${others.map(([name, from]) => `${from} as ${name}`).join(', ')}, year_group = '11' and ${onRoll} as leaving
      from ${base.census} where urn in ${schoolsOf('ks4-entries', base.sources)})`;
    const worked = keyStage4Sql({
      entries,
      pupils,
      points: points.value,
      averages: averages.ok ? averages.value : null,
      key: ['urn', 'upn'],
      carried,
    });
    const level = 'round(((coalesce(ks2_reading, ks2_maths) + coalesce(ks2_maths, ks2_reading)) / 2)::decimal(9,4), 1)';
    return ok({
      ...base.units(
        // Everybody in Year 11 of the census, and whoever has an entry and is not in the census at all: all of them count, whatever they entered.
        `select * exclude (leaving, sex, born), sex as g_sex, born as g_born from (${worked}) where coalesce(leaving, true)`,
        {
          own: {
            // A level is six points.
            prior: `case when ${level} < 4 then 'low-prior' when ${level} < 5 then 'middle-prior' when ${level} is not null then 'high-prior' end`,
            mobility: mobilitySql(base.year),
          },
          missing: averages.ok ? [] : [{ without: 'attainment-8-averages', reason: averages.reason }],
          unknown: {
            sql: unknownResultsSql(`(select * from ${entries} where grade is not null)`, points.value, { lines: true }),
            table: 'gcse-points',
            touches: (measure, { subject }) =>
              !measure.includes('-subject-') || measure.startsWith(`own-ks4-subject-${subject}-`),
          },
        },
      ),
      beside: ks4SubjectsSql(entries, points.value.rows),
      parts: ['sex'],
    });
  },

  'post-16-pupils': (base, supplied) => {
    const points = level3Points(supplied.level3Points);
    const expected = supplied.expectedPoints(base.summer);
    // Who has a row without an entry may have left, or be without a result: no result counts, and what the row says of the student does.
    const entries = `(select upn || urn as pupil, * from ${base.typed()})`;
    const students = `(select upn || urn as pupil, urn, upn, any_value(sex) as sex, any_value(born) as born, bool_or(retained) as retained from ${base.typed()} group by urn, upn)`;
    const worked = post16Sql({ entries, points, expected: expected.length > 0 ? expected : null });
    return ok({
      ...base.units(
        `select s.*, w.* exclude (pupil) from ${base.withCensus(students)} s join (${worked}) w using (pupil)`,
        {
          missing: expected.length > 0 ? [] : [missingTable('level-3-expected-points', base.summer)],
          unknown: {
            sql: unknownLevel3Sql(`(select * from ${entries} where grade is not null)`, points, { lines: true }),
            table: 'level-3-points',
            touches: (measure, { scale }) => !measure.includes('-subject-') || scale === 'A level',
          },
        },
      ),
      beside: aLevelSubjectsSql(base.typed(), [...points.values()]),
      parts: ['sex'],
    });
  },

  'attendance-marks': attendance,
  'attendance-counts': attendance,

  'exclusion-events': (base, { bankHolidays }) => {
    if (!base.sources.pupils) return refused({ needsDataset: 'pupils' });
    const halfTerm = halfTermSql(base.summer, bankHolidays);
    const reasons =
      base.year < severalReasonsFrom
        ? '[reason]'
        : 'case when coalesce(reason, reason_2, reason_3) is null then [null] else list_distinct([reason, reason_2, reason_3]) end';
    // Where the parts of the year are not known the year still is.
    const rows = `with event as materialized (
  select urn, upn, sex, born, category, sessions, ${reasons} as reasons, (${halfTerm.ok ? halfTerm.value : '0'})::tinyint as half_term from (select *, start as day from ${base.typed()})
),
counted as (
  select urn, upn, half_term, count(*) filter (category = 'permanent') as permanent, count(*) filter (category = 'fixed') as fixed,
    (coalesce(sum(sessions) filter (category = 'fixed'), 0) + count(*) filter (category = 'lunchtime'))::decimal(9,4) / 2 as days_lost
  from event group by grouping sets ((urn, upn), (urn, upn, half_term))
),
because as (
  select urn, upn, histogram(reason) filter (category = 'permanent') as permanent_reasons, histogram(reason) filter (category = 'fixed') as fixed_reasons
  from (select urn, upn, category, coalesce(unnest(reasons), 'none') as reason from event) group by urn, upn
),
-- Rates are of the roll of schools that have brought their events: in another nothing is known of them, and nothing of half-terms after the last event of one.
part as (
  select distinct urn, null::tinyint as half_term from event
  union all select urn, n::tinyint from (select urn, max(half_term) as latest from event group by urn), range(1, 7) half(n) where n <= latest
),
-- Rates are over the roll. An exclusion counts all the same of who was off it by January, or is chiefly at another school.
pupil as (
  select urn, upn, coalesce(e.sex, c.sex) as sex, coalesce(e.born, c.born) as born, c.upn is not null and ${onRoll} as on_roll
  from ${base.census} c full join (select urn, upn, any_value(sex) as sex, any_value(born) as born from event group by urn, upn) e using (urn, upn)
)
select r.* exclude (half_term), case when r.half_term is null then 'year' else ${halfTermList}[r.half_term] end as period,
  coalesce(c.permanent, 0) as permanent, coalesce(c.fixed, 0) as fixed, coalesce(c.days_lost, 0)::decimal(9,2) as days_lost,
  case when r.half_term is null then b.permanent_reasons end as permanent_reasons, case when r.half_term is null then b.fixed_reasons end as fixed_reasons
from ${base.withCensus(`(select urn, upn, half_term, sex, born, on_roll from pupil join part using (urn))`)} r
left join counted c on c.urn = r.urn and c.upn = r.upn and c.half_term is not distinct from r.half_term
left join because b on b.urn = r.urn and b.upn = r.upn
where on_roll or c.urn is not null`;
    return ok({ ...base.units(rows, { byPeriod: true }), behind: "period = 'year'" });
  },

  'transfer-pupils': transfer,

  'destination-pupils': (base) =>
    ok(
      base.units(
        `select * from ${base.withCensus(
          base.once(`(select * replace (coalesce(leaving, 'key-stage-4') as leaving) from ${base.typed()})`, 'leaving'),
        )}`,
        { told: true, behind: toOwn },
      ),
    ),

  'monthly-activity': (base, { activityCodes, activityLapses }) => {
    const known = knownActivities(activityCodes, activityLapses ?? []);
    const rows = base.typed();
    const months = monthsSql(rows, base.year, known, (recorded) => base.once(recorded, 'month'));
    return ok(
      base.units(`select * from ${base.withCensus(`(${months})`)}`, {
        byPeriod: true,
        told: true,
        behind: toOwn,
        unknown: { sql: unknownActivitiesSql(rows, known), table: 'activities', touches: () => true },
        ...(activityLapses ? {} : { lacks: lapsesLacking(base.summer) }),
      }),
    );
  },
};

/** Of whom the file says nothing in a subject, nothing is known there: the figures of each are of those whose result it has. */
function transfer(base: Base): Result<Units, NoUnits> {
  return ok(base.units(keyStage2Sql({ pupils: base.withCensus(base.typed()), progress: null })));
}

const missingTable = (without: TableName, year: number): Units['missing'][0] => ({
  without,
  reason: needsTable(without, year).reason,
});

/** What a school's own people are told of. */
const toOwn = "told is distinct from 'outside'";

/** A pupil of two schools is on the roll of the one where they are chiefly. */
const onRoll = "coalesce(enrolment, 'sole') <> 'dual-subsidiary'";

/**
 * Sessions by half term and of the year, from marks where a school has brought them, else from counts. Who is not of compulsory school age, the sixth half term of
 * year 11, and who first started in it are out (attendance.md section 2).
 */
function attendance(base: Base, { bankHolidays }: Supplied): Result<Units, NoUnits> {
  const halfTerm = base.sources['attendance-marks'] ? halfTermSql(base.summer, bankHolidays) : ok('null');
  if (!halfTerm.ok) return halfTerm;
  const marks = `(select urn, upn, (${halfTerm.value})::tinyint as half_term, mark as code from ${base.typed('attendance-marks')})`;
  const fromMarks = `select urn, upn, half_term, possible, authorised, unauthorised from (${sessionsSql({
    marks,
    by: ['urn', 'upn', 'half_term'],
    set: codeSetOn(Temporal.PlainDate.from({ year: base.year, month: 9, day: 1 })),
  })})`;
  const fromCounts = `select urn, upn, list_position(${halfTermList}, period)::tinyint as half_term, sum(possible) as possible, sum(authorised) as authorised, sum(unauthorised) as unauthorised
    from ${base.typed('attendance-counts')} where period is not null group by all`;
  const { 'attendance-marks': hasMarks, 'attendance-counts': hasCounts } = base.sources;
  const sessions = !hasCounts
    ? fromMarks
    : !hasMarks
      ? fromCounts
      : `select * from marked union all by name select * from (${fromCounts}) where urn not in (select urn from marked)`;
  const absent = 'authorised + unauthorised as absent, true as counts';
  const rows = `with ${hasMarks && hasCounts ? `marked as materialized (${fromMarks}),\n` : ''}sessions as materialized (${sessions}),
enrolment as (
  select p.*, date_diff('year', g_born, date '${base.year}-08-31') - (strftime(g_born, '%m%d') > '0831')::int as age
  from ${base.withCensus(`(select urn, upn, null::varchar as sex, null::date as born, min(half_term) as started_in from sessions where possible > 0 group by urn, upn)`)} p
),
counting as materialized (
  select e.* exclude (age, started_in), half_term, possible::int as possible, authorised::int as authorised, unauthorised::int as unauthorised
  from sessions join enrolment e using (urn, upn)
  where possible > 0 and (case when age is null then started_in < 6 else ${countsInAbsenceSql} end)
),
whole as (select urn, upn, sum(possible)::int as possible, sum(authorised)::int as authorised, sum(unauthorised)::int as unauthorised from counting group by urn, upn)
select * exclude (half_term), ${halfTermList}[half_term] as period, ${absent} from counting
union all by name
select e.* exclude (age, started_in), possible, authorised, unauthorised, 'year' as period, ${absent} from whole join enrolment e using (urn, upn)`;
  return ok(base.units(rows, { byPeriod: true }));
}
