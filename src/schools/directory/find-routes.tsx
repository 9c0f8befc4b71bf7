import { sees } from '../../platform/actor';
import { page, type Req, type Route, route, sameSample, tableFile } from '../../platform/web';
import { schoolsTable } from './export';
import { filterQuery, readFilter, readView, wholeNumber } from './filter-form';
import { FindPage, oneList, perPage } from './find-page';
import { schoolMap } from './map-queries';
import { mayReadDirectory } from './policy';
import { filterChoices, findNumbers, foundPage, schoolsBy } from './queries';
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
  // What takes reading every school has a transaction of its own: on PGlite all others wait for its end.
  const choices = await remember(`choices ${filter.trust}`, () => req.tx((tx) => filterChoices(tx, filter)));
  const asFiltered = JSON.stringify(filter);
  const numbers = await remember(`numbers ${asFiltered}`, () => req.tx((tx) => findNumbers(tx, filter)));
  const map = await remember(`map ${asFiltered}`, () => req.tx((tx) => schoolMap(tx, filter, numbers.near)));
  // One list wants all of itself when it is opened; a longer one is cut into pages, and begins again when asked for one past its end.
  const paged = numbers.urns.length > oneList;
  const onPage = paged && asked <= Math.ceil(numbers.urns.length / perPage) ? asked : 1;
  const limit = paged || !showAll ? perPage : oneList;
  const offset = (onPage - 1) * perPage;
  const found = await remember(`page ${limit} ${offset} ${asFiltered}`, () =>
    req.tx((tx) => foundPage(tx, numbers, { limit, offset })),
  );
  const [chosen = null] = chosenUrn === null ? [] : await req.tx((tx) => schoolsBy(tx, [chosenUrn]));
  const view = { filter, choices, found, map, view: mapOrList, page: onPage, showAll, chosen };
  return page(req, { title: 'Find a school' }, <FindPage {...view} mayImport={sees(req.actor, 'imports/*')} />);
}
