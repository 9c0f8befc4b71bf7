import type { Cell, ExportTable } from '../../platform/documents';
import { page, type Req, type Route, route, type SampleWorld, tableFile } from '../../platform/web';
import { slug } from '../../platform/words';
import { readAcademicYear, schoolCrumbs, yearName } from '../../schools';
import { readsPupils } from '../policy';
import { withPupils } from '../terms/gate';
import { chosenPupils, PupilsToWatch, standings } from './pupils-page';
import { type Tracked, trackedPupils, trackedYears } from './queries';
import { halfTermNames, yearOn } from './words';

const at = (urn: number | string): string => `/schools/${urn}/attendance/pupils`;

const sample = (ending: string) => (world: SampleWorld) => ({
  own: { path: `${at(world.school)}${ending}` },
  other: { path: `${at(world.otherSchool)}${ending}` },
});

/** The pupils to watch of a school: a page, and the same rows to take away. */
export const pupilsToWatchRoutes: Route[] = [
  route({
    method: 'GET',
    path: at(':urn'),
    may: readsPupils,
    sample: sample(''),
    handle: (req) =>
      withPupils(
        req,
        urnOf(req),
        opened('view'),
        (tx) => tracked(tx, req),
        (found, school) =>
          page(
            req,
            {
              title: `Pupils to watch: ${school.name}`,
              breadcrumbs: [...schoolCrumbs(school), { text: 'Attendance', href: `/schools/${school.urn}/attendance` }],
            },
            <PupilsToWatch school={school} at={at(school.urn)} query={req.query} {...found} />,
          ),
      ),
  }),
  ...(['csv', 'xlsx'] as const).map((format) =>
    route({
      method: 'GET',
      path: `${at(':urn')}.${format}`,
      may: readsPupils,
      sample: sample(`.${format}`),
      rate: { calls: 30, seconds: 60 },
      handle: (req) =>
        withPupils(
          req,
          urnOf(req),
          opened('export'),
          (tx) => tracked(tx, req),
          (found, school) =>
            tableFile(pupilsTable(found, req), format, `personal-data-pupils-to-watch-${slug(school.name)}`),
        ),
    }),
  ),
];

const opened = (kind: 'view' | 'export') => ({
  kind,
  action: kind === 'view' ? 'data.pupils-viewed' : 'data.pupils-exported',
  about: ({ year }: Tracked) => `Pupils to watch, ${yearName(year)}.`,
});

const urnOf = (req: Req): number => (/^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : 0);

/** Of the year that was asked for, else of the newest that is loaded, else of this one. */
async function tracked(tx: Parameters<typeof trackedYears>[0], req: Req): Promise<Tracked> {
  const urn = urnOf(req);
  const asked = readAcademicYear(req.query.get('year') ?? '');
  const [newest] = await trackedYears(tx, urn);
  return trackedPupils(tx, urn, asked ?? newest ?? yearOn(req.clock.today()));
}

const pupilsTable = ({ year, periods, pupils }: Tracked, req: Req): ExportTable => ({
  name: `Pupils to watch ${yearName(year).replace('/', '-')}`,
  columns: [
    { heading: 'Surname', kind: 'text' },
    { heading: 'Forename', kind: 'text' },
    { heading: 'Year group', kind: 'text' },
    { heading: 'Where it stands', kind: 'text' },
    { heading: 'Possible sessions', kind: 'number' },
    { heading: 'Missed', kind: 'number' },
    { heading: 'Unauthorised', kind: 'number' },
    ...periods.flatMap((period) => [
      { heading: `${halfTermNames[period]}, possible`, kind: 'number' as const },
      { heading: `${halfTermNames[period]}, missed`, kind: 'number' as const },
    ]),
    { heading: 'Can still miss', kind: 'number' },
  ],
  rows: chosenPupils({ pupils, query: req.query }).map((pupil): Cell[] => [
    pupil.surname,
    pupil.forename,
    pupil.yearGroup,
    standings[pupil.watched.standing].text,
    pupil.watched.possible,
    pupil.watched.absent,
    pupil.watched.unauthorised,
    ...pupil.halfTerms.flatMap((one) => [one?.possible ?? null, one?.absent ?? null]),
    pupil.watched.spare,
  ]),
});
