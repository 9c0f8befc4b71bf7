import type { Child } from 'hono/jsx';
import {
  type Column,
  DataTable,
  ExportLinks,
  inOrder,
  ListAndMap,
  type Order,
  readOrder,
  Section,
  sortLinks,
  withQuery,
} from '../../platform/ui';
import { count } from '../../platform/words';
import { readView } from './filter-form';
import { MapKey, SchoolsMap, ShapeMark } from './map';
import type { SchoolMap } from './map-queries';
import type { FoundSchool } from './queries';
import { shapeOf, whatItIs } from './words';

/** The open schools of a trust or a partnership. */
export interface MembersView {
  schools: readonly FoundSchool[];
  /** How many there are: of very many only the first are here. */
  total: number;
  map: SchoolMap;
  /** What the page was asked for. */
  query: URLSearchParams;
}

interface MembersProps extends MembersView {
  /** The page that they stand on. */
  base: string;
  /** The same schools in the directory: part of an address. */
  filter: string;
  empty: Child;
}

const keys = ['name', 'pupils'] as const;

const sorted = (schools: readonly FoundSchool[], order: Order<(typeof keys)[number]>): FoundSchool[] =>
  inOrder(schools, { name: ({ name }) => name, pupils: ({ pupils }) => pupils?.onRoll ?? null }, order);

export function Members({ schools, total, map, query, base, filter, empty }: MembersProps) {
  const order = readOrder(query, keys, { key: 'name', dir: 'asc' });
  const address = `${base}?${query}`;
  // Part of them in another order would be any part.
  const whole = schools.length === total;
  const columns: Column<FoundSchool>[] = [
    {
      key: 'name',
      header: 'School',
      name: true,
      sortable: true,
      cell: (school) => (
        <>
          <ShapeMark shape={shapeOf(school.sector)} /> <a href={`/schools/${school.urn}`}>{school.name}</a>
          <span class="m-table__second">{whatItIs({ ...school, trusts: [] })}</span>
        </>
      ),
    },
    {
      key: 'pupils',
      header: 'Pupils',
      label: 'Pupils',
      align: 'end',
      figure: true,
      sortable: true,
      cell: (school) => school.pupils && count(school.pupils.onRoll),
    },
  ];
  const table = (
    <>
      <DataTable
        caption="Its schools"
        captionHidden
        columns={columns}
        rows={whole ? sorted(schools, order) : schools}
        sort={whole ? sortLinks(address, order) : undefined}
      />
      {!whole && (
        <p>
          These are the first {count(schools.length)}. <a href={`/schools?${filter}`}>All {count(total)}</a> are in the
          directory.
        </p>
      )}
    </>
  );
  const placed = schools.filter((school) => school.easting !== null).length;
  return (
    <Section
      title="Schools"
      rule="petrol"
      aside={schools.length > 0 && <ExportLinks csv={`/schools.csv?${filter}`} excel={`/schools.xlsx?${filter}`} />}
    >
      {schools.length === 0 ? (
        empty
      ) : placed === 0 ? (
        table
      ) : (
        <ListAndMap
          list={table}
          map={<SchoolsMap map={map} tinted href={(urn) => `/schools?${filter}&school=${urn}#school-${urn}`} />}
          caption={
            <>
              <MapKey map={map} />
              Points from grid references. Small and grey: other schools.{' '}
              {placed < schools.length &&
                `${count(schools.length - placed)} of the ${count(schools.length)} have no grid reference. `}
              <a href={`/schools?${filter}`}>Look closer in the directory</a>
            </>
          }
          views={{
            list: withQuery(address, { view: undefined }),
            map: withQuery(address, { view: 'map' }),
            current: readView(query),
          }}
        />
      )}
    </Section>
  );
}
