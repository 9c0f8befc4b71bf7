import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { ownMeasuresOf } from '../catalogue/own-measures';
import { load } from '../methods/testing/load';
import { newSeed, random } from '../methods/testing/random';
import { compile, type MeasuredRow } from './compile';
import { bothSets } from './figures';
import type { MeasuredDataset } from './sources';
import { nothingSupplied } from './supplied';
import { unitsOf } from './units';

/** Leavers who stand in the files of two schools: at each among its own, in their authority once (post16-and-destinations.md section 3). */

const [first, second, third, elsewhere] = [900001, 900002, 900003, 900004] as const;
/** The other schools of the other authority. */
const beyond = [900005, 900006] as const;
const areas = new Map([
  ['la/998', [elsewhere, ...beyond].map(String)],
  ['la/999', [String(first), String(second), String(third)]],
  ['trust/1', [String(first), String(second)]],
]);

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
  await load(
    db,
    'areas',
    { urn: 'integer', area: 'varchar' },
    [...areas].flatMap(([area, urns]) => urns.map((urn) => [Number(urn), area])),
  );
});
afterAll(() => db.close());

interface Leaver {
  urn: number;
  upn: string;
  destination: string;
}

async function leaversOf(table: string, rows: readonly Leaver[], census: string | null = null) {
  await load(
    db,
    `"${table}"`,
    { urn: 'int', upn: 'varchar', destination: 'varchar' },
    rows.map(({ urn, upn, destination }) => [urn, upn, destination]),
  );
  return figuresOf('destination-pupils', {
    'destination-pupils': `"${table}"`,
    ...(census === null ? {} : { pupils: census }),
  });
}

async function figuresOf(dataset: MeasuredDataset, sources: Partial<Record<MeasuredDataset, string>>) {
  const units = unitsOf(dataset, 2017, sources, nothingSupplied, 'areas');
  if (!units.ok) throw new Error('Nothing is needed.');
  const compiled = compile(
    ownMeasuresOf(dataset, 2017),
    { ...units.value, units: `(${units.value.sql})` },
    { areas: 'areas', summer: 2018, parameters: nothingSupplied.parameters },
  );
  const rows = await db.query<MeasuredRow & Record<string, never>>(compiled.sql);
  const figures = await bothSets(rows, compiled.measures, { dataset, year: 2017, areas });
  return (
    audience: 'inside' | 'outside',
    measure: string,
    place: number | string,
    { period = 'year' }: { period?: string } = {},
  ) => {
    const found = figures.filter(
      (one) =>
        one.audience === audience &&
        one.measure === measure &&
        (one.urn ?? one.area) === place &&
        one.period === period &&
        one.pupil_group === 'all',
    );
    expect(found.length).toBeLessThan(2);
    return found[0];
  };
}

const many = (urn: number, count: number, destination = 'education'): Leaver[] =>
  Array.from({ length: count }, (_, n) => ({ urn, upn: `${urn}-${n}`, destination }));

describe('a leaver in the files of two schools', () => {
  const both = (destination: string, at: readonly number[] = [first, second]) =>
    at.map((urn) => ({ urn, upn: 'SHARED', destination }));

  it('counts at each school among its own, and once in every area of their authority', async () => {
    const of = await leaversOf('two', [
      ...many(first, 20),
      ...many(second, 30),
      ...many(third, 40),
      ...both('not-sustained'),
    ]);
    const pupils = 'own-destinations-pupils';
    expect([first, second, third, 'la/999', 'trust/1'].map((one) => of('inside', pupils, one)?.value)).toEqual([
      21, 31, 40, 91, 51,
    ]);
    expect(of('inside', 'own-destinations-not-sustained', 'la/999')?.numerator).toBe('1');
    expect(of('inside', 'own-destinations-not-sustained', second)?.numerator).toBe('1');
  });

  it('is told to others at one school alone, so that the areas are the sums of what is told', async () => {
    const of = await leaversOf('told', [
      ...many(first, 20),
      ...many(second, 30),
      ...many(third, 40),
      ...both('not-sustained'),
    ]);
    expect([first, second, third, 'la/999'].map((one) => of('outside', 'own-destinations-pupils', one)?.value)).toEqual(
      [21, 30, 40, 91],
    );
    expect(
      [of('inside', 'own-destinations-sustained', second), of('outside', 'own-destinations-sustained', second)].map(
        (one) => one?.value,
      ),
    ).toEqual([97, 100]);
  });

  it('counts where they are chiefly on roll, then where they came last', async () => {
    const census = (more: readonly [number, string, string][]) =>
      load(
        db,
        'census',
        { urn: 'int', upn: 'varchar', enrolment: 'varchar', entry_date: 'date' },
        more.map(([urn, enrolment, entry]) => [urn, 'SHARED', enrolment, entry]),
      );
    const toldAt = async (name: string) => {
      const of = await leaversOf(name, [...many(first, 20), ...many(second, 30), ...both('education')], 'census');
      return [first, second].find(
        (urn) => of('outside', 'own-destinations-pupils', urn)?.value === (urn === first ? 21 : 31),
      );
    };
    await census([
      [first, 'dual-subsidiary', '2016-09-01'],
      [second, 'dual-main', '2013-09-01'],
    ]);
    expect(await toldAt('main')).toBe(second);
    await db.query('drop table census');
    await census([
      [first, 'sole', '2013-09-01'],
      [second, 'sole', '2017-01-09'],
    ]);
    expect(await toldAt('last')).toBe(second);
    await db.query('drop table census');
    await census([[first, 'dual-subsidiary', '2013-09-01']]);
    expect(await toldAt('known')).toBe(first);
  });

  it('of two authorities counts in each', async () => {
    const of = await leaversOf('authorities', [
      ...[first, second, third].flatMap((urn) => many(urn, 20)),
      ...[elsewhere, ...beyond].flatMap((urn) => many(urn, 30)),
      ...both('education', [first, elsewhere]),
    ]);
    expect(
      [first, elsewhere, 'la/999', 'la/998'].map((one) => of('outside', 'own-destinations-pupils', one)?.value),
    ).toEqual([21, 31, 61, 91]);
  });
});

const seed = newSeed();
it(`of random leavers and months every area counts each once, and is what others are told of its schools (seed ${seed})`, async () => {
  const { pick, chance } = random(seed);
  const months = ['november', 'december', 'january', 'february'];
  const schools = [first, second, third];
  const rows: (string | number)[][] = [];
  for (let n = 0; n < 300; n++) {
    const own = schools.filter(() => chance(0.4));
    for (const urn of own.length > 0 ? own : [pick(schools)])
      for (const month of months)
        if (chance(0.9))
          rows.push([urn, `P${n}`, month, pick(['Gap year', 'Illness', 'Not known', 'Custody', 'Further education'])]);
    if (chance(0.1)) rows.push([pick(schools), `Q${n}`, pick(months), 'Illness']);
  }
  await load(db, 'random_months', { urn: 'int', upn: 'varchar', month: 'varchar', activity: 'varchar' }, rows);
  const of = await figuresOf('monthly-activity', { 'monthly-activity': 'random_months' });
  const counted = rows.filter(([, , , activity]) => activity !== 'Custody');
  for (const period of months) {
    const some = counted.filter(([, , month]) => month === period);
    const value = (audience: 'inside' | 'outside', place: number | string) =>
      Number(of(audience, 'own-activity-cohort', place, { period })?.value ?? 0);
    expect(value('inside', 'la/999'), period).toBe(new Set(some.map(([, upn]) => upn)).size);
    for (const urn of schools) expect(value('inside', urn)).toBe(some.filter(([at]) => at === urn).length);
    expect(schools.reduce((sum, urn) => sum + value('outside', urn), 0)).toBe(value('outside', 'la/999'));
  }
  // Of the three months together each month of somebody counts once in the city, and somebody of a school once in its number.
  const winter = counted.filter(([, , month]) => month !== 'november');
  expect(Number(of('inside', 'own-activity-neet', 'la/999')?.denominator)).toBe(
    new Set(winter.map(([, upn, month]) => `${upn} ${month}`)).size,
  );
  for (const urn of schools) {
    const own = winter.filter(([at]) => at === urn);
    const figure = of('inside', 'own-activity-neet', urn);
    expect([Number(figure?.denominator), figure?.pupils]).toEqual([
      own.length,
      new Set(own.map(([, upn]) => upn)).size,
    ]);
  }
});
