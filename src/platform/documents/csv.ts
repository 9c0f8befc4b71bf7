import type { Cell, ExportColumn, ExportTable } from './table';

/**
 * The table as CSV (RFC 4180), UTF-8 with a byte order mark, without which Excel reads accents wrongly. Money in pounds
 * ("2760.00"), dates as yyyy-mm-dd, percentages without their sign. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, CSV injection), also where it begins with a tab or a line's end or has the wide signs of East Asian
 * keyboards; numbers, negative ones too, stay numbers, and so does a negative number that is kept as text, as a publisher wrote it:
 * it runs nothing.
 */
export function writeCsv({ columns, rows }: Pick<ExportTable, 'columns' | 'rows'>): string {
  const lines = [
    columns.map(({ heading }) => field(heading)),
    ...rows.map((row) => columns.map((one, i) => write(one, row[i] ?? null))),
  ];
  return `\ufeff${lines.map((line) => `${line.join(',')}\r\n`).join('')}`;
}

function write({ kind }: ExportColumn, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return field(cell);
  if (typeof cell !== 'number') return cell.toString();
  return kind === 'money' ? (cell / 100).toFixed(2) : String(cell);
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-\d+(\.\d+)?%?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
