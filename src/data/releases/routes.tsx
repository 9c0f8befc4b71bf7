import { recordDeed } from '../../platform/audit';
import { fileError, idOf, pageOf, summaryOf } from '../../platform/brought';
import { systemStanding, type Tx } from '../../platform/database';
import { keepFile } from '../../platform/files';
import { enqueue, progressOf } from '../../platform/jobs';
import { readRejected, rejectedPerPage, rejectedTable, rejectedValues } from '../../platform/rejected';
import {
  fileRoutes,
  forbidden,
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type Sample,
  sameSample,
  type TableFile,
} from '../../platform/web';
import { readAcademicYear } from '../../schools';
import { releaseKindNamed } from '../catalogue/kinds';
import { bringsPupils, bringsReleases } from '../policy';
import { schoolsOfRelease } from '../pupils/queries';
import { checkKey, checkRelease, removeGivenUpRelease } from './jobs';
import { laterThan } from './later';
import { listedReleases, readReleases, releasesTable } from './pages/list';
import { ReleasesPage } from './pages/list-page';
import { ReleasePage } from './pages/release-page';
import { UploadPage, type UploadView } from './pages/upload-page';
import { heldIn, type Release, recentReleases, releaseById, stages } from './queries';
import { summary } from './report';
import { acceptRelease, giveUpRelease, sayYear, startRelease } from './service';

declare module '../../platform/web' {
  interface SampleWorld {
    /** A release that waits to be accepted. */
    readyRelease: number;
    /** One that was refused because nobody said its year. */
    yearlessRelease: number;
  }
}

const about =
  (path: string) =>
  (world: { readyRelease: number }): { own: Sample; other: Sample } => {
    const sample = { path: path.replace(':id', String(world.readyRelease)) };
    return { own: sample, other: sample };
  };

const upload: Sample = {
  path: '/releases',
  form: { dataset: 'absence', stage: 'validated', year: '2016/17' },
  upload: { field: 'file', name: 'absence.csv', text: 'LA,ESTAB,URN,PERCTOT,PPERSABS10\nNAT,PRI,,4.0,8.2\n' },
};

/** Bringing published files: the list, the upload, what a file holds, and the decision. */
export const releaseRoutes: Route[] = [
  route({ method: 'GET', path: '/releases', may: bringsReleases, sample: sameSample('/releases'), handle: list }),
  ...fileRoutes({
    path: '/releases',
    may: bringsReleases,
    sample: () => ['/releases', '/releases'],
    file: async (req) => ({
      table: releasesTable(
        listedReleases(await req.tx((tx) => recentReleases(tx, mostReleases)), readReleases(req.query)),
      ),
      name: `releases-${req.clock.today()}`,
    }),
  }),
  route({
    method: 'GET',
    path: '/releases/new',
    may: bringsReleases,
    sample: sameSample('/releases/new'),
    handle: form,
  }),
  route({
    method: 'POST',
    path: '/releases',
    may: bringsReleases,
    body: 'upload',
    sample: () => ({ own: upload, other: upload }),
    handle: receive,
  }),
  route({ method: 'GET', path: '/releases/:id', may: bringsReleases, sample: about('/releases/:id'), handle: show }),
  ...fileRoutes({
    path: '/releases/:id/rejects',
    may: bringsReleases,
    sample: (world) => [`/releases/${world.readyRelease}/rejects`, `/releases/${world.readyRelease}/rejects`],
    file: rejectsFile,
  }),
  route({
    method: 'POST',
    path: '/releases/:id/accept',
    may: bringsReleases,
    sample: about('/releases/:id/accept'),
    handle: accept,
  }),
  route({
    method: 'POST',
    path: '/releases/:id/year',
    may: bringsReleases,
    sample: (world) => {
      const sample = { path: `/releases/${world.yearlessRelease}/year`, form: { year: '2016/17' } };
      return { own: sample, other: sample };
    },
    handle: checkAgain,
  }),
  route({
    method: 'POST',
    path: '/releases/:id/discard',
    may: bringsReleases,
    sample: about('/releases/:id/discard'),
    handle: discard,
  }),
];

const crumbs = [{ text: 'Data releases', href: '/releases' }];

/** The newest of them; an installation has some dozens a year. */
const mostReleases = 5000;

async function list(req: Req): Promise<Response> {
  const releases = await req.tx((tx) => recentReleases(tx, mostReleases));
  return page(
    req,
    { title: 'Data releases', density: 'staff' },
    <ReleasesPage releases={releases} wish={readReleases(req.query)} query={req.query} page={pageOf(req)} />,
  );
}

async function form(req: Req): Promise<Response> {
  return uploadPage(req, { dataset: req.query.get('dataset') ?? '', year: '', stage: 'validated', la: '', errors: {} });
}

function uploadPage(req: Req, view: UploadView): Promise<Response> {
  return page(
    req,
    { title: 'Bring a file of results', density: 'staff', breadcrumbs: crumbs, errors: summaryOf(view.errors) },
    <UploadPage {...view} demonstration={req.installation.kind === 'demonstration'} pupils={bringsPupils(req.actor)} />,
  );
}

async function receive(req: Req): Promise<Response> {
  const { mesters, actor, clock } = req;
  const named = releaseKindNamed(req.form.get('dataset'));
  const dataset = named?.level === 'public' || bringsPupils(actor) ? named : undefined;
  const typed = { dataset: req.form.get('dataset'), year: req.form.get('year'), la: req.form.get('la') };
  const stage = stages.find((one) => one === req.form.get('stage')) ?? 'validated';
  const year = readAcademicYear(typed.year);
  const file = req.uploads.find((one) => one.field === 'file');
  const ofKind = dataset ? {} : { dataset: 'Choose what is in the file' };
  const others = {
    ...(typed.year === '' || year !== null
      ? {}
      : { year: 'Enter an academic year such as 2017/18, or leave it empty' }),
    ...(typed.la === '' || /^[2-9]\d\d$/.test(typed.la)
      ? {}
      : { la: 'Enter the code of the authority as three figures, or leave it empty' }),
    ...(dataset?.level === 'pupil' && typed.la !== '' ? { la: 'Leave it empty: a file of pupils is taken whole' } : {}),
  };
  const errors = { ...ofKind, ...fileError(file, ofKind, others), ...others };
  if (!dataset || !file || Object.keys(errors).length > 0) return uploadPage(req, { ...typed, stage, errors });
  // Kept before the transaction begins: copying a large file must not keep others from the database.
  await mesters.files.put(file.path);
  const id = await req.tx(async (tx) => {
    const kept = await keepFile(tx, mesters.files, {
      content: file.path,
      name: file.name,
      type: 'text/csv',
      level: dataset.level === 'pupil' ? 'pupil/*' : 'imports/*',
    });
    const made = await startRelease(
      tx,
      { actor, clock },
      {
        dataset: dataset.id,
        fileName: kept.name,
        sha256: kept.sha256,
        stage,
        year,
        la: typed.la === '' ? null : Number(typed.la),
        upload: kept.id,
      },
    );
    await enqueue(tx, checkRelease, { releaseId: made }, { once: String(made) });
    return made;
  });
  return redirect(`/releases/${id}`);
}

async function show(req: Req): Promise<Response> {
  const release = await load(req);
  return release ? releasePage(req, release) : notFound(req);
}

async function releasePage(req: Req, release: Release, typed?: { year: string; error: string }): Promise<Response> {
  const { mesters, clock } = req;
  const wish = readRejected(req.query);
  const at = pageOf(req);
  const decided = release.status === 'ready' || release.status === 'accepted';
  const mayRead = mayOpen(req, release);
  // Figures that are only being checked are the program's own.
  const { progress, held, later } = await mesters.database.transaction(systemStanding(clock), async (tx) => ({
    progress: release.status === 'checking' ? await progressOf(tx, checkKey(release.id)) : null,
    held: decided && release.level === 'public' ? await heldIn(tx, release) : [],
    later: decided ? await laterThan(tx, release) : null,
  }));
  const view = await req.tx(async (tx) => {
    const rejected = await rejectedValues(tx, rejectsIn(release.id), wish, { page: at, perPage: rejectedPerPage });
    if (rejected.total > 0) await noteLook(tx, req, release, 'view');
    return { rejected, schools: decided ? await schoolsOfRelease(tx, release.id) : [], mayRead };
  });
  return page(
    req,
    {
      title: release.name ?? release.fileName,
      density: 'staff',
      breadcrumbs: crumbs,
      ...(typed && { errors: summaryOf({ year: typed.error }) }),
    },
    <ReleasePage
      release={release}
      typed={typed}
      {...view}
      progress={progress}
      held={held}
      later={later}
      wish={wish}
      page={at}
      query={req.query}
    />,
  );
}

const rejectsIn = (id: number) => ({ table: 'data.reject', of: 'release_id', id });

/** Of a file of pupils what was rejected, and the decision, are the data analyst's. */
const mayOpen = (req: Req, { level }: Release): boolean => level === 'public' || bringsPupils(req.actor);

/** Looks at values of pupils are written down. */
async function noteLook(tx: Tx, req: Req, release: Release, kind: 'view' | 'export'): Promise<void> {
  if (release.level === 'public') return;
  await recordDeed(tx, req, {
    action: kind === 'view' ? 'data.rejected-viewed' : 'data.rejected-taken',
    kind,
    scope: 'installation',
    about: `Rejected values of ${release.name ?? `release ${release.id}`}: ${release.fileName}.`,
  });
}

const mostRows = 100_000;

async function rejectsFile(req: Req): Promise<TableFile | null> {
  const release = await load(req);
  if (!release) return null;
  const all = { page: 1, perPage: mostRows };
  if (!mayOpen(req, release)) return null;
  const rejected = await req.tx(async (tx) => {
    await noteLook(tx, req, release, 'export');
    return rejectedValues(tx, rejectsIn(release.id), readRejected(req.query), all);
  });
  return {
    table: rejectedTable(rejected),
    name: `release-${release.id}-rejected`,
  };
}

async function accept(req: Req): Promise<Response> {
  const { actor, clock } = req;
  const id = idOf(req);
  const found = await load(req);
  if (found && !mayOpen(req, found)) return forbidden(req);
  const accepted = await req.tx((tx) => acceptRelease(tx, { actor, clock }, id));
  if (accepted.ok) return redirect(`/releases/${id}`, { notice: `Accepted. ${summary(accepted.value)}` });
  switch (accepted.reason) {
    case 'missing':
      return notFound(req);
    case 'already-accepted':
      return redirect(`/releases/${id}`, { refusal: 'This file had been accepted already.' });
    case 'not-ready':
      return redirect(`/releases/${id}`, { refusal: 'This file does not wait to be accepted. Nothing has changed.' });
    case 'same':
      return redirect(`/releases/${id}`, {
        refusal: 'An accepted release holds the very same figures. Nothing has changed.',
      });
  }
}

/** A file that nobody said the year of, or a wrong one, is checked again with the year that is said now. */
async function checkAgain(req: Req): Promise<Response> {
  const found = await load(req);
  if (!found) return notFound(req);
  if (!mayOpen(req, found)) return forbidden(req);
  const typed = req.form.get('year');
  const year = readAcademicYear(typed);
  if (year === null) return releasePage(req, found, { year: typed, error: 'Enter an academic year such as 2017/18' });
  const begun = await req.tx(async (tx) => {
    if (!(await sayYear(tx, found.id, year))) return false;
    await enqueue(tx, checkRelease, { releaseId: found.id }, { once: String(found.id) });
    return true;
  });
  return redirect(
    `/releases/${found.id}`,
    begun ? {} : { refusal: 'This file does not wait for its year. Nothing has changed.' },
  );
}

async function discard(req: Req): Promise<Response> {
  const { actor, clock } = req;
  const id = idOf(req);
  const found = await load(req);
  if (!found) return notFound(req);
  if (!mayOpen(req, found)) return forbidden(req);
  const given = await req.tx(async (tx) => {
    if (!(await giveUpRelease(tx, { actor, clock }, id))) return false;
    await enqueue(tx, removeGivenUpRelease, { releaseId: id }, { once: String(id) });
    return true;
  });
  return given
    ? redirect('/releases', { notice: `${found.fileName} was discarded. Nothing has changed.` })
    : redirect(`/releases/${id}`, {
        refusal: 'This file has been accepted already, or is still being checked, and cannot be discarded.',
      });
}

const load = (req: Req): Promise<Release | null> => req.tx((tx) => releaseById(tx, idOf(req)));
