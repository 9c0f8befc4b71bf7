import type { Offer } from '../offer';
import { count, listed, money } from '../platform/words';
import { type SchoolFee, totalOf } from './quotes';
import { joining, reaches } from './viability';
import { inOrder } from './what-if';

/**
 * Why the figures printed beside the line and the target are not what the money says. They are shares of schools, rounded;
 * nothing is computed from the percentages: what is computed here starts from the schools and their fees.
 */
export function printedWords(offer: Offer, schools: readonly SchoolFee[]): string[] {
  const { printed, line, target } = offer.funding.viability;
  if (printed.length === 0 || schools.length === 0) return [];
  const total = totalOf(schools);
  const sum = { line, target };
  const said = printed.map(
    ({ of, percent, institutions }) =>
      `${percent}% (about ${count(institutions)} institutions) beside the ${of} of ${money(sum[of])}`,
  );
  const shares = printed.map(
    ({ institutions }) =>
      `${count(institutions)} of the ${count(schools.length)} schools counted here are ${tenths(institutions, schools.length)}%`,
  );
  const ofMoney = printed.map(({ of }) => `the ${of} is ${tenths(sum[of], total)}%`);
  return [
    `The offer prints ${listed(said)}. Those percentages are shares of schools, rounded: ${listed(shares)}.`,
    `The same sums are a larger or smaller share of the money, because fees differ with the number of pupils: of the ${money(total)} that all would bring, ${listed(ofMoney)}.`,
    ...printed.map(({ of }) => howMany(schools, of, sum[of])).filter((sentence) => sentence !== null),
    'The money decides. Nothing here is worked out from the printed percentages or counts.',
  ];
}

/** "It takes 92 of the largest schools, or 131 of the smallest, to reach the line." */
function howMany(schools: readonly SchoolFee[], of: string, pence: number): string | null {
  const [fewest, most] = (['largest', 'smallest'] as const).map((order) =>
    reaches(joining(inOrder(schools, order, 0)), pence),
  );
  if (!fewest || !most) return `All ${count(schools.length)} schools together do not reach the ${of}.`;
  return `To reach the ${of} takes at least ${count(fewest)} schools, if they are those with the highest fees, and ${count(most)} if they are those with the lowest.`;
}

/** A share in percent with one decimal, a half upwards. */
const tenths = (part: number, whole: number): string =>
  (Math.floor((2000 * part + whole) / (2 * whole)) / 10).toFixed(1);
