import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { stepsOf } from '../../platform/slices';
import { as, asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
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
import { setEarlyResults } from './settings';

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
    await bringAndMeasure(mesters, folder, 'pupils', censusOf(corrected), { year: 2018, stage: 'initial' });
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
