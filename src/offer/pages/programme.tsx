import { DataTable, EmptyState, ExportLinks, Filters, PageHeading, Second, Section, Tag } from '../../platform/ui';
import { notFound, problem, type Req, type Route, route, tableFile } from '../../platform/web';
import { counted, money, monthYear, slug } from '../../platform/words';
import { mayReadOffer } from '../policy';
import type { Offer } from '../schema/schema';
import { yearDays } from '../year';
import { has } from './asked';
import { askedOffer, offerPage } from './frame';
import { nameOf } from './words';

type Line = Offer['programme']['lines'][number];

/** The year's training, month by month: as a page, and to take away. */
export const programmeRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/offer/programme',
    may: mayReadOffer,
    sample: () => ({ own: { path: '/offer/programme' }, other: { path: '/offer/programme?sector=unknown' } }),
    handle: async (req) =>
      (await offerPage(
        req,
        () => '/offer/programme',
        ({ offer }) => ({
          view: { title: offer.elements.find(({ id }) => id === offer.programme.element)?.name ?? 'Training' },
          body: <ProgrammePage offer={offer} sector={chosenSector(offer, req)} />,
        }),
      )) ?? notFound(req),
  }),
  ...(['csv', 'xlsx'] as const).map((format) =>
    route({
      method: 'GET',
      path: `/offer/programme.${format}`,
      may: mayReadOffer,
      sample: () => ({
        own: { path: `/offer/programme.${format}` },
        other: { path: `/offer/programme.${format}?sector=unknown` },
      }),
      rate: { calls: 20, seconds: 60 },
      handle: (req) => exported(req, format),
    }),
  ),
];

const chosenSector = (offer: Offer, req: Req): string | null => {
  const wanted = req.query.get('sector') ?? '';
  return has(offer.sectors, wanted) ? wanted : null;
};

const linesFor = (offer: Offer, sector: string | null): Line[] =>
  offer.programme.lines.filter((line) => sector === null || line.sector === sector);

/** The months of the year, in the order of the year: the month it begins with first. */
const monthsOf = (offer: Offer): { month: number; words: string }[] => {
  const { from } = yearDays(offer, offer.year);
  return Array.from({ length: 12 }, (_, i) => from.add({ months: i })).map((day) => ({
    month: day.month,
    words: monthYear(day),
  }));
};

function ProgrammePage({ offer, sector }: { offer: Offer; sector: string | null }) {
  const { programme } = offer;
  const element = offer.elements.find(({ id }) => id === programme.element);
  const lines = linesFor(offer, sector);
  const sectors = offer.sectors.filter(({ id }) => programme.lines.some((line) => line.sector === id));
  const months = monthsOf(offer).filter(({ month }) => lines.some((line) => line.month === month));
  const query = sector ? `?sector=${sector}` : '';
  return (
    <>
      <PageHeading
        title={element?.name ?? 'Training'}
        eyebrow={`Programme for ${offer.year}`}
        lead={element?.description}
        {...(programme.state === 'draft' ? { actions: <Tag>Draft</Tag> } : {})}
      />
      <Section
        title={`${counted(lines.length, 'session')}${sector ? ` for ${nameOf(offer.sectors, sector).toLowerCase()} schools` : ''}`}
        rule="ink"
        intro={[
          programme.softLimit === null
            ? 'Places are limited only by the room.'
            : `Up to ${counted(programme.softLimit, 'place')} each.`,
          `Further sessions: ${programme.extraSessions.charAt(0).toLowerCase()}${programme.extraSessions.slice(1).replace(/\.$/, '')}.`,
          programme.nonSubscriberPrice === null
            ? 'No places are sold to others until a price is set.'
            : `Others pay ${money(programme.nonSubscriberPrice)} a place.`,
        ].join(' ')}
        aside={
          <>
            <Filters
              label="Sector"
              items={[
                { text: 'All', href: '/offer/programme', current: sector === null, count: programme.lines.length },
                ...sectors.map(({ id, name }) => ({
                  text: name,
                  href: `/offer/programme?sector=${id}`,
                  current: id === sector,
                  count: linesFor(offer, id).length,
                })),
              ]}
            />
            <ExportLinks csv={`/offer/programme.csv${query}`} excel={`/offer/programme.xlsx${query}`} />
          </>
        }
      >
        {lines.length === 0 ? (
          <EmptyState
            title="Nothing is planned here yet"
            action={<a href="/offer/programme">See the whole programme</a>}
          >
            Sessions for this sector will be here once they are planned.
          </EmptyState>
        ) : (
          <DataTable
            caption="The programme by month"
            captionHidden
            rows={months}
            columns={[
              { key: 'month', header: 'Month', cell: ({ words }) => words, name: true, strong: true },
              ...sectors
                .filter(({ id }) => sector === null || id === sector)
                .map(({ id, name }) => ({
                  key: id,
                  header: name,
                  cell: ({ month }: { month: number }) => (
                    <Sessions lines={lines.filter((line) => line.month === month && line.sector === id)} />
                  ),
                })),
            ]}
          />
        )}
      </Section>
    </>
  );
}

const Sessions = ({ lines }: { lines: readonly Line[] }) =>
  lines.length === 0 ? (
    <span class="m-quiet">–</span>
  ) : (
    lines.map(({ title, audience }) => (
      <p>
        {title}
        <Second>{audience}</Second>
      </p>
    ))
  );

async function exported(req: Req, format: 'csv' | 'xlsx'): Promise<Response> {
  const { published } = await req.tx((tx) => askedOffer(tx, req));
  if (!published) return problem(req, 404, 'Nothing to export yet', 'No offer is published, so there is no programme.');
  const { offer } = published;
  const months = monthsOf(offer);
  const name = offer.elements.find(({ id }) => id === offer.programme.element)?.name ?? 'Training';
  const order = (line: Line) => months.findIndex(({ month }) => month === line.month);
  return tableFile(
    {
      name: `Programme ${offer.year.replace('/', '-')}`,
      columns: [
        { heading: 'Month', kind: 'text' },
        { heading: 'Sector', kind: 'text' },
        { heading: 'Session', kind: 'text' },
        { heading: 'For', kind: 'text' },
      ],
      rows: linesFor(offer, chosenSector(offer, req))
        .sort((a, b) => order(a) - order(b))
        .map((line) => [
          months[order(line)]?.words ?? '',
          nameOf(offer.sectors, line.sector),
          line.title,
          line.audience,
        ]),
    },
    format,
    `${slug(name)}-${slug(offer.year)}`,
  );
}
