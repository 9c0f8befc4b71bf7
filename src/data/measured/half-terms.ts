import { ok, type Result } from '../../platform/result';
import { absencePeriods, type NeedsTable } from '../methods';
import type { Supplied } from './supplied';

const halfTermNames = ['autumn-1', 'autumn-2', 'spring-1', 'spring-2', 'summer-1', 'summer-2'];
export const halfTermList = `[${halfTermNames.map((one) => `'${one}'`).join(', ')}]`;

/**
 * The half term of a day, 1 to 6: the periods of published statistics (attendance.md section 3), of which autumn is parted at the last Saturday of
 * October and spring at the third of February, both inside the holiday between two half terms.
 */
export function halfTermSql(summer: number, supplied: Supplied['bankHolidays']): Result<string, NeedsTable> {
  const periods = absencePeriods(summer, supplied);
  if (!periods.ok) return periods;
  const saturday = (last: Temporal.PlainDate) => last.subtract({ days: (last.dayOfWeek + 1) % 7 });
  const [, spring, summer1, summer2] = periods.value;
  const ends = [
    saturday(Temporal.PlainDate.from({ year: summer - 1, month: 10, day: 31 })),
    spring!.from,
    saturday(Temporal.PlainDate.from({ year: summer, month: 2, day: 21 })),
    summer1!.from,
    summer2!.from,
  ];
  return ok(`case ${ends.map((end, n) => `when day < date '${end}' then ${n + 1}`).join(' ')} else 6 end`);
}
