import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bankHolidays, isWorkingDay, lastDayWith, workingDaysBefore } from './working-days';

const day = (text: string) => Temporal.PlainDate.from(text);

// As published for England and Wales.
test.each([
  [2011, '01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27'],
  [2012, '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26'],
  [2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'],
  [2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'],
  [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
  [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
  [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
  [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
  [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
])('the bank holidays of %i', (year, listed) => {
  expect(
    bankHolidays(year)
      .map((one) => one.toString().slice(5))
      .join(' '),
  ).toBe(listed);
});

test('weekends and holidays are not counted, nor is the day itself', () => {
  expect(workingDaysBefore(day('2019-01-15'), day('2019-01-14'))).toBe(1);
  expect(workingDaysBefore(day('2019-01-28'), day('2019-01-14'))).toBe(10);
  expect(workingDaysBefore(day('2019-01-28'), day('2019-01-15'))).toBe(9);
  expect(workingDaysBefore(day('2019-04-23'), day('2019-04-18'))).toBe(1);
  expect(workingDaysBefore(day('2019-01-14'), day('2019-01-14'))).toBe(0);
  expect(workingDaysBefore(day('2019-01-01'), day('2019-01-14'))).toBe(0);
  expect(lastDayWith(10, day('2019-01-28'))).toEqual(day('2019-01-14'));
});

test('the last day with so many working days before is the last', () => {
  const days = fc.integer({ min: 0, max: 4000 }).map((n) => day('2015-01-01').add({ days: n }));
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 30 }), (planned, wanted) => {
      const last = lastDayWith(wanted, planned);
      expect(isWorkingDay(last)).toBe(true);
      expect(workingDaysBefore(planned, last)).toBe(wanted);
      expect(workingDaysBefore(planned, last.add({ days: 1 }))).toBeLessThan(wanted);
    }),
  );
});
