import { type Holder, poolsOf, schoolHolder } from '../../entitlements';
import { type Offer, offerOfVersion } from '../../offer';
import type { Tx } from '../../platform/database';
import { type Form, type Req, readDate, yearsTaken } from '../../platform/web';
import { type SchoolHead, type SchoolTab, schoolHead, schoolTabs, type TabsOf } from '../../schools';
import { mayReadBookings } from '../policy';
import type { Booking } from '../queries';
import { mayReadTrustStatement } from '../statement/policy';

/** What every page of a school's bookings begins with. */
export interface At {
  school: SchoolHead;
  tabs: SchoolTab[];
  holder: Holder;
}

export async function schoolAt(tx: Tx, req: Req): Promise<At | null> {
  const urn = /^\d{1,7}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : null;
  const school = urn === null ? null : await schoolHead(tx, urn);
  if (!school) return null;
  return {
    school,
    tabs: schoolTabs(req, school.urn),
    holder: await schoolHolder(tx, school.urn),
  };
}

/** For those who may open them. */
export const bookingTabs: TabsOf = (actor, { kind, id }) =>
  kind === 'trust' && mayReadTrustStatement(actor, { uid: id })
    ? [{ group: 'Support', text: 'Statement', href: `/trusts/${id}/statement` }]
    : kind === 'school' && mayReadBookings(actor, { urn: id })
      ? [
          { group: 'Support', text: 'Statement', href: `/schools/${id}/statement` },
          { group: 'Support', text: 'Bookings', href: `/schools/${id}/bookings` },
        ]
      : [];

/** The offers that bookings follow, by version. */
export async function offersOf(tx: Tx, bookings: readonly Booking[]): Promise<Map<string, Offer>> {
  const offers = new Map<string, Offer>();
  for (const id of new Set(bookings.map(({ offerId }) => offerId))) {
    const published = await offerOfVersion(tx, id);
    if (published) offers.set(id, published.offer);
  }
  return offers;
}

/** Names of schools, as they are now. */
export async function schoolNames(tx: Tx, urns: readonly number[]): Promise<Map<number, string>> {
  if (urns.length === 0) return new Map();
  const rows = await tx
    .selectFrom('schools.current_school')
    .select(['urn', 'name'])
    .where('urn', 'in', [...new Set(urns)])
    .execute();
  return new Map(rows.map(({ urn, name }) => [urn, name]));
}

/** What may pay beside the school's own credit: pools that it is in, whose final form is agreed. */
export async function potsOf(tx: Tx, { holder }: At, year: string) {
  const pools = (await poolsOf(tx, { school: holder.id, year })).filter(({ agreed }) => agreed !== null);
  return [
    { value: '', text: 'The school’s own credit', holder },
    ...pools.map(({ id, name }) => ({ value: id, text: `The pool “${name}”`, holder: { kind: 'pool', id } as Holder })),
  ];
}

/** A day that may be left open. */
export function readDay(form: Form, name: string): { day: Temporal.PlainDate | null; error?: string } {
  const typed = readDate(form, name);
  if (typed.kind === 'date') return { day: typed.date };
  if (typed.kind === 'empty') return { day: null };
  return {
    day: null,
    error:
      typed.missing.length > 0
        ? `Enter the ${typed.missing.join(' and the ')} too`
        : `Enter ${typed.outOfYears ? `a date ${yearsTaken}` : 'a real date'}, such as 27 3 2019`,
  };
}

export const errorList = (errors: Partial<Record<string, string>>): { text: string; href: string }[] =>
  Object.entries(errors).flatMap(([field, text]) =>
    text === undefined ? [] : [{ text, href: `#${['day', 'until', 'on'].includes(field) ? `${field}-day` : field}` }],
  );
