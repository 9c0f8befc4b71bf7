import { percentage } from './rounding';

/** Where leavers went, and who takes part at 16 and 17 (post16-and-destinations.md sections 3 and 4). */

/** Leavers of a cohort by category; every category is in the denominator. A cohort of 10 or fewer is suppressed in publications. */
export interface Leavers {
  education: number;
  apprenticeship: number;
  employment: number;
  notSustained: number;
  notCaptured: number;
}
export const smallestPublishedLeavers = 11;

/** Whole percents of the cohort; they need not add up to 100. */
export function destinationShares(leavers: Leavers) {
  const { education, apprenticeship, employment, notSustained, notCaptured } = leavers;
  const sustained = education + apprenticeship + employment;
  const cohort = sustained + notSustained + notCaptured;
  const share = (count: number) => percentage(count, cohort);
  return {
    cohort,
    sustained: share(sustained),
    education: share(education),
    apprenticeship: share(apprenticeship),
    employment: share(employment),
    notSustained: share(notSustained),
    notCaptured: share(notCaptured),
  };
}

/** 16 and 17 year olds of an area at the end of a month. */
export interface ParticipationMonth {
  cohort: number;
  neet: number;
  notKnown: number;
}

/**
 * The headline of December, January and February: average counts over the average cohort, which is sums over sums, never the mean of
 * three rates; NEET and not known together are not the sum of the rounded parts. Percent to one decimal, or null.
 */
export function participation(months: readonly ParticipationMonth[]) {
  const total = (of: (month: ParticipationMonth) => number) => months.reduce((sum, month) => sum + of(month), 0);
  const cohort = total((month) => month.cohort);
  const neet = total((month) => month.neet);
  const notKnown = total((month) => month.notKnown);
  return {
    neet: percentage(neet, cohort, 1),
    notKnown: percentage(notKnown, cohort, 1),
    neetOrNotKnown: percentage(neet + notKnown, cohort, 1),
  };
}

/** The September Guarantee: percent of the cohort with an offer of a suitable place by the end of September, to one decimal. */
export const withOffer = (offers: number, cohort: number): number | null => percentage(offers, cohort, 1);
