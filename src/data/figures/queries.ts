import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { lineages } from '../../schools';
import type { Stage } from '../tables';
import '../tables';

interface FromRelease {
  release: string;
  stage: Stage;
  file: string;
  acceptedAt: Temporal.Instant;
}

/** A published fact with where it comes from. Numbers are text, so that none changes on its way. */
export interface Figure extends FromRelease {
  measure: string;
  group: string;
  /** The calendar year in which the academic year starts. */
  year: number;
  urn: number | null;
  area: string | null;
  shown: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  low: string | null;
  high: string | null;
  band: number | null;
  line: number;
  releaseId: number;
}

const columns = sql`f.measure, f.pupil_group as group, f.year, f.urn, f.area, f.shown, f.value::text, f.numerator::text, f.denominator::text,
  f.low::text, f.high::text, f.band, f.line, f.release_id as "releaseId"`;

/**
 * The current figures of each of these places, as rows `f`, through the index: a planner without statistics would read the view whole for
 * `= any(…)`; `lateral` with `offset 0` leaves it no choice. What else is asked of them is asked of `f`: asked for within, a measure or a group led
 * it through all figures of each release, and a city took four times as long.
 */
export const ofEachUrn = (urns: readonly number[]) =>
  sql`unnest(${[...new Set(urns)]}::int[]) as each (place)
    cross join lateral (select * from data.current_figure c where c.urn = each.place offset 0) f`;

const ofEachArea = (areas: readonly string[]) =>
  sql`unnest(${[...new Set(areas)]}::text[]) as each (place)
    cross join lateral (select * from data.current_figure c where c.urn is null and c.area = each.place offset 0) f`;

const lines = new WeakMap<Tx, Map<number, number[]>>();

/**
 * The URNs whose results are a school's own: itself, and what it converted from. Before a merger they were of other children. A page asks of one
 * school several times over: each is looked up once in a transaction, none of which changes successions and reads figures.
 */
export async function ownUrns(tx: Tx, urns: readonly number[]): Promise<Map<number, number[]>> {
  const known = lines.get(tx) ?? new Map<number, number[]>();
  lines.set(tx, known);
  const others = urns.filter((urn) => !known.has(urn));
  const found = others.length === 0 ? new Map<number, number[]>() : await lineages(tx, others);
  for (const urn of others) {
    const line = found.get(urn) ?? [urn];
    known.set(urn, line.slice(0, line.indexOf(urn) + 1));
  }
  return new Map(urns.map((urn) => [urn, known.get(urn) ?? [urn]]));
}

/** Every current figure of a school, and under which URN it was published. Where two of its URNs have one, the later holds. */
export const figuresOfSchool = async (tx: Tx, urn: number): Promise<Figure[]> =>
  (await figuresOfSchools(tx, [urn])).get(urn) ?? [];

/** The same of many schools in one question; of each school by measure, group and year. */
export async function figuresOfSchools(tx: Tx, urns: readonly number[]): Promise<Map<number, Figure[]>> {
  const own = await ownUrns(tx, urns);
  const rows = await currentFigures(tx, ofEachUrn([...own.values()].flat()));
  const byUrn = Map.groupBy(rows, ({ urn }) => urn);
  return new Map(
    [...own].map(([school, line]) => {
      const figures = new Map<string, Figure>();
      for (const figure of line.flatMap((urn) => byUrn.get(urn) ?? []))
        figures.set(`${figure.measure}\n${figure.group}\n${figure.year}`, figure);
      return [school, inOrder(figures)];
    }),
  );
}

/** With their releases, each of which is read once: hundreds of figures are of one. */
async function currentFigures(tx: Tx, places: RawBuilder<unknown>): Promise<Figure[]> {
  const { rows } = await sql<Figure>`select ${columns} from ${places}`.execute(tx);
  const ids = [...new Set(rows.map(({ releaseId }) => releaseId))];
  const releases = await sql<Pick<Figure, 'releaseId' | keyof FromRelease>>`
    select id as "releaseId", name as release, stage, file_name as file, accepted_at as "acceptedAt" from data.release where id = any(${ids})`.execute(
    tx,
  );
  const byId = new Map(releases.rows.map((release) => [release.releaseId, release]));
  return rows.filter((row) => {
    const release = byId.get(row.releaseId);
    return release && Object.assign(row, release);
  });
}

/** By their names. Here, because the database compares words by the rules of a language: that took a third of such a question. */
export const inOrder = <T>(named: ReadonlyMap<string, T>): T[] =>
  [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);

/** The URNs of each school, as rows: of which school, the URN, and its place in the line. */
function ownLines(lines: ReadonlyMap<number, readonly number[]>) {
  const all = [...lines].flatMap(([of, line]) => line.map((urn, place) => ({ of, urn, place })));
  const column = (name: 'of' | 'urn' | 'place') => sql`${all.map((one) => one[name])}::int[]`;
  return sql`unnest(${column('of')}, ${column('urn')}, ${column('place')}) as own ("of", urn, place)`;
}

/** Every current figure of these areas. */
export const figuresOfAreas = (tx: Tx, areas: readonly string[]): Promise<Figure[]> =>
  currentFigures(tx, ofEachArea(areas));

/**
 * What files about each of these schools hold: a measure and a year that none of them has is not loaded. Each release is read once, however
 * many schools are in it.
 */
export async function loadedForSchools(tx: Tx, urns: readonly number[]): Promise<Map<number, Set<string>>> {
  const { rows } = await sql<{ of: number; releases: number[] }>`
    select own.of, array_agg(distinct f.release_id) as releases from ${ownLines(await ownUrns(tx, urns))}
    cross join lateral (select release_id from data.figure g where g.urn = own.urn offset 0) f
    group by own.of`.execute(tx);
  const ids = [...new Set(rows.flatMap(({ releases }) => releases))];
  const { rows: held } = await sql<{ id: number; measure: string; year: number }>`
    select distinct r.id, c ->> 'measure' as measure, (c ->> 'year')::int as year
    from data.release r cross join lateral jsonb_array_elements(r.columns) c
    where r.status = 'accepted' and r.id = any(${ids}) and c ->> 'group' = 'all'`.execute(tx);
  const keys = Map.groupBy(held, ({ id }) => id);
  return new Map(
    rows.map(({ of, releases }) => [
      of,
      new Set(releases.flatMap((id) => (keys.get(id) ?? []).map(({ measure, year }) => loadedKey(measure, year)))),
    ]),
  );
}

export const loadedKey = (measure: string, year: number): string => `${measure} ${year}`;

/** A mean of schools' published figures, weighted by pupils. */
export interface Average {
  measure: string;
  year: number;
  value: number;
  /** Schools with a figure, and those of which none is published. */
  schools: number;
  withheld: number;
  pupils: number;
  /** By the number of pupils in the files, or by pupils on roll in January where the files have none. */
  weighedBy: 'pupils' | 'roll';
  /** The stages of the releases that the schools' figures are of. */
  stages: string[];
}

/**
 * Averages over the current figures of all pupils of these URNs: the sum of value times pupils over the sum of pupils, never the mean of
 * schools. Pupils are the figure's own denominator, else the cohort that the same file publishes; where one school of a year has neither,
 * all of that year are weighed by pupils on roll.
 */
export async function averages(
  tx: Tx,
  urns: readonly number[],
  weights: ReadonlyMap<string, string>,
): Promise<Average[]> {
  if (urns.length === 0) return [];
  const pairs = [...weights].map(([measure, weight]) => ({ measure, weight }));
  const { rows } = await sql<Omit<Average, 'value'> & { value: string | null }>`
    with weight as (select * from json_to_recordset(${JSON.stringify(pairs)}::json) as w (measure text, weight text)),
    figure as (
      select f.urn, f.measure, f.year, f.value, f.denominator, r.stage
      from ${ofEachUrn(urns)} join data.release r on r.id = f.release_id
      where f.pupil_group = 'all'
    ),
    roll as (
      select each.urn, p.on_roll from unnest(${[...urns]}::int[]) as each (urn) cross join lateral (
        select on_roll from schools.current_pupil_number c where c.urn = each.urn order by census_date desc limit 1
      ) p
    ),
    weighed as (
      select f.measure, f.year, f.value, f.stage, coalesce(nullif(f.denominator, 0), c.value) as pupils, roll.on_roll
      from figure f
      left join weight w on w.measure = f.measure
      left join figure c on c.urn = f.urn and c.year = f.year and c.measure = w.weight
      left join roll on roll.urn = f.urn
    ),
    chosen as (
      select measure, year, value, stage,
        bool_and(pupils is not null or value is null) over (partition by measure, year) as has_pupils,
        case when bool_and(pupils is not null or value is null) over (partition by measure, year) then pupils else on_roll end as weight
      from weighed
    )
    select measure, year,
      (sum(value * weight) / nullif(sum(weight) filter (where value is not null), 0))::text as value,
      (count(*) filter (where value is not null and weight is not null))::int as schools,
      (count(*) filter (where value is null or weight is null))::int as withheld,
      coalesce(sum(weight) filter (where value is not null), 0)::int as pupils,
      case when bool_and(has_pupils) then 'pupils' else 'roll' end as "weighedBy",
      array_agg(distinct stage) as stages
    from chosen group by measure, year`.execute(tx);
  return rows.flatMap(({ value, ...row }) => (value === null ? [] : [{ ...row, value: Number(value) }]));
}
