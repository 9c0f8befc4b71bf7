import { type FundingTable, fundingTable, type Offer } from '../../offer';

/** The funding of an offer's years, as the office has changed its cells and as subscriptions stand. Pure; money is integer pence. */

/** A cell of the plan that the office changed. */
export interface ChangedCell {
  year: string;
  column: string;
  pence: number;
}

/** What the subscriptions of a year come to; null where the offer states no price for it, so that nobody knows. */
export interface YearIncome {
  year: string;
  pence: number | null;
}

/**
 * The offer with the changed cells in its funding table: a fixed sum and a planned income take the cell's place, a top-up is drawn as the cell says.
 * Everything that is worked out from the table follows.
 */
export function withCells(offer: Offer, cells: readonly ChangedCell[]): Offer {
  const { table } = offer.funding;
  const topUps = new Set(table.columns.filter(({ kind }) => kind === 'top-up').map(({ id }) => id));
  const rows = table.rows.map((row) => {
    const changed = cells.filter(({ year }) => year === row.year);
    const pairs = (of: boolean) =>
      Object.fromEntries(
        changed.filter(({ column }) => topUps.has(column) === of).map(({ column, pence }) => [column, pence]),
      );
    return { ...row, cells: { ...row.cells, ...pairs(false) }, override: { ...row.override, ...pairs(true) } };
  });
  return { ...offer, funding: { ...offer.funding, table: { ...table, rows } } };
}

/**
 * The funding table as things stand: income as it is, unless the office set the cell, or as planned where nobody knows it yet; top-ups drawn anew.
 */
export function liveTable(offer: Offer, cells: readonly ChangedCell[], income: readonly YearIncome[]): FundingTable {
  const column = offer.funding.table.columns.find(({ kind }) => kind === 'income')?.id;
  const set = new Set(cells.filter((cell) => cell.column === column).map(({ year }) => year));
  const known = income.flatMap(({ year, pence }) => (pence === null || set.has(year) ? [] : [[year, pence] as const]));
  return fundingTable(withCells(offer, cells), Object.fromEntries(known));
}
