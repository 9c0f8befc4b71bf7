import { notFound, type Req, type Route, route } from '../../platform/web';
import { typedWords, wholeNumber } from '../directory/filter-form';
import type { MoreTabs } from '../directory/header';
import { LooksList } from './access-page';
import { placePage } from './place-page';
import { placeOf } from './places';
import { maySeeAccess } from './policy';
import { type LookFilter, looksAt } from './queries';

export const accessRoute = (more: MoreTabs): Route =>
  route({
    method: 'GET',
    path: '/schools/:urn/access',
    may: maySeeAccess,
    sample: (world) => ({
      own: { path: `/schools/${world.school}/access` },
      other: { path: `/schools/${world.otherSchool}/access` },
    }),
    handle: (req) => showAccess(req, more),
  });

async function showAccess(req: Req, more: MoreTabs): Promise<Response> {
  const kind = req.query.get('kind');
  const filter: LookFilter = {
    kind: kind === 'view' || kind === 'export' ? kind : '',
    who: typedWords(req.query.get('who')),
  };
  const asked = wholeNumber(req.query.get('page') ?? undefined) ?? 1;
  const view = await req.tx(async (tx) => {
    const place = await placeOf(tx, { kind: 'school', id: req.params.urn ?? '' }, req.installation);
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
    { title: `Who has looked: ${view.place.name}`, more, at: action },
    <LooksList filter={filter} page={view.page} found={view.found} action={action} />,
  );
}
