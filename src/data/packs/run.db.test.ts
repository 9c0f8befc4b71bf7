import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { Actor } from '../../platform/actor';
import { readPdf } from '../../platform/documents/testing';
import { asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { bringRelease } from '../testing';
import { packJobs } from './jobs';
import { visitor } from './many';
import { keptPack, recentRuns } from './queries';
import { packRoutes } from './routes';
import { makeRun, overtakenRuns, startRun } from './run';

const database = await testDatabase();
const analyst: Actor = {
  personId: '00000000-0000-0000-0000-000000000007',
  name: 'An analyst',
  email: 'a@example.org',
  roles: [],
  sees: ['imports/*', 'staff'],
};
const site = testSite(database, packRoutes, analyst);
const anybody = testSite(database, packRoutes, null, { config: site.mesters.config });
const { mesters } = site;
const by = { actor: analyst, clock: mesters.clock };
const folder = temporaryFolder();
const urns: number[] = [];
let figure = 60;

/** A release with one more figure of the first school than before. */
async function accept(): Promise<void> {
  const file = join(folder, `${++figure}.csv`);
  await writeFile(file, `RECTYPE,LEA,URN,TELIG,PTRWM_EXP\n1,373,${urns[0]},44,${figure}%\n5,,,600000,64%\n`);
  const { ok } = await bringRelease(mesters, 'ks2', file, { year: 2017 });
  if (!ok) throw new Error('The file was refused.');
}

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (let n = 0; n < 5; n++) urns.push(await aSchool(tx, { name: `School ${n}` }));
    await tx
      .insertInto('schools.partnership')
      .values({ id: 'loc', name: 'Locality A', letter: 'A', kind: 'locality' })
      .execute();
    await tx
      .insertInto('schools.partnership_membership')
      .values({
        urn: urns[0]!,
        partnership_id: 'loc',
        import_id: null,
        as_at: Temporal.PlainDate.from('2017-09-01'),
        present: true,
      })
      .execute();
  });
  await accept();
});
beforeEach(() =>
  asSystem(database, (tx) =>
    tx.updateTable('data.pack_run').set({ status: 'stopped' }).where('status', '=', 'making').execute(),
  ),
);

const start = () => asSystem(database, (tx) => startRun(tx, by));
const packs = (run: number) =>
  asSystem(database, (tx) => tx.selectFrom('data.pack').selectAll().where('run_id', '=', run).execute());
const kept = (urn: number) =>
  database.transaction(visitor(mesters), (tx) => keptPack(tx, { kind: 'school', urn, name: '' }));
const never = { signal: new AbortController().signal, progress: () => {} };

/** Schools of which no pack can be made: nothing that a person may type breaks one. */
const broken = new Set<string>();
afterEach(() => broken.clear());

/** The same run, of modules that are read anew: other tests have theirs already. */
async function runThatBreaks(): Promise<typeof makeRun> {
  vi.resetModules();
  vi.doMock('./make', async (original) => {
    const real = await original<typeof import('./make')>();
    return {
      ...real,
      makePack: (...given: Parameters<typeof real.makePack>) =>
        given[0].kind === 'school' && broken.has(given[0].school.school.name)
          ? Promise.reject(new Error('The PDF could not be set.'))
          : real.makePack(...given),
    };
  });
  const anew = (await import('./run')).makeRun;
  vi.doUnmock('./make');
  return anew;
}

/** Killed when so many packs stand. */
async function killedAfter(run: number, most: number, make = makeRun): Promise<void> {
  const kill = new AbortController();
  const progress = (done: number) => {
    if (done >= most) kill.abort(new Error('killed'));
  };
  await expect(make(mesters, run, { signal: kill.signal, progress })).rejects.toThrow('killed');
}

it('a run that is killed shows nothing, and goes on where it was', async () => {
  const run = await start();
  await killedAfter(run, 3);
  const before = await packs(run);
  expect(before.length).toBeGreaterThanOrEqual(3);
  expect(before.length).toBeLessThan(6);
  expect(await kept(urns[0]!)).toBeNull();
  // Nobody but those who make them sees that there are any.
  expect(
    await database.transaction(visitor(mesters), (tx) => tx.selectFrom('data.pack').selectAll().execute()),
  ).toEqual([]);
  // Asking again goes on with the same.
  expect(await start()).toBe(run);
  const seen: number[] = [];
  expect(await makeRun(mesters, run, { ...never, progress: (done) => seen.push(done) })).toBe(true);
  const after = await packs(run);
  expect(after).toHaveLength(6);
  expect(after).toEqual(expect.arrayContaining(before));
  expect(seen).toHaveLength(6 - before.length);
  const [first] = await asSystem(database, (tx) => recentRuns(tx));
  expect(first).toMatchObject({ id: run, status: 'published', packs: 6 });
  expect((await kept(urns[0]!))?.run.id).toBe(run);
});

it('what everybody gets is the pack of the run, until other releases hold', async () => {
  const run = await start();
  await makeRun(mesters, run, never);
  const path = `/schools/${urns[0]}/pack.pdf`;
  const fromRun = await anybody.get(path);
  expect(fromRun.status).toBe(200);
  expect(fromRun.headers.get('content-disposition')).toContain(`school-0-${urns[0]}-for-governors.pdf`);
  const pdf = await readPdf(fromRun.bytes);
  expect(pdf.text).toContain(`${figure}%`);
  expect(fromRun.headers.get('etag')).not.toBeNull();
  await accept();
  expect(await kept(urns[0]!)).toBeNull();
  const now = await anybody.get(path);
  expect(now.headers.get('etag')).toBeNull();
  expect((await readPdf(now.bytes)).text).toContain(`${figure}%`);
  // Kept or made at the moment, a pack is shown by the browser, under one name.
  expect(fromRun.headers.get('content-disposition')).toMatch(/^inline; /);
  expect(now.headers.get('content-disposition')).toBe(fromRun.headers.get('content-disposition'));
});

it('a release that is accepted before the last pack stands makes it begin anew: all are of the same releases', async () => {
  const run = await start();
  await killedAfter(run, 2);
  const before = await packs(run);
  await accept();
  expect(await makeRun(mesters, run, never)).toBe(true);
  const after = await packs(run);
  expect(after).toHaveLength(6);
  for (const { pdf } of before) expect(after.map((one) => one.pdf)).not.toContain(pdf);
  expect((await kept(urns[0]!))?.run.id).toBe(run);
  const answer = await anybody.get(`/schools/${urns[0]}/pack.pdf`);
  expect((await readPdf(answer.bytes)).text).toContain(`${figure}%`);
});

it('the same while it is being made', async () => {
  const run = await start();
  let accepting: Promise<void> | null = null;
  const published = await makeRun(mesters, run, {
    ...never,
    progress: (done) => {
      if (done === 2) accepting ??= accept();
    },
  });
  await accepting;
  expect(published).toBe(true);
  expect(await packs(run)).toHaveLength(6);
  // Accepted after the last pack stood it is in none, and each is made when it is opened; else it is in all.
  const answer = await anybody.get(`/schools/${urns[0]}/pack.pdf`);
  expect((await readPdf(answer.bytes)).text).toContain(`${figure}%`);
});

it('a later run replaces the one before: its files go, and nothing else does', async () => {
  const first = await start();
  await makeRun(mesters, first, never);
  const second = await start();
  await makeRun(mesters, second, never);
  expect(await asSystem(database, overtakenRuns)).toContain(first);
  await mesters.jobs.start(packJobs);
  const third = await asSystem(database, async (tx) => startRun(tx, by));
  await site.post('/packs', {});
  await mesters.jobs.idle();
  await mesters.jobs.stop();
  expect(await packs(first)).toEqual([]);
  expect(await packs(second)).toEqual([]);
  expect(await packs(third)).toHaveLength(6);
  const files = await asSystem(database, (tx) =>
    tx.selectFrom('platform.file').select('id').where('name', 'like', '%for-governors%').execute(),
  );
  expect(files).toHaveLength(10);
});

it('is made by one job, also where it is asked for again while that job runs', async () => {
  const jobs = async () => {
    const connection = await database.source.acquire();
    const { rows } = await connection.query(
      "update pgboss.job_common set state = 'active' where data ->> 'kind' = 'data.make-packs' and state = 'created' returning id",
      [],
    );
    connection.release();
    return rows.length;
  };
  await site.post('/packs', {});
  expect(await jobs()).toBe(1);
  // Which releases it will be of is not known before it is made.
  const first = (await site.get('/packs')).document.querySelector('tbody tr');
  expect(first?.textContent).toContain('Being made');
  expect(first?.querySelectorAll('td')[2]?.textContent).not.toContain('0');
  expect((await site.post('/packs', {})).status).toBe(303);
  expect(await jobs()).toBe(0);
});

it('a run that is stopped is thrown away, and what was published stays', async () => {
  const before = await start();
  await makeRun(mesters, before, never);
  const run = await start();
  await killedAfter(run, 2);
  expect((await site.get('/packs')).status).toBe(200);
  await site.post(`/packs/${run}/stop`, {});
  expect(await makeRun(mesters, run, never)).toBe(false);
  expect((await kept(urns[0]!))?.run.id).toBe(before);
  expect(await asSystem(database, overtakenRuns)).toContain(run);
});

it('the pack of leaders is not for everybody; the others are', async () => {
  const at = `/schools/${urns[1]}`;
  expect((await anybody.get(`${at}/pack-for-leaders.pdf`)).status).toBe(303);
  const leaders = await site.get(`${at}/pack-for-leaders.pdf`);
  expect(leaders.headers.get('content-disposition')).toContain('for-leaders.pdf');
  expect((await readPdf(leaders.bytes)).text).toContain('For leaders.');
  expect((await anybody.get('/partnerships/loc/pack.pdf')).status).toBe(200);
  expect((await anybody.get('/partnerships/loc/pack.xlsx')).status).toBe(200);
  expect((await anybody.get('/partnerships/nowhere/pack.pdf')).status).toBe(404);
  expect((await anybody.get('/schools/999999/pack.pdf')).status).toBe(404);
  expect((await anybody.get('/packs')).status).not.toBe(200);
});

it('a pack that cannot be made is named with its reason, and the others are there', async () => {
  const make = await runThatBreaks();
  broken.add('School 2');
  const run = await start();
  await killedAfter(run, 5, make);
  expect(await make(mesters, run, never)).toBe(true);
  const [first] = await asSystem(database, (tx) => recentRuns(tx));
  const name = 'School 2, for everybody';
  expect(first).toMatchObject({ id: run, status: 'published', packs: 5 });
  expect(first?.failed).toEqual([{ key: `everybody school ${urns[2]}`, name, reason: 'The PDF could not be set.' }]);
  expect((await kept(urns[0]!))?.run.id).toBe(run);
  expect(await kept(urns[2]!)).toBeNull();
  const page = (await site.get('/packs')).text;
  expect(page).toContain('1 pack could not be made');
  expect(page).toContain(`${name}: The PDF could not be set.`);
  broken.clear();
  const next = await start();
  expect(await make(mesters, next, never)).toBe(true);
  expect((await kept(urns[2]!))?.run.id).toBe(next);
  expect((await site.get('/packs')).text).not.toContain('could not be made');
});

it('where not one can be made nothing is published, and it is tried again', async () => {
  const make = await runThatBreaks();
  for (let n = 0; n < 5; n++) broken.add(`School ${n}`);
  await asSystem(database, (tx) => tx.deleteFrom('schools.partnership_membership').execute());
  await asSystem(database, (tx) => tx.deleteFrom('schools.partnership').execute());
  const run = await start();
  await expect(make(mesters, run, never)).rejects.toThrow('No pack could be made. The PDF could not be set.');
  broken.clear();
  expect(await make(mesters, run, never)).toBe(true);
});
