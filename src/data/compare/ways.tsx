import { Details, Filters, Tabs, withQuery } from '../../platform/ui';
import { counted } from '../../platform/words';
import { yearName } from '../../schools';
import { periodName } from '../own/periods';
import { type Choice, offered } from './choose';
import { periodsOf } from './own';
import type { Compared } from './read';
import { tabWords } from './words';

/** The datasets, the measures of the chosen one, and its years. */
export function Ways({
  compared,
  choice,
  at,
  query,
}: {
  compared: Compared;
  choice: Choice;
  at: string;
  query: URLSearchParams;
}) {
  const address = `${at}?${query}`;
  const link = (changes: Record<string, string | undefined>) =>
    withQuery(address, {
      period: undefined,
      ...changes,
      q: undefined,
      sector: undefined,
      sort: undefined,
      dir: undefined,
    });
  const sets = offered(compared);
  const measures = sets.find(({ dataset }) => dataset === choice.dataset)?.measures ?? [];
  const main = measures.filter(({ section }) => section !== 'more');
  const more = measures.filter(({ section }) => section === 'more');
  const years = compared.years.get(choice.measure.id) ?? [];
  const periods = periodsOf(compared.offers, choice.measure, choice.year);
  const kinds = (own: boolean) =>
    sets
      .filter(({ dataset }) => dataset.own === own)
      .map(({ dataset, measures: [first] }) => ({
        text: dataset.short,
        href: link({ measure: first?.id, year: undefined, with: undefined }),
        current: dataset === choice.dataset,
      }));
  const shown = main.includes(choice.measure) ? main : [...main, choice.measure];
  return (
    <>
      <div class="m-ways">
        <Filters label="Kind of data" items={kinds(false)} />
        <Filters
          label="Year"
          items={years.map((one) => ({
            text: yearName(one),
            href: link({ measure: choice.measure.id, year: yearName(one) }),
            current: one === choice.year,
          }))}
        />
      </div>
      {kinds(true).length > 0 && (
        <div class="m-ways">
          <div>
            <p class="m-small m-quiet">From files of pupils</p>
            <Filters label="From files of pupils" items={kinds(true)} />
          </div>
          {periods.length > 1 && (
            <Filters
              label="Part of the year"
              items={periods.map((one) => ({
                text: periodName(one, choice.measure.dataset),
                href: link({ measure: choice.measure.id, year: yearName(choice.year), period: one }),
                current: one === choice.period,
              }))}
            />
          )}
        </div>
      )}
      <Tabs
        label="Measure"
        items={shown.map((measure) => ({
          text: tabWords(measure, shown),
          href: link({ measure: measure.id }),
          current: measure === choice.measure,
        }))}
      />
      {more.length > 0 && (
        <Details summary={counted(more.length, 'more measure')}>
          <ul class="govuk-list">
            {more.map((measure) => (
              <li>
                <a href={link({ measure: measure.id })}>
                  {measure.name}, {measure.second}
                </a>
              </li>
            ))}
          </ul>
        </Details>
      )}
    </>
  );
}
