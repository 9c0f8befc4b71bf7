import { belowSchoolAge, type FeeLine, type Offer } from '../offer';
import { count, counted, date, money } from '../platform/words';
import type { PupilNumber, Quote } from './quote';

/** How quotes are said. */

/** "Every school", "315 pupils at £4". */
export function lineWords(line: FeeLine): string {
  switch (line.what) {
    case 'base':
      return 'Base fee';
    case 'pupils':
      return `${counted(line.counted, 'pupil')} at ${money(line.eachPence)}`;
    case 'joined-late':
      return `Less ${counted(line.months, 'month')} that had passed`;
    case 'tax':
      return `Tax at ${line.percent}%`;
  }
}

/** Which pupils the fee was asked for, and where the number comes from. */
export function pupilsWords(offer: Offer, { school, typed, fee }: Pick<Quote, 'school' | 'typed' | 'fee'>): string[] {
  const wanted = lowerFirst(offer.contract.pupils.counted);
  const known = school.pupils;
  if (typed)
    return [
      `${counted(fee.pupils, 'pupil')}: a number that was typed in, not from a census.`,
      ...(known ? [`The newest census has ${counted(known.onRoll, 'pupil')} on roll, ${date(known.censusDate)}.`] : []),
    ];
  if (!known) return [];
  const converted =
    known.urn === school.urn ? [] : [`It was counted as URN ${known.urn}, before the school converted.`];
  if (known.schoolAged !== null)
    return [
      `${count(known.schoolAged)} of school age among the ${count(known.onRoll)} on roll on ${date(known.censusDate)}, ${known.source === 'office' ? 'counted by the school or the office' : sourceWords(known)}.`,
      ...converted,
    ];
  return [
    `${counted(known.onRoll, 'pupil')} on roll on ${date(known.censusDate)}, from ${sourceWords(known)}.`,
    ...converted,
    `${belowSchoolAge(offer, school, known) ?? 'That counts everybody on roll.'} The fee is for ${wanted}: once the school or the office has counted them, the fee follows that number.`,
  ];
}

/** Before what the offer counts: pupils were counted so only where somebody has counted those of school age. */
export const ruleLabel = ({ school, typed }: Pick<Quote, 'school' | 'typed'>): string =>
  !typed && school.pupils?.schoolAged != null ? 'Counted' : "By the offer's rule";

/** "the school census (england_census.csv)". */
export function sourceWords({ source, file, reason }: Pick<PupilNumber, 'source' | 'file' | 'reason'>): string {
  const from = {
    census: 'the school census',
    establishments: 'a list of schools',
    office: 'an entry by hand',
  }[source];
  const more = source === 'office' ? reason : file;
  return more ? `${from} (${more})` : from;
}

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Primary": as the offer calls it; what it does not have is written as it is kept. */
export const sectorName = (offer: Offer, id: string): string =>
  offer.sectors.find((sector) => sector.id === id)?.name ?? upperFirst(id.replaceAll('-', ' '));
export const statusName = (offer: Offer, id: string): string =>
  offer.statuses.find((status) => status.id === id)?.name ?? upperFirst(id.replaceAll('-', ' '));
