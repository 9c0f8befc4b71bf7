import { describe, expect, it } from 'vitest';
import {
  absenceOf,
  absencePeriods,
  absencesByReason,
  attendanceCodes,
  codeSetOn,
  countsInAbsence,
  isPersistent,
  isSevere,
  sessionsOf,
} from './absence';
import { daysLost, exclusionRates, exclusionReasons } from './exclusions';
import { percentage, shown } from './rounding';
import { readRows } from './tables';
import holidays from './tables/bank-holidays-england.csv?raw';

const marks = (written: string) =>
  written.split(', ').map((one) => [one.split(' ')[0] ?? '', Number(one.split(' ')[1])] as const);

// The worked examples T1 and T2 of the note on attendance.
describe('T1: five enrolments', () => {
  const enrolments = [
    '/ 30, \\ 28, L 2, B 4, V 2, I 5, M 1, E 2, C 1, G 2, U 1, O 1, N 1, D 6, Y 2, # 4',
    '/ 36, \\ 36, I 8',
    '/ 37, \\ 36, I 7',
    '/ 10, \\ 10, O 30, N 10, Y 4',
    'D 80',
  ].map((written) => {
    const sessions = sessionsOf(marks(written), 'codes of 2006');
    if (!sessions.ok) throw new Error(sessions.reason.unknownCodes.join());
    return sessions.value;
  });

  it.each([
    [0, 80, 14, 17.5, true, false],
    [1, 80, 8, 10, true, false],
    [2, 80, 7, 8.8, false, false],
    [3, 60, 40, 66.7, true, true],
    [4, 0, 0, null, false, false],
  ])('enrolment %d', (index, possible, absent, rate, persistent, severe) => {
    const one = enrolments[index]!;
    expect([one.possible, one.absent]).toEqual([possible, absent]);
    expect(percentage(one.absent, one.possible, 1)).toBe(rate);
    expect([isPersistent(one), isSevere(one)]).toEqual([persistent, severe]);
  });

  it('the first by kind', () => expect(enrolments[0]).toMatchObject({ authorised: 9, unauthorised: 5 }));

  it('the school', () => {
    const school = absenceOf(enrolments);
    expect(school).toEqual({
      enrolments: 4,
      possible: 300,
      absent: 69,
      authorised: 24,
      unauthorised: 45,
      persistent: 3,
      severe: 1,
    });
    const rate = (sessions: number) => shown(percentage(sessions, school.possible, 1) ?? Number.NaN, 1);
    expect([rate(69), rate(24), rate(45)]).toEqual(['23.0', '8.0', '15.0']);
    expect([percentage(3, 4, 1), percentage(1, 4, 1)]).toEqual([75, 25]);
  });
});

it('T2: exclusion rates', () => {
  const rates = exclusionRates({ roll: 1450, permanent: 2, events: 145, pupils: 87 });
  expect([rates?.permanent, rates?.events, rates?.pupils].map((rate) => shown(rate ?? Number.NaN, 2))).toEqual([
    '0.14',
    '10.00',
    '6.00',
  ]);
  expect(exclusionRates({ roll: 0, permanent: 0, events: 0, pupils: 0 })).toBeNull();
  expect(daysLost(7, 1)).toBe(4);
});

describe('marks', () => {
  it('an unknown code is named, a blank is counted', () => {
    expect(
      sessionsOf(
        [
          ['/', 2],
          ['?', 1],
          ['J1', 1],
        ],
        'codes of 2006',
      ),
    ).toEqual({ ok: false, reason: { unknownCodes: ['?', 'J1'] } });
    expect(
      sessionsOf(
        [
          ['/', 2],
          ['', 1],
          [' ', 1],
        ],
        'codes of 2006',
      ),
    ).toMatchObject({ value: { possible: 2, missing: 2 } });
  });
  it('the interview was attending to 2024 and is authorised absence since', () => {
    const category = (set: 'codes of 2006' | 'codes of 2024', code: string) =>
      attendanceCodes[set].find((one) => one.code === code)?.category;
    expect([category('codes of 2006', 'J'), category('codes of 2024', 'J1'), category('codes of 2024', 'K')]).toEqual([
      'approved',
      'authorised',
      'approved',
    ]);
    for (const code of ['D', 'X', 'Y', 'Z', '#']) expect(category('codes of 2006', code)).toBe('not possible');
    for (const code of ['D', 'Q', 'X', 'Y1', 'Y2', 'Y3', 'Y4', 'Y5', 'Y6', 'Y7', 'Z', '#'])
      expect(category('codes of 2024', code)).toBe('not possible');
    for (const code of ['C1', 'C2']) expect(category('codes of 2024', code)).toBe('authorised');
  });
  it('the codes changed on 19 August 2024', () => {
    expect(codeSetOn(Temporal.PlainDate.from('2024-08-18'))).toBe('codes of 2006');
    expect(codeSetOn(Temporal.PlainDate.from('2024-08-19'))).toBe('codes of 2024');
  });
  it('what the reasons do not name is unclassified', () => {
    expect(absencesByReason({ I: 5, M: 1 }, 9)).toEqual({ I: 5, M: 1, unclassified: 3 });
    expect(absencesByReason({ I: 5, M: 1 }, 6)).toEqual({ I: 5, M: 1 });
  });
  it.each([
    [4, 1, 1, false],
    [5, 1, 1, true],
    [15, 5, 1, true],
    [15, 6, 1, false],
    [14, 6, 1, true],
    [14, 6, 6, false],
    [16, 1, 1, false],
  ])('age %d, half term %d, started in %d: %s', (age, halfTerm, startedIn, counts) =>
    expect(countsInAbsence({ age, halfTerm, startedIn })).toBe(counts),
  );
});

// The half terms that the note on the school year states for one authority, weekdays less bank holidays.
describe('the periods of 2018/19', () => {
  const day = (iso: string) => Temporal.PlainDate.from(iso);
  const terms = [
    ['2018-09-03', '2018-10-26'],
    ['2018-11-05', '2018-12-21'],
    ['2019-01-07', '2019-02-15'],
    ['2019-02-25', '2019-03-29'],
    ['2019-04-15', '2019-05-24'],
    ['2019-06-03', '2019-07-24'],
  ].map(([from = '', to = '']) => ({ from: day(from), to: day(to) }));
  const off = new Set(readRows(holidays).map((row) => row.date));
  const within = (date: Temporal.PlainDate, { from, to }: { from: Temporal.PlainDate; to: Temporal.PlainDate }) =>
    Temporal.PlainDate.compare(from, date) <= 0 && Temporal.PlainDate.compare(date, to) <= 0;
  const days = Array.from({ length: 365 }, (_, n) => day('2018-09-01').add({ days: n })).filter(
    (date) => date.dayOfWeek <= 5 && !off.has(date.toString()) && terms.some((term) => within(date, term)),
  );

  it('school days of each half term', () =>
    expect(terms.map((term) => days.filter((date) => within(date, term)).length)).toEqual([40, 35, 30, 25, 27, 38]));
  it('Y1: days between two dates', () => {
    const between = (from: string, to: string) =>
      days.filter((date) => within(date, { from: day(from), to: day(to) })).length;
    expect([between('2018-12-10', '2019-01-18'), between('2019-03-25', '2019-05-10')]).toEqual([20, 22]);
  });
  it('days of each published period: a late Easter puts April into spring', () => {
    const periods = absencePeriods(2019);
    expect(
      periods.ok && periods.value.map((period) => [period.period, days.filter((date) => within(date, period)).length]),
    ).toEqual([
      ['autumn', 75],
      ['spring', 59],
      ['summer 1', 23],
      ['summer 2', 38],
    ]);
  });
  it('a year without its bank holidays needs them', () =>
    expect(absencePeriods(2031)).toMatchObject({ ok: false, reason: { needsTable: 'bank-holidays' } }));
});

it('OT ended with 2019/20, five reasons began', () => {
  expect(exclusionReasons.filter((one) => one.to2020).length).toBe(12);
  expect(exclusionReasons.filter((one) => one.to2020 && !one.from2021).map((one) => one.code)).toEqual(['OT']);
  expect(exclusionReasons.filter((one) => !one.to2020).map((one) => one.code)).toEqual(['OW', 'LG', 'DS', 'MT', 'PH']);
});
