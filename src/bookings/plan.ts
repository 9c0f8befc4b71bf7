import { accountsOf, type Holder, holderKey } from '../entitlements';
import { inPence, type Offer } from '../offer';
import type { Tx } from '../platform/database';
import { ok, type Result, refused } from '../platform/result';
import type { Standing } from './eligible';
import type { Priced } from './items';
import type { Wish } from './order';
import type { Payer } from './queries';
import { needsTopUp, notSold, type Refusal } from './refusals';

/** What the pay of one booking needs to know. */
export interface ToPay {
  wish: Pick<Wish, 'holder' | 'payers' | 'forSchools' | 'billed' | 'occasion'>;
  offer: Offer;
  countsOn: Temporal.PlainDate;
  priced: Pick<Priced, 'element' | 'units' | 'unit' | 'what'>;
  standing: Pick<Standing, 'answer'>;
}

/** The lines that pay for a booking at a price: from the credit as far as it goes, the rest by invoice; without a price from what is owed. */
export async function planOf(
  tx: Tx,
  one: ToPay,
  price: Priced['price'],
  taken: Map<string, number>,
  agreedPence: number,
): Promise<Result<Payer[], Refusal>> {
  return planFrom(await readLeft(tx, payersOf(one)), one, price, taken, agreedPence);
}

/** Whoever may pay for it by what they have. */
export const payersOf = ({ wish }: Pick<ToPay, 'wish'>): Holder[] =>
  wish.payers?.map(({ holder }) => holder) ?? [wish.holder];

/** The same from what has been read: see `readLeft`. */
export function planFrom(
  leftOf: Left,
  one: ToPay,
  price: Priced['price'],
  taken: Map<string, number>,
  agreedPence: number,
): Result<Payer[], Refusal> {
  const { offer, wish, priced, standing } = one;
  const { credit, booking: rules } = offer.bespoke;
  if (price === null || price === 'quote') {
    const { units, unit } = priced;
    if (units === null || unit === null) return ok([]);
    // Given to them although nothing of it is owed.
    if (standing.answer !== 'included')
      return ok([
        payer({ holder: wish.holder, how: 'asked', units, unit, source: priced.element.sources[0] ?? credit.source }),
      ]);
    const split = wish.payers ?? [{ holder: wish.holder, units }];
    return ok(
      split.map((part) =>
        payer({
          ...part,
          how: 'account',
          pays: priced.element.id,
          unit,
          source: priced.element.sources[0] ?? credit.source,
        }),
      ),
    );
  }
  if (price === 0) return ok([]);
  const lines: Payer[] = [];
  let missing = price;
  let left = 0;
  for (const part of standing.answer === 'priced' ? [] : (wish.payers ?? [{ holder: wish.holder, units: price }])) {
    const key = holderKey(part.holder);
    const has = leftOf(part.holder, credit.id, one.countsOn) - (taken.get(key) ?? 0);
    left += has;
    const units = Math.min(part.units, missing, has);
    if (units <= 0) continue;
    taken.set(key, (taken.get(key) ?? 0) + units);
    missing -= units;
    lines.push(
      payer({ holder: part.holder, how: 'account', pays: credit.id, units, unit: credit.unit, source: credit.source }),
    );
  }
  if (missing > 0) {
    const pence = inPence(offer, missing);
    const urn = wish.billed ?? wish.forSchools[0];
    if (pence === null || urn === undefined) return refused(notSold(offer, left));
    if (pence > agreedPence) return refused(needsTopUp(offer, left, price, pence));
    const source = rules.invoicedSource ?? priced.element.sources.at(-1) ?? credit.source;
    lines.push(payer({ holder: wish.holder, how: 'invoice', units: missing, unit: credit.unit, pence, urn, source }));
  }
  return ok(lines);
}

const payer = (line: Pick<Payer, 'holder' | 'how' | 'units' | 'unit' | 'source'> & Partial<Payer>): Payer => ({
  pays: null,
  pence: null,
  urn: null,
  ...line,
});

/** What a holder has left of an element on a day: of the accounts that hold then. */
export type Left = (holder: Holder, element: string, day: Temporal.PlainDate) => number;

/** Reads the accounts of many holders at once. */
export async function readLeft(tx: Tx, holders: readonly Holder[]): Promise<Left> {
  const accounts = Map.groupBy(
    await accountsOf(tx, holders),
    ({ holder, element }) => `${holderKey(holder)} ${element}`,
  );
  return (holder, element, day) =>
    (accounts.get(`${holderKey(holder)} ${element}`) ?? [])
      .filter(
        ({ starts, ends, per }) =>
          per === 'year' && Temporal.PlainDate.compare(starts, day) <= 0 && Temporal.PlainDate.compare(day, ends) <= 0,
      )
      .reduce((units, { balance, held }) => units + Math.max(0, balance - held), 0);
}
