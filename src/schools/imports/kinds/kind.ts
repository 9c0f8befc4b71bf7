import type { Tx } from '../../../platform/database';
import type { Column, Shape, ValueOf } from '../../../platform/reading';
import type { Step } from '../../../platform/slices';
import type { Said } from '../facts/partnerships';
import type { Fate, Refusal, Writing } from '../facts/rows';
import type { Link } from '../facts/successions';
import type { Whole } from '../facts/trusts';

export interface Line<Value> {
  line: number;
  value: Value;
  /** What stands in the file, column by column. */
  written: readonly string[];
}

/** What a kind knows while one file is read. */
export interface Work extends Writing {
  fileName: string;
  /** Counts beside the rows: "numbers", "unnamed". Shown in the words of the kind. */
  tally: Record<string, number>;
  /** Type and group names that the classification does not have. */
  unknownNames: Set<string>;
  /** What to know before accepting, in sentences. */
  remarks: string[];
  /** What a full list leaves nothing out of. Kept, for older lists that come later. */
  whole: Whole | null;
  /** What a kind remembers from batch to batch. */
  memory: Memory;
}

export interface Memory {
  las: Set<number>;
  pairs: Set<string>;
  groups: Set<number>;
  /** The schools that the file speaks of, those of rejected rows too. */
  listed: Set<number>;
  /** Schools that are listed as open with a last day that has passed. */
  stillOpen: string[];
  links: Link[];
  partnerships: Said;
  /** Schools that were not known by name before: they may have a predecessor, or be one. */
  fresh: number[];
}

/** One form in which files of a kind come, told by its headings. */
export interface Form {
  shape: Shape;
  /** The columns whose newest day says how old the file is, where nothing else does. */
  days: readonly string[];
  /** The column with the authority, where there is one. */
  la: string | null;
  /** Rows may end before their last columns, as published. */
  shortRows: boolean;
  /** Rows that are about no school, and passed over: the totals at the foot. */
  isNoSchool: (cell: (name: string) => string) => boolean;
  /** What a row says against itself, each of its values being in order. */
  contradiction: (value: never) => Refusal | null;
  /** What a row is about: a second row about the same is rejected. */
  key: (value: never) => string;
  write: (tx: Tx, work: Work, lines: readonly Line<never>[]) => Promise<Fate[]>;
  /** After the last row. */
  finish?: (step: Step, work: Work) => Promise<void>;
}

export interface Kind {
  name: string;
  /** In a list of choices: "School information". */
  title: string;
  /** In a sentence: "a school information file". */
  called: string;
  hint: string;
  /** What is counted: "school". */
  noun: string;
  /** A census belongs to its census day, a list to the day on which it was made. */
  asAt: 'census' | 'list';
  forms: readonly Form[];
}

/** A form with what it reads, checked; kept without, so that kinds stand in one list. */
export function defineForm<const S extends Shape>(given: {
  shape: S;
  days?: readonly (keyof S & string)[];
  la?: keyof S & string;
  shortRows?: boolean;
  isNoSchool?: (cell: (name: keyof S & string) => string) => boolean;
  contradiction?: (value: ValueOf<S>) => Refusal | null;
  key: (value: ValueOf<S>) => string;
  write: (tx: Tx, work: Work, lines: readonly Line<ValueOf<S>>[]) => Promise<Fate[]>;
  finish?: (step: Step, work: Work) => Promise<void>;
}): Form {
  return {
    days: [],
    la: null,
    shortRows: false,
    isNoSchool: () => false,
    contradiction: () => null,
    ...given,
    shape: given.shape as Readonly<Record<string, Column<unknown>>>,
  } as Form;
}

export function add(tally: Record<string, number>, name: string, by = 1): void {
  tally[name] = (tally[name] ?? 0) + by;
}
