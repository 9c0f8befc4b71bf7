import { describe, expect, it } from 'vitest';
import { count, counted, date, days, listed, longDate, moment, money, slug } from './words';

const day = Temporal.PlainDate.from('2019-03-26');

describe('figures in words', () => {
  it.each([
    [0, 'no days'],
    [1, '¼ of a day'],
    [2, '½ day'],
    [3, '¾ of a day'],
    [4, '1 day'],
    [5, '1¼ days'],
    [6, '1½ days'],
    [30, '7½ days'],
  ])('%i quarter-days are %s', (quarters, words) => expect(days(quarters)).toBe(words));

  it.each([
    [276000, '£2,760'],
    [50134, '£501.34'],
    [0, '£0'],
    [-5, '−£0.05'],
  ])('%i pence are %s', (pence, words) => expect(money(pence)).toBe(words));

  it('dates are written out', () => {
    expect(date(day)).toBe('26 March 2019');
    expect(longDate(day)).toBe('Tuesday 26 March 2019');
    expect(moment(Temporal.Instant.from('2019-03-26T09:05:00Z'))).toBe('26 March 2019 at 9:05am');
    // The clocks have gone forward: London is an hour ahead.
    expect(moment(Temporal.Instant.from('2019-04-26T11:00:00Z'))).toBe('26 April 2019 at 12pm');
  });

  it('counts, lists and addresses', () => {
    expect([count(-1072), counted(1, 'school'), counted(0, 'school')]).toEqual(['−1,072', '1 school', '0 schools']);
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'], 'or')]).toEqual([
      '',
      'a',
      'a and b',
      'a, b or c',
    ]);
    expect(slug('  École “St. Mary’s” & Co! ')).toBe('ecole-st-mary-s-co');
  });
});
