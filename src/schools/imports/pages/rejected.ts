import { sql } from 'kysely';
import type { Tx } from '../../../platform/database';
import type { ExportTable } from '../../../platform/documents';
import { type Order, readOrder } from '../../../platform/ui';
import type { RejectedValue } from '../report';

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

/** Pages are numbered from 1. */
export async function rejectedValues(
  tx: Tx,
  importId: number,
  { heading, order }: RejectedWish,
  { page, perPage }: { page: number; perPage: number },
): Promise<Rejected> {
  const way = order.dir === 'desc' ? sql`desc nulls last` : sql`asc nulls last`;
  const { rows } = await sql<RejectedValue & { total: number }>`
    select line, "column", heading, value, reason, (count(*) over ())::int as total from schools.import_reject
    where import_id = ${importId} and (${heading} = '' or heading = ${heading})
    order by ${orders[order.key]} ${way}, line, "column" nulls first limit ${perPage} offset ${(page - 1) * perPage}`.execute(
    tx,
  );
  const { rows: columns } = await sql<{ heading: string }>`
    select heading from schools.import_reject where import_id = ${importId} and heading is not null
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
