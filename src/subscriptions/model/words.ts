import type { Offer } from '../../offer';
import { count, counted, listed, money } from '../../platform/words';
import { upperFirst } from '../words';
import { asItIs, type ModelOutcome, type ModelWish } from './what-if';

/** How the model is said. */

export const cellHref = (year: string, column: string): string =>
  `/subscriptions/model/cells/${year.replace('/', '-')}/${column}`;

/** "Base £1,600, 2.5% more pupils, 10% leave at each break: …"; what is as usual is not said. */
export function wishWords(wish: ModelWish): string {
  const said = [
    wish.pupils !== 0 && `${count(Math.abs(wish.pupils) / 10)}% ${wish.pupils > 0 ? 'more' : 'fewer'} pupils`,
    wish.basePence !== null && `a base of ${money(wish.basePence)}`,
    wish.ratePence !== null && `${money(wish.ratePence)} a pupil`,
    wish.cap !== null && `no more than ${counted(wish.cap, 'pupil')} charged for`,
    wish.churn !== null && wish.churn > 0 && `${wish.churn}% leaving at each break, lot ${wish.lot}`,
    wish.leave.length > 0 && `${counted(wish.leave.length, 'named school')} leaving at the first break`,
  ].filter((part) => part !== false);
  return said.length === 0 ? 'As things stand' : upperFirst(listed(said));
}

export const whoWords: Record<ModelWish['who'], string> = {
  contracted: 'Signed',
  indicated: 'Signed, or mean to',
  everyone: 'Every school',
};

/** "In 2018/19 £391,240 becomes £402,000: £10,760 more." */
export function outcomeWords(offer: Offer, { years }: Pick<ModelOutcome, 'years'>): string {
  const first = years.find(({ year }) => year === offer.year) ?? years[0];
  if (!first) return '';
  const before = first.before ?? 0;
  const difference = first.after - before;
  if (difference === 0) return `In ${first.year} it brings ${money(first.after)}, as things stand.`;
  return `In ${first.year} ${money(before)} becomes ${money(first.after)}: ${money(Math.abs(difference))} ${difference > 0 ? 'more' : 'less'}.`;
}

/** Nothing is asked besides whose fees. */
export const isAsItIs = (wish: ModelWish): boolean => wishWords(wish) === wishWords(asItIs);
