import type { Child } from 'hono/jsx';
import {
  ButtonLink,
  EmptyState,
  ExportLinks,
  FieldRow,
  Filters,
  ListAndMap,
  type MapView,
  type Option,
  PageHeading,
  Pagination,
  Select,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { capital, count, date, monthYear } from '../../platform/words';
import { filterQuery, narrows } from './filter-form';
import { oneList, perPage } from './found';
import { headingOf } from './heading';
import { MapKey, SchoolsMap, ShapeMark } from './map';
import type { SchoolMap } from './map-queries';
import { everySchool, type FilterChoices, type Found, type FoundSchool, type SchoolFilter } from './queries';
import { sectorWords, shapeOf, whatItIs } from './words';

export interface FindView {
  filter: SchoolFilter;
  choices: FilterChoices;
  found: Found;
  map: SchoolMap;
  /** Ringed on the map and opened in the list. */
  chosen: FoundSchool | null;
  page: number;
  /** Where the list is long enough for pages; else it is one list, opened by `showAll`. */
  showAll: boolean;
  /** Where the screen is narrow: the list alone, or the map above it. */
  view: MapView;
  mayImport: boolean;
}

const atFirst = 15;

/** Any school by what one knows of it, in a list and on a map. */
export function FindPage(view: FindView) {
  if (view.choices.known === 0) return <NoSchools mayImport={view.mayImport} />;
  return (
    <>
      <PageHeading title="Find a school" />
      <FindForm {...view} />
      <Results {...view} />
    </>
  );
}

const NoSchools = ({ mayImport }: { mayImport: boolean }) => (
  <>
    <PageHeading title="Find a school" />
    <EmptyState
      title="No schools are here yet"
      {...(mayImport ? { action: <ButtonLink href="/imports">Bring in a file of schools</ButtonLink> } : {})}
    >
      Every school of the area will be here, in a list and on a map, with its pupil numbers and inspections.{' '}
      {mayImport
        ? 'They come from the official files: the list of establishments first, then the census.'
        : 'The partnership office brings them in from the official files.'}
    </EmptyState>
  </>
);

function FindForm({ filter, choices, view }: FindView) {
  const any = { value: '', text: 'Any' };
  const localities = choices.partnerships.every((partnership) => partnership.kind === 'locality');
  const kept = Object.entries({
    open: filter.open === 'open' ? '' : filter.open,
    sort: filter.sort === 'pupils' ? 'pupils' : '',
    view: view === 'map' ? view : '',
  });
  return (
    <search>
      <form action="/schools" method="get" data-live="find">
        <FieldRow>
          <TextInput
            id="q"
            name="q"
            type="search"
            label="Name, postcode or URN"
            value={filter.q}
            autocomplete="off"
            spellcheck={false}
          />
          {choices.partnerships.length > 0 && (
            <Select
              id="partnership"
              name="partnership"
              label={localities ? 'Locality' : 'Partnership'}
              value={filter.partnership}
              options={[any, ...choices.partnerships.map(({ id, name }) => ({ value: id, text: name }))]}
            />
          )}
          <Select
            id="sector"
            name="sector"
            label="Sector"
            value={filter.sector}
            options={[any, ...choices.sectors.map(asOption)]}
          />
          {choices.statuses.length > 1 && (
            <Select
              id="status"
              name="status"
              label="Status"
              value={filter.status}
              options={[any, ...choices.statuses.map(asOption)]}
            />
          )}
          <TrustSelect filter={filter} choices={choices} />
          <button type="submit" class="govuk-button m-live-button" data-module="govuk-button">
            Search
          </button>
        </FieldRow>
        {kept.map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      </form>
    </search>
  );
}

const asOption = (value: string): Option => ({ value, text: capital(sectorWords(value)) });

function TrustSelect({ filter, choices }: Pick<FindView, 'filter' | 'choices'>) {
  if (choices.trusts.length === 0 && filter.trust === null) return null;
  const options = [
    { value: '', text: 'Any or none' },
    { value: 'none', text: 'No trust' },
    ...choices.trusts.map(({ id, name }) => ({ value: String(id), text: name })),
  ];
  return (
    <Select
      id="trust"
      name="trust"
      label="Trust"
      value={filter.trust === null ? '' : String(filter.trust)}
      options={options}
    />
  );
}

/** The part that is fetched anew as somebody types. */
function Results(view: FindView) {
  const { filter, found, choices } = view;
  const heading = headingOf(filter, choices, found);
  return (
    <div id="find" data-live-says={heading}>
      <div class="m-section__head">
        <h2>{heading}</h2>
        <div class="m-section__aside">
          <Filters label="Which schools" items={openItems(view)} />
          {found.total > 1 && <Filters label="In which order" items={sortItems(view)} />}
          {narrows(filter) && <a href={addressOf({ ...view, filter: everySchool })}>Clear</a>}
        </div>
      </div>
      {found.elsewhere && (
        <p>
          <a href={addressOf({ ...view, filter: found.elsewhere.filter })}>
            {found.elsewhere.total === 1 ? 'Show that school' : `Show those ${count(found.elsewhere.total)} schools`}
          </a>
        </p>
      )}
      {found.total === 0 && !view.chosen ? <NothingFound {...view} /> : <FoundList {...view} />}
    </div>
  );
}

const addressOf = (
  { filter, view }: Pick<FindView, 'filter' | 'view'>,
  more: Record<string, string | number | undefined> = {},
): string => withQuery(`/schools?${filterQuery(filter)}`, { ...(view === 'map' ? { view } : {}), ...more });

const openItems = ({ filter, view }: FindView) =>
  (['open', 'closed', 'all'] as const).map((open) => ({
    text: open === 'all' ? 'Both' : capital(open),
    href: addressOf({ view, filter: { ...filter, open } }),
    current: filter.open === open,
  }));

const sortItems = ({ filter, view }: FindView) => [
  {
    text: filter.q ? 'Best match' : 'By name',
    href: addressOf({ view, filter: { ...filter, sort: 'name' } }),
    current: filter.sort !== 'pupils',
  },
  {
    text: 'Most pupils',
    href: addressOf({ view, filter: { ...filter, sort: 'pupils' } }),
    current: filter.sort === 'pupils',
  },
];

const NothingFound = ({ filter, view }: FindView) => (
  <EmptyState
    title="Nothing fits"
    level={2}
    action={
      <ButtonLink kind="secondary" href={addressOf({ view, filter: filter.q ? { ...filter, q: '' } : everySchool })}>
        {filter.q ? 'Search without these words' : 'Show every open school'}
      </ButtonLink>
    }
  >
    {filter.q
      ? 'Part of a name is enough, such as “bank”. A postcode, a URN of six figures or an LAEstab such as 373/2001 works too.'
      : 'No school is all of that at once. Take one of the choices away.'}{' '}
    {filter.open === 'open' && (
      <>
        It may have closed:{' '}
        <a href={addressOf({ view, filter: { ...filter, open: 'all' } })}>look among closed schools too</a>.
      </>
    )}
  </EmptyState>
);

function FoundList(view: FindView) {
  const { filter, found, map, chosen } = view;
  const short = found.total <= oneList && !view.showAll && found.total > atFirst + 4;
  const shown = short ? found.schools.slice(0, atFirst) : found.schools;
  const here = { ...(view.showAll ? { show: 'all' } : {}), ...(view.page > 1 ? { page: view.page } : {}) };
  const choose = (urn: number) => `${addressOf(view, { ...here, view: 'map', school: urn })}#school-${urn}`;
  const elsewhere = chosen && !shown.some((school) => school.urn === chosen.urn);
  const hasMap = map.kind === 'cells' || map.points.length > 0;
  const list = (
    <>
      <ul class="m-places">
        {elsewhere && <Row school={chosen} chosen href={choose} hasMap={hasMap} />}
        {shown.map((school) => (
          <Row school={school} chosen={school.urn === chosen?.urn} href={choose} hasMap={hasMap} />
        ))}
      </ul>
      {short && (
        <p>
          <a class="m-no-print" href={`${addressOf(view, { show: 'all' })}#school-${found.schools[atFirst]?.urn}`}>
            Show {count(found.total - atFirst)} more
          </a>
          <span class="m-paper-only">
            {count(atFirst)} of {count(found.total)} schools; the list as a file has all.
          </span>
        </p>
      )}
      {found.total > oneList && (
        <Pagination
          page={view.page}
          perPage={perPage}
          total={found.total}
          noun="school"
          href={(page) => addressOf(view, { page })}
        />
      )}
      <ExportLinks
        csv={withQuery(`/schools.csv?${filterQuery(filter)}`, {})}
        excel={withQuery(`/schools.xlsx?${filterQuery(filter)}`, {})}
      />
    </>
  );
  if (!hasMap)
    return (
      <>
        {list}
        <p class="m-small m-quiet">No grid reference is known of any of them, so there is no map.</p>
      </>
    );
  return (
    <ListAndMap
      list={list}
      map={<SchoolsMap map={map} chosen={chosen?.urn} tinted={filter.partnership !== ''} href={choose} />}
      caption={<MapCaption {...view} />}
      views={{
        list: addressOf(view, { ...here, view: undefined }),
        map: addressOf(view, { ...here, view: 'map', school: chosen?.urn }),
        current: view.view,
      }}
    />
  );
}

function MapCaption({ map, found, filter }: FindView) {
  const missing = found.total - found.placed;
  const others = map.kind === 'points' && map.points.some((point) => !point.found);
  return (
    <>
      <MapKey map={map} />
      <p>
        {map.kind === 'cells'
          ? `A circle stands for the schools of a square of ${map.metres / 1000} km, the larger the more. ${narrows(filter) ? 'Dark: some of them are in the list. ' : ''}Points from grid references.`
          : `Points from grid references. ${others ? 'Small and grey: not in the list. ' : ''}`}{' '}
        {missing > 0 &&
          (found.total === 1
            ? 'The school has no grid reference: it is in the list only.'
            : `${count(missing)} of the ${count(found.total)} have no grid reference: they are in the list only.`)}
      </p>
    </>
  );
}

interface RowProps {
  school: FoundSchool;
  chosen: boolean;
  hasMap: boolean;
  href: (urn: number) => string;
}

function Row({ school, chosen, href, hasMap }: RowProps) {
  const about: Child = (
    <>
      {whatItIs(school)}
      {school.open ? '' : `. Closed${school.closed ? ` ${date(school.closed)}` : ''}`}.{' '}
      {!chosen && school.postcode?.replaceAll(' ', '\u00a0')}{' '}
      {hasMap && !chosen && school.easting !== null && (
        <a class="m-places__show" href={href(school.urn)}>
          <span class="govuk-visually-hidden">{school.name} on the </span>Map
        </a>
      )}
    </>
  );
  return (
    <li id={`school-${school.urn}`} aria-current={chosen ? 'true' : undefined}>
      <ShapeMark shape={shapeOf(school.sector)} /> <a href={`/schools/${school.urn}`}>{school.name}</a>
      <p>{about}</p>
      {chosen && <Chosen school={school} />}
    </li>
  );
}

const Chosen = ({ school }: { school: FoundSchool }) => (
  <>
    <dl class="m-places__facts">
      {[
        ['Address', [school.street, school.town, school.postcode].filter(Boolean).join(', ') || 'not known'],
        [
          'Pupils',
          school.pupils ? `${count(school.pupils.onRoll)}, ${monthYear(school.pupils.censusDate)}` : 'not known',
        ],
        ['URN', String(school.urn)],
        ...(school.easting === null ? [['Map', 'no grid reference is known']] : []),
      ].map(([term, value]) => (
        <div>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
    <p>
      <a href={`/schools/${school.urn}`}>
        School page<span class="govuk-visually-hidden"> of {school.name}</span>
      </a>
    </p>
  </>
);
