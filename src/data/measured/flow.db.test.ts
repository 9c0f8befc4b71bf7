import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { isPending } from '../../platform/jobs';
import { testMesters } from '../../platform/jobs/testing';
import { stepsOf } from '../../platform/slices';
import { as, asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import type { TableName } from '../methods';
import { progress8Groups } from '../methods/progress-8';
import { newSeed, random } from '../methods/testing/random';
import { measureAnew, measureLater } from '../pupils/measure-later';
import { aUpn, csv } from '../pupils/testing';
import { hiddenAreaWords } from '../suppression';
import { bringRelease } from '../testing';
import { measureDataset, measureName } from './jobs';
import { measure } from './measure';
import {
  type MeasuredFigure,
  measuredOfAreas,
  measuredOfSchool,
  measuredOfSchools,
  missingOf,
  pupilsBehind,
} from './queries';
import { removeReplaced, removeRuns } from './removal';
import { lastRun, runsOfEarlierRule, startRun } from './runs';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
const urns = [107_014, 107_015, 107_016] as const;
const [one, two, three] = urns;
const seed = newSeed();
const { pick, whole, chance, times } = random(seed);

/** Of each school so many leavers; the third is small. */
const pupils = urns.flatMap((urn, school) =>
  times([40, 36, 8][school]!, (n) => ({
    urn,
    upn: aUpn(n + 100 * school),
    sex: pick(['F', 'M']),
    born: `0${whole(1, 9)}/0${whole(1, 9)}/2002`,
    fsm: chance(0.3) ? 'Y' : 'N',
    level: whole(30, 55) / 10,
    grades: times(8, () => whole(1, 9)),
  })),
);
const subjects = [
  'English Language',
  'English Literature',
  'Mathematics',
  'History',
  'French',
  'Biology',
  'Chemistry',
  'Physics',
];

async function bring(dataset: string, content: string, year = 2017) {
  const path = join(folder, 'file.csv');
  writeFileSync(path, content);
  const brought = await bringRelease(mesters, dataset, path, { year });
  if (!brought.ok || brought.report.outcome !== 'accepted')
    throw new Error(JSON.stringify(brought.report.problem ?? brought.report.outcome));
  return brought.report;
}
const census = (some: typeof pupils) =>
  csv(
    ['URN', 'UPN', 'Surname', 'Forename', 'DOB', 'Gender', 'NCyearActual', 'FSM6', 'SEN', 'Ethnicity', 'Language'],
    ...some.map((p) => [p.urn, p.upn, `Surname${p.upn.slice(-3)}`, 'A', p.born, p.sex, 11, p.fsm, 'N', 'WBRI', 'ENG']),
  );
const entries = (some: typeof pupils) =>
  csv(
    ['URN', 'UPN', 'Subject', 'Scale', 'Grade', 'KS2_READING', 'KS2_MATHS'],
    ...some.flatMap((p) =>
      p.grades.map((grade, n) => [p.urn, p.upn, subjects[n]!, 'GCSE (9-1)', grade, p.level, p.level]),
    ),
  );
const pending = (dataset: string) =>
  asSystem(database, (tx) => isPending(tx, measureDataset, measureName(dataset, 2017)));
const reader = (...levels: string[]) => as(levels);
const school = (urn: number, ...levels: string[]) =>
  database.transaction(reader(...levels), (tx) => measuredOfSchool(tx, urn));
const of = (figures: readonly MeasuredFigure[], id: string, group = 'all') =>
  figures.find((one) => one.measure === id && one.group === group && one.period === 'year');
/** What is kept once what was replaced has been removed, as its job does. */
const stored = async () => {
  await removeRuns(stepsOf(mesters), 'replaced', 'ks4-entries', 2017);
  return asSystem(database, async (tx) => {
    const { rows } = await sql<{ digest: string; figures: number; pupils: number; runs: number }>`
      select (select count(*)::int from data.run) as runs, (select count(*)::int from data.measured) as figures, (select count(*)::int from data.pupil_result) as pupils,
        (select md5(string_agg(row(m.audience, m.urn, m.area, m.measure, m.pupil_group, m.period, m.shown, m.value, m.numerator, m.denominator, m.low, m.high, m.band, m.reason)::text, '|'
          order by m.audience, m.urn, m.area, m.measure, m.pupil_group, m.period)) from data.measured m) as digest`.execute(
      tx,
    );
    return rows[0]!;
  });
};

/** For this test alone, never for a page: nobody has published these averages. */
const madeUpTable = [
  'year,group,overall,english,maths,ebacc,open,minimum',
  ...progress8Groups.map((group) =>
    [2018, group, group * 10, group * 2, group * 2, group * 3, group * 3, -3]
      .map((value) => Number(value).toFixed(1))
      .join(','),
  ),
]
  .join('\n')
  .replaceAll('2018.0', '2018');

const supply = (name: TableName, content: string) =>
  asSystem(database, async (tx) => {
    await sql`insert into data.supplied_table (name, year, file_name, sha256, content, rows, supplied_at)
      values (${name}, 2017, 'made-up.csv', ${'a'.repeat(64)}, ${content}, 1, '2019-01-14')`.execute(tx);
    await measureLater(tx, { table: name, year: 2017 });
  });

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (const urn of urns) await aSchool(tx, { urn, name: `School ${urn}`, sector: 'secondary' });
    await sql`insert into schools.trust (uid) values (4321)`.execute(tx);
    await sql`insert into schools.trust_version (uid, as_at, name, kind, runs_schools, open) values (4321, '2017-01-01', 'A trust', 'Multi-academy trust', true, true)`.execute(
      tx,
    );
    for (const urn of [one, two])
      await sql`insert into schools.trust_membership (urn, uid, as_at, present) values (${urn}, 4321, '2017-01-01', true)`.execute(
        tx,
      );
  });
  await bring('pupils', census(pupils));
  await bring('ks4-entries', entries(pupils));
});

describe(`from files of pupils to figures (seed ${seed})`, () => {
  it('accepting asks for the figures of the dataset, and a census for those of its year', async () => {
    expect(await Promise.all(['ks4-entries', 'pupils', 'phonics'].map(pending))).toEqual([true, true, false]);
  });

  it('without the official table Progress 8 is not worked out, and says what it needs; the rest is', async () => {
    const { outcome } = await measure(mesters, 'ks4-entries', 2017);
    expect(outcome).toBe('made');
    const figures = await school(one, 'pupil/*');
    expect(of(figures, 'own-ks4-progress8')).toBeUndefined();
    const total = pupils
      .filter((p) => p.urn === one)
      .reduce((sum, { grades: g }) => {
        const best = [...g.slice(3)].sort((a, b) => b - a);
        const open = [...best.slice(3), Math.min(g[0]!, g[1]!)].sort((a, b) => b - a).slice(0, 3);
        return (
          sum +
          2 * Math.max(g[0]!, g[1]!) +
          2 * g[2]! +
          best.slice(0, 3).reduce((a, b) => a + b, 0) +
          open.reduce((a, b) => a + b, 0)
        );
      }, 0);
    expect(of(figures, 'own-ks4-attainment8')).toMatchObject({
      audience: 'inside',
      numerator: String(total),
      denominator: '40',
      pupils: 40,
      value: String(Math.round((total / 40) * 10 + 1e-9) / 10),
      releases: ['ks4-entries-2017-18-validated'],
      stage: 'validated',
    });
    const missing = await database.transaction(reader('staff'), (tx) => missingOf(tx, one));
    expect(missing.find((one) => one.measure === 'own-ks4-progress8')).toMatchObject({
      needs: 'attainment-8-averages',
      year: 2018,
      dataset: 'ks4-entries',
      of: 2017,
    });
    expect(await database.transaction(reader('staff'), (tx) => missingOf(tx, 900_999))).toEqual([]);
  });

  it('working it out again makes no second run; a table that comes makes one, whose rows replace the others', async () => {
    const before = await stored();
    expect(await measure(mesters, 'ks4-entries', 2017)).toEqual({ outcome: 'same' });
    expect(await stored()).toEqual(before);
    await supply('attainment-8-averages', madeUpTable);
    expect((await measure(mesters, 'ks4-entries', 2017)).outcome).toBe('made');
    expect(await asSystem(database, (tx) => isPending(tx, removeReplaced, measureName('ks4-entries', 2017)))).toBe(
      true,
    );
    const after = await stored();
    expect(after.runs).toBe(before.runs + 1);
    expect(after.pupils).toBe(before.pupils);
    const figure = of(await school(two, 'pupil/*'), 'own-ks4-progress8');
    expect(figure).toMatchObject({ pupils: 36, audience: 'inside' });
    expect(Number(figure!.high) - Number(figure!.low)).toBeCloseTo((2 * 1.96 * 1.2625) / 6, 1);
  });

  it('the very same rows come of the same files, whatever else has changed', async () => {
    const before = await stored();
    const digest = () => asSystem(database, (tx) => lastRun(tx, 'ks4-entries', 2017)).then((run) => run?.digest);
    const first = await digest();
    await supply('bank-holidays', 'date,name\n2018-05-07,Early May');
    expect((await measure(mesters, 'ks4-entries', 2017)).outcome).toBe('made');
    expect(await digest()).toBe(first);
    expect(await stored()).toEqual({ ...before, runs: before.runs + 1 });
  });

  it('a run of an earlier rule for what may be shown outside is made anew, once the program starts', async () => {
    const asOwner = async (statements: string) => {
      const connection = await database.source.acquire();
      await connection.script(statements);
      connection.release();
    };
    await asSystem(database, measureAnew);
    expect(await asSystem(database, runsOfEarlierRule)).toEqual([]);
    await asOwner(
      "alter table data.run disable trigger keep_run; update data.run set outside_rule = 1, recipe = repeat('a', 64); alter table data.run enable trigger keep_run",
    );
    expect(await asSystem(database, runsOfEarlierRule)).toEqual([{ dataset: 'ks4-entries', year: 2017 }]);
    await asSystem(database, measureAnew);
    expect(await pending('ks4-entries')).toBe(true);
    const before = await stored();
    expect((await measure(mesters, 'ks4-entries', 2017)).outcome).toBe('made');
    expect(await asSystem(database, runsOfEarlierRule)).toEqual([]);
    expect(await stored()).toEqual({ ...before, runs: before.runs + 1 });
  });

  it('a run that was begun and never finished is seen by nobody and removed by the next', async () => {
    await asSystem(database, async (tx) => {
      const run = {
        dataset: 'ks4-entries',
        year: 2017,
        inputs: [1],
        tables: [],
        recipe: 'a'.repeat(64),
        missing: [],
        at: testClock.now(),
      };
      const id = await startRun(tx, run);
      await sql`insert into data.measured (run_id, audience, urn, measure, pupil_group, period, year, shown, value) values (${id}, 'inside', ${one}, 'own-ks4-attainment8', 'all', 'year', 2017, '99.0', 99)`.execute(
        tx,
      );
    });
    expect(of(await school(one, 'pupil/*'), 'own-ks4-attainment8')?.value).not.toBe('99');
    await supply('bank-holidays', 'date,name\n2018-05-07,Early May bank holiday');
    const before = await stored();
    await measure(mesters, 'ks4-entries', 2017);
    expect((await stored()).figures).toBe(before.figures - 1);
  });

  it('a run that was finished is not changed, and neither is it removed', async () => {
    for (const change of [
      sql`update data.run set inputs = '{1}'`,
      sql`delete from data.run where finished_at is not null`,
    ])
      await expect(asSystem(database, (tx) => change.execute(tx))).rejects.toThrow('never changed');
  });
});

describe('who reads what', () => {
  const small = (figures: readonly MeasuredFigure[]) =>
    figures.filter((one) => one.audience === 'outside' && one.value === null && one.shown.startsWith('suppressed'));

  it('outside: no numerator, and of a hidden cell nothing but that it is hidden', async () => {
    const figures = await school(three, 'school/999999');
    expect(figures.length).toBeGreaterThan(20);
    expect(figures.every((one) => one.audience === 'outside' && one.numerator === null && one.reason === null)).toBe(
      true,
    );
    expect(small(figures).length).toBeGreaterThan(0);
    for (const one of small(figures))
      expect([one.denominator, one.pupils, one.low, one.high, one.band]).toEqual([null, null, null, null, null]);
    const inside = await school(three, `leader/${three}`);
    expect(inside.every((one) => one.audience === 'inside' && one.numerator !== null)).toBe(true);
    expect(inside.length).toBe(figures.length);
    for (const one of inside.filter((figure) => figure.pupils! < 6))
      expect(small(figures).some((other) => other.measure === one.measure && other.group === one.group)).toBe(true);
    expect(inside.some((one) => one.reason === 'complementary')).toBe(true);
  });

  it.each([
    ['a leader of another school', [`leader/${two}`, `school/${two}`]],
    ['a data user of another school', [`pupil/${two}`]],
    ['staff', ['staff', 'school/*', 'trust/*', 'partnership/*']],
    ['a clerk of the school', [`subscriber-of/${three}`, `governor/${three}`]],
    ['a governor of another school', [`school/${two}`, `governor/${two}`]],
    ['whose level only begins like the school’s', [`leader/${three}0`, `leader/${String(three).slice(0, 5)}`]],
  ])('%s reads the outside set alone', async (_, levels) => {
    const figures = await school(three, ...levels);
    expect(new Set(figures.map((one) => one.audience))).toEqual(new Set(['outside']));
    expect(
      await database.transaction(reader(...levels), (tx) =>
        pupilsBehind(tx, three, 'own-ks4-attainment8', { year: 2017 }),
      ),
    ).toEqual([]);
    const { rows } = await database.transaction(reader(...levels), (tx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from data.measured where audience = 'inside' and urn = ${three}`.execute(tx),
    );
    expect(rows[0]?.n).toBe(0);
  });

  it('a governor of the school reads its figures in full, but for those of a few pupils, and nobody behind them', async () => {
    const levels = [`school/${three}`, `governor/${three}`];
    const inside = await school(three, `leader/${three}`);
    const figures = await school(three, ...levels);
    expect(figures.length).toBe(inside.length);
    const few = figures.filter((one) => one.audience === 'outside');
    expect(few.length).toBeGreaterThan(0);
    for (const one of few) expect([one.value, one.pupils, one.numerator]).toEqual([null, null, null]);
    expect(few.map(({ measure, group }) => `${measure} ${group}`)).toEqual(
      inside.filter(({ reason }) => reason === 'small').map(({ measure, group }) => `${measure} ${group}`),
    );
    // What others do not see although it is of many pupils.
    expect(figures.some((one) => one.reason === 'complementary')).toBe(true);
    expect(
      await database.transaction(reader(...levels), (tx) =>
        pupilsBehind(tx, three, 'own-ks4-attainment8', { year: 2017 }),
      ),
    ).toEqual([]);
    expect((await school(two, ...levels)).every(({ audience }) => audience === 'outside')).toBe(true);
  });

  it('a visitor reads nothing, and neither does who has signed in without any role', async () => {
    for (const standing of [as('nobody'), as([])]) {
      expect(await database.transaction(standing, (tx) => measuredOfSchool(tx, three))).toEqual([]);
      const { rows } = await database.transaction(standing, (tx) =>
        sql<{
          n: number;
        }>`select (select count(*)::int from data.measured) + (select count(*)::int from data.pupil_result) as n`.execute(
          tx,
        ),
      );
      expect(rows[0]?.n).toBe(0);
    }
  });

  it('areas: the inside of a trust is its leaders’; every area is the sum of its schools', async () => {
    const areas = (...levels: string[]) =>
      database.transaction(reader(...levels), (tx) =>
        measuredOfAreas(tx, ['trust/4321', 'la/373', 'la/373/secondary']),
      );
    const own = await areas('trust-leader/4321');
    expect(new Set(own.filter((figure) => figure.area === 'trust/4321').map((figure) => figure.audience))).toEqual(
      new Set(['inside']),
    );
    expect(new Set(own.filter((figure) => figure.area === 'la/373').map((figure) => figure.audience))).toEqual(
      new Set(['outside']),
    );
    const outside = await areas('trust/4321', 'trust-leader/4322', 'la/373');
    expect(new Set(outside.map((figure) => figure.audience))).toEqual(new Set(['outside']));
    // Of two schools others see nothing, of three they do.
    const ofTrust = outside.filter((figure) => figure.area === 'trust/4321');
    expect(ofTrust.length).toBeGreaterThan(20);
    expect(new Set(ofTrust.map(({ shown }) => shown))).toEqual(new Set([hiddenAreaWords]));
    expect(
      ofTrust.every(({ value, denominator, pupils, low, band }) =>
        [value, denominator, pupils, low, band].every((one) => one === null),
      ),
    ).toBe(true);
    expect(new Set(own.filter((figure) => figure.area === 'trust/4321').map(({ reason }) => reason))).toEqual(
      new Set(['few-schools']),
    );
    for (const area of ['la/373', 'la/373/secondary'])
      expect(
        of(
          outside.filter((figure) => figure.area === area),
          'own-ks4-attainment8',
        )?.value,
      ).not.toBeNull();
    const all = await areas('pupil/*');
    const sum = (some: readonly number[]) => pupils.filter((p) => some.includes(p.urn)).length;
    expect(
      of(
        all.filter((figure) => figure.area === 'trust/4321'),
        'own-ks4-pupils',
      )?.value,
    ).toBe(String(sum([one, two])));
    expect(
      of(
        all.filter((figure) => figure.area === 'la/373'),
        'own-ks4-pupils',
      )?.value,
    ).toBe(String(sum(urns)));
    const each = await database.transaction(reader('pupil/*'), (tx) =>
      measuredOfSchools(tx, urns, { measures: ['own-ks4-attainment8'] }),
    );
    const points = each.reduce((total, figure) => total + Number(figure.numerator), 0);
    expect(
      Number(
        of(
          all.filter((figure) => figure.area === 'la/373'),
          'own-ks4-attainment8',
        )?.numerator,
      ),
    ).toBe(points);
    expect(
      of(
        all.filter((figure) => figure.area === 'la/373'),
        'own-ks4-attainment8',
      )?.releases,
    ).toEqual(['ks4-entries-2017-18-validated']);
  });

  it('the pupils behind a figure, for the school’s data users and data analysts alone', async () => {
    const behind = (group = {}, ...levels: string[]) =>
      database.transaction(reader(...levels), (tx) =>
        pupilsBehind(tx, one, 'own-ks4-attainment8', { year: 2017, group }),
      );
    expect(await behind({}, `leader/${one}`)).toEqual([]);
    expect(await behind({}, `pupil/${one}`)).toHaveLength(40);
    const girls = await behind({ sex: 'girls' }, 'pupil/*');
    expect(girls).toHaveLength(pupils.filter((p) => p.urn === one && p.sex === 'F').length);
    expect(girls[0]).toMatchObject({ urn: one, groups: { sex: 'girls' }, forename: 'A', yearGroup: '11' });
    expect(typeof girls[0]!.result).toBe('number');
  });

  it('a release that may not be seen takes its figures with it', async () => {
    await bring('ks4-entries', entries(pupils.filter((p) => p.urn !== three)), 2016);
    await measure(mesters, 'ks4-entries', 2016);
    // Of two schools a city is told to nobody else either.
    const city = await database.transaction(reader('staff'), (tx) => measuredOfAreas(tx, ['la/373'], { year: 2016 }));
    expect(new Set(city.map(({ shown }) => shown))).toEqual(new Set([hiddenAreaWords]));
    const seen = () => school(two, 'pupil/*').then((all) => all.filter((figure) => figure.year === 2016).length);
    expect(await seen()).toBeGreaterThan(0);
    const asOwner = async (statements: string) => {
      const connection = await database.source.acquire();
      await connection.script(statements);
      connection.release();
    };
    await asOwner(
      'create policy held_back on data.release as restrictive for select to mesters_web using (year <> 2016)',
    );
    expect(await seen()).toBe(0);
    expect((await school(two, 'pupil/*')).length).toBeGreaterThan(0);
    await asOwner('drop policy held_back on data.release');
    expect(await seen()).toBeGreaterThan(0);
  });
});
