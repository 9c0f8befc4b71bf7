import type { FactValue, Offer } from '../../offer';
import { dateBoxes, type Form, readDate } from '../../platform/web';
import { date } from '../../platform/words';
import { choicesOf, type OfferFact, unitOf } from './fact-words';

export interface FactForm {
  typed: { value: string; day: Boxes; from: Boxes; to: Boxes; source: string; once: string };
  errors: Partial<Record<'value' | 'day' | 'from' | 'to' | 'source', string>>;
}
type Boxes = { day?: string; month?: string; year?: string };

export interface FactWish {
  value: FactValue;
  from: Temporal.PlainDate;
  to: Temporal.PlainDate | null;
  source: string;
  once: string;
}

export const emptyFact = (today: Temporal.PlainDate): FactForm => ({
  typed: { value: '', day: {}, from: dateBoxes(today), to: {}, source: '', once: crypto.randomUUID() },
  errors: {},
});

const longestSource = 200;

/** What somebody says of a fact, or what is wrong with it. */
export function readFact(form: Form, offer: Offer, fact: OfferFact): FactForm & { wish: FactWish | null } {
  const typed = {
    value: form.get('value'),
    day: dateBoxes(form, 'day'),
    from: dateBoxes(form, 'from'),
    to: dateBoxes(form, 'to'),
    source: form.get('source'),
    once: /^[0-9a-f-]{36}$/.test(form.get('once')) ? form.get('once') : crypto.randomUUID(),
  };
  const errors: FactForm['errors'] = {};
  const from = readDate(form, 'from');
  const to = readDate(form, 'to');
  if (from.kind === 'empty') errors.from = 'Enter the day from which it holds';
  else if (from.kind === 'wrong') errors.from = 'Enter a real day, like 14 1 2019';
  if (to.kind === 'wrong') errors.to = 'Enter a real day, like 31 8 2019';
  if (from.kind === 'date' && to.kind === 'date' && Temporal.PlainDate.compare(to.date, from.date) < 0)
    errors.to = `Enter a last day on or after ${date(from.date)}, the first`;
  if (typed.source === '') errors.source = 'Say how you know it, such as “letter from the chair”';
  else if (typed.source.length > longestSource) errors.source = `Say it in ${longestSource} letters or fewer`;
  const value = readValue(form, offer, fact, errors);
  const complete = value !== null && from.kind === 'date' && Object.keys(errors).length === 0;
  const once = fact.is === 'occurrence';
  const wish: FactWish | null = complete
    ? {
        value,
        from: from.date,
        to: once ? from.date : to.kind === 'date' ? to.date : null,
        source: typed.source,
        once: typed.once,
      }
    : null;
  return { typed, errors, wish };
}

function readValue(form: Form, offer: Offer, fact: OfferFact, errors: FactForm['errors']): FactValue | null {
  const typed = form.get('value');
  switch (fact.is) {
    case 'occurrence':
      return true;
    case 'yes-or-no':
      if (typed !== 'yes' && typed !== 'no') errors.value = 'Choose yes or no';
      return typed === 'yes';
    case 'date': {
      const day = readDate(form, 'day');
      if (day.kind !== 'date') errors.day = 'Enter the day that is expected, like 14 1 2019';
      return day.kind === 'date' ? day.date.toString() : null;
    }
    case 'count':
    case 'quantity': {
      const figure = Number(typed.replace(/[£,\s]/g, ''));
      const n = Math.round(figure * (unitOf(offer, fact.id)?.perWritten ?? 1) * 1e6) / 1e6;
      if (typed === '' || !Number.isInteger(n) || n < 0 || n > 1e9) errors.value = figureWords(offer, fact);
      return n;
    }
    default:
      if (!choicesOf(offer, fact.is).some(({ id }) => id === typed)) errors.value = 'Choose one of the list';
      return typed;
  }
}

function figureWords(offer: Offer, fact: OfferFact): string {
  const unit = unitOf(offer, fact.id);
  if (unit?.counts === 'time') return 'Enter the time in days, like 2 or 1.25';
  return unit?.counts === 'money' ? 'Enter the amount in pounds, like 850' : 'Enter a whole number, like 3';
}
