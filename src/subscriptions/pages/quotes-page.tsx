import type { Offer, PublishedOffer } from '../../offer';
import {
  DataFoot,
  DataTable,
  Details,
  type Direction,
  ExportLinks,
  FieldRow,
  PageHeading,
  Pagination,
  Second,
  Section,
  withQuery,
} from '../../platform/ui';
import { count, counted, date, listed, money } from '../../platform/words';
import type { Faults } from '../faults';
import { printedWords } from '../printed-words';
import type { CityQuote, SchoolFee } from '../quotes';
import { totalOf } from '../quotes';
import { type Choices, type ListWish, listQuery, narrows } from '../school-list';
import { sectorName, statusName } from '../words';
import { SchoolFilters } from './school-filters';

export interface QuotesView {
  published: PublishedOffer;
  city: CityQuote;
  wish: ListWish;
  /** What the filter finds, in order. */
  shown: readonly SchoolFee[];
  choices: Choices;
  faults: Faults;
  page: number;
}

/** A list up to this many is one list. */
export const perPage = 400;

/** What every school would pay. */
export const QuotesPage = (view: QuotesView) => {
  const { published, city, wish, choices, faults } = view;
  return (
    <>
      <PageHeading
        eyebrow={published.offer.name}
        title={`${money(city.totalPence)} a year if all subscribe`}
        lead={`${counted(city.schools.length, 'school')}, each at its fee for ${city.year}${city.byHand > 0 ? `; ${count(city.byHand)} of them are agreed by hand and not in the sum` : ''}.`}
        actions={<a href="/subscriptions/viability">Who would subscribe?</a>}
      />
      <WhyOtherThanPrinted offer={published.offer} city={city} />
      <search>
        <form action="/subscriptions/quotes" method="get" data-live="list">
          <FieldRow>
            <SchoolFilters filter={wish.filter} choices={choices} faults={faults} />
            <button type="submit" class="govuk-button m-live-button" data-module="govuk-button">
              Show
            </button>
          </FieldRow>
          {wish.sort !== 'name' && <input type="hidden" name="sort" value={wish.sort} />}
          {wish.dir !== 'asc' && <input type="hidden" name="dir" value={wish.dir} />}
        </form>
      </search>
      {Object.keys(faults).length > 0 ? <NoList /> : <List {...view} />}
      <DataFoot>
        {published.offer.name}, version {published.version}. {censusWords(city)}
      </DataFoot>
    </>
  );
};

/** The list of all schools would be taken for those that were asked for. */
const NoList = () => {
  const words = 'No school is listed until the choice can be read.';
  return (
    <div id="list" data-live-says={words}>
      <p>{words}</p>
    </div>
  );
};

function List({ published: { offer }, wish, shown, page }: QuotesView) {
  const says = `${counted(shown.length, 'school')}, ${money(totalOf(shown))}`;
  const address = `/subscriptions/quotes?${listQuery(wish)}`;
  const exported = (ending: string) => withQuery(`/subscriptions/quotes.${ending}?${listQuery(wish)}`, {});
  const rows = shown.slice((page - 1) * perPage, page * perPage);
  return (
    <div id="list" data-live-says={says}>
      <Section
        title={says}
        aside={
          <>
            {narrows(wish.filter) && <a href="/subscriptions/quotes">Clear</a>}
            <ExportLinks csv={exported('csv')} excel={exported('xlsx')} />
          </>
        }
      >
        <DataTable<SchoolFee>
          caption="Schools and their fees"
          captionHidden
          rows={rows}
          sort={{ key: wish.sort, dir: wish.dir, href: (key, dir) => sorted(wish, key, dir) }}
          columns={[
            {
              key: 'name',
              header: 'School',
              name: true,
              sortable: true,
              cell: (school) => (
                <>
                  <a href={`/schools/${school.urn}/quote`}>{school.name}</a>
                  {school.successor !== null && <Second>now URN {school.successor}</Second>}
                </>
              ),
              total: rows.length < shown.length ? 'All of these' : 'Together',
            },
            {
              key: 'sector',
              header: 'Sector',
              plain: true,
              sortable: true,
              cell: ({ sector }) => sectorName(offer, sector),
            },
            {
              key: 'status',
              header: 'Status',
              wideOnly: true,
              sortable: true,
              cell: ({ status }) => statusName(offer, status),
            },
            {
              key: 'partnership',
              header: 'Partnership',
              sortable: true,
              wideOnly: true,
              cell: ({ partnership }) => partnership?.name,
            },
            {
              key: 'pupils',
              header: 'Pupils',
              align: 'end',
              sortable: true,
              cell: ({ counted: pupils, schoolAged, onRoll }) => (
                <>
                  {count(pupils)}
                  {(schoolAged !== null || pupils < onRoll) && <Second>of {count(onRoll)} on roll</Second>}
                </>
              ),
              total: count(shown.reduce((sum, school) => sum + school.counted, 0)),
            },
            {
              key: 'fee',
              header: 'Fee',
              align: 'end',
              figure: true,
              sortable: true,
              strong: true,
              cell: ({ pence }) => (pence === null ? 'by hand' : money(pence)),
              total: money(totalOf(shown)),
            },
          ]}
        />
        {shown.length > perPage && (
          <Pagination
            page={page}
            perPage={perPage}
            total={shown.length}
            noun="school"
            href={(to) => withQuery(address, { page: to })}
          />
        )}
      </Section>
    </div>
  );
}

const sorted = (wish: ListWish, key: string, dir: Direction): string =>
  withQuery(`/subscriptions/quotes?${listQuery({ ...wish, dir: 'asc', sort: 'name' })}`, {
    sort: key === 'name' ? undefined : key,
    dir: dir === 'asc' ? undefined : dir,
  });

/** Why the money does not follow the percentages that the offer prints. Nothing where it prints none. */
export function WhyOtherThanPrinted({ offer, city }: { offer: Offer; city: CityQuote }) {
  const sentences = printedWords(offer, city.schools);
  if (sentences.length === 0) return null;
  return (
    <Details summary="Why this differs from the percentages printed in the offer">
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </Details>
  );
}

/** Which census, and what it counts. */
export function censusWords({ census, schools }: CityQuote): string {
  if (!census) return 'No census is loaded.';
  const aged = schools.filter(({ schoolAged }) => schoolAged !== null).length;
  const from = census.files.length > 0 ? ` (${listed(census.files)})` : '';
  return `Pupils: the newest census loaded, ${date(census.date)}${from}, which counts everybody on roll${aged > 0 ? `; of ${counted(aged, 'school')} those of school age were counted apart` : ''}.`;
}
