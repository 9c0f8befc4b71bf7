import type { Offer } from './schema/schema';

export interface Setting {
  id: string;
  question: string;
  /** The answer in words. */
  answer: string;
  /** Where in the file it stands, and what stands there: money in pence, time in quarter-days. */
  values: { at: string; value: unknown }[];
}

/** Every question that the partnership's papers leave open, its answer, and the value that the program uses. */
export const settingsOf = (offer: Offer): Setting[] =>
  offer.settings.map(({ id, question, answer, at }) => ({
    id,
    question,
    answer,
    values: at.map((place) => ({ at: place, value: settingAt(offer, place) })),
  }));

/** What `settingAt` answers where nothing stands. */
export const outside = Symbol('outside the offer');

/** Follows "elements.spring-visit.value" through an offer, taking an item of a list by its id or its year. */
export function settingAt(offer: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return outside;
    if (Array.isArray(value))
      return (
        value.find((item) => typeof item === 'object' && item !== null && (item.id === step || item.year === step)) ??
        outside
      );
    return step in value ? (value as Record<string, unknown>)[step] : outside;
  }, offer);
}
