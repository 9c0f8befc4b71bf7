import { holds, type Snapshot } from './conditions';
import type { Answer } from './schema/elements';
import type { Offer } from './schema/schema';

/** Who gets what (offer, section 4). Each line of the grid answers by the first of its rules that fits. */

export interface Eligible {
  /** The line of the grid that answered. */
  thing: string;
  answer: Answer;
  /** What to say in place of the plain answer: "at the point of need". */
  words: string | null;
  /** Of a priced thing: by quote, once a price is set, or pence. */
  price: 'quote' | 'if-set' | number | null;
  /** The setting by which the partnership chose this answer where its papers leave it open. */
  setting: string | null;
}

/**
 * Whether a school may have something.
 *
 * @param wanted the id of a line of the grid, of an element, or of the credit
 * @param school what is known of the school: subscribed, status, category, sector and whatever else the offer asks
 * @throws RangeError when the offer has no such thing
 */
export function eligibility(offer: Offer, wanted: string, school: Snapshot): Eligible {
  const lineId = lineOf(offer, wanted);
  const line = offer.eligibility.find(({ id }) => id === lineId);
  if (!line) throw new RangeError(`The offer has nothing called "${wanted}".`);
  const rule = line.rules.find(({ when }) => holds(when, school));
  return {
    thing: line.id,
    answer: rule?.answer ?? 'no',
    words: rule?.words ?? null,
    price: rule?.price ?? null,
    setting: rule?.setting ?? null,
  };
}

export interface GridRow {
  thing: string;
  name: string;
  /** One answer for each column, in the order of the columns. */
  cells: Eligible[];
}

/** The grid for the schools that the columns describe. */
export const eligibilityGrid = (offer: Offer, columns: readonly Snapshot[]): GridRow[] =>
  offer.eligibility.map(({ id, name }) => ({
    thing: id,
    name,
    cells: columns.map((school) => eligibility(offer, id, school)),
  }));

function lineOf(offer: Offer, wanted: string): string {
  if (wanted === offer.bespoke.credit.id) return offer.bespoke.credit.eligibility;
  return offer.elements.find(({ id }) => id === wanted)?.eligibility ?? wanted;
}
