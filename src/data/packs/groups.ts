import type { Block } from '../../platform/documents';
import { groupStrips, groupsHeading, type Places } from './blocks';
import type { PackRow } from './rows';

/** Measures with their groups of pupils: a table for each of which a group is shown, and one sentence for those of which none is. */

/** Everybody stands among the headlines: without a group beside it no table of groups says anything. */
export const showsGroups = (rows: readonly PackRow[]): boolean =>
  rows.some(({ group, value }) => group !== 'all' && value !== null);

export const groupBlocks = (rows: readonly PackRow[], places: Places): Block[] => {
  const measure = rows[0]?.measure;
  return [{ kind: 'heading', text: measure ? groupsHeading(measure) : 'Groups of pupils' }, groupStrips(rows, places)];
};

export function hiddenGroups(tables: readonly (readonly PackRow[])[]): Block[] {
  const hidden = tables.filter((rows) => !showsGroups(rows));
  if (hidden.length === 0) return [];
  const alike = Map.groupBy(hidden, whyHidden);
  return [
    { kind: 'heading', text: 'Groups of pupils of which no figure is shown' },
    {
      kind: 'paragraph',
      text: [...alike]
        .map(([why, some]) => {
          const names = some.flatMap(([first]) => (first ? [`${first.measure.name}, ${first.measure.second}`] : []));
          return `${names.join('; ')}. ${why}.`;
        })
        .join(' '),
    },
  ];
}

/** A spreadsheet's rows of them: everybody's as they are, and one for all groups of which none is shown. */
export function groupRows(rows: readonly PackRow[]): PackRow[] {
  const hidden = rows.filter(({ group }) => group !== 'all');
  const [first] = hidden;
  if (!first || showsGroups(rows)) return [...rows];
  const none = { pupils: null, england: null, city: null, partnership: null, against: null, change: null };
  return [
    ...rows.filter(({ group }) => group === 'all'),
    { ...first, ...none, group: 'Every group', missing: whyHidden(hidden) },
  ];
}

/** Of figures of which none is shown, each reason once. */
export const whyHidden = (rows: readonly PackRow[]): string =>
  [...new Set(rows.filter(({ value }) => value === null).map(({ missing }) => missing ?? 'Not shown'))].join('; ');

/** What England's column of groups does not say of itself; empty where it has no such figure. */
export const groupsNote = (rows: readonly PackRow[]): string =>
  rows.some(({ group, england }) => group === 'disadvantaged' && england)
    ? 'England’s figure beside disadvantaged pupils is that of all other pupils.'
    : '';
