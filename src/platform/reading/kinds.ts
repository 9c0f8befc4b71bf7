import { listed } from '../words';

/** What a value cannot be read as, as the end of a sentence that begins with the value: "is not a whole number". */
export class Wrong {
  constructor(readonly reason: string) {}
}

/** How one value of a table is read. Values come trimmed and never blank; `optional` is what allows blanks. */
export interface Kind<Value> {
  read(value: string): Value | Wrong;
  /** What a blank value means, where it may be blank. */
  blank?: { value: Value };
}

/** A value that stands for why there is none, as the publisher wrote it: `{ missing: 'SUPP' }`. */
export interface Missing<Marker extends string = string> {
  missing: Marker;
}

type DateFormat = 'dd-mm-yyyy' | 'dd/mm/yyyy' | 'yyyy-mm-dd' | 'yyyymmdd';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that text may not hold
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069\ufffd]/;

/** Text of at most `longest` characters. */
export const text = (longest = 10_000): Kind<string> => ({
  read(value) {
    if (control.test(value)) return new Wrong('holds a character that is not text');
    return value.length > longest ? new Wrong(`is longer than ${longest} characters`) : value;
  },
});

/** A whole number, with or without thousands commas. Statistics programs write 102 as "102.0". */
export const integer = (range: Range = {}): Kind<number> => {
  const within = inRange(range, Number.MAX_SAFE_INTEGER);
  return {
    read: (value) =>
      /^[-−+]?(\d+|\d{1,3}(,\d{3})+)(\.0+)?$/.test(value)
        ? within(toNumber(value))
        : new Wrong('is not a whole number'),
  };
};

/** A number with or without decimals. */
export const decimal = (range: Range = {}): Kind<number> => {
  const within = inRange(range);
  return { read: (value) => (isDecimal(value) ? within(toNumber(value)) : new Wrong('is not a number')) };
};

/** A percentage as published, with or without its sign: "59%" and "59" are both 59. */
export const percentage = (range: Range = { min: 0, max: 100 }): Kind<number> => {
  const within = inRange(range);
  return {
    read(value) {
      const figure = value.replace(/\s*%$/, '');
      return isDecimal(figure) ? within(toNumber(figure)) : new Wrong('is not a percentage');
    },
  };
};

/** A date in one of the formats, all four unless said. A time of midnight behind it is ignored. */
export const date = (...formats: DateFormat[]): Kind<Temporal.PlainDate> => {
  const wanted = formats.length > 0 ? formats : (Object.keys(datePatterns) as DateFormat[]);
  return {
    read(value) {
      const day = value.replace(/[ T]00?:00(:00(\.0+)?)?$/, '');
      for (const format of wanted) {
        const match = datePatterns[format].exec(day)?.groups;
        if (match) return toDate(Number(match.y), Number(match.m), Number(match.d));
      }
      return new Wrong(`is not a date (${listed(wanted, 'or')})`);
    },
  };
};

/** One of the given values, or of the names of a record, which then gives the value. Capitals do not matter. */
export function oneOf<const Value extends string>(values: readonly Value[]): Kind<Value>;
export function oneOf<const Value>(values: Readonly<Record<string, Value>>): Kind<Value>;
export function oneOf(values: readonly string[] | Readonly<Record<string, unknown>>): Kind<unknown> {
  const pairs: [string, unknown][] = Array.isArray(values) ? values.map((v) => [v, v]) : Object.entries(values);
  const known = new Map(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  const names = pairs.map(([name]) => name);
  const reason =
    names.length > 12
      ? 'is not one of the official values'
      : `is not ${names.length > 1 ? 'one of ' : ''}${listed(names, 'or')}`;
  return {
    read(value) {
      const name = value.toLowerCase();
      return known.has(name) ? known.get(name) : new Wrong(reason);
    },
  };
}

/** Yes or no, in the ways official files write it. */
export const yesNo = (): Kind<boolean> => ({
  read(value) {
    if (/^(yes|y|true|1)$/i.test(value)) return true;
    return /^(no|n|false|0)$/i.test(value) ? false : new Wrong('is not yes or no');
  },
});

/** An identifier of a fixed form. `form` completes "is not": "a reference of six figures". */
export const identifier = (pattern: RegExp, form: string): Kind<string> => ({
  read: (value) => (pattern.test(value) ? value : new Wrong(`is not ${form}`)),
});

/** The kind, or null where the value is blank. */
export const optional = <Value>(kind: Kind<Value>): Kind<Value | null> => ({
  read: kind.read,
  blank: { value: null },
});

/** The kind, or one of the markers that say why there is no value. Capitals matter, as the publisher's do. */
export const marked = <Value, const Marker extends string>(
  kind: Kind<Value>,
  markers: readonly Marker[],
): Kind<Value | Missing<Marker>> => {
  const known = new Set<string>(markers);
  return {
    ...kind,
    read: (value) => (known.has(value) ? { missing: value as Marker } : kind.read(value)),
  };
};

/** Whether a marked value is missing. */
export const isMissing = (value: unknown): value is Missing =>
  typeof value === 'object' && value !== null && 'missing' in value;

interface Range {
  min?: number | undefined;
  max?: number | undefined;
}

const inRange =
  ({ min, max }: Range, limit = Number.POSITIVE_INFINITY) =>
  (value: number): number | Wrong => {
    const low = min ?? -limit;
    const high = max ?? limit;
    if (value >= low && value <= high) return value;
    if (min !== undefined && max !== undefined) return new Wrong(`is not between ${min} and ${max}`);
    return new Wrong(value < low ? `is less than ${low}` : `is more than ${high}`);
  };

const isDecimal = (value: string): boolean => /^[-−+]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/.test(value) && /\d/.test(value);

const toNumber = (value: string): number => Number(value.replace(/,/g, '').replace('−', '-'));

const datePatterns: Record<DateFormat, RegExp> = {
  'dd-mm-yyyy': /^(?<d>\d{1,2})-(?<m>\d{1,2})-(?<y>\d{4})$/,
  'dd/mm/yyyy': /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})$/,
  'yyyy-mm-dd': /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
  yyyymmdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
};

function toDate(year: number, month: number, day: number): Temporal.PlainDate | Wrong {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return new Wrong('is not a date in the calendar');
  }
}
