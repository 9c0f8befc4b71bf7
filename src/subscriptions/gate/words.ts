import type { Offer } from '../../offer';
import type { Tone } from '../../platform/ui';
import { counted, money } from '../../platform/words';
import { standing } from '../viability';
import type { Gate } from './queries';
import type { Counted, Income } from './rules';
import type { Answer, Standing } from './tables';

/** How the gate is said. */

export const standingTag: Record<Standing, { text: string; tone: Tone }> = {
  'on-target': { text: 'On target', tone: 'done' },
  viable: { text: 'Viable', tone: 'petrol' },
  near: { text: 'Near, below', tone: 'soon' },
  below: { text: 'Below', tone: 'late' },
};

/** "£391,240 contracted: £36,240 above the line of £355,000; …". */
export function gateWords({ published: { offer }, countedPence }: Pick<Gate, 'published' | 'countedPence'>): string {
  const what = offer.funding.viability.basis === 'indicated' ? 'contracted or indicated' : 'contracted';
  return `${standing(offer, countedPence).replace(':', ` ${what}:`)}.`;
}

/** "105 schools, £355,000", with what is not known yet. */
export function incomeWords({ schools, pence, unknown }: Income): string {
  const more = unknown > 0 ? `, and ${counted(unknown, 'school')} whose fee is not known yet` : '';
  return `${counted(schools - unknown, 'school')}, ${money(pence)}${more}`;
}

/** "In 2018/19 £185,000 is drawn from the council transitional help." Nothing for an offer without such help. */
export function drawWords(offer: Offer, drawPence: number): string | null {
  const helps = offer.funding.table.columns
    .filter(({ kind }) => kind === 'top-up')
    .map(({ name }) => name.toLowerCase());
  if (helps.length === 0) return null;
  const drawn = drawPence === 0 ? 'nothing would be drawn' : `${money(drawPence)} would be drawn`;
  return `In ${offer.year} ${drawn} from the ${helps.join(' and the ')}.`;
}

export const answerWords = (answer: Answer | null): { text: string; tone: Tone } =>
  answer === null
    ? { text: 'No answer', tone: 'soon' }
    : answer === 'confirmed'
      ? { text: 'Confirms', tone: 'done' }
      : { text: 'Withdraws', tone: 'outline' };

/** "The members chose: A smaller offer, with 61 votes." */
export function resultWords(leading: readonly Counted[]): string {
  const [first, ...others] = leading;
  if (!first) return 'Nobody has voted.';
  if (others.length === 0) return `${first.words}: ${counted(first.votes, 'vote')}, the most.`;
  return `${counted(leading.length, 'option')} are level with ${counted(first.votes, 'vote')} each: the partnership decides how to go on.`;
}

export const conditionalWords = 'Conditional until viability is confirmed';
