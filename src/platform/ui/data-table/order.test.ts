import { describe, expect, it } from 'vitest';
import { inOrder, type Order, readOrder, sortLinks } from './order';

const usual = { key: 'name', dir: 'asc' } as const;
const read = (query: string) => readOrder(new URLSearchParams(query), ['name', 'pupils'], usual);

describe('the order that an address asks for', () => {
  it.each([
    ['', usual],
    ['sort=pupils', { key: 'pupils', dir: 'asc' }],
    ['sort=pupils&dir=desc', { key: 'pupils', dir: 'desc' }],
    ['sort=pupils&dir=up', { key: 'pupils', dir: 'asc' }],
    ['sort=password&dir=desc', usual],
    ['dir=desc', usual],
    ['sort=__proto__', usual],
  ])('of %j is %o', (query, order) => {
    expect(read(query)).toEqual(order);
  });

  it('another one has an address that keeps the filter and begins at the first page', () => {
    const { href } = sortLinks('/schools?q=weir&page=3&sort=name', usual);
    expect(href('pupils', 'asc')).toBe('/schools?q=weir&sort=pupils');
    expect(href('pupils', 'desc')).toBe('/schools?q=weir&sort=pupils&dir=desc');
    expect(read(href('pupils', 'desc').split('?')[1]!)).toEqual({ key: 'pupils', dir: 'desc' });
  });
});

describe('rows that are all here', () => {
  const rows = [
    { name: 'weir 10', pupils: 20 },
    { name: 'Forge', pupils: null },
    { name: 'Weir 9', pupils: 100 },
    { name: 'Élan', pupils: 20 },
  ];
  const by = { name: (row: (typeof rows)[0]) => row.name, pupils: (row: (typeof rows)[0]) => row.pupils };
  const names = (order: Order<'name' | 'pupils'>) => inOrder(rows, by, order).map(({ name }) => name);

  it('sort as people do: small and large letters, accents and figures', () => {
    expect(names(usual)).toEqual(['Élan', 'Forge', 'Weir 9', 'weir 10']);
    expect(names({ key: 'name', dir: 'desc' })).toEqual(['weir 10', 'Weir 9', 'Forge', 'Élan']);
  });

  it('sort by number, keep equals as they stood and put nothing last either way', () => {
    expect(names({ key: 'pupils', dir: 'asc' })).toEqual(['weir 10', 'Élan', 'Weir 9', 'Forge']);
    expect(names({ key: 'pupils', dir: 'desc' })).toEqual(['Weir 9', 'weir 10', 'Élan', 'Forge']);
  });

  it('are not changed themselves', () => {
    names(usual);
    expect(rows[0]?.name).toBe('weir 10');
  });
});
