import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPdf, unzip } from '../../platform/documents/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { setEarlyResults } from '../early/settings';
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
    release = await anAcceptedRelease(tx, files, {
      year: 2017,
      schools: [school],
      figures: [
        { urn: school, measure: 'ks2-rwm-expected', shown: '60%', denominator: '40' },
        { area: 'england', measure: 'ks2-rwm-expected', shown: '64%' },
      ],
    });
    await aRun(tx, {
      dataset: 'attendance-marks',
      year: 2018,
      inputs: [release],
      figures: ['autumn-1', 'autumn-2', 'year'].map((period, n) => ({
        urn: school,
        measure: 'own-absence-overall',
        period,
        value: 4.3 + n,
        pupils: 200,
      })),
    });
  });
  await run(71);
});

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
  it('has nothing of them for whoever is not signed in, is of another school, or opens what a run has made', async () => {
    const other = await site('headteacher', 910402);
    for (const from of [visitor, other]) {
      expect((await pdfOf(from)).text).not.toContain('Worked out from pupils');
      expect(await sheetOf(from)).not.toContain('Worked out from pupils');
    }
    const { mesters } = visitor;
    const id = await asSystem(database, (tx) => startRun(tx, { actor: null, clock }));
    expect(await makeRun(mesters, id, { signal: new AbortController().signal, progress: () => {} })).toBe(true);
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
      const sheet = await sheetOf(from);
      expect(sheet).toContain('Worked out from pupils');
      expect(sheet).toContain('Attendance by half-term');
      expect(sheet).not.toContain('23.25');
    }
  });

  it('has every group for those who lead it, and says so; for the office no more than outside', async () => {
    const head = await site('headteacher');
    const { text } = await pdfOf(head, 'pack-for-leaders');
    expect(text).toContain('Contains small groups: for the school’s own leaders');
    expect(text).toContain('23.25%');
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
});
