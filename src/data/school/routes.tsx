import { sql } from 'kysely';
import { fileRoutes, json, notFound, page, type Req, type Route, route, type SampleWorld } from '../../platform/web';
import { slug } from '../../platform/words';
import {
  readAcademicYear,
  type SchoolHead,
  schoolCrumbs,
  schoolHead,
  schoolTabs,
  type TabsOf,
  yearName,
} from '../../schools';
import { datasetOf, type Measure, measureNamed } from '../catalogue/catalogue';
import { figureJson, inCatalogueOrder } from '../figures/json';
import { type Figure, figuresOfSchool } from '../figures/queries';
import { packStanding } from '../packs/standing';
import { bringsReleases, readsOwnFigures, readsPublished } from '../policy';
import { type ReadFrom, readFrom } from '../releases/queries';
import { askedFor, nothingOf } from './asked';
import { trendYears } from './choose';
import { figuresTable } from './export';
import { type ViewFor, viewFor, withoutSmallGroups } from './governors';
import { MeasurePage } from './measure-page';
import { SchoolDataPage } from './page';
import { schoolData } from './read';
import { measureRow, type SchoolData } from './view';
import { whyNone } from './why-none';

/** The tab of the figures of a school, a trust or a partnership. */
export const dataTabs: TabsOf = (actor, { kind, id }) => [
  { group: 'Data', text: 'Published', href: `/${kind}s/${id}/data` },
  ...(kind === 'school' && readsOwnFigures(actor, { urn: id })
    ? [
        { group: 'Data', text: 'Own figures', href: `/schools/${id}/own` },
        { group: 'Data', text: 'Attendance', href: `/schools/${id}/attendance` },
      ]
    : []),
];

const ofSchool =
  (ending = '') =>
  (world: SampleWorld) => ({
    own: { path: `/schools/${world.school}/data${ending}` },
    other: { path: `/schools/${world.otherSchool}/data${ending}` },
  });

/** What was published of a school: the page, one figure opened, and the same for taking away and for programs. */
export const schoolDataRoutes: Route[] = [
  route({ method: 'GET', path: '/schools/:urn/data', may: readsPublished, sample: ofSchool(), handle: show }),
  ...fileRoutes({
    path: '/schools/:urn/data',
    may: readsPublished,
    sample: (world) => [`/schools/${world.school}/data`, `/schools/${world.otherSchool}/data`],
    file: async (req) => {
      const found = await figuresFor(req);
      const whom = found?.for === 'governors' ? '-for-governors' : '';
      if (!found) return null;
      if (found.missing) return { missing: found.missing };
      return { table: figuresTable(found.figures), name: `data-${slug(found.school.name)}${whom}` };
    },
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/data.json',
    may: readsPublished,
    sample: ofSchool('.json'),
    rate: { calls: 60, seconds: 60 },
    handle: forPrograms,
  }),
  route({
    method: 'GET',
    path: '/schools/:urn/data/:measure',
    may: readsPublished,
    sample: ofSchool('/ks2-rwm-expected'),
    handle: open,
  }),
];

const urnOf = (req: Req): number => (/^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : 0);

async function show(req: Req): Promise<Response> {
  const urn = urnOf(req);
  const data = await req.tx((tx) => schoolData(tx, req.mesters.database, urn));
  if (!data) return notFound(req);
  const at = `/schools/${urn}/data`;
  const whom = forWhom(req, urn);
  return page(
    req,
    {
      title: `Data of ${data.school.name}${whom === 'governors' ? ', for governors' : ''}`,
      breadcrumbs: schoolCrumbs(data.school),
    },
    <SchoolDataPage
      {...data}
      figures={shownTo(whom, data.figures)}
      for={whom}
      keep={keepFor(req)}
      tabs={schoolTabs(req, urn)}
      at={at}
      year={yearOf(req)}
      asked={req.query.get('year') || null}
      mayBring={bringsReleases(req.actor, {})}
      pack={await packStanding(req, { kind: 'school', urn, name: data.school.name })}
    />,
  );
}

const yearOf = (req: Req): number | null => readAcademicYear(req.query.get('year') ?? '');

const forWhom = (req: Req, urn: number): ViewFor => viewFor(req.actor, urn, req.query.get('for'));

/** The part of an address that keeps the view, where it was asked for. */
const keepFor = (req: Req): string => {
  const asked = req.query.get('for');
  return asked === 'leaders' || asked === 'governors' ? `?for=${asked}` : '';
};

const shownTo = (whom: ViewFor, figures: readonly Figure[]): Figure[] =>
  whom === 'governors' ? withoutSmallGroups(figures) : [...figures];

interface Told {
  school: SchoolHead;
  figures: Figure[];
  for: ViewFor;
  /** What was asked for by name and is not there. */
  missing: string | null;
}

/** Of one measure or year alone where the address asks for one. */
async function figuresFor(req: Req): Promise<Told | null> {
  return req.tx(async (tx) => {
    const school = await schoolHead(tx, urnOf(req));
    if (!school) return null;
    const figures = await figuresOfSchool(tx, school.urn);
    const whom = forWhom(req, school.urn);
    const all = shownTo(whom, figures);
    const shown = all.filter(askedFor(req.query));
    return { school, for: whom, figures: shown, missing: nothingOf(req.query, shown, measureNamed) };
  });
}

async function forPrograms(req: Req): Promise<Response> {
  const found = await figuresFor(req);
  if (!found) return notFound(req);
  if (found.missing) return json({ problem: found.missing }, 404);
  return Response.json(inCatalogueOrder(found.figures).map(figureJson), {
    headers: { 'Cache-Control': 'no-store' },
  });
}

async function open(req: Req): Promise<Response> {
  const measure = measureNamed(req.params.measure ?? '');
  if (!measure) return notFound(req);
  const urn = urnOf(req);
  const found = await req.tx(async (tx) => {
    const data = await schoolData(tx, req.mesters.database, urn);
    if (!data) return null;
    const all = shownTo(forWhom(req, urn), data.figures);
    const figures = all.filter((one) => one.measure === measure.id);
    const { rows } = await sql<{ id: number; columns: ReadFrom[] }>`
      select id, jsonb_path_query_array(columns, '$[*] ? (@.measure == $m)', jsonb_build_object('m', ${measure.id}::text)) as columns
      from data.release where id = any(${figures.map(({ releaseId }) => releaseId)}::int[])`.execute(tx);
    return { data: { ...data, figures: all }, figures, columns: new Map(rows.map((row) => [row.id, row.columns])) };
  });
  if (!found) return notFound(req);
  const { data, figures, columns } = found;
  const { school } = data;
  return page(
    req,
    {
      title: `${measure.name}, ${measure.second}: ${school.name}`,
      breadcrumbs: [...schoolCrumbs(school), { text: 'Data', href: `/schools/${urn}/data` }],
    },
    <MeasurePage
      school={school}
      tabs={schoolTabs(req, urn)}
      at={`/schools/${urn}/data`}
      keep={keepFor(req)}
      measure={measure}
      figures={inCatalogueOrder(figures).sort((a, b) => b.year - a.year)}
      headingOf={(figure) => readFrom(columns.get(figure.releaseId) ?? [], figure)}
      answer={answerOf(data, measure, yearOf(req))}
      asked={req.query.get('year') || null}
      none={{
        why: whyNone(data, measure),
        elsewhere: measure.dataset === 'exclusions' ? exclusionsOf(req, data) : [],
        mayBring: bringsReleases(req.actor, {}),
      }}
    />,
  );
}

/** Where there are exclusions: of the authority for everybody, of the school for who may read its own figures. */
const exclusionsOf = (req: Req, { school, city }: SchoolData) => [
  ...(city ? [{ href: `/authorities/${city.code}/exclusions`, text: `Exclusions in ${city.name}` }] : []),
  ...(readsOwnFigures(req.actor, { urn: String(school.urn) })
    ? [{ href: `/schools/${school.urn}/attendance#exclusions`, text: 'The school’s own, from its pupils’ files' }]
    : []),
];

/** Of the year that was asked for, where it has a figure; else of the newest. */
function answerOf(
  data: SchoolData,
  measure: Measure,
  asked: number | null,
): Parameters<typeof MeasurePage>[0]['answer'] {
  const history = trendYears(data, datasetOf(measure)).map((year) => measureRow(data, measure, year));
  const held = history.filter(({ told }) => told.kind === 'figure' || told.kind === 'withheld');
  const row = held.find(({ year }) => year === asked) ?? held.at(-1);
  return row
    ? {
        row,
        history,
        city: data.city?.name ?? null,
        partnership: data.partnership?.name ?? null,
        like: `/schools/${data.school.urn}/data/similar?measure=${measure.id}&year=${yearName(row.year)}`,
      }
    : null;
}
