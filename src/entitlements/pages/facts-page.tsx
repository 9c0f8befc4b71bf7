import type { Offer } from '../../offer';
import {
  Button,
  ButtonGroup,
  DataTable,
  DateInput,
  EmptyState,
  ExportLinks,
  Radios,
  Section,
  Select,
  TextInput,
} from '../../platform/ui';
import { date } from '../../platform/words';
import type { KnownFact } from '../facts';
import type { FactForm } from './fact-form';
import { choicesOf, nameOf, type OfferFact, unitOf, valueWords } from './fact-words';
import { factsHref, type Place } from './place';

/** What was told on these pages, and not by another part of the program: only that is taken back here. */
export const officeKey = 'office/';

export interface FactsView {
  place: Place;
  offer: Offer;
  facts: readonly KnownFact[];
  /** The kinds that may be told here by whoever looks. */
  kinds: readonly OfferFact[];
  today: Temporal.PlainDate;
}

export const FactsList = ({ place, offer, facts, kinds, today }: FactsView) => {
  const over = ({ to }: KnownFact) => to !== null && Temporal.PlainDate.compare(to, today) < 0;
  const now = facts.filter((fact) => !over(fact));
  const before = facts.filter(over);
  return (
    <>
      <Section
        title="What is known"
        intro="What is owed follows from this at once. Change something, and everything is worked out again from its day."
        aside={<ExportLinks csv={`${factsHref(place)}.csv`} excel={`${factsHref(place)}.xlsx`} />}
      >
        {now.length === 0 ? (
          <EmptyState title="Nothing is known yet">Bring in the list of schools, or say something below.</EmptyState>
        ) : (
          <FactTable caption="Holds now, or will" place={place} offer={offer} facts={now} />
        )}
      </Section>
      {kinds.length > 0 && (
        <Section title="Say something new" rule="ink">
          <ul class="govuk-list">
            {kinds.map((kind) => (
              <li>
                <a href={`/facts/${place.kind}/${place.id}/${kind.id}`}>{kind.name}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {before.length > 0 && (
        <Section title="What held before" rule="ink">
          <FactTable caption="No longer holds" place={place} offer={offer} facts={before} />
        </Section>
      )}
    </>
  );
};

const FactTable = ({
  caption,
  place,
  offer,
  facts,
}: Pick<FactsView, 'place' | 'offer' | 'facts'> & { caption: string }) => (
  <DataTable
    caption={caption}
    captionHidden
    sortInPlace
    rows={facts}
    columns={[
      { key: 'what', header: 'What', name: true, cell: ({ kind }) => nameOf(offer, kind) },
      { key: 'value', header: 'Value', figure: true, cell: ({ kind, value }) => valueWords(offer, kind, value) },
      {
        key: 'from',
        header: 'From',
        cell: ({ from }) => date(from),
        sortValue: ({ from }) => from.toString(),
      },
      {
        key: 'to',
        header: 'To',
        cell: ({ to }) => (to ? date(to) : null),
        sortValue: ({ to }) => to?.toString() ?? '9999',
      },
      { key: 'source', header: 'How it is known', cell: ({ source }) => source },
      {
        key: 'verb',
        header: 'Action',
        verb: true,
        cell: ({ key, kind }) =>
          key.startsWith(officeKey) ? (
            <form method="post" action={`/facts/${place.kind}/${place.id}/withdraw`}>
              <input type="hidden" name="key" value={key} />
              <Button kind="secondary">
                Take back<span class="govuk-visually-hidden"> {nameOf(offer, kind)}</span>
              </Button>
            </form>
          ) : null,
      },
    ]}
  />
);

export const FactFields = ({
  place,
  offer,
  fact,
  typed,
  errors,
}: FactForm & { place: Place; offer: Offer; fact: OfferFact }) => (
  <form method="post" action={`/facts/${place.kind}/${place.id}/${fact.id}`} novalidate>
    <input type="hidden" name="once" value={typed.once} />
    <ValueField offer={offer} fact={fact} typed={typed} errors={errors} />
    <DateInput
      id="from"
      name="from"
      legend={fact.is === 'occurrence' ? 'When was it?' : 'From which day?'}
      hint={fact.is === 'date' ? 'The day on which it became known' : undefined}
      values={typed.from}
      error={errors.from}
    />
    {fact.is !== 'occurrence' && (
      <DateInput id="to" name="to" legend="Last day (optional)" values={typed.to} error={errors.to} />
    )}
    <TextInput
      id="source"
      name="source"
      label="How do you know?"
      hint="Whoever sees what is owed sees this beside it"
      value={typed.source}
      error={errors.source}
    />
    <ButtonGroup>
      <Button>Save</Button>
      <a href={factsHref(place)}>Cancel</a>
    </ButtonGroup>
  </form>
);

function ValueField({ offer, fact, typed, errors }: FactForm & { offer: Offer; fact: OfferFact }) {
  switch (fact.is) {
    case 'occurrence':
      return null;
    case 'yes-or-no':
      return (
        <Radios
          id="value"
          name="value"
          legend={fact.name}
          inline
          value={typed.value}
          error={errors.value}
          choices={[
            { value: 'yes', text: 'Yes' },
            { value: 'no', text: 'No' },
          ]}
        />
      );
    case 'date':
      return <DateInput id="day" name="day" legend={fact.name} values={typed.day} error={errors.day} />;
    case 'count':
    case 'quantity': {
      const unit = unitOf(offer, fact.id);
      return (
        <TextInput
          id="value"
          name="value"
          label="How much?"
          hint={unit ? `In ${unit.writtenAs ?? unit.many}` : undefined}
          width={10}
          numeric
          value={typed.value}
          error={errors.value}
        />
      );
    }
    default:
      return (
        <Select
          id="value"
          name="value"
          label={fact.name}
          options={[
            { value: '', text: 'Choose' },
            ...choicesOf(offer, fact.is).map(({ id, name }) => ({ value: id, text: name })),
          ]}
          value={typed.value}
          error={errors.value}
        />
      );
  }
}
