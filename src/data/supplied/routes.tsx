import { fileError } from '../../platform/brought';
import type { ExportTable } from '../../platform/documents';
import { UnreadableFile } from '../../platform/reading';
import {
  fileRoutes,
  notFound,
  page,
  type Req,
  type Route,
  redirect,
  route,
  type Sample,
  sameSample,
} from '../../platform/web';
import { readAcademicYear, yearName } from '../../schools';
import { suppliedTables } from '../methods/supplied';
import { readRows, type TableName, tableNames } from '../methods/tables';
import { bringsReleases } from '../policy';
import { describeFault } from './command';
import { allTables, suppliedYears, TablePage, TablesPage, type TableView, useOf, yearsWords } from './pages';
import { type SuppliedVersion, suppliedContent, suppliedVersions } from './queries';
import { readTableText, supplyTable, tableNamed } from './service';
import { shippedYears } from './shipped';

declare module '../../platform/web' {
  interface SampleWorld {
    /** A version of the phonics standard that somebody supplied. */
    suppliedTable: number;
  }
}

const sample: Sample = {
  path: '/official-tables/phonics-standard',
  form: { year: '2016/17' },
  upload: { field: 'file', name: 'phonics.csv', text: 'year,mark\n2017,32\n' },
};
const same = (path: string) => () => [path, path] as const;

/** Official tables that somebody supplies: the list, one with its versions, and the upload. */
export const suppliedRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/official-tables',
    may: bringsReleases,
    sample: sameSample('/official-tables'),
    handle: list,
  }),
  ...fileRoutes({ path: '/official-tables', may: bringsReleases, sample: same('/official-tables'), file: listFile }),
  ...fileRoutes({
    path: '/official-tables/:name/versions',
    may: bringsReleases,
    sample: same('/official-tables/phonics-standard/versions'),
    file: versionsFile,
  }),
  ...fileRoutes({
    path: '/official-tables/:name/:id/table',
    may: bringsReleases,
    sample: ({ suppliedTable }) => {
      const address = `/official-tables/phonics-standard/${suppliedTable}/table`;
      return [address, address];
    },
    file: contentFile,
  }),
  route({
    method: 'GET',
    path: '/official-tables/:name',
    may: bringsReleases,
    sample: sameSample('/official-tables/phonics-standard'),
    handle: show,
  }),
  route({
    method: 'POST',
    path: '/official-tables/:name',
    may: bringsReleases,
    body: 'upload',
    sample: () => ({ own: sample, other: sample }),
    handle: receive,
  }),
];

async function list(req: Req): Promise<Response> {
  const versions = await req.tx((tx) => suppliedVersions(tx, null));
  return page(
    req,
    { title: 'Official tables', density: 'staff', breadcrumbs: [{ text: 'Data releases', href: '/releases' }] },
    <TablesPage versions={versions} />,
  );
}

async function listFile(req: Req) {
  const versions = await req.tx((tx) => suppliedVersions(tx, null));
  const table: ExportTable = {
    name: 'Official tables',
    columns: ['Table', 'For', 'Comes with Mesters', 'Supplied'].map((heading) => ({ heading, kind: 'text' })),
    rows: allTables.map((name) => [
      tableNames[name],
      useOf(name),
      yearsWords(shippedYears[name]),
      yearsWords(suppliedYears(versions, name)),
    ]),
  };
  return { table, name: 'official-tables' };
}

const nameOf = (req: Req): TableName | undefined => tableNamed(req.params.name ?? '');

async function show(req: Req): Promise<Response> {
  const name = nameOf(req);
  if (!name) return notFound(req);
  const year = readAcademicYear(req.query.get('year') ?? '');
  return tablePage(req, { name, year: year === null ? '' : yearName(year), errors: {}, faults: [] });
}

async function tablePage(req: Req, view: Omit<TableView, 'versions'>): Promise<Response> {
  const versions = await req.tx((tx) => suppliedVersions(tx, view.name));
  const { year, file } = view.errors;
  const errors = [
    ...(year ? [{ text: year, href: '#year' }] : []),
    ...(file ? [{ text: file, href: view.faults.length > 0 ? '#faults' : '#file' }] : []),
  ];
  return page(
    req,
    {
      title: tableNames[view.name],
      density: 'staff',
      breadcrumbs: [
        { text: 'Data releases', href: '/releases' },
        { text: 'Official tables', href: '/official-tables' },
      ],
      errors,
    },
    <TablePage {...view} versions={versions} />,
  );
}

async function receive(req: Req): Promise<Response> {
  const name = nameOf(req);
  if (!name) return notFound(req);
  const typed = req.form.get('year');
  const year = readAcademicYear(typed);
  const file = req.uploads.find((one) => one.field === 'file');
  const ofYear = year === null ? { year: 'Enter an academic year such as 2017/18' } : {};
  const errors = { ...ofYear, ...fileError(file, ofYear) };
  if (year === null || !file) return tablePage(req, { name, year: typed, errors, faults: [] });
  const again = (problem: string, faults: readonly string[] = []) =>
    tablePage(req, { name, year: typed, errors: { file: problem }, faults });
  let content: string;
  try {
    content = await readTableText(file.path);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return again(error.message);
  }
  const supplied = await req.tx((tx) =>
    supplyTable(tx, { actor: req.actor, clock: req.clock }, { name, year, fileName: file.name, content }),
  );
  const back = `/official-tables/${name}`;
  if (supplied.ok)
    return redirect(back, { notice: `Supplied for ${yearName(year)}. What depends on it is being worked out.` });
  if (supplied.reason.kind === 'same')
    return redirect(back, {
      refusal: `The very same table of ${yearName(year)} is held already. Nothing has changed.`,
    });
  return again('This file is not the table as the methods take it', supplied.reason.faults.map(describeFault));
}

async function versionsFile(req: Req) {
  const name = nameOf(req);
  if (!name) return null;
  const versions = await req.tx((tx) => suppliedVersions(tx, name));
  const table: ExportTable = {
    name: 'Versions',
    columns: [
      { heading: 'Year', kind: 'text' },
      { heading: 'File', kind: 'text' },
      { heading: 'SHA-256', kind: 'text' },
      { heading: 'Rows', kind: 'number' },
      { heading: 'Supplied', kind: 'date' },
    ],
    rows: versions.map((one: SuppliedVersion) => [
      yearName(one.year),
      one.fileName,
      one.sha256,
      one.rows,
      one.suppliedAt.toZonedDateTimeISO('Europe/London').toPlainDate(),
    ]),
  };
  return { table, name: `${name}-versions` };
}

/** A version as it was supplied, column by column. */
async function contentFile(req: Req) {
  const id = /^\d{1,9}$/.test(req.params.id ?? '') ? Number(req.params.id) : 0;
  const found = await req.tx((tx) => suppliedContent(tx, id));
  if (!found || found.name !== nameOf(req)) return null;
  const { headings } = suppliedTables[found.name];
  const table: ExportTable = {
    name: 'Table',
    columns: headings.map((heading) => ({ heading, kind: 'text' })),
    rows: readRows(found.content).map((row) => headings.map((heading) => row[heading] ?? '')),
  };
  return { table, name: `${found.name}-${yearName(found.year).replace('/', '-')}` };
}
