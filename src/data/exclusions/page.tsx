import type { Child } from 'hono/jsx';
import {
  ChartFigure,
  DataFoot,
  DataTable,
  EmptyState,
  ExportLinks,
  Filters,
  NotShown,
  Section,
} from '../../platform/ui';
import { count, listed, lowerFirst } from '../../platform/words';
import { sectorName, yearName } from '../../schools';
import { datasetOf, type Measure, markerWords } from '../catalogue/catalogue';
import { Lines } from '../compare/drawings';
import type { Figure } from '../figures/queries';
import { publishedWords } from '../school/words';
import { exclusionMeasures, kinds, type Rate, rate, ratesOf } from './rates';

interface ExclusionsView {
  header: (lead: string) => Child;
  city: string;
  code: string;
  areas: readonly Figure[];
  kind: string;
  at: string;
  mayBring: boolean;
}

export function ExclusionsPage({ header, city, code, areas, kind, at, mayBring }: ExclusionsView) {
  const shown = exclusionMeasures
    .map((measure) => ({ measure, rates: ratesOf(areas, measure.id, code, kind) }))
    .filter(({ rates }) => rates.length > 0);
  const held = kinds.filter((one) => exclusionMeasures.some(({ id }) => ratesOf(areas, id, code, one).length > 0));
  const [first] = shown;
  if (!first)
    return (
      <>
        {header(`No exclusion rates of ${city} are loaded yet.`)}
        <EmptyState
          title="Exclusions will be here, year by year"
          action={mayBring ? <a href="/releases/new?dataset=exclusions">Bring a file of exclusion rates</a> : undefined}
        >
          They are published for authorities and kinds of school, with England’s beside them.
        </EmptyState>
      </>
    );
  const years = first.rates.map(({ year }) => year);
  const releases = [...new Set(shown.flatMap(({ rates }) => rates.flatMap(({ here }) => here?.release ?? [])))];
  return (
    <>
      {header(leadOf(shown, kind))}
      <Section
        title={`${kindWords(kind)}, ${yearName(Math.min(...years))} to ${yearName(Math.max(...years))}`}
        rule="petrol"
        aside={
          held.length > 1 && (
            <Filters
              label="Kind of school"
              items={held.map((one) => ({
                text: one === '' ? 'All schools' : sectorName(one),
                href: one === '' ? at : `${at}?kind=${one}`,
                current: one === kind,
              }))}
            />
          )
        }
        intro="Rates for every 100 pupils on roll in January. A rate counts events over a whole authority; what chance does to it is not published, so nothing is called above or below."
      >
        <ul class="m-trends m-trends--large">
          {shown.map(({ measure, rates }) => (
            <li>
              <ChartFigure
                title={titleOf(measure, rates)}
                sentence={sentenceOf(measure, rates, city)}
                svg={
                  <Lines
                    measure={measure}
                    years={rates.map(({ year }) => year)}
                    schools={[{ own: true, values: rates.map(({ here }) => rate(here)) }]}
                    england={rates.map(({ england }) => rate(england))}
                    name={city.length > 9 ? 'here' : city}
                  />
                }
                table={<RatesTable measure={measure} rates={rates} city={city} />}
              />
            </li>
          ))}
        </ul>
        <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} json={`${at}.json`} />
      </Section>
      <DataFoot>
        {`Release ${listed(releases)}. ${exclusionMeasures.map(({ name, meaning }) => `${name}: ${meaning}`).join(' ')}`}
      </DataFoot>
    </>
  );
}

const write = (figure: Figure | null, measure: Measure): string => publishedWords(figure?.value ?? '', measure);

/** The newest year that has a rate: what happened most, and England beside it. */
function leadOf(shown: readonly { measure: Measure; rates: readonly Rate[] }[], kind: string): string {
  const newest = Math.max(...shown.flatMap(({ rates }) => rates.map(({ year }) => year)));
  const said = shown.flatMap(({ measure, rates }) => {
    const last = rates.find(({ year }) => year === newest);
    if (last?.here?.value == null) return [];
    const england = last.england?.value == null ? '' : ` (England ${write(last.england, measure)})`;
    return [`${write(last.here, measure)} ${lowerFirst(measure.name)}${england}`];
  });
  const rates = said.length === 0 ? '' : ` ${listed(said)} for every 100 pupils.`;
  return `${kindWords(kind)}, ${yearName(newest)}:${rates} Published for the authority, not for single schools.`;
}

/** "Permanent exclusions: 0.15 in 2016/17". */
function titleOf(measure: Measure, rates: readonly Rate[]): string {
  const last = rates.findLast(({ here }) => here?.value != null);
  return last ? `${measure.name}: ${write(last.here, measure)} in ${yearName(last.year)}` : measure.name;
}

const kindWords = (kind: string): string => (kind === '' ? 'All schools' : `${sectorName(kind)} schools`);

function sentenceOf(measure: Measure, rates: readonly Rate[], city: string): string {
  const shown = rates.filter(({ here }) => here?.value != null);
  const [first, last] = [shown[0], shown.at(-1)];
  if (!first || !last) return 'No rate was published.';
  const gaps = rates.filter(({ here }) => here?.value == null).map(({ year }) => yearName(year));
  return [
    `${city}: ${write(last.here, measure)} in ${yearName(last.year)}${first === last ? '' : `, ${write(first.here, measure)} in ${yearName(first.year)}`}.`,
    ...(last.england?.value == null ? [] : [`England: ${write(last.england, measure)} in ${yearName(last.year)}.`]),
    ...(gaps.length > 0 ? [`No figure of ${listed(gaps)}.`] : []),
  ].join(' ');
}

const RatesTable = ({ measure, rates, city }: { measure: Measure; rates: readonly Rate[]; city: string }) => (
  <DataTable
    caption={`${measure.name}, year by year`}
    captionHidden
    rows={rates.toReversed()}
    columns={[
      { key: 'year', header: 'Year', name: true, cell: ({ year }) => yearName(year) },
      {
        key: 'here',
        header: city,
        align: 'end',
        figure: true,
        cell: ({ here }) =>
          here === null ? (
            <NotShown reason="Not loaded" />
          ) : here.value === null ? (
            <NotShown reason={markerWords(here.shown, datasetOf(measure)) ?? here.shown} />
          ) : (
            publishedWords(here.value, measure)
          ),
      },
      {
        key: 'events',
        header: 'Number',
        align: 'end',
        cell: ({ here }) => (here?.numerator == null ? null : count(Number(here.numerator))),
      },
      {
        key: 'pupils',
        header: 'Pupils',
        align: 'end',
        cell: ({ here }) => (here?.denominator == null ? null : count(Number(here.denominator))),
      },
      {
        key: 'england',
        header: 'England',
        align: 'end',
        cell: ({ england }) => england?.value && publishedWords(england.value, measure),
      },
    ]}
  />
);
