import type { Child } from 'hono/jsx';
import { DataTable, Details, ExportLinks, Filters, NotShown, Section, withQuery } from '../../platform/ui';
import { capital, count, counted, listed, lowerFirst } from '../../platform/words';
import { yearName } from '../../schools';
import type { OwnMeasure } from '../catalogue/own-measures';
import { pupilGroupWords } from '../catalogue/pupil-groups';
import type { MeasuredFigure } from '../measured/queries';
import { readerWords } from '../own/reader-notice';
import { notShownWords } from '../own/rows';
import type { OwnReader } from '../policy';
import { figureWords } from '../school/words';
import { exclusionMeasures, type OwnExclusions } from './exclusions';
import { ExclusionsByHalfTerm, ExclusionsByReason } from './exclusions-parts';
import { halfTermName, halfTermWords } from './words';

const permanent = 'own-exclusions-permanent';
const fixed = 'own-exclusions-fixed';

const find = ({ figures, year }: OwnExclusions, measure: string, group = 'all', of = year, period = 'year') =>
  figures.find((one) => one.measure === measure && one.group === group && one.year === of && one.period === period);

/** What a school's own exclusions were in a year, how that changed, and for its leaders which groups they fell on. */
export function OwnExclusionsSection({
  exclusions,
  reader,
  own,
  at,
  address,
}: {
  exclusions: OwnExclusions;
  reader: OwnReader;
  own: string;
  /** The page, and the page as it was asked for. */
  at: string;
  address: string;
}) {
  const { years, year, over, period, periods, groups, releases } = exclusions;
  const inside = reader !== 'other';
  const before = years.filter((one) => one < year).slice(0, 3);
  return (
    <Section title={`Exclusions, ${yearName(year)}`} rule="ink" id="exclusions" intro={sentenceOf(exclusions)}>
      <DataTable
        caption="Exclusions of this school"
        captionHidden
        rows={exclusionMeasures}
        columns={[
          {
            key: 'measure',
            header: 'For every 100 pupils',
            name: true,
            cell: (measure) => <a href={`${own}/${measure.id}?year=${yearName(year)}`}>{measure.name}</a>,
          },
          ...(inside
            ? [
                {
                  key: 'events',
                  header: 'Number',
                  align: 'end' as const,
                  cell: (measure: OwnMeasure) => numberOf(find(exclusions, measure.id)),
                },
              ]
            : []),
          {
            key: 'own',
            header: over ? 'This school' : 'This school so far',
            align: 'end',
            figure: true,
            cell: (measure) => rateOf(find(exclusions, measure.id), measure),
          },
          ...(exclusionMeasures.some((measure) => exclusions.england(measure, year) !== null)
            ? [
                {
                  key: 'england',
                  header: 'England',
                  align: 'end' as const,
                  cell: (measure: OwnMeasure) => {
                    const value = exclusions.england(measure, year);
                    return value === null ? null : figureWords(value, measure);
                  },
                },
              ]
            : []),
          ...before.map((one) => ({
            key: `year-${one}`,
            header: over ? yearName(one) : `Whole of ${yearName(one)}`,
            align: 'end' as const,
            cell: (measure: OwnMeasure) => rateOf(find(exclusions, measure.id, 'all', one), measure),
          })),
        ]}
      />
      {inside && periods.length > 0 && <ExclusionsByHalfTerm told={exclusions} />}
      {inside && <ExclusionsByReason told={exclusions} />}
      {inside && (groups.length > 0 || period !== 'year') && (
        <Details
          id="exclusions-groups"
          open={period !== 'year'}
          summary={`Exclusions by group of pupils, ${halfTermWords(period, over)}`}
        >
          {periods.length > 0 && (
            <Filters
              label="Half-term of exclusions"
              items={[...periods, 'year'].map((one) => ({
                text: halfTermName(one, over),
                href: `${withQuery(address, { excluded: one })}#exclusions-groups`,
                current: one === period,
              }))}
            />
          )}
          {groups.length === 0 ? (
            <p>Nobody was excluded in this half-term.</p>
          ) : (
            <DataTable
              caption="Exclusions by group of pupils, for every 100 of the group"
              captionHidden
              rows={groups}
              sortInPlace
              columns={[
                {
                  key: 'group',
                  header: 'Group',
                  name: true,
                  sortable: true,
                  cell: (group) => pupilGroupWords[group] ?? group,
                },
                {
                  key: 'number',
                  header: 'Fixed-period',
                  align: 'end',
                  sortable: true,
                  cell: (group) => numberOf(find(exclusions, fixed, group, year, period)),
                },
                ...exclusionMeasures.map((measure) => ({
                  key: measure.id,
                  header: `${measure.name}, rate`,
                  align: 'end' as const,
                  sortable: true,
                  wideOnly: measure.id !== fixed,
                  cell: (group: string) => rateOf(find(exclusions, measure.id, group, year, period), measure),
                })),
                {
                  key: 'pupils',
                  header: 'Pupils',
                  align: 'end',
                  sortable: true,
                  cell: (group) => find(exclusions, fixed, group, year, period)?.pupils,
                },
              ]}
            />
          )}
        </Details>
      )}
      <ExportLinks csv={`${at}.csv`} excel={`${at}.xlsx`} />
      <p class="m-small m-quiet">{`${counted(releases.length, 'release')}: ${releases.join(', ')}. Rates are for every 100 pupils on roll in January. ${
        inside
          ? readerWords[reader]
          : 'One or two exclusions are not shown; half-terms, reasons and groups are shown to the school’s leaders and governors alone.'
      }`}</p>
    </Section>
  );
}

const numberOf = (figure: MeasuredFigure | undefined): Child =>
  figure?.numerator == null ? null : Number(figure.numerator).toLocaleString('en-GB');

const rateOf = (figure: MeasuredFigure | undefined, measure: OwnMeasure): Child =>
  figure === undefined ? null : figure.value === null ? (
    <NotShown reason={notShownWords(figure.shown)} />
  ) : (
    figureWords(Number(figure.value), measure)
  );

/** "12 fixed-period exclusions of 8 pupils and 1 permanent, with 21 days lost." Outside, where numbers are not shown, the rates. */
function sentenceOf(exclusions: OwnExclusions): string {
  const number = (measure: string) => {
    const text = find(exclusions, measure)?.numerator;
    return text == null ? null : Number(text);
  };
  const [events, pupils, forGood, days] = [fixed, 'own-exclusions-pupils', permanent, 'own-exclusions-days'].map(
    number,
  );
  if (events == null || pupils == null || forGood == null || days == null) return ratesSentence(exclusions);
  const said = [
    events === 0
      ? 'no fixed-period exclusion'
      : `${counted(events, 'fixed-period exclusion')} of ${counted(pupils, 'pupil')}`,
    forGood === 0 ? 'none permanent' : `${count(forGood)} permanent`,
  ];
  const lost = events === 0 ? '' : `, with ${days} school ${days === 1 ? 'day' : 'days'} lost`;
  return capital(`${listed(said)}${lost}.`);
}

function ratesSentence(exclusions: OwnExclusions): string {
  const parts = exclusionMeasures
    .filter(({ id }) => id === fixed || id === permanent)
    .flatMap((measure) => {
      const value = find(exclusions, measure.id)?.value;
      return value == null
        ? []
        : [`${Number(value) === 0 ? 'no' : figureWords(Number(value), measure)} ${lowerFirst(measure.name)}`];
    });
  return parts.length === 0
    ? 'So few exclusions that they are not shown.'
    : `${capital(listed(parts))} for every 100 pupils on roll.`;
}
