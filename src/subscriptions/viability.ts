import {
  type FundingTable,
  fundingTable,
  multiplier,
  type Offer,
  transitionalDraw,
  type Viability,
  viability,
} from '../offer';
import { money } from '../platform/words';
import { type SchoolFee, totalOf } from './quotes';
import { subscribers, type WhatIf } from './what-if';

/** What follows when these schools subscribe. Pure; money is integer pence. */
export interface Outcome {
  chosen: SchoolFee[];
  incomePence: number;
  outcome: Viability;
  /** What the council adds to the income of the first year, and what it gives that year in all. */
  draw: number;
  besides: { group: string; pence: number }[];
  table: FundingTable;
  /** What the offer printed. */
  printed: FundingTable;
  /** What each pound of subscription is together with the money beside it; null without income. */
  buys: number | null;
  sectors: SectorCount[];
}

export interface SectorCount {
  sector: string;
  schools: number;
  chosen: number;
  pence: number;
  allPence: number;
}

export function outcomeOf(offer: Offer, schools: readonly SchoolFee[], wish: WhatIf): Outcome {
  const urns = subscribers(schools, wish);
  const chosen = schools.filter(({ urn }) => urns.has(urn));
  const incomePence = totalOf(chosen);
  const years = offer.funding.table.rows.map(({ year }) => year);
  const income = Object.fromEntries(
    years.filter((year) => year === offer.year || wish.later === 'same').map((year) => [year, incomePence]),
  );
  const table = fundingTable(offer, income);
  const first = table.rows.find(({ year }) => year === offer.year);
  return {
    chosen,
    incomePence,
    outcome: viability(offer, incomePence),
    draw: transitionalDraw(offer, incomePence),
    besides: (first?.groups ?? []).filter(({ group }) => offer.funding.viability.besides.includes(group)),
    table,
    printed: fundingTable(offer),
    buys: multiplier(offer, incomePence),
    sectors: sectorCounts(offer, schools, urns),
  };
}

/** "£391,240: £36,240 above the line of £355,000; £38,760 short of the target". */
export function standing(offer: Offer, incomePence: number): string {
  const { line, target } = offer.funding.viability;
  return `${money(incomePence)}: ${against(incomePence, line, `the line of ${money(line)}`)}; ${against(incomePence, target, `the target${line === target ? ', which is the same' : ` of ${money(target)}`}`)}`;
}

function against(incomePence: number, mark: number, name: string): string {
  if (incomePence === mark) return `exactly ${name}`;
  return incomePence > mark
    ? `${money(incomePence - mark)} above ${name}`
    : `${money(mark - incomePence)} short of ${name}`;
}

/** Income as schools join one after another: point n is what the first n bring. */
export function joining(schools: readonly Pick<SchoolFee, 'pence'>[]): { x: number; y: number }[] {
  const points = [{ x: 0, y: 0 }];
  for (const { pence } of schools) points.push({ x: points.length, y: points.at(-1)!.y + (pence ?? 0) });
  return points;
}

/** How many schools of such a row it takes to reach a sum; null when all of them do not. */
export function reaches(points: readonly { x: number; y: number }[], pence: number): number | null {
  return points.find(({ y }) => y >= pence)?.x ?? null;
}

function sectorCounts(offer: Offer, schools: readonly SchoolFee[], chosen: ReadonlySet<number>): SectorCount[] {
  const known = offer.sectors.map(({ id }) => id);
  const place = (sector: string) => (known.includes(sector) ? known.indexOf(sector) : known.length);
  const sectors = [...new Set(schools.map(({ sector }) => sector))].sort(
    (a, b) => place(a) - place(b) || a.localeCompare(b),
  );
  return sectors.map((sector) => {
    const of = schools.filter((school) => school.sector === sector);
    const joined = of.filter(({ urn }) => chosen.has(urn));
    return { sector, schools: of.length, chosen: joined.length, pence: totalOf(joined), allPence: totalOf(of) };
  });
}
