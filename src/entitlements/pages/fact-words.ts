import type { FactValue, Offer } from '../../offer';
import { count, date, days, money } from '../../platform/words';
import { memberFact } from '../owed';

export type OfferFact = Offer['facts'][number];
type Unit = Offer['units'][number];

/** What a fact is called; what is no fact of the offer is the program's own. */
export const nameOf = (offer: Offer, kind: string): string =>
  kind === memberFact ? 'Is a member' : (offer.facts.find(({ id }) => id === kind)?.name ?? kind);

/** The unit in which a quantity is told: that of the rule that grants it. */
export function unitOf(offer: Offer, kind: string): Unit | undefined {
  const rules = [...offer.elements, offer.bespoke.credit].flatMap(({ grants }) => grants);
  const unit = rules.find(({ amountFrom }) => amountFrom?.fact === kind)?.amountFrom?.unit;
  return offer.units.find(({ id }) => id === unit);
}

/** "£850", "2 days", "3 tokens". */
export const quantityWords = (unit: Unit | undefined, n: number): string =>
  unit?.counts === 'money'
    ? money(n)
    : unit?.counts === 'time'
      ? days(n)
      : `${count(n)}${unit ? ` ${n === 1 ? unit.one : unit.many}` : ''}`;

/** The choices of a fact that has a list of them. */
export const choicesOf = (offer: Offer, is: OfferFact['is']): readonly { id: string; name: string }[] =>
  is === 'sector' ? offer.sectors : is === 'status' ? offer.statuses : is === 'category' ? offer.categories : [];

export function valueWords(offer: Offer, kind: string, value: FactValue): string {
  const is = offer.facts.find(({ id }) => id === kind)?.is;
  if (is === 'occurrence') return 'Happened';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (is === 'date') return date(Temporal.PlainDate.from(String(value)));
  if (is === 'quantity') return quantityWords(unitOf(offer, kind), Number(value));
  if (typeof value === 'number') return count(value);
  return choicesOf(offer, is ?? 'count').find(({ id }) => id === value)?.name ?? value;
}
