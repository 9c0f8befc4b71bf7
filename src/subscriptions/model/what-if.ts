import { type FundingTable, fee, type Offer } from '../../offer';
import { facts } from '../quote';
import { packUrns, unpackUrns } from '../urn-list';
import { countOfShare, inOrder, readShare } from '../what-if';
import { type ChangedCell, liveTable } from './funding';

/** What other prices, other numbers of pupils and leavers would bring. Pure; it stands in an address in full. Money is integer pence. */
export interface ModelWish {
  /** Whose fees: those who have signed; with those who mean to; or every school that counts. */
  who: 'contracted' | 'indicated' | 'everyone';
  /** More pupils (or fewer, below nought), in tenths of a percent. */
  pupils: number;
  /** In place of the offer's; null leaves it as it is. */
  basePence: number | null;
  ratePence: number | null;
  /** Pupils charged for at most. */
  cap: number | null;
  /** How many of those who are left leave at each break, in percent, drawn by lot. */
  churn: number | null;
  lot: number;
  /** Schools that leave at the first break, by number. */
  leave: readonly number[];
}

export const asItIs: ModelWish = {
  who: 'indicated',
  pupils: 0,
  basePence: null,
  ratePence: null,
  cap: null,
  churn: null,
  lot: 1,
  leave: [],
};

export type WishField = 'pupils' | 'base' | 'rate' | 'cap' | 'churn' | 'leave';

/** Reads an address, with what is wrong with it. What is wrong counts as not asked. */
export function readModelWish(query: URLSearchParams): { wish: ModelWish; errors: Partial<Record<WishField, string>> } {
  const errors: Partial<Record<WishField, string>> = {};
  const word = (name: string) => (query.get(name) ?? '').trim().slice(0, 2000);
  const read = <T>(field: WishField, one: (written: string) => T | null, wrong: string): T | null => {
    const written = word(field);
    if (written === '') return null;
    const value = one(written);
    if (value === null) errors[field] = wrong;
    return value;
  };
  const wish: ModelWish = {
    who: (['contracted', 'everyone'] as const).find((who) => who === query.get('who')) ?? 'indicated',
    pupils: read('pupils', readChange, 'Write a change from -90 to 200 percent, such as -2.5') ?? 0,
    basePence: read('base', readPounds, 'Write the base as an amount of money, such as 1600'),
    ratePence: read('rate', readPounds, 'Write the price of a pupil as an amount of money, such as 4.50'),
    cap: read('cap', readCount, 'Write the number of pupils as a whole number, such as 800'),
    churn: read('churn', readShare, 'Write a share from 0 to 100, such as 10'),
    lot: readCount(word('lot')) ?? asItIs.lot,
    leave:
      read(
        'leave',
        (written) => {
          const urns = /[,\s]/.test(written) || /^\d{6}$/.test(written) ? readUrns(written) : unpackUrns(written);
          return urns && urns.length > 0 ? urns : null;
        },
        'Write the numbers (URN) of schools, with spaces between them',
      ) ?? [],
  };
  return { wish, errors };
}

/** The same as an address, without what is as usual, so that equal wishes have equal addresses. */
export function modelQuery(wish: ModelWish): string {
  const query = new URLSearchParams();
  if (wish.who !== asItIs.who) query.set('who', wish.who);
  if (wish.pupils !== 0) query.set('pupils', String(wish.pupils / 10));
  if (wish.basePence !== null) query.set('base', poundsText(wish.basePence));
  if (wish.ratePence !== null) query.set('rate', poundsText(wish.ratePence));
  if (wish.cap !== null) query.set('cap', String(wish.cap));
  if (wish.churn !== null && wish.churn > 0) {
    query.set('churn', String(wish.churn));
    if (wish.lot !== asItIs.lot) query.set('lot', String(wish.lot));
  }
  if (wish.leave.length > 0) query.set('leave', packUrns(wish.leave));
  return query.toString();
}

export const poundsText = (pence: number): string =>
  pence % 100 === 0 ? String(pence / 100) : (pence / 100).toFixed(2);

/** A school whose fee is asked about. */
export interface ModelSchool {
  urn: number;
  name: string;
  sector: string;
  status: string;
  pupils: number | null;
  /** Of the offer's first year as things stand; null where nobody knows. */
  pence: number | null;
  /** The last day of its contract: after notice it is not in later years. Null for a school without one. */
  ends: Temporal.PlainDate | null;
  /** Years of its contract; every year for a school without one. */
  years: readonly string[];
}

export interface SchoolOutcome extends ModelSchool {
  pupilsAfter: number | null;
  after: number | null;
  /** The last year in which it subscribes, where it leaves before the term is over. */
  leavesAfter: string | null;
}

export interface YearOutcome {
  year: string;
  schools: number;
  /** As things stand, by the offer's own price; null where it states none. */
  before: number | null;
  after: number;
  /** The offer states no price for the year: the last one before it is taken to go on. */
  assumed: boolean;
}

export interface ModelOutcome {
  schools: SchoolOutcome[];
  years: YearOutcome[];
  table: FundingTable;
}

/**
 * The offer with other prices. Only the figures of its own rules change: who is priced by which rule, and how, stays the offer's. A year without a
 * price takes the rules of the last year before it that has one.
 */
export function repriced(offer: Offer, wish: Pick<ModelWish, 'basePence' | 'ratePence' | 'cap'>): Offer {
  type Price = Offer['fee']['prices'][number];
  const changed = (rules: NonNullable<Price['rules']>) =>
    rules.map((rule) =>
      rule.base === undefined
        ? rule
        : {
            ...rule,
            base: wish.basePence ?? rule.base,
            perPupil: wish.ratePence ?? rule.perPupil,
            capPupils: wish.cap ?? rule.capPupils,
            largest: null,
          },
    );
  let last: Price['rules'] = null;
  const prices = offer.contract.years.flatMap((year): Price[] => {
    const own = offer.fee.prices.find((price) => price.year === year)?.rules ?? null;
    last = own ?? last;
    return last ? [{ year, rules: changed(last) }] : [];
  });
  return { ...offer, fee: { ...offer.fee, prices } };
}

/** Pupils after a change in tenths of a percent, a half upwards. */
export const changedPupils = (pupils: number, tenths: number): number =>
  Math.floor((2 * pupils * (1000 + tenths) + 1000) / 2000);

export function modelOutcome(
  offer: Offer,
  schools: readonly ModelSchool[],
  wish: ModelWish,
  cells: readonly ChangedCell[] = [],
): ModelOutcome {
  const priced = repriced(offer, wish);
  const { years } = offer.contract;
  const leaving = leavers(schools, years, wish);
  // Where neither price nor pupils change, a fee that a contract has fixed stays to the penny.
  const same = wish.pupils === 0 && wish.basePence === null && wish.ratePence === null && wish.cap === null;
  const rows = schools.map((school): SchoolOutcome => {
    const pupilsAfter = school.pupils === null ? null : changedPupils(school.pupils, wish.pupils);
    return {
      ...school,
      pupilsAfter,
      after: same ? school.pence : feeAfter(priced, school, pupilsAfter, offer.year),
      leavesAfter: leaving.get(school.urn) ?? lastOf(school, years),
    };
  });
  const stays = ({ leavesAfter, years: own }: SchoolOutcome, year: string) =>
    own.includes(year) && (leavesAfter === null || years.indexOf(year) <= years.indexOf(leavesAfter));
  const outcome = years.map((year): YearOutcome => {
    const here = rows.filter((row) => stays(row, year));
    const stated = offer.fee.prices.some((price) => price.year === year && price.rules !== null);
    const now = rows.filter(({ years: own }) => own.includes(year));
    return {
      year,
      schools: here.length,
      before: stated
        ? sum(now.map((row) => (year === offer.year ? row.pence : feeAfter(offer, row, row.pupils, year))))
        : null,
      after: sum(here.map((row) => (year === offer.year ? row.after : feeAfter(priced, row, row.pupilsAfter, year)))),
      assumed: !stated,
    };
  });
  return {
    schools: rows,
    years: outcome,
    table: liveTable(
      offer,
      cells,
      outcome.map(({ year, after }) => ({ year, pence: after })),
    ),
  };
}

/** By the offer's own rules. A fee that is agreed by hand stays as it was agreed. */
function feeAfter(offer: Offer, school: ModelSchool, pupils: number | null, year: string): number | null {
  const answer = fee(offer, { ...facts(school), pupils: pupils ?? 0 }, year);
  if (!answer.ok) return answer.reason === 'by-hand' ? school.pence : null;
  return pupils === null ? null : answer.value.pence;
}

/** The last year of each school that leaves at a break. */
function leavers(schools: readonly ModelSchool[], years: readonly string[], wish: ModelWish): Map<number, string> {
  const last = new Map<number, string>();
  let left = schools.toSorted((a, b) => a.urn - b.urn);
  for (const [index, year] of years.slice(0, -1).entries()) {
    const named = index === 0 ? left.filter(({ urn }) => wish.leave.includes(urn)) : [];
    const others = left.filter(({ urn }) => !named.some((one) => one.urn === urn));
    const drawn = inOrder(others, 'lot', wish.lot + index).slice(0, countOfShare(others.length, wish.churn ?? 0));
    for (const { urn } of [...named, ...drawn]) last.set(urn, year);
    left = others.filter(({ urn }) => !last.has(urn));
  }
  return last;
}

/** The last year of its contract, where that is not the last of the term. */
const lastOf = ({ years: own }: ModelSchool, years: readonly string[]): string | null => {
  const last = own.at(-1) ?? null;
  return last === years.at(-1) ? null : last;
};

const sum = (amounts: readonly (number | null)[]): number =>
  amounts.reduce<number>((all, pence) => all + (pence ?? 0), 0);

function readPounds(written: string): number | null {
  const figure = /^£?\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.(\d{2}))?$/.exec(written);
  return figure ? Number(figure[1]?.replaceAll(',', '')) * 100 + Number(figure[2] ?? 0) : null;
}

const readCount = (written: string): number | null => (/^\d{1,5}$/.test(written) ? Number(written) : null);

/** "-2.5", "+3%", "−4": in tenths. */
function readChange(written: string): number | null {
  const figure = /^([+\-−])?(\d{1,3})(?:\.(\d))?\s*%?$/.exec(written);
  if (!figure) return null;
  const tenths = (Number(figure[2]) * 10 + Number(figure[3] ?? 0)) * (figure[1] === '-' || figure[1] === '−' ? -1 : 1);
  return tenths < -900 || tenths > 2000 ? null : tenths || 0;
}

function readUrns(written: string): number[] | null {
  const words = written.split(/[,\s]+/).filter(Boolean);
  return words.every((word) => /^[1-9]\d{5}$/.test(word)) ? words.map(Number) : null;
}
