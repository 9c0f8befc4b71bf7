import { count, counted, listed } from '../../platform/words';
import { dimensions } from '../catalogue/pupil-groups';
import type { MeasuredFigure } from '../measured/queries';

/** How a sentence names what sorts pupils into groups. */
const by: Readonly<Record<string, string>> = {
  sex: 'sex',
  disadvantage: 'disadvantage',
  sen: 'special educational needs',
  language: 'first language',
  ethnicity: 'ethnic group',
  prior: 'prior attainment',
  birth: 'term of birth',
  mobility: 'when they joined',
};

/**
 * Of which groups of a figure some pupils are in none, because what sorts them is not known: its groups then do not add up to all pupils. Told from nothing but
 * what the reader sees: where a group or everybody is hidden, or their number is, nothing is said. How many they are is for who sees the full set, since they
 * may be few.
 * @param figures of one measure, year and period
 */
export function inNoGroup(
  figures: readonly Pick<MeasuredFigure, 'group' | 'audience' | 'pupils'>[],
  full: boolean,
): string | null {
  const all = figures.find(({ group }) => group === 'all');
  if (all?.pupils == null) return null;
  const everybody = all.pupils;
  const told = [...dimensions].flatMap(([dimension, groups]) => {
    const some = figures.filter(({ group }) => groups.includes(group));
    const sum = some.reduce((so, { pupils }) => so + (pupils ?? Number.NaN), 0);
    const left = everybody - sum;
    if (some.length === 0 || !(left > 0)) return [];
    const exact = full && [all, ...some].every(({ audience }) => audience === 'inside');
    return [{ words: `by ${by[dimension] ?? dimension}`, left: exact ? left : null }];
  });
  if (told.length === 0) return null;
  const why = 'because it is not known of them. Those groups do not add up to all pupils.';
  return told.every(({ left }) => left !== null)
    ? `In none of the groups: ${listed(told.map(({ words, left }) => `${count(left ?? 0)} ${words}`))}, of ${counted(everybody, 'pupil')}, ${why}`
    : `Some pupils are in none of the groups ${listed(told.map(({ words }) => words))}, ${why}`;
}
