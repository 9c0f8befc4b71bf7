import type { Child } from 'hono/jsx';
import {
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  Second,
  Section,
  Select,
  sortLinks,
  Tag,
  TextInput,
  type Tone,
  withQuery,
} from '../../platform/ui';
import { counted, date } from '../../platform/words';
import { type State, states } from '../state';
import { stateWords } from '../words';
import type { ListWish, Row } from './list';

export const tones: Readonly<Record<State, Tone>> = {
  draft: 'quiet',
  quoted: 'heather',
  held: 'petrol',
  lapsed: 'soon',
  confirmed: 'quiet',
  delivered: 'done',
  cancelled: 'outline',
};

export interface ListProps {
  /** The page's own address, without the query. */
  path: string;
  query: URLSearchParams;
  wish: ListWish;
  rows: readonly Row[];
  /** A list of one school has no column for it. */
  withSchool: boolean;
  hrefOf: (row: Row) => string;
  empty: Child;
}

/** Bookings with their state: filtered, sorted, to take away. */
export function BookingsList({ path, query, wish, rows, withSchool, hrefOf, empty }: ListProps) {
  const address = query.size > 0 ? `${path}?${query}` : path;
  const says = counted(rows.length, 'booking');
  return (
    <>
      <FilterForm action={path} live="list" query={query}>
        <TextInput id="q" name="q" label="Words" type="search" width={20} value={wish.q} />
        <Select
          id="state"
          name="state"
          label="State"
          value={wish.state}
          options={[
            { value: 'all', text: 'Every state' },
            { value: 'open', text: 'Still to come' },
            ...states.map((state) => ({ value: state, text: stateWords[state] })),
          ]}
        />
      </FilterForm>
      <div id="list" data-live-says={says}>
        <Section
          title={says}
          aside={
            <ExportLinks csv={withQuery(`${path}.csv?${query}`, {})} excel={withQuery(`${path}.xlsx?${query}`, {})} />
          }
        >
          {rows.length === 0 ? (
            empty
          ) : (
            <DataTable<Row>
              caption="Bookings"
              captionHidden
              rows={rows}
              sort={sortLinks(address, wish.order)}
              columns={[
                {
                  key: 'what',
                  header: 'What',
                  name: true,
                  sortable: true,
                  cell: (row) => (
                    <>
                      <a href={hrefOf(row)}>{row.booking.what}</a>
                      {row.booking.kind && <Second>{row.booking.kind}</Second>}
                    </>
                  ),
                },
                ...(withSchool
                  ? [{ key: 'school', header: 'School', sortable: true, plain: true, cell: (row: Row) => row.school }]
                  : []),
                { key: 'day', header: 'When', sortable: true, cell: dayWords },
                { key: 'price', header: 'Takes', cell: (row) => row.price },
                {
                  key: 'state',
                  header: 'State',
                  sortable: true,
                  figure: true,
                  cell: (row) => <Tag tone={tones[row.state]}>{stateWords[row.state]}</Tag>,
                },
                {
                  key: 'made',
                  header: 'Asked for',
                  sortable: true,
                  wideOnly: true,
                  cell: (row) => date(dayOf(row.booking.madeAt)),
                },
              ]}
            />
          )}
        </Section>
      </div>
    </>
  );
}

const dayWords = ({ booking }: Row): string => {
  if (booking.deliveredOn) return date(booking.deliveredOn);
  return booking.day ? date(booking.day) : 'day open';
};

export const dayOf = (at: Temporal.Instant): Temporal.PlainDate => at.toZonedDateTimeISO('Europe/London').toPlainDate();

export const Empty = ({ title, children }: { title: string; children?: Child }) => (
  <EmptyState title={title}>{children}</EmptyState>
);
