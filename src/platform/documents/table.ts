/** A table for taking away: one definition gives the CSV and the spreadsheet. */
export interface ExportTable {
  /** Names the sheet. */
  name: string;
  columns: readonly ExportColumn[];
  /** One cell a column. A string in a column of another kind says why there is no value ("not shown"). */
  rows: readonly (readonly Cell[])[];
}

export interface ExportColumn {
  heading: string;
  /** money: integer pence. percent: 59 is 59%. identifier: a number that names something, and has no commas. */
  kind: 'text' | 'number' | 'identifier' | 'money' | 'date' | 'percent';
  /** In characters; found from what stands in the column unless said. */
  width?: number;
}

export type Cell = string | number | Temporal.PlainDate | null;
