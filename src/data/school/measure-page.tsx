import { DataTable, EmptyState, ExportLinks, Section, SummaryList, withQuery } from '../../platform/ui';
import { date, listed } from '../../platform/words';
import { SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { datasetOf, groupWords, type Measure, markerWords } from '../catalogue/catalogue';
import { sourceOf } from '../figures/json';
import type { Figure } from '../figures/queries';
import { publishedWords } from './words';

export interface MeasureView {
  school: Parameters<typeof SchoolHeader>[0]['school'];
  tabs: readonly SchoolTab[];
  at: string;
  /** The part of an address that keeps for whom it is: '?for=governors'. */
  keep: string;
  measure: Measure;
  /** Newest year first, all pupils before groups. */
  figures: readonly Figure[];
  /** The heading that a figure stands under in its file. */
  headingOf: (figure: Figure) => string | null;
}

const betterWords = {
  higher: 'Higher is better.',
  lower: 'Lower is better.',
  neither: 'Neither high nor low is better: it says what the school is like.',
} as const;

/** One measure of a school, opened down to the line of the file that it was published in. */
export function MeasurePage({ school, tabs, at, keep, measure, figures, headingOf }: MeasureView) {
  const dataset = datasetOf(measure);
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={at}
        lead={`${measure.name}, ${measure.second}. ${measure.meaning}`}
      />
      <Section title="Method and source" rule="petrol">
        <SummaryList
          rows={[
            { key: 'Method', value: measure.method },
            { key: 'Published by', value: `${dataset.publisher}, ${dataset.title}` },
            { key: 'Which way', value: betterWords[measure.better] },
            ...(measure.years ? [{ key: 'Published for', value: yearsWords(measure.years) }] : []),
            ...(measure.breaks.length > 0
              ? [
                  {
                    key: 'Not comparable',
                    value: `${listed(measure.breaks.map(yearName))} with the years before.`,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      <Section title="Every figure of this school" rule="ink">
        {figures.length === 0 ? (
          <EmptyState title="No file that is loaded has this measure for this school" level={3}>
            It will be here, year by year, once a file that has it is brought in.
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Figures and where they stand"
              captionHidden
              rows={figures}
              columns={[
                {
                  key: 'year',
                  header: 'Year',
                  name: true,
                  cell: ({ year, group }) => `${yearName(year)}, ${(groupWords[group] ?? group).toLowerCase()}`,
                },
                {
                  key: 'value',
                  header: 'Figure',
                  align: 'end',
                  figure: true,
                  cell: ({ value, shown }) =>
                    value === null ? (markerWords(shown, dataset) ?? shown) : publishedWords(value, measure),
                },
                { key: 'shown', header: 'As published', cell: ({ shown }) => shown },
                {
                  key: 'pupils',
                  header: 'Out of',
                  align: 'end',
                  cell: ({ denominator }) => denominator,
                },
                {
                  key: 'range',
                  header: 'Published range',
                  cell: ({ low, high }) =>
                    low === null || high === null
                      ? null
                      : `${publishedWords(low, measure)} to ${publishedWords(high, measure)}`,
                },
                {
                  key: 'release',
                  header: 'Release',
                  cell: (figure) =>
                    `${figure.release}, accepted ${date(figure.acceptedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}`,
                },
                {
                  key: 'source',
                  header: 'Where it stands',
                  cell: (figure) =>
                    [
                      sourceOf(figure),
                      headingOf(figure) && `column ${headingOf(figure)}`,
                      figure.urn !== school.urn && `as URN ${figure.urn}, which it converted from`,
                    ]
                      .filter(Boolean)
                      .join(', '),
                },
              ]}
            />
            <ExportLinks
              csv={withQuery(`${at}.csv${keep}`, { measure: measure.id })}
              excel={withQuery(`${at}.xlsx${keep}`, { measure: measure.id })}
            />
          </>
        )}
        <p>
          <a href={`${at}${keep}`}>All figures of {school.name}</a>
        </p>
      </Section>
    </>
  );
}

const yearsWords = ({ from, to }: { from: number; to?: number | undefined }): string =>
  to === undefined ? `${yearName(from)} and later` : `${yearName(from)} to ${yearName(to)}`;
