import { creditUnit, dayPrice, type Element, type Offer } from '../offer';
import { ok, type Result, refused } from '../platform/result';
import { days } from '../platform/words';
import type { Refusal } from './refusals';
import { elementName, unitsWords } from './words';

/** What can be booked, and what it costs. Pure. */

export type Service = Offer['bespoke']['services'][number];

/** A service of the menu, a tier of a review, or something that is owed. */
export type Item =
  | { service: string /** Of time at the day rate. */; quarterDays?: number }
  | { review: string; tier: string }
  | { element: string; units: number };

/** An item as the offer knows it. */
export interface Priced {
  element: Element;
  service: string | null;
  tier: string | null;
  /** For people: "Days with an improvement partner: 1½ days". */
  what: string;
  units: number | null;
  unit: string | null;
  /** In the unit of the credit. `quote`: agreed first; null: it is owed and nothing is paid. */
  price: number | 'quote' | null;
  startsFrom: Temporal.PlainDate | null;
}

export const timeUnit = (offer: Offer): string | null =>
  offer.units.find(({ counts }) => counts === 'time')?.id ?? null;

/** The least time that an element can be used for, in quarter-days: half a day unless the offer says otherwise. */
export const stepOf = (element: Pick<Element, 'smallestStep'>): number => element.smallestStep ?? 2;

/** What an item is and costs, or why it cannot be had so. */
export function priceItem(offer: Offer, item: Item): Result<Priced, Refusal> {
  if ('element' in item) return owedItem(offer, item);
  if ('review' in item) return reviewItem(offer, item);
  const service = offer.bespoke.services.find(({ id }) => id === item.service);
  const element = service && offer.elements.find(({ id }) => id === service.element);
  if (!service || !element) return notInOffer();
  const base = { element, service: service.id, tier: null, startsFrom: service.startsFrom };
  const time = timeUnit(offer);
  if (service.price === 'day-rate') {
    const quarterDays = item.quarterDays ?? 0;
    if (quarterDays <= 0) return refused({ because: 'no-time', words: 'Say how many days you would like.' });
    const step = Math.max(service.smallestStep ?? 2, 2);
    if (quarterDays % step !== 0)
      return refused({
        because: 'step',
        words: `Days are sold in steps of ${stepWords(step)}. Choose ${days(Math.floor(quarterDays / step) * step || step)} or ${days(Math.ceil(quarterDays / step) * step)}.`,
      });
    return ok({
      ...base,
      what: `${service.name}: ${days(quarterDays)}`,
      units: time === null ? null : quarterDays,
      unit: time,
      price: dayPrice(offer, quarterDays / 2),
    });
  }
  const timed =
    service.days !== null && time !== null ? { units: service.days, unit: time } : { units: null, unit: null };
  return ok({
    ...base,
    ...timed,
    what: service.name,
    price: typeof service.price === 'string' ? (service.price === 'quote' ? 'quote' : 0) : service.price.quantity,
  });
}

function owedItem(offer: Offer, item: { element: string; units: number }): Result<Priced, Refusal> {
  const element = offer.elements.find(({ id }) => id === item.element);
  if (!element) return notInOffer();
  const unit = unitOf(offer, element);
  if (!Number.isInteger(item.units) || item.units <= 0)
    return refused({ because: 'no-units', words: 'Say how much of it you would like to book.' });
  const step = stepOf(element);
  if (offer.units.find(({ id }) => id === unit)?.counts === 'time' && item.units % step !== 0)
    return refused({
      because: 'step',
      words: `${element.name} is taken in steps of ${stepWords(step)}. Choose ${days(Math.floor(item.units / step) * step || step)} or ${days(Math.ceil(item.units / step) * step)}.`,
    });
  const what = `${element.name}: ${unitsWords(offer, unit, item.units)}`;
  return ok({
    element,
    service: null,
    tier: null,
    what,
    units: item.units,
    unit,
    price: null,
    startsFrom: element.startsFrom,
  });
}

function reviewItem(offer: Offer, item: { review: string; tier: string }): Result<Priced, Refusal> {
  const review = offer.bespoke.reviews.find(({ id }) => id === item.review);
  const tier = review?.tiers.find(({ id }) => id === item.tier);
  const element = review && offer.elements.find(({ id }) => id === review.element);
  if (!tier || !element) return notInOffer();
  const unit = timeUnit(offer);
  return ok({
    element,
    service: review.id,
    tier: tier.id,
    what: `${review.name}: ${tier.name}`,
    units: unit === null ? null : tier.days,
    unit,
    price: 'quote',
    startsFrom: null,
  });
}

/** The unit in which an element is owed to a school; things that are given without being owed are counted in the offer's plain unit. */
export function unitOf(offer: Offer, element: Element, holder = 'school'): string {
  const rule = element.grants.find(({ to }) => to === holder) ?? element.grants[0];
  const unit = rule?.amount?.unit ?? rule?.amountFrom?.unit ?? Object.values(rule?.amountBy?.answers ?? {})[0]?.unit;
  return unit ?? timeUnit(offer) ?? creditUnit(offer).id;
}

export const stepWords = (quarterDays: number): string =>
  quarterDays === 1 ? 'a quarter of a day' : quarterDays === 2 ? 'half a day' : days(quarterDays);

const notInOffer = () =>
  refused({
    because: 'not-in-offer',
    words: 'This is not in the offer of that year any more. Go back to the menu and choose again.',
  });

/** What somebody has already beside what they would like: which limits of the menu that would pass. */
export function overLimit(
  offer: Offer,
  wanted: ReadonlyMap<string, number>,
  bought: ReadonlyMap<string, number>,
): { limit: Offer['bespoke']['limits'][number]; service: string } | null {
  for (const limit of offer.bespoke.limits) {
    const newly = limit.services.filter((id) => (wanted.get(id) ?? 0) > 0);
    if (newly.length === 0) continue;
    const all = (id: string) => (wanted.get(id) ?? 0) + (bought.get(id) ?? 0);
    const tooOften = newly.find((id) => all(id) > limit.each);
    if (tooOften) return { limit, service: tooOften };
    if (limit.services.reduce((n, id) => n + all(id), 0) > limit.inAll) return { limit, service: newly[0] as string };
  }
  return null;
}

export const serviceName = (offer: Offer, id: string): string =>
  offer.bespoke.services.find((service) => service.id === id)?.name ??
  offer.bespoke.reviews.find((review) => review.id === id)?.name ??
  elementName(offer, id);
