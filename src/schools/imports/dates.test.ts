import { describe, expect, it } from 'vitest';
import { censusAsAt, censusDay, dateInName, listAsAt, newestCensusDay, readAcademicYear } from './dates';

const day = (text: string) => Temporal.PlainDate.from(text);

describe('the day or the year in a file name', () => {
  it.each([
    ['edubasealldata20180501.csv', '2018-05-01'],
    ['grouplinks_edubaseallacademiesandfree20190601.csv', '2019-06-01'],
    ['20220420_gias.csv', '2022-04-20'],
    ['2022-04-20.csv.gz', '2022-04-20'],
    ['2022-08.csv', '2022-08-01'],
    ['gias_2022_08.csv', '2022-08-01'],
    ['2017-18.csv', 'year 2017'],
    ['2017-2018_england_spine.csv', 'year 2017'],
    ['spine_201718.csv', 'year 2017'],
    ['england_census_2018_19.csv', 'year 2018'],
    // December 2011 could be meant, but lists are named by years more often.
    ['2011-12.csv', 'year 2011'],
    ['england_spine.csv', null],
    ['2016-17_2017-18.csv', null],
    ['2016-17_again_201617.csv', 'year 2016'],
    ['2018-09-01_2016-17_2017-18.csv', '2018-09-01'],
    ['20189999.csv', null],
    ['123456789.csv', null],
  ])('%s', (name, expected) => {
    const found = dateInName(name);
    expect(found && (found.kind === 'day' ? found.date.toString() : `year ${found.starts}`)).toBe(expected);
  });

  it('a year that is typed', () => {
    expect(['2018/19', '2018-19', '201819', '2018-2019', '2018', '2018-20', 'x'].map(readAcademicYear)).toEqual([
      2018,
      2018,
      2018,
      2018,
      null,
      null,
      null,
    ]);
  });
});

describe('the census', () => {
  it('is on the third Thursday of January', () => {
    expect([2016, 2017, 2018, 2019, 2020, 2021, 2022].map((year) => censusDay(year).toString())).toEqual([
      '2016-01-21',
      '2017-01-19',
      '2018-01-18',
      '2019-01-17',
      '2020-01-16',
      '2021-01-21',
      '2022-01-20',
    ]);
    expect([newestCensusDay(day('2019-01-16')), newestCensusDay(day('2019-01-17'))].map(String)).toEqual([
      '2018-01-18',
      '2019-01-17',
    ]);
  });

  it('belongs to its own day, however it is found', () => {
    const at = (fileName: string, more = {}) =>
      censusAsAt({ fileName, today: day('2019-03-01'), ...more }).date.toString();
    expect(at('2018-19.csv')).toBe('2019-01-17');
    expect(at('england_census.csv')).toBe('2019-01-17');
    expect(at('census-2018-09-01.csv')).toBe('2018-01-18');
    expect(at('2018-19.csv', { year: 2015 })).toBe('2016-01-21');
    expect(at('2018-19.csv', { asAt: day('2017-05-18') })).toBe('2017-05-18');
  });
});

it('of two years in a name none is taken: whoever brings the file says it', () => {
  const two = { fileName: '2016-17_2017-18.csv', today: day('2019-03-01') };
  const words = /^The file's name says 2016\/17 and 2017\/18\. Say which day it is of/;
  expect(() => censusAsAt(two)).toThrow(words);
  expect(() => listAsAt(two)).toThrow(words);
  expect(String(censusAsAt({ ...two, year: 2017 }).date)).toBe('2018-01-18');
  expect(String(listAsAt({ ...two, asAt: day('2018-01-01') })?.date)).toBe('2018-01-01');
});

it('a list of a year stands for its last day', () => {
  expect(listAsAt({ fileName: '2017-18.csv' })).toMatchObject({
    source: "the last day of 2017/18, from the file's name",
  });
  expect(String(listAsAt({ fileName: '2017-18.csv' })?.date)).toBe('2018-08-31');
  expect(listAsAt({ fileName: 'england_spine.csv' })).toBeNull();
});
