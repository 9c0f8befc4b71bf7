import { count, counted, date } from '../../platform/words';
import type { Offer } from '../schema/schema';
import { dayInYear, halfTermsOf, yearDays } from '../year';
import type { Complaint } from './place';

/** Whether the years of the offer, its time for notice, its days of payment and its half-terms follow one another and fit together. */
export function checkYears(offer: Offer): Complaint[] {
  return [...years(offer), ...notice(offer), ...instalments(offer), ...halfTerms(offer)];
}

function* years(offer: Offer): Generator<Complaint> {
  const { contract, fee, funding } = offer;
  if (!contract.years.includes(offer.year))
    yield {
      path: ['contract', 'years'],
      message: `The offer is for ${offer.year}, which is not among the contract's years. Add it, or change the year at the top.`,
    };
  if (Temporal.PlainDate.compare(contract.from, contract.to) >= 0)
    yield { path: ['contract', 'to'], message: 'The contract ends before it begins. Change one of the dates.' };
  for (const { seen, at } of [
    { seen: contract.years, at: (i: number) => ['contract', 'years', i] },
    { seen: fee.prices.map((row) => row.year), at: (i: number) => ['fee', 'prices', i, 'year'] },
    { seen: funding.table.rows.map((row) => row.year), at: (i: number) => ['funding', 'table', 'rows', i, 'year'] },
  ])
    for (const [i, year] of seen.entries())
      if (seen.indexOf(year) !== i) yield { path: at(i), message: `The year ${year} stands here twice. Take one out.` };
  const begins = (year: string) => yearDays(offer, year).from.year;
  const once = [...new Set(contract.years)];
  const astray = once.filter((year, i) => i > 0 && begins(year) !== begins(once[i - 1]!) + 1);
  for (const year of astray)
    yield {
      path: ['contract', 'years', contract.years.indexOf(year)],
      message: `${year} does not follow ${once[once.indexOf(year) - 1]}. Write every year of the contract, one after the other.`,
    };
  for (const [i, { year }] of fee.prices.entries())
    if (astray.length === 0 && !contract.years.includes(year))
      yield {
        path: ['fee', 'prices', i, 'year'],
        message: `${year} is no year of the contract, so nobody would ever pay this. Change the year, or take the line out.`,
      };
  // The plan for the money may begin a year before the contract, or go on for a year after it.
  for (const [i, { year }] of funding.table.rows.entries())
    if (!contract.years.some((one) => Math.abs(begins(one) - begins(year)) <= 1))
      yield {
        path: ['funding', 'table', 'rows', i, 'year'],
        message: `${year} is no year of the contract, nor next to one: the plan for the money covers those years, and at most one before and one after. Change the year, or take the row out.`,
      };
  for (const year of contract.years) {
    if (!fee.prices.some((price) => price.year === year))
      yield {
        path: ['fee', 'prices'],
        message: `The contract runs in ${year}, which has no line here. Add one; write "rules: null" if no price is stated.`,
      };
  }
}

function* notice(offer: Offer): Generator<Complaint> {
  const { noticeFrom, noticeTo, endsOn } = offer.contract.break;
  const inYear = (day: Temporal.PlainMonthDay) => dayInYear(offer, day, offer.year);
  const [from, to, end] = [inYear(noticeFrom), inYear(noticeTo), inYear(endsOn)];
  if (Temporal.PlainDate.compare(from, to) > 0)
    yield {
      path: ['contract', 'break', 'noticeTo'],
      message: `In ${offer.year} notice would be given from ${date(from)} to ${date(to)}, which is before. Change one of the days.`,
    };
  else if (Temporal.PlainDate.compare(to, end) > 0)
    yield {
      path: ['contract', 'break', 'endsOn'],
      message: `A contract would end on ${date(end)}, and notice may be given until ${date(to)}. Change one of the days.`,
    };
}

function* instalments({ contract: { plans } }: Offer): Generator<Complaint> {
  for (const [i, { due }] of plans.entries())
    for (const [j, day] of due.entries())
      if (due.findIndex((other) => other.equals(day)) !== j)
        yield {
          path: ['contract', 'plans', i, 'due', j],
          message: 'Two payments would fall due on this day. Take one out, or give it another day.',
        };
}

function* halfTerms(offer: Offer): Generator<Complaint> {
  for (const part of ['terms', 'halfTerms'] as const)
    if (offer.calendar[part] < 1)
      yield { path: ['calendar', part], message: 'A year has at least one. Write 1 or more.' };
  const { halfTermDates, halfTerms: said } = offer.calendar;
  const years = [...new Set([offer.year, ...offer.contract.years])];
  const inYears = new Map(years.map((year) => [year, halfTermsOf(offer, year)]));
  for (const [year, ones] of inYears) {
    const one = ones[said];
    if (one)
      yield {
        path: ['calendar', 'halfTermDates', halfTermDates.indexOf(one)],
        message: `${year} has ${counted(ones.length, 'half-term')} here, and ${count(said)} above. Change one of the two.`,
      };
  }
  for (const [i, one] of halfTermDates.entries()) {
    const { name, from, to } = one;
    const before = halfTermDates[i - 1];
    const path = ['calendar', 'halfTermDates', i];
    if (Temporal.PlainDate.compare(from, to) > 0)
      yield { path: [...path, 'to'], message: `${name} ends before it begins. Change one of the dates.` };
    // Where the one before is the wrong way round, that is all there is to mend.
    else if (
      before &&
      Temporal.PlainDate.compare(before.from, before.to) <= 0 &&
      Temporal.PlainDate.compare(from, before.to) <= 0
    )
      yield {
        path: [...path, 'from'],
        message: `${name} begins before ${before.name} has ended. Change one of the dates.`,
      };
    else if (!years.some((year) => inYears.get(year)?.includes(one)))
      yield {
        path,
        message: `${name} is in no year of the contract. Change its dates, or take it out.`,
      };
  }
}
