import type { NeedsTable, TableName } from '../methods';
import { groupColumns, groupsByCensus } from './groups';
import { type MeasuredDataset, type Sources, typedRows } from './sources';

/** A row a pupil (in attendance: a pupil and period) with what measures sum up, and the group of each dimension. */
export interface Units {
  /** Selects `urn`, `upn`, `period`, a column for each dimension, and those that the dataset's expressions ask for. */
  sql: string;
  dimensions: readonly string[];
  /** By half-term or month, and of the year; otherwise every `period` is the year. */
  byPeriod: boolean;
  /** A column `told`: rows that the school's own people alone are told of, since the pupil counts at another school of the authority, or the others alone (decision 12). */
  told?: boolean;
  /** What figures of parts ask for, by `urn` and `upn`; apart, so that no other figure waits for it. See `wholeUnits`. */
  beside?: string;
  /** The dimensions of figures of parts: in all of them next to nothing would be left of a part. */
  parts?: readonly string[];
  /** Of which rows the pupils are kept behind the figures: all unless said. */
  behind?: string;
  /** Measures that need this table are not worked out, and why. */
  missing: readonly { without: TableName; reason: NeedsTable }[];
  /** What is worked out without this table, and would be more with it: pages say so. */
  lacks?: NeedsTable;
  /** Tells in `some` and `all` whether rows say too little to be counted in any figure, and what to say of that. */
  unplaced?: { sql: string; some: string; all: string };
  /** Rows of it are results that no table holds (`LostResult`): with any, what needs a table is not worked out. */
  unknown: {
    sql: string;
    table: 'gcse-points' | 'level-3-points' | 'activities' | 'phonics-standard';
    /** The subjects that such a result counts in: figures of the others stand. */
    touches: (measure: string, lost: LostResult) => boolean;
    /** Where the whole table is not in hand. */
    reason?: NeedsTable;
  } | null;
}

/** Results that no table holds: how many, and the lines of their files that the first stand on. */
export interface LostResult {
  subject: string | null;
  scale: string | null;
  grade: string | null;
  entries: number;
  lines: readonly number[];
}

export type NoUnits = NeedsTable | { needsDataset: MeasuredDataset };

/** What every dataset's rows are joined with. */
export class Base {
  constructor(
    readonly dataset: MeasuredDataset,
    readonly year: number,
    readonly sources: Sources,
    readonly areas: string | null,
  ) {}

  get summer(): number {
    return this.year + 1;
  }

  typed(dataset: MeasuredDataset = this.dataset): string {
    return typedRows(dataset, this.sources);
  }

  /** Rows with `urn` and `upn`, and beside each what the census of the same school says of the pupil; `sex` and `born` are the rows' own first. */
  withCensus(rows: string, more = ''): string {
    const columns = Object.entries(groupColumns).map(([name, from]) =>
      from === 'sex' || from === 'born' ? `coalesce(r.${from}, c.${from}) as ${name}` : `c.${from} as ${name}`,
    );
    return `(select r.* exclude (sex, born), ${columns.join(', ')}${more} from ${rows} r left join ${this.census} c using (urn, upn))`;
  }

  /**
   * A row a pupil of a school: where one stands twice in a file the second was refused, and of each school one release holds. Who has
   * free meals at this census had them in six years, and a file may say no more than that; who has none may have had them.
   */
  get census(): string {
    return `(select *, case when free_meals then true else free_meals_in_six_years end as had_free_meals from ${this.typed('pupils')})`;
  }

  /**
   * The same rows, and as `told` of whom others are told: of the schools of an authority that have the same pupil (in a month, of a stage) all but the one where they
   * are chiefly on roll, came to last, or by the lowest number, tell their own people alone.
   */
  once(rows: string, of: string): string {
    const authority =
      this.areas === null
        ? ''
        : `left join (select urn, area from ${this.areas} where regexp_full_match(area, 'la/[0-9]+')) la using (urn)`;
    const kept = "case when c.upn is null then 2 when c.enrolment = 'dual-subsidiary' then 1 else 0 end";
    return `(select r.*, case when row_number() over (partition by r.upn, r.${of}${authority && ', la.area'}
      order by ${kept}, c.entry_date desc nulls last, r.urn) > 1 then 'inside' end as told
    from ${rows} r left join ${this.census} c using (urn, upn) ${authority})`;
  }

  units(rows: string, more: Partial<Omit<Units, 'sql'>> & { own?: Record<string, string> } = {}): Units {
    const groups = { ...groupsByCensus, ...more.own };
    const columns = Object.entries(groups).map(([dimension, sql]) => `${sql} as ${dimension}`);
    const { byPeriod = false } = more;
    return {
      sql: `select u.* exclude (${Object.keys(groupColumns).join(', ')}), ${byPeriod ? '' : "'year' as period, "}${columns.join(', ')} from (${rows}) u`,
      dimensions: Object.keys(groups),
      byPeriod,
      ...(more.told ? { told: true } : {}),
      missing: more.missing ?? [],
      ...(more.lacks ? { lacks: more.lacks } : {}),
      ...(more.unplaced ? { unplaced: more.unplaced } : {}),
      unknown: more.unknown ?? null,
    };
  }
}
