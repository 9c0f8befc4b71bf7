import { beforeAll, describe, expect, it } from 'vitest';
import { asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aPerson, aSchool } from '../../schools/testing';
import { exclusionRoutes } from '../exclusions/routes';
import { anAcceptedRelease } from '../testing';
import { schoolDataRoutes } from './routes';

const database = await testDatabase();
const routes = [...schoolDataRoutes, ...exclusionRoutes];
const visitor = testSite(database, routes, null);
const at = '/schools/900501/data';

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    await aSchool(tx, { urn: 900501, name: 'Long Lane', pupils: 200 });
    const own = (group: string, shown: string, denominator: string) => ({
      urn: 900501,
      measure: 'ks2-rwm-expected',
      group,
      shown,
      denominator,
    });
    await anAcceptedRelease(tx, visitor.mesters.files, {
      year: 2017,
      figures: [
        own('all', '61%', '44'),
        { ...own('all', '55%', '40'), year: 2015 },
        own('girls', '65%', '23'),
        own('boys', '57%', '21'),
        own('disadvantaged', 'SUPP', '5'),
        own('other', 'SUPP', '39'),
        { area: 'england', measure: 'ks2-rwm-expected', shown: '64%' },
      ],
    });
    await anAcceptedRelease(tx, visitor.mesters.files, {
      dataset: 'exclusions',
      year: 2016,
      figures: [2014, 2016].flatMap((year) => [
        { area: 'la/373/primary', measure: 'exclusions-fixed', shown: '1.24', year, denominator: '48000' },
        { area: 'la/373', measure: 'exclusions-fixed', shown: '5.10', year, denominator: '80000' },
        { area: 'england/primary', measure: 'exclusions-fixed', shown: '1.37', year },
      ]),
    });
  });
});

describe('the dashboard of a school', () => {
  it('has its gaps, the groups with their pupils, and exclusions of the authority, which are of no school', async () => {
    const { text, document } = await visitor.get(at);
    // The year between is a gap, and said to be: nothing joins the years about it.
    expect(document.querySelectorAll('svg.m-spark')).toHaveLength(0);
    expect(text).toContain('2016/17 is not loaded.');
    expect(document.querySelector('#groups')?.textContent).toContain('39');
    expect(text).toContain('Published for the authority and not for single schools: primary schools');
    expect(text).toContain('1.24');
  });

  it('files and programs have the measure and the year that they ask for, or say that there is none', async () => {
    const rows = async (query: string) =>
      (JSON.parse((await visitor.get(`${at}.json?${query}`)).html) as { measure: string; year: string }[]).map(
        ({ year }) => year,
      );
    expect(new Set(await rows('measure=ks2-rwm-expected'))).toEqual(new Set(['2017/18', '2015/16']));
    expect(await rows('measure=ks2-rwm-expected&year=2015/16')).toEqual(['2015/16']);
    for (const query of ['measure=nonsense', 'measure=ks4-attainment8', 'year=2016/17', 'year=1999']) {
      for (const ending of ['json', 'csv', 'xlsx']) {
        const { status, html } = await visitor.get(`${at}.${ending}?${query}`);
        expect([query, ending, status]).toEqual([query, ending, 404]);
        expect(html).toContain('There is nothing of ');
      }
    }
  });

  it('of a year that is not here it says which is shown in its place', async () => {
    const shown = 'here: this is 2017/18.';
    expect((await visitor.get(`${at}?year=2016/17`)).text).toContain(`There is nothing of 2016/17 ${shown}`);
    expect((await visitor.get(`${at}?year=2015/16`)).text).not.toContain('There is nothing of');
    const measure = `${at}/ks2-rwm-expected`;
    expect((await visitor.get(`${measure}?year=1999`)).text).toContain(
      `nothing of the year that was asked for ${shown}`,
    );
    expect((await visitor.get(measure)).text).not.toContain('There is nothing of');
    const earlier = await visitor.get(`${measure}?year=2015/16`);
    expect(earlier.text).toContain('55% in 2015/16');
    expect(earlier.text).not.toContain('There is nothing of');
  });

  it('says of a measure without a figure what its files hold, and where exclusions are to be read', async () => {
    const said = async (id: string) => (await visitor.get(`${at}/${id}`)).document.querySelector('.m-empty');
    expect((await said('ks2-reading-progress'))?.textContent).toContain(
      'The files of 2015/16 and 2017/18 that hold this school do not have this measure. Not loaded: 2016/17.',
    );
    expect((await said('ks4-attainment8'))?.textContent).toContain('that holds this school is loaded.');
    const exclusions = await said('exclusions-fixed');
    expect(exclusions?.textContent).toContain('Published for authorities and kinds of school, and not for single');
    expect([...(exclusions?.querySelectorAll('a') ?? [])].map((a) => a.getAttribute('href'))).toEqual([
      '/authorities/373/exclusions',
    ]);
  });

  it('for governors hides small groups, on the page, on the measure’s, in files and for programs, and says so in their names', async () => {
    const page = await visitor.get(`${at}?for=governors`);
    expect(page.text).toContain('Notes for governors');
    expect(page.text).toContain('Groups of fewer than 6 pupils are hidden');
    expect(page.document.querySelector('[aria-current="true"]')?.textContent).toBeTruthy();
    const groups = page.document.querySelector('#groups')?.textContent ?? '';
    expect(groups).toContain('23');
    expect(groups).not.toMatch(/39|\b5\b(?! or fewer)/);
    const csv = await visitor.get(`${at}.csv?for=governors`);
    expect(csv.headers.get('content-disposition')).toContain('data-long-lane-for-governors.csv');
    expect(csv.html).toContain('2017/18,Disadvantaged,Not shown: 5 or fewer pupils,SUPP,,,');
    const json = JSON.parse((await visitor.get(`${at}.json?for=governors`)).html) as {
      group: string;
      denominator: number | null;
    }[];
    expect(json.find(({ group }) => group === 'other')?.denominator).toBeNull();
    expect((await visitor.get(`${at}/ks2-rwm-expected?for=governors`)).text).not.toContain('39');
    expect((await visitor.get(`${at}/ks2-rwm-expected`)).text).toContain('39');
    expect((await visitor.get(`${at}.csv`)).headers.get('content-disposition')).toContain('data-long-lane.csv');
  });

  it('opens so for a governor, and otherwise for whoever leads', async () => {
    const scope = { kind: 'school' as const, id: '900501' };
    const governor = testSite(database, routes, await aPerson(database, 'governor', scope));
    const head = testSite(database, routes, await aPerson(database, 'headteacher', scope));
    expect((await governor.get(at)).text).toContain('Notes for governors');
    expect((await governor.get(`${at}?for=leaders`)).text).not.toContain('Notes for governors');
    expect((await head.get(at)).text).not.toContain('Notes for governors');
  });
});

describe('exclusions', () => {
  const page = '/authorities/373/exclusions';
  it('stand year by year, by kind of school, with England’s; a year without a figure is a gap', async () => {
    const { text } = await visitor.get(`${page}?kind=primary`);
    expect(text).toContain('1.24 in 2016/17, 1.24 in 2014/15. England: 1.37 in 2016/17. No figure of 2015/16.');
    expect(text).toContain('Not loaded');
    expect((await visitor.get(page)).text).toContain('5.10 in 2016/17');
    expect((await visitor.get(`${page}?kind=secondary`)).text).toContain('No exclusion rates');
  });

  it('are the same as CSV, as a spreadsheet and for programs; where there is no authority there is no page', async () => {
    expect((await visitor.get(`${page}.csv`)).html).toContain(
      'Fixed-period exclusions,la/373/primary,2016/17,1.24,1.24,,48000,',
    );
    expect((await visitor.get(`${page}.xlsx`)).headers.get('content-type')).toContain('spreadsheetml');
    expect(JSON.parse((await visitor.get(`${page}.json`)).html)).toHaveLength(6);
    for (const path of ['/authorities/999/exclusions', '/authorities/x/exclusions', '/authorities/999/exclusions.json'])
      expect((await visitor.get(path)).status).toBe(404);
  });
});

describe('subjects', () => {
  it('stand by themselves where files have them, each opening, with England beside; elsewhere there is nothing of them', async () => {
    await asSystem(database, async (tx) => {
      await aSchool(tx, { urn: 900502, name: 'High Lane', sector: 'secondary', pupils: 900 });
      const own = (measure: string, shown: string) => ({ urn: 900502, measure, shown, denominator: '150' });
      await anAcceptedRelease(tx, visitor.mesters.files, {
        dataset: 'ks4',
        year: 2017,
        figures: [
          own('ks4-attainment8', '46.2'),
          own('ks4-subject-english-entered', '97%'),
          own('ks4-subject-english-standard', '72%'),
          own('ks4-subject-languages-entered', '4%'),
          own('ks4-subject-languages-standard', 'SUPP'),
          { area: 'england', measure: 'ks4-subject-english-standard', shown: '75.4%' },
        ],
      });
    });
    const page = (await visitor.get('/schools/900502/data')).document;
    const part = page.querySelector('#ks4');
    expect(part?.querySelector('#ks4-subjects summary')?.textContent).toBe('By subject: 2 subjects');
    const rows = [...(part?.querySelectorAll('tbody tr') ?? [])].map((row) => row.textContent ?? '');
    expect(rows.find((row) => row.startsWith('English'))).toMatch(/97%.*72%England 75\.4%/);
    expect(rows.find((row) => row.startsWith('Languages'))).toMatch(/4%.*5 or fewer/);
    const link = part?.querySelector('a[href*="ks4-subject-english-standard"]')?.getAttribute('href');
    expect((await visitor.get(link ?? '')).text).toContain('over all pupils at the end of the key stage');
    expect((await visitor.get(at)).html).not.toContain('By subject');
  });
});
