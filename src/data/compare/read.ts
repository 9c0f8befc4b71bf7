import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database';
import { datasetOf, measureNamed } from '../catalogue/catalogue';
import {
  areasOf,
  type Counted,
  countedInAuthority,
  countedInPartnership,
  meansOf,
  withEarlier,
} from '../figures/means';
import { type Average, type Figure, figuresOfAreas, ofEachUrn, ownUrns } from '../figures/queries';
import { rememberingFigures } from '../figures/remembered';
import { rangeOf } from '../school/likely-range';
import type { Stage } from '../tables';
import type { Offer } from './own';
import type { Member, Point } from './rank';

/** Schools that are compared with each other. */
export type Place =
  | { kind: 'partnership'; id: string }
  | { kind: 'trust'; id: number }
  | { kind: 'authority'; la: number; sector: string | null }
  /** For one school: those most like it, or such as somebody picked one by one. */
  | { kind: 'set'; of: number; picked: boolean; urns: readonly number[] };

/** A figure of all pupils of one school that is open today, whoever worked it out; `urn` is under which it was published. */
export interface Result
  extends Pick<Figure, 'measure' | 'year' | 'shown' | 'value' | 'numerator' | 'denominator' | 'low' | 'high' | 'band'> {
  group: 'all';
  urn: number;
  /** Of the file that it was published in; none of a figure of our own. */
  line: number | null;
  releaseId: number;
}

export interface Source {
  name: string;
  stage: Stage;
  file: string;
  acceptedAt: Temporal.Instant;
}

/** Everything that the pages of a comparison are made from. */
export interface Compared {
  members: readonly Member[];
  /** The sector of all of them, or none where they are of several. */
  sector: string | null;
  /** By `key(measure, year)`, in no order. A school of which nothing was published is not in it. */
  points: ReadonlyMap<string, readonly Point[]>;
  /** The years of each measure of which somebody has a figure, oldest first. */
  years: ReadonlyMap<string, readonly number[]>;
  sources: ReadonlyMap<number, Source>;
  areas: readonly Figure[];
  /** Means of the place, weighted by pupils. */
  means: readonly Average[];
  /** Figures of our own that the reader may compare, of which `points` has those of the chosen measure alone. */
  offers: readonly Offer[];
}

export const key = (measure: string, year: number): string => `${measure} ${year}`;

/** What stands behind the comparison of these schools. Kept until a release or a fact of schools comes to count. */
export async function compared(tx: Tx, database: Database, place: Place): Promise<Compared> {
  const keep = await rememberingFigures(tx, database);
  return keep(`compare/${JSON.stringify(place)}`, async () => {
    const members = await membersOf(tx, place);
    const sectors = [...new Set(members.map(({ sector }) => sector))];
    const sector = sectors.length === 1 ? (sectors[0] ?? null) : null;
    const la = place.kind === 'authority' ? place.la : null;
    return {
      members,
      sector,
      ...(await resultsOf(tx, members)),
      areas: await figuresOfAreas(tx, areasOf(sectors, la)),
      means: await meansOf(tx, sector ?? '', await countedIn(tx, place, members)),
      offers: [],
    };
  });
}

/** The schools of a place that are open today. */
async function membersOf(tx: Tx, place: Place): Promise<Member[]> {
  if (place.kind === 'authority') {
    const { rows } = await sql<Member>`
      select urn, name, sector from schools.current_school
      where la = ${place.la} and publicly_funded and open and (${place.sector}::text is null or sector = ${place.sector})
      order by lower(name), urn`.execute(tx);
    return rows;
  }
  const urns =
    place.kind === 'set'
      ? sql`unnest(${[...place.urns]}::int[]) as m (urn)`
      : place.kind === 'trust'
        ? sql`(select urn from schools.current_trust_membership where uid = ${place.id}) as m`
        : sql`(select urn from schools.current_partnership_membership where partnership_id = ${place.id}) as m`;
  const { rows } = await sql<Member>`
    select s.* from ${urns}
    cross join lateral (select urn, name, sector from schools.current_school c where c.urn = m.urn and c.open offset 0) s
    order by lower(s.name), s.urn`.execute(tx);
  return rows;
}

/** Whose figures the mean of a place is of: an authority's with the schools that have closed since. */
async function countedIn(tx: Tx, place: Place, members: readonly Member[]): Promise<Counted[]> {
  if (place.kind === 'partnership') return countedInPartnership(tx, place.id);
  if (place.kind !== 'authority') return withEarlier(tx, members);
  const all = await countedInAuthority(tx, place.la);
  return place.sector === null ? all : all.filter(({ sector }) => sector === place.sector);
}

async function resultsOf(tx: Tx, members: readonly Member[]): Promise<Pick<Compared, 'points' | 'years' | 'sources'>> {
  const lines = await ownUrns(
    tx,
    members.map(({ urn }) => urn),
  );
  const memberOf = new Map(members.flatMap((member) => (lines.get(member.urn) ?? []).map((urn) => [urn, member])));
  const { rows } = await sql<Result>`
    select f.urn, f.measure, f.pupil_group as group, f.year, f.shown, f.value::text, f.numerator::text, f.denominator::text,
      f.low::text, f.high::text, f.band, f.line, f.release_id as "releaseId"
    from ${ofEachUrn([...memberOf.keys()])} where f.pupil_group = 'all'`.execute(tx);
  const { rows: releases } = await sql<Source & { id: number }>`
    select id, name, stage, file_name as file, accepted_at as "acceptedAt" from data.release
    where id = any(${[...new Set(rows.map(({ releaseId }) => releaseId))]}::int[])`.execute(tx);
  const bySchool = Map.groupBy(rows, ({ urn }) => memberOf.get(urn) as Member);
  const all = [...bySchool].flatMap(([member, results]) => pointsOf(member, results, lines.get(member.urn) ?? []));
  const points = Map.groupBy(all, ({ result }) => key(result.measure, result.year));
  const years = new Map(
    [
      ...Map.groupBy(
        all.filter(({ value }) => value !== null),
        ({ result }) => result.measure,
      ),
    ].map(
      ([measure, some]) =>
        [measure, [...new Set(some.map(({ result }) => result.year))].sort((a, b) => a - b)] as const,
    ),
  );
  return { points, years, sources: new Map(releases.map(({ id, ...source }) => [id, source])) };
}

/** The figures of one school. Where two of its URNs have one, the later holds. */
export function pointsOf(member: Member, results: readonly Result[], line: readonly number[]): Point[] {
  const held = new Map<string, Result>();
  for (const result of [...results].sort((a, b) => line.indexOf(a.urn) - line.indexOf(b.urn)))
    held.set(key(result.measure, result.year), result);
  return [...held.values()].flatMap((result) => {
    const measure = measureNamed(result.measure);
    if (!measure) return [];
    const cohort = held.get(key(datasetOf(measure).weight ?? '', result.year))?.value ?? null;
    return [
      {
        member,
        result,
        value: result.value === null ? null : Number(result.value),
        range: rangeOf(result, measure, cohort),
        pupils: Number(result.denominator ?? (measure.denominator === 'pupils' ? cohort : null)) || null,
      },
    ];
  });
}
