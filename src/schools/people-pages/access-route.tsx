import { recordDeed } from '../../platform/audit';
import { readOrder } from '../../platform/ui';
import { fileRoutes, notFound, type Req, type Route, route, type TableFile } from '../../platform/web';
import { moment, slug } from '../../platform/words';
import { typedWords, wholeNumber } from '../directory/filter-form';
import { scopeName } from '../people';
import { LooksList, verbs } from './access-page';
import { placePage } from './place-page';
import { placeOf } from './places';
import { maySeeAccess } from './policy';
import { type LookFilter, looksAt } from './queries';

export const accessRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/schools/:urn/access',
    may: maySeeAccess,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/access` },
      other: { path: `/schools/${world.otherSchool}/access` },
    }),
    handle: (req) => showAccess(req),
  }),
  ...fileRoutes({
    path: '/schools/:urn/access',
    may: maySeeAccess,
    sample: (world) => [`/schools/${world.school}/access`, `/schools/${world.otherSchool}/access`],
    file: accessFile,
  }),
];

function readLooks(query: URLSearchParams): LookFilter {
  const kind = query.get('kind');
  return {
    kind: kind === 'view' || kind === 'export' ? kind : '',
    who: typedWords(query.get('who')),
    order: readOrder(query, ['at', 'who', 'what'], { key: 'at', dir: 'desc' }),
  };
}

const schoolOf = (req: Req) => ({ kind: 'school' as const, id: req.params.urn ?? '' });

async function showAccess(req: Req): Promise<Response> {
  const filter = readLooks(req.query);
  const asked = wholeNumber(req.query.get('page') ?? undefined) ?? 1;
  const view = await req.tx(async (tx) => {
    const place = await placeOf(tx, schoolOf(req), req.installation);
    const urn = place?.school?.urn;
    if (!place || urn === undefined) return null;
    const found = await looksAt(tx, urn, filter, asked);
    const begun = found.total === 0 && asked > 1;
    return { place, found: begun ? await looksAt(tx, urn, filter, 1) : found, page: begun ? 1 : asked };
  });
  if (!view) return notFound(req);
  const action = `/schools/${view.place.scope.id}/access`;
  return placePage(
    req,
    view.place,
    { title: `Who has looked: ${view.place.name}`, at: action },
    <LooksList filter={filter} page={view.page} found={view.found} action={action} query={req.query} />,
  );
}

/** The newest of them, as many as a sheet is read for. Taking them is itself recorded, for it names people. */
const mostLooks = 50_000;

function accessFile(req: Req): Promise<TableFile | null> {
  return req.tx(async (tx) => {
    const place = await placeOf(tx, schoolOf(req), req.installation);
    const urn = place?.school?.urn;
    if (!place || urn === undefined) return null;
    const { looks } = await looksAt(tx, urn, readLooks(req.query), 1, mostLooks);
    await recordDeed(tx, req, {
      action: 'schools.looks-taken',
      kind: 'export',
      scope: scopeName(place.scope),
      about: 'Who has looked',
    });
    return {
      name: `who-has-looked-${slug(place.name)}-${req.clock.today()}`,
      table: {
        name: 'Who has looked',
        columns: [
          { heading: 'Day', kind: 'date' },
          { heading: 'When', kind: 'text' },
          { heading: 'Who', kind: 'text' },
          { heading: 'Did', kind: 'text' },
          { heading: 'What', kind: 'text' },
        ],
        rows: looks.map(({ at, name, kind, about }) => [
          at.toZonedDateTimeISO('Europe/London').toPlainDate(),
          moment(at),
          name,
          verbs[kind],
          about,
        ]),
      },
    };
  });
}
