import type { Child } from 'hono/jsx';
import { Button, Chips, Columns, DataTable, Panel, SearchBox, Section, Select, TextInput } from '../../platform/ui';
import type { Req } from '../../platform/web';
import { counted, money } from '../../platform/words';
import type { Offer } from '../schema/schema';
import type { Faults, Typed } from './asked';
import { feeRange } from './fee';
import { OfferTabs } from './frame';
import { columnsByStatus, EligibilityTable } from './grid';
import type { FoundSchool, KnownSchool } from './school';
import { small, spanWords } from './words';

export interface StartView {
  req: Req;
  offer: Offer;
  typed: Typed;
  faults: Faults;
  /** The school whose page this is. */
  school: KnownSchool | null;
  search: { q: string; found: readonly FoundSchool[] } | null;
  answer: { card: Child; below: Child } | null;
  errors: boolean;
}

/** The question, who asks it, and the answer. */
export function StartPage(view: StartView) {
  const { req, offer, school, answer } = view;
  return (
    <>
      {/* The band goes up to the header; the summary of what is wrong stands there when there is one. */}
      <Panel kind={view.errors ? 'wash' : 'band'}>
        <OfferTabs req={req} offer={offer} at="/offer" />
        <Columns split="7-5">
          <div>
            <h1>
              {school
                ? `What would ${school.name} get, and what would it cost?`
                : 'What would our school get, and what would it cost?'}
            </h1>
            <p class="m-lead">{school ? school.words : offer.about}</p>
            {school?.trust && (
              <p>
                <a href={`/offer/trusts/${school.trust.id}`}>What it would replace in {school.trust.name}</a>
              </p>
            )}
            {!school && <ChooseSchool {...view} />}
            <FactsForm {...view} />
          </div>
          {answer?.card ?? <FeeRule offer={offer} />}
        </Columns>
      </Panel>
      {answer?.below ?? <Overview offer={offer} />}
    </>
  );
}

const ChooseSchool = ({ search }: StartView) => (
  <>
    <SearchBox
      id="q"
      label="Your school"
      action="/offer"
      value={search?.q}
      hint="Part of its name, a postcode or its URN"
      button="Find"
      live="matches"
    />
    <div
      id="matches"
      class="govuk-form-group"
      data-live-says={search ? foundWords(search) : 'No school is searched for'}
    >
      {search && (
        <>
          <p>{foundWords(search)}</p>
          {search.found.length > 0 && (
            <ul class="m-places">
              {search.found.map(({ urn, name, words }) => (
                <li>
                  <a href={`/offer/schools/${urn}`}>{name}</a>
                  <p>{words}</p>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  </>
);

const foundWords = ({ q, found }: NonNullable<StartView['search']>): string =>
  found.length === 0
    ? `No school fits “${q}”. Enter its facts below instead.`
    : `${counted(found.length, 'school')} for “${q}”${found.length >= mostFound ? ', the nearest first. Type more of the name for others' : ''}.`;

export const mostFound = 8;

function FactsForm({ offer, typed, faults, school, search, answer }: StartView) {
  const pupils = (
    <TextInput
      id="pupils"
      name="pupils"
      label={offer.contract.pupils.counted}
      hint={school?.pupils.words}
      value={typed.pupils}
      error={faults.pupils}
      numeric
      width={5}
      autocomplete="off"
    />
  );
  const fields = (
    <form action={school ? `/offer/schools/${school.urn}` : '/offer'} method="get" novalidate>
      {school?.sector ? (
        pupils
      ) : (
        <>
          {school && pupils}
          <Select
            id="sector"
            name="sector"
            label="Sector"
            value={typed.sector}
            error={faults.sector}
            options={choices(offer.sectors)}
          />
          {!school && pupils}
        </>
      )}
      {!school?.status && (
        <Chips
          id="status"
          name="status"
          legend="Status"
          values={[typed.status]}
          error={faults.status}
          hint={notes(offer.statuses)}
          choices={offer.statuses.map(({ id, name }) => ({ value: id, text: name }))}
        />
      )}
      <Chips
        id="category"
        name="category"
        legend="What if your category were"
        hint="Only you and a few others know it, so we do not fill it in."
        values={[typed.category]}
        choices={[
          { value: '', text: 'Left open' },
          ...offer.categories.map(({ id, name }) => ({ value: id, text: name })),
        ]}
      />
      <Button>{answer ? 'Work it out again' : 'Work it out'}</Button>
    </form>
  );
  if (school) return fields;
  return (
    <>
      {search && search.found.length > 0 ? <h2>Or enter its facts</h2> : <h2>Or just enter the facts</h2>}
      {fields}
    </>
  );
}

/** What is to be known of some of the choices. */
function notes(items: readonly { name: string; note?: string | undefined }[]): string | undefined {
  const all = items.flatMap(({ name, note }) => (note ? [`${name}: ${small(note)}`] : []));
  return all.length > 0 ? all.join(' ') : undefined;
}

const choices = (items: readonly { id: string; name: string }[]) => [
  { value: '', text: 'Choose' },
  ...items.map(({ id, name }) => ({ value: id, text: name })),
];

function FeeRule({ offer }: { offer: Offer }) {
  const range = feeRange(offer);
  return (
    <Panel kind="white">
      <p class="m-stat__label">The fee for {offer.year}</p>
      {range && (
        <p class="m-stat__value">
          <span class="m-number">
            {range.high === null ? `From ${money(range.low)}` : spanWords({ low: range.low, high: range.high }, ' to ')}
          </span>
        </p>
      )}
      <p>{offer.fee.formula}</p>
      <p class="m-quiet">Say who you are, and see your fee, what you would get for it, and what it would replace.</p>
      <p class="m-quiet">For: {small(offer.members.who)}</p>
    </Panel>
  );
}

function Overview({ offer }: { offer: Offer }) {
  return (
    <>
      <Section
        title={`${counted(offer.elements.length, 'element')} in ${counted(offer.parts.length, 'part')}`}
        intro="Each has its place, with who gets it, how much, and what it is worth."
      >
        <DataTable
          caption="The parts of the offer"
          captionHidden
          rows={offer.parts}
          columns={[
            {
              key: 'part',
              header: 'Part',
              cell: ({ id, name }) => <a href={`/offer/sections/${id}`}>{name}</a>,
              name: true,
              strong: true,
            },
            { key: 'about', header: 'What it is', cell: ({ about }) => about, plain: true },
            {
              key: 'count',
              header: 'Elements',
              cell: ({ id }) => offer.elements.filter(({ part }) => part === id).length,
              align: 'end',
              figure: true,
            },
          ]}
        />
      </Section>
      <Section title="With and without a subscription" intro={offer.basicRules.join(' ')}>
        <EligibilityTable offer={offer} caption="Who gets what" columns={columnsByStatus(offer, null)} />
      </Section>
    </>
  );
}
