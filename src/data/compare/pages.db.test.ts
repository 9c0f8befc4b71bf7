import { beforeAll, describe, expect, it } from 'vitest';
import { as, asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aPerson, aSchool } from '../../schools/testing';
import { anAcceptedRelease, aPartnership } from '../testing';
import { compared } from './read';
import { compareRoutes } from './routes';

const database = await testDatabase();
const visitor = testSite(database, compareRoutes, null);
const locality = '/partnerships/locality-c/data';
const values = [61, 90, 88, 71, 69, 52, 47, 33, null];
const urns = values.map((_, at) => 900201 + at);

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (const [at, urn] of urns.entries())
      await aSchool(tx, { urn, name: at === 0 ? 'Long Lane' : `Other ${at}`, pupils: 200 + at });
    await aSchool(tx, { urn: 900250, name: 'A secondary', sector: 'secondary' });
    await aPartnership(tx, 'locality-c', 'Locality C', urns);
    await aPartnership(tx, 'empty', 'Locality E', []);
    await anAcceptedRelease(tx, visitor.mesters.files, {
      year: 2017,
      figures: [
        ...urns.flatMap((urn, at) => [
          {
            urn,
            measure: 'ks2-rwm-expected',
            shown: values[at] === null ? 'SUPP' : `${values[at]}%`,
            denominator: values[at] === null ? '4' : String(43 + at),
          },
          { urn, measure: 'ks2-reading-progress', shown: `${at - 4}`, low: `${at - 6}`, high: `${at - 2}` },
        ]),
        { area: 'england', measure: 'ks2-rwm-expected', shown: '64%' },
        { area: 'la/373', measure: 'ks2-rwm-expected', shown: '61%' },
      ],
    });
  });
});

describe('a partnership compared', () => {
  it('names the school that was chosen and no other in the picture; the finding counts what is too close to call', async () => {
    const { document, text } = await visitor.get(`${locality}?school=900201`);
    expect(text).toContain('Long Lane in Locality C');
    const figure = document.querySelector('figure')!;
    expect(figure.querySelector('h2')?.textContent).toMatch(/^\d of the other 7 are too close to call, /);
    expect(figure.textContent).toContain('Long Lane');
    expect(figure.textContent).not.toMatch(/Other \d/);
    // Ours alone says how many pupils.
    expect(figure.innerHTML.match(/\d+ pupils/g)?.every((words) => words === '43 pupils')).toBe(true);
    expect(text).toContain('1 school: not shown: 5 or fewer pupils');
  });

  it('sets two measures beside each other by a form that paper leaves out', async () => {
    const { document } = await visitor.get(locality);
    const section = document.querySelector('#two')!;
    expect(section.querySelector('figure')).not.toBeNull();
    expect(section.querySelector('form')?.classList.contains('m-no-print')).toBe(true);
  });

  it('opens with the reader’s own school, where it is one of these', async () => {
    const head = await aPerson(database, 'headteacher', { kind: 'school', id: '900203' });
    const site = testSite(database, compareRoutes, head);
    expect((await site.get(locality)).text).toContain('Other 2 in Locality C');
    expect((await site.get(`${locality}?school=none`)).text).not.toContain('Other 2 in Locality C');
  });

  it('has the published figures with their names, sorted and chosen as the address asks', async () => {
    const names = async (query: string) =>
      [...(await visitor.get(`${locality}?${query}`)).document.querySelectorAll('#listed tbody th')].map(
        (th) => th.textContent,
      );
    expect((await names('sort=value&dir=desc')).slice(0, 2)).toEqual(['Other 1', 'Other 2']);
    expect(await names('q=long')).toEqual(['Long Lane']);
    expect((await visitor.get(`${locality}?q=nobody`)).text).toContain('No school here is called that.');
  });

  it('a wish that cannot be met counts as none, and the page says what is here instead', async () => {
    const { status, text } = await visitor.get(`${locality}?measure=nonsense&year=1066&school=1&with=x&sort=y`);
    expect(status).toBe(200);
    expect(text).toContain('Key stage 2, 2017/18');
    expect(text).toContain(
      'There is nothing of the measure that was asked for here: this is Reading, writing and maths, expected standard, 2017/18.',
    );
    const of = async (query: string) => (await visitor.get(`${locality}?${query}`)).text;
    expect(await of('measure=ks2-rwm-expected&year=1999')).toContain(
      'nothing of Reading, writing and maths, expected standard in the year that was asked for here',
    );
    expect(await of('measure=ks4-attainment8')).toContain('nothing of Attainment 8, ');
    expect(await of('year=2015/16')).toContain('expected standard in 2015/16 here');
    for (const query of ['', 'measure=&year=', 'measure=ks2-reading-progress&year=2017/18'])
      expect(await of(query), query).not.toContain('There is nothing of');
  });

  it.each(['measure=nonsense', 'measure=ks4-attainment8', 'year=2015/16', 'measure=ks2-rwm-expected&year=1999'])(
    'files and programs that ask for %s get no other figure in its place',
    async (query) => {
      const program = await visitor.get(`${locality}.json?${query}`);
      expect([program.status, JSON.parse(program.html).problem]).toEqual([
        404,
        expect.stringContaining('There is nothing of'),
      ]);
      for (const ending of ['csv', 'xlsx']) {
        const { status, text } = await visitor.get(`${locality}.${ending}?${query}`);
        expect(status).toBe(404);
        expect(text).toContain('Choose a measure and a year that the page offers.');
      }
      expect((await visitor.get(`/partnerships/empty/data.json?${query}`)).status).toBe(404);
    },
  );

  it('is the same as CSV, as a spreadsheet and for programs', async () => {
    const csv = await visitor.get(`${locality}.csv?measure=ks2-rwm-expected&q=long`);
    expect(csv.html.trim().split('\n')).toHaveLength(2);
    expect(csv.html).toContain(
      '900201,Long Lane,primary,"Reading, writing and maths",expected standard,2017/18,61,61%,43,',
    );
    expect(csv.headers.get('content-disposition')).toContain('data-of-locality-c-ks2-rwm-expected-2017-18.csv');
    expect((await visitor.get(`${locality}.xlsx`)).headers.get('content-type')).toContain('spreadsheetml');
    const list = JSON.parse((await visitor.get(`${locality}.json?q=long`)).html);
    expect(list).toEqual([
      expect.objectContaining({
        urn: 900201,
        school: 'Long Lane',
        measure: 'ks2-rwm-expected',
        value: 61,
        shown: '61%',
        denominator: 43,
        stage: 'validated',
      }),
    ]);
  });

  it('without figures says what will be here, and there is no page of what is not there', async () => {
    expect((await visitor.get('/partnerships/empty/data')).text).toContain('Schools will be compared here');
    for (const path of [
      '/partnerships/nobody/data',
      '/trusts/1/data',
      '/authorities/999/data',
      '/authorities/373/college/data',
      '/authorities/x/data',
    ])
      expect((await visitor.get(path)).status, path).toBe(404);
    expect((await visitor.get('/partnerships/empty/data.json')).html).toBe('[]');
    expect((await visitor.get('/partnerships/empty/data.csv')).html.trim().split('\n')).toHaveLength(1);
    expect((await visitor.get('/partnerships/nobody/data.csv')).status).toBe(404);
  });
});

describe('a city compared', () => {
  it('has the mean of its schools, weighted by pupils, beside what was published for it, and why they differ', async () => {
    const { text } = await visitor.get('/authorities/373/data');
    const shown = values.flatMap((value, at) => (value === null ? [] : [{ value, pupils: 43 + at }]));
    const mean =
      shown.reduce((sum, one) => sum + one.value * one.pupils, 0) / shown.reduce((sum, one) => sum + one.pupils, 0);
    expect(text).toContain('as published, and the mean of its schools');
    expect(text).toContain(`${mean.toFixed(1)}%`);
    expect(text).toContain('schools without a published figure are left out of the mean');
  });

  it('by sector has the schools of that sector alone', async () => {
    const all = await database.transaction(as('nobody', 'web', visitor.mesters.clock), (tx) =>
      compared(tx, database, { kind: 'authority', la: 373, sector: 'secondary' }),
    );
    expect(all.members.map(({ urn }) => urn)).toEqual([900250]);
    expect((await visitor.get('/authorities/373/secondary/data')).text).toContain(
      'No figures of its 1 school are loaded yet',
    );
    expect((await visitor.get('/data')).text).toContain('Secondary schools');
  });
});

// Last: they count in the means of the city.
it('a large place is listed page by page, and its files have all of it', async () => {
  const many = Array.from({ length: 52 }, (_, at) => 900300 + at);
  await asSystem(database, async (tx) => {
    for (const urn of many) await aSchool(tx, { urn, name: `School ${urn}` });
    await aPartnership(tx, 'many', 'Everybody', many);
    await anAcceptedRelease(tx, visitor.mesters.files, {
      year: 2017,
      figures: many.map((urn) => ({ urn, measure: 'ks2-rwm-expected', shown: '60%', denominator: '40' })),
    });
  });
  const rows = async (query: string) =>
    (await visitor.get(`/partnerships/many/data?${query}`)).document.querySelectorAll('#listed tbody tr').length;
  expect(await rows('')).toBe(50);
  expect(await rows('page=2')).toBe(2);
  // A page that a shorter list no longer has is its last.
  expect(await rows('page=9')).toBe(2);
  expect(await rows('page=2&q=900301')).toBe(1);
  expect((await visitor.get('/partnerships/many/data.csv?page=2')).html.trim().split('\n')).toHaveLength(53);
});

it('a mean is rounded in files as on the page: half away from nought, on either side of it', async () => {
  await asSystem(database, async (tx) => {
    for (const urn of [900401, 900402]) await aSchool(tx, { urn, name: `School ${urn}`, sector: 'secondary' });
    await aPartnership(tx, 'two', 'Two', [900401, 900402]);
    await anAcceptedRelease(tx, visitor.mesters.files, {
      dataset: 'ks4',
      year: 2017,
      figures: [
        { urn: 900401, measure: 'ks4-progress8', shown: '-0.12', denominator: '100' },
        { urn: 900402, measure: 'ks4-progress8', shown: '-0.13', denominator: '100' },
      ],
    });
  });
  const csv = (await visitor.get('/partnerships/two/data.csv?measure=ks4-progress8')).html.trim().split('\n');
  const at = csv[0]?.split(',').indexOf('Mean of these schools') ?? -1;
  expect(csv.slice(1).map((line) => line.split(',').at(at))).toEqual(['-0.13', '-0.13']);
});
