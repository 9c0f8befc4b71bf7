import { Button, FieldRow, Select, Tabs, withQuery } from '../../platform/ui';
import { yearName } from '../../schools';
import type { Measure } from '../catalogue/catalogue';
import { periodName } from '../own/periods';
import { type Choice, offered } from './choose';
import { isNamed, periodsOf } from './own';
import type { Compared } from './read';
import { Kept } from './table';
import { tabWords } from './words';

interface WaysProps {
  compared: Compared;
  choice: Choice;
  at: string;
  query: URLSearchParams;
  /** The page is about one school, and no other can be shown in its place. */
  fixed: boolean;
}

/** What is compared: any measure, in any year, from any school's place; and a step away the headlines beside the one that is shown. */
export function Ways({ compared, choice, at, query, fixed }: WaysProps) {
  const sets = offered(compared);
  const years = (compared.years.get(choice.measure.id) ?? []).toReversed();
  const periods = periodsOf(compared.offers, choice.measure, choice.year);
  const headlines = sets
    .filter(({ dataset }) => dataset === choice.dataset)
    .flatMap(({ measures }) => measures)
    .filter(({ section }) => section === 'headlines');
  const tabs = headlines.includes(choice.measure) ? headlines : [choice.measure, ...headlines];
  return (
    <>
      <form action={at} method="get" class="m-choose">
        <Kept query={query} names={['with', 'set', 'urns']} />
        <FieldRow>
          <Select
            id="measure"
            name="measure"
            label="Measure"
            value={choice.measure.id}
            options={sets.flatMap(({ dataset, measures }) =>
              measures.map((measure) => ({
                value: measure.id,
                text: `${measure.name}, ${measure.second}`,
                group: dataset.own ? `${dataset.short}, from files of pupils` : dataset.short,
              })),
            )}
          />
          <Select
            id="year"
            name="year"
            label="Year"
            value={yearName(choice.year)}
            options={years.map((year) => ({ value: yearName(year), text: yearName(year) }))}
          />
          {periods.length > 1 && (
            <Select
              id="period"
              name="period"
              label="Part of the year"
              value={choice.period}
              options={periods.map((period) => ({
                value: period,
                text: periodName(period, choice.measure.dataset, periods.includes('summer-2')),
              }))}
            />
          )}
          {!fixed && <PlaceOf compared={compared} choice={choice} />}
          <Button kind="secondary">
            Show<span class="govuk-visually-hidden"> the measure</span>
          </Button>
        </FieldRow>
      </form>
      {tabs.length > 1 && (
        <Tabs
          label="Measure"
          items={tabs.map((measure: Measure) => ({
            text: tabWords(measure, tabs),
            href: withQuery(`${at}?${query}`, {
              measure: measure.id,
              period: undefined,
              q: undefined,
              sector: undefined,
              sort: undefined,
              dir: undefined,
              page: undefined,
            }),
            current: measure === choice.measure,
          }))}
        />
      )}
    </>
  );
}

/** Whose place is shown: the one school that is named. */
const PlaceOf = ({ compared, choice }: Pick<WaysProps, 'compared' | 'choice'>) => (
  <Select
    id="school"
    name="school"
    label="Show the place of"
    value={choice.own ? String(choice.own.urn) : 'none'}
    options={[
      { value: 'none', text: 'No school' },
      ...compared.members
        .filter((member) => isNamed({ member }))
        .map(({ urn, name }) => ({ value: String(urn), text: name })),
    ]}
  />
);
