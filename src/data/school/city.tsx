import { DataTable, Details, Second, Section } from '../../platform/ui';
import { count, counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { type Dataset, datasetOf, measuresOf } from '../catalogue/catalogue';
import { type CityCheck, type CityData, cityChecks } from './view';
import { decimals, figureWords, publishedWords } from './words';

/**
 * The mean of the authority's schools beside the figure that was published for it, by how much they differ and why: so that nobody takes
 * the one for the other.
 */
export function CitySection({ data, datasets }: { data: CityData; datasets: readonly Dataset[] }) {
  const { city } = data;
  if (!city) return null;
  const measures = datasets
    .flatMap((one) => measuresOf(one.id))
    .filter(({ section }) => !['pupils', 'more', 'parts'].includes(section));
  const years = [...new Set(data.areas.map(({ year }) => year))].sort((a, b) => b - a);
  const checks = cityChecks(data, measures, years);
  if (checks.length === 0)
    return (
      <Section title={city.name} rule="ink" id="city">
        <p>
          No file that is loaded has a figure published for {city.name} itself: what stands under {city.name} is the
          mean of its publicly funded schools, weighted by pupils.
        </p>
      </Section>
    );
  const newest = new Map<string, number>();
  for (const { measure, year } of checks) newest.set(measure.dataset, Math.max(year, newest.get(measure.dataset) ?? 0));
  const isNewest = ({ measure, year }: CityCheck) => newest.get(measure.dataset) === year;
  return (
    <Section
      title={`${city.name}: as published, and the mean of its schools`}
      rule="ink"
      id="city"
      intro="The tables above show the published figure where there is one. The mean is of publicly funded schools, weighted by pupils."
    >
      <Details summary={`Both beside one another: ${counted(checks.filter(isNewest).length, 'measure')}`}>
        <Checks checks={checks.filter(isNewest)} of={`${city.name}, published and worked out`} />
      </Details>
      {checks.some((one) => !isNewest(one)) && (
        <Details summary="Earlier years">
          <Checks checks={checks.filter((one) => !isNewest(one))} of={`${city.name}, earlier years`} />
        </Details>
      )}
    </Section>
  );
}

/** Those that differ for the same reason stand together under it. */
const Checks = ({ checks, of }: { checks: readonly CityCheck[]; of: string }) => (
  <>
    {[...Map.groupBy(checks, why)].map(([reason, some]) => (
      <>
        <p>{reason}</p>
        <DataTable
          caption={`${of}. ${reason}`}
          captionHidden
          rows={some}
          columns={[
            {
              key: 'measure',
              header: 'Measure',
              name: true,
              cell: ({ measure, year }) => (
                <>
                  {measure.name}
                  <Second>
                    {measure.second}, {yearName(year)}
                  </Second>
                </>
              ),
            },
            {
              key: 'published',
              header: 'Published',
              align: 'end',
              figure: true,
              cell: ({ published, measure }) => publishedWords(published.value ?? '', measure),
            },
            {
              key: 'average',
              header: 'Mean of schools',
              align: 'end',
              // Here alone with a decimal more: it is the difference that is looked at.
              cell: ({ average, measure }) => figureWords(average.value, measure, Math.max(1, measure.decimals)),
            },
            { key: 'difference', header: 'Difference', align: 'end', cell: differenceWords },
            { key: 'pupils', header: 'Pupils', align: 'end', cell: pupilsWords },
            { key: 'schools', header: 'Schools', align: 'end', cell: schoolsWords },
          ]}
        />
      </>
    ))}
  </>
);

function differenceWords({ difference, measure }: CityCheck): string {
  const text = decimals(difference, Math.max(1, measure.decimals));
  return difference > 0 && !/^0(\.0+)?$/.test(text) ? `+${text}` : text;
}

/** How many stand behind the one and the other. */
const pupilsWords = ({ average, published }: CityCheck): string =>
  published.denominator === null
    ? count(average.pupils)
    : `${count(average.pupils)}, published ${count(Number(published.denominator))}`;

const schoolsWords = ({ average }: CityCheck): string =>
  average.withheld === 0 ? count(average.schools) : `${count(average.schools)}, ${count(average.withheld)} left out`;

/** Why the two differ, as far as the figures themselves tell: nothing is guessed. */
export function why({ average, published, measure }: CityCheck): string {
  const others = average.stages.filter((stage) => stage !== published.stage);
  const more = published.denominator === null ? 0 : Number(published.denominator) - average.pupils;
  const reasons = [
    average.withheld > 0
      ? 'schools without a published figure are left out of the mean, and their pupils are in the published figure'
      : 'the published figure counts pupils, and the mean starts from schools’ figures',
    ...(average.weighedBy === 'roll'
      ? ['schools are weighed by pupils on roll, because the files have no number of pupils']
      : more > average.withheld * datasetOf(measure).few
        ? ['the published figure is of more pupils than all these schools have']
        : more < 0
          ? ['the published figure is of fewer pupils than the schools are weighed by']
          : []),
    ...(others.length > 0
      ? [`the published figure is of the ${published.stage} release and the schools’ are ${listed(others)}`]
      : []),
    measure.format === 'percent' && measure.decimals === 0
      ? 'percentages are published as whole numbers'
      : 'schools’ figures were rounded before they were published',
  ];
  return `They differ because ${listed(reasons)}.`;
}
