import { type Selectable, sql } from 'kysely';
import { type Holder, schoolHolder } from '../entitlements';
import type { Tx } from '../platform/database';
import { lineage } from '../schools';
import type { Moments } from './state';
import type { BookingTable } from './tables';
import './tables';

/** One planned use of one element of the offer. */
export interface Booking extends Moments {
  id: string;
  key: string;
  orderKey: string;
  /** Whose it is. */
  holder: Holder;
  offerId: string;
  year: string;
  element: string;
  service: string | null;
  tier: string | null;
  /** The rule that what is owed is drawn from; null where any of the element’s accounts pays. */
  rule: string | null;
  kind: string | null;
  occasion: string | null;
  units: number | null;
  unit: string | null;
  /** In the unit of the credit; null where nothing is paid, or nothing is agreed yet. */
  price: number | null;
  day: Temporal.PlainDate | null;
  countsOn: Temporal.PlainDate;
  what: string;
  notes: string;
  madeAt: Temporal.Instant;
  acceptedAt: Temporal.Instant | null;
  deliveredOn: Temporal.PlainDate | null;
  deliveredUnits: number | null;
  evidence: string | null;
  evidenceLink: string | null;
  cancelledWhy: string | null;
  returned: boolean | null;
  /** Who did what: null is the program itself. */
  by: Record<'made' | 'quoted' | 'accepted' | 'held' | 'confirmed' | 'delivered' | 'cancelled', string | null>;
  payers: Payer[];
  /** URNs of the schools that it is for. */
  forSchools: number[];
  /** Identifiers of those who do it. */
  people: string[];
}

/** Who pays how much of a booking, and with which money. */
export interface Payer {
  holder: Holder;
  /** From what they are owed, by an invoice, or given on request without being counted. */
  how: 'account' | 'invoice' | 'asked';
  /** The element whose account pays, or the credit. */
  pays: string | null;
  units: number;
  unit: string;
  pence: number | null;
  /** The school that the invoice goes to. */
  urn: number | null;
  /** A funding source of the offer. */
  source: string;
}

export async function bookingById(tx: Tx, id: string): Promise<Booking | null> {
  if (!isId(id)) return null;
  return (await bookingsWhere(tx, sql`b.id = ${id}::uuid`))[0] ?? null;
}

/** Many, by their identifiers, held until the transaction ends: whoever changes them too waits. In one order, so that two who lock some of the same never wait for ever. Without those that the asker may not change. */
export async function lockBookings(tx: Tx, ids: readonly string[]): Promise<Map<string, Booking>> {
  const { rows } = await sql<{ id: string }>`
    select id from bookings.booking where id = any(${ids.filter(isId)}::uuid[]) order by id for update`.execute(tx);
  return bookingsByIds(
    tx,
    rows.map(({ id }) => id),
  );
}

export async function bookingsByIds(tx: Tx, ids: readonly string[]): Promise<Map<string, Booking>> {
  if (ids.length === 0) return new Map();
  const found = await bookingsWhere(tx, sql`b.id = any(${ids.filter(isId)}::uuid[])`);
  return new Map(found.map((one) => [one.id, one]));
}

export async function bookingsByKeys(tx: Tx, keys: readonly string[]): Promise<Map<string, Booking>> {
  if (keys.length === 0) return new Map();
  const found = await bookingsWhere(tx, sql`b.key = any(${keys as string[]}::text[])`);
  return new Map(found.map((one) => [one.key, one]));
}

export const bookingByKey = async (tx: Tx, key: string): Promise<Booking | null> =>
  (await bookingsWhere(tx, sql`b.key = ${key}`))[0] ?? null;

/** What holders have booked, or help to pay, in a year or ever; the newest first. */
export function bookingsOf(tx: Tx, holders: readonly Holder[], year?: string): Promise<Booking[]> {
  const of = sql`select * from unnest(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[])`;
  return bookingsWhere(
    tx,
    sql`((b.holder_kind, b.holder_id) in (${of})
        or b.id in (select p.booking_id from bookings.booking_payer p where (p.holder_kind, p.holder_id) in (${of})))
      and (${year ?? null}::text is null or b.year = ${year ?? null})`,
  );
}

/** The bookings of a school: its own, those that others pay for it, and those that a pool has booked for it. */
export async function bookingsOfSchool(tx: Tx, urn: number, year?: string): Promise<Booking[]> {
  const [urns, holder] = [await lineage(tx, urn), await schoolHolder(tx, urn)];
  return bookingsWhere(
    tx,
    sql`((b.holder_kind = ${holder.kind} and b.holder_id = ${holder.id})
        or b.id in (select f.booking_id from bookings.booking_for f where f.urn = any(${urns}::int[]))
        or b.id in (select p.booking_id from bookings.booking_payer p where p.holder_kind = ${holder.kind} and p.holder_id = ${holder.id}))
      and (${year ?? null}::text is null or b.year = ${year ?? null})`,
  );
}

/** Every booking that the asker may see, the newest first. */
export const allBookings = (tx: Tx, year?: string): Promise<Booking[]> =>
  bookingsWhere(tx, sql`(${year ?? null}::text is null or b.year = ${year ?? null})`);

/** Units that a booking has used of an account, net of what went back. */
export interface AccountUse {
  accountId: number;
  booking: string;
  what: string;
  units: number;
  unit: string;
  /** The day on which it counts. */
  day: Temporal.PlainDate;
}

/** The bookings behind accounts: which of them used how much. Those that gave everything back are left out. */
export async function usesOfAccounts(tx: Tx, accounts: readonly number[]): Promise<AccountUse[]> {
  if (accounts.length === 0) return [];
  const { rows } = await sql<AccountUse>`
    select l.account_id as "accountId", p.booking, coalesce(b.what, min(p.words)) as what, -sum(l.units)::bigint as units, l.unit,
      coalesce(b.delivered_on, b.day, min(p.day)) as day
    from entitlements.line l join entitlements.posting p on p.id = l.posting_id left join bookings.booking b on b.id::text = p.booking
    where l.account_id = any(${accounts as number[]}::bigint[]) and p.booking is not null
    group by l.account_id, p.booking, l.unit, b.what, b.delivered_on, b.day
    having sum(l.units) <> 0
    order by l.account_id, day, p.booking`.execute(tx);
  return rows;
}

/** Which services of the menu schools have on the way or had in a year, and how often. Cancelled ones and mere quotes do not count. */
export async function boughtBySchools(
  tx: Tx,
  urns: readonly number[],
  year: string,
): Promise<Map<number, Map<string, number>>> {
  if (urns.length === 0) return new Map();
  const { rows } = await sql<{ urn: number; service: string; times: number }>`
    select f.urn, b.service, count(*)::int as times
    from bookings.booking_for f join bookings.booking b on b.id = f.booking_id
    where f.urn = any(${urns as number[]}::int[]) and b.year = ${year} and b.service is not null and b.cancelled_at is null
      and b.held_at is not null and (b.confirmed_at is not null or b.held_until is null or b.held_until > platform.now())
    group by f.urn, b.service`.execute(tx);
  const bought = new Map<number, Map<string, number>>();
  for (const { urn, service, times } of rows)
    bought.set(urn, (bought.get(urn) ?? new Map<string, number>()).set(service, times));
  return bought;
}

const isId = (id: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);

async function bookingsWhere(
  tx: Tx,
  where: ReturnType<typeof sql>,
  order = sql`b.made_at desc, b.order_key, b.key`,
): Promise<Booking[]> {
  const { rows } = await sql<
    Selectable<BookingTable> & { payers: PayerRow[]; for_schools: number[]; people: string[] }
  >`
    select b.*,
      coalesce((select jsonb_agg(jsonb_build_object('kind', p.holder_kind, 'id', p.holder_id, 'how', p.how, 'pays', p.pays, 'units', p.units,
        'unit', p.unit, 'pence', p.pence, 'urn', p.urn, 'source', p.source) order by p.n)
        from bookings.booking_payer p where p.booking_id = b.id), '[]') as payers,
      coalesce((select jsonb_agg(f.urn order by f.urn) from bookings.booking_for f where f.booking_id = b.id), '[]') as for_schools,
      coalesce((select jsonb_agg(o.person_id order by o.person_id) from bookings.booking_person o where o.booking_id = b.id), '[]') as people
    from bookings.booking b where ${where} order by ${order}`.execute(tx);
  return rows.map(fromRow);
}

type PayerRow = Omit<Payer, 'holder'> & Holder;

function fromRow(
  row: Selectable<BookingTable> & { payers: PayerRow[]; for_schools: number[]; people: string[] },
): Booking {
  return {
    id: row.id,
    key: row.key,
    orderKey: row.order_key,
    holder: { kind: row.holder_kind, id: row.holder_id },
    offerId: row.offer_id,
    year: row.year,
    element: row.element,
    service: row.service,
    tier: row.tier,
    rule: row.rule,
    kind: row.kind,
    occasion: row.occasion,
    units: row.units,
    unit: row.unit,
    price: row.price,
    day: row.day,
    countsOn: row.counts_on,
    what: row.what,
    notes: row.notes,
    madeAt: row.made_at,
    quotedAt: row.quoted_at,
    quoteUntil: row.quote_until,
    acceptedAt: row.accepted_at,
    heldAt: row.held_at,
    heldUntil: row.held_until,
    confirmedAt: row.confirmed_at,
    deliveredAt: row.delivered_at,
    deliveredOn: row.delivered_on,
    deliveredUnits: row.delivered_units,
    evidence: row.evidence,
    evidenceLink: row.evidence_link,
    cancelledAt: row.cancelled_at,
    cancelledWhy: row.cancelled_why,
    returned: row.returned,
    by: {
      made: row.made_by,
      quoted: row.quoted_by,
      accepted: row.accepted_by,
      held: row.held_by,
      confirmed: row.confirmed_by,
      delivered: row.delivered_by,
      cancelled: row.cancelled_by,
    },
    payers: row.payers.map(({ kind, id, ...payer }) => ({ holder: { kind, id }, ...payer })),
    forSchools: row.for_schools,
    people: row.people,
  };
}
