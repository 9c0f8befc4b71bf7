import { sql } from 'kysely';
import type { Actor, Anyone, HeldRole } from '../platform/actor';
import { recordDeed, recordDeeds } from '../platform/audit';
import type { Clock } from '../platform/clock';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { levelsOf, managesPeople, roleById, type ScopeKind } from './roles';
import './tables';

export interface Scope {
  kind: ScopeKind;
  /** The identifier, or 'company' for the installation. */
  id: string;
}

export const company: Scope = { kind: 'installation', id: 'company' };

interface By {
  actor: Anyone;
  clock: Clock;
}

/** True when the address belongs to somebody with a role today: the only people whom sign-in lets in. */
export async function mayEnter(tx: Tx, email: string): Promise<boolean> {
  const row = await tx
    .selectFrom('schools.person as p')
    .innerJoin('schools.role_held as r', 'r.person_id', 'p.id')
    .where('p.email', '=', email.toLowerCase())
    .where(heldToday)
    .select('p.id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The person behind an address as they stand today, or null: unknown, or without a role today. */
export async function actorByEmail(tx: Tx, email: string): Promise<Actor | null> {
  const rows = await tx
    .selectFrom('schools.person as p')
    .innerJoin('schools.role_held as r', 'r.person_id', 'p.id')
    .where('p.email', '=', email.toLowerCase())
    .where(heldToday)
    .select(['p.id', 'p.name', 'p.email', 'r.role', 'r.scope_kind', 'r.scope_id'])
    .orderBy('r.starts')
    .orderBy('r.role')
    .execute();
  const [first] = rows;
  if (!first) return null;
  const held = rows.map(
    (row): HeldRole => ({
      role: row.role,
      scope:
        row.scope_kind === 'installation'
          ? { kind: 'installation', id: null }
          : { kind: row.scope_kind, id: row.scope_id },
    }),
  );
  return { personId: first.id, name: first.name, email: first.email, roles: held, sees: await levelsToday(tx, held) };
}

async function levelsToday(tx: Tx, held: HeldRole[]): Promise<string[]> {
  const uids = held.flatMap((h) => (h.scope.kind === 'trust' ? [Number(h.scope.id)] : []));
  const run = uids.length
    ? await tx.selectFrom('schools.current_trust_membership').where('uid', 'in', uids).select(['uid', 'urn']).execute()
    : [];
  const urns = [
    ...held.flatMap((h) => (h.scope.kind === 'school' ? [Number(h.scope.id)] : [])),
    ...run.map((row) => row.urn),
  ];
  const grouped = urns.length
    ? await tx
        .selectFrom('schools.current_partnership_membership')
        .where('urn', 'in', urns)
        .select(['urn', 'partnership_id'])
        .execute()
    : [];
  return levelsOf(held, {
    schoolsOfTrust: (uid) => run.filter((row) => row.uid === Number(uid)).map((row) => String(row.urn)),
    partnershipsOfSchool: (urn) => grouped.filter((row) => row.urn === Number(urn)).map((row) => row.partnership_id),
  });
}

const heldToday = sql<boolean>`r.starts <= platform.today() and (r.ends is null or r.ends > platform.today())`;

export interface Invitation {
  name: string;
  email: string;
  role: string;
  scope: Scope;
  starts: Temporal.PlainDate;
  /** The first day without the role; null while it has no end. */
  ends: Temporal.PlainDate | null;
}

export type InviteRefusal = 'not-yours' | 'unknown-role' | 'already-held' | 'ends-before-it-starts';

export interface RoleGiven {
  personId: string;
  roleHeldId: string;
}

/** Gives somebody a role, making them known when they are new. Repeating it answers 'already-held' and changes nothing. */
export async function givePersonRole(tx: Tx, by: By, wish: Invitation): Promise<Result<RoleGiven, InviteRefusal>> {
  const [answer] = await giveRoles(tx, [{ by, wish }]);
  return answer as Result<RoleGiven, InviteRefusal>;
}

/** The same for many at once, each by somebody and on a day of their own: no more statements than for one. Answers in their order. */
export async function giveRoles(
  tx: Tx,
  all: readonly { by: By; wish: Invitation }[],
): Promise<Result<RoleGiven, InviteRefusal>[]> {
  const refusals = all.map(({ by, wish }) => refusedBefore(by, wish));
  const may = all.filter((_, i) => refusals[i] === null);
  if (may.length === 0) return refusals.map((why) => refused(why as InviteRefusal));
  const people = await peopleFor(tx, may);
  const ids = await insertRoles(tx, may, people);
  const given = may.map((one, i) => ({ ...one, personId: people[i] as string, id: ids[i] as string | null }));
  await recordDeeds(
    tx,
    given
      .filter(({ id }) => id !== null)
      .map(({ by, wish }) => ({
        by,
        deed: {
          action: 'schools.role-given',
          scope: scopeName(wish.scope),
          about: `${wish.name}: ${roleById.get(wish.role)?.title ?? wish.role}`,
          after: {
            person: wish.email.toLowerCase(),
            role: wish.role,
            starts: wish.starts.toString(),
            ends: wish.ends?.toString() ?? null,
          },
        },
      })),
  );
  const answers = given.map(({ id, personId }) =>
    id === null ? refused('already-held' as const) : ok({ personId, roleHeldId: id }),
  );
  return refusals.map((why) => (why === null ? (answers.shift() as (typeof answers)[number]) : refused(why)));
}

function refusedBefore({ actor }: By, wish: Invitation): InviteRefusal | null {
  const role = roleById.get(wish.role);
  if (!managesPeople(actor, wish.scope) && !isSystem(actor)) return 'not-yours';
  if (!role || role.scope !== wish.scope.kind) return 'unknown-role';
  return wish.ends && Temporal.PlainDate.compare(wish.ends, wish.starts) < 0 ? 'ends-before-it-starts' : null;
}

/** Who they are, made known where they are new. */
async function peopleFor(tx: Tx, all: readonly { by: By; wish: Invitation }[]): Promise<string[]> {
  const rows = all.map(({ by, wish }, n) => ({ n, name: wish.name, email: wish.email, at: by.clock.now().toString() }));
  const found = await sql<{ id: string }>`
    select schools.person_for(name, email, at) as id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new (n int, name text, email text, at timestamptz) order by n`.execute(
    tx,
  );
  return found.rows.map(({ id }) => {
    if (!id) throw new Error('A person was neither found nor made.');
    return id;
  });
}

/** The identifiers of the roles, in their order; null for one that is held in these days already. */
async function insertRoles(
  tx: Tx,
  all: readonly { by: By; wish: Invitation }[],
  people: readonly string[],
): Promise<(string | null)[]> {
  const rows = all.map(({ by, wish }, i) => ({
    n: i,
    id: crypto.randomUUID(),
    person: people[i],
    role: wish.role,
    kind: wish.scope.kind,
    scope: wish.scope.id,
    starts: wish.starts.toString(),
    ends: wish.ends?.toString() ?? null,
    given_by: by.actor?.personId ?? null,
  }));
  // Of those asked for together, too, the second in the same days is held already.
  const held = new Map<string, Invitation[]>();
  const first = rows.filter(({ person, role, kind, scope }, i) => {
    const key = `${person} ${role} ${kind} ${scope}`;
    const { wish } = all[i] as (typeof all)[number];
    const others = held.get(key) ?? [];
    if (others.some((other) => meet(other, wish))) return false;
    held.set(key, [...others, wish]);
    return true;
  });
  const { rows: made } = await sql<{ id: string }>`
    insert into schools.role_held (id, person_id, role, scope_kind, scope_id, starts, ends, given_by)
    select id, person, role, kind, scope, starts, ends, given_by
    from jsonb_to_recordset(${JSON.stringify(first)}::jsonb)
      as new (n int, id uuid, person uuid, role text, kind text, scope text, starts date, ends date, given_by uuid)
    where not exists (
      select from schools.role_held r where r.person_id = person and r.role = new.role and r.scope_kind = new.kind and r.scope_id = new.scope
        and daterange(r.starts, r.ends) && daterange(new.starts, new.ends)
    )
    order by n returning id`.execute(tx);
  const there = new Set(made.map(({ id }) => id));
  return rows.map(({ id }) => (there.has(id) ? id : null));
}

const meet = (a: Invitation, b: Invitation): boolean =>
  (!a.ends || Temporal.PlainDate.compare(b.starts, a.ends) < 0) &&
  (!b.ends || Temporal.PlainDate.compare(a.starts, b.ends) < 0);

export type EndRefusal = 'not-yours' | 'not-found' | 'last-administrator' | 'already-ended' | 'before-it-starts';

/** Ends a role: `ends` is the first day without it. Repeating it with the same day changes nothing. */
export async function endPersonRole(
  tx: Tx,
  by: By,
  roleHeldId: string,
  ends: Temporal.PlainDate,
): Promise<Result<{ name: string }, EndRefusal>> {
  const row = await tx
    .selectFrom('schools.role_held as r')
    .innerJoin('schools.person as p', 'p.id', 'r.person_id')
    .where('r.id', '=', roleHeldId)
    .select(['r.role', 'r.scope_kind', 'r.scope_id', 'r.starts', 'r.ends', 'p.name', 'p.email', 'r.person_id'])
    .executeTakeFirst();
  if (!row) return refused('not-found');
  const scope: Scope = { kind: row.scope_kind, id: row.scope_id };
  if (!managesPeople(by.actor, scope) && !isSystem(by.actor)) return refused('not-yours');
  if (row.ends && Temporal.PlainDate.compare(row.ends, ends) <= 0)
    return row.ends.equals(ends) ? ok({ name: row.name }) : refused('already-ended');
  if (Temporal.PlainDate.compare(ends, row.starts) < 0) return refused('before-it-starts');
  if (row.role === 'administrator' && (await otherAdministrators(tx, row.person_id)) === 0)
    return refused('last-administrator');
  await tx.updateTable('schools.role_held').set({ ends }).where('id', '=', roleHeldId).execute();
  await recordDeed(tx, by, {
    action: 'schools.role-ended',
    scope: scopeName(scope),
    about: `${row.name}: ${roleById.get(row.role)?.title ?? row.role}`,
    before: { ends: row.ends?.toString() ?? null },
    after: { person: row.email, ends: ends.toString() },
  });
  return ok({ name: row.name });
}

/** Locks all of them, the own too and in one order: of those who leave at the same moment each waits for the one before. */
async function otherAdministrators(tx: Tx, personId: string): Promise<number> {
  const rows = await tx
    .selectFrom('schools.role_held as r')
    .where('r.role', '=', 'administrator')
    .where('r.ends', 'is', null)
    .where(sql<boolean>`r.starts <= platform.today()`)
    .select(['r.id', 'r.person_id'])
    .orderBy('r.id')
    .forUpdate()
    .execute();
  return rows.filter(({ person_id }) => person_id !== personId).length;
}

/** Whether anybody is an administrator today or will be. Asked by the program while the installation is being claimed. */
export async function hasAdministrator(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('schools.role_held')
    .where('role', '=', 'administrator')
    .where(sql<boolean>`(ends is null or ends > platform.today())`)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface PersonInScope {
  roleHeldId: string;
  personId: string;
  name: string;
  email: string;
  role: string;
  title: string;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate | null;
}

/** The people of a scope with their roles: those of today and to come; with `past`, those who have left too. */
export async function peopleOf(tx: Tx, scope: Scope, { past = false } = {}): Promise<PersonInScope[]> {
  let query = tx
    .selectFrom('schools.role_held as r')
    .innerJoin('schools.person as p', 'p.id', 'r.person_id')
    .where('r.scope_kind', '=', scope.kind)
    .where('r.scope_id', '=', scope.id)
    .select(['r.id', 'r.person_id', 'p.name', 'p.email', 'r.role', 'r.starts', 'r.ends'])
    .orderBy('p.name')
    .orderBy('r.starts');
  if (!past) query = query.where(sql<boolean>`(r.ends is null or r.ends > platform.today())`);
  const rows = await query.execute();
  return rows.map((row) => ({
    roleHeldId: row.id,
    personId: row.person_id,
    name: row.name,
    email: row.email,
    role: row.role,
    title: roleById.get(row.role)?.title ?? row.role,
    starts: row.starts,
    ends: row.ends,
  }));
}

export const scopeName = (scope: Scope): string =>
  scope.kind === 'installation' ? 'installation' : `${scope.kind}/${scope.id}`;

const isSystem = (actor: Anyone): boolean => actor?.sees.includes('system') ?? false;

/** The program itself, for what the command line and the first start do. */
export const system: Actor = {
  personId: '00000000-0000-0000-0000-000000000000',
  name: 'Mesters',
  email: '',
  roles: [],
  sees: ['system'],
};
