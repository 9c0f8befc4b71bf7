import type { CellObject, Sheet } from 'write-excel-file/node';
import type { Cell, ExportColumn, ExportTable } from './table';

/**
 * The tables as one Excel workbook, a sheet each: true dates, numbers and percentages, money in pounds, the headings kept in view.
 * Text is written as text, so nothing in it is ever a formula.
 */
export async function writeSpreadsheet(tables: readonly ExportTable[]): Promise<Buffer> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const names = sheetNames(tables.map((table) => table.name));
  return writeExcelFile(
    tables.map((table, i) => toSheet(table, names[i]!)),
    { fontFamily: 'Calibri', fontSize: 11 },
  ).toBuffer();
}

function toSheet({ columns, rows }: ExportTable, sheet: string): Sheet<never> {
  const head = columns.map(
    ({ heading, kind }): CellObject => ({
      value: clean(heading),
      type: String,
      fontWeight: 'bold',
      wrap: true,
      alignVertical: 'bottom',
      ...(kind === 'text' || kind === 'date' ? {} : { align: 'right' }),
    }),
  );
  return {
    sheet,
    data: [head, ...rows.map((row) => columns.map((column, i) => toCell(column, row[i] ?? null)))],
    columns: columns.map((column, i) => ({ width: column.width ?? widthOf(column, rows, i) })),
    stickyRowsCount: 1,
  };
}

function toCell({ kind }: ExportColumn, cell: Cell): CellObject | null {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string')
    return { value: clean(cell), type: String, ...(kind === 'text' ? {} : { align: 'right' }) };
  if (typeof cell !== 'number') return { value: serial(cell), type: Number, format: 'dd/mm/yyyy', align: 'left' };
  switch (kind) {
    case 'money':
      return { value: cell / 100, type: Number, format: '[$£-809]#,##0.00;[$£-809]-#,##0.00' };
    case 'percent':
      return { value: cell / 100, type: Number, format: '0.0%' };
    case 'text':
      // Among text, beside its words and not at the other end of a wide column.
      return { value: cell, type: Number, align: 'left' };
    default:
      return { value: cell, type: Number, ...(Number.isInteger(cell) && kind === 'number' ? { format: '#,##0' } : {}) };
  }
}

/** Excel counts days; 1 March 1900 is day 61, because it believes in a 29 February before it. */
const serial = (date: Temporal.PlainDate): number => dayNought.until(date, { largestUnit: 'day' }).days;
const dayNought = Temporal.PlainDate.from('1899-12-30');

/** Wide enough for what stands in the column, between 8 and 60 characters. */
function widthOf({ heading, kind }: ExportColumn, rows: ExportTable['rows'], i: number): number {
  const word = Math.max(...heading.split(/\s/).map((one) => one.length));
  const longest = rows.reduce((most, row) => {
    const cell = row[i] ?? null;
    const length = typeof cell === 'string' ? cell.length : kind === 'date' ? 10 : kind === 'money' ? 11 : 7;
    return Math.max(most, length);
  }, word);
  return Math.min(60, Math.max(8, longest)) + 2;
}

/** Names that Excel takes: at most 31 characters, none of its own signs, no two alike. */
function sheetNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain =
      clean(name)
        .replace(/[[\]:*?/\\]/g, ' ')
        .replace(/^'|'$/g, '')
        .trim()
        .slice(0, 31) || 'Table';
    let unique = plain;
    for (let i = 2; taken.has(unique.toLowerCase()); i++) unique = `${plain.slice(0, 27).trimEnd()} ${i}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** Without the characters that the file format forbids, and no longer than a cell may be. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .slice(0, 32_767);
