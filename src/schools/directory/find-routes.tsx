import { sees } from '../../platform/actor';
import { page, type Req, type Route, route, sameSample, tableFile } from '../../platform/web';
import { schoolsTable } from './export';
import { filterQuery, readFilter, readView, wholeNumber } from './filter-form';
import { FindPage } from './find-page';
import { findOnPage } from './found';
import { mayReadDirectory } from './policy';
import { schoolsBy } from './queries';
import { remembering } from './remembered';

export const findRoutes: Route[] = [
  route({ method: 'GET', path: '/schools', may: mayReadDirectory, sample: sameSample('/schools'), handle: findPage }),
  ...(['csv', 'xlsx'] as const).map((format) =>
    route({
      method: 'GET',
      path: `/schools.${format}`,
      may: mayReadDirectory,
      sample: sameSample(`/schools.${format}`),
      rate: { calls: 20, seconds: 60 },
      handle: async (req) =>
        tableFile(await req.tx((tx) => schoolsTable(tx, readFilter(req.query))), format, fileName(req)),
    }),
  ),
];

const fileName = (req: Req): string =>
  `schools${filterQuery(readFilter(req.query)) ? '-chosen' : ''}-${req.clock.today()}`;

async function findPage(req: Req): Promise<Response> {
  const filter = readFilter(req.query);
  const showAll = req.query.get('show') === 'all';
  const chosenUrn = wholeNumber(req.query.get('school') ?? undefined);
  // A school that is chosen is chosen on the map.
  const mapOrList = chosenUrn === null ? readView(req.query) : 'map';
  const asked = Math.min(wholeNumber(req.query.get('page') ?? undefined) ?? 1, 10_000);
  const remember = await req.tx((tx) => remembering(tx, req.mesters.database));
  const shown = await findOnPage(remember, (ask) => req.tx(ask), filter, { page: asked, showAll });
  const [chosen = null] = chosenUrn === null ? [] : await req.tx((tx) => schoolsBy(tx, [chosenUrn]));
  const view = { ...shown, filter, view: mapOrList, showAll, chosen };
  return page(req, { title: 'Find a school' }, <FindPage {...view} mayImport={sees(req.actor, 'imports/*')} />);
}
