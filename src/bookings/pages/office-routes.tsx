import { PageHeading } from '../../platform/ui';
import { fileRoutes, page, type Req, type Route, route, sameSample } from '../../platform/web';
import { counted, listed } from '../../platform/words';
import { mayDeliver } from '../policy';
import { allBookings } from '../queries';
import { bookingsTable, type ListWish, readListWish, rowsOf } from './list';
import { BookingsList, Empty } from './list-page';
import { offersOf, schoolNames } from './shared';

export const officeRoutes: Route[] = [
  route({ method: 'GET', path: '/bookings', may: mayDeliver, sample: sameSample('/bookings'), handle: showAll }),
  ...fileRoutes({
    path: '/bookings',
    may: mayDeliver,
    sample: () => ['/bookings', '/bookings'],
    file: async (req) => {
      const { rows, offers } = await everything(req);
      return { table: bookingsTable(rows, offers), name: 'bookings' };
    },
  }),
];

const everything = (req: Req) =>
  req.tx(async (tx) => {
    const bookings = await allBookings(tx);
    const offers = await offersOf(tx, bookings);
    const names = await schoolNames(
      tx,
      bookings.flatMap(({ forSchools }) => forSchools),
    );
    const wish: ListWish = readListWish(req.query, 'open');
    const now = { instant: req.clock.now(), today: req.clock.today() };
    const rows = rowsOf(bookings, offers, names, wish, now);
    const all = rowsOf(bookings, offers, names, { ...wish, q: '', state: '' }, now);
    return { rows, offers, wish, all };
  });

async function showAll(req: Req): Promise<Response> {
  const { rows, wish, all } = await everything(req);
  const waiting = (state: string) => all.filter((row) => row.state === state).length;
  return page(
    req,
    { title: 'Bookings', density: 'staff' },
    <>
      <PageHeading title="Bookings" lead={leadOf(waiting('draft'), waiting('held'), waiting('lapsed'))} />
      <BookingsList
        path="/bookings"
        query={req.query}
        wish={wish}
        rows={rows}
        withSchool
        hrefOf={({ booking }) => `/schools/${booking.forSchools[0] ?? booking.holder.id}/bookings/${booking.id}`}
        empty={
          <Empty title="No bookings here">
            What schools book, ask for and buy stands here until it has taken place.
          </Empty>
        }
      />
    </>,
  );
}

/** What there is to do, without what there is none of. */
function leadOf(quotes: number, orders: number, lapsed: number): string {
  const parts = [
    ...(quotes > 0 ? [`${counted(quotes, 'quote')} to write`] : []),
    ...(orders > 0 ? [`${counted(orders, 'order')} to confirm`] : []),
    ...(lapsed > 0 ? [`${counted(lapsed, 'hold or quote', 'holds or quotes')} run out`] : []),
  ];
  return parts.length === 0 ? 'No quote waits to be written, and no order to be confirmed.' : `${listed(parts)}.`;
}
