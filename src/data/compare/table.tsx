import type { Child } from 'hono/jsx';
import { pageOf } from '../../platform/brought';
import {
  type Column,
  DataTable,
  ExportLinks,
  FilterForm,
  inOrder,
  NotShown,
  type Order,
  Pagination,
  readOrder,
  Section,
  Select,
  sortLinks,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { counted } from '../../platform/words';
import { sectorName, yearName } from '../../schools';
import { publishedWords, rangeWords } from '../school/words';
import { type Choice, englandOf, pointsIn } from './choose';
import { isNamed, isOwn } from './own';
import type { Point } from './rank';
import type { Compared } from './read';
import { reasonOf, whenWords } from './words';

const keys = ['name', 'value', 'pupils'] as const;

/** Published figures stand by name; our own by value, since most have no name. */
const readTableOrder = (query: URLSearchParams, { measure }: Pick<Choice, 'measure'>): Order<(typeof keys)[number]> =>
  readOrder(query, keys, isOwn(measure) ? { key: 'value', dir: 'desc' } : { key: 'name', dir: 'asc' });

/** The rows that the page lists and its files hold: chosen by name and sector, in the order that the address asks for. */
export function listedPoints(compared: Compared, choice: Choice, query: URLSearchParams): Point[] {
  const typed = choice.q.trim().toLowerCase();
  return inOrder(
    pointsIn(compared, choice.measure, choice.year).filter(
      ({ member }) =>
        // Chosen by name or kind, a school without a name would be told.
        isOwn(choice.measure) ||
        ((typed === '' || member.name.toLowerCase().includes(typed) || String(member.urn) === typed) &&
          (choice.sector === '' || member.sector === choice.sector)),
    ),
    { name: ({ member }) => member.name, value: ({ value }) => value, pupils: ({ pupils }) => pupils },
    readTableOrder(query, choice),
  );
}

/** What may be said against England alone. */
export function againstEngland({ value, range }: Point, england: number | null): string | null {
  if (value === null || england === null) return null;
  if (!range) return value === england ? 'The same' : null;
  if (england >= range.low && england <= range.high) return 'Too close to call';
  return value > england ? 'Above' : 'Below';
}

interface FiguresProps {
  compared: Compared;
  choice: Choice;
  query: URLSearchParams;
  /** The page's address without its query, and of its files without their ending. */
  at: string;
}

/** Every figure of the chosen measure, to sort and to take away. */
export const FiguresSection = (props: FiguresProps) =>
  isOwn(props.choice.measure) ? <OwnFigures {...props} /> : <PublishedFigures {...props} />;

/** The published figures, with the names of the schools: whoever published them named them. */
function PublishedFigures({ compared, choice, query, at }: FiguresProps) {
  const { measure, year } = choice;
  const rows = listedPoints(compared, choice, query);
  const all = pointsIn(compared, measure, year).length;
  const england = englandOf(compared, measure, year);
  const address = `${at}?${query}`;
  const sectors = [...new Set(pointsIn(compared, measure, year).map(({ member }) => member.sector))].sort();
  const files = (ending: string) =>
    withQuery(`${at}${ending}?${query}`, { measure: measure.id, year: yearName(year), school: undefined });
  return (
    <Section
      title="The published figures"
      rule="ink"
      id="figures"
      intro={`${measure.name}, ${measure.second}, ${yearName(year)}, as published for every school.`}
      aside={<ExportLinks csv={files('.csv')} excel={files('.xlsx')} json={files('.json')} />}
    >
      {all > 8 && (
        <FilterForm action={at} live="listed" query={query}>
          <Kept query={query} names={['measure', 'year', 'school', 'with', 'set', 'urns']} />
          <TextInput id="q" name="q" type="search" label="School" value={choice.q} autocomplete="off" />
          {sectors.length > 1 && (
            <Select
              id="sector"
              name="sector"
              label="Sector"
              value={choice.sector}
              options={[{ value: '', text: 'Any' }, ...sectors.map((value) => ({ value, text: sectorName(value) }))]}
            />
          )}
        </FilterForm>
      )}
      <div id="listed" data-live-says={`${counted(rows.length, 'school')} listed`}>
        {rows.length === 0 ? (
          <p>
            No school here is called that.{' '}
            <a href={withQuery(address, { q: undefined, sector: undefined })}>All {all}</a>
          </p>
        ) : (
          <Listed
            rows={rows}
            {...{ choice, query, at, england }}
            school={({ member }) => <a href={`/schools/${member.urn}/data/${measure.id}`}>{member.name}</a>}
          />
        )}
      </div>
    </Section>
  );
}

/** Figures of our own: by name for who may read them by name, and else no more than the picture says. */
function OwnFigures({ compared, choice, query, at }: FiguresProps) {
  const { measure, year, period } = choice;
  const rows = listedPoints(compared, choice, query);
  const england = englandOf(compared, measure, year);
  const page = measure.dataset === 'attendance-marks' ? 'attendance' : `own/${measure.id}`;
  const files = (ending: string) =>
    withQuery(`${at}${ending}?${query}`, { measure: measure.id, year: yearName(year), period });
  return (
    <Section
      title="The figures from files of pupils"
      rule="ink"
      id="figures"
      intro={`${measure.name}, ${measure.second}, ${whenWords(choice)}. Schools are named to those who may read their figures; the likely ranges of others are rounded outwards.`}
      aside={<ExportLinks csv={files('.csv')} excel={files('.xlsx')} json={files('.json')} />}
    >
      {rows.length === 0 ? (
        <p>No school’s figure can be shown to you here.</p>
      ) : (
        <Listed
          rows={rows}
          {...{ choice, query, at, england }}
          school={(point) =>
            isNamed(point) ? (
              <a href={`/schools/${point.member.urn}/${page}`}>{point.member.name}</a>
            ) : (
              point.member.name
            )
          }
        />
      )}
    </Section>
  );
}

/** A whole city is read page by page. */
const perPage = 50;

function Listed({
  rows,
  choice,
  query,
  at,
  england,
  school,
}: Omit<FiguresProps, 'compared'> & {
  rows: readonly Point[];
  england: number | null;
  school: (point: Point) => Child;
}) {
  const { measure } = choice;
  const address = `${at}?${query}`;
  const here = Math.min(pageOf({ query }), Math.max(1, Math.ceil(rows.length / perPage)));
  return (
    <>
      <DataTable
        caption={`${measure.name}, ${measure.second}, ${whenWords(choice)}`}
        captionHidden
        rows={rows.slice((here - 1) * perPage, here * perPage)}
        sort={sortLinks(`${address}#figures`, readTableOrder(query, choice))}
        columns={columnsOf(choice, england, school)}
      />
      {rows.length > perPage && (
        <Pagination
          total={rows.length}
          perPage={perPage}
          page={here}
          href={(n) => withQuery(`${address}#figures`, { page: n })}
          noun="school"
        />
      )}
    </>
  );
}

const columnsOf = ({ measure }: Choice, england: number | null, school: (point: Point) => Child): Column<Point>[] => [
  { key: 'name', header: 'School', name: true, sortable: true, cell: school },
  {
    key: 'value',
    header: 'Figure',
    align: 'end',
    figure: true,
    sortable: true,
    cell: (point) =>
      point.value === null ? (
        <NotShown reason={reasonOf(point, measure)} />
      ) : (
        publishedWords(point.result.value ?? '', measure)
      ),
  },
  { key: 'range', header: 'Likely range', align: 'end', cell: ({ range }) => range && rangeWords(range, measure) },
  { key: 'pupils', header: 'Pupils', align: 'end', sortable: true, cell: ({ pupils }) => pupils },
  { key: 'england', header: 'Against England', cell: (point) => againstEngland(point, england) },
];

/** In a form: what the address asks for besides stays. */
export const Kept = ({ query, names }: { query: URLSearchParams; names: readonly string[] }) => (
  <>{names.flatMap((name) => query.getAll(name).map((value) => <input type="hidden" name={name} value={value} />))}</>
);
