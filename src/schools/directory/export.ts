import type { Tx } from '../../platform/database';
import type { Cell, ExportColumn, ExportTable } from '../../platform/documents';
import { capital } from '../../platform/words';
import { newestInspections } from './lookups';
import { findSchools, type SchoolFilter } from './queries';
import { laEstab, sectorWords } from './words';

const columns: readonly ExportColumn[] = [
  ...(
    [
      'URN',
      'LAEstab',
      'Name',
      'Sector',
      'Status',
      'Type',
      'Open',
      'Closed on',
      'Street',
      'Town',
      'Postcode',
      'Trust',
      'Partnerships',
    ] as const
  ).map(
    (heading): ExportColumn => ({
      heading,
      kind: heading === 'URN' ? 'identifier' : heading === 'Closed on' ? 'date' : 'text',
    }),
  ),
  { heading: 'Pupils on roll', kind: 'number' },
  { heading: 'Counted on', kind: 'date' },
  { heading: 'Last inspected', kind: 'date' },
  { heading: 'Inspection outcome', kind: 'text' },
  { heading: 'Easting', kind: 'identifier' },
  { heading: 'Northing', kind: 'identifier' },
];

/** More schools than any country has: a limit only so that there is one. */
const all = 100_000;

/** Every school that the filter finds, as a table to take away. */
export async function schoolsTable(tx: Tx, filter: SchoolFilter): Promise<ExportTable> {
  const { schools } = await findSchools(tx, filter, { limit: all, offset: 0 });
  const inspections = await newestInspections(
    tx,
    schools.map((school) => school.urn),
  );
  return {
    name: 'Schools',
    columns,
    rows: schools.map((school): Cell[] => {
      const inspection = inspections.get(school.urn);
      return [
        school.urn,
        laEstab(school.la, school.establishmentNumber),
        school.name,
        capital(sectorWords(school.sector)),
        capital(sectorWords(school.status)),
        school.typeName,
        school.open ? 'Yes' : 'No',
        school.closed,
        school.street,
        school.town,
        school.postcode,
        school.trusts.map((trust) => trust.name).join('; ') || null,
        school.partnerships.map((partnership) => partnership.name).join('; ') || null,
        school.pupils?.onRoll ?? null,
        school.pupils?.censusDate ?? null,
        inspection?.inspected ?? null,
        inspection?.outcome ?? null,
        school.easting,
        school.northing,
      ];
    }),
  };
}
