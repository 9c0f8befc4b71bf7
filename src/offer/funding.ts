import type { Offer } from './schema/schema';

/** Whether the offer can run, and where its money comes from (offer, sections 2 and 15). Integer pence throughout. */

export interface Viability {
  /** Where the income stands. */
  state: 'below' | 'viable' | 'on-target';
  /** Below the line, and by no more than the offer calls near: the offer is changed rather than put to a vote. */
  near: boolean;
  /** What is missing to the line and to the target; zero once they are reached. */
  shortOfLine: number;
  shortOfTarget: number;
  /** What happens now, in the offer's words. */
  next: string;
}

export function viability(offer: Offer, incomePence: number): Viability {
  const { line, target, nearPercent, when } = offer.funding.viability;
  const state = incomePence >= target ? 'on-target' : incomePence >= line ? 'viable' : 'below';
  const near = state === 'below' && incomePence * 100 >= line * (100 - nearPercent);
  const next = { below: near ? when.near : when.below, viable: when.viable, 'on-target': when.onTarget }[state];
  return {
    state,
    near,
    shortOfLine: Math.max(0, line - incomePence),
    shortOfTarget: Math.max(0, target - incomePence),
    next,
  };
}

/**
 * What a year draws from the help that tops up income: what the income falls short of the top-up's aim, as long as
 * there is something left. Zero for an offer without such help.
 *
 * @param leftPence what is left of it; the whole pot unless told otherwise
 */
export function transitionalDraw(offer: Offer, incomePence: number, leftPence?: number): number {
  return topUps(offer).reduce((sum, column) => sum + draw(column, incomePence, leftPence ?? column.pot), 0);
}

export interface FundingRow {
  year: string;
  cells: { column: string; pence: number }[];
  /** The columns summed by group, in the order of the groups. */
  groups: { group: string; pence: number }[];
  total: number;
}

export interface FundingTable {
  rows: FundingRow[];
  all: FundingRow;
}

/**
 * The funding of each year of the offer. Without income it is the table as published; with it, each year's income takes
 * the place of what was planned, and top-ups are drawn anew, year after year, from what is left of their pots.
 *
 * @param income what the years' subscriptions come to, by year; a year that is not named keeps its planned income
 */
export function fundingTable(offer: Offer, income?: { readonly [year: string]: number }): FundingTable {
  const { columns, rows } = offer.funding.table;
  const left = new Map(topUps(offer).map((column) => [column.id, column.pot]));
  const incomeColumn = columns.find(({ kind }) => kind === 'income')!;
  const worked = rows.map((row) => {
    const cells = columns.map((column) => ({
      column: column.id,
      pence:
        income === undefined
          ? row.cells[column.id]!
          : cell(column, row, income[row.year] ?? row.cells[incomeColumn.id]!, left),
    }));
    return summed(offer, row.year, cells);
  });
  const all = columns.map(({ id }) => ({ column: id, pence: worked.reduce((sum, row) => sum + of(row, id), 0) }));
  return { rows: worked, all: summed(offer, '', all) };
}

/** What each pound of income is set beside: (income + the council's money) ÷ income. Null without income. */
export function multiplier(offer: Offer, incomePence: number): number | null {
  if (incomePence === 0) return null;
  const { columns } = offer.funding.table;
  const first = fundingTable(offer, { [offer.year]: incomePence }).rows.find(({ year }) => year === offer.year);
  const beside = columns.filter(({ group }) => offer.funding.viability.besides.includes(group));
  return (incomePence + beside.reduce((sum, { id }) => sum + (first ? of(first, id) : 0), 0)) / incomePence;
}

type Column = Offer['funding']['table']['columns'][number];
type Row = Offer['funding']['table']['rows'][number];
type TopUp = Extract<Column, { kind: 'top-up' }>;

const topUps = (offer: Offer): TopUp[] => offer.funding.table.columns.filter((column) => column.kind === 'top-up');

const draw = (column: TopUp, incomePence: number, leftPence: number): number =>
  Math.min(Math.max(0, column.upTo - incomePence), Math.max(0, leftPence));

function cell(column: Column, row: Row, income: number, left: Map<string, number>): number {
  if (column.kind === 'fixed') return row.cells[column.id]!;
  if (column.kind === 'income') return income;
  const drawn = row.override[column.id] ?? draw(column, income, left.get(column.id)!);
  left.set(column.id, left.get(column.id)! - drawn);
  return drawn;
}

const of = (row: FundingRow, column: string): number => row.cells.find((cell) => cell.column === column)?.pence ?? 0;

function summed(offer: Offer, year: string, cells: FundingRow['cells']): FundingRow {
  const groups = [...new Set(offer.funding.table.columns.map(({ group }) => group))].map((group) => ({
    group,
    pence: offer.funding.table.columns
      .filter((column) => column.group === group)
      .reduce((sum, { id }) => sum + (cells.find(({ column }) => column === id)?.pence ?? 0), 0),
  }));
  return { year, cells, groups, total: cells.reduce((sum, { pence }) => sum + pence, 0) };
}
