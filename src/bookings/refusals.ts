import type { Offer } from '../offer';
import { money } from '../platform/words';
import { creditWords, elementName, unitsWords } from './words';

/** Why something was refused, and what to do: a sentence that a business manager understands. */
export interface Refusal {
  because: string;
  words: string;
}

export const notThere: Refusal = {
  because: 'not-there',
  words: 'There is no such booking, or it is not yours to change.',
};

export const notWorkedOut = (school: string): Refusal => ({
  because: 'not-worked-out',
  words: `What ${school} is owed is being worked out. Try again in a minute; if it still does not work, ring the partnership office.`,
});

/** "You have ¾ of a day left; this needs 1 day. You can …" */
export function notEnough(offer: Offer, element: string, unit: string, left: number, wanted: number): Refusal {
  const [has, needs] = [unitsWords(offer, unit, left), unitsWords(offer, unit, wanted)];
  const name = elementName(offer, element);
  const buys = offer.bespoke.services.some(({ price }) => price === 'day-rate');
  const time = offer.units.find(({ id }) => id === unit)?.counts === 'time';
  const ways = [
    ...(left > 0 ? [`book ${has} or less`] : []),
    'cancel another booking of it',
    ...(time && buys ? ['buy time from the menu with your credit'] : []),
  ];
  return {
    because: 'not-enough',
    words: `${name}: you have ${left === 0 ? 'nothing' : has} left on that day; this needs ${needs}. You can ${ways.join(', or ')}.`,
  };
}

/** More than the credit left, and nobody has agreed to an invoice of that much. */
export const needsTopUp = (offer: Offer, left: number, price: number, pence: number): Refusal => ({
  because: 'needs-top-up',
  words:
    left === 0
      ? `There is no credit left for this; it costs ${creditWords(offer, price)}. You can have ${money(pence)} added to an invoice, or wait for next year’s credit.`
      : `${creditWords(offer, left)} of the credit is left; this costs ${creditWords(offer, price)}. You can have ${money(pence)} added to an invoice, or choose something smaller.`,
});

export const notSold = (offer: Offer, left: number): Refusal => ({
  because: 'not-sold',
  words: `Only ${creditWords(offer, left)} of the credit is left, and more cannot be bought. Choose something smaller.`,
});
