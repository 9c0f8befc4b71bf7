import type { Cell, ExportTable } from '../../platform/documents';
import { fileRoutes, type Req, type Route } from '../../platform/web';
import { slug } from '../../platform/words';
import { wholeNumber } from './filter-form';
import { mayReadDirectory } from './policy';
import { sources } from './pupils-chart';
import { type SchoolFacts, schoolFacts } from './school-queries';

const pupils = ({ censuses }: SchoolFacts): ExportTable => ({
  name: 'Pupils on roll',
  columns: [
    { heading: 'URN', kind: 'identifier' },
    { heading: 'Census day', kind: 'date' },
    { heading: 'On roll', kind: 'number' },
    { heading: 'Of school age', kind: 'number' },
    { heading: 'From', kind: 'text' },
    { heading: 'File', kind: 'text' },
    { heading: 'How it was counted', kind: 'text' },
  ],
  rows: censuses.map(({ urn, censusDate, onRoll, schoolAged, source, file, reason }): Cell[] => [
    urn,
    censusDate,
    onRoll,
    schoolAged,
    sources[source],
    file,
    reason,
  ]),
});

const inspections = (school: SchoolFacts): ExportTable => ({
  name: 'Inspections',
  columns: [
    { heading: 'URN', kind: 'identifier' },
    { heading: 'Inspected', kind: 'date' },
    { heading: 'Outcome', kind: 'text' },
    { heading: 'Published', kind: 'date' },
    { heading: 'File', kind: 'text' },
  ],
  rows: school.inspections.map(({ urn, inspected, outcome, published, file }): Cell[] => [
    urn,
    inspected,
    outcome,
    published,
    file,
  ]),
});

/** What a school's page lists over the years, its predecessors' too, as files. */
export const historyRoutes: Route[] = Object.entries({ pupils, inspections }).flatMap(([what, tableOf]) =>
  fileRoutes({
    path: `/schools/:urn/${what}`,
    may: mayReadDirectory,
    sample: (world) => [`/schools/${world.school}/${what}`, `/schools/${world.otherSchool}/${what}`],
    async file(req: Req) {
      const urn = wholeNumber(req.params.urn);
      const school = urn === null ? null : await req.tx((tx) => schoolFacts(tx, urn));
      return school && { table: tableOf(school), name: `${what}-${slug(school.name)}-${req.clock.today()}` };
    },
  }),
);
