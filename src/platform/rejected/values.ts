import { sql } from 'kysely';
import type { Tx } from '../database';
import type { ExportTable } from '../documents';
import { type Order, readOrder } from '../ui';

/** A value of a file that was not taken, or with `column` null a whole row, and why. Lines and columns count from 1. */
export interface RejectedValue {
  line: number;
  column: number | null;
  heading: string | null;
  value: string | null;
  /** The end of a sentence that begins with the value: "is not a whole number". */
  reason: string;
}

const orders = {
  line: sql`line`,
  column: sql`"column"`,
  value: sql`lower(value)`,
  reason: sql`lower(reason)`,
};

/** Which rejected values are shown, and in which order. */
export interface RejectedWish {
  /** The heading of the column that they stand in; empty for any. */
  heading: string;
  order: Order<keyof typeof orders>;
}

export const readRejected = (query: URLSearchParams): RejectedWish => ({
  heading: (query.get('heading') ?? '').slice(0, 200),
  order: readOrder(query, ['line', 'column', 'value', 'reason'], { key: 'line', dir: 'asc' }),
});

export interface Rejected {
  rows: RejectedValue[];
  /** How many fit. */
  total: number;
  /** The columns in which something was rejected. */
  headings: string[];
}

/** Where a module keeps them: a table with these columns, and the column that says of which file. */
export interface KeptIn {
  table: string;
  of: string;
  id: number;
}

/** Pages are numbered from 1. */
export async function rejectedValues(
  tx: Tx,
  { table, of, id }: KeptIn,
  { heading, order }: RejectedWish,
  { page, perPage }: { page: number; perPage: number },
): Promise<Rejected> {
  const way = order.dir === 'desc' ? sql`desc nulls last` : sql`asc nulls last`;
  const { rows } = await sql<RejectedValue & { total: number }>`
    select line, "column", heading, value, reason, (count(*) over ())::int as total from ${sql.table(table)}
    where ${sql.ref(of)} = ${id} and (${heading} = '' or heading = ${heading})
    order by ${orders[order.key]} ${way}, line, "column" nulls first limit ${perPage} offset ${(page - 1) * perPage}`.execute(
    tx,
  );
  const { rows: columns } = await sql<{ heading: string }>`
    select heading from ${sql.table(table)} where ${sql.ref(of)} = ${id} and heading is not null
    group by heading order by min("column")`.execute(tx);
  return {
    rows: rows.map(({ total: _, ...row }) => row),
    total: rows[0]?.total ?? 0,
    headings: columns.map((column) => column.heading),
  };
}

export const rejectedTable = ({ rows }: Pick<Rejected, 'rows'>): ExportTable => ({
  name: 'Rejected rows',
  columns: [
    { heading: 'Line', kind: 'number' },
    { heading: 'Column', kind: 'number' },
    { heading: 'Heading', kind: 'text' },
    { heading: 'Value', kind: 'text' },
    { heading: 'Reason', kind: 'text' },
  ],
  rows: rows.map(({ line, column, heading, value, reason }) => [line, column, heading, value, reason]),
});

/** "Line 14, column 5 (NOR): "many" is not a whole number." */
export function describeRejected({ line, column, heading, value, reason }: RejectedValue): string {
  const where = column === null ? `Line ${line}` : `Line ${line}, column ${column} (${heading})`;
  return column === null || !value ? `${where}: ${reason}.` : `${where}: "${value}" ${reason}.`;
}
