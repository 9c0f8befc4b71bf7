import { DataTable, Second, Section } from '../../platform/ui';
import { count, counted, listed } from '../../platform/words';
import { yearName } from '../../schools';
import { type Dataset, measuresOf } from '../catalogue/catalogue';
import { type CityCheck, cityChecks, type SchoolData } from './view';
import { decimals, figureWords, publishedWords } from './words';

/**
 * The mean of the authority's schools beside the figure that was published for it, by how much they differ and why: so that nobody takes
 * the one for the other.
 */
export function CitySection({ data, datasets }: { data: SchoolData; datasets: readonly Dataset[] }) {
  const { city } = data;
  if (!city) return null;
  const measures = datasets
    .flatMap((one) => measuresOf(one.id))
    .filter(({ section }) => section !== 'pupils' && section !== 'more');
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
  return (
    <Section
      title={`${city.name}: as published, and the mean of its schools`}
      rule="ink"
      id="city"
      intro="The tables above show the published figure where there is one. The mean is of publicly funded schools, weighted by pupils."
    >
      <DataTable
        caption={`${city.name}, published and worked out`}
        captionHidden
        rows={checks}
        columns={[
          {
            key: 'measure',
            header: 'Measure',
            name: true,
            cell: ({ measure, year }) => (
              <>
                {measure.name}, {measure.second}
                <Second>{yearName(year)}</Second>
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
            cell: ({ average, measure }) => figureWords(average.value, measure, Math.max(1, measure.decimals)),
          },
          { key: 'difference', header: 'Difference', align: 'end', cell: differenceWords },
          { key: 'why', header: 'Why', cell: why },
        ]}
      />
    </Section>
  );
}

function differenceWords({ difference, measure }: CityCheck): string {
  const text = decimals(difference, Math.max(1, measure.decimals));
  return difference > 0 && !/^0(\.0+)?$/.test(text) ? `+${text}` : text;
}

/** Reasons that the figures themselves give: nothing is guessed. */
export function why({ average, published, measure }: CityCheck): string {
  const others = average.stages.filter((stage) => stage !== published.stage);
  const reasons = [
    average.weighedBy === 'roll'
      ? 'schools are weighed by pupils on roll, because the files have no number of pupils for this measure'
      : `${count(average.pupils)} pupils of ${counted(average.schools, 'school')}${published.denominator ? `, against ${count(Number(published.denominator))} pupils in the published figure` : ''}`,
    ...(average.withheld > 0
      ? [
          `${counted(average.withheld, 'school')} ${average.withheld === 1 ? 'has' : 'have'} no published figure or no pupil number`,
        ]
      : []),
    ...(others.length > 0
      ? [`the published figure is ${published.stage}, the schools’ are ${listed(average.stages)}`]
      : []),
    ...(measure.format === 'percent' && measure.decimals === 0
      ? ['schools’ percentages are published as whole numbers']
      : []),
  ];
  const text = reasons.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
