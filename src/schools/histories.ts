import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import { lineages } from './lineage';
import './tables';

/** A state that lasted from a day to a day; without a last day it lasts. */
export interface Spell<Value> {
  value: Value;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate | null;
}

/** What a school has been since it opened, over the whole line of its conversions. */
export interface SchoolHistory {
  /** Its URNs, oldest first. */
  line: number[];
  sector: Spell<string>[];
  status: Spell<string>[];
  publiclyFunded: Spell<boolean>[];
  /** Pupils of school age, or on roll where nobody has counted those, from each census day to the next. */
  pupils: Spell<number>[];
  /** Oldest first. `grade` is null where the outcome is none of the four. */
  inspections: { on: Temporal.PlainDate; published: Temporal.PlainDate | null; grade: number | null }[];
  opened: Temporal.PlainDate | null;
}

/** From when a school was open of which nobody has said when it opened. */
const longAgo = Temporal.PlainDate.from('2000-01-01');

const accepted = sql`(import_id is null or import_id = any ((select schools.accepted_imports())::int[]))`;

interface Version {
  urn: number;
  asAt: Temporal.PlainDate;
  sector: string;
  status: string;
  publiclyFunded: boolean;
  opened: Temporal.PlainDate | null;
  closed: Temporal.PlainDate | null;
}

/** The histories of schools by the URN that was asked for; a number of which nothing is known has none. */
export async function schoolHistories(tx: Tx, urns: readonly number[]): Promise<Map<number, SchoolHistory>> {
  const lines = await lineages(tx, urns);
  const all = [...new Set([...lines.values()].flat())];
  if (all.length === 0) return new Map();
  const { rows: versions } = await sql<Version>`
    select v.urn, v.as_at as "asAt", v.sector, v.status, v.publicly_funded as "publiclyFunded", v.opened, v.closed
    from unnest(${all}::int[]) each (urn) cross join lateral (
      select * from schools.school_version w where w.urn = each.urn and ${accepted} offset 0
    ) v
    where not v.placeholder or not exists (
      select from schools.school_version o where o.urn = v.urn and not o.placeholder and (o.import_id is null or o.import_id = any ((select schools.accepted_imports())::int[]))
    )
    order by v.urn, v.as_at, v.id`.execute(tx);
  const { rows: pupils } = await sql<{ urn: number; day: Temporal.PlainDate; pupils: number }>`
    select p.urn, p.census_date as day, p.pupils
    from unnest(${all}::int[]) each (urn) cross join lateral (
      select distinct on (census_date) urn, census_date, coalesce(school_aged, on_roll) as pupils from schools.pupil_number
      where urn = each.urn and ${accepted}
      order by census_date, array_position(array['office', 'census', 'establishments'], source), import_id desc nulls last
      offset 0
    ) p order by p.census_date`.execute(tx);
  const { rows: inspections } = await sql<SchoolHistory['inspections'][number] & { urn: number }>`
    select i.urn, i.inspected as "on", i.published, i.grade
    from unnest(${all}::int[]) each (urn) cross join lateral (
      select distinct on (inspected) urn, inspected, published, grade from schools.inspection
      where urn = each.urn and ${accepted} order by inspected, import_id desc nulls last offset 0
    ) i order by i.inspected`.execute(tx);
  const { rows: handovers } = await sql<{ successor: number; happened: Temporal.PlainDate | null }>`
    select successor, max(happened) as happened from schools.succession
    where kind = 'conversion' and successor = any(${all}::int[]) and ${accepted} group by successor`.execute(tx);

  const versionsOf = Map.groupBy(versions, ({ urn }) => urn);
  const pupilsOf = Map.groupBy(pupils, ({ urn }) => urn);
  const inspectionsOf = Map.groupBy(inspections, ({ urn }) => urn);
  const happened = new Map(handovers.map((row) => [row.successor, row.happened]));
  const found = new Map<number, SchoolHistory>();
  for (const urn of new Set(urns)) {
    const line = lines.get(urn) ?? [urn];
    const states = statesOf(line, versionsOf, happened);
    const [first] = states;
    if (!first) continue;
    const end = states.at(-1)?.to ?? null;
    found.set(urn, {
      line,
      opened: versionsOf.get(line[0] as number)?.at(-1)?.opened ?? null,
      sector: merged(states.map(({ value, ...days }) => ({ ...days, value: value.sector }))),
      status: merged(states.map(({ value, ...days }) => ({ ...days, value: value.status }))),
      publiclyFunded: merged(states.map(({ value, ...days }) => ({ ...days, value: value.publiclyFunded }))),
      pupils: pupilSpells(
        line.flatMap((one) => pupilsOf.get(one) ?? []),
        end,
      ),
      inspections: line
        .flatMap((one) => inspectionsOf.get(one) ?? [])
        .sort((a, b) => Temporal.PlainDate.compare(a.on, b.on))
        .map(({ on, published, grade }) => ({ on, published, grade })),
    });
  }
  return found;
}

/**
 * What the establishments of a line were, one after another. The first state that is known reaches back to the opening; each is what it
 * was until its successor took over, and the last until it closed.
 */
function statesOf(
  line: readonly number[],
  versionsOf: ReadonlyMap<number, Version[]>,
  happened: ReadonlyMap<number, Temporal.PlainDate | null>,
): Spell<Version>[] {
  const known = line.flatMap((urn) => {
    const versions = versionsOf.get(urn) ?? [];
    const newest = versions.at(-1);
    return newest ? [{ urn, versions, newest }] : [];
  });
  const begins = known.map(({ urn, versions, newest }, i) => {
    if (i === 0) return newest.opened ?? longAgo;
    const after = known[i - 1]?.newest.closed?.add({ days: 1 });
    return happened.get(urn) ?? newest.opened ?? after ?? (versions[0] as Version).asAt;
  });
  return known.flatMap(({ versions, newest }, i) => {
    const next = begins[i + 1];
    const from = begins[i] as Temporal.PlainDate;
    const to = next ? next.subtract({ days: 1 }) : newest.closed;
    // Of two that hold from one day the later said is the one.
    const days = versions.filter((version, j) => !versions[j + 1]?.asAt.equals(version.asAt));
    return days
      .map((value, j): Spell<Version> => {
        const later = days[j + 1];
        const begin = j === 0 ? from : latest(from, value.asAt);
        return { value, from: begin, to: earliest(later ? later.asAt.subtract({ days: 1 }) : null, to) };
      })
      .filter((spell) => spell.to === null || Temporal.PlainDate.compare(spell.from, spell.to) <= 0);
  });
}

function pupilSpells(
  counts: readonly { day: Temporal.PlainDate; pupils: number }[],
  end: Temporal.PlainDate | null,
): Spell<number>[] {
  const sorted = [...counts].sort((a, b) => Temporal.PlainDate.compare(a.day, b.day));
  const days = sorted.filter((count, i) => !sorted[i + 1]?.day.equals(count.day));
  return merged(
    days.map(({ day, pupils }, i) => ({ value: pupils, from: day, to: days[i + 1]?.day.subtract({ days: 1 }) ?? end })),
  ).filter(({ from, to }) => to === null || Temporal.PlainDate.compare(from, to) <= 0);
}

/** Neighbours of one value as one spell. */
function merged<Value>(spells: readonly Spell<Value>[]): Spell<Value>[] {
  const result: Spell<Value>[] = [];
  for (const spell of spells) {
    const last = result.at(-1);
    if (last && last.value === spell.value && last.to?.add({ days: 1 }).equals(spell.from))
      result[result.length - 1] = { ...last, to: spell.to };
    else result.push(spell);
  }
  return result;
}

const latest = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b);
const earliest = (a: Temporal.PlainDate | null, b: Temporal.PlainDate | null) =>
  a && b ? (Temporal.PlainDate.compare(a, b) <= 0 ? a : b) : (a ?? b);

/** A trust that runs schools, or a partnership, while it is one. */
export interface GroupHistory {
  kind: 'trust' | 'partnership';
  id: string;
  open: boolean;
  closed: Temporal.PlainDate | null;
}

/** What is known of trusts that run schools and of partnerships; of all where none is named. */
export async function groupHistories(
  tx: Tx,
  wish: { trusts: readonly number[]; partnerships: readonly string[] } | 'all',
): Promise<GroupHistory[]> {
  const all = wish === 'all';
  const { rows } = await sql<GroupHistory>`
    select 'trust' as kind, uid::text as id, open, closed from schools.current_trust
    where runs_schools and (${all} or uid = any(${all ? [] : [...wish.trusts]}::int[]))
    union all
    select 'partnership', id, true, null from schools.partnership
    where ${accepted} and (${all} or id = any(${all ? [] : [...wish.partnerships]}::text[]))
    order by 1, 2`.execute(tx);
  return rows;
}

/** Every school of which something is known, by the first number of its line, in pieces: a nation has tens of thousands. */
export async function firstUrns(tx: Tx, after: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ urn: number }>`
    select s.urn from schools.school s
    where s.urn > ${after} and exists (select from schools.school_version where urn = s.urn and ${accepted})
      and not exists (select from schools.succession f where f.successor = s.urn and f.kind = 'conversion'
        and (f.import_id is null or f.import_id = any ((select schools.accepted_imports())::int[])))
    order by s.urn limit ${limit}`.execute(tx);
  return rows.map(({ urn }) => urn);
}
