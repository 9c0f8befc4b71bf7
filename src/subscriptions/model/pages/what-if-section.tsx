import {
  Button,
  DataTable,
  ExportLinks,
  FieldRow,
  type Order,
  Second,
  Section,
  Select,
  sortLinks,
  TextInput,
  withQuery,
} from '../../../platform/ui';
import { count, counted, money } from '../../../platform/words';
import type { Kept } from '../kept';
import type { Model } from '../model';
import { difference, type SchoolKey } from '../school-rows';
import {
  type ModelOutcome,
  type ModelWish,
  modelQuery,
  poundsText,
  type SchoolOutcome,
  type WishField,
  type YearOutcome,
} from '../what-if';
import { isAsItIs, outcomeWords, whoWords, wishWords } from '../words';

export interface WhatIfView {
  model: Model;
  wish: ModelWish;
  errors: Partial<Record<WishField, string>>;
  /** As typed, where it was wrong. */
  typed: Partial<Record<WishField, string>>;
  outcome: ModelOutcome;
  /** In the order asked for. */
  rows: readonly SchoolOutcome[];
  order: Order<SchoolKey>;
  kept: readonly Kept[];
  /** What is wrong with the name that was typed to keep it. */
  nameError?: string | undefined;
  nameTyped?: string | undefined;
  /** This page with some of its address changed. */
  address: (changes: Record<string, string | undefined>) => string;
}

/** Other prices, other numbers of pupils, leavers: what they bring, and what each school would pay. */
export const WhatIfSection = (view: WhatIfView) => (
  <>
    <Section title="What if?" rule="ink" id="what-if">
      <Fields {...view} />
    </Section>
    <Answer {...view} />
  </>
);

function Fields({ model, wish, errors, typed }: WhatIfView) {
  const value = (field: WishField, shown: string | number | null) => typed[field] ?? shown ?? undefined;
  return (
    <search>
      <form action="/subscriptions/model" method="get" data-live="answer" novalidate>
        <FieldRow>
          <Select
            id="who"
            name="who"
            label="Whose fees"
            value={wish.who}
            options={Object.entries(whoWords).map(([who, text]) => ({ value: who, text }))}
          />
          <TextInput
            id="pupils"
            name="pupils"
            label="Pupils, change in percent"
            width={5}
            autocomplete="off"
            value={value('pupils', wish.pupils === 0 ? null : wish.pupils / 10)}
            error={errors.pupils}
          />
          <TextInput
            id="base"
            name="base"
            label="Base"
            prefix="£"
            width={5}
            autocomplete="off"
            value={value('base', wish.basePence === null ? null : poundsText(wish.basePence))}
            error={errors.base}
          />
          <TextInput
            id="rate"
            name="rate"
            label="A pupil"
            prefix="£"
            width={5}
            autocomplete="off"
            value={value('rate', wish.ratePence === null ? null : poundsText(wish.ratePence))}
            error={errors.rate}
          />
          <TextInput
            id="cap"
            name="cap"
            label="Pupils charged for at most"
            width={5}
            numeric
            autocomplete="off"
            value={value('cap', wish.cap)}
            error={errors.cap}
          />
          <TextInput
            id="churn"
            name="churn"
            label="Leaving at each break, in percent"
            width={5}
            autocomplete="off"
            value={value('churn', wish.churn)}
            error={errors.churn}
          />
          <TextInput
            id="leave"
            name="leave"
            label="Leaving at the first break (URN)"
            width={20}
            autocomplete="off"
            value={value('leave', wish.leave.length === 0 ? null : wish.leave.join(' '))}
            error={errors.leave}
          />
          <button type="submit" class="govuk-button m-live-button" data-module="govuk-button">
            Work it out
          </button>
        </FieldRow>
        {wish.lot !== 1 && <input type="hidden" name="lot" value={wish.lot} />}
        {model.counts === 'indicated' && <input type="hidden" name="counts" value="indicated" />}
      </form>
    </search>
  );
}

const Answer = (view: WhatIfView) => {
  const { model, wish, outcome } = view;
  const { offer } = model.published;
  const words = outcomeWords(offer, outcome);
  const file = (ending: string) => withQuery(`/subscriptions/model.${ending}?${modelQuery(wish)}`, {});
  return (
    <div id="answer" data-live-says={words}>
      <Section
        title={words}
        eyebrow={`${wishWords(wish)} (schools: ${whoWords[wish.who].toLowerCase()})`}
        rule="under"
        aside={
          <>
            {!isAsItIs(wish) && <a href="/subscriptions/model#what-if">As things stand</a>}
            {wish.churn !== null && wish.churn > 0 && (
              <a href={view.address({ lot: String((wish.lot + 1) % 100_000) })}>Draw another lot</a>
            )}
            <ExportLinks csv={file('csv')} excel={file('xlsx')} />
          </>
        }
      >
        <Years {...view} />
        {!isAsItIs(wish) && <Keep {...view} />}
      </Section>
      <Schools {...view} />
    </div>
  );
};

function Years({ outcome }: WhatIfView) {
  const total = (year: string) => outcome.table.rows.find((row) => row.year === year)?.total ?? 0;
  return (
    <DataTable<YearOutcome>
      caption="Income by year, before and after"
      captionHidden
      rows={outcome.years}
      columns={[
        {
          key: 'year',
          header: 'Year',
          name: true,
          cell: ({ year, assumed }) => (
            <>
              {year}
              {assumed && <Second>no price is stated: the last one is taken to go on</Second>}
            </>
          ),
        },
        { key: 'schools', header: 'Schools', align: 'end', cell: ({ schools }) => count(schools) },
        {
          key: 'before',
          header: 'Subscriptions as things stand',
          align: 'end',
          cell: ({ before }) => (before === null ? null : money(before)),
        },
        {
          key: 'after',
          header: 'Subscriptions, what if',
          align: 'end',
          figure: true,
          strong: true,
          cell: ({ after }) => money(after),
        },
        { key: 'total', header: 'All funding, what if', align: 'end', cell: ({ year }) => money(total(year)) },
      ]}
    />
  );
}

/** Keeps it under a name; the address holds the rest. */
const Keep = ({ wish, nameError, nameTyped }: WhatIfView) => (
  <form method="post" action="/subscriptions/model/kept" novalidate>
    <input type="hidden" name="query" value={modelQuery(wish)} />
    <FieldRow>
      <TextInput
        id="name"
        name="name"
        label="Keep this what-if as"
        width={20}
        autocomplete="off"
        value={nameTyped}
        error={nameError}
      />
      <Button kind="secondary">Keep it</Button>
    </FieldRow>
  </form>
);

function Schools({ rows, order, address }: WhatIfView) {
  if (rows.length === 0)
    return (
      <p>
        No school stands here yet. <a href={address({ who: 'everyone' })}>Ask about every school that counts</a>.
      </p>
    );
  const total = (of: (row: SchoolOutcome) => number | null) =>
    money(rows.reduce((sum, row) => sum + (of(row) ?? 0), 0));
  return (
    <Section title={`${counted(rows.length, 'school')}, before and after`} rule="under" id="schools">
      <DataTable<SchoolOutcome>
        caption="Every school’s fee before and after"
        captionHidden
        rows={rows}
        sort={sortLinks(address({}), order)}
        columns={[
          {
            key: 'name',
            header: 'School',
            name: true,
            sortable: true,
            cell: ({ urn, name, leavesAfter }) => (
              <>
                <a href={`/schools/${urn}/quote`}>{name}</a>
                {leavesAfter && <Second>leaves after {leavesAfter}</Second>}
              </>
            ),
            total: 'Together',
          },
          {
            key: 'pupils',
            header: 'Pupils',
            align: 'end',
            sortable: true,
            cell: ({ pupils, pupilsAfter }) =>
              pupilsAfter === null ? null : (
                <>
                  {count(pupilsAfter)}
                  {pupilsAfter !== pupils && pupils !== null && <Second>now {count(pupils)}</Second>}
                </>
              ),
          },
          {
            key: 'before',
            header: 'Fee now',
            align: 'end',
            sortable: true,
            cell: ({ pence }) => (pence === null ? null : money(pence)),
            total: total(({ pence }) => pence),
          },
          {
            key: 'after',
            header: 'Fee, what if',
            align: 'end',
            figure: true,
            strong: true,
            sortable: true,
            cell: ({ after }) => (after === null ? null : money(after)),
            total: total(({ after }) => after),
          },
          {
            key: 'difference',
            header: 'Difference',
            align: 'end',
            sortable: true,
            cell: (row) => {
              const by = difference(row);
              return by === null ? null : by > 0 ? `+${money(by)}` : money(by);
            },
            total: total(difference),
          },
        ]}
      />
    </Section>
  );
}
