import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import './tables';

/** What waits for a person of the partnership: a quote to give, a delivery to write down, a shortfall to settle. */
export interface Waiting {
  kind: 'quote' | 'deliver' | 'shortfall';
  /** The booking, or null of a shortfall. */
  booking: string | null;
  /** The school on whose pages it stands, as it is now. */
  urn: number;
  school: string;
  what: string;
  /** Since when. */
  since: Temporal.PlainDate;
}

/** The longest waiting first, as far as the asker may see them; `people` narrows what is to be written down to their own. */
export async function waitingForUs(
  tx: Tx,
  today: Temporal.PlainDate,
  wish: { most: number; person?: string },
): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with waits as (
      select case when b.confirmed_at is null then 'quote' else 'deliver' end as kind, b.id::text as booking,
        (select min(f.urn) from bookings.booking_for f where f.booking_id = b.id) as urn, b.what,
        case when b.confirmed_at is null then (b.made_at at time zone 'Europe/London')::date else b.day end as since
      from bookings.booking b
      where b.cancelled_at is null and b.delivered_at is null
        and ((b.held_at is null and b.quoted_at is null and b.confirmed_at is null) or (b.confirmed_at is not null and b.day < ${today.toString()}::date))
        and (${wish.person ?? null}::uuid is null
          or exists (select from bookings.booking_person p where p.booking_id = b.id and p.person_id = ${wish.person ?? null}::uuid))
      union all
      select 'shortfall', null, a.holder_id::int, a.element, a.starts from entitlements.account a
      where a.holder_kind = 'school' and a.granted > a.owed and (a.per = 'year' or a.occasion is not null) and a.ends >= ${today.toString()}::date
        and ${wish.person ?? null}::uuid is null
    )
    select w.kind, w.booking, s.urn, s.name as school, w.what, w.since
    from waits w join schools.current_school s on s.urn = w.urn
    order by w.kind <> 'shortfall', w.since, w.booking limit ${wish.most}`.execute(tx);
  return rows;
}
