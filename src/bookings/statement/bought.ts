import { sql } from 'kysely';
import type { Offer } from '../../offer';
import type { Tx } from '../../platform/database';
import { incomeOf } from '../../subscriptions';

/** What each source of money has bought over the whole city. Readers who may not see it get nothing. */

/** One element, paid from one source. */
export interface Bought {
  element: string;
  source: string;
  unit: string;
  owed: number;
  used: number;
  held: number;
  invoicedPence: number;
  /** How many schools have used or booked it. */
  schools: number;
}

export interface SourceTotals {
  id: string;
  name: string;
  usedFor: string;
  /** What the plan of the offer has from it in the year; null where the plan has no line for it. */
  plannedPence: number | null;
  rows: Bought[];
}

export interface CityTotals {
  sources: SourceTotals[];
  fees: { schools: number; pence: number };
}

export async function cityTotals(tx: Tx, offer: Offer, year: string): Promise<CityTotals> {
  const { rows } = await sql<Bought>`
    select element, source, unit, owed, used, held, invoiced_pence as "invoicedPence", schools from bookings.bought(${year})`.execute(
    tx,
  );
  const order = new Map([offer.bespoke.credit, ...offer.elements].map(({ id }, i) => [id, i]));
  const plan = offer.funding.table.rows.find((row) => row.year === year);
  return {
    fees: await incomeOf(tx, year),
    sources: offer.funding.sources.map(({ id, name, usedFor }) => {
      const columns = offer.funding.table.columns.filter(({ source }) => source === id);
      return {
        id,
        name,
        usedFor,
        plannedPence:
          plan && columns.length > 0 ? columns.reduce((sum, column) => sum + (plan.cells[column.id] ?? 0), 0) : null,
        rows: rows
          .filter(({ source }) => source === id)
          .toSorted((a, b) => (order.get(a.element) ?? 0) - (order.get(b.element) ?? 0)),
      };
    }),
  };
}
