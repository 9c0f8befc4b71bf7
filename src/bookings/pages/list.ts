import type { Offer } from '../../offer';
import type { ExportTable } from '../../platform/documents';
import { inOrder, type Order, readOrder } from '../../platform/ui';
import type { Booking } from '../queries';
import { type State, stateAt, states } from '../state';
import { elementName, priceWords, stateWords, sum, unitsWords } from '../words';

/** The rows of a list of bookings, as the page and its files show them. */

export interface Row {
  booking: Booking;
  state: State;
  /** The first school that it is for, and how many more. */
  school: string;
  element: string;
  price: string;
}

export const keys = ['what', 'school', 'day', 'state', 'made'] as const;
export type Key = (typeof keys)[number];

export interface ListWish {
  q: string;
  state: State | 'open' | '';
  order: Order<Key>;
}

export const readListWish = (query: URLSearchParams, usual: ListWish['state']): ListWish => ({
  q: query.get('q') ?? '',
  state: query.has('state') ? (([...states, 'open'] as const).find((one) => one === query.get('state')) ?? '') : usual,
  order: readOrder(query, keys, { key: 'made', dir: 'desc' }),
});

export function rowsOf(
  bookings: readonly Booking[],
  offers: ReadonlyMap<string, Offer>,
  names: ReadonlyMap<number, string>,
  wish: ListWish,
  now: { instant: Temporal.Instant; today: Temporal.PlainDate },
): Row[] {
  const rows = bookings.flatMap((booking): Row[] => {
    const offer = offers.get(booking.offerId);
    if (!offer) return [];
    const [first, ...more] = booking.forSchools;
    return [
      {
        booking,
        state: stateAt(booking, now.instant, now.today),
        school:
          first === undefined
            ? '–'
            : `${names.get(first) ?? first}${more.length > 0 ? ` and ${more.length} more` : ''}`,
        element: elementName(offer, booking.element),
        price: priceWords(offer, booking),
      },
    ];
  });
  const words = wish.q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter(
    (row) =>
      (wish.state === '' ||
        (wish.state === 'open' ? row.state !== 'delivered' && row.state !== 'cancelled' : row.state === wish.state)) &&
      words.every((word) =>
        `${row.booking.what} ${row.school} ${row.element} ${row.booking.notes}`.toLowerCase().includes(word),
      ),
  );
  return inOrder(
    found,
    {
      what: ({ booking }) => booking.what,
      school: ({ school }) => school,
      day: ({ booking }) => booking.day?.toString() ?? null,
      state: ({ state }) => states.indexOf(state),
      made: ({ booking }) => booking.madeAt.toString(),
    },
    wish.order,
  );
}

/** The same rows for taking away. */
export const bookingsTable = (rows: readonly Row[], offers: ReadonlyMap<string, Offer>): ExportTable => ({
  name: 'Bookings',
  columns: [
    { heading: 'What', kind: 'text' },
    { heading: 'School', kind: 'text' },
    { heading: 'Element', kind: 'text' },
    { heading: 'State', kind: 'text' },
    { heading: 'Planned for', kind: 'date' },
    { heading: 'Took place', kind: 'date' },
    { heading: 'Units', kind: 'text' },
    { heading: 'By invoice', kind: 'money' },
    { heading: 'Paid by', kind: 'text' },
    { heading: 'What was done', kind: 'text' },
  ],
  rows: rows.map(({ booking, state, school, element, price }) => {
    const offer = offers.get(booking.offerId);
    return [
      booking.what,
      school,
      element,
      stateWords[state],
      booking.day,
      booking.deliveredOn,
      booking.unit !== null && booking.units !== null && offer ? unitsWords(offer, booking.unit, booking.units) : null,
      sum(booking.payers.map(({ pence }) => pence ?? 0)),
      price,
      booking.evidence,
    ];
  }),
});
