import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { inOrder, ownUrns } from '../figures/queries';
import type { Stage } from '../tables';
import type { NewFigure } from './figures';
import type { Missing } from './measure';

export type Audience = 'inside' | 'outside';

/** What a run worked figures out from. */
interface Made {
  dataset: string;
  /** The releases, of a school's figure those about the school; and the least final of their stages. */
  releases: string[];
  stage: Stage;
  finishedAt: Temporal.Instant;
}

/** A figure of our own, as full as the reader may see it. Numbers are text, so that none changes on its way. */
export interface MeasuredFigure extends Made {
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

/** What stands in the row of a figure itself. */
type Row = Omit<MeasuredFigure, keyof Made>;

const columns = sql`c.measure, c.pupil_group as group, c.period, c.year, c.urn, c.area, c.audience, c.shown, c.value::text, c.numerator::text,
  c.denominator::text, c.pupils, c.low::text, c.high::text, c.band, c.reason, c.run_id as "runId"`;

/** Of current runs. */
function wantedOf({ measures, datasets, exceptDatasets, group, periods, year }: Wanted): RawBuilder<unknown> {
  const runs =
    datasets || exceptDatasets
      ? sql`array(select id from data.run where id = any ((select data.current_runs())::int[])
          ${datasets ? sql`and dataset = any (${[...datasets]}::text[])` : sql``}
          ${exceptDatasets ? sql`and dataset <> all (${[...exceptDatasets]}::text[])` : sql``})`
      : sql`(select data.current_runs())::int[]`;
  return sql`c.run_id = any (${runs})
      ${measures ? sql`and c.measure = any (${[...measures]}::text[])` : sql``} ${group ? sql`and c.pupil_group = ${group}` : sql``}
      ${periods ? sql`and c.period = any (${[...periods]}::text[])` : sql``} ${year === undefined ? sql`` : sql`and c.year = ${year}`}`;
}

/** Of each school the set that is the reader's, of its governors both: row-level security asks the same functions. */
async function ofSchools(tx: Tx, urns: readonly number[], wanted: Wanted): Promise<Row[]> {
  const sets =
    wanted.most === 'outside'
      ? sql`array['outside']`
      : sql`case when platform.sees('system', 'pupil/*') or each.place = any ((select data.inside_schools())::int[]) then array['inside']
          when each.place = any ((select data.governed_schools())::int[]) then array['outside', 'inside'] else array['outside'] end`;
  const { rows } = await sql<Row>`
    select f.* from unnest(${[...new Set(urns)]}::int[]) as each (place)
    cross join lateral (
      select ${columns} from data.measured c where c.urn = each.place and c.audience = any (${sets}) and ${wantedOf(wanted)} offset 0
    ) f`.execute(tx);
  return rows;
}

/**
 * With what they were made from, through the school's own list of releases where they are of a school; a table of counts is of attendance too.
 * Many figures are of one run and school: each pair is looked up once.
 */
async function withReleases(tx: Tx, rows: readonly Row[]): Promise<MeasuredFigure[]> {
  const pairs = new Map(rows.map((row) => [`${row.runId} ${row.urn}`, row]));
  if (pairs.size === 0) return [];
  const made = await sql<Made & { pair: string }>`
    select of.run || ' ' || coalesce(of.urn::text, 'null') as pair, r.dataset, r.finished_at as "finishedAt", made.releases, made.stage
    from unnest(${[...pairs.values()].map(({ runId }) => runId)}::int[], ${[...pairs.values()].map(({ urn }) => urn)}::int[]) as of (run, urn)
    join data.run r on r.id = of.run
    cross join lateral (
      select array_agg(l.name order by l.id) as releases,
        (array_agg(l.stage order by array_position(array['initial', 'refined', 'confirmed', 'validated'], l.stage)))[1] as stage
      from data.release l
      where l.id = any (r.inputs) and (l.dataset <> 'pupils' or r.dataset = 'pupils')
        and (of.urn is null or exists (select from data.release_school s where s.release_id = l.id and s.urn = of.urn))
    ) made`.execute(tx);
  const madeOf = new Map(made.rows.map(({ pair, ...one }) => [pair, one]));
  return rows.flatMap((row) => {
    const one = madeOf.get(`${row.runId} ${row.urn}`);
    return one ? [{ ...row, ...one }] : [];
  });
}

const cellOf = ({ measure, group, period, year }: Row): string => `${measure}\n${group}\n${period}\n${year}`;

/** Of two rows of one cell the fuller, and first of all that of the later school of `line`. */
const fullest = (rows: Row[], line: readonly number[], key: (row: Row) => string): Map<string, Row> =>
  new Map(
    rows
      .sort(
        (a, b) =>
          line.indexOf(a.urn ?? 0) - line.indexOf(b.urn ?? 0) ||
          Number(a.audience === 'inside') - Number(b.audience === 'inside'),
      )
      .map((row) => [key(row), row]),
  );

/** Current figures of our own of a school, under its URN and those that it converted from; of two the later holds. */
export async function measuredOfSchool(tx: Tx, urn: number, ...wishes: Wanted[]): Promise<MeasuredFigure[]> {
  const line = (await ownUrns(tx, [urn])).get(urn) ?? [urn];
  const rows: Row[] = [];
  for (const wanted of wishes.length === 0 ? [{}] : wishes) rows.push(...(await ofSchools(tx, line, wanted)));
  return withReleases(tx, inOrder(fullest(rows, line, cellOf)));
}

/** Current figures of these schools: of everybody unless a group is named. */
export async function measuredOfSchools(
  tx: Tx,
  urns: readonly number[],
  wanted: Wanted = {},
): Promise<MeasuredFigure[]> {
  const rows = await ofSchools(tx, urns, { group: 'all', ...wanted });
  return withReleases(tx, [...fullest(rows, [], (row) => `${row.urn} ${cellOf(row)}`).values()]);
}

/** Current figures of these areas: of an area's two sets the fuller that the reader may see, figure by figure. */
export async function measuredOfAreas(
  tx: Tx,
  areas: readonly string[],
  wanted: Wanted = {},
): Promise<MeasuredFigure[]> {
  const { rows } = await sql<Row>`
    select f.* from unnest(${[...new Set(areas)]}::text[]) as each (place)
    cross join lateral (
      select distinct on (c.measure, c.pupil_group, c.year, c.period) ${columns} from data.measured c
      where c.area = each.place and ${wantedOf(wanted)} ${wanted.most === 'outside' ? sql`and c.audience = 'outside'` : sql``}
      order by c.measure, c.pupil_group, c.year, c.period, c.audience = 'inside' desc offset 0
    ) f
    order by f.area, f.measure, f.group, f.year, f.period`.execute(tx);
  return withReleases(tx, rows);
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
    select p.urn, p.upn, n.surname, n.forename, n.year_group as "yearGroup", p.groups, p.results -> ${period} -> ${measure} as result
    from data.pupil_result p join data.run r on r.id = p.run_id
    left join lateral (
      select c.release_id from data.current_release_school c where c.dataset = 'pupils' and c.year = r.year and c.urn = p.urn limit 1
    ) census on true
    left join data.pupil n on n.release_id = census.release_id and n.urn = p.urn and n.upn = p.upn
    where p.urn = ${urn} and p.run_id = any ((select data.current_runs())::int[]) and r.year = ${year}
      and p.results -> ${period} ? ${measure} and p.groups @> ${JSON.stringify(group)}::jsonb
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
