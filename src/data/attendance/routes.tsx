import type { Cell, ExportTable } from '../../platform/documents';
import { fileRoutes, json, notFound, page, type Req, type Route, route, type SampleWorld } from '../../platform/web';
import { slug } from '../../platform/words';
import { readAcademicYear, type SchoolHead, schoolCrumbs, schoolFacts, schoolTabs, yearName } from '../../schools';
import { ownMeasureNamed } from '../catalogue/own-measures';
import { pupilGroupWords } from '../catalogue/pupil-groups';
import { type Audience, earlySettings } from '../early/settings';
import { measuredJson } from '../figures/json';
import { endingFor, ownReader, readsOwnFigures, readsPupils } from '../policy';
import { figureOf, type SchoolAttendance, schoolAttendance } from './figures';
import { AttendancePage } from './page';
import { pupilsToWatchRoutes } from './pupils-routes';
import { halfTermNames, yearOn } from './words';

const at = (urn: number | string): string => `/schools/${urn}/attendance`;

const sample =
  (ending = '') =>
  (world: SampleWorld) => ({
    own: { path: `${at(world.school)}${ending}` },
    other: { path: `${at(world.otherSchool)}${ending}` },
  });

/** Attendance of a school by half-term: the page, the same to take away and for programs, and its pupils to watch. */
export const attendanceRoutes: Route[] = [
  route({ method: 'GET', path: at(':urn'), may: readsOwnFigures, sample: sample(), handle: show }),
  ...fileRoutes({
    path: at(':urn'),
    may: readsOwnFigures,
    sample: (world) => [at(world.school), at(world.otherSchool)],
    file: async (req) => {
      const found = await read(req, 'everything');
      return (
        found && {
          table: attendanceTable(found.attendance),
          name: `attendance-${slug(found.school.name)}${endingFor(ownReader(req.actor, found.school.urn))}`,
        }
      );
    },
  }),
  route({
    method: 'GET',
    path: `${at(':urn')}.json`,
    may: readsOwnFigures,
    sample: sample('.json'),
    rate: { calls: 60, seconds: 60 },
    handle: async (req) => {
      const found = await read(req, 'everything');
      return found
        ? json(toldOf(found.attendance).map((one) => ({ ...measuredJson(one), pupils: one.pupils })))
        : notFound(req);
    },
  }),
  ...pupilsToWatchRoutes,
];

const urnOf = (req: Req): number => (/^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : 0);

/** A page shows the year that was asked for, or the newest; a file holds all that are loaded. */
const read = (
  req: Req,
  extent: 'page' | 'everything',
): Promise<{ school: SchoolHead; attendance: SchoolAttendance; early: ReadonlyMap<string, Audience> } | null> =>
  req.tx(async (tx) => {
    const school = await schoolFacts(tx, urnOf(req));
    if (!school) return null;
    const asked = {
      year: readAcademicYear(req.query.get('year') ?? ''),
      period: req.query.get('period'),
      half: req.query.get('excluded'),
    };
    return {
      school,
      early: await earlySettings(tx),
      attendance: await schoolAttendance(tx, req.mesters.database, school, asked, yearOn(req.clock.today()), extent),
    };
  });

async function show(req: Req): Promise<Response> {
  const found = await read(req, 'page');
  if (!found) return notFound(req);
  const { school, attendance, early } = found;
  return page(
    req,
    { title: `Attendance and exclusions of ${school.name}`, breadcrumbs: schoolCrumbs(school) },
    <AttendancePage
      {...attendance}
      early={early}
      school={school}
      tabs={schoolTabs(req, school.urn)}
      at={at(school.urn)}
      query={req.query}
      mayReadPupils={readsPupils(req.actor, req.params)}
      reader={ownReader(req.actor, school.urn)}
    />,
  );
}

const nameOf = (measure: string): string => ownMeasureNamed(measure)?.name ?? measure;

const toldOf = ({ told, exclusions }: SchoolAttendance) => [...told, ...(exclusions?.figures ?? [])];

const attendanceTable = (attendance: SchoolAttendance): ExportTable => ({
  name: 'Attendance and exclusions',
  columns: [
    { heading: 'Year', kind: 'text' },
    { heading: 'Half-term', kind: 'text' },
    { heading: 'Pupils', kind: 'text' },
    { heading: 'Measure', kind: 'text' },
    { heading: 'Figure', kind: 'number' },
    { heading: 'Of', kind: 'text' },
    { heading: 'As shown', kind: 'text' },
    { heading: 'Numerator', kind: 'number' },
    { heading: 'Denominator', kind: 'number' },
    { heading: 'Number of pupils', kind: 'number' },
    { heading: 'Release', kind: 'text' },
    { heading: 'Stage', kind: 'text' },
  ],
  rows: toldOf(attendance).map((one): Cell[] => [
    yearName(one.year),
    halfTermNames[one.period] ?? 'The year',
    pupilGroupWords[one.group] ?? 'All pupils',
    nameOf(one.measure),
    figureOf(one).value,
    ownMeasureNamed(one.measure)?.format === 'percent' ? '%' : 'for every 100 pupils',
    one.shown,
    figureOf(one).numerator,
    figureOf(one).denominator,
    one.pupils,
    one.releases.join(', '),
    one.stage,
  ]),
});
