import { expect, test } from 'vitest';
import { latestAfter, latestAfterOpening } from './inspections';
import { shippedOffer } from './testing';

const offer = shippedOffer();
const day = Temporal.PlainDate.from;
const latest = (grade: number | null, on: string, published: string | null, sector = 'primary') =>
  latestAfter(offer, { on: day(on), published: published ? day(published) : null, grade }, { sector })?.by.toString() ??
  null;

// The national rules of April 2018 to August 2019, with the dates of a worked table.
test.each([
  ['good, in the autumn', 2, '2014-11-12', null, '2020-08-31'],
  ['good, in the summer', 2, '2015-07-08', null, '2020-08-31'],
  ['good, on the first day of a school year', 2, '2015-09-01', null, '2021-08-31'],
  ['requires improvement, from the report', 3, '2017-03-14', '2017-04-27', '2019-10-27'],
  ['inadequate, from the report', 4, '2017-10-03', '2017-11-20', '2020-05-20'],
  ['the last day of a shorter month', 3, '2016-07-05', '2016-08-31', '2019-02-28'],
  ['outstanding, exempt', 1, '2012-05-16', null, null],
  ['no grade of the four', null, '2017-03-14', '2017-04-27', null],
])('%s', (_, grade, on, published, by) => expect(latest(grade, on, published)).toBe(by));

test('an outstanding special school or nursery is inspected as a good one is', () => {
  expect(latest(1, '2014-11-12', null, 'special')).toBe('2020-08-31');
  expect(latest(1, '2014-11-12', null, 'nursery')).toBe('2020-08-31');
  expect(latest(1, '2014-11-12', null, 'secondary')).toBeNull();
});

test('a report whose day nobody knows is estimated, and says so', () => {
  const found = latestAfter(offer, { on: day('2017-03-14'), published: null, grade: 3 }, { sector: 'primary' });
  expect(found?.by.toString()).toBe('2019-10-25');
  expect(found?.why).toContain('estimate');
});

test('a new school is inspected within three years', () =>
  expect(latestAfterOpening(offer, day('2016-09-01'))?.by.toString()).toBe('2019-09-01'));

test('an offer without rules says no day', () => {
  const without = { ...offer, inspections: null };
  expect(latestAfter(without, { on: day('2017-03-14'), published: null, grade: 2 }, {})).toBeNull();
  expect(latestAfterOpening(without, day('2016-09-01'))).toBeNull();
});
