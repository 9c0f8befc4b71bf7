import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import '../tables';
import { escapeLike, named, plain, plainly } from '../names';
import { type GroupRef, newestPupils, partnershipsOf, trustsOf } from './lookups';

/** What somebody looks for. Empty text means any. */
export interface SchoolFilter {
  /** A piece of the name, a postcode or its beginning, a URN or an LAEstab. */
  q: string;
  sector: string;
  status: string;
  partnership: string;
  /** The trust's UID; 'none' for schools without one. */
  trust: number | 'none' | null;
  open: 'open' | 'closed' | 'all';
  sort: 'match' | 'name' | 'pupils';
}

export const everySchool: SchoolFilter = {
  q: '',
  sector: '',
  status: '',
  partnership: '',
  trust: null,
  open: 'open',
  sort: 'name',
};

export interface FoundSchool {
  urn: number;
  name: string;
  sector: string;
  status: string;
  typeName: string | null;
  publiclyFunded: boolean;
  open: boolean;
  closed: Temporal.PlainDate | null;
  street: string | null;
  town: string | null;
  postcode: string | null;
  easting: number | null;
  northing: number | null;
  la: number | null;
  establishmentNumber: number | null;
  trusts: GroupRef<number>[];
  partnerships: GroupRef<string>[];
  /** The newest number on roll that is known. */
  pupils: { onRoll: number; censusDate: Temporal.PlainDate } | null;
}

export interface Found {
  schools: FoundSchool[];
  total: number;
  /** Of all that were found, those with a grid reference. */
  placed: number;
  /** Nothing was spelt like that: the URNs of those that are near, the nearest first. Null where something was. */
  near: number[] | null;
  /** Nothing was found, but there is what the words ask for: the choice that is in its way, or all of them together. */
  elsewhere: Elsewhere | null;
}

export interface Elsewhere {
  without: Choice | 'all';
  /** The search without it. */
  filter: SchoolFilter;
  total: number;
}

const choices = ['sector', 'status', 'partnership', 'trust', 'open'] as const;
export type Choice = (typeof choices)[number];

/** All that a filter finds, by number: what takes reading every school. */
export interface FoundNumbers extends Pick<Found, 'placed' | 'near' | 'elsewhere'> {
  /** In order. */
  urns: number[];
}

/** The schools that match, in order, from `offset` on. With words that match nothing, those whose names are spelt nearly so. */
export async function findSchools(
  tx: Tx,
  filter: SchoolFilter,
  range: { limit: number; offset: number },
): Promise<Found> {
  return foundPage(tx, await findNumbers(tx, filter), range);
}

export async function findNumbers(tx: Tx, filter: SchoolFilter): Promise<FoundNumbers> {
  const exact = await numbers(tx, filter, null);
  if (exact.urns.length > 0 || filter.q === '') return exact;
  const elsewhere = await foundElsewhere(tx, filter);
  const near = mayBeMisspelt(filter.q) ? await speltNearly(tx, filter) : [];
  return { ...(near.length > 0 ? await numbers(tx, filter, near) : exact), elsewhere };
}

/** The first choice without which the words find something. */
async function foundElsewhere(tx: Tx, filter: SchoolFilter): Promise<Elsewhere | null> {
  const any: Pick<SchoolFilter, Choice> = { sector: '', status: '', partnership: '', trust: null, open: 'all' };
  const made = choices.filter((choice) => filter[choice] !== any[choice]);
  const ways = [
    ...made.map((without) => ({ without, filter: { ...filter, [without]: any[without] } })),
    ...(made.length > 1 ? [{ without: 'all' as const, filter: { ...filter, ...any } }] : []),
  ];
  for (const way of ways) {
    const { rows } = await sql<{ total: number }>`
      select count(*)::int as total from schools.current_school s where ${conditions(way.filter)}`.execute(tx);
    const total = rows[0]?.total ?? 0;
    if (total > 0) return { ...way, total };
  }
  return null;
}

/** Those of a page; past the last page it begins again. */
export async function foundPage(
  tx: Tx,
  { urns, placed, near, elsewhere }: FoundNumbers,
  { limit, offset }: { limit: number; offset: number },
): Promise<Found> {
  const first = offset < urns.length ? offset : 0;
  return {
    schools: await schoolsBy(tx, urns.slice(first, first + limit)),
    total: urns.length,
    placed,
    near,
    elsewhere,
  };
}

/** A misspelling is only looked for where there are letters enough to be near to something. */
const mayBeMisspelt = (typed: string): boolean => plain(typed).replace(/[^a-z]/g, '').length >= 4;

/** More than these are no longer near. */
const mostNear = 20;

async function speltNearly(tx: Tx, filter: SchoolFilter): Promise<number[]> {
  const { rows } = await sql<{ urn: number }>`
    select urn from (
      select s.urn, s.name, word_similarity(${plain(filter.q)}, ${plainName}) as likeness
      from schools.current_school s where ${conditions({ ...filter, q: '' })}
    ) all_of_them
    where likeness >= 0.4 order by likeness desc, lower(name), urn limit ${mostNear}`.execute(tx);
  return rows.map((row) => row.urn);
}

async function numbers(tx: Tx, filter: SchoolFilter, near: number[] | null): Promise<FoundNumbers> {
  const byPupils = filter.sort === 'pupils';
  const { rows } = await sql<{ urns: number[]; placed: number }>`
    select coalesce(array_agg(s.urn order by ${order(filter, near)}), '{}') as urns, count(s.easting)::int as placed
    from schools.current_school s
    ${byPupils ? sql`left join (select distinct on (p.urn) p.urn, p.on_roll from schools.current_pupil_number p order by p.urn, p.census_date desc) n on n.urn = s.urn` : sql``}
    where ${conditions(filter, near)}`.execute(tx);
  return { urns: rows[0]?.urns ?? [], placed: rows[0]?.placed ?? 0, near, elsewhere: null };
}

/** What the list says of these schools, in their order. */
export async function schoolsBy(tx: Tx, urns: readonly number[]): Promise<FoundSchool[]> {
  const { rows } = await sql<Omit<FoundSchool, 'trusts' | 'partnerships' | 'pupils'>>`
    select found.* from unnest(${[...urns]}::int[]) with ordinality as each(urn, place)
    cross join lateral (
      select s.urn, s.name, s.sector, s.status, s.type_name as "typeName", s.publicly_funded as "publiclyFunded", s.open, s.closed,
        s.street, s.town, s.postcode, s.easting, s.northing, s.la, s.establishment_number as "establishmentNumber"
      from schools.current_school s where s.urn = each.urn offset 0
    ) found
    order by each.place`.execute(tx);
  const trusts = await trustsOf(tx, urns);
  const partnerships = await partnershipsOf(tx, urns);
  const pupils = await newestPupils(tx, urns);
  return rows.map((row) => ({
    ...row,
    trusts: trusts.get(row.urn) ?? [],
    partnerships: partnerships.get(row.urn) ?? [],
    pupils: pupils.get(row.urn) ?? null,
  }));
}

/** Every condition of a filter on `schools.current_school s`, joined by "and". */
export function conditions(filter: SchoolFilter, near: number[] | null = null): RawBuilder<boolean> {
  const all: RawBuilder<unknown>[] = [];
  if (filter.open !== 'all') all.push(sql`s.open = ${filter.open === 'open'}`);
  if (filter.sector) all.push(sql`s.sector = ${filter.sector}`);
  if (filter.status) all.push(sql`s.status = ${filter.status}`);
  if (filter.partnership)
    all.push(
      sql`s.urn in (select m.urn from schools.current_partnership_membership m where m.partnership_id = ${filter.partnership})`,
    );
  if (filter.trust === 'none') all.push(sql`s.urn not in (select m.urn from schools.current_trust_membership m)`);
  else if (filter.trust !== null)
    all.push(sql`s.urn in (select m.urn from schools.current_trust_membership m where m.uid = ${filter.trust})`);
  if (near) all.push(sql`s.urn = any(${near})`);
  else if (filter.q) all.push(matches(filter.q));
  return all.length ? sql<boolean>`${sql.join(all, sql` and `)}` : sql<boolean>`true`;
}

/** A number is a URN or an LAEstab, letters and figures may be a postcode, and anything may be part of a name. */
function matches(typed: string): RawBuilder<unknown> {
  const compact = typed.toUpperCase().replace(/[\s/]/g, '');
  const ways: RawBuilder<unknown>[] = [named(sql`s.name`, typed)];
  if (/^\d{2,6}$/.test(compact)) ways.push(sql`s.urn::text like ${`${compact}%`}`);
  if (/^\d{4,7}$/.test(compact)) ways.push(sql`(s.la * 10000 + s.establishment_number)::text like ${`${compact}%`}`);
  if (/^[A-Z]{1,2}\d[A-Z\d]{0,5}$/.test(compact)) ways.push(sql`replace(s.postcode, ' ', '') like ${`${compact}%`}`);
  return sql`(${sql.join(ways, sql` or `)})`;
}

function order(filter: SchoolFilter, near: number[] | null): RawBuilder<unknown> {
  const q = plain(filter.q);
  const byName = sql`lower(s.name), s.urn`;
  if (filter.sort === 'pupils') return sql`n.on_roll desc nulls last, ${byName}`;
  if (near) return sql`array_position(${near}, s.urn)`;
  if (filter.sort === 'name' || !q) return byName;
  const start = escapeLike(q);
  return sql`case when ${plainName} like ${`${start}%`} then 0 when ${plainName} like ${`% ${start}%`} then 1 else 2 end, ${byName}`;
}

const plainName = plainly(sql`s.name`);

export interface FilterChoices {
  sectors: string[];
  statuses: string[];
  partnerships: {
    id: string;
    name: string;
    letter: string | null;
    kind: 'locality' | 'sector' | 'board' | 'network' | 'group';
  }[];
  /** Trusts that run schools; where they are too many for a list only the chosen one: the others are chosen on their own pages. */
  trusts: GroupRef<number>[];
  /** Schools known in all, open or not. */
  known: number;
}

/** More trusts than this in one list help nobody. */
const mostTrusts = 200;

/** What can be chosen, from what is there. */
export async function filterChoices(tx: Tx, filter: Pick<SchoolFilter, 'trust'> = everySchool): Promise<FilterChoices> {
  const kinds = await sql<{ sector: string; status: string; n: number }>`
    select sector, status, count(*)::int as n from schools.current_school group by sector, status order by count(*) desc`.execute(
    tx,
  );
  const partnerships = await tx
    .selectFrom('schools.current_partnership')
    .select(['id', 'name', 'letter', 'kind'])
    .orderBy(sql`array_position(array['locality', 'sector', 'board', 'network', 'group'], kind)`)
    .orderBy('place')
    .orderBy('name')
    .execute();
  const trusts = await sql<GroupRef<number>>`
    select t.uid as id, t.name from schools.current_trust t
    where t.runs_schools and t.open and exists (select from schools.trust_membership m where m.uid = t.uid)
    order by t.uid = ${typeof filter.trust === 'number' ? filter.trust : 0} desc, lower(t.name), t.uid limit ${mostTrusts + 1}`.execute(
    tx,
  );
  const many = trusts.rows.length > mostTrusts;
  const distinct = (of: 'sector' | 'status') => [...new Set(kinds.rows.map((row) => row[of]))];
  return {
    sectors: distinct('sector'),
    statuses: distinct('status'),
    partnerships,
    trusts: many
      ? trusts.rows.filter((trust) => trust.id === filter.trust)
      : trusts.rows.sort((a, b) => a.name.localeCompare(b.name, 'en')),
    known: kinds.rows.reduce((sum, row) => sum + row.n, 0),
  };
}
