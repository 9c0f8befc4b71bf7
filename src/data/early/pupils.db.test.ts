import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { stepsOf } from '../../platform/slices';
import { as, asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { pupilsToWatchRoutes } from '../attendance/pupils-routes';
import { attendanceRoutes } from '../attendance/routes';
import { measuredOfSchool } from '../measured/queries';
import { removeRuns } from '../measured/removal';
import { ownRoutes } from '../own/routes';
import {
  attendanceOf,
  bringAndMeasure,
  censusOf,
  keyStage2Of,
  oneSchool,
  otherSchool,
  readers,
  testChildren,
} from '../pupils/testing-children';
import { acceptTerms } from '../terms/service';
import { shippedTerms } from '../terms/terms';
import { type Audience, setEarlyResults } from './settings';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
const children = testChildren(7);
const ofSchool = (urn: number) => children.filter((one) => one.urn === urn);

/** Of each school the releases that its reading figure was worked out from, as this reader gets them. */
async function seen(who: string, year = 2017): Promise<Record<number, string[] | undefined>> {
  const { actor } = (await people)[who]!;
  return database.transaction(as([...actor!.sees]), async (tx) => {
    const found: Record<number, string[] | undefined> = {};
    for (const urn of [oneSchool, otherSchool])
      found[urn] = (await measuredOfSchool(tx, urn)).find(
        (one) => one.measure === 'own-ks2-reading-expected' && one.group === 'all' && one.year === year,
      )?.releases;
    return found;
  });
}
const removeReplacedRows = () => removeRuns(stepsOf(mesters), 'replaced', 'ks2-pupils', 2017);
let people: ReturnType<typeof readers>;

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (const urn of [oneSchool, otherSchool]) await aSchool(tx, { urn, name: `School ${urn}` });
    await setEarlyResults(tx, { actor: null, clock: testClock }, new Map([['ks2-pupils', 'analysts']]));
  });
  people = readers(database);
  await bringAndMeasure(mesters, folder, 'pupils', censusOf(children));
});

describe('early results of pupils that are hidden', () => {
  const [validated, initial] = ['ks2-pupils-2017-18-validated', 'ks2-pupils-2017-18-initial'];

  it('take nothing validated with them: a school keeps its own while those of another are early', async () => {
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(ofSchool(oneSchool)));
    expect(await seen('the head')).toMatchObject({ [oneSchool]: [validated] });

    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(ofSchool(otherSchool)), { stage: 'initial' });
    await removeReplacedRows();
    expect(await seen('a data analyst')).toEqual({ [oneSchool]: [validated], [otherSchool]: [initial] });
    expect(await seen('the head')).toMatchObject({ [oneSchool]: [validated] });
    expect((await seen('the head of another school'))[otherSchool]).toBeUndefined();
  });

  it('pages of them say which stage they have, that they may change, and who sees them', async () => {
    await bringAndMeasure(mesters, folder, 'attendance-counts', attendanceOf(children), { stage: 'refined' });
    const words = (stage: string) => `Some of these results are ${stage}: not validated yet, they may change.`;
    const site = testSite(database, [...ownRoutes, ...attendanceRoutes], (await people)['a data analyst']!.actor);
    for (const path of [`/schools/${otherSchool}/own`, `/schools/${otherSchool}/own/own-ks2-reading-expected`])
      expect((await site.get(path)).html).toContain(
        `${words('initial')} Only data analysts and administrators see them.`,
      );
    expect((await site.get(`/schools/${otherSchool}/attendance`)).html).toContain(words('refined'));
    expect((await site.get(`/schools/${oneSchool}/own`)).html).not.toContain('not validated yet');
  });

  it('a census that is early takes no results with it', async () => {
    await asSystem(database, (tx) =>
      setEarlyResults(tx, { actor: null, clock: testClock }, new Map([['pupils', 'analysts']])),
    );
    const corrected = ofSchool(otherSchool).slice(1);
    await bringAndMeasure(mesters, folder, 'pupils', censusOf(corrected, 2018), { year: 2018, stage: 'initial' });
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(ofSchool(oneSchool)), { year: 2018 });
    expect((await seen('the head', 2018))[oneSchool]).toEqual(['ks2-pupils-2018-19-validated']);
  });

  it('once all is validated everybody has the whole, and what stood in for it is removed', async () => {
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(ofSchool(otherSchool)));
    expect((await seen('the head of another school'))[otherSchool]).toEqual([`${validated}-2`]);
    await removeReplacedRows();
    const { rows } = await asSystem(database, (tx) =>
      sql<{
        runs: number;
      }>`select count(distinct m.run_id)::int as runs from data.measured m join data.run r on r.id = m.run_id
        where (r.dataset, r.year) = ('ks2-pupils', 2017)`.execute(tx),
    );
    expect(rows).toEqual([{ runs: 1 }]);
  });
});

describe('the pupils behind an early figure, on accepted terms', () => {
  const year = 2019;
  const first = ofSchool(oneSchool)[0]!;
  const own = `/schools/${oneSchool}/own`;
  const behind = `${own}/own-ks2-reading-expected/pupils`;
  const absent = `/schools/${oneSchool}/attendance/pupils`;
  const office = ['a data analyst', 'an administrator'];
  const staff = ['an improvement partner', 'a project officer'];
  const ofTheSchool = ['a data user of the school', 'the head', 'a governor'];
  /** Readers whom the setting lets see the early ones, of those who may read a school's pupils or its own figures. */
  const seeing: [Audience, string[]][] = [
    ['analysts', office],
    ['staff', [...office, ...staff]],
    ['schools', [...office, ...staff, ...ofTheSchool]],
  ];
  const listing = ['a data analyst', 'a data user of the school'];

  beforeAll(async () => {
    await asSystem(database, (tx) =>
      setEarlyResults(tx, { actor: null, clock: testClock }, new Map([['pupils', 'everybody']])),
    );
    await bringAndMeasure(mesters, folder, 'pupils', censusOf(ofSchool(oneSchool), year), { year });
    const early = { year, stage: 'initial' } as const;
    await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(ofSchool(oneSchool)), early);
    await bringAndMeasure(mesters, folder, 'attendance-counts', attendanceOf(ofSchool(oneSchool)), early);
    for (const who of listing) {
      const { actor } = (await people)[who]!;
      await database.transaction({ ...as([...actor!.sees]), actor }, (tx) =>
        acceptTerms(tx, { actor, clock: testClock } as never, shippedTerms.version),
      );
    }
  });

  it.each(seeing)('set to %s: lists, files and figures are there for these alone', async (audience, may) => {
    await asSystem(database, (tx) =>
      setEarlyResults(
        tx,
        { actor: null, clock: testClock },
        new Map([
          ['ks2-pupils', audience],
          ['attendance-counts', audience],
        ]),
      ),
    );
    for (const [who, { actor }] of Object.entries(await people)) {
      const site = testSite(database, [...ownRoutes, ...attendanceRoutes, ...pupilsToWatchRoutes], actor);
      const textOf = async (path: string) => {
        const { status, html } = await site.get(path);
        return { status, text: html };
      };
      const listed = listing.includes(who);
      for (const path of [`${behind}?year=2019/20`, `${behind}.csv?year=2019/20`, `${absent}?year=2019/20`]) {
        const { status, text } = await textOf(path);
        if (!listed) expect(status, `${who} ${path}`).not.toBe(200);
        expect(text.includes(first.surname), `${who} ${path}`).toBe(listed && may.includes(who));
      }
      for (const path of [`${own}.json`, `${own}.csv`]) {
        const { text } = await textOf(path);
        expect(/ks2-pupils-2019-20-initial/.test(text), `${who} ${path}`).toBe(may.includes(who));
      }
    }
  });
});
