import { sql } from 'kysely';
import { z } from 'zod';
import type { Database, Tx } from '../../platform/database';
import { datasets, measuresOf } from '../catalogue/catalogue';
import type { Member } from '../compare/rank';
import { ofEachUrn, ownUrns } from '../figures/queries';
import { rememberingFigures } from '../figures/remembered';
import source from './features.yaml';
import type { Described } from './nearest';

const text = z.string().min(1);
const feature = z
  .object({
    id: text,
    name: text,
    short: text,
    of: z.enum(['on_roll', 'free_meals_ever', 'extra_language', 'sen_support', 'sen_plan', 'group']),
    group: text.optional(),
    among: z.array(text).default([]),
    measures: z.array(text).default([]),
  })
  .strict();

export type Feature = z.infer<typeof feature>;

export const features: readonly Feature[] = z.array(feature).parse(source);

export type DescribedMember = Member &
  Described & {
    /** The datasets of results that it has figures in: an infant school has none of key stage 2. */
    results: readonly string[];
  };

const results = datasets.filter(({ weight }) => weight !== undefined).map(({ id }) => id);

/** Of each headline of results its dataset. */
const datasetOfHeadline = new Map(
  results.flatMap((id) =>
    measuresOf(id)
      .filter(({ section }) => section === 'headlines' || section === 'progress')
      .map((measure) => [measure.id, id] as const),
  ),
);

/** Every open, publicly funded school of a sector with what makes it like others. Kept until a fact or a release comes to count. */
export async function describedSchools(tx: Tx, database: Database, sector: string): Promise<DescribedMember[]> {
  const keep = await rememberingFigures(tx, database);
  return keep(`similar/${sector}`, async () => {
    const { rows: members } = await sql<Member>`
      select urn, name, sector from schools.current_school
      where sector = ${sector} and publicly_funded and open order by lower(name), urn`.execute(tx);
    const lines = await ownUrns(
      tx,
      members.map(({ urn }) => urn),
    );
    const all = [...lines.values()].flat();
    const censuses = await censusesOf(tx, all);
    const groups = await groupsOf(tx, all);
    const held = await resultsOf(tx, all);
    return members.map((member) => {
      const line = [...(lines.get(member.urn) ?? [])].reverse();
      return {
        ...member,
        results: results.filter((id) => line.some((urn) => held.get(urn)?.has(id))),
        features: Object.fromEntries(features.map((one) => [one.id, featureOf(one, line, { censuses, groups })])),
      };
    });
  });
}

type Counts = Record<Exclude<Feature['of'], 'group'>, number | null>;

interface Known {
  /** Of each URN, the newest census first. */
  censuses: ReadonlyMap<number, readonly Counts[]>;
  groups: ReadonlyMap<number, readonly { measure: string; year: number; group: string; pupils: number }[]>;
}

/** A number of pupils, else a percentage of them; the school's own before those of what it converted from. */
function featureOf({ of, group, among, measures }: Feature, line: readonly number[], known: Known): number | null {
  if (of !== 'group') {
    const census = line.flatMap((urn) => known.censuses.get(urn) ?? []).find((one) => one[of] !== null && one.on_roll);
    const count = census?.[of] ?? null;
    return count === null || of === 'on_roll' ? count : (100 * count) / (census?.on_roll ?? 1);
  }
  const rows = line.flatMap((urn) => known.groups.get(urn) ?? []);
  for (const measure of measures) {
    const newest = Math.max(...rows.filter((row) => row.measure === measure).map(({ year }) => year));
    const some = rows.filter((row) => row.measure === measure && row.year === newest && among.includes(row.group));
    const total = some.reduce((sum, { pupils }) => sum + pupils, 0);
    const own = some.find((row) => row.group === group);
    if (own && some.length === among.length && total > 0) return (100 * own.pupils) / total;
  }
  return null;
}

async function censusesOf(tx: Tx, urns: readonly number[]): Promise<Known['censuses']> {
  const { rows } = await sql<Counts & { urn: number }>`
    select found.* from unnest(${[...urns]}::int[]) as each (urn) cross join lateral (
      select urn, on_roll, free_meals_ever, extra_language, sen_support, sen_plan from schools.current_pupil_number p
      where p.urn = each.urn order by census_date desc offset 0
    ) found`.execute(tx);
  return Map.groupBy(rows, ({ urn }) => urn);
}

async function groupsOf(tx: Tx, urns: readonly number[]): Promise<Known['groups']> {
  const measures = [...new Set(features.flatMap((one) => one.measures))];
  const groups = [...new Set(features.flatMap(({ among }) => among))];
  const { rows } = await sql<{ urn: number; measure: string; year: number; group: string; pupils: number }>`
    select f.urn, f.measure, f.year, f.pupil_group as group, f.denominator::float8 as pupils
    from ${ofEachUrn(urns)}
    where f.measure = any(${measures}::text[]) and f.pupil_group = any(${groups}::text[]) and f.denominator is not null`.execute(
    tx,
  );
  return Map.groupBy(rows, ({ urn }) => urn);
}

/** The datasets of results in which each has a figure. */
async function resultsOf(tx: Tx, urns: readonly number[]): Promise<Map<number, Set<string>>> {
  const { rows } = await sql<{ urn: number; measure: string }>`
    select distinct f.urn, f.measure from ${ofEachUrn(urns)}
    where f.measure = any(${[...datasetOfHeadline.keys()]}::text[]) and f.pupil_group = 'all' and f.value is not null`.execute(
    tx,
  );
  const held = new Map<number, Set<string>>();
  for (const { urn, measure } of rows)
    held.set(urn, (held.get(urn) ?? new Set()).add(datasetOfHeadline.get(measure) ?? ''));
  return held;
}
