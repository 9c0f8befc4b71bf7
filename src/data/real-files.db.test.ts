import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { heldClock } from '../platform/clock';
import { testMesters } from '../platform/jobs/testing';
import { as, testDatabase } from '../platform/testing';
import { readAcademicYear, runImport } from '../schools';
import { measureNamed, measures } from './catalogue/catalogue';
import { englandOf, pointsIn } from './compare/choose';
import { rankingOf } from './compare/rank';
import { compared } from './compare/read';
import { figureJson } from './figures/json';
import { figuresOfAreas, figuresOfSchool } from './figures/queries';
import { percentage } from './methods';
import { schoolData } from './school/read';
import { measureRow } from './school/view';
import { nearest } from './similar/nearest';
import { describedSchools, features } from './similar/read';
import { bringRelease, publicFile } from './testing';

// The published files of one city, loaded as they are. What is expected is read from the files themselves, here, by other means.
const database = await testDatabase();
const mesters = testMesters(database, { clock: heldClock('2020-01-14') });

type Row = Record<string, string>;
function rowsOf(name: string): Row[] {
  const bytes = readFileSync(publicFile(name));
  return parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, {
    columns: true,
    bom: true,
    relax_column_count: true,
  }) as Row[];
}

const releases: [dataset: string, file: string, year: string, stage?: 'initial'][] = [
  ['ks2', 'ks2_summary/2015-16.csv', '2015-16'],
  ['ks2', 'ks2_summary/2016-17.csv', '2016-17'],
  ['ks2', 'ks2_summary/2017-18.csv', '2017-18'],
  ['ks2', 'ks2_final_extract/2018-19.csv', '2018-19'],
  ['ks2', 'ks2_full_format_other_la/2017-18_LA850.csv.gz', '2017-18'],
  ['ks4', 'ks4_summary/2015-16.csv', '2015-16'],
  ['ks4', 'ks4_summary/2017-18.csv', '2017-18'],
  ['ks4', 'ks4_provisional/2018-19.csv', '2018-19', 'initial'],
  ['ks4', 'ks4_final_extract/2018-19.csv', '2018-19'],
  ['ks4', 'ks4_full_format_other_la/2017-18_LA815.csv.gz', '2017-18'],
  ['ks5', 'ks5_final/2015-16.csv', '2015-16'],
  ['ks5', 'ks5_final_extract/2018-19.csv', '2018-19'],
  ['absence', 'absence/2018-19.csv', '2018-19'],
  ['context', 'school_census/2018-19.csv', '2018-19'],
  ['context', 'school_census/2015-16.csv', '2015-16'],
  ['destinations', 'ks4_destinations/2018-19.csv', '2018-19'],
  ['exclusions', 'exclusions_la/2006-07_to_2016-17_rates.csv', '2016-17'],
];

beforeAll(async () => {
  for (const [kind, file] of [
    ['spine', 'school_information_spine/2017-18.csv'],
    ['census', 'school_census/2018-19.csv'],
  ] as const)
    await runImport(mesters, { kind, file: publicFile(file), la: 373, yes: true });
  for (const [dataset, file, year, stage] of releases) {
    const { ok, report } = await bringRelease(mesters, dataset, publicFile(file), {
      year: readAcademicYear(year) ?? undefined,
      stage,
    });
    if (!ok || report.outcome !== 'accepted') throw new Error(`${file}: ${report.outcome} ${report.problem}`);
    if (report.rejects.length > 0) throw new Error(`${file}: ${JSON.stringify(report.rejects[0])}`);
  }
}, 300_000);

const read = <T>(work: Parameters<typeof database.transaction<T>>[1]) =>
  database.transaction(as('nobody', 'web', mesters.clock), work);

/** What one file says of every school under a heading, beside what the database has. */
async function compare(file: string, heading: string, measure: string, year: number) {
  const said = rowsOf(file).filter((row) => /^\d{6}$/.test(row.URN ?? ''));
  const found: string[] = [];
  const differ: string[] = [];
  const shown = await read(async (tx) => {
    const all = new Map<number, string | undefined>();
    for (const urn of said.map((row) => Number(row.URN))) {
      const figures = await figuresOfSchool(tx, urn);
      const own = figures.find(
        (one) => one.measure === measure && one.year === year && one.group === 'all' && one.urn === urn,
      );
      all.set(urn, own?.shown);
    }
    return all;
  });
  for (const row of said) {
    const [here = '', written] = [shown.get(Number(row.URN)), (row[heading] ?? '').trim()];
    if (here !== written) differ.push(`${row.URN}: "${written}" in the file, "${here}" here`);
    if (written !== '') found.push(written);
  }
  return { found: found.length, differ };
}

it.each([
  ['ks2_summary/2015-16.csv', 'Overall Meet Std', 'ks2-rwm-expected', 2015],
  ['ks2_summary/2016-17.csv', 'Maths Progress', 'ks2-maths-progress', 2016],
  ['ks2_summary/2017-18.csv', 'Writing Meet Std', 'ks2-writing-expected', 2017],
  ['ks2_final_extract/2018-19.csv', 'READPROG', 'ks2-reading-progress', 2018],
  ['ks4_summary/2015-16.csv', 'Progress 8', 'ks4-progress8', 2015],
  ['ks4_summary/2017-18.csv', 'Attainment 8', 'ks4-attainment8', 2017],
  ['ks4_final_extract/2018-19.csv', 'ATT8SCR', 'ks4-attainment8', 2018],
  ['absence/2018-19.csv', 'PPERSABS10', 'absence-persistent', 2018],
  ['school_census/2018-19.csv', 'PNUMFSMEVER', 'context-free-meals', 2018],
  ['school_census/2015-16.csv', 'PNUMEAL', 'context-language', 2015],
  ['ks4_destinations/2018-19.csv', 'OVERALL_DESTPER', 'destinations-sustained', 2016],
  ['ks5_final/2015-16.csv', 'TALLPPE_ALEV_1618', 'ks5-alevel-points', 2015],
] as const)('%s: every school has under %s what the file has', async (file, heading, measure, year) => {
  const { found, differ } = await compare(file, heading, measure, year);
  expect(differ).toEqual([]);
  expect(found).toBeGreaterThan(15);
});

it('a group of pupils, its number and its range are those of its own columns', async () => {
  const row = rowsOf('ks4_destinations/2018-19.csv').find((one) => one.URN === '138414')!;
  const [figure] = (await read((tx) => figuresOfSchool(tx, 138414)))
    .filter(
      ({ measure, group, year }) => measure === 'destinations-sustained' && group === 'disadvantaged' && year === 2016,
    )
    .map(figureJson);
  expect(figure).toMatchObject({
    year: '2016/17',
    shown: row.OVERALL_DESTPER_DIS,
    value: Number(row.OVERALL_DESTPER_DIS!.replace('%', '')),
    numerator: Number(row.OVERALL_DEST_DIS),
    denominator: Number(row.COHORT_DIS),
    release: 'destinations-2016-17-validated',
    stage: 'validated',
  });
});

it('a mark is kept as published, and is no number', async () => {
  const marked = rowsOf('ks4_final_extract/2018-19.csv').filter(
    ({ P8MEA }) => P8MEA === 'SUPP' || P8MEA === 'NP' || P8MEA === 'NE',
  );
  expect(marked.length).toBeGreaterThan(0);
  for (const { URN, P8MEA } of marked) {
    const figure = (await read((tx) => figuresOfSchool(tx, Number(URN)))).find(
      (one) => one.measure === 'ks4-progress8' && one.year === 2018,
    );
    expect(figure).toMatchObject({ shown: P8MEA, value: null, low: null });
  }
});

it('the final release replaces the provisional one, and what only the provisional has still comes from it', async () => {
  const [urn, early, final] = [
    138414,
    ...['ks4_provisional/2018-19.csv', 'ks4_final_extract/2018-19.csv'].map(
      (file) => rowsOf(file).find((row) => row.URN === '138414')!,
    ),
  ] as [number, Row, Row];
  const figures = await read((tx) => figuresOfSchool(tx, urn));
  const of = (measure: string) => figures.find((one) => one.measure === measure && one.year === 2018);
  expect(of('ks4-attainment8')).toMatchObject({ shown: final.ATT8SCR, stage: 'validated' });
  expect(of('ks4-basics-standard')).toMatchObject({ shown: early.PTL2BASICS_94, stage: 'initial' });
});

it('rows of areas are benchmarks, under the numbers of their own key stage', async () => {
  const areas = await read((tx) =>
    figuresOfAreas(tx, ['england', 'england-all', 'la/373', 'england/primary', 'la/373/secondary']),
  );
  const shown = (area: string, measure: string, year: number) =>
    areas.find((one) => one.area === area && one.measure === measure && one.year === year && one.group === 'all')
      ?.shown;
  const ks2 = rowsOf('ks2_full_format_other_la/2017-18_LA850.csv.gz');
  const ks4 = rowsOf('ks4_provisional/2018-19.csv');
  const exclusions = rowsOf('exclusions_la/2006-07_to_2016-17_rates.csv');
  const ks2Row = (type: string) => ks2.find(({ RECTYPE }) => RECTYPE === type)!;
  const ks4Row = (type: string) => ks4.find(({ RECTYPE }) => RECTYPE === type)!;
  expect(shown('england', 'ks2-rwm-expected', 2017)).toBe(ks2Row('5').PTRWM_EXP);
  expect(shown('england-all', 'ks2-reading-expected', 2017)).toBe(ks2Row('4').PTREAD_EXP);
  // The file of 2017/18 repeats England's figures of two years before.
  expect(shown('england', 'ks2-rwm-expected', 2015)).toBe(ks2Row('5').PTRWM_EXP_16);
  expect(shown('england', 'ks4-attainment8', 2018)).toBe(ks4Row('7').ATT8SCR);
  expect(shown('la/373', 'ks4-attainment8', 2018)).toBe(ks4Row('4').ATT8SCR);
  expect(shown('england/primary', 'absence-overall', 2018)).toBe(
    rowsOf('absence/2018-19.csv').find(({ LA, ESTAB }) => LA === 'NAT' && ESTAB === 'PRI')?.PERCTOT,
  );
  expect(shown('la/373/secondary', 'exclusions-permanent', 2016)).toBe(
    exclusions.find((row) => row.year === '201617' && row.la_name === 'Sheffield' && row.school_type === 'Secondary')
      ?.perm_excl_rate,
  );
});

it('the mean of the schools of the city is weighted by their pupils', async () => {
  const urn = 107047;
  const data = (await read((tx) => schoolData(tx, database, urn)))!;
  const average = data.city!.averages.find((one) => one.measure === 'ks2-rwm-expected' && one.year === 2017)!;
  const known = new Set(rowsOf('school_information_spine/2017-18.csv').map((row) => row.URN));
  const rows = rowsOf('ks2_summary/2017-18.csv').filter((row) => known.has(row.URN) && row['Overall Meet Std'] !== '');
  const pupils = rows.reduce((sum, row) => sum + Number(row['KS2 Pupils']), 0);
  const reached = rows.reduce(
    (sum, row) => sum + Number(row['KS2 Pupils']) * Number(row['Overall Meet Std']!.replace('%', '')),
    0,
  );
  expect(average.value).toBeCloseTo(reached / pupils, 6);
  expect(average).toMatchObject({ pupils, schools: rows.length, weighedBy: 'pupils', stages: ['validated'] });
  // The file of 2018/19 has no number of pupils: all schools of that year are weighed by their roll.
  expect(
    data.city!.averages.find((one) => one.measure === 'ks2-reading-progress' && one.year === 2018)?.weighedBy,
  ).toBe('roll');
});

it.each([
  ['ks5-alevel-points', 'TALLPPE_ALEV_1618', 'TALLPUP_ALEV_1618'],
  ['ks5-academic-points', 'TALLPPE_ACAD_1618', 'TALLPUP_ACAD_1618'],
  ['ks5-applied-points', 'TALLPPE_AGEN', 'TALLPUP_AGEN'],
  ['ks5-tech-points', 'TALLPPE_TLEV', 'TALLPUP_TLEV'],
])(
  'the mean of %s is weighted by the students of that kind of qualification, not by all',
  async (measure, value, students) => {
    const data = (await read((tx) => schoolData(tx, database, 107140)))!;
    const average = data.city!.averages.find((one) => one.measure === measure && one.year === 2015)!;
    const known = new Set(
      rowsOf('school_information_spine/2017-18.csv')
        .filter((row) => !row.NFTYPE!.startsWith('Other independent'))
        .map((row) => row.URN),
    );
    const all = rowsOf('ks5_final/2015-16.csv');
    const rows = all.filter((row) => known.has(row.URN) && /^[\d.]+$/.test(row[value]!));
    const whole = rows.reduce((sum, row) => sum + Number(row[students]), 0);
    expect(average.pupils).toBe(whole);
    expect(average.value).toBeCloseTo(
      rows.reduce((sum, row) => sum + Number(row[students]) * Number(row[value]), 0) / whole,
      6,
    );
    expect(Math.abs(average.value - Number(all.find((row) => row.RECTYPE === '4')![value]))).toBeLessThan(1);
  },
);

it('a city’s comparison has every open school of the file, its range, and the same mean', async () => {
  const place = { kind: 'authority', la: 373, sector: null } as const;
  const all = await read((tx) => compared(tx, database, place));
  const measure = measureNamed('ks2-rwm-expected')!;
  const ranking = rankingOf(pointsIn(all, measure, 2017), 107047, englandOf(all, measure, 2017));
  const open = new Set(all.members.map(({ urn }) => String(urn)));
  const rows = rowsOf('ks2_summary/2017-18.csv').filter(
    (row) => open.has(row.URN ?? '') && /^\d+%$/.test(row['Overall Meet Std'] ?? ''),
  );
  expect(rows.length).toBeGreaterThan(100);
  const byUrn = new Map(ranking.ranked.map(({ point }) => [String(point.result.urn), point]));
  for (const row of rows) expect(byUrn.get(row.URN ?? '')?.result.shown, row.URN).toBe(row['Overall Meet Std']);
  expect(ranking.ranked.every(({ point }) => point.range?.by === 'us')).toBe(true);
  expect(ranking.against).toBe('own');
  expect(all.means.find((one) => one.measure === measure.id && one.year === 2017)?.weighedBy).toBe('pupils');
  // A sector alone has the sector's benchmarks: England's primary schools.
  const primary = await read((tx) => compared(tx, database, { ...place, sector: 'primary' }));
  const absence = rowsOf('absence/2018-19.csv').find(({ LA, ESTAB }) => LA === 'NAT' && ESTAB === 'PRI');
  expect(englandOf(primary, measureNamed('absence-overall')!, 2018)).toBe(Number(absence?.PERCTOT));
});

it('the thirty schools most like one have results of its phase, and the census says why', async () => {
  const all = await read((tx) => describedSchools(tx, database, 'primary'));
  const own = all.find(({ urn }) => urn === 107047)!;
  const same = all.filter((one) => own.results.every((id) => one.results.includes(id)));
  expect(own.results).toEqual(['ks2']);
  expect(same.length).toBeGreaterThan(90);
  expect(same.length).toBeLessThan(all.length);
  const census = rowsOf('school_census/2018-19.csv').find((row) => row.URN === '107047')!;
  expect(own.features.size).toBe(Number(census.NOR));
  expect(own.features.language).toBeCloseTo((100 * Number(census.NUMEAL)) / Number(census.NOR), 6);
  const { near, unknown } = nearest(
    own,
    same,
    features.map(({ id }) => id),
    30,
  );
  expect(near).toHaveLength(30);
  expect(unknown).toEqual(['prior']);
});

it('a school shows its figure against England, and a year that no file has as not loaded', async () => {
  const data = (await read((tx) => schoolData(tx, database, 107047)))!;
  const row = (measure: string, year: number) => measureRow(data, measureNamed(measure)!, year);
  expect(row('ks2-rwm-expected', 2017)).toMatchObject({
    told: { kind: 'figure', value: 53 },
    england: { value: 64 },
    verdict: 'too-close',
  });
  expect(row('ks2-reading-expected', 2017)).toMatchObject({ verdict: 'below', change: 1 });
  expect(row('ks2-rwm-expected', 2018).told).toEqual({ kind: 'not-in-files' });
  expect(row('ks2-rwm-expected', 2014).told).toEqual({ kind: 'not-loaded' });
  expect(row('ks2-reading-progress', 2017)).toMatchObject({ band: 'Below average', england: { source: 'definition' } });
});

it('the publisher’s full file has the subjects of the Baccalaureate, of England too, and its grades are over what the measure says', async () => {
  const file = 'ks4_full_format_other_la/2017-18_LA815.csv.gz';
  for (const [heading, measure] of [
    ['PTEBACENG_E_PTQ_EE', 'ks4-subject-english-entered'],
    ['PTEBACMAT_95', 'ks4-subject-maths-strong'],
    ['PTEBAC2SCI_94', 'ks4-subject-science-standard'],
    ['PTEBACLAN_94', 'ks4-subject-languages-standard'],
  ] as const) {
    const { found, differ } = await compare(file, heading, measure, 2017);
    expect(differ).toEqual([]);
    expect(found).toBeGreaterThan(30);
  }
  const national = rowsOf(file).find(({ RECTYPE }) => RECTYPE === '7')!;
  const england = await read((tx) => figuresOfAreas(tx, ['england']));
  const one = (id: string) =>
    england.find(({ measure, year, group }) => measure === id && year === 2017 && group === 'all');
  expect(one('ks4-subject-humanities-entered')?.shown).toBe(national.PTEBACHUM_E_PTQ_EE);
  const subjects = measures.filter(({ section, dataset }) => section === 'parts' && dataset === 'ks4');
  expect(subjects).toHaveLength(15);
  let agree = 0;
  for (const row of rowsOf(file).filter(({ RECTYPE }) => RECTYPE === '1'))
    for (const { columns = [], numerator, denominator } of subjects) {
      const [reached, of] = [numerator, denominator === 'pupils' ? ['TPUP'] : (denominator ?? [])].map(
        ([heading = '']) => Number.parseInt(row[heading] ?? '', 10),
      );
      const said = /^(\d+)%$/.exec(row[columns[0] ?? ''] ?? '')?.[1];
      if (said === undefined || !reached || !of) continue;
      expect(percentage(reached, of), `${row.URN} ${columns[0]}`).toBe(Number(said));
      agree++;
    }
  expect(agree).toBeGreaterThan(400);
});

it('of every census figure that says how many of how many, these give the published percentage', async () => {
  const { rows } = await read((tx) =>
    sql<
      Record<'place' | 'measure' | 'value', string> &
        Record<'numerator' | 'denominator', string | null> & { year: number }
    >`
      select coalesce(urn::text, area) as place, measure, year, value, numerator, denominator from data.current_figure
      where measure like 'context-%' and measure <> 'context-pupils' and value is not null`.execute(tx),
  );
  const told = rows.filter(({ numerator }) => numerator !== null);
  for (const one of told)
    expect(
      Math.abs((100 * Number(one.numerator)) / Number(one.denominator) - Number(one.value)),
      JSON.stringify(one),
    ).toBeLessThanOrEqual(0.05 + 1e-9);
  // Where they do not, neither is told.
  for (const { numerator, denominator } of rows) if (numerator === null) expect(denominator).toBeNull();
  const of = (urn: number, measure: string, year: number) => {
    const found = rows.find((one) => one.place === String(urn) && one.measure === measure && one.year === year);
    return (
      found && [found.value, found.numerator, found.denominator].map((text) => (text === null ? null : Number(text)))
    );
  };
  expect(of(140394, 'context-language', 2015)).toEqual([47.3, 26, 55]);
  expect(of(107178, 'context-free-meals', 2018)).toEqual([57.4, null, null]);
  const languages = (year: number) =>
    told.filter((one) => one.measure === 'context-language' && one.year === year).length;
  // Every one whose file says anybody's language.
  const said = (file: string) =>
    rowsOf(file).filter(
      (row) =>
        /^[\d.]+$/.test(row.PNUMEAL ?? '') && Number(row.NUMEAL) + Number(row.NUMENGFL) + Number(row.NUMUNCFL) > 0,
    ).length;
  expect([languages(2015), languages(2018)]).toEqual(
    ['school_census/2015-16.csv', 'school_census/2018-19.csv'].map(said),
  );
  expect(told.length).toBeGreaterThan(1200);
});
