import {
  type Column,
  DataTable,
  Details,
  EmptyState,
  ExportLinks,
  Second,
  Section,
  SummaryList,
  withQuery,
} from '../../platform/ui';
import { counted, date, listed } from '../../platform/words';
import { SchoolHeader, type SchoolTab, yearName } from '../../schools';
import { datasetOf, groupWords, type Measure, markerWords } from '../catalogue/catalogue';
import { sourceOf } from '../figures/json';
import type { Figure } from '../figures/queries';
import { Answer } from './answer';
import { OtherYear } from './other-year';
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
  /** The year that was asked for, as the address says it. */
  asked: string | null;
  /** The year that was asked for, else the newest, and how it went; null where no year has a figure. */
  answer: Parameters<typeof Answer>[0] | null;
  /** Where there is no figure: why, and where there are some of more than the school. */
  none: { why: readonly string[]; elsewhere: readonly { href: string; text: string }[]; mayBring: boolean };
}

const betterWords = {
  higher: 'Higher is better.',
  lower: 'Lower is better.',
  neither: 'Neither high nor low is better: it says what the school is like.',
} as const;

/** One measure of a school, opened down to the line of the file that it was published in. */
export function MeasurePage({ school, tabs, at, keep, measure, figures, headingOf, asked, answer, none }: MeasureView) {
  const dataset = datasetOf(measure);
  const groups = figures.filter(({ group }) => group !== 'all');
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={at}
        lead={`${measure.name}, ${measure.second}. ${measure.meaning}`}
      />
      {answer && <OtherYear asked={asked} shown={answer.row.year} />}
      {answer && <Answer {...answer} />}
      <Section title="Every figure of this school" rule="petrol">
        {figures.length === 0 ? (
          <EmptyState
            title="No such figure of this school"
            level={3}
            action={
              none.elsewhere.length > 0 ? (
                none.elsewhere.map(({ href, text }) => <a href={href}>{text}</a>)
              ) : none.mayBring ? (
                <a href={`/releases/new?dataset=${dataset.id}`}>Bring a file of {dataset.title}</a>
              ) : undefined
            }
          >
            {none.why.join(' ')}
            {none.elsewhere.length === 0 && ' It will be here once a file that has it for this school was accepted.'}
          </EmptyState>
        ) : (
          <>
            <Figures rows={figures.filter(({ group }) => group === 'all')} {...{ school, measure, headingOf }} />
            {groups.length > 0 && (
              <Details
                summary={`Groups of pupils: ${counted(groups.length, 'figure')}`}
                open={groups.length === figures.length}
              >
                <Figures rows={groups} of="groups of pupils" {...{ school, measure, headingOf }} />
              </Details>
            )}
            <ExportLinks
              csv={withQuery(`${at}.csv${keep}`, { measure: measure.id })}
              excel={withQuery(`${at}.xlsx${keep}`, { measure: measure.id })}
            />
          </>
        )}
      </Section>
      <Section title="Method and source" rule="ink">
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
        <p>
          <a href={`${at}${keep}`}>All figures of {school.name}</a>
        </p>
      </Section>
    </>
  );
}

/** Each figure with the release and the line of the file that it stands in. */
function Figures({
  rows,
  school,
  measure,
  headingOf,
  of = 'figures',
}: Pick<MeasureView, 'school' | 'measure' | 'headingOf'> & { rows: readonly Figure[]; of?: string }) {
  if (rows.length === 0) return null;
  const wordsOf = (value: string | null, shown: string) =>
    value === null ? (markerWords(shown, datasetOf(measure)) ?? shown) : publishedWords(value, measure);
  return (
    <DataTable
      caption={`${measure.name}: ${of} and where they stand`}
      captionHidden
      rows={rows}
      columns={[
        {
          key: 'year',
          header: 'Year',
          name: true,
          cell: ({ year, group }) => `${yearName(year)}, ${lowerFirst(groupWords[group] ?? group)}`,
        },
        {
          key: 'value',
          header: 'Figure',
          align: 'end',
          figure: true,
          cell: ({ value, shown }) => wordsOf(value, shown),
        },
        // Beside its words only where they are not the very text of the file.
        ...(rows.some(({ value, shown }) => shown !== wordsOf(value, shown))
          ? [{ key: 'shown', header: 'As published', cell: ({ shown }: Figure) => shown }]
          : []),
        {
          key: 'pupils',
          header: 'Out\u00a0of',
          align: 'end',
          cell: ({ denominator }) => denominator,
        },
        ...(rows.some(({ low }) => low !== null) ? [rangeColumn(measure)] : []),
        {
          key: 'release',
          header: 'Release, and where it stands in its file',
          label: 'Release',
          cell: (figure) => (
            <>
              {figure.release}, accepted {date(figure.acceptedAt.toZonedDateTimeISO('Europe/London').toPlainDate())}
              <Second>
                {[
                  sourceOf(figure),
                  headingOf(figure) && `column ${headingOf(figure)}`,
                  figure.urn !== school.urn && `as URN ${figure.urn}, which it converted from`,
                ]
                  .filter(Boolean)
                  .join(', ')}
              </Second>
            </>
          ),
        },
      ]}
    />
  );
}

const yearsWords = ({ from, to }: { from: number; to?: number | undefined }): string =>
  to === undefined ? `${yearName(from)} and later` : `${yearName(from)} to ${yearName(to)}`;

const rangeColumn = (measure: Measure): Column<Figure> => ({
  key: 'range',
  header: 'Published range',
  cell: ({ low, high }) =>
    low === null || high === null ? null : `${publishedWords(low, measure)} to ${publishedWords(high, measure)}`,
});

/** In the middle of a line: English keeps its capital. */
const lowerFirst = (text: string): string =>
  text.startsWith('English') ? text : text.charAt(0).toLowerCase() + text.slice(1);
