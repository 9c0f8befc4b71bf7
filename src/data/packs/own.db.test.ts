import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { readPdf, unzip } from '../../platform/documents/testing';
import { as, asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { setEarlyResults } from '../early/settings';
import { ownRoutes } from '../own/routes';
import { anAcceptedRelease, aPartnership, aRun } from '../testing';
import { packRoutes } from './routes';
import { makeRun, startRun } from './run';

// A school's own figures in its pack: for whom, and with which groups.
const database = await testDatabase();
const visitor = testSite(database, packRoutes, null);
const { config, clock, files } = visitor.mesters;
const school = 910401;
const person = (role: string, urn = school) => aPerson(database, role, { kind: 'school', id: String(urn) });
const site = async (role: string, urn = school) => testSite(database, packRoutes, await person(role, urn), { config });
let release = 0;

const figures = (all: number) => [
  { measure: 'own-ks2-rwm-expected', value: all, pupils: 40, denominator: '40', low: all - 10, high: all + 10 },
  { measure: 'own-ks2-rwm-expected', pupil_group: 'girls', value: 57.5, pupils: 36, denominator: '36' },
  {
    measure: 'own-ks2-rwm-expected',
    pupil_group: 'boys',
    value: 23.25,
    pupils: 4,
    denominator: '4',
    reason: 'small' as const,
  },
];
const run = (all: number) =>
  asSystem(database, (tx) =>
    aRun(tx, {
      dataset: 'ks2-pupils',
      year: 2017,
      inputs: [release],
      figures: [
        ...figures(all).map((one) => ({ urn: school, ...one })),
        { area: 'partnership/loc', measure: 'own-ks2-rwm-expected', value: 66.5, pupils: 400, low: 61, high: 70 },
      ],
    }),
  );

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    await aSchool(tx, { urn: school, name: 'Long Lane' });
    await aSchool(tx, { urn: 910402, name: 'Other Lane' });
    await aPartnership(tx, 'loc', 'Locality A', [school, 910402]);
    await anAcceptedRelease(tx, files, {
      year: 2017,
      schools: [school],
      figures: [
        { urn: school, measure: 'ks2-rwm-expected', shown: '60%', denominator: '40' },
        { area: 'england', measure: 'ks2-rwm-expected', shown: '64%' },
      ],
    });
    release = await anAcceptedRelease(tx, files, {
      dataset: 'ks2-pupils',
      year: 2017,
      stage: 'refined',
      schools: [school],
      figures: [],
    });
    await aRun(tx, {
      dataset: 'attendance-marks',
      year: 2018,
      inputs: [
        await anAcceptedRelease(tx, files, { dataset: 'attendance-marks', year: 2018, schools: [school], figures: [] }),
      ],
      figures: ['autumn-1', 'autumn-2', 'year'].flatMap((period, n) =>
        ['all', 'disadvantaged', 'boys'].map((group, more) => ({
          urn: school,
          measure: 'own-absence-overall',
          pupil_group: group,
          period,
          value: 4.3 + n + more * 10,
          pupils: 200,
          ...(group === 'boys' ? { reason: 'small' as const } : {}),
        })),
      ),
    });
  });
  await run(71);
});

async function makeAll(): Promise<void> {
  const id = await asSystem(database, (tx) => startRun(tx, { actor: null, clock }));
  expect(await makeRun(visitor.mesters, id, { signal: new AbortController().signal, progress: () => {} })).toBe(true);
}

type Site = Awaited<ReturnType<typeof site>>;
async function pdfOf(from: Site, name = 'pack', place = `schools/${school}`) {
  const bytes = Buffer.from((await from.get(`/${place}/${name}.pdf`)).bytes);
  if (process.env.KEEP_PDF) writeFileSync(`${process.env.KEEP_PDF}-${name}.pdf`, bytes);
  const pdf = await readPdf(bytes);
  return { ...pdf, text: pdf.text.replace(/\s+/g, ' ') };
}
async function sheetOf(from: Site, name = 'pack', place = `schools/${school}`) {
  const bytes = Buffer.from((await from.get(`/${place}/${name}.xlsx`)).bytes);
  return [...unzip(bytes).values()].join('\n');
}

describe('the pack of a school with files of pupils', () => {
  it('says both where a figure of its file is not the published one, and why they can differ', async () => {
    const { text } = await pdfOf(await site('governor'));
    expect(text).toContain(
      'Reading, writing and maths, expected standard, 2017/18: published 60% of 40; from the school’s file 71% of 40.',
    );
    expect(text).toContain('takes results after their review');
    expect((await pdfOf(visitor)).text).not.toContain('from the school’s file');
  });

  it('and the page of such a figure says so too', async () => {
    const page = async (from: Actor) =>
      (await testSite(database, ownRoutes, from).get(`/schools/${school}/own/own-ks2-rwm-expected`)).text;
    expect(await page(await person('headteacher'))).toMatch(
      /own figure of 2017\/18 is 60%\. The department leaves out/,
    );
  });

  it('states the releases that its own figures are of where they stand in it, their rows to its leaders alone', async () => {
    const head = await site('headteacher');
    const statement = /Releases Release Stage Accepted File Rows (.*?) A release is one file/;
    const of = async (from: Site, name?: string, place?: string) =>
      statement.exec((await pdfOf(from, name, place)).text)?.[1] ?? '';
    const [forLeaders, forGovernors] = [await of(head, 'pack-for-leaders'), await of(head)];
    for (const said of [forLeaders, forGovernors]) {
      expect(said).toMatch(/ks2-pupils-2017-18-refined refined \d+ \w+ \d{4} ks2-pupils-2\.csv/);
      expect(said).toContain('attendance-marks-2018-19-');
    }
    expect(forLeaders).toMatch(/ks2-pupils-2\.csv 1/);
    expect(forGovernors).not.toMatch(/ks2-pupils-2\.csv \d/);
    expect((await pdfOf(head, 'pack-for-leaders')).text).toMatch(
      /Release ks2-2017-18-validated, \d+ rows?, and 2 others/,
    );
    expect(await of(visitor)).not.toContain('pupils');
    expect(await of(head, 'pack', 'partnerships/loc')).toContain('ks2-pupils-2017-18-refined');
    for (const name of ['pack', 'pack-for-leaders']) {
      const sheets = await sheetOf(head, name);
      expect(sheets).toContain('attendance-marks-2018-19-validated');
      expect(sheets).toContain('ks2-pupils-2.csv');
    }
    expect(await sheetOf(visitor)).not.toContain('ks2-pupils-2.csv');
  });

  it('has nothing of them for whoever is not signed in, is of another school, or opens what a run has made', async () => {
    const other = await site('headteacher', 910402);
    for (const from of [visitor, other]) {
      expect((await pdfOf(from)).text).not.toContain('Worked out from pupils');
      expect(await sheetOf(from)).not.toContain('Worked out from pupils');
    }
    await makeAll();
    expect((await pdfOf(visitor)).text).not.toContain('Worked out from pupils');
    expect(await sheetOf(visitor)).not.toContain('own-ks2');
  });

  it('has them for its governors with small groups hidden, dataset by dataset, with attendance by half-term', async () => {
    for (const role of ['governor', 'headteacher']) {
      const from = await site(role);
      const { text, ua } = await pdfOf(from);
      expect(ua).toBe(1);
      expect(text).toContain('Worked out from pupils’ files');
      expect(text).toContain('Key stage 2 results of pupils, 2017/18');
      expect(text).toContain('71%');
      expect(text).toContain('57.5%');
      expect(text).not.toContain('23.25');
      expect(text).toContain('fewer than 6 pupils');
      expect(text).toContain('Attendance by half-term, 2018/19');
      expect(text).toContain('Autumn 2 5.3%');
      expect(text).toContain('Groups of pupils, the year so far');
      expect(text).toMatch(/Disadvantaged[^%]*16\.3%/);
      expect(text).not.toContain('26.3');
      const sheet = await sheetOf(from);
      expect(sheet).toContain('Worked out from pupils');
      expect(sheet).toContain('Attendance by half-term');
      expect(sheet).toContain('15.3');
      expect(sheet).not.toContain('26.3');
      expect(sheet).not.toContain('23.25');
    }
  });

  it('has every group for those who lead it, and says so; for the office no more than outside', async () => {
    const head = await site('headteacher');
    const { text } = await pdfOf(head, 'pack-for-leaders');
    expect(text).toContain('Contains small groups: for the school’s own leaders');
    expect(text).toContain('23.25%');
    expect(text).toMatch(/Boys[^%]*26\.3%/);
    expect(await sheetOf(head, 'pack-for-leaders')).toContain('23.25');
    const office = testSite(database, packRoutes, await aPerson(database, 'administrator', company), { config });
    const forOffice = await pdfOf(office, 'pack-for-leaders');
    expect(forOffice.text).toContain('57.5%');
    expect(forOffice.text).not.toContain('23.25');
    expect((await (await site('governor')).get(`/schools/${school}/pack-for-leaders.pdf`)).status).toBe(403);
  });

  it('is of the run that holds, whatever packs of all were made before', async () => {
    const governor = await site('governor');
    expect((await pdfOf(governor)).text).toContain('71%');
    await run(73);
    const { text } = await pdfOf(governor);
    expect(text).toContain('73%');
    expect(text).not.toContain('71%');
  });

  it('is kept by a run for whom it is for: others find no row and no file of it, and get what they may', async () => {
    await makeAll();
    const rows = (levels: string[] | 'nobody') =>
      database.transaction(as(levels), (tx) =>
        tx
          .selectFrom('data.pack as p')
          .distinct()
          .innerJoin('platform.file as f', 'f.id', 'p.pdf')
          .select(['p.audience', 'p.level', 'f.level as file'])
          .where('p.audience', '<>', 'everybody')
          .orderBy('p.level')
          .execute(),
      );
    const governors = { audience: 'governors', level: `school/${school}`, file: `school/${school}` };
    const leaders = { audience: 'leaders', level: `leader/${school}`, file: `leader/${school}` };
    const together = { audience: 'governors', level: 'partnership/loc', file: 'partnership/loc' };
    expect(await rows((await person('headteacher')).sees as string[])).toEqual([leaders, together, governors]);
    expect(await rows((await person('governor')).sees as string[])).toEqual([governors]);
    expect(await rows((await person('headteacher', 910402)).sees as string[])).toEqual([together]);
    const office = await aPerson(database, 'administrator', company);
    for (const levels of [
      'nobody' as const,
      [],
      office.sees as string[],
      (await person('named-data-user')).sees as string[],
    ])
      expect(await rows(levels)).toEqual([]);
    const asked = async (role: string, name = 'pack') => {
      const { headers, bytes } = await (await site(role)).get(`/schools/${school}/${name}.pdf`);
      return { kept: headers.get('etag') !== null, text: (await readPdf(bytes)).text };
    };
    const governor = await asked('governor');
    expect(governor).toMatchObject({ kept: true });
    expect(governor.text).toContain('73%');
    expect(governor.text).not.toContain('23.25');
    const head = await asked('headteacher', 'pack-for-leaders');
    expect(head).toMatchObject({ kept: true });
    expect(head.text).toContain('23.25%');
    // It is made for who works with the school's pupils and leads nothing, and for the office, which has no small group.
    expect(await asked('named-data-user', 'pack-for-leaders')).toMatchObject({ kept: false });
    const forOffice = testSite(database, packRoutes, office, { config });
    const made = await forOffice.get(`/schools/${school}/pack-for-leaders.pdf`);
    expect(made.headers.get('etag')).toBeNull();
    expect((await readPdf(made.bytes)).text).not.toContain('23.25');
    // What everybody opens is of published figures alone.
    expect((await pdfOf(visitor)).text).not.toContain('Worked out from pupils');
    await run(74);
    expect(await asked('governor')).toMatchObject({ kept: false });
    expect((await asked('governor')).text).toContain('74%');
  });

  it('holds back what governors may not see yet, though who makes it may', async () => {
    const early = await asSystem(database, (tx) =>
      anAcceptedRelease(tx, files, { dataset: 'ks2', year: 2018, stage: 'initial', figures: [], schools: [school] }),
    );
    await asSystem(database, async (tx) => {
      await aRun(tx, {
        dataset: 'phonics',
        year: 2018,
        inputs: [early],
        figures: [{ urn: school, measure: 'own-phonics-year-1', value: 81.75, pupils: 40 }],
      });
      await setEarlyResults(tx, { actor: null, clock }, new Map([['ks2', 'staff']]));
    });
    const office = testSite(database, packRoutes, await aPerson(database, 'administrator', company), { config });
    expect((await pdfOf(office)).text).not.toContain('81.75');
    // Nor does a run keep it; and one that was made while it might be seen is given to nobody once it may not.
    const setting = (audience: 'schools' | 'staff') =>
      asSystem(database, (tx) => setEarlyResults(tx, { actor: null, clock }, new Map([['ks2', audience]])));
    const governor = await site('governor');
    const ofGovernor = async () =>
      (await governor.get(`/schools/${school}/pack.pdf`)) as { headers: Headers; bytes: Uint8Array };
    await makeAll();
    const keptWithout = await ofGovernor();
    expect(keptWithout.headers.get('etag')).not.toBeNull();
    expect((await readPdf(keptWithout.bytes)).text).not.toContain('81.75');
    await setting('schools');
    expect((await ofGovernor()).headers.get('etag')).toBeNull();
    await makeAll();
    const keptWith = await ofGovernor();
    expect(keptWith.headers.get('etag')).not.toBeNull();
    expect((await readPdf(keptWith.bytes)).text).toContain('81.75');
    await setting('staff');
    const heldBack = await ofGovernor();
    expect(heldBack.headers.get('etag')).toBeNull();
    expect((await readPdf(heldBack.bytes)).text).not.toContain('81.75');
    expect((await pdfOf(office, 'pack-for-leaders')).text).toContain('81.75');
  });

  it('of a partnership has those of its schools together, for who is here, and of no single school', async () => {
    const place = 'partnerships/loc';
    expect((await pdfOf(visitor, 'pack', place)).text).not.toContain('Worked out from pupils');
    const from = await site('headteacher', 910402);
    const { text, ua } = await pdfOf(from, 'pack', place);
    expect(ua).toBe(1);
    expect(text).toContain('Worked out from pupils’ files');
    expect(text).toContain('66.5%');
    for (const own of ['71%', '73%', '57.5']) expect(text).not.toContain(own);
    const sheet = await sheetOf(from, 'pack', place);
    expect(sheet).toContain('66.5');
    expect(sheet).not.toContain('57.5');
  });

  it('of a partnership has no early results that are held back from who opens it, though its members see them', async () => {
    const early = await asSystem(database, (tx) =>
      anAcceptedRelease(tx, files, { dataset: 'ks2', year: 2019, stage: 'initial', figures: [], schools: [school] }),
    );
    await asSystem(database, async (tx) => {
      await aRun(tx, {
        dataset: 'phonics',
        year: 2019,
        inputs: [early],
        figures: [{ area: 'partnership/loc', measure: 'own-phonics-year-1', value: 82.25, pupils: 400 }],
      });
      await setEarlyResults(tx, { actor: null, clock }, new Map([['ks2', 'schools']]));
    });
    const commissioner = testSite(database, packRoutes, await aPerson(database, 'commissioner', company), { config });
    const headteacher = await site('headteacher', 910402);
    const opened = async () =>
      Promise.all([headteacher, commissioner].map((one) => sheetOf(one, 'pack', 'partnerships/loc')));
    const [ofHead, ofCommissioner] = await opened();
    expect(ofHead).toContain('82.25');
    expect(ofCommissioner).not.toContain('82.25');
    expect(ofCommissioner).toContain('66.5');
  });
});
