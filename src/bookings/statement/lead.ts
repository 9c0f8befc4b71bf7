import { counted, date, money } from '../../platform/words';
import { type State, stateOn } from '../../subscriptions';
import type { Figures } from './figures';
import type { SchoolStatement } from './read';
import { isNothing, plus, spanWords } from './spans';

/** The answer, in a sentence. */
export function leadOf(statement: SchoolStatement): string {
  const { figures, feePence, name, year, subscribed, day } = statement;
  const had = figures.split.used;
  if (!subscribed)
    return `${name} does not subscribe${feePence === null ? '' : ' yet'}. This is what every member has in ${year}; what a subscription would add stands below.`;
  const fee = feePence === null ? '' : `, for a fee of ${money(feePence)}`;
  const ahead = plus(had, figures.split.held);
  const more =
    feePence === null
      ? ''
      : had.low >= feePence
        ? ' That is more than the fee.'
        : ahead.low >= feePence
          ? ' What is already booked takes it past the fee.'
          : ` It is owed support with a stated value of ${spanWords(figures.worth, ' to ')} in the year.`;
  const what = isNothing(had)
    ? 'not used anything with a stated value yet'
    : `had support with a stated value of ${spanWords(had, ' to ')}`;
  return `By ${date(day)} ${name} has ${what}${fee}.${more}`;
}

/** What the state of the subscription means for what stands below; null where there is nothing to say. */
export function standingNote({ contract }: SchoolStatement, today: Temporal.PlainDate): string | null {
  return contract && (notes[stateOn(contract, today)]?.(contract) ?? null);
}

const onTheWay = 'What a subscription adds is owed as soon as it is active.';
const notes: Partial<Record<State, (contract: { ends: Temporal.PlainDate }) => string>> = {
  intention: () => `The school means to subscribe. ${onTheWay}`,
  'form-sent': () => `The form is with the school. ${onTheWay}`,
  'form-completed': () => `The form is completed and waits to be accepted. ${onTheWay}`,
  accepted: () =>
    'The subscription is accepted, on the condition that enough schools join. What it adds is owed as soon as that is confirmed.',
  'notice-given': ({ ends }) =>
    `Notice is given: the subscription ends on ${date(ends)}. Until then everything below can be used.`,
  ended: ({ ends }) => `The subscription ended on ${date(ends)}.`,
};

/** The same of several schools. */
export function groupLead({
  all,
  figures,
  name,
}: {
  /** "the city", or a trust's name. */
  name: string;
  all: readonly SchoolStatement[];
  figures: Figures;
}): string {
  const [first] = all;
  if (!first) return '';
  const subscribers = all.filter(({ subscribed }) => subscribed);
  const many = `${counted(all.length, 'school')}, ${subscribers.length === all.length ? 'all subscribing' : `${subscribers.length} of them subscribing`},`;
  const ahead = plus(figures.split.used, figures.split.held);
  const fees = feesOf(all);
  return `By ${date(first.day)} ${name === 'the city' ? many : `${name}, with ${many}`} had support with a stated value of ${spanWords(figures.split.used, ' to ')}, for fees of ${money(fees)}.${
    figures.split.used.low >= fees && fees > 0
      ? ' That is more than the fees.'
      : ahead.low >= fees && fees > 0
        ? ' What is already booked takes it past the fees.'
        : ''
  }`;
}

export const feesOf = (all: readonly SchoolStatement[]): number =>
  all.reduce((sum, { feePence, subscribed }) => sum + (subscribed ? (feePence ?? 0) : 0), 0);
