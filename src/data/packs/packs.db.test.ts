import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { renderPdf } from '../../platform/documents';
import { readPdf, unzip } from '../../platform/documents/testing';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { readAcademicYear, runImport } from '../../schools';
import { aSchool } from '../../schools/testing';
import { measureNamed } from '../catalogue/catalogue';
import { type KnownSchool, schoolsData } from '../school/read';
import { missingWords } from '../school/told';
import { measureRow } from '../school/view';
import { publishedWords, rangeWords } from '../school/words';
import { anAcceptedRelease, bringRelease, publicFile } from '../testing';
import { lowerFirst } from './blocks';
import { makePack, type PackOf } from './make';
import { partnershipPack } from './partnership-content';
import { partnershipPaper } from './partnership-paper';
import { packReleases, partnershipPlace, readPlaces } from './read';
import { schoolPack } from './school-content';
import { schoolPaper } from './school-paper';
import { schoolSheets } from './sheets';

// Real files of one city: what stands on paper is compared with what the page says, and with the file.
const database = await testDatabase();
const mesters = testMesters(database, { clock: heldClock('2020-01-14') });
const printed = { organisation: 'Five Weirs Learning Partnership', today: Temporal.PlainDate.from('2020-01-14') };
const primary = 107047;
const secondary = 138414;
const nothing = 900001;

beforeAll(async () => {
  await runImport(mesters, {
    kind: 'spine',
    file: publicFile('school_information_spine/2017-18.csv'),
    la: 373,
    yes: true,
  });
  for (const [dataset, file, year, stage] of [
    ['ks2', 'ks2_summary/2016-17.csv', '2016-17'],
    ['ks2', 'ks2_summary/2017-18.csv', '2017-18'],
    ['ks2', 'ks2_full_format_other_la/2017-18_LA850.csv.gz', '2017-18'],
    ['ks4', 'ks4_summary/2017-18.csv', '2017-18'],
    ['ks4', 'ks4_provisional/2018-19.csv', '2018-19', 'initial'],
    ['absence', 'absence/2018-19.csv', '2018-19'],
    ['exclusions', 'exclusions_la/2006-07_to_2016-17_rates.csv', '2016-17'],
  ] as const)
    await bringRelease(mesters, dataset, publicFile(file), { year: readAcademicYear(year) ?? undefined, stage });
  await asSystem(database, async (tx) => {
    await aSchool(tx, { urn: nothing, name: 'New Lane School' });
    await tx
      .insertInto('schools.partnership')
      .values({ id: 'locality-a', name: 'Locality A', letter: 'A', kind: 'locality' })
      .execute();
    const joined = {
      import_id: null,
      as_at: Temporal.PlainDate.from('2017-09-01'),
      present: true,
      partnership_id: 'locality-a',
    };
    for (const urn of [primary, 106982, 106987, 107001, nothing])
      await tx
        .insertInto('schools.partnership_membership')
        .values({ urn, ...joined })
        .execute();
  });
}, 240_000);

async function dataOf(urn: number): Promise<KnownSchool> {
  return (await asSystem(database, (tx) => schoolsData(tx, database, [urn]))).get(urn)!;
}

async function packOf(urn: number, audience: 'governors' | 'leaders' = 'governors') {
  const data = await dataOf(urn);
  const releases = await asSystem(database, packReleases);
  const pack = schoolPack(data, audience, releases);
  const bytes = await renderPdf(schoolPaper(pack, printed));
  if (process.env.KEEP_PDF) writeFileSync(`${process.env.KEEP_PDF}-${urn}.pdf`, bytes);
  return { data, pack, releases, bytes, pdf: await readPdf(bytes) };
}

const flat = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ');

describe.each([
  ['primary', primary, 'ks2', 2017, 'Key stage 2 data pack, 2017/18.'],
  ['secondary', secondary, 'ks4', 2018, 'Key stage 4 data pack, 2018/19.'],
])('the pack of a %s school', (_, urn, dataset, year, title) => {
  it('has a first page that stands alone: who, what, which release, what stands out, and each headline as the page says it', async () => {
    const { data, pack, pdf } = await packOf(urn);
    const first = flat(pdf.pages[1]);
    expect(first).toContain(data.school.name);
    expect(first).toContain(title);
    expect(first).toContain('For governors: small groups hidden.');
    expect(first).toContain(`Release ${dataset}-${year}-${String(year + 1).slice(2)}`);
    expect(first).toContain(`Printed 14 January 2020. Page 2 of ${pdf.pages.length}`);
    expect(pack.findings.length).toBeGreaterThan(0);
    for (const finding of pack.findings) expect(first).toContain(finding.title);
    expect(pack.parts[0]?.headlines.length).toBeGreaterThan(5);
    for (const { measure } of pack.parts[0]!.headlines) {
      const row = measureRow(data, measure, year);
      expect(first, measure.id).toContain(measure.name);
      if (row.told.kind !== 'figure') expect(first).toContain(missingWords(row));
      else {
        const range = row.range ? ` ${rangeWords(row.range, measure)}` : '';
        expect(first, measure.id).toContain(`${publishedWords(row.told.figure.value!, measure)}${range}`);
      }
    }
  });

  it('begins with a cover: whose, for whom, of which years, in short, and what is on which page', async () => {
    const { pack, pdf } = await packOf(urn);
    const cover = flat(pdf.pages[0]);
    expect(cover).toContain(`Data pack ${pack.school.name}`);
    expect(cover).toContain('Governors: small groups are hidden');
    expect(cover).toMatch(/Years 201\d\/\d\d to 2018\/19/);
    expect(cover).toContain('14 January 2020, by Five Weirs Learning Partnership');
    expect(cover).toMatch(
      /In short Key stage \d, 20.*pupils at the end.* Below England: .*In the department’s words: /,
    );
    expect(cover).toMatch(/Absence, 2018\/19\. .*England \d/);
    expect(cover).toContain('What is not here.');
    const [, page] = /What is where .* Releases (\d+)/.exec(cover) ?? [];
    expect(flat(pdf.pages[Number(page) - 1])).toContain('Releases Release Stage');
    expect(flat(pdf.pages[1])).not.toContain('In short');
  });

  it('is tagged PDF/UA-1 in the house font, and each chart says its finding', async () => {
    const { pdf, pack } = await packOf(urn);
    expect(pdf).toMatchObject({ ua: 1, tagged: true, language: 'en-GB', author: 'Five Weirs Learning Partnership' });
    expect(pdf.fonts.every((font) => font.startsWith('SourceSans3-'))).toBe(true);
    const sentences = pack.parts.flatMap(({ trends }) =>
      trends.map(({ measure, sentence }) => `${measure.name}, ${measure.second}: ${sentence}`),
    );
    expect(sentences.length).toBeGreaterThan(1);
    expect(pdf.alternatives).toEqual(sentences);
  });

  it('says every release with stage, day, file and rows, every definition, and what is not here', async () => {
    const { pdf, pack } = await packOf(urn);
    for (const { name, stage, file, rows } of pack.releases) {
      expect(pdf.text).toContain(`${name} ${stage} `);
      expect(pdf.text).toContain(file);
      expect(pdf.text).toContain(String(rows));
    }
    for (const { measure } of pack.parts.flatMap(({ headlines }) => headlines))
      expect(pdf.text.replace(/[\s-]/g, '')).toContain(measure.meaning.replace(/[\s-]/g, ''));
    for (const words of pack.notHere) expect(pdf.text).toContain(words);
    expect(pack.notHere.join(' ')).toMatch(/Not loaded for this school: .*Pupil characteristics \(school census\)/);
    expect(pdf.text).toContain('Exclusions in Sheffield');
  });

  it('gives a spreadsheet of the same figures, as numbers', async () => {
    const { data, pack, releases } = await packOf(urn);
    const sheets = new Map(schoolSheets(pack, printed).map((sheet) => [sheet.name, sheet]));
    const [about, headlines, trends] = ['About', 'Headlines', 'Trends'].map((name) => sheets.get(name));
    // The reduced files of the council have no groups: no sheet of headings alone.
    expect(sheets.has('Groups')).toBe(false);
    expect(about?.rows).toEqual([
      ['School', pack.school.name],
      ['URN', urn],
      ['For', 'For governors: small groups hidden.'],
      ['Made by', 'Five Weirs Learning Partnership'],
      ['Made on', printed.today],
      ...pack.notHere.map((words) => ['Not here', words]),
    ]);
    const at = (table: typeof headlines, heading: string) => table!.columns.findIndex((one) => one.heading === heading);
    for (const table of [headlines!, trends!])
      for (const row of table.rows) {
        const id = String(row[at(table, 'Measure identifier')]);
        const figure = data.figures.find(
          (one) =>
            one.measure === id &&
            one.group === 'all' &&
            row[at(table, 'Year')] === `${one.year}/${String(one.year + 1).slice(2)}`,
        );
        const own = row[at(table, 'This school')];
        if (figure?.value != null) expect(own, id).toBe(Number(figure.value));
        else expect(typeof own, id).toBe('string');
      }
    const files = unzip(
      Buffer.from(await makePack({ kind: 'school', school: data, audience: 'governors' }, 'xlsx', releases, printed)),
    );
    const workbook = files.get('xl/workbook.xml') ?? '';
    for (const name of ['About', 'Headlines', 'Trends', 'Definitions', 'Releases'])
      expect(workbook).toContain(`name="${name}"`);
  });
});

it('has a trend table for each headline of several years, gaps and what is not comparable in words', async () => {
  const { pdf, pack } = await packOf(secondary);
  const attainment = pack.parts[0]!.trends.find(({ measure }) => measure.id === 'ks4-attainment8')!;
  expect(attainment.rows.map(({ year, own }) => [year, own])).toEqual([
    [2017, '33.9'],
    [2018, attainment.rows[1]!.own],
  ]);
  expect(pdf.text).toContain(`2017/18 33.9`);
});

it('a school of which nothing is loaded has one too, and it says so', async () => {
  const { pdf, pack } = await packOf(nothing);
  expect(schoolSheets(pack, printed).map(({ name }) => name)).toEqual([
    'About',
    'Exclusions of the authority',
    'Definitions',
    'Releases',
  ]);
  expect(pdf.ua).toBe(1);
  expect(flat(pdf.pages[1])).toContain('No figures about this school are loaded');
  expect(pdf.text).toContain('Not loaded for this school: Key stage 2 results');
});

it('a school with full files has its groups on the first page, and for leaders none is hidden', async () => {
  // A school of another authority's full file, as if it were in the directory.
  const urn = await asSystem(database, (tx) => aSchool(tx, { urn: 115915, name: 'Full File School' }));
  for (const audience of ['governors', 'leaders'] as const) {
    const { pdf, pack } = await packOf(urn, audience);
    const groups = pack.parts[0]!.groups[0]!;
    expect(groups.length).toBeGreaterThan(7);
    expect(flat(pdf.pages[1])).toContain('Groups of pupils: reading, writing and maths, expected standard');
    expect(flat(pdf.pages[1])).toContain('Here throughout the key stage');
    // Beside them England's column is of other pupils: paper and spreadsheet say so, as the page does.
    const besides = 'England’s figure beside disadvantaged pupils is that of all other pupils.';
    expect(flat(pdf.pages[1])).toContain(besides);
    expect(schoolSheets(pack, printed)[0]?.rows).toContainEqual(['England', besides]);
    expect(pdf.text.includes('Hidden')).toBe(
      audience === 'governors' && groups.some(({ missing }) => missing?.startsWith('Hidden')),
    );
    expect(flat(pdf.pages[1])).toContain(audience === 'governors' ? 'small groups hidden' : 'For leaders.');
  }
});

it('the pack of a partnership: its schools by name, ranked, beside the mean that their pages show', async () => {
  const [found] = await asSystem(database, async (tx) =>
    readPlaces(tx, database, [(await partnershipPlace(tx, 'locality-a'))!], 'governors'),
  );
  const releases = await asSystem(database, packReleases);
  const bytes = await makePack(found!.of, 'pdf', releases, printed);
  if (process.env.KEEP_PDF) writeFileSync(`${process.env.KEEP_PDF}-partnership.pdf`, bytes);
  const pdf = await readPdf(bytes);
  expect(pdf).toMatchObject({ ua: 1, tagged: true, title: 'Locality A' });
  const data = await dataOf(primary);
  const mean = data.partnership!.averages.find((one) => one.measure === 'ks2-rwm-expected' && one.year === 2017)!;
  expect(mean.schools).toBeGreaterThan(1);
  expect(flat(pdf.pages[1])).toContain(` ${Math.round(mean.value)}% `);
  expect(flat(pdf.pages[1])).not.toContain(`${mean.value.toFixed(1)}%`);
  expect(pdf.text).toContain(data.school.name);
  expect(pdf.text).toContain('Nothing is loaded of New Lane School.');
  const measure = measureNamed('ks2-rwm-expected')!;
  const list = pdf.text.slice(pdf.text.indexOf('school by school', pdf.text.indexOf('The dot is the mean')));
  const ranked = [primary, 106982, 106987, 107001];
  const values = await Promise.all(
    ranked.map(async (urn) => {
      const one = await dataOf(urn);
      return { name: one.school.name, told: measureRow(one, measure, 2017).told };
    }),
  );
  const order = values
    .flatMap(({ name, told }) => (told.kind === 'figure' ? [{ name, value: told.value }] : []))
    .sort((a, b) => b.value - a.value);
  expect(order.length).toBeGreaterThan(1);
  const places = order.map(({ name }) => list.indexOf(name));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect((await makePack(found!.of, 'xlsx', releases, printed)).length).toBeGreaterThan(1000);
});

it('a partnership of secondary schools of which one has younger pupils: key stage 4 first, and each mean is of the schools below it', async () => {
  const [through, other] = [139856, 107140];
  await bringRelease(mesters, 'context', publicFile('school_census/2018-19.csv'), { year: 2018 });
  const read = await asSystem(database, async (tx) => {
    await tx.insertInto('schools.partnership').values({ id: 'mixed', name: 'Secondary', kind: 'sector' }).execute();
    for (const urn of [secondary, other, through])
      await tx
        .insertInto('schools.partnership_membership')
        .values({
          urn,
          partnership_id: 'mixed',
          import_id: null,
          as_at: Temporal.PlainDate.from('2017-09-01'),
          present: true,
        })
        .execute();
    return readPlaces(tx, database, [(await partnershipPlace(tx, 'mixed'))!], 'governors');
  });
  const of = read[0]!.of as Extract<PackOf, { kind: 'partnership' }>;
  const pack = partnershipPack(of.partnership, of.members, of.means, await asSystem(database, packReleases));
  expect(pack.parts.map(({ dataset, sector }) => [dataset.id, sector])).toEqual([
    ['ks4', null],
    ['ks2', null],
    ['absence', 'secondary'],
    ['absence', null],
    ['context', 'secondary'],
    ['context', null],
  ]);
  const [ranked] = pack.parts.at(-1)!.ranked;
  expect(ranked!.rows.map(({ urn }) => urn)).toEqual([through]);
  expect(ranked!.schools).toBe(1);
  expect(ranked!.mean!.value).toBeCloseTo(ranked!.rows[0]!.value!, 6);
  const { text } = await readPdf(await renderPdf(partnershipPaper(pack, printed)));
  const absence = text
    .slice(text.lastIndexOf('Absence, secondary schools, 2018/19: school by school'))
    .replace(/\s+/g, ' ');
  expect(absence).toContain('Likely ranges are not known here, so no school is called different from England.');
  expect(absence).not.toContain('No school is clearly different');
});

it.each([
  ['A level', 'A level'],
  ['NEET or not known', 'NEET or not known'],
  ['Progress 8', 'Progress 8'],
  ['English and maths', 'English and maths'],
  ['Overall absence', 'overall absence'],
])('within a heading %s is written %s', (name, within) => {
  expect(lowerFirst(name)).toBe(within);
});

it('the same figures on the same day give the same bytes', async () => {
  const [one, two] = [await packOf(primary), await packOf(primary)];
  expect(Buffer.from(one.bytes).equals(Buffer.from(two.bytes))).toBe(true);
});

it('subjects stand on paper and in the spreadsheet where the files have them, with England beside, and elsewhere there is nothing of them', async () => {
  const urn = 900002;
  await asSystem(database, async (tx) => {
    await aSchool(tx, { urn, name: 'High Lane', sector: 'secondary' });
    const own = (measure: string, shown: string) => ({ urn, measure, shown, denominator: '150' });
    await anAcceptedRelease(tx, mesters.files, {
      dataset: 'ks4',
      year: 2017,
      figures: [
        own('ks4-attainment8', '46.2'),
        own('ks4-subject-english-entered', '97%'),
        own('ks4-subject-english-standard', '72%'),
        own('ks4-subject-languages-standard', 'SUPP'),
        { area: 'england', measure: 'ks4-subject-english-standard', shown: '75.4%' },
      ],
    });
  });
  const { pack, pdf } = await packOf(urn);
  expect(flat(pdf.text)).toContain('English 97% 72% England 75.4%');
  expect(flat(pdf.text)).toMatch(/Languages .*5 or fewer pupils/);
  const sheets = new Map(schoolSheets(pack, printed).map((sheet) => [sheet.name, sheet]));
  expect(sheets.get('Subjects')?.rows).toHaveLength(3);
  expect(sheets.get('Definitions')?.rows.some((row) => row.includes('ks4-subject-english-standard'))).toBe(true);
  const without = await packOf(primary);
  expect(schoolSheets(without.pack, printed).map(({ name }) => name)).not.toContain('Subjects');
  expect(flat(without.pdf.text)).not.toContain('By subject');
});
