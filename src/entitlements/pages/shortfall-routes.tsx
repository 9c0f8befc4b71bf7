import { currentOffer, type Offer } from '../../offer';
import type { ExportTable } from '../../platform/documents';
import { fileRoutes, page, type Req, type Route, route, sameSample } from '../../platform/web';
import { maySeeShortfalls } from '../policy';
import { type Shortfall, shortfalls } from '../shortfalls';
import { elementName, inUnit, ShortfallsPage } from './shortfall-page';

export const shortfallRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/shortfalls',
    may: maySeeShortfalls,
    sample: sameSample('/shortfalls'),
    handle: async (req) =>
      page(req, { title: 'More given than is owed now', density: 'staff' }, <ShortfallsPage {...(await found(req))} />),
  }),
  ...fileRoutes({
    path: '/shortfalls',
    may: maySeeShortfalls,
    sample: () => ['/shortfalls', '/shortfalls'],
    file: async (req) => ({ table: table(await found(req)), name: `shortfalls-${req.clock.today()}` }),
  }),
];

const found = (req: Req) =>
  req.tx(async (tx) => ({ all: await shortfalls(tx), offer: (await currentOffer(tx))?.offer ?? null }));

const table = ({ all, offer }: { all: readonly Shortfall[]; offer: Offer | null }): ExportTable => ({
  name: 'More given than is owed',
  columns: [
    { heading: 'For', kind: 'text', width: 40 },
    { heading: 'URN or identifier', kind: 'text' },
    { heading: 'Element', kind: 'text', width: 40 },
    { heading: 'Year', kind: 'text' },
    { heading: 'Owed now', kind: 'text' },
    { heading: 'Given', kind: 'text' },
    { heading: 'Used', kind: 'text' },
    { heading: 'Given beyond it', kind: 'text' },
    { heading: 'Why it was given', kind: 'text', width: 60 },
  ],
  rows: all.map(({ holder, name, element, year, unit, owed, granted, used, units, why }) => [
    name,
    holder.id,
    elementName(offer, element),
    year,
    ...[owed, granted, used, units].map((n) => inUnit(offer, unit, n)),
    why,
  ]),
});
