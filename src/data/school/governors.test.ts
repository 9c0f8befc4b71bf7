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

it('the size of a small group is left out, and those beside it that would give it away; others stay', () => {
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
    ['middle-prior', '64%', null],
    ['high-prior', '91%', null],
    ['eal', 'SUPP', null],
    ['not-mobile', '62%', '40'],
  ]);
});

it('a small group whose result was published after all has none here', () => {
  const [shown] = withoutSmallGroups([figure('eal', '40%', '5', { numerator: '2', low: '1', high: '80' })]);
  expect(shown).toMatchObject({
    shown: 'SUPP',
    value: null,
    numerator: null,
    denominator: null,
    low: null,
    high: null,
  });
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
