import { dateBoxes, type Form, readDate } from '../../platform/web';

/** What was typed on the gate's forms, and what is wrong with it. */

export type Errors<Field extends string> = Partial<Record<Field, string>>;

export const errorList = (errors: Errors<string>): { text: string; href: string }[] =>
  Object.entries(errors).flatMap(([field, text]) => (text ? [{ text, href: `#${field}` }] : []));

export interface AskForm {
  changes: string;
  answerBy: ReturnType<typeof dateBoxes>;
  errors: Errors<'changes' | 'answerBy-day' | 'form'>;
}

export const emptyAsk: AskForm = { changes: '', answerBy: {}, errors: {} };

export function readAsk(form: Form): AskForm & { wish: { changes: string; answerBy: Temporal.PlainDate } | null } {
  const changes = form.get('changes');
  const day = readDate(form, 'answerBy');
  const errors: AskForm['errors'] = {};
  if (changes === '') errors.changes = 'Write what has changed in the offer';
  else if (changes.length > 2000) errors.changes = 'Say it in 2,000 letters or fewer';
  if (day.kind !== 'date') errors['answerBy-day'] = 'Enter the day by which you hope for an answer';
  const wish = day.kind === 'date' && Object.keys(errors).length === 0 ? { changes, answerBy: day.date } : null;
  return { changes, answerBy: dateBoxes(form, 'answerBy'), errors, wish };
}

export interface VoteForm {
  question: string;
  options: string;
  ends: ReturnType<typeof dateBoxes>;
  errors: Errors<'question' | 'options' | 'ends-day'>;
}

export const emptyVote: VoteForm = { question: '', options: '', ends: {}, errors: {} };

/** An option a line. */
export function readVote(
  form: Form,
): VoteForm & { wish: { question: string; options: string[]; ends: Temporal.PlainDate } | null } {
  const question = form.get('question');
  const written = form.get('options');
  const options = written.split('\n').flatMap((line) => line.trim() || []);
  const day = readDate(form, 'ends');
  const errors: VoteForm['errors'] = {};
  if (question === '') errors.question = 'Write what members are asked';
  else if (question.length > 300) errors.question = 'Ask it in 300 letters or fewer';
  if (options.length < 2) errors.options = 'Write two options or more, each on a line of its own';
  else if (options.length > 12) errors.options = 'Write twelve options or fewer';
  else if (new Set(options).size < options.length) errors.options = 'Two of the options are the same';
  if (day.kind !== 'date') errors['ends-day'] = 'Enter the last day on which members can vote';
  const wish = day.kind === 'date' && Object.keys(errors).length === 0 ? { question, options, ends: day.date } : null;
  return { question, options: written, ends: dateBoxes(form, 'ends'), errors, wish };
}
