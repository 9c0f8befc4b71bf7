import type { PupilDataset } from '../catalogue/pupil-datasets';

/** The national curriculum year of whoever is of that age, 0 for Reception; of nearly everybody it is the one that they are in. */
export const byAge = (year: number): string => `(${year} - 5 - (year(born) - (month(born) < 9)::int))`;

/** The one that a row says. Of nurseries and of whoever follows no curriculum year it tells no age. */
export const bySaying = `case year_group when 'R' then 0 else try_cast(year_group as int) end`;

/** Some finish a key stage a year early or late; further away it is another file's pupil, or a slip. */
const earlyOrLate = 1;

/** Pupils who by their row, and by their age where it has that, cannot be those that the dataset is about. A year group that is not said is told by the age. */
export function curriculumRules({ curriculum }: PupilDataset, year: number): PupilDataset['rules'] {
  if (curriculum.length === 0) return [];
  const [first, last] = [Math.min(...curriculum), Math.max(...curriculum)];
  const off = (what: string) => `${what} not between ${first - earlyOrLate} and ${last + earlyOrLate}`;
  const these = first === last ? yearGroup(first) : `${yearGroup(first)} to ${last}`;
  return [
    {
      wrong: `${off(bySaying)} and coalesce(${off(byAge(year))}, true)`,
      at: 'year_group',
      reason: `is too far from ${these}, of whom this file is: take the row out, or correct the year group`,
    },
    {
      wrong: `year_group is null and ${off(byAge(year))}`,
      at: 'born',
      reason: `is of somebody too young or too old for ${these}, of whom this file is: take the row out, correct the date, or add the year group`,
    },
  ];
}

const yearGroup = (year: number): string => (year === 0 ? 'Reception' : `Year ${year}`);
