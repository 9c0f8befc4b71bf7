import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureNamed } from '../catalogue/catalogue';
import { groupsFor, type PackRow } from './rows';

const measure = measureNamed('ks2-rwm-expected')!;
const row = (group: string, pupils: number): PackRow => ({
  measure,
  group,
  year: 2017,
  value: 50,
  own: '50%',
  missing: null,
  gap: null,
  pupils,
  range: { low: 30, high: 70, by: 'us' },
  england: { value: 64, source: 'published' },
  city: null,
  partnership: null,
  change: '+2 points since 2016/17',
  against: 'Too close to call',
  clear: false,
  release: 'ks2-2017-18-validated',
  stage: 'validated',
});
const rowsOf = (groups: Record<string, number>) => Object.entries(groups).map(([group, pupils]) => row(group, pupils));
const hidden = (groups: Record<string, number>) =>
  Object.fromEntries(
    groupsFor('governors', rowsOf(groups), 5).flatMap(({ group, missing }) => (missing ? [[group, missing]] : [])),
  );

test('leaders read every group, governors none of five pupils or fewer, nor what gives it away', () => {
  const groups = { all: 44, girls: 40, boys: 4, disadvantaged: 16, other: 28 };
  expect(groupsFor('leaders', rowsOf(groups), 5).every(({ missing }) => missing === null)).toBe(true);
  expect(hidden(groups)).toEqual({ boys: 'Hidden: fewer than 6 pupils', girls: 'Hidden to protect a smaller group' });
  expect(hidden({ all: 44, girls: 22, boys: 22 })).toEqual({});
  // Three of 44 are not of the group: who knows all and the group knows them.
  expect(hidden({ all: 44, eal: 41 })).toEqual({ eal: 'Hidden to protect a smaller group' });
  expect(hidden({ all: 44, 'low-prior': 3, 'middle-prior': 20, 'high-prior': 21 })).toEqual({
    'low-prior': 'Hidden: fewer than 6 pupils',
    'middle-prior': 'Hidden to protect a smaller group',
  });
});

test('nothing of a hidden group is left: no figure, range, number of pupils or comparison', () => {
  const [, girls] = groupsFor('governors', rowsOf({ all: 44, girls: 3, boys: 41 }), 5);
  expect(girls).toMatchObject({ value: null, own: '', pupils: null, range: null, change: null, against: null });
  expect(girls?.england?.value).toBe(64);
});

test('of any family, what is hidden is two groups at least, or one and a rest that is not shown, of more than five pupils together', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 3 }),
      fc.nat(12),
      (sizes, rest) => {
        const names = ['low-prior', 'middle-prior', 'high-prior'];
        const all = sizes.reduce((sum, n) => sum + n, rest);
        const found = hidden({ all, ...Object.fromEntries(names.map((name, at) => [name, sizes[at]!])) });
        const gone = names.filter((name) => name in found);
        for (const [at, name] of names.entries()) if (sizes[at]! <= 5) expect(gone).toContain(name);
        const together = rest + gone.reduce((sum, name) => sum + sizes[names.indexOf(name)]!, 0);
        if (gone.length === 0) expect(rest === 0 || rest > 5).toBe(true);
        else if (gone.length < 3) {
          expect(gone.length + (rest > 0 ? 1 : 0)).toBeGreaterThanOrEqual(2);
          expect(together).toBeGreaterThan(5);
        }
      },
    ),
  );
});
