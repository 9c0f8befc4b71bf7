import type { Measure } from '../catalogue/catalogue';
import type { Range } from '../school/likely-range';
import { againstWords, changedWords, isClear, missingWords } from '../school/told';
import type { Beside, MeasureRow } from '../school/view';
import { publishedWords } from '../school/words';
import type { Stage } from '../tables';

/**
 * One figure of a pack, whoever made it: the same for the published ones and for those worked out from pupils. Paper and spreadsheet know
 * nothing else.
 */
export interface PackRow {
  measure: Measure;
  group: string;
  /** The calendar year in which the academic year starts. */
  year: number;
  value: number | null;
  /** As pages write it: "61%". Empty where there is none. */
  own: string;
  /** Why there is none, in words. */
  missing: string | null;
  /** The same beside its year: "not loaded". */
  gap: string | null;
  /** The pupils that it is out of. */
  pupils: number | null;
  range: Range | null;
  england: Beside | null;
  city: Beside | null;
  partnership: Beside | null;
  /** Against the year before, and against England. */
  change: string | null;
  against: string | null;
  /** It differs clearly from England. */
  clear: boolean;
  release: string | null;
  stage: Stage | null;
}

/** A published figure as a row of a pack. */
export function publishedRow(row: MeasureRow): PackRow {
  const { measure, group, year, told, range, england, city, partnership } = row;
  const figure = told.kind === 'figure' || told.kind === 'withheld' ? told.figure : null;
  return {
    measure,
    group,
    year,
    value: told.kind === 'figure' ? told.value : null,
    own: told.kind === 'figure' ? publishedWords(told.figure.value ?? '', measure) : '',
    missing: missingWords(row),
    gap:
      told.kind === 'not-loaded' ? 'not loaded' : told.kind === 'not-in-files' ? 'not in the files' : missingWords(row),
    pupils: figure?.denominator == null ? null : Number(figure.denominator),
    range,
    england,
    city,
    partnership,
    change: changedWords(row),
    against: againstWords(row),
    clear: isClear(row),
    release: figure?.release ?? null,
    stage: figure?.stage ?? null,
  };
}

/** Whom a pack is for. Leaders read every group; governors lay it before others, and small groups are hidden. */
export type Audience = 'leaders' | 'governors';

export const audiences: readonly Audience[] = ['governors', 'leaders'];

/** Groups that together hold all pupils, or with a remainder that can be worked out. */
const families = [
  ['girls', 'boys'],
  ['disadvantaged', 'other'],
  ['low-prior', 'middle-prior', 'high-prior'],
  ['eal'],
  ['not-mobile'],
];

/**
 * The groups of one measure and year as an audience may read them. For governors a group of up to `few` pupils is hidden, and as many more of
 * the same family, the smallest first, that nobody can work it out: at least two, with more than `few` pupils together.
 */
export function groupsFor(audience: Audience, rows: readonly PackRow[], few: number): PackRow[] {
  if (audience === 'leaders') return [...rows];
  const hidden = new Map(families.flatMap((family) => [...hiddenIn(family, rows, few)]));
  return rows.map((row) => {
    const reason = hidden.get(row.group);
    return reason === undefined ? row : hide(row, reason);
  });
}

function hiddenIn(family: readonly string[], rows: readonly PackRow[], few: number): Map<string, string> {
  const cells = rows
    .filter(({ group, pupils }) => family.includes(group) && pupils !== null && pupils > 0)
    .map(({ group, pupils }) => ({ group, pupils: pupils ?? 0 }))
    .sort((a, b) => a.pupils - b.pupils);
  const small = cells.filter(({ pupils }) => pupils <= few);
  const all = rows.find(({ group }) => group === 'all')?.pupils ?? null;
  const rest = all === null ? 0 : Math.max(0, all - cells.reduce((sum, { pupils }) => sum + pupils, 0));
  if (small.length === 0 && (rest === 0 || rest > few)) return new Map();
  const hidden = new Map(small.map(({ group }) => [group, `Hidden: fewer than ${few + 1} pupils`]));
  let [count, pupils] = [small.length + (rest > 0 ? 1 : 0), rest + small.reduce((sum, one) => sum + one.pupils, 0)];
  for (const other of cells.slice(small.length)) {
    if (count >= 2 && pupils > few) break;
    hidden.set(other.group, 'Hidden to protect a smaller group');
    count++;
    pupils += other.pupils;
  }
  return hidden;
}

/** Nothing of it is left but that it is hidden. */
const hide = (row: PackRow, reason: string): PackRow => ({
  ...row,
  value: null,
  own: '',
  missing: reason,
  gap: reason,
  pupils: null,
  range: null,
  change: null,
  against: null,
  clear: false,
});
