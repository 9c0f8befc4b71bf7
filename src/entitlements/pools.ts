import { sql } from 'kysely';
import { currentOffer, type Offer } from '../offer';
import { recordDeed } from '../platform/audit';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import { type Account, accountsOf } from './accounts';
import type { By } from './facts';
import { ensureHolders, type Holder, lockHolders, schoolHolders } from './holders';
import { type Pool, poolsOf } from './pool-queries';
import { writePosting } from './reconcile';
import { memberOf } from './rules';
import { yearsOf } from './years';
import './tables';

/**
 * Pools: schools put their credit together (offer, section 9). What each puts in moves to an account of the pool that names the account it
 * came from, so what is left can go back there, and every unit is traced to its school.
 */

export interface PoolWish {
  name: string;
  year: string;
  /** The trust whose pool it is; null for any other group. */
  trustUid: number | null;
  note: string;
  /** In the order in which spare pence are shared. `part` is what it puts in, in the credit's unit; null for all of it. */
  members: { urn: number; part: number | null }[];
}

export type PoolRefusal =
  | { because: 'no-members' }
  | { because: 'no-offer' }
  | { because: 'unknown'; school: string }
  | { because: 'not-for'; school: string }
  | { because: 'in-another-pool'; school: string }
  | { because: 'gone' };

/** Notes that schools intend to pool. Nothing moves before it is final. */
export async function intendPool(tx: Tx, by: By, wish: PoolWish): Promise<Result<{ id: string }, PoolRefusal>> {
  const offer = await offerOf(tx);
  if (!offer) return refused({ because: 'no-offer' });
  if (wish.members.length === 0) return refused({ because: 'no-members' });
  const { pool: terms } = offer.bespoke;
  const byUrn = await schoolHolders(
    tx,
    wish.members.map(({ urn }) => urn),
  );
  const unknown = await unknownAmong(
    tx,
    wish.members.map(({ urn }) => urn),
  );
  if (unknown !== null) return refused({ because: 'unknown', school: String(unknown) });
  const members = [...new Map(wish.members.map(({ urn, part }) => [byUrn.get(urn)?.id ?? String(urn), part]))];
  const holders = members.map(([id]): Holder => ({ kind: 'school', id }));
  await ensureHolders(tx, holders);
  await lockHolders(tx, holders);
  const sectors = await sectorsOf(
    tx,
    members.map(([id]) => Number(id)),
  );
  const id = crypto.randomUUID();
  const taken = await slotsTaken(
    tx,
    wish.year,
    members.map(([school]) => school),
  );
  for (const [school] of members) {
    if (terms.sectors !== 'any' && !terms.sectors.includes(sectors.get(school)?.sector ?? ''))
      return refused({ because: 'not-for', school: sectors.get(school)?.name ?? school });
    if ((taken.get(school)?.size ?? 0) >= terms.perSchoolPerYear)
      return refused({ because: 'in-another-pool', school: sectors.get(school)?.name ?? school });
  }
  await tx
    .insertInto('entitlements.pool')
    .values({
      id,
      name: wish.name,
      year: wish.year,
      trust_uid: wish.trustUid,
      note: wish.note,
      made_at: by.clock.now(),
      made_by: by.actor?.personId ?? null,
    })
    .execute();
  await tx
    .insertInto('entitlements.pool_member')
    .values(
      members.map(([school, part], i) => ({
        pool_id: id,
        holder_id: school,
        year: wish.year,
        place: i + 1,
        slot: freeSlot(taken.get(school)),
        part,
        joined_at: by.clock.now(),
      })),
    )
    .execute();
  await recordDeed(tx, by, {
    action: 'entitlements.pool-intended',
    scope: `pool/${id}`,
    about: `${wish.name}, ${wish.year}`,
    after: { members: members.map(([school, part]) => ({ school, part })) },
  });
  return ok({ id });
}

/**
 * Makes a pool final, with who agreed and when, and moves what its members put in. Done once: repeated, it moves nothing more. A school
 * that has less left than the part it meant to put in puts in what it has.
 */
export async function makePoolFinal(
  tx: Tx,
  by: By,
  id: string,
  agreed: { by: string; on: Temporal.PlainDate },
): Promise<Result<{ moved: number }, PoolRefusal>> {
  const found = await locked(tx, id);
  if (!found) return refused({ because: 'gone' });
  if (found.agreed) return ok({ moved: 0 });
  await makeHolder(tx, found);
  const holder: Holder = { kind: 'pool', id };
  const staying = found.members.filter(({ left }) => !left);
  const credit = await creditOf(
    tx,
    by,
    found,
    staying.map(({ school }) => school),
  );
  let moved = 0;
  // One after another, in their order: so their accounts are opened in it, and spare pence go to the first.
  for (const { school, part } of staying) {
    let missing = part;
    for (const account of credit.filter((one) => one.holder.id === school)) {
      const units = missing === null ? account.left : Math.min(missing, account.left);
      if (units === 0) continue;
      const target = await openPoolAccount(tx, by, holder, school, account);
      await move(tx, by, `pool/${id}/in/${account.id}`, `Put into ${found.name}`, account, target, units);
      moved += units;
      if (missing !== null) missing -= units;
    }
  }
  await tx
    .updateTable('entitlements.pool')
    .set({ agreed_by: agreed.by, agreed_on: agreed.on, final_at: by.clock.now(), final_by: by.actor?.personId ?? null })
    .where('id', '=', id)
    .execute();
  await recordDeed(tx, by, {
    action: 'entitlements.pool-final',
    scope: `pool/${id}`,
    about: `${found.name}, agreed by ${agreed.by}`,
    after: { agreedBy: agreed.by, agreedOn: agreed.on.toString(), moved },
  });
  return ok({ moved });
}

/**
 * A school leaves a pool: what is left of what it put in and not promised to a booking goes back to it at once. Repeated later, it takes
 * back what has been given up since.
 */
export async function leavePool(
  tx: Tx,
  by: By,
  id: string,
  school: string,
): Promise<Result<{ back: number }, PoolRefusal>> {
  const found = await locked(tx, id);
  const member = found?.members.find((one) => one.school === school);
  if (!found || !member) return refused({ because: 'gone' });
  const back = await settle(tx, by, found, school);
  if (!member.left) {
    await tx
      .updateTable('entitlements.pool_member')
      .set({ left_at: by.clock.now() })
      .where('pool_id', '=', id)
      .where('holder_id', '=', school)
      .execute();
    await recordDeed(tx, by, {
      action: 'entitlements.pool-left',
      scope: `pool/${id}`,
      about: `${member.name} left ${found.name}`,
      after: { back },
    });
  }
  return ok({ back });
}

/** Takes home what schools that have left a pool have had given up to them since. @returns how many units went back. */
export async function settleLeavers(tx: Tx, by: By): Promise<number> {
  const { rows } = await sql<{ pool: string; school: string }>`
    select m.pool_id as pool, m.holder_id as school from entitlements.pool_member m
    where m.left_at is not null and exists (
      select from entitlements.account a
      where a.holder_kind = 'pool' and a.holder_id = m.pool_id and starts_with(a.key, m.holder_id || '/') and a.balance > entitlements.held_of(a.id))
    order by 1, 2`.execute(tx);
  let back = 0;
  for (const { pool, school } of rows) {
    const found = await locked(tx, pool);
    if (found) back += await settle(tx, by, found, school);
  }
  return back;
}

async function settle(tx: Tx, by: By, pool: Pool, school: string): Promise<number> {
  const accounts = await accountsOf(tx, [{ kind: 'pool', id: pool.id }]);
  let back = 0;
  for (const account of accounts) {
    const units = Math.max(0, account.balance - account.held);
    if (memberOf(account) !== school || account.originId === null || units === 0) continue;
    const key = `pool/${pool.id}/out/${account.id}/${crypto.randomUUID()}`;
    await move(tx, by, key, `Back from ${pool.name}`, account, account.originId, units);
    back += units;
  }
  return back;
}

/** The pool and all its members, whom nobody else changes meanwhile. */
async function locked(tx: Tx, id: string): Promise<Pool | null> {
  const [before] = await poolsOf(tx, { id });
  if (!before) return null;
  const schools = before.members.map(({ school }): Holder => ({ kind: 'school', id: school }));
  await lockHolders(tx, [...schools, { kind: 'pool', id }]);
  return (await poolsOf(tx, { id }))[0] ?? null;
}

/** Whoever reads one of the members' accounts reads the pool's; the office, partners and the trust's leaders spend from it. */
async function makeHolder(tx: Tx, pool: Pool): Promise<void> {
  const trust = pool.trustUid === null ? [] : [`trust/${pool.trustUid}`];
  const leads = pool.trustUid === null ? [] : [`trust-leader/${pool.trustUid}`];
  await sql`
    insert into entitlements.holder (kind, id, readers, spenders, confidants)
    select 'pool', ${pool.id}, array_agg(distinct level) || ${trust}::text[], ${['staff', 'partner', ...leads]}::text[], array_agg(distinct level)
    from entitlements.holder h, unnest(h.readers) level
    where h.kind = 'school' and h.id = any(${pool.members.map(({ school }) => school)}::text[])
    on conflict do nothing`.execute(tx);
}

/** What each member has left of its credit in the pool's year, in the order in which it is spent. */
async function creditOf(tx: Tx, by: By, pool: Pool, schools: readonly string[]): Promise<Account[]> {
  const holders = schools.map((id): Holder => ({ kind: 'school', id }));
  const views = await yearsOf(tx, holders, by.clock.today());
  const elements = new Set(
    holders.flatMap((holder) =>
      views(holder).flatMap(({ year, offer }) => (year === pool.year ? [offer.bespoke.credit.id] : [])),
    ),
  );
  const accounts = await accountsOf(tx, holders, { year: pool.year });
  return accounts.filter(({ element, unlimited }) => elements.has(element) && !unlimited);
}

async function openPoolAccount(tx: Tx, by: By, holder: Holder, school: string, from: Account): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into entitlements.account (holder_kind, holder_id, key, year, element, rule, why, unit, source, per, origin_id, starts, ends, unlimited, at_least, confidential,
      offer_id, owed, opened_at)
    values (${holder.kind}, ${holder.id}, ${`${school}/${from.key}`}, ${from.year}, ${from.element}, ${from.rule}, ${from.why}, ${from.unit}, ${from.source}, 'year',
      ${from.id}, ${from.starts.toString()}::date, ${from.ends.toString()}::date, false, false, false, ${from.offerId}::uuid, 0, ${by.clock.now().toString()}::timestamptz)
    returning id`.execute(tx);
  return rows[0]?.id as number;
}

async function move(
  tx: Tx,
  by: By,
  key: string,
  words: string,
  from: Account,
  to: number,
  units: number,
): Promise<void> {
  await writePosting(tx, by, { key, what: 'pool', booking: null, day: by.clock.today(), words }, [
    { account_id: from.id, against: null, unit: from.unit, units: -units },
    { account_id: to, against: null, unit: from.unit, units },
  ]);
}

async function slotsTaken(tx: Tx, year: string, schools: readonly string[]): Promise<Map<string, Set<number>>> {
  const rows = await tx
    .selectFrom('entitlements.pool_member')
    .select(['holder_id', 'slot'])
    .where('year', '=', year)
    .where('left_at', 'is', null)
    .where('holder_id', 'in', schools as string[])
    .execute();
  const taken = new Map<string, Set<number>>();
  for (const { holder_id, slot } of rows) taken.set(holder_id, (taken.get(holder_id) ?? new Set()).add(slot));
  return taken;
}

/** The first of these numbers that no school has. */
async function unknownAmong(tx: Tx, urns: readonly number[]): Promise<number | null> {
  const known = await tx
    .selectFrom('schools.current_school')
    .select('urn')
    .where('urn', 'in', urns as number[])
    .execute();
  return urns.find((urn) => !known.some((school) => school.urn === urn)) ?? null;
}

const freeSlot = (taken: ReadonlySet<number> = new Set()): number => {
  let slot = 1;
  while (taken.has(slot)) slot += 1;
  return slot;
};

async function sectorsOf(tx: Tx, urns: readonly number[]): Promise<Map<string, { sector: string; name: string }>> {
  const rows = await tx
    .selectFrom('schools.current_school')
    .select(['urn', 'sector', 'name'])
    .where('urn', 'in', urns as number[])
    .execute();
  return new Map(rows.map(({ urn, ...school }) => [String(urn), school]));
}

const offerOf = async (tx: Tx): Promise<Offer | null> => (await currentOffer(tx))?.offer ?? null;
