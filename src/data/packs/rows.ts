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

/** Whom a pack is for. Leaders read every group; governors lay it before others, and small groups are hidden as on their page. */
export type Audience = 'leaders' | 'governors';

export const audiences: readonly Audience[] = ['governors', 'leaders'];
