import type { Offer } from '../offer';
import { counted, days, money } from '../platform/words';
import type { Booking } from './queries';
import type { State } from './state';

/** How bookings are said. */

/** "1½ days", "£550", "2 tickets": units of the offer as people write them. */
export function unitsWords(offer: Offer, unit: string, units: number): string {
  const known = offer.units.find(({ id }) => id === unit);
  if (known?.counts === 'time') return days(units);
  if (known?.counts === 'money') return money(units);
  return counted(units, known?.one ?? unit, known?.many ?? unit);
}

/** What a record of a deed says of units: as people write them, where it is known what they are. */
export const unitsInDeed = (offer: Offer, unit: string | null, units: number | null): string | number | null =>
  unit === null || units === null ? units : unitsWords(offer, unit, units);

export const creditWords = (offer: Offer, units: number): string => unitsWords(offer, offer.bespoke.credit.unit, units);

export const stateWords: Readonly<Record<State, string>> = {
  draft: 'Asked for',
  quoted: 'Quoted',
  held: 'Held',
  lapsed: 'Ran out',
  confirmed: 'Confirmed',
  delivered: 'Delivered',
  cancelled: 'Cancelled',
};

export const elementName = (offer: Offer, id: string): string =>
  id === offer.bespoke.credit.id
    ? offer.bespoke.credit.name
    : (offer.elements.find((element) => element.id === id)?.name ?? id);

export const sourceName = (offer: Offer, id: string): string =>
  offer.funding.sources.find((source) => source.id === id)?.name ?? id;

/** "£550 of the credit and £50 by invoice"; what is owed "1 day". */
export function priceWords(offer: Offer, booking: Pick<Booking, 'price' | 'units' | 'unit' | 'payers'>): string {
  const { credit } = offer.bespoke;
  const ofCredit = sum(booking.payers.filter(({ pays }) => pays === credit.id).map(({ units }) => units));
  const billed = sum(booking.payers.map(({ pence }) => pence ?? 0));
  const parts = [
    ...(ofCredit > 0 ? [`${creditWords(offer, ofCredit)} of the credit`] : []),
    ...(billed > 0 ? [`${money(billed)} by invoice`] : []),
  ];
  if (parts.length > 0) return parts.join(' and ');
  if (booking.price !== null && booking.price > 0) return creditWords(offer, booking.price);
  return booking.units !== null && booking.unit !== null ? unitsWords(offer, booking.unit, booking.units) : 'by quote';
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
