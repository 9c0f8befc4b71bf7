import type { Cell, ExportTable } from '../../platform/documents';
import { PageHeading } from '../../platform/ui';
import { fileRoutes, notFound, page, type Req, type Route, route } from '../../platform/web';
import { slug } from '../../platform/words';
import { yearName } from '../../schools';
import { authorityName, measureNamed } from '../catalogue/catalogue';
import { AuthorityTabs, authorityAddress, sectorsOf } from '../compare/places';
import { figureJson } from '../figures/json';
import { type Figure, figuresOfAreas } from '../figures/queries';
import { bringsReleases, readsPublished } from '../policy';
import { ExclusionsPage } from './page';
import { areaOf, exclusionMeasures, kinds } from './rates';

const path = '/authorities/:code/exclusions';
const sample = ({ authority }: { authority: string }) => {
  const at = `/authorities/${authority}/exclusions`;
  return [at, at] as const;
};

/** Exclusions of an authority, year by year: the page, its files, and for programs. */
export const exclusionRoutes: Route[] = [
  route({
    method: 'GET',
    path,
    may: readsPublished,
    sample: (world) => ({ own: { path: sample(world)[0] }, other: { path: sample(world)[1] } }),
    handle: show,
  }),
  ...fileRoutes({
    path,
    may: readsPublished,
    sample,
    file: async (req) => {
      const found = await find(req);
      return found && { table: tableOf(found.areas), name: `exclusions-${slug(authorityName(found.code))}` };
    },
  }),
  route({
    method: 'GET',
    path: `${path}.json`,
    may: readsPublished,
    sample: (world) => ({ own: { path: `${sample(world)[0]}.json` }, other: { path: `${sample(world)[1]}.json` } }),
    rate: { calls: 60, seconds: 60 },
    handle: async (req) => {
      const found = await find(req);
      if (!found) return notFound(req);
      return Response.json(
        inOrder(found.areas).map((figure) => ({ area: figure.area, ...figureJson(figure) })),
        { headers: { 'Cache-Control': 'no-store' } },
      );
    },
  }),
];

const ids = new Set(exclusionMeasures.map(({ id }) => id));

/** What is published of the authority and of England; null where it has no school here. */
const find = (req: Req): Promise<{ code: string; sectors: string[]; areas: Figure[] } | null> =>
  req.tx(async (tx) => {
    const code = /^[2-9]\d\d$/.exec(req.params.code ?? '')?.[0];
    const sectors = code ? await sectorsOf(tx, Number(code)) : [];
    if (!code || sectors.length === 0) return null;
    const wanted = kinds.flatMap((kind) => [areaOf(`la/${code}`, kind), areaOf('england', kind)]);
    return { code, sectors, areas: (await figuresOfAreas(tx, wanted)).filter(({ measure }) => ids.has(measure)) };
  });

async function show(req: Req): Promise<Response> {
  const found = await find(req);
  if (!found) return notFound(req);
  const { code, sectors, areas } = found;
  const city = authorityName(code);
  const at = `/authorities/${code}/exclusions`;
  return page(
    req,
    {
      title: `Exclusions in ${city}`,
      breadcrumbs: [
        { text: 'Data', href: '/data' },
        { text: city, href: authorityAddress(code, null) },
      ],
    },
    <ExclusionsPage
      header={(lead) => (
        <>
          <PageHeading title={`Exclusions in ${city}`} lead={lead} />
          <AuthorityTabs code={code} sectors={sectors} at={at} />
        </>
      )}
      city={city}
      code={code}
      areas={areas}
      kind={kinds.find((one) => one === req.query.get('kind')) ?? ''}
      at={at}
      mayBring={bringsReleases(req.actor, {})}
    />,
  );
}

const inOrder = (areas: readonly Figure[]): Figure[] =>
  areas.toSorted(
    (a, b) => a.measure.localeCompare(b.measure) || (a.area ?? '').localeCompare(b.area ?? '') || a.year - b.year,
  );

const number = (text: string | null): number | null => (text === null ? null : Number(text));

const tableOf = (areas: readonly Figure[]): ExportTable => ({
  name: 'Exclusions',
  columns: [
    { heading: 'Measure', kind: 'text' },
    { heading: 'Area', kind: 'text' },
    { heading: 'Year', kind: 'text' },
    { heading: 'Rate for every 100 pupils', kind: 'number' },
    { heading: 'As published', kind: 'text' },
    { heading: 'Number', kind: 'number' },
    { heading: 'Pupils', kind: 'number' },
    { heading: 'Release', kind: 'text' },
  ],
  rows: inOrder(areas).map((one): Cell[] => [
    measureNamed(one.measure)?.name ?? one.measure,
    one.area ?? '',
    yearName(one.year),
    number(one.value),
    one.shown,
    number(one.numerator),
    number(one.denominator),
    one.release,
  ]),
});
