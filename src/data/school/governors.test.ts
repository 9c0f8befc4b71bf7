import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import type { Figure } from '../figures/queries';
import { viewFor, withoutSmallGroups } from './governors';

const figure = (group: string, shown: string, denominator: string | null, more: Partial<Figure> = {}): Figure =>
  ({
    measure: 'ks2-rwm-expected',
    year: 2017,
    group,
    shown,
    value: /^\d+%$/.test(shown) ? shown.replace('%', '') : null,
    numerator: null,
    denominator,
    low: null,
    high: null,
    band: null,
    ...more,
  }) as Figure;

const told = (figures: Figure[]) =>
  withoutSmallGroups(figures).map(({ group, shown, denominator }) => [group, shown, denominator]);

const hidden = (groups: Record<string, number>) =>
  Object.fromEntries(
    withoutSmallGroups(Object.entries(groups).map(([group, pupils]) => figure(group, '50%', String(pupils)))).flatMap(
      ({ group, value, shown }) => (value === null ? [[group, shown]] : []),
    ),
  );

it('governors read nothing of five pupils or fewer, nor what gives it away; what a publisher withheld keeps its mark', () => {
  expect(
    told([
      figure('all', '61%', '44'),
      figure('girls', '65%', '23'),
      figure('boys', '57%', '21'),
      figure('disadvantaged', 'SUPP', '5'),
      figure('other', 'SUPP', '39'),
      figure('low-prior', 'SUPP', '3'),
      figure('middle-prior', '64%', '25'),
      figure('high-prior', '91%', '16'),
      figure('eal', 'SUPP', '2'),
      figure('not-mobile', '62%', '40'),
    ]),
  ).toEqual([
    ['all', '61%', '44'],
    ['girls', '65%', '23'],
    ['boys', '57%', '21'],
    ['disadvantaged', 'SUPP', null],
    ['other', 'SUPP', null],
    ['low-prior', 'SUPP', null],
    ['middle-prior', '64%', '25'],
    ['high-prior', 'Hidden to protect a smaller group', null],
    ['eal', 'SUPP', null],
    // Four of the 44 joined later: who knows all and the rest knows them.
    ['not-mobile', 'Hidden to protect a smaller group', null],
  ]);
  expect(hidden({ all: 44, girls: 40, boys: 4, disadvantaged: 16, other: 28 })).toEqual({
    boys: 'Hidden: fewer than 6 pupils',
    girls: 'Hidden to protect a smaller group',
  });
  expect(hidden({ all: 44, girls: 22, boys: 22 })).toEqual({});
  expect(hidden({ all: 44, eal: 41 })).toEqual({ eal: 'Hidden to protect a smaller group' });
});

it('of any family, what is hidden is two groups at least, or one and a rest that is not shown, of more than five pupils together', () => {
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

it('a small group whose result was published after all has none here', () => {
  const [shown] = withoutSmallGroups([figure('eal', '40%', '5', { numerator: '2', low: '1', high: '80' })]);
  expect(shown).toMatchObject({
    shown: 'Hidden: fewer than 6 pupils',
    value: null,
    numerator: null,
    denominator: null,
    low: null,
    high: null,
  });
});

it('progress of a group that gives a small one away is hidden too, though it has no number of pupils of its own', () => {
  const groups = { all: '44', 'low-prior': '3', 'middle-prior': '25', 'high-prior': '16' };
  const progress = (group: string, value: string | null) =>
    figure(group, value ?? 'SUPP', null, { measure: 'ks2-reading-progress', value, low: '-3', high: '3', band: 3 });
  const shown = withoutSmallGroups([
    ...Object.entries(groups).map(([group, pupils]) => figure(group, '50%', pupils)),
    progress('all', '0.4'),
    progress('low-prior', null),
    progress('middle-prior', '0.2'),
    progress('high-prior', '1.1'),
  ]).slice(4);
  expect(shown.map(({ group, value }) => [group, value])).toEqual([
    ['all', '0.4'],
    ['low-prior', null],
    ['middle-prior', '0.2'],
    ['high-prior', null],
  ]);
  expect(shown[3]).toMatchObject({ shown: 'Hidden to protect a smaller group', low: null, high: null, band: null });
  // Another year says nothing of this one.
  const alone = progress('high-prior', '1.1');
  expect(withoutSmallGroups([figure('high-prior', '50%', '4', { year: 2016 }), alone])[1]).toEqual(alone);
});

it('nobody in a group, six, and the whole school are no small group; another year or measure is another matter', () => {
  const figures = [
    figure('all', 'SUPP', '4'),
    figure('eal', 'NE', '0'),
    figure('girls', '50%', '6'),
    figure('boys', 'SUPP', '5', { year: 2016 }),
    figure('boys', 'SUPP', '5', { measure: 'ks2-maths-expected' }),
  ];
  expect(withoutSmallGroups(figures).slice(0, 3)).toEqual(figures.slice(0, 3));
});

it('a governor who leads nothing gets the governors’ view, unless the address says otherwise', () => {
  const actor = (...sees: string[]) => ({ sees }) as unknown as Actor;
  expect(viewFor(actor('governor/1'), 1, null)).toBe('governors');
  expect(viewFor(actor('governor/1'), 2, null)).toBe('leaders');
  expect(viewFor(actor('governor/1', 'leader/1'), 1, null)).toBe('leaders');
  expect(viewFor(actor('governor/1'), 1, 'leaders')).toBe('leaders');
  expect(viewFor(null, 1, 'governors')).toBe('governors');
  expect(viewFor(null, 1, 'nonsense')).toBe('leaders');
});
