import { fileError, idOf, pageOf, summaryOf } from '../../platform/brought';
import { systemStanding } from '../../platform/database';
import { enqueue, progressOf } from '../../platform/jobs';
import { readRejected, rejectedPerPage, rejectedTable, rejectedValues } from '../../platform/rejected';
import {
  dateBoxes,
  fileRoutes,
  notFound,
  page,
  type Req,
  type Route,
  readDate,
  redirect,
  route,
  type Sample,
  sameSample,
  type TableFile,
  yearsTaken,
} from '../../platform/web';
import { date, slug } from '../../platform/words';
import { warningsOf } from './command';
import { guessedCensusDay } from './dates';
import { checkImport, checkKey, releaseContent, removeGivenUp } from './jobs';
import { kindNamed } from './kinds';
import { changesTable, type Part } from './pages/changes-file';
import { ImportPage } from './pages/import-page';
import { importsTable, listedImports, readImports } from './pages/list';
import { ListPage } from './pages/list-page';
import { UploadPage, type UploadView } from './pages/upload-page';
import { bringsFiles } from './policy';
import { previewOf } from './preview';
import { type Import, importById, lockContent, newestAccepted, recentImports } from './queries';
import { summary } from './report';
import { acceptImport, compareAgain, giveUpImport, startImport } from './service';

declare module '../../platform/web' {
  interface SampleWorld {
    /** An import that waits to be accepted. */
    readyImport: number;
  }
}

const about =
  (path: string) =>
  (world: { readyImport: number }): { own: Sample; other: Sample } => {
    const sample = { path: path.replace(':id', String(world.readyImport)) };
    return { own: sample, other: sample };
  };

const upload: Sample = {
  path: '/imports',
  form: { kind: 'partnerships' },
  upload: { field: 'file', name: 'partnerships.csv', text: 'URN,Partnership\n100001,Network\n' },
};

/** Bringing files: the list, the upload, what a file would change, and the decision. */
export const importRoutes: Route[] = [
  route({ method: 'GET', path: '/imports', may: bringsFiles, sample: sameSample('/imports'), handle: list }),
  ...fileRoutes({
    path: '/imports',
    may: bringsFiles,
    sample: () => ['/imports', '/imports'],
    file: async (req) => ({
      table: importsTable(listedImports(await req.tx((tx) => recentImports(tx, mostImports)), readImports(req.query))),
      name: `imports-${req.clock.today()}`,
    }),
  }),
  route({ method: 'GET', path: '/imports/new', may: bringsFiles, sample: sameSample('/imports/new'), handle: form }),
  route({
    method: 'POST',
    path: '/imports',
    may: bringsFiles,
    body: 'upload',
    sample: () => ({ own: upload, other: upload }),
    handle: receive,
  }),
  route({ method: 'GET', path: '/imports/:id', may: bringsFiles, sample: about('/imports/:id'), handle: show }),
  ...(
    [
      ['rejects', rejectsFile],
      ['changes', changesFile],
    ] as const
  ).flatMap(([what, file]) =>
    fileRoutes({
      path: `/imports/:id/${what}`,
      may: bringsFiles,
      sample: (world) => [`/imports/${world.readyImport}/${what}`, `/imports/${world.readyImport}/${what}`],
      file,
    }),
  ),
  route({
    method: 'POST',
    path: '/imports/:id/accept',
    may: bringsFiles,
    sample: about('/imports/:id/accept'),
    handle: accept,
  }),
  route({
    method: 'POST',
    path: '/imports/:id/discard',
    may: bringsFiles,
    sample: about('/imports/:id/discard'),
    handle: discard,
  }),
  route({
    method: 'POST',
    path: '/imports/:id/compare',
    may: bringsFiles,
    sample: about('/imports/:id/compare'),
    handle: compare,
  }),
];

/** The command line says the same of its own options. */
const guessedWords = (day: Temporal.PlainDate): string =>
  `${date(day)} is a guess: neither the file nor its name says of which census it is. If it is of another, discard it and bring it again with its census day, under “The day from which the facts hold”.`;

const crumbs = [{ text: 'Imports', href: '/imports' }];

/** The newest of them; an installation has some dozens a year. */
const mostImports = 5000;

async function list(req: Req): Promise<Response> {
  const imports = await req.tx((tx) => recentImports(tx, mostImports));
  return page(
    req,
    { title: 'Imports', density: 'staff' },
    <ListPage imports={imports} wish={readImports(req.query)} query={req.query} page={pageOf(req)} />,
  );
}

async function form(req: Req): Promise<Response> {
  return uploadPage(req, { kind: req.query.get('kind') ?? '', la: '', asAt: {}, errors: {} });
}

function uploadPage(req: Req, view: UploadView): Promise<Response> {
  return page(
    req,
    { title: 'Bring a file', density: 'staff', breadcrumbs: crumbs, errors: summaryOf(view.errors) },
    <UploadPage {...view} demonstration={req.installation.kind === 'demonstration'} />,
  );
}

async function receive(req: Req): Promise<Response> {
  const { mesters, actor, clock } = req;
  const kind = kindNamed(req.form.get('kind'));
  const la = req.form.get('la');
  const asAt = readDate(req.form, 'as-at');
  const file = req.uploads.find((one) => one.field === 'file');
  const ofKind = kind ? {} : { kind: 'Choose what is in the file' };
  const others = {
    ...(la === '' || /^[2-9]\d\d$/.test(la)
      ? {}
      : { la: 'Enter the code of the authority as three figures, or leave it empty' }),
    ...(asAt.kind === 'wrong'
      ? { 'as-at-day': `Enter a ${asAt.outOfYears ? `date ${yearsTaken}` : 'real date'}, or leave it empty` }
      : {}),
  };
  const errors = { ...ofKind, ...fileError(file, ofKind, others), ...others };
  if (!kind || !file || Object.keys(errors).length > 0)
    return uploadPage(req, { kind: req.form.get('kind'), la, asAt: dateBoxes(req.form, 'as-at'), errors });
  // Kept before the transaction begins: copying a large file must not keep others from the database.
  const { sha256 } = await mesters.files.put(file.path);
  const id = await req.tx(async (tx) => {
    // The end of another import may have removed the same content just now.
    await lockContent(tx, sha256);
    if (!(await mesters.files.has(sha256))) await mesters.files.put(file.path);
    const made = await startImport(
      tx,
      { actor, clock },
      { kind: kind.name, fileName: file.name, sha256, la: la === '' ? null : Number(la) },
    );
    await enqueue(
      tx,
      checkImport,
      { importId: made, asAt: asAt.kind === 'date' ? asAt.date.toString() : null },
      { once: String(made) },
    );
    return made;
  });
  return redirect(`/imports/${id}`);
}

async function show(req: Req): Promise<Response> {
  const { mesters, clock } = req;
  const found = await load(req);
  if (!found) return notFound(req);
  const wish = readRejected(req.query);
  const at = pageOf(req);
  const decided = found.status === 'ready' || found.status === 'accepted';
  const view = await mesters.database.transaction(systemStanding(clock), async (tx) => ({
    progress: found.status === 'checking' ? await progressOf(tx, checkKey(found.id)) : null,
    rejected: await rejectedValues(tx, rejectsIn(found.id), wish, { page: at, perPage: rejectedPerPage }),
    stale: found.status === 'ready' && (await newestAccepted(tx)) !== found.base,
  }));
  const preview = decided
    ? await mesters.database.transaction(systemStanding(clock), (tx) => previewOf(tx, found.id))
    : null;
  return page(
    req,
    { title: found.fileName, density: 'staff', breadcrumbs: crumbs },
    <ImportPage
      import={found}
      {...view}
      wish={wish}
      page={at}
      query={req.query}
      preview={preview}
      warnings={[
        ...(found.status === 'ready' && found.asAtSource === guessedCensusDay ? [guessedWords(found.asAt)] : []),
        ...warningsOf(found, clock.today()),
      ]}
    />,
  );
}

const rejectsIn = (id: number) => ({ table: 'schools.import_reject', of: 'import_id', id });

const mostRows = 100_000;

async function rejectsFile(req: Req): Promise<TableFile | null> {
  const found = await load(req);
  if (!found) return null;
  const all = { page: 1, perPage: mostRows };
  return {
    table: rejectedTable(await req.tx((tx) => rejectedValues(tx, rejectsIn(found.id), readRejected(req.query), all))),
    name: `import-${found.id}-rejected`,
  };
}

/** One part of what an import changes, as its page has them: the first, unless said. */
async function changesFile(req: Req): Promise<TableFile | null> {
  const found = await load(req);
  if (!found || (found.status !== 'ready' && found.status !== 'accepted')) return null;
  const part = (Object.keys(changesTable) as Part[]).find((one) => one === req.query.get('part')) ?? 'successions';
  const preview = await req.mesters.database.transaction(systemStanding(req.clock), (tx) =>
    previewOf(tx, found.id, mostRows),
  );
  return {
    table: changesTable[part](preview[part].lines as never),
    name: `import-${found.id}-${slug(part.replace(/[A-Z]/g, ' $&'))}`,
  };
}

async function accept(req: Req): Promise<Response> {
  const { actor, clock } = req;
  const id = idOf(req);
  const accepted = await req.tx(async (tx) => {
    const result = await acceptImport(tx, { actor, clock }, id);
    if (result.ok) await enqueue(tx, releaseContent, { sha256: result.value.sha256 });
    return result;
  });
  if (accepted.ok)
    return redirect(`/imports/${id}`, {
      notice: `Accepted. ${summary(accepted.value.counts, kindNamed(accepted.value.kind) ?? { noun: 'fact' })}`,
    });
  switch (accepted.reason) {
    case 'missing':
      return notFound(req);
    case 'already-accepted':
      return redirect(`/imports/${id}`, { refusal: 'This file had been accepted already.' });
    case 'not-ready':
      return redirect(`/imports/${id}`, { refusal: 'This file does not wait to be accepted. Nothing has changed.' });
    case 'stale':
      return redirect(`/imports/${id}`, {
        refusal: 'Another file was accepted in the meantime. Compare this one again. Nothing has changed.',
      });
  }
}

async function discard(req: Req): Promise<Response> {
  const { actor, clock } = req;
  const id = idOf(req);
  const found = await load(req);
  if (!found) return notFound(req);
  const given = await req.tx(async (tx) => {
    if (!(await giveUpImport(tx, { actor, clock }, id))) return false;
    await enqueue(tx, removeGivenUp, { importId: id }, { once: String(id) });
    await enqueue(tx, releaseContent, { sha256: found.sha256 });
    return true;
  });
  return given
    ? redirect('/imports', { notice: `${found.fileName} was discarded. Nothing has changed.` })
    : redirect(`/imports/${id}`, { refusal: 'This file has been accepted already, and cannot be discarded.' });
}

async function compare(req: Req): Promise<Response> {
  const id = idOf(req);
  const found = await load(req);
  if (!found) return notFound(req);
  const begun = await req.tx(async (tx) => {
    if (!(await compareAgain(tx, id))) return false;
    const asAt = found.asAtSource === 'as given' ? found.asAt.toString() : null;
    await enqueue(tx, checkImport, { importId: id, asAt }, { once: String(id) });
    return true;
  });
  return redirect(`/imports/${id}`, begun ? {} : { refusal: 'This file does not wait to be compared.' });
}

const load = (req: Req): Promise<Import | null> => req.tx((tx) => importById(tx, idOf(req)));
