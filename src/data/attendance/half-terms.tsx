import { PeriodLines } from '../school/period-lines';
import type { AttendanceView } from './page';
import { halfTermNames, halfTerms, overall } from './words';

/** Overall absence of each half-term, and of the same a year before. */
export function HalfTermsDrawing({ view: { figures, year } }: { view: Pick<AttendanceView, 'figures' | 'year'> }) {
  const valueIn = (of: number, period: string) =>
    figures.find((one) => one.measure === overall && one.group === 'all' && one.year === of && one.period === period)
      ?.value ?? null;
  return (
    <PeriodLines
      points={halfTerms.map((period) => ({
        name: halfTermNames[period] ?? period,
        short: (halfTermNames[period] ?? period).replace(/^(\w\w)\w+ /, '$1 '),
        own: valueIn(year, period),
        before: valueIn(year - 1, period),
      }))}
    />
  );
}
