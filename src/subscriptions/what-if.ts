import { packUrns, unpackUrns } from './urn-list';

/**
 * Who would subscribe: some schools by what they are, or a share of them, and single schools put in or taken out by hand.
 * It stands in an address in full, so that the address can be sent to somebody else. Pure.
 */
export interface WhatIf {
  /** Nobody but the schools put in by hand. */
  nobody: boolean;
  /** Empty: any. */
  sector: string;
  status: string;
  partnership: string;
  /** A trust's UID; 'none' for schools without one. */
  trust: string;
  /** Percent of the schools that fit, in tenths at most; null for all of them. */
  share: number | null;
  /** Whose turn comes first when a share is taken. */
  order: ShareOrder;
  /** Which of the drawings by lot. The same number draws the same schools, and a larger share keeps those of a smaller one. */
  lot: number;
  /** Put in and taken out by hand, by URN. */
  also: readonly number[];
  not: readonly number[];
  /** What later years bring: what the offer plans, or the same again. */
  later: 'planned' | 'same';
}

export const shareOrders = ['lot', 'largest', 'smallest'] as const;
export type ShareOrder = (typeof shareOrders)[number];

export const everyone: WhatIf = {
  nobody: false,
  sector: '',
  status: '',
  partnership: '',
  trust: '',
  share: null,
  order: 'lot',
  lot: 1,
  also: [],
  not: [],
  later: 'planned',
};

/** What a choice can be made by. */
export interface Choosable {
  urn: number;
  sector: string;
  status: string;
  partnership: { id: string } | null;
  trust: { uid: number } | null;
  pence: number | null;
}

/** Reads an address. What is none of ours counts as not asked: `whatIfFaults` says which parts those are. */
export function readWhatIf(query: URLSearchParams): WhatIf {
  const word = (name: string) => (query.get(name) ?? '').trim().slice(0, 100);
  const order = shareOrders.find((one) => one === query.get('order')) ?? 'lot';
  const share = readShare(word('share'));
  const lot = /^\d{1,6}$/.test(word('lot')) ? Number(word('lot')) : everyone.lot;
  const chosen = {
    sector: word('sector'),
    status: word('status'),
    partnership: word('partnership'),
    trust: /^(none|\d{1,9})$/.test(word('trust')) ? word('trust') : '',
    share: share === 100 ? null : share,
    order,
    lot,
  };
  return {
    ...(query.get('nobody') === '1' ? { ...everyone, nobody: true } : { ...everyone, ...chosen }),
    also: unpackUrns(query.get('also') ?? ''),
    not: unpackUrns(query.get('not') ?? ''),
    later: query.get('later') === 'same' ? 'same' : 'planned',
  };
}

/** "61", "61%", "61.5"; null for anything that is no percentage. */
export function readShare(written: string): number | null {
  const figure = /^(\d{1,3})(?:\.(\d))?\s*%?$/.exec(written);
  const share = figure ? Number(figure[1]) + Number(figure[2] ?? 0) / 10 : null;
  return share === null || share > 100 ? null : share;
}

/** The same as an address, in one order and without what is as usual, so that equal choices have equal addresses. */
export function whatIfQuery(wish: WhatIf): string {
  const query = new URLSearchParams();
  if (wish.nobody) query.set('nobody', '1');
  else {
    for (const name of ['sector', 'status', 'partnership', 'trust'] as const)
      if (wish[name]) query.set(name, wish[name]);
    if (wish.share !== null) {
      query.set('share', String(wish.share));
      if (wish.order !== 'lot') query.set('order', wish.order);
      else if (wish.lot !== everyone.lot) query.set('lot', String(wish.lot));
    }
  }
  if (wish.also.length > 0) query.set('also', packUrns(wish.also));
  if (wish.not.length > 0) query.set('not', packUrns(wish.not));
  if (wish.later === 'same') query.set('later', 'same');
  return query.toString();
}

/** The schools that would subscribe, by URN. The order in which the schools come makes no difference. */
export function subscribers(schools: readonly Choosable[], wish: WhatIf): Set<number> {
  const here = new Set(schools.map(({ urn }) => urn));
  const chosen = new Set(base(schools, wish));
  for (const urn of wish.also) if (here.has(urn)) chosen.add(urn);
  for (const urn of wish.not) chosen.delete(urn);
  return chosen;
}

/** How many of `all` a share is, a half upwards, worked out in tenths of a percent so that no fraction is lost. */
export const countOfShare = (all: number, share: number): number =>
  Math.floor((2 * all * Math.round(share * 10) + 1000) / 2000);

/** True when the choice narrows to some kind of school. */
export const fits = (school: Choosable, wish: WhatIf): boolean =>
  (!wish.sector || school.sector === wish.sector) &&
  (!wish.status || school.status === wish.status) &&
  (!wish.partnership || school.partnership?.id === wish.partnership) &&
  (!wish.trust || (wish.trust === 'none' ? school.trust === null : String(school.trust?.uid) === wish.trust));

/**
 * The choice that comes to the schools that were ticked, with the shortest list of single schools.
 *
 * @param listed the schools that could be ticked; the others stay as they are
 */
export function ticked(
  schools: readonly Choosable[],
  wish: WhatIf,
  listed: ReadonlySet<number>,
  ticks: ReadonlySet<number>,
): WhatIf {
  const was = subscribers(schools, wish);
  const wanted = schools.map(({ urn }) => urn).filter((urn) => (listed.has(urn) ? ticks : was).has(urn));
  const { later } = wish;
  return [wish, { ...everyone, later }, { ...everyone, later, nobody: true }]
    .map((start) => withExceptions(schools, start, wanted))
    .reduce((best, one) => (exceptions(one) < exceptions(best) ? one : best));
}

/** The order in which schools join when a share is taken: the first so many subscribe. */
export function inOrder<School extends Pick<Choosable, 'urn' | 'pence'>>(
  schools: readonly School[],
  order: ShareOrder,
  lot: number,
): School[] {
  const fee = ({ pence }: School) => pence ?? 0;
  const place = {
    lot: (a: School, b: School) => drawn(lot, a.urn) - drawn(lot, b.urn),
    largest: (a: School, b: School) => fee(b) - fee(a),
    smallest: (a: School, b: School) => fee(a) - fee(b),
  }[order];
  return schools.toSorted((a, b) => place(a, b) || a.urn - b.urn);
}

function base(schools: readonly Choosable[], wish: WhatIf): number[] {
  if (wish.nobody) return [];
  const fitting = schools.filter((school) => fits(school, wish));
  const taken =
    wish.share === null
      ? fitting
      : inOrder(fitting, wish.order, wish.lot).slice(0, countOfShare(fitting.length, wish.share));
  return taken.map(({ urn }) => urn);
}

function withExceptions(schools: readonly Choosable[], start: WhatIf, wanted: readonly number[]): WhatIf {
  const from = new Set(base(schools, start));
  const to = new Set(wanted);
  return { ...start, also: wanted.filter((urn) => !from.has(urn)), not: [...from].filter((urn) => !to.has(urn)) };
}

const exceptions = ({ also, not }: WhatIf): number => also.length + not.length;

/** A number that looks drawn by lot, and is the same on every machine: the finisher of MurmurHash3 over the lot and the URN. */
function drawn(lot: number, urn: number): number {
  let h = Math.imul(urn, 0x9e3779b1) ^ Math.imul(lot + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
