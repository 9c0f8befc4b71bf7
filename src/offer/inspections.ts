import { holds, type Snapshot } from './conditions';
import type { Offer } from './schema/schema';
import { yearDays } from './year';

/** When the next inspection is due at the latest, by the rules that the offer states: what is expected until the office sets another day. Pure. */

export interface PastInspection {
  on: Temporal.PlainDate;
  /** When its report was published; null where nobody has said. */
  published: Temporal.PlainDate | null;
  /** 1 to 4; null where the outcome was none of the four. */
  grade: number | null;
}

export interface Latest {
  by: Temporal.PlainDate;
  /** By what, for people. */
  why: string;
}

type Rules = Pick<Offer, 'inspections' | 'calendar'>;

/** After an inspection; null where no rule says a day for this school. `school`: what is known of it. */
export function latestAfter(offer: Rules, last: PastInspection, school: Snapshot): Latest | null {
  const rules = offer.inspections;
  const rule = rules?.latest[String(last.grade) as '1' | '2' | '3' | '4'];
  if (!rules || !rule || !holds(rule.when, school)) return null;
  if (rule.schoolYears !== null)
    return {
      by: endOfSchoolYear(offer, last.on, rule.schoolYears),
      why: 'The latest day by the rules, from the school year of the last inspection',
    };
  const from = rule.from === 'inspection' ? last.on : (last.published ?? last.on.add({ days: rules.reportAfterDays }));
  const guessed = rule.from === 'publication' && last.published === null;
  return {
    by: from.add({ months: rule.months ?? 0 }),
    why:
      rule.from === 'inspection'
        ? 'The latest day by the rules, from the last inspection'
        : `The latest day by the rules, from the report of the last inspection${guessed ? ', whose day is an estimate' : ''}`,
  };
}

/** Of a school that has not been inspected yet; null where the offer has no rule for it. */
export function latestAfterOpening(offer: Rules, opened: Temporal.PlainDate): Latest | null {
  const months = offer.inspections?.firstMonths ?? null;
  return months === null ? null : { by: opened.add({ months }), why: 'The latest day by the rules, from the opening' };
}

/** The last day of the school year so many after that of a day. */
function endOfSchoolYear(offer: Rules, day: Temporal.PlainDate, after: number): Temporal.PlainDate {
  const own = offer.calendar.yearStarts.toPlainDate({ year: day.year });
  const year = Temporal.PlainDate.compare(day, own) < 0 ? day.year - 1 : day.year;
  return yearDays(offer, `${year + after}/`).to;
}
