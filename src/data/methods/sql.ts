/** Pieces of DuckDB SQL made from the definitions, so that a rule stands in one place. */

export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Points and scores are exact decimals, so that sums do not depend on the order of rows. */
export const decimal = (value: number | null): string => `${value === null ? 'null' : value}::decimal(9,4)`;

export const list = (values: readonly string[]): string => `(${values.map(text).join(', ')})`;

/** `case column when 'a' then 1 … end`: null for a value that is not named. */
export const choose = (column: string, values: Iterable<readonly [string, string]>): string =>
  `case ${column} ${[...values].map(([from, to]) => `when ${text(from)} then ${to}`).join(' ')} end`;

/** A table of constants, as a common table expression's body. */
export const values = (rows: readonly (readonly string[])[]): string =>
  `(values ${rows.map((row) => `(${row.join(', ')})`).join(', ')})`;
