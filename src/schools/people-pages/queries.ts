import { type RawBuilder, sql } from 'kysely';
import type { AuditKind } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import type { Order } from '../../platform/ui';
import { named } from '../names';
import type { PersonInScope, Scope } from '../people';
import { roleById, type ScopeKind } from '../roles';
import type { EverybodyWish } from './list';
import '../tables';

/** A role that somebody holds, with the scope it is held in. */
export interface RoleHeld extends PersonInScope {
  scope: Scope;
}

/** One role held, or null: unknown, or not the asker's to see. */
export async function roleHeld(tx: Tx, id: string): Promise<RoleHeld | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const row = await tx
    .selectFrom('schools.role_held as r')
    .innerJoin('schools.person as p', 'p.id', 'r.person_id')
    .where('r.id', '=', id)
    .select(['r.id', 'r.person_id', 'p.name', 'p.email', 'r.role', 'r.starts', 'r.ends', 'r.scope_kind', 'r.scope_id'])
    .executeTakeFirst();
  return row
    ? {
        roleHeldId: row.id,
        personId: row.person_id,
        name: row.name,
        email: row.email,
        role: row.role,
        title: roleById.get(row.role)?.title ?? row.role,
        starts: row.starts,
        ends: row.ends,
        scope: { kind: row.scope_kind, id: row.scope_id },
      }
    : null;
}

/** Somebody, with everything they are or were. */
export interface Everybody {
  personId: string;
  name: string;
  email: string;
  roles: {
    roleHeldId: string;
    title: string;
    scopeKind: ScopeKind;
    scopeId: string;
    place: string;
    starts: Temporal.PlainDate;
    ends: Temporal.PlainDate | null;
  }[];
}

export const peoplePerPage = 50;

/** People by a piece of their name or address, with every role that the asker may see. Pages are numbered from 1. */
export async function findPeople(
  tx: Tx,
  { q, order: { key, dir } }: EverybodyWish,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ people: Everybody[]; total: number }> {
  const by = key === 'address' ? sql`email` : sql`lower(name)`;
  const like = `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<{ id: string; name: string; email: string; total: number }>`
    select id, name, email, (count(*) over ())::int as total from schools.person
    where ${named(sql`name`, q)} or email::text ilike ${like}
    order by ${by} ${dir === 'desc' ? sql`desc` : sql``}, email limit ${perPage} offset ${(page - 1) * perPage}`.execute(
    tx,
  );
  const roles = await rolesOf(
    tx,
    rows.map((row) => row.id),
  );
  return {
    people: rows.map(({ id, name, email }) => ({
      personId: id,
      name,
      email,
      roles: roles.filter((role) => role.personId === id),
    })),
    total: rows[0]?.total ?? 0,
  };
}

async function rolesOf(
  tx: Tx,
  personIds: readonly string[],
): Promise<(Everybody['roles'][number] & { personId: string })[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<Omit<Everybody['roles'][number], 'title'> & { personId: string; role: string }>`
    select r.id as "roleHeldId", r.person_id as "personId", r.role, r.scope_kind as "scopeKind", r.scope_id as "scopeId", r.starts, r.ends,
      case r.scope_kind when 'installation' then '' else coalesce(s.name, t.name, p.name, r.scope_id) end as place
    from schools.role_held r
    left join lateral (select c.name from schools.current_school c where c.urn = case r.scope_kind when 'school' then r.scope_id::int end) s on true
    left join lateral (select c.name from schools.current_trust c where c.uid = case r.scope_kind when 'trust' then r.scope_id::int end) t on true
    left join schools.current_partnership p on r.scope_kind = 'partnership' and p.id = r.scope_id
    where r.person_id = any(${personIds}::uuid[])
    order by (r.ends is null or r.ends > platform.today()) desc, r.starts desc, r.role`.execute(tx);
  return rows.map(({ role, ...row }) => ({ ...row, title: roleById.get(role)?.title ?? role }));
}

export interface Look {
  at: Temporal.Instant;
  name: string;
  kind: Extract<AuditKind, 'view' | 'export'>;
  about: string;
}

export interface LookFilter {
  kind: '' | 'view' | 'export';
  /** A piece of the name. */
  who: string;
  order: Order<keyof typeof lookColumns>;
}

const lookColumns = { at: sql`at`, who: sql`lower(person_name)`, what: sql`lower(about)` };

export const looksPerPage = 50;

/** Who viewed and exported a school's pages of personal information; pages numbered from 1. */
export async function looksAt(
  tx: Tx,
  urn: number,
  filter: LookFilter,
  page: number,
  perPage = looksPerPage,
): Promise<{ looks: Look[]; total: number }> {
  const conditions: RawBuilder<unknown>[] = [
    sql`scope = ${`school/${urn}`}`,
    filter.kind ? sql`kind = ${filter.kind}` : sql`kind in ('view', 'export')`,
  ];
  if (filter.who)
    conditions.push(sql`person_name ilike ${`%${filter.who.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`}`);
  const way = filter.order.dir === 'desc' ? sql`desc` : sql`asc`;
  const { rows } = await sql<Look & { total: number }>`
    select at, person_name as name, kind, about, (count(*) over ())::int as total
    from platform.audit where ${sql.join(conditions, sql` and `)}
    order by ${lookColumns[filter.order.key]} ${way}, id ${way} limit ${perPage} offset ${(page - 1) * perPage}`.execute(
    tx,
  );
  return { looks: rows.map(({ total: _, ...look }) => look), total: rows[0]?.total ?? 0 };
}
