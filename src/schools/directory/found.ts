import type { Tx } from '../../platform/database';
import { type SchoolMap, schoolMap } from './map-queries';
import {
  type FilterChoices,
  type Found,
  type FoundNumbers,
  filterChoices,
  findNumbers,
  foundPage,
  type SchoolFilter,
} from './queries';
import type { Remember } from './remembered';

/** How many of those found a page shows. */
export interface Extent {
  /** Counted from 1; past the last it is the first. */
  page: number;
  showAll: boolean;
}

export interface FoundOnPage {
  choices: FilterChoices;
  found: Found;
  map: SchoolMap;
  page: number;
}

/** A list up to this many is one list, with the rest behind one link. */
export const oneList = 300;
export const perPage = 50;

/** Each question in a transaction of its own: on PGlite all others wait for its end. */
type Each = <T>(ask: (tx: Tx) => Promise<T>) => Promise<T>;

/** What a filter asks of every school, each question remembered. */
export async function findOfAll(
  remember: Remember,
  each: Each,
  filter: SchoolFilter,
): Promise<{ choices: FilterChoices; numbers: FoundNumbers; map: SchoolMap }> {
  const choices = await remember(`choices ${filter.trust}`, () => each((tx) => filterChoices(tx, filter)));
  const asFiltered = JSON.stringify(filter);
  const numbers = await remember(`numbers ${asFiltered}`, () => each((tx) => findNumbers(tx, filter)));
  const map = await remember(`map ${asFiltered}`, () => each((tx) => schoolMap(tx, filter, numbers.near)));
  return { choices, numbers, map };
}

/** What a page of the directory shows. */
export async function findOnPage(
  remember: Remember,
  each: Each,
  filter: SchoolFilter,
  { page: asked, showAll }: Extent,
): Promise<FoundOnPage> {
  const { choices, numbers, map } = await findOfAll(remember, each, filter);
  // One list wants all of itself when it is opened; a longer one is cut into pages, and begins again when asked for one past its end.
  const paged = numbers.urns.length > oneList;
  const page = paged && asked <= Math.ceil(numbers.urns.length / perPage) ? asked : 1;
  const limit = paged || !showAll ? perPage : oneList;
  const offset = (page - 1) * perPage;
  const found = await remember(`page ${limit} ${offset} ${JSON.stringify(filter)}`, () =>
    each((tx) => foundPage(tx, numbers, { limit, offset })),
  );
  return { choices, found, map, page };
}
