import type { PublishedOffer } from '../../offer';
import {
  Columns,
  DataFoot,
  DataTable,
  ExportLinks,
  FieldRow,
  MoneyBar,
  PageHeading,
  Section,
  Select,
  Tag,
  TextInput,
  type Tone,
  withQuery,
} from '../../platform/ui';
import { count, counted, listed, money } from '../../platform/words';
import type { Faults } from '../faults';
import type { CityQuote, SchoolFee } from '../quotes';
import { totalOf } from '../quotes';
import type { Choices } from '../school-list';
import { type Outcome, standing } from '../viability';
import { countOfShare, fits, inOrder, type WhatIf, whatIfQuery } from '../what-if';
import { sectorName } from '../words';
import { FundingSection } from './funding-section';
import { JoiningChart } from './joining-chart';
import { censusWords, WhyOtherThanPrinted } from './quotes-page';
import { SchoolFilters } from './school-filters';
import { TickList } from './tick-list';

export interface ViabilityView {
  published: PublishedOffer;
  city: CityQuote;
  wish: WhatIf;
  outcome: Outcome;
  choices: Choices;
  faults: Faults;
  typedShare: string;
}

/** Who would subscribe, what that brings, and whether the offer can run on it. */
export const ViabilityPage = (view: ViabilityView) => (
  <>
    <PageHeading
      eyebrow={view.published.offer.name}
      title="Are we viable?"
      actions={<a href="/subscriptions/quotes">All quotes</a>}
    />
    <Who {...view} />
    {Object.keys(view.faults).length > 0 ? <NoAnswer {...view} /> : <Answer {...view} />}
    <DataFoot>
      {view.published.offer.name}, version {view.published.version}. {censusWords(view.city)} The address of this page
      holds the whole choice: send it to whoever should see the same.
    </DataFoot>
  </>
);

function Who({ wish, choices, faults, typedShare }: ViabilityView) {
  // What is chosen elsewhere on the page goes along.
  const { lot, also, not, later } = Object.fromEntries(new URLSearchParams(whatIfQuery({ ...wish, nobody: false })));
  return (
    <search>
      <form action="/subscriptions/viability" method="get" data-live="answer" novalidate>
        <FieldRow>
          <SchoolFilters filter={wish} choices={choices} faults={faults} />
          <TextInput
            id="share"
            name="share"
            label="Share of these, in percent"
            numeric
            value={typedShare}
            autocomplete="off"
            error={faults.share}
          />
          <Select
            id="order"
            name="order"
            label="A share is taken"
            value={wish.order}
            error={faults.order}
            options={[
              { value: 'lot', text: 'By lot' },
              { value: 'largest', text: 'Highest fee first' },
              { value: 'smallest', text: 'Lowest fee first' },
            ]}
          />
          <button type="submit" class="govuk-button m-live-button" data-module="govuk-button">
            Work it out
          </button>
        </FieldRow>
        {Object.entries({ lot, also, not, later }).map(
          ([name, value]) => value && <input type="hidden" name={name} value={value} />,
        )}
      </form>
    </search>
  );
}

/** What everyone would bring would be taken for the answer to the choice that was asked for. */
const NoAnswer = ({ faults }: ViabilityView) => {
  const words = `Nothing is added up until the ${faults.share ? 'share' : 'choice'} can be read.`;
  return (
    <div id="answer" data-live-says={words}>
      <p>{words}</p>
    </div>
  );
};

const Answer = (view: ViabilityView) => {
  const { published, city, wish, outcome } = view;
  const { offer } = published;
  const { line, target } = offer.funding.viability;
  const words = `${standing(offer, outcome.incomePence)}.`;
  const exported = (ending: string) => withQuery(`/subscriptions/viability.${ending}?${whatIfQuery(wish)}`, {});
  return (
    <div id="answer" data-live-says={`${counted(outcome.chosen.length, 'school')}: ${words}`}>
      <Section
        rule="petrol"
        title={words}
        eyebrow={whoWords(view)}
        aside={
          <>
            <Standing outcome={outcome} />
            {wish.share !== null && wish.order === 'lot' && (
              <a class="m-no-print" href={address({ ...wish, lot: (wish.lot + 1) % 1_000_000 })}>
                Draw another lot
              </a>
            )}
            {whatIfQuery(wish) !== '' && (
              <a class="m-no-print" href="/subscriptions/viability">
                Everyone
              </a>
            )}
            <ExportLinks csv={exported('csv')} excel={exported('xlsx')} />
          </>
        }
      >
        <MoneyBar
          says={words}
          inside={
            outcome.incomePence > 0.5 * target
              ? `${money(outcome.incomePence)} from ${counted(outcome.chosen.length, 'school')}`
              : undefined
          }
          parts={[{ label: 'Subscriptions', pence: outcome.incomePence }]}
          lines={
            line === target
              ? [{ label: `Viable from ${money(line)}`, pence: line }]
              : [
                  { label: `Viable from ${money(line)}`, pence: line },
                  { label: `Target ${money(target)}`, pence: target },
                ]
          }
        />
        <p>
          <strong>{outcome.outcome.next}</strong> <Range {...view} />
        </p>
      </Section>
      <FundingSection offer={offer} outcome={outcome} wish={wish} />
      <Columns split="halves">
        <Section title="By sector" rule="under">
          <DataTable
            caption="Schools and money by sector"
            captionHidden
            rows={outcome.sectors}
            columns={[
              {
                key: 'sector',
                header: 'Sector',
                name: true,
                cell: ({ sector }) => sectorName(offer, sector),
                total: 'Together',
              },
              {
                key: 'chosen',
                header: 'Would subscribe',
                align: 'end',
                cell: ({ chosen, schools }) => `${count(chosen)} of ${count(schools)}`,
                total: `${count(outcome.chosen.length)} of ${count(city.schools.length)}`,
              },
              {
                key: 'pence',
                header: 'Income',
                align: 'end',
                figure: true,
                cell: ({ pence }) => money(pence),
                total: money(outcome.incomePence),
              },
              {
                key: 'all',
                header: 'If all did',
                align: 'end',
                cell: ({ allPence }) => money(allPence),
                total: money(city.totalPence),
              },
            ]}
          />
          {city.byHand > 0 && (
            <p class="m-small">
              The fee of {counted(city.byHand, 'school')} is agreed by hand and counts as nothing here.
            </p>
          )}
        </Section>
        <JoiningChart offer={offer} schools={city.schools} outcome={outcome} />
      </Columns>
      <WhyOtherThanPrinted offer={offer} city={city} />
      <TickList {...view} />
    </div>
  );
};

/** The address of a choice. */
const address = (wish: WhatIf): string => withQuery(`/subscriptions/viability?${whatIfQuery(wish)}`, {});

const Standing = ({ outcome: { outcome } }: { outcome: Outcome }) => {
  const [text, tone]: [string, Tone] = {
    'on-target': ['On target', 'done'] as [string, Tone],
    viable: ['Viable', 'petrol'] as [string, Tone],
    below: (outcome.near ? ['Near, below', 'soon'] : ['Below', 'late']) as [string, Tone],
  }[outcome.state];
  return <Tag tone={tone}>{text}</Tag>;
};

/** "104 of 173 schools: 60% of them, drawn by lot 1." */
export function whoWords({
  city,
  wish,
  outcome,
  choices,
}: Pick<ViabilityView, 'city' | 'wish' | 'outcome' | 'choices'>): string {
  const name = (options: readonly { value: string; text: string }[], value: string) =>
    options.find((option) => option.value === value)?.text ?? value;
  const kinds = [
    wish.sector && name(choices.sectors, wish.sector).toLowerCase(),
    wish.status && name(choices.statuses, wish.status).toLowerCase(),
    wish.partnership && `in ${name(choices.partnerships, wish.partnership)}`,
    wish.trust && (wish.trust === 'none' ? 'in no trust' : `in ${name(choices.trusts, wish.trust)}`),
  ].filter(Boolean);
  const whose = kinds.length > 0 ? `of those that are ${listed(kinds as string[])}` : 'of all';
  const taken = {
    lot: `drawn by lot number ${wish.lot}`,
    largest: 'those with the highest fees',
    smallest: 'those with the lowest fees',
  }[wish.order];
  const base = wish.nobody
    ? 'those ticked'
    : wish.share === null
      ? kinds.length > 0
        ? `all that are ${listed(kinds as string[])}`
        : 'every one'
      : `${wish.share}% ${whose}, ${taken}`;
  const single = [
    wish.also.length > 0 && !wish.nobody && `${count(wish.also.length)} put in by hand`,
    wish.not.length > 0 && `${count(wish.not.length)} taken out by hand`,
  ].filter(Boolean);
  return `${count(outcome.chosen.length)} of ${counted(city.schools.length, 'school')}: ${[base, ...single].join(', ')}`;
}

/** What the same share would bring at least and at most: the count of schools does not decide. */
const Range = ({ city, wish }: ViabilityView) => {
  if (wish.share === null || wish.nobody) return null;
  const fitting = city.schools.filter((school) => fits(school, wish));
  const taken = countOfShare(fitting.length, wish.share);
  const sumOf = (order: 'largest' | 'smallest'): number =>
    totalOf(inOrder<SchoolFee>(fitting, order, 0).slice(0, taken));
  return (
    <>
      Any {counted(taken, 'school')} of these bring between {money(sumOf('smallest'))} and {money(sumOf('largest'))}: it
      depends on which they are.
    </>
  );
};
