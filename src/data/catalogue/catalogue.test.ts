import { expect, it } from 'vitest';
import {
  authorityCode,
  authorityName,
  datasetNamed,
  datasetOf,
  datasets,
  groupWords,
  markerWords,
  measureNamed,
  measures,
} from './catalogue';
import { ownMeasureNamed, ownMeasures } from './own-measures';

it('every measure belongs to a dataset, has a name of its own, and every dataset has measures', () => {
  expect(measures.length).toBeGreaterThan(50);
  expect(new Set(measures.map(({ id }) => id)).size).toBe(measures.length);
  expect(new Set(measures.map(datasetOf))).toEqual(new Set(datasets));
});

it('what a measure of our own says of others is of shares of the very same pupils: a slip in a name would protect less, and nobody would see it', () => {
  const said = ownMeasures.flatMap((one) =>
    [...one.within, ...one.sum_of, ...one.apart_from].map((other) => ({ one, other: ownMeasureNamed(other) })),
  );
  expect(said.length).toBeGreaterThan(25);
  for (const { one, other } of said) {
    expect([one.id, other]).toMatchObject([one.id, { dataset: one.dataset, format: 'percent' }]);
    expect([one.id, other?.pupils]).toEqual([one.id, one.pupils]);
  }
});

it('what one part of the catalogue names stands in another', () => {
  const groups = datasets.flatMap((one) => [...Object.keys(one.groups), ...Object.keys(one.pupils)]);
  const unnamed = [...groups, ...measures.flatMap(({ more }) => Object.keys(more))].filter(
    (group) => !(group in groupWords),
  );
  expect(unnamed).toEqual([]);
  for (const { weight } of datasets) if (weight !== undefined) expect(measureNamed(weight)?.format).toBe('count');
  for (const one of measures) if (one.denominator === 'pupils') expect(datasetOf(one).pupils).toHaveProperty('all');
});

it('a mean of grades, or a share who reached one, is not compared across the years in which grades were given otherwise', () => {
  const ofGrades = [
    'ks4-attainment8',
    'ks4-basics-strong',
    'ks4-basics-standard',
    'ks4-ebacc-points',
    'ks5-alevel-points',
  ];
  for (const id of ofGrades) expect([id, measureNamed(id)?.breaks]).toEqual([id, expect.arrayContaining([2021, 2022])]);
  // Progress 8 is against the pupils of the very same year.
  expect(measureNamed('ks4-progress8')?.breaks).toEqual([]);
});

it('definitions are whole sentences', () => {
  for (const { id, meaning, method } of measures)
    for (const words of [meaning, method]) expect(`${id}: ${words}`).toMatch(/: [A-Z].*[.]$/s);
});

it('authorities have a code and a name', () => {
  expect(authorityCode('Sheffield')).toBe('373');
  expect(['bristol, city of', 'Bristol City of'].map(authorityCode)).toEqual(['801', '801']);
  expect(authorityCode('Atlantis')).toBeNull();
  expect(authorityName('373')).toBe('Sheffield');
});

it('a mark says why there is no figure', () => {
  const ks2 = datasetNamed('ks2')!;
  expect(markerWords('SUPP', ks2)).toBe('Not shown: 5 or fewer pupils');
  expect(markerWords('SUPP', datasetNamed('destinations')!)).toBe('Not shown: 10 or fewer pupils');
  // As later publications write them, and as other programs do.
  expect(['supp', '[c]', '[LOW]'].map((mark) => markerWords(mark, ks2))).toEqual(
    ['SUPP', 'c', 'low'].map((mark) => markerWords(mark, ks2)),
  );
  expect(markerWords('59%', ks2)).toBeNull();
  expect(markerWords('toString', ks2)).toBeNull();
});
