import { listed, lowerFirst } from '../../platform/words';
import { SchoolHeader, schoolCrumbs, schoolHead, schoolTabs, sectorSchools } from '../../schools';
import { datasets } from '../catalogue/catalogue';
import type { FindPlace } from '../compare/places';
import { placeRoutes } from '../compare/routes';
import { schoolsLike } from './like';
import { NotHere, WhyThese } from './section';

/** How many an own set may have. */
const mostChosen = 100;

/** The schools most like one, or those that somebody chose for it. */
const similarPlace: FindPlace = async (tx, req) => {
  const urn = Number(/^[1-9]\d{5}$/.exec(req.params.urn ?? '')?.[0] ?? 0);
  const school = await schoolHead(tx, urn);
  if (!school) return null;
  const { own, pool, found, near } = await schoolsLike(tx, req.mesters.database, school);
  const asked = [...req.query.getAll('set'), ...(req.query.get('urns') ?? '').split(/[\s,]+/)].filter(Boolean);
  const known = new Set(pool.map((one) => String(one.urn)));
  const chosen = [...new Set(asked.filter((one) => known.has(one) && one !== String(urn)).map(Number))].slice(
    0,
    mostChosen,
  );
  const unknown = asked
    .filter((one) => !known.has(one))
    .slice(0, 20)
    .map((one) => one.slice(0, 20));
  const set = chosen.length > 0 ? chosen : near;
  const at = `/schools/${urn}/data/similar`;
  const held = datasets.filter(({ id }) => own.results.includes(id)).map(({ short }) => lowerFirst(short));
  const kind = `${sectorSchools(school.sector)}${held.length > 0 ? ` with ${listed(held)}` : ''}`;
  return {
    place: { kind: 'set', of: urn, picked: chosen.length > 0, urns: [urn, ...set].sort((a, b) => a - b) },
    at,
    name: chosen.length > 0 ? 'the chosen schools' : 'schools like it',
    title: `Schools like ${school.name}`,
    crumbs: [...schoolCrumbs(school), { text: 'Data', href: `/schools/${urn}/data` }],
    own: urn,
    header: ({ lead, actions }) => (
      <SchoolHeader
        school={school}
        tabs={schoolTabs(req, urn)}
        at={`/schools/${urn}/data`}
        actions={actions}
        lead={`Compared with ${chosen.length > 0 ? 'the schools that you chose' : `the ${set.length} schools most like it`}. ${lead}`}
      />
    ),
    before: <NotHere unknown={unknown} kind={kind} />,
    about: (
      <WhyThese
        own={own}
        pool={pool}
        nearest={found}
        set={set}
        chosen={chosen.length > 0}
        unknown={unknown}
        at={at}
        query={req.query}
        kind={kind}
      />
    ),
  };
};

/** Before the page of one measure of a school, whose address takes any word. */
export const similarRoutes = placeRoutes(
  '/schools/:urn/data/similar',
  ({ school, otherSchool }) => [`/schools/${school}/data/similar`, `/schools/${otherSchool}/data/similar`],
  similarPlace,
);
