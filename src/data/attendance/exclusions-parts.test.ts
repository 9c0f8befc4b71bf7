import { expect, it } from 'vitest';
import type { MeasuredFigure } from '../measured/queries';
import { exclusionReasonsOf, yearBefore } from './exclusions-parts';

const fixed = 'own-exclusions-fixed';
const figure = (measure: string, year: number, period: string, numerator: number) =>
  ({ measure, year, period, group: 'all', numerator: String(numerator) }) as MeasuredFigure;

/** A whole year before this one, which has come to the end of its second half-term. */
const figures = [fixed, `${fixed}-DB`].flatMap((measure) => [
  figure(measure, 2018, 'autumn-1', 10),
  figure(measure, 2018, 'autumn-2', 21),
  figure(measure, 2018, 'year', 31),
  figure(measure, 2017, 'autumn-1', 35),
  figure(measure, 2017, 'autumn-2', 34),
  figure(measure, 2017, 'spring-1', 17),
  figure(measure, 2017, 'year', 86),
]);
const told = { figures, year: 2018, periods: ['autumn-1', 'autumn-2'] };

it('a year so far stands beside the same half-terms of the year before, a whole one beside the whole', () => {
  expect(yearBefore({ ...told, over: false }, fixed, 'year')).toBe(69);
  expect(yearBefore({ ...told, over: true }, fixed, 'year')).toBe(86);
  expect(yearBefore({ ...told, over: false }, fixed, 'autumn-1')).toBe(35);
  expect(exclusionReasonsOf({ ...told, over: false }).map(({ before }) => before)).toEqual([69]);
});

it('of a year before that is not loaded there is nothing, which is not nought', () => {
  const only = figures.filter(({ year }) => year === 2018);
  expect(yearBefore({ ...told, figures: only, over: false }, fixed, 'year')).toBeNull();
});
