import type { Tx } from '../../platform/database';
import type { Cell, ExportTable } from '../../platform/documents';
import {
  fileRoutes,
  json,
  notFound,
  page,
  type Req,
  type Route,
  route,
  type SampleWorld,
  tableFile,
} from '../../platform/web';
import { slug } from '../../platform/words';
import { readAcademicYear, schoolCrumbs, schoolTabs, yearName } from '../../schools';
import { yearOn } from '../attendance/words';
import { ownMeasureNamed } from '../catalogue/own-measures';
import { groupsIn, isPupilGroup } from '../catalogue/pupil-groups';
import { earlySettings } from '../early/settings';
import { measuredJson } from '../figures/json';
import { figuresOfSchool } from '../figures/queries';
import { type MeasuredFigure, missingOf, pupilsBehind } from '../measured/queries';
import { bringsPupils, bringsReleases, endingFor, ownReader, readsOwnFigures, readsPupils } from '../policy';
import { askedFor, nothingOf } from '../school/asked';
import { withPupils } from '../terms/gate';
import { OwnMeasurePage } from './measure-page';
import { OwnPage } from './page';
import { activityDataset, monthNames, periodName } from './periods';
import { type BehindView, behindTable, figureName, PupilsBehind } from './pupils';
import { ownData } from './read';
import { groupName } from './rows';
import { yearsOfFiles } from './why-none';

const at = (urn: number | string): string => `/schools/${urn}/own`;

const sample =
  (ending = '') =>
  (world: SampleWorld) => ({
    own: { path: `${at(world.school)}${ending}` },
    other: { path: `${at(world.otherSchool)}${ending}` },
  });

const aMeasure = '/own-ks2-rwm-expected';

/** Figures that are worked out from a school's pupils: the page, one measure opened, the pupils behind it, files and JSON. */
export const ownRoutes: Route[] = [
  route({ method: 'GET', path: at(':urn'), may: readsOwnFigures, sample: sample(), handle: show }),
  ...fileRoutes({
    path: at(':urn'),
    may: readsOwnFigures,
    sample: (world) => [at(world.school), at(world.otherSchool)],
    file: async (req) => {
      const found = await chosen(req);
      if (!found) return null;
      if (found.missing) return { missing: found.missing };
      return {
        table: ownTable(found.figures),
        name: `own-figures-${slug(found.name)}${endingFor(ownReader(req.actor, urnOf(req)))}`,
      };
    },
  }),
  route({
    method: 'GET',
    path: `${at(':urn')}.json`,
    may: readsOwnFigures,
    sample: sample('.json'),
    rate: { calls: 60, seconds: 60 },
    handle: async (req) => {
      const found = await chosen(req);
      if (!found) return notFound(req);
      return found.missing ? json({ problem: found.missing }, 404) : json(found.figures.map(measuredJson));
    },
  }),
  route({
    method: 'GET',
    path: `${at(':urn')}/:measure`,
    may: readsOwnFigures,
    sample: sample(aMeasure),
    handle: open,
  }),
  route({
    method: 'GET',
    path: `${at(':urn')}/:measure/pupils`,
    may: readsPupils,
    sample: sample(`${aMeasure}/pupils`),
    handle: (req) =>
      withPupils(
        req,
        urnOf(req),
        opened('view'),
        (tx) => behind(tx, req),
        (found, school) =>
          page(
            req,
            {
              title: `${found.measure.name}: pupils of ${school.name}`,
              breadcrumbs: [
                ...schoolCrumbs(school),
                { text: 'Own figures', href: at(school.urn) },
                {
                  text: found.measure.name,
                  href: `${at(school.urn)}/${found.measure.id}?year=${yearName(found.year)}`,
                },
              ],
            },
            <PupilsBehind
              {...found}
              school={school}
              at={`${at(school.urn)}/${found.measure.id}/pupils`}
              query={req.query}
            />,
          ),
      ),
  }),
  ...(['csv', 'xlsx'] as const).map((format) =>
    route({
      method: 'GET',
      path: `${at(':urn')}/:measure/pupils.${format}`,
      may: readsPupils,
      sample: sample(`${aMeasure}/pupils.${format}`),
      rate: { calls: 30, seconds: 60 },
      handle: (req) =>
        withPupils(
          req,
          urnOf(req),
          opened('export'),
          (tx) => behind(tx, req),
          (found, school) =>
            tableFile(behindTable(found, req.query), format, `personal-data-${found.measure.id}-${slug(school.name)}`),
        ),
    }),
  ),
];

const urnOf = (req: Req): number => (/^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : 0);
const yearAsked = (req: Req): number | null => readAcademicYear(req.query.get('year') ?? '');

const opened = (kind: 'view' | 'export') => ({
  kind,
  action: kind === 'view' ? 'data.pupils-viewed' : 'data.pupils-exported',
  about: (found: BehindView) => `The pupils behind ${figureName(found)}.`,
});

async function show(req: Req): Promise<Response> {
  const urn = urnOf(req);
  const found = await req.tx(async (tx) => {
    const data = await ownData(tx, req.mesters.database, urn);
    if (!data) return null;
    return { ...data, missing: await missingOf(tx, urn), early: await earlySettings(tx) };
  });
  if (!found) return notFound(req);
  return page(
    req,
    { title: `Own figures of ${found.school.name}`, breadcrumbs: schoolCrumbs(found.school) },
    <OwnPage
      {...found}
      tabs={schoolTabs(req, urn)}
      at={at(urn)}
      year={yearAsked(req)}
      asked={req.query.get('year')}
      mayBring={bringsReleases(req.actor, {})}
      mayReadPupils={readsPupils(req.actor, req.params)}
      reader={ownReader(req.actor, urn)}
    />,
  );
}

async function open(req: Req): Promise<Response> {
  const measure = ownMeasureNamed(req.params.measure ?? '');
  const urn = urnOf(req);
  const data =
    measure &&
    (await req.tx(async (tx) => {
      const found = await ownData(tx, req.mesters.database, urn, { dataset: measure.dataset });
      if (!found) return null;
      const published = (await figuresOfSchool(tx, urn)).filter(
        (one) => one.measure === measure.same_as && one.group === 'all',
      );
      return { ...found, published, held: await yearsOfFiles(tx, urn, measure), early: await earlySettings(tx) };
    }));
  if (!measure || !data) return notFound(req);
  const years = [...data.figures, ...data.months].filter((one) => one.measure === measure.id).map(({ year }) => year);
  const asked = yearAsked(req);
  const newest = Math.max(...years);
  return page(
    req,
    {
      title: `${measure.name}, ${measure.second}: ${data.school.name}`,
      breadcrumbs: [...schoolCrumbs(data.school), { text: 'Own figures', href: at(urn) }],
    },
    <OwnMeasurePage
      {...data}
      tabs={schoolTabs(req, urn)}
      at={at(urn)}
      measure={measure}
      year={years.length === 0 ? null : asked !== null && years.includes(asked) ? asked : newest}
      asked={asked}
      mayBring={bringsPupils(req.actor)}
      reader={ownReader(req.actor, urn)}
      mayReadPupils={readsPupils(req.actor, req.params)}
    />,
  );
}

/** Of one measure or year alone where the address asks for one; `missing` says what was asked for and is not there. */
async function chosen(
  req: Req,
): Promise<{ name: string; figures: readonly MeasuredFigure[]; missing: string | null } | null> {
  const measure = ownMeasureNamed(req.query.get('measure') ?? '');
  const data = await req.tx((tx) => ownData(tx, req.mesters.database, urnOf(req), { dataset: measure?.dataset }));
  if (!data) return null;
  const figures = [...data.figures, ...data.months].filter(askedFor(req.query));
  return { name: data.school.name, figures, missing: nothingOf(req.query, figures, ownMeasureNamed) };
}

async function behind(tx: Tx, req: Req): Promise<BehindView | null> {
  const measure = ownMeasureNamed(req.params.measure ?? '');
  const group = req.query.get('group') ?? 'all';
  if (!measure || !isPupilGroup(group)) return null;
  const data = await ownData(tx, req.mesters.database, urnOf(req), { dataset: measure.dataset });
  const held = data ? [...data.figures, ...data.months] : [];
  const years = held.filter((one) => one.measure === measure.id).map(({ year }) => year);
  const year = yearAsked(req) ?? (years.length === 0 ? yearOn(req.clock.today()) : Math.max(...years));
  const asked = req.query.get('period') ?? 'year';
  const period = Object.hasOwn(monthNames, asked) ? asked : 'year';
  const pupils = await pupilsBehind(tx, urnOf(req), measure.id, { year, period, group: groupsIn(group) });
  return { measure, year, period, group, pupils };
}

const number = (text: string | null): number | null => (text === null ? null : Number(text));

const ownTable = (figures: readonly MeasuredFigure[]): ExportTable => ({
  name: 'Own figures',
  columns: [
    { heading: 'Measure', kind: 'text' },
    { heading: 'What', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Part of the year', kind: 'text' },
    { heading: 'Pupils', kind: 'text' },
    { heading: 'Figure', kind: 'number' },
    { heading: 'As shown', kind: 'text' },
    { heading: 'Numerator', kind: 'number' },
    { heading: 'Denominator', kind: 'number' },
    { heading: 'Range from', kind: 'number' },
    { heading: 'Range to', kind: 'number' },
    { heading: 'Releases', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
    { heading: 'Measure identifier', kind: 'text' },
  ],
  rows: figures.map((figure): Cell[] => {
    const measure = ownMeasureNamed(figure.measure);
    return [
      measure?.name ?? figure.measure,
      measure?.second ?? '',
      yearName(figure.year),
      figure.dataset === activityDataset ? periodName(figure.period, figure.dataset) : 'The year',
      groupName(figure.group),
      number(figure.value),
      figure.shown,
      number(figure.numerator),
      number(figure.denominator),
      number(figure.low),
      number(figure.high),
      figure.releases.join(', '),
      figure.stage,
      figure.measure,
    ];
  }),
});
