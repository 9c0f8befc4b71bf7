const timestamptz = (text: string) =>
  Temporal.Instant.from(`${text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')}`);

/** Rows that follow one another often have the same moment: of a file, of a run. */
function asBefore<T>(read: (text: string) => T): (text: string) => T {
  let last: { text: string; value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}

/** How PostgreSQL values arrive, the same from PGlite and from a server. By object identifier of the type. */
export const parsers: Record<number, (text: string) => unknown> = {
  20: toSafeNumber, // int8: counts and identities
  1082: asBefore((text) => Temporal.PlainDate.from(text)), // date
  1114: () => {
    throw new Error('A timestamp without a time zone reached the program: use timestamptz.');
  },
  1184: asBefore(timestamptz), // timestamptz
  1700: (text) => text, // numeric: exact, the caller decides
};

function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`${text} is larger than a number can hold exactly.`);
  return value;
}
