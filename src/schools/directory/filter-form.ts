import type { MapView } from '../../platform/ui';
import { everySchool, type SchoolFilter } from './queries';

/** What the directory's address asks for. Anything that is none of ours counts as not asked. */
export function readFilter(query: URLSearchParams): SchoolFilter {
  const q = typedWords(query.get('q'));
  const trust = query.get('trust') ?? '';
  const open = query.get('open');
  const sort = query.get('sort');
  return {
    q,
    sector: typedWords(query.get('sector')),
    status: typedWords(query.get('status')),
    partnership: typedWords(query.get('partnership')),
    trust: trust === 'none' ? 'none' : /^\d{1,9}$/.test(trust) ? Number(trust) : null,
    open: open === 'closed' || open === 'all' ? open : 'open',
    sort: sort === 'pupils' || sort === 'name' ? sort : q ? 'match' : 'name',
  };
}

/** Where the screen is narrow: the list alone, unless the map is asked for. */
export const readView = (query: URLSearchParams): MapView => (query.get('view') === 'map' ? 'map' : 'list');

/** Words from an address as far as they can be looked for: short, and no sign of two halves cut in the middle. */
export const typedWords = (text: string | null): string => (text ?? '').slice(0, 100).toWellFormed().trim();

/** The same as an address, without what is as usual. */
export function filterQuery(filter: SchoolFilter): string {
  const query = new URLSearchParams();
  for (const name of ['q', 'partnership', 'sector', 'status'] as const) if (filter[name]) query.set(name, filter[name]);
  if (filter.trust !== null) query.set('trust', String(filter.trust));
  if (filter.open !== 'open') query.set('open', filter.open);
  if (filter.sort === 'pupils') query.set('sort', 'pupils');
  return query.toString();
}

/** Something is asked for beyond every open school. */
export const narrows = (filter: SchoolFilter): boolean =>
  filterQuery({ ...filter, sort: 'name' }) !== filterQuery(everySchool);

/** A part of an address that is a URN, a UID: digits only, and no more than the number can hold. */
export const wholeNumber = (text: string | undefined): number | null =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
