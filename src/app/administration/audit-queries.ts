import { type RawBuilder, sql } from 'kysely';
import type { AuditKind } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import type { Order } from '../../platform/ui';

export interface AuditRow {
  at: Temporal.Instant;
  person: string;
  action: string;
  kind: AuditKind;
  scope: string;
  /** The name of the school, trust or partnership; null where it is about none, or about one that is no longer known. */
  place: string | null;
  about: string;
  before: unknown;
  after: unknown;
}

/** What is asked of the record. An empty text, or null, asks nothing. */
export interface AuditWish {
  /** A piece of the name of whoever did it. */
  who: string;
  /** A piece of what was done, or of its name in the record. */
  q: string;
  /** A piece of the name of a school, trust or partnership, or its number. */
  place: string;
  kind: AuditKind | '';
  from: Temporal.PlainDate | null;
  to: Temporal.PlainDate | null;
  order: Order<keyof typeof columns>;
}

const columns = { at: sql`at`, person: sql`lower(person_name)`, about: sql`lower(about)`, scope: sql`scope` };
export const auditOrders = ['at', 'person', 'about', 'scope'] as const satisfies (keyof typeof columns)[];

/** The deeds that fit, in order, with the names of their places. */
export async function auditRows(tx: Tx, wish: AuditWish, offset: number, limit: number): Promise<AuditRow[]> {
  const { key, dir } = wish.order;
  const way = dir === 'desc' ? sql`desc` : sql`asc`;
  const { rows } = await sql<AuditRow>`
    select at, person_name as person, action, kind, scope, about, before, after
    from platform.audit where ${condition(wish)} order by ${columns[key]} ${way}, id ${way} limit ${limit} offset ${offset}`.execute(
    tx,
  );
  const names = await placeNames(tx, new Set(rows.map(({ scope }) => scope)));
  return rows.map((row) => ({ ...row, place: names.get(row.scope) ?? null }));
}

export async function auditCount(tx: Tx, wish: AuditWish): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from platform.audit where ${condition(wish)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** The places that have a name, as the record names them. */
const places = sql`
  (select 'school/' || urn as scope, urn::text as id, name from schools.current_school
   union all select 'trust/' || uid, uid::text, name from schools.current_trust
   union all select 'partnership/' || id, id, name from schools.current_partnership)`;

async function placeNames(tx: Tx, scopes: ReadonlySet<string>): Promise<Map<string, string>> {
  if (scopes.size === 0) return new Map();
  const { rows } = await sql<{ scope: string; name: string }>`
    select scope, name from ${places} as place where scope = any(${[...scopes]}::text[])`.execute(tx);
  return new Map(rows.map(({ scope, name }) => [scope, name]));
}

function condition({ who, q, place, kind, from, to }: AuditWish): RawBuilder<boolean> {
  const all: RawBuilder<unknown>[] = [];
  if (kind) all.push(sql`kind = ${kind}`);
  if (who) all.push(sql`person_name ilike ${like(who)}`);
  if (q) all.push(sql`(about ilike ${like(q)} or action ilike ${like(q)})`);
  if (place)
    all.push(
      sql`(scope ilike ${like(place)} or scope in (select scope from ${places} as place where name ilike ${like(place)}))`,
    );
  if (from) all.push(sql`at >= ${midnight(from)}`);
  if (to) all.push(sql`at < ${midnight(to.add({ days: 1 }))}`);
  return all.length > 0 ? sql<boolean>`${sql.join(all, sql` and `)}` : sql<boolean>`true`;
}

const like = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

const midnight = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime('Europe/London').toInstant();
