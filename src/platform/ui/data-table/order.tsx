import { withQuery } from '../link';
import type { Direction } from './data-table';

/** By which column a list is sorted, and which way. */
export interface Order<Key extends string = string> {
  key: Key;
  dir: Direction;
}

/** The order that an address asks for in `?sort=` and `?dir=`. A name that is no column of ours counts as not asked. */
export function readOrder<Key extends string>(
  query: URLSearchParams,
  keys: readonly Key[],
  usual: Order<Key>,
): Order<Key> {
  const key = keys.find((one) => one === query.get('sort'));
  return key === undefined ? usual : { key, dir: query.get('dir') === 'desc' ? 'desc' : 'asc' };
}

/** What `DataTable` wants to know: the order, and the address of another. Another order begins at its first page. */
export const sortLinks = (address: string, { key, dir }: Order) => ({
  key,
  dir,
  href: (to: string, way: Direction): string =>
    withQuery(address, { sort: to, dir: way === 'desc' ? 'desc' : undefined, page: undefined }),
});

/** In a form that filters: keeps the order that somebody chose. */
export const KeptOrder = ({ query }: { query: URLSearchParams }) => (
  <>
    {['sort', 'dir'].map(
      (name) => query.has(name) && <input type="hidden" name={name} value={query.get(name) ?? ''} />,
    )}
  </>
);

const letters = new Intl.Collator('en-GB', { sensitivity: 'base', numeric: true });

/** Rows that are all here, in order; nothing comes last either way, and equal rows stay as they stood. Dates sort as ISO text. */
export function inOrder<Row, Key extends string>(
  rows: readonly Row[],
  by: Readonly<Record<Key, (row: Row) => string | number | null>>,
  { key, dir }: Order<Key>,
): Row[] {
  const sign = dir === 'desc' ? -1 : 1;
  return rows.toSorted((one, other) => {
    const [a, b] = [by[key](one), by[key](other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : letters.compare(String(a), String(b)));
  });
}
