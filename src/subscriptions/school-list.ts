import type { Offer } from '../offer';
import type { Cell, ExportTable } from '../platform/documents';
import type { Option } from '../platform/ui';
import type { SchoolFee } from './quotes';
import { everyone, fits, type WhatIf } from './what-if';
import { sectorName, statusName } from './words';

/** The list of all schools with their fees: what of it is shown, and in which order. */
export interface ListWish {
  filter: Pick<WhatIf, 'sector' | 'status' | 'partnership' | 'trust'>;
  sort: SortKey;
  dir: 'asc' | 'desc';
}

const sortKeys = ['name', 'sector', 'status', 'partnership', 'pupils', 'fee'] as const;
export type SortKey = (typeof sortKeys)[number];

const filterNames = ['sector', 'status', 'partnership', 'trust'] as const;
export type FilterName = (typeof filterNames)[number];

/** Reads an address. An order that is none of ours counts as not asked; a filter that fits nothing is a fault of its own. */
export function readList(query: URLSearchParams): ListWish {
  const word = (name: string) => (query.get(name) ?? '').trim().slice(0, 100);
  const sort = sortKeys.find((key) => key === query.get('sort')) ?? 'name';
  return {
    filter: { sector: word('sector'), status: word('status'), partnership: word('partnership'), trust: word('trust') },
    sort,
    dir: query.get('dir') === 'desc' ? 'desc' : 'asc',
  };
}

export function listQuery({ filter, sort, dir }: ListWish): string {
  const query = new URLSearchParams();
  for (const name of filterNames) if (filter[name]) query.set(name, filter[name]);
  if (sort !== 'name') query.set('sort', sort);
  if (dir !== 'asc') query.set('dir', dir);
  return query.toString();
}

export const narrows = (filter: ListWish['filter']): boolean => filterNames.some((name) => filter[name] !== '');

export function listed(schools: readonly SchoolFee[], { filter, sort, dir }: ListWish): SchoolFee[] {
  const key = sortBy[sort];
  const sign = dir === 'desc' ? -1 : 1;
  return schools
    .filter((school) => fits(school, { ...everyone, ...filter }))
    .toSorted((a, b) => sign * compare(key(a), key(b)) || a.name.localeCompare(b.name) || a.urn - b.urn);
}

const sortBy: Record<SortKey, (school: SchoolFee) => string | number> = {
  name: ({ name }) => name,
  sector: ({ sector }) => sector,
  status: ({ status }) => status,
  partnership: ({ partnership }) => partnership?.name ?? '',
  pupils: ({ counted }) => counted,
  fee: ({ pence }) => pence ?? -1,
};

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

/** What can be chosen, from what is there; in the offer's order where it has one. */
export function choicesOf(offer: Offer, schools: readonly SchoolFee[]) {
  const inOfferOrder = (ids: readonly string[], known: readonly { id: string }[]) =>
    [...new Set(ids)].sort((a, b) => place(known, a) - place(known, b) || a.localeCompare(b));
  return {
    sectors: inOfferOrder(
      schools.map(({ sector }) => sector),
      offer.sectors,
    ).map((id): Option => ({ value: id, text: sectorName(offer, id) })),
    statuses: inOfferOrder(
      schools.map(({ status }) => status),
      offer.statuses,
    ).map((id): Option => ({ value: id, text: statusName(offer, id) })),
    partnerships: byName(
      schools.flatMap(({ partnership }) => (partnership ? [{ value: partnership.id, text: partnership.name }] : [])),
    ),
    trusts: byName(schools.flatMap(({ trust }) => (trust ? [{ value: String(trust.uid), text: trust.name }] : []))),
  };
}
export type Choices = ReturnType<typeof choicesOf>;

const place = (known: readonly { id: string }[], id: string): number => {
  const found = known.findIndex((one) => one.id === id);
  return found < 0 ? known.length : found;
};

const byName = (options: readonly Option[]): Option[] =>
  [...new Map(options.map((option) => [option.value, option])).values()].sort((a, b) => a.text.localeCompare(b.text));

/** The list to take away. With `chosen` it says of each school whether it would subscribe. */
export function schoolsTable(offer: Offer, schools: readonly SchoolFee[], chosen?: ReadonlySet<number>): ExportTable {
  return {
    name: 'Schools',
    columns: [
      { heading: 'URN', kind: 'identifier' },
      { heading: 'School', kind: 'text' },
      ...(chosen ? [{ heading: 'Would subscribe', kind: 'text' } as const] : []),
      { heading: 'Sector', kind: 'text' },
      { heading: 'Status', kind: 'text' },
      { heading: 'Partnership', kind: 'text' },
      { heading: 'Trust', kind: 'text' },
      { heading: 'Pupils charged for', kind: 'number' },
      { heading: 'Pupils on roll', kind: 'number' },
      { heading: 'Of school age', kind: 'number' },
      { heading: 'Counted on', kind: 'date' },
      { heading: 'Fee', kind: 'money' },
    ],
    rows: schools.map((school): Cell[] => [
      school.urn,
      school.name,
      ...(chosen ? [chosen.has(school.urn) ? 'Yes' : 'No'] : []),
      sectorName(offer, school.sector),
      statusName(offer, school.status),
      school.partnership?.name ?? null,
      school.trust?.name ?? null,
      school.counted,
      school.onRoll,
      school.schoolAged,
      school.censusDate,
      school.pence ?? 'agreed by hand',
    ]),
  };
}
