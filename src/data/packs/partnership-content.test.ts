import { expect, it } from 'vitest';
import { datasetNamed, measureNamed } from '../catalogue/catalogue';
import { findingsOfParts, type MemberRow } from './partnership-content';

const measure = measureNamed('ks2-reading-expected')!;

/** The first two findings of schools of which that is said. */
const told = (...words: string[]) =>
  findingsOfParts([
    {
      dataset: datasetNamed('ks2')!,
      sector: null,
      year: 2017,
      ranked: [
        {
          measure,
          year: 2017,
          rows: words.map((against) => ({ measure, value: 70, against }) as MemberRow),
          mean: null,
          england: null,
          city: null,
          schools: words.length,
          withheld: 0,
          pupils: 0,
        },
      ],
    },
  ]).map(({ title, text }) => `${title}. ${text.split(',')[0]}`);

const close = 'Too close to call';

it('of as many schools above as below neither is left out of the heading', () => {
  expect(told('Above', 'Below', close)[0]).toBe(
    'Reading, expected standard: 1 school below and 1 school above England. 1 too close to call',
  );
  expect(told('Below', 'Below', 'Above')).toEqual([
    'Reading, expected standard: 2 schools below England. 1 above',
    'None of 3 comparisons is too close to call. No likely range holds England’s figure.',
  ]);
  expect(told('Below', close)[1]).toMatch(/^1 of 2 comparisons is too close to call/);
  expect(told(close, close)[0]).toMatch(/^2 of 2 comparisons are too close to call/);
});
