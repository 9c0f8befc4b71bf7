/** Words and where they lead. */
export interface Link {
  text: string;
  href: string;
}

/**
 * An address with some of its query changed: `withQuery('/schools?q=weir&page=3', { sort: 'name', page: undefined })` is
 * `/schools?q=weir&sort=name`. Undefined takes a name away, and a
 * fragment stays at the end. For links that sort, page and export what is on the page.
 */
export function withQuery(address: string, changes: Record<string, string | number | undefined>): string {
  const [whole = '', fragment] = address.split('#', 2);
  const [path = '', query = ''] = whole.split('?', 2);
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) search.delete(name);
    else search.set(name, String(value));
  }
  const text = search.toString();
  return `${path}${text === '' ? '' : `?${text}`}${fragment === undefined ? '' : `#${fragment}`}`;
}
