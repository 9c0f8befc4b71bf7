import { sees } from '../../platform/actor';
import { page, type Req, type Route, route, sameSample, tableFile } from '../../platform/web';
import { schoolsTable } from './export';
import { filterQuery, readFilter, wholeNumber } from './filter-form';
import { atFirst, FindPage, oneList, perPage } from './find-page';
import { schoolMap } from './map-queries';
import { mayReadDirectory } from './policy';
import { everySchool, filterChoices, findSchools } from './queries';

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
  const asked = Math.min(wholeNumber(req.query.get('page') ?? undefined) ?? 1, 10_000);
  const view = await req.tx(async (tx) => {
    const choices = await filterChoices(tx, filter);
    // One list wants all of itself; a longer one is cut into pages, and begins again when asked for one past its end.
    const first = await findSchools(tx, filter, { limit: showAll ? oneList : Math.max(perPage, atFirst), offset: 0 });
    const paged = first.total > oneList;
    const onPage = paged && asked <= Math.ceil(first.total / perPage) ? asked : 1;
    const found =
      paged && (onPage > 1 || showAll)
        ? await findSchools(tx, filter, { limit: perPage, offset: (onPage - 1) * perPage })
        : first;
    const map = await schoolMap(tx, filter, found.near);
    const chosen =
      chosenUrn === null
        ? []
        : (await findSchools(tx, { ...everySchool, open: 'all', q: String(chosenUrn) }, { limit: 20, offset: 0 }))
            .schools;
    return {
      filter,
      choices,
      found,
      map,
      page: onPage,
      showAll,
      chosen: chosen.find((school) => school.urn === chosenUrn) ?? null,
    };
  });
  return page(req, { title: 'Find a school' }, <FindPage {...view} mayImport={sees(req.actor, 'imports/*')} />);
}
