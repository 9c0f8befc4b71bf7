import { DataTable } from '../../platform/ui';
import { count, counted, listed } from '../../platform/words';
import { ownMeasures } from '../catalogue/own-measures';
import type { MeasuredFigure } from '../measured/queries';
import type { OwnExclusions } from './exclusions';
import { halfTermName, halfTermNames } from './words';

/** Exclusions of a school by half-term and by reason, in numbers: for its own leaders, since a number of one or two is a child. */

const permanent = 'own-exclusions-permanent';
const fixed = 'own-exclusions-fixed';

type Told = Pick<OwnExclusions, 'figures' | 'year' | 'years' | 'periods' | 'over'>;

const numberIn = ({ figures, year }: Pick<Told, 'figures' | 'year'>, measure: string, period: string, of = year) => {
  const found = figures.find(
    (one) => one.measure === measure && one.group === 'all' && one.period === period && one.year === of,
  );
  return numberOf(found);
};

const numberOf = (figure: MeasuredFigure | undefined): number | null =>
  figure?.numerator == null ? null : Number(figure.numerator);

/** Of the year before: of a year that is not over the same half-terms, or a part of a year would stand beside a whole one. */
export function yearBefore(told: Pick<Told, 'figures' | 'year' | 'periods' | 'over'>, measure: string, period: string) {
  const whole = numberIn(told, measure, period, told.year - 1);
  if (period !== 'year' || told.over || told.periods.length === 0 || whole === null) return whole;
  return told.periods.reduce((sum, one) => sum + (numberIn(told, measure, one, told.year - 1) ?? 0), 0);
}

export const ExclusionsByHalfTerm = ({ told }: { told: Told }) => (
  <>
    <h3>Exclusions by half-term</h3>
    <p>{halfTermsSentence(told)}</p>
    <DataTable
      caption="Exclusions by half-term in which they began"
      captionHidden
      rows={[...told.periods, 'year']}
      columns={[
        {
          key: 'period',
          header: 'Half-term',
          name: true,
          cell: (period) => halfTermName(period, told.over),
        },
        ...[
          { measure: fixed, header: 'Fixed-period' },
          { measure: 'own-exclusions-pupils', header: 'Pupils who had one' },
          { measure: 'own-exclusions-days', header: 'School days lost' },
          { measure: permanent, header: 'Permanent' },
        ].map(({ measure, header }) => ({
          key: measure,
          header,
          align: 'end' as const,
          figure: measure === fixed,
          cell: (period: string) => numberIn(told, measure, period),
        })),
        ...(told.years.includes(told.year - 1)
          ? [
              {
                key: 'before',
                header: 'Fixed-period a year before',
                align: 'end' as const,
                cell: (period: string) => yearBefore(told, fixed, period),
              },
            ]
          : []),
      ]}
    />
  </>
);

/** "Fixed-period exclusions: 3 in Autumn 1, 12 in Autumn 2. A year before, Autumn 2 had 7." */
function halfTermsSentence(told: Told): string {
  const parts = told.periods.flatMap((period) => {
    const number = numberIn(told, fixed, period);
    return number === null ? [] : [`${count(number)} in ${halfTermNames[period]}`];
  });
  const last = told.periods.at(-1);
  const before = last === undefined ? null : numberIn(told, fixed, last, told.year - 1);
  const against = before === null ? '' : ` A year before, ${halfTermNames[last ?? '']} had ${count(before)}.`;
  return `Fixed-period exclusions by the half-term in which they began: ${listed(parts)}.${against} Half-terms after the last exclusion in the file are not shown.`;
}

const ofReason = (kind: string) => new RegExp(`^${kind}-(\\w+)$`);

interface Reason {
  name: string;
  fixed: number;
  permanent: number;
  before: number | null;
}

/** Reasons that were given in the year, the most frequent first. */
export function exclusionReasonsOf(told: Pick<Told, 'figures' | 'year' | 'periods' | 'over'>): Reason[] {
  const parts = ownMeasures.filter(({ id, section }) => section === 'parts' && ofReason(fixed).test(id));
  return parts
    .map((measure): Reason => {
      const code = ofReason(fixed).exec(measure.id)?.[1] ?? '';
      return {
        name: measure.part ?? measure.name,
        fixed: numberIn(told, measure.id, 'year') ?? 0,
        permanent: numberIn(told, `${permanent}-${code}`, 'year') ?? 0,
        before: yearBefore(told, measure.id, 'year'),
      };
    })
    .filter((one) => one.fixed + one.permanent > 0)
    .sort((a, b) => b.fixed - a.fixed || b.permanent - a.permanent || (a.name < b.name ? -1 : 1));
}

export function ExclusionsByReason({ told }: { told: Told }) {
  const reasons = exclusionReasonsOf(told);
  if (reasons.length === 0) return null;
  return (
    <>
      <h3>Exclusions by reason</h3>
      <p>{reasonsSentence(reasons)}</p>
      <DataTable
        caption="Exclusions by reason"
        captionHidden
        rows={reasons}
        sortInPlace
        columns={[
          { key: 'reason', header: 'Reason', name: true, sortable: true, cell: ({ name }) => name },
          {
            key: 'fixed',
            header: 'Fixed-period',
            align: 'end',
            figure: true,
            sortable: true,
            cell: (one) => one.fixed,
          },
          { key: 'permanent', header: 'Permanent', align: 'end', sortable: true, cell: (one) => one.permanent },
          ...(told.years.includes(told.year - 1)
            ? [
                {
                  key: 'before',
                  header: 'Fixed-period a year before',
                  align: 'end' as const,
                  sortable: true,
                  cell: ({ before }: Reason) => before,
                },
              ]
            : []),
        ]}
      />
    </>
  );
}

/** "Persistent disruptive behaviour: 9 of 14 reasons given for fixed-period exclusions." Of two that are as frequent both. */
function reasonsSentence(reasons: readonly Reason[]): string {
  const all = reasons.reduce((sum, one) => sum + one.fixed, 0);
  const most = reasons[0]?.fixed ?? 0;
  if (most === 0) return 'There are reasons of permanent exclusions only.';
  const first = reasons.filter((one) => one.fixed === most).map(({ name }) => name);
  return `${listed(first)}: ${first.length > 1 ? 'each ' : ''}${count(most)} of ${counted(all, 'reason')} of fixed-period exclusions.`;
}
