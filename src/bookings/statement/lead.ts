import { date, money } from '../../platform/words';
import type { SchoolStatement } from './read';
import { plus, spanWords } from './spans';

/** The answer, in a sentence. */
export function leadOf(statement: SchoolStatement): string {
  const { figures, feePence, name, year, subscribed, day } = statement;
  const had = figures.split.used;
  if (!subscribed)
    return `${name} does not subscribe${feePence === null ? '' : ' yet'}. This is what every member has in ${year}; what a subscription adds stands below as not owed.`;
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
  return `By ${date(day)} ${name} has had support with a stated value of ${spanWords(had, ' to ')}${fee}.${more}`;
}
