import type { Tone } from '../../platform/ui';
import { date, listed } from '../../platform/words';
import type { BreakWindow, State } from './state';

/** How states and refusals are said. */

const names: Record<State, string> = {
  prospect: 'Prospect',
  intention: 'Intention',
  'form-sent': 'Form sent',
  'form-completed': 'Form completed',
  accepted: 'Accepted',
  active: 'Active',
  'notice-given': 'Notice given',
  ended: 'Ended',
  withdrawn: 'Withdrawn',
};

export const stateName = (state: State): string => names[state];

export const stateTone = (state: State): Tone =>
  state === 'active'
    ? 'done'
    : state === 'notice-given'
      ? 'soon'
      : state === 'accepted' || state === 'form-completed'
        ? 'petrol'
        : state === 'form-sent'
          ? 'heather'
          : state === 'intention'
            ? 'quiet'
            : 'outline';

/** "Notice from 1 March 2019 to 31 May 2019 ends it on 31 August 2019." */
export const windowWords = ({ from, to, endsOn }: BreakWindow): string =>
  `Notice from ${date(from)} to ${date(to)} ends it on ${date(endsOn)}`;

export const outsideWords = (next: BreakWindow | null, ends: Temporal.PlainDate): string =>
  next
    ? `Notice can be given from ${date(next.from)} to ${date(next.to)}. Come back then: the subscription would end on ${date(next.endsOn)}.`
    : `There is no further day for notice: the subscription ends by itself on ${date(ends)}.`;

/** "a headteacher or school leader". */
export function one(titles: readonly string[]): string {
  const said = listed([...new Set(titles)], 'or');
  return `${/^[aeiou]/i.test(said) ? 'an' : 'a'} ${said}`;
}
