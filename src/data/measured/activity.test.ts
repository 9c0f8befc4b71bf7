import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { ownMeasuresOf } from '../catalogue/own-measures';
import { participation } from '../methods';
import { activities } from '../methods/activity';
import { percentage } from '../methods/rounding';
import { load } from '../methods/testing/load';
import { newSeed, random } from '../methods/testing/random';
import { hiddenAreaWords } from '../suppression';
import { compile, type MeasuredRow } from './compile';
import { bothSets, rulesOf } from './figures';
import { nothingSupplied, suppliedFrom } from './supplied';
import { unitsOf } from './units';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
  await load(db, 'areas', { urn: 'integer', area: 'varchar' }, [
    [900001, 'la/999'],
    [900002, 'la/999'],
    [900003, 'la/999'],
  ]);
});
afterAll(() => db.close());

async function figuresFrom(table: string, supplied = nothingSupplied) {
  const units = unitsOf('monthly-activity', 2017, { 'monthly-activity': table }, supplied);
  if (!units.ok) throw new Error('Nothing is needed.');
  const measures = ownMeasuresOf('monthly-activity', 2017);
  const compiled = compile(
    measures,
    { ...units.value, units: `(${units.value.sql})` },
    { areas: 'areas', summer: 2018, parameters: supplied.parameters },
  );
  const rows = await db.query<MeasuredRow & Record<string, never>>(compiled.sql);
  const of = (measure: string, period: string, place: number | string, group = 'all') =>
    rows.find(
      (row) =>
        compiled.measures[row.m]?.id === `own-activity-${measure}` &&
        row.period === period &&
        (row.area ?? row.urn) === place &&
        row.pupil_group === group,
    );
  return { units: units.value, rows, measures: compiled.measures, of };
}

it('worked example S3: December to February are sums over sums, and not the rounded parts added', async () => {
  const month = (name: string, cohort: number, neet: number, notKnown: number) =>
    `select 900001 as urn, 'P' || n as upn, '${name}' as month, case when n < ${neet} then 'Illness' when n < ${neet + notKnown} then 'Cannot be contacted'
      else 'School sixth form' end as activity from range(${cohort}) r(n)`;
  await db.query(
    `create table s3 as ${[
      month('december', 11_982, 402, 166),
      month('january', 11_990, 410, 130),
      month('february', 12_001, 421, 109),
    ].join(' union all ')}`,
  );
  const { of } = await figuresFrom('s3');
  expect(['neet', 'not-known', 'neet-or-not-known'].map((one) => of(one, 'year', 900001)?.value)).toEqual([
    3.4, 1.1, 4.6,
  ]);
  expect(of('neet-or-not-known', 'year', 900001)).toMatchObject({
    denominator: `${3 * 11_991}.00000`,
    pupils: 12_001,
  });
  expect(Number(of('neet', 'year', 'la/999')?.numerator)).toBe(3 * 411);
  expect(of('neet', 'december', 900001)).toMatchObject({ value: percentage(402, 11_982, 1), pupils: 11_982 });
});

const seed = newSeed();
describe(`random young people (seed ${seed})`, () => {
  const { pick, chance, times } = random(seed);
  const months = ['november', 'december', 'january', 'february'];
  const young = times(240, (n) => ({
    urn: n < 8 ? 900003 : 900001 + (n % 2),
    upn: `P${n}`,
    sex: pick(['F', 'M']),
    // The third school is small, and has not brought its February.
    rows: months
      .filter((month) => chance(0.95) && !(n < 8 && month === 'february'))
      .map((month) => ({
        month,
        said: chance(0.6) ? { activity: 'Further education', group: 'in education or training' } : pick(activities),
      })),
  }));
  beforeAll(() =>
    load(
      db,
      'young',
      { urn: 'int', upn: 'varchar', sex: 'varchar', month: 'varchar', activity: 'varchar', confirmed: 'date' },
      young.flatMap(({ urn, upn, sex, rows }) =>
        rows.map(({ month, said }) => [urn, upn, sex, month, said.activity, '2017-09-15']),
      ),
    ),
  );
  const counted = (month: string, urn: number | null, sex: string | null = null) => {
    const some = young
      .filter((one) => (urn === null || one.urn === urn) && (sex === null || one.sex === sex))
      .flatMap(({ rows }) => rows.filter((row) => row.month === month && row.said.group !== 'not counted'));
    const groups = some.map(({ said }) => said.group);
    return {
      cohort: some.length,
      neet: groups.filter((one) => one.startsWith('NEET')).length,
      notKnown: groups.filter((one) => one === 'not known').length,
    };
  };

  it('are counted month by month as the pure methods count them', async () => {
    const { of } = await figuresFrom('young');
    for (const month of months)
      for (const [place, urn] of [
        [900001, 900001],
        [900003, 900003],
        ['la/999', null],
      ] as const)
        for (const [group, sex] of [
          ['all', null],
          ['girls', 'F'],
        ] as const) {
          const one = counted(month, urn, sex);
          if (one.cohort === 0) expect(of('neet', month, place, group)).toBeUndefined();
          else
            expect(
              [of('neet', month, place, group), of('not-known', month, place, group)].map((row) => row?.value),
              `${month} ${place} ${group}`,
            ).toEqual([percentage(one.neet, one.cohort, 1), percentage(one.notKnown, one.cohort, 1)]);
        }
  });

  it('have a headline where the three months are here, and their city of those schools', async () => {
    const { of } = await figuresFrom('young');
    const headline = (urns: number[]) =>
      participation(['december', 'january', 'february'].flatMap((month) => urns.map((urn) => counted(month, urn))));
    expect(of('neet-or-not-known', 'year', 900001)?.value).toBe(headline([900001]).neetOrNotKnown);
    expect(of('neet-or-not-known', 'year', 900003)).toBeUndefined();
    expect(of('neet', 'year', 'la/999')?.value).toBe(headline([900001, 900002]).neet);
  });

  it('have a range by how many they are, not by their months', async () => {
    const { of } = await figuresFrom('young');
    const [month, three] = [of('not-known', 'january', 900001), of('not-known', 'year', 900001)];
    const width = ({ low, high }: MeasuredRow) => (high as number) - (low as number);
    expect(width(three!)).toBeGreaterThan(width(month!) * 0.7);
    expect(of('employment', 'january', 900001)?.low).toBeNull();
  });

  it('lapse where the table is in hand, and where it is not the run says so', async () => {
    const none = await figuresFrom('young');
    expect(none.units.lacks).toMatchObject({ needsTable: 'activity-lapses', year: 2018 });
    const supplied = suppliedFrom([{ name: 'activity-lapses', csv: 'activity,months\nFurther education,3\n' }]);
    const lapsed = await figuresFrom('young', supplied);
    expect(lapsed.units.lacks).toBeUndefined();
    const value = (figures: typeof none, month: string) => figures.of('not-known', month, 'la/999')?.value;
    // Three months after 15 September are over on 31 December, and were not on 30 November.
    expect(value(lapsed, 'november')).toBe(value(none, 'november'));
    expect(value(lapsed, 'december')).toBeGreaterThan(value(none, 'december') as number);
  });

  it('are told outside in cells of more than ten, and one hidden in a month is hidden in all', async () => {
    const { rows, measures } = await figuresFrom('young');
    expect(rulesOf('monthly-activity').smallestCell).toBe(11);
    const set = await bothSets(rows, measures, {
      dataset: 'monthly-activity',
      year: 2017,
      areas: new Map([['la/999', ['900001', '900002', '900003']]]),
    });
    // An area of too few schools in a month is hidden in that month: that is about schools, and not about pupils.
    const outside = set.filter(({ audience, shown }) => audience === 'outside' && shown !== hiddenAreaWords);
    const cell = (one: (typeof outside)[number]) => `${one.urn ?? one.area} ${one.pupil_group} ${one.measure}`;
    const hidden = new Set(outside.filter(({ pupils }) => pupils === null).map(cell));
    expect([...hidden].map((one) => one.split(' ')[0])).toContain('900003');
    // A city is hidden in what is of two schools alone.
    for (const one of outside)
      if (one.urn !== null && hidden.has(cell(one)))
        expect([cell(one), one.period, one.value]).toEqual([cell(one), one.period, null]);
    for (const one of outside) {
      expect(one.numerator).toBeNull();
      if (one.pupils !== null) expect(one.pupils).toBeGreaterThan(10);
    }
  });
});
