import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { ownUrns } from '../figures/queries';
import type { Stage } from '../tables';
import type { NewFigure } from './figures';
import type { Missing } from './measure';

export type Audience = 'inside' | 'outside';

/** A figure of our own, as full as the reader may see it. Numbers are text, so that none changes on its way. */
export interface MeasuredFigure {
  measure: string;
  group: string;
  /** 'year', or a half-term. */
  period: string;
  year: number;
  urn: number | null;
  area: string | null;
  /** 'outside': it has been suppressed, has no numerator, and where `value` is null `shown` says why. */
  audience: Audience;
  shown: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  pupils: number | null;
  low: string | null;
  high: string | null;
  band: number | null;
  /** Inside: why others do not see it. */
  reason: NewFigure['reason'];
  runId: number;
  dataset: string;
  /** The releases that it was made from, of a school's figure those about the school; and the least final of their stages. */
  releases: string[];
  stage: Stage;
  finishedAt: Temporal.Instant;
}

/** Which of a place's figures: all of them, unless something is named. */
interface Wanted {
  measures?: readonly string[] | undefined;
  datasets?: readonly string[] | undefined;
  exceptDatasets?: readonly string[];
  group?: string;
  periods?: readonly string[];
  year?: number;
  /** 'outside' where what is shown goes on to others, whoever asks for it. */
  most?: Audience | undefined;
}

const columns = sql`m.measure, m.pupil_group as group, m.period, m.year, m.urn, m.area, m.audience, m.shown, m.value::text, m.numerator::text, m.denominator::text,
  m.pupils, m.low::text, m.high::text, m.band, m.reason, x.id as "runId", x.dataset, x.finished_at as "finishedAt", x.releases, x.stage`;

/** Of both sets the fullest that the reader may see: row-level security decides which there are. */
function fullest(
  place: RawBuilder<unknown>,
  { measures, datasets, exceptDatasets, group, periods, year, most }: Wanted,
) {
  const runs =
    datasets || exceptDatasets
      ? sql`array(select id from data.run where id = any ((select data.current_runs())::int[])
          ${datasets ? sql`and dataset = any (${[...datasets]}::text[])` : sql``}
          ${exceptDatasets ? sql`and dataset <> all (${[...exceptDatasets]}::text[])` : sql``})`
      : sql`(select data.current_runs())::int[]`;
  return sql`select distinct on (c.urn, c.area, c.measure, c.pupil_group, c.period, c.year) c.* from data.measured c
    where ${place} and c.run_id = any (${runs})
      ${measures ? sql`and c.measure = any (${[...measures]}::text[])` : sql``} ${group ? sql`and c.pupil_group = ${group}` : sql``}
      ${periods ? sql`and c.period = any (${[...periods]}::text[])` : sql``} ${year === undefined ? sql`` : sql`and c.year = ${year}`}
      ${most === 'outside' ? sql`and c.audience = 'outside'` : sql``}
    order by c.urn, c.area, c.measure, c.pupil_group, c.period, c.year, c.audience = 'inside' desc`;
}

/**
 * From which releases these figures are, through the school's own list where they are of a school; a table of counts is of attendance too.
 * Many figures are of one run and school: each pair is looked up once.
 */
const withReleases = (figures: RawBuilder<unknown>) => sql`m as materialized (${figures}),
  x as materialized (
    select r.id, coalesce(of.urn, 0) as urn, r.dataset, r.finished_at, made.releases, made.stage
    from (select distinct run_id, urn from m) of join data.run r on r.id = of.run_id
    cross join lateral (
      select array_agg(l.name order by l.id) as releases,
        (array_agg(l.stage order by array_position(array['initial', 'refined', 'confirmed', 'validated'], l.stage)))[1] as stage
      from data.release l
      where l.id = any (r.inputs) and (l.dataset <> 'pupils' or r.dataset = 'pupils')
        and (of.urn is null or exists (select from data.release_school s where s.release_id = l.id and s.urn = of.urn))
    ) made)`;

const joined = sql`from m join x on x.id = m.run_id and x.urn = coalesce(m.urn, 0)`;

/** Current figures of our own of a school, under its URN and those that it converted from; of two the later holds. */
export async function measuredOfSchool(tx: Tx, urn: number, wanted: Wanted = {}): Promise<MeasuredFigure[]> {
  const line = (await ownUrns(tx, [urn])).get(urn) ?? [urn];
  const { rows } = await sql<MeasuredFigure>`
    with ${withReleases(sql`select f.* from unnest(${line}::int[]) as each (place)
      cross join lateral (${fullest(sql`c.urn = each.place`, wanted)} offset 0) f`)}
    select distinct on (m.measure, m.pupil_group, m.period, m.year) ${columns} ${joined}
    order by m.measure, m.pupil_group, m.period, m.year, array_position(${line}::int[], m.urn) desc`.execute(tx);
  return rows;
}

/** Current figures of these schools: of everybody unless a group is named. */
export async function measuredOfSchools(
  tx: Tx,
  urns: readonly number[],
  wanted: Wanted = {},
): Promise<MeasuredFigure[]> {
  const { rows } = await sql<MeasuredFigure>`
    with ${withReleases(sql`select f.* from unnest(${[...new Set(urns)]}::int[]) as each (place)
      cross join lateral (${fullest(sql`c.urn = each.place`, { group: 'all', ...wanted })} offset 0) f`)}
    select ${columns} ${joined} order by m.urn, m.measure, m.year, m.period`.execute(tx);
  return rows;
}

/** Current figures of these areas. */
export async function measuredOfAreas(
  tx: Tx,
  areas: readonly string[],
  wanted: Wanted = {},
): Promise<MeasuredFigure[]> {
  const { rows } = await sql<MeasuredFigure>`
    with ${withReleases(sql`select f.* from unnest(${[...new Set(areas)]}::text[]) as each (place)
      cross join lateral (${fullest(sql`c.area = each.place`, wanted)} offset 0) f`)}
    select ${columns} ${joined} order by m.area, m.measure, m.pupil_group, m.year, m.period`.execute(tx);
  return rows;
}

/** A pupil behind a figure. */
export interface PupilBehind {
  urn: number;
  upn: string;
  /** From the census of that year; null where the school has brought none. */
  surname: string | null;
  forename: string | null;
  yearGroup: string | null;
  /** By dimension: { sex: 'girls' }. */
  groups: Record<string, string>;
  /** True or false, a number, or [sum, what it is divided by]. */
  result: boolean | number | [number, number];
}

/** The pupils behind a school's figure, by name. Nobody but the school's named data users and data analysts sees any. */
export async function pupilsBehind(
  tx: Tx,
  urn: number,
  measure: string,
  {
    year,
    period = 'year',
    group = {},
  }: {
    year: number;
    period?: string /** By dimension, as `groupsIn` says it. */;
    group?: Readonly<Record<string, string>>;
  },
): Promise<PupilBehind[]> {
  const { rows } = await sql<PupilBehind>`
    select p.urn, p.upn, n.surname, n.forename, n.year_group as "yearGroup", p.groups, p.results -> ${measure} as result
    from data.pupil_result p join data.run r on r.id = p.run_id
    left join lateral (
      select c.release_id from data.current_release_school c where c.dataset = 'pupils' and c.year = r.year and c.urn = p.urn limit 1
    ) census on true
    left join data.pupil n on n.release_id = census.release_id and n.urn = p.urn and n.upn = p.upn
    where p.urn = ${urn} and p.run_id = any ((select data.current_runs())::int[]) and r.year = ${year} and p.period = ${period}
      and p.results ? ${measure} and p.groups @> ${JSON.stringify(group)}::jsonb
    order by n.surname, n.forename, p.upn`.execute(tx);
  return rows;
}

/** What a run over a school's files lacks. */
export type RunMissing = Missing & {
  dataset: string /** The academic year of the run, by the year in which it starts. */;
  of: number;
};

/** Measures of a school's files that have no figures because a table, or the census, is not in hand; and what others are worked out without. */
export async function missingOf(tx: Tx, urn: number): Promise<RunMissing[]> {
  const line = (await ownUrns(tx, [urn])).get(urn) ?? [urn];
  const { rows } = await sql<RunMissing>`
    select r.dataset, r.year as of, x.* from data.run r
    cross join lateral jsonb_to_recordset(r.missing) as x (measure text, needs text, year int, sentence text)
    where r.id = any ((select data.current_runs())::int[]) and exists (
      select from data.release_school s join data.release l on l.id = s.release_id
      where s.release_id = any (r.inputs) and s.urn = any (${line}::int[]) and (l.dataset <> 'pupils' or r.dataset = 'pupils'))
    order by r.dataset, r.year, x.measure`.execute(tx);
  return rows;
}
