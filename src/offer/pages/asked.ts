import { count } from '../../platform/words';
import type { Snapshot } from '../conditions';
import type { Offer } from '../schema/schema';

/** What somebody tells the offer about a school: in the address, so that an answer can be sent to a colleague. */
export interface Asked {
  pupils: number;
  sector: string;
  status: string;
  /** Null: not said. A category is not public, so it is never looked up. */
  category: string | null;
}

export interface Typed {
  pupils: string;
  sector: string;
  status: string;
  category: string;
}

export type Faults = Partial<Record<keyof Typed, string>>;

/** More pupils than any school has. */
const mostPupils = 20_000;

export const typedFrom = (query: URLSearchParams, known: Partial<Typed> = {}): Typed => ({
  pupils: query.get('pupils')?.trim() ?? known.pupils ?? '',
  sector: query.get('sector') ?? known.sector ?? '',
  status: query.get('status') ?? known.status ?? '',
  category: query.get('category') ?? '',
});

/** Reads what was typed. Nothing typed at all is no fault: there is simply nothing to answer yet. */
export function readAsked(offer: Offer, typed: Typed): { asked: Asked | null; faults: Faults } {
  if (!typed.pupils && !typed.sector && !typed.status) return { asked: null, faults: {} };
  const faults: Faults = {};
  const figure = typed.pupils.replace(/[,\s]/g, '');
  if (!/^\d{1,6}$/.test(figure) || Number(figure) > mostPupils)
    faults.pupils = typed.pupils
      ? `Enter the number of pupils in figures, like 315, and ${count(mostPupils)} at most`
      : 'Enter the number of pupils';
  if (!has(offer.sectors, typed.sector)) faults.sector = 'Choose a sector';
  if (!has(offer.statuses, typed.status)) faults.status = 'Choose a status';
  if (Object.keys(faults).length > 0) return { asked: null, faults };
  return {
    asked: {
      pupils: Number(figure),
      sector: typed.sector,
      status: typed.status,
      category: has(offer.categories, typed.category) ? typed.category : null,
    },
    faults,
  };
}

/** As the rules of the offer see the school. */
export const snapshotOf = (asked: Pick<Asked, 'sector' | 'status' | 'category'>, subscribed: boolean): Snapshot => ({
  subscribed,
  sector: asked.sector,
  status: asked.status,
  category: asked.category,
});

export const has = (items: readonly { id: string }[], id: string): boolean => items.some((item) => item.id === id);
