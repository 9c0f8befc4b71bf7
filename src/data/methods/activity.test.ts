import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import {
  type ActivityCode,
  activities,
  activityGroups,
  activitySql,
  groupAt,
  isOfCohort,
  knownActivities,
  type Month,
  monthEnd,
  months,
  readActivityCodes,
  readActivityLapses,
  unknownActivitiesSql,
} from './activity';
import { load } from './testing/load';
import { newSeed, random } from './testing/random';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

const known = knownActivities();
const inDecember = (activity: string, more = known) =>
  groupAt({ activity, month: 'december', confirmed: null }, 2017, more);

describe('activities', () => {
  it('each have a label once, and a group that there is', () => {
    expect(new Set(activities.map(({ activity }) => activity.toLowerCase())).size).toBe(activities.length);
    for (const { group } of activities) expect(activityGroups).toContain(group);
  });

  it.each([
    ['Working not for reward', 'NEET available'],
    ['not yet ready for work or learning', 'NEET available'],
    ['Start date agreed (other)', 'NEET available'],
    ['Re-engagement provision', 'NEET available'],
    ['Gap year', 'other'],
    ['Custody', 'not counted'],
    ['Employment with accredited study', 'in education or training'],
    ['Employment without training', 'employment'],
    ['Young carer', 'NEET not available'],
    ['Refused to disclose', 'not known'],
    ['Juggling', null],
  ])('%s counts as %s', (activity, group) => expect(inDecember(activity)).toBe(group));

  it('are known by codes and other words once a table of them is supplied, which wins over what is shipped', () => {
    const codes: ActivityCode[] = [
      { code: '610', activity: 'Seeking employment, education or training', group: 'NEET available' },
      { code: 'Year out', activity: 'Gap year', group: 'employment' },
    ];
    const supplied = knownActivities(codes);
    expect(inDecember('610')).toBeNull();
    expect(inDecember('610', supplied)).toBe('NEET available');
    expect(inDecember(' year OUT ', supplied)).toBe('employment');
    expect(inDecember('Gap year', supplied)).toBe('employment');
  });

  it('lapse to not known where they were not confirmed for as long as they hold, and a table says how long', () => {
    const at = (
      confirmed: string | null,
      more: { activity: string; months: number }[],
      activity = 'Temporary employment',
    ) =>
      groupAt(
        { activity, month: 'december', confirmed: confirmed === null ? null : Temporal.PlainDate.from(confirmed) },
        2017,
        knownActivities([{ code: 'x', activity: 'Temporary employment', group: 'employment' }], more),
      );
    const six = [{ activity: 'Temporary Employment', months: 6 }];
    expect(at('2010-01-01', [])).toBe('employment');
    expect(at(null, six)).toBe('employment');
    expect(at('2017-06-30', six)).toBe('not known');
    expect(at('2017-07-01', six)).toBe('employment');
    expect(at('2017-01-01', six, 'x')).toBe('not known');
    expect(at('2017-01-01', six, 'Custody')).toBe('not counted');
  });
});

it('the cohort is of academic age 16 and 17', () => {
  const of = (born: string | null, yearGroup: string | null = null) =>
    isOfCohort({ born: born === null ? null : Temporal.PlainDate.from(born), yearGroup }, 2017);
  expect(['2001-09-01', '2001-08-31', '1999-09-01', '1999-08-31'].map((born) => of(born))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(['11', '12', '13', '14', null].map((group) => of(null, group))).toEqual([false, true, true, false, true]);
});

it('months end where they end', () => {
  expect(months.map((month) => monthEnd(month, 2019).toString())).toEqual([
    '2019-09-30',
    '2019-10-31',
    '2019-11-30',
    '2019-12-31',
    '2020-01-31',
    '2020-02-29',
    '2020-03-31',
    '2020-04-30',
    '2020-05-31',
    '2020-06-30',
    '2020-07-31',
    '2020-08-31',
  ]);
});

describe('supplied tables', () => {
  it('name what is wrong by line and column', () => {
    expect(readActivityCodes('code,activity,group\n610,Seeking,NEET available\n 610,Other,elsewhere\n')).toMatchObject({
      ok: false,
      reason: [
        { line: 3, column: 'group', value: 'elsewhere' },
        { line: 3, column: 'code', sentence: 'This stands on line 2 already.' },
      ],
    });
    expect(readActivityLapses('activity,months\nGap year,0\nIllness,2.5\n,3\n')).toMatchObject({
      ok: false,
      reason: [{ line: 4, column: 'activity' }],
    });
    expect(readActivityLapses('activity,months\nGap year,0\nIllness,2.5\nOther,3\n')).toMatchObject({
      ok: false,
      reason: [
        { line: 2, column: 'months' },
        { line: 3, column: 'months' },
      ],
    });
    expect(readActivityLapses('activity,months\nGap year,12\n')).toEqual({
      ok: true,
      value: [{ activity: 'Gap year', months: 12 }],
    });
  });
});

const seed = newSeed();
it(`DuckDB says the same of every young person and month, and names what nobody knows (seed ${seed})`, async () => {
  const { pick, whole, chance, times } = random(seed);
  const supplied = knownActivities(
    [{ code: '310', activity: 'Apprenticeship', group: 'in education or training' }],
    activities.filter((_, n) => n % 2 === 0).map(({ activity }) => ({ activity, months: whole(1, 18) })),
  );
  const day = (year: number) =>
    `${year}-${String(whole(1, 12)).padStart(2, '0')}-${String(whole(1, 28)).padStart(2, '0')}`;
  const rows = times(2000, (n) => ({
    urn: 900001,
    upn: `P${n}`,
    month: pick([...months]) as Month,
    activity: chance(0.03) ? pick(['999', 'Smith']) : pick([...activities.map((one) => one.activity), '310']),
    confirmed: chance(0.2) ? null : day(whole(2016, 2018)),
    born: chance(0.2) ? null : day(whole(1998, 2002)),
    year_group: chance(0.3) ? null : pick(['11', '12', '13', '14']),
    line: n + 2,
  }));
  await load(
    db,
    'recorded',
    {
      urn: 'int',
      upn: 'varchar',
      month: 'varchar',
      activity: 'varchar',
      confirmed: 'date',
      born: 'date',
      year_group: 'varchar',
      line: 'int',
    },
    rows.map((row) => Object.values(row)),
  );
  const date = (text: string | null) => (text === null ? null : Temporal.PlainDate.from(text));
  const found = await db.query<{ upn: string; state: string }>(
    `select upn, state from (${activitySql('recorded', 2017, supplied)}) order by line`,
  );
  expect(found).toEqual(
    rows.flatMap(({ upn, activity, month, confirmed, born, year_group: yearGroup }) => {
      const state = groupAt({ activity, month, confirmed: date(confirmed) }, 2017, supplied);
      const counts = state !== null && state !== 'not counted' && isOfCohort({ born: date(born), yearGroup }, 2017);
      return counts ? [{ upn, state }] : [];
    }),
  );
  const lost = await db.query<{ grade: string | null; entries: number; lines: number[] }>(
    unknownActivitiesSql('recorded', supplied),
  );
  const ofCode = (code: string) => rows.filter(({ activity }) => activity === code).map(({ line }) => line);
  for (const [code, grade] of [
    ['999', '999'],
    ['Smith', null],
  ] as const) {
    const lines = ofCode(code);
    expect(lost.find((one) => one.grade === grade)).toMatchObject({ entries: lines.length, lines: lines.slice(0, 5) });
  }
  expect(JSON.stringify(lost)).not.toContain('Smith');
});
