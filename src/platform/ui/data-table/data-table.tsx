import type { Child } from 'hono/jsx';
import { classes } from '../classes';

export type Direction = 'asc' | 'desc';

export interface Column<Row> {
  /** Also the name in `?sort=`. */
  key: string;
  header: Child;
  /** What a phone says before the cell's words: where the header is no plain text, where a figure beside the name could count anything, and before a name that is a number. */
  label?: string | undefined;
  /** How the column is drawn in a strip: on a phone, where no head says so, beside the label. */
  mark?: 'line' | 'above' | 'below' | undefined;
  /** Null and undefined are shown as an en dash. */
  cell: (row: Row) => Child;
  /** Numbers right (`end`), words left. */
  align?: 'start' | 'end' | 'centre' | undefined;
  sortable?: boolean | undefined;
  /** The name of the row: a row header, first on a phone. One column has it. */
  name?: boolean | undefined;
  /** The figure that stands beside the name on a phone. */
  figure?: boolean | undefined;
  /** The last column: one verb, "Book", "Remind". Its header is for screen readers. */
  verb?: boolean | undefined;
  /** On a phone its words stand alone, without the header before them. */
  plain?: boolean | undefined;
  /** Left out on a phone. */
  wideOnly?: boolean | undefined;
  strong?: boolean | undefined;
  /** A drawing as wide as there is room for: on a phone a row of its own. */
  strip?: boolean | undefined;
  /** What script sorts by, where the cell's words would sort wrongly. */
  sortValue?: ((row: Row) => string | number) | undefined;
  total?: Child;
}

export interface DataTableProps<Row> {
  caption: string;
  /** The heading above the table says the same. */
  captionHidden?: boolean | undefined;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Order on the server: what it is now, and the address of another (see `withQuery`). */
  sort?: { key: string; dir: Direction; href: (key: string, dir: Direction) => string } | undefined;
  /** Order in the browser, for a short table that is all here. */
  sortInPlace?: boolean | undefined;
  /** What a row opens to, in place. */
  detail?: ((row: Row) => Child) | undefined;
  /** Instead of rows on a phone, scroll sideways with the first column fixed: staff tables only. */
  scroll?: boolean | undefined;
  id?: string | undefined;
}

/** Rows of figures with rules between them. Columns with a `total` make a total row. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, captionHidden, columns, rows, sortInPlace, detail, scroll, id } = props;
  const table = (
    <table
      id={id}
      class={classes('m-table', !scroll && 'm-table--stacked')}
      data-module={sortInPlace ? 'moj-sortable-table' : undefined}
      {...roles.table}
    >
      <caption class={captionHidden ? 'govuk-visually-hidden' : 'm-table__caption'}>{caption}</caption>
      <thead {...roles.group}>
        <tr {...roles.row}>
          {columns.map((column) => (
            <Head column={column} {...props} />
          ))}
        </tr>
      </thead>
      <tbody {...roles.group}>
        {rows.map((row) => (
          <>
            <tr {...roles.row}>
              {columns.map((column) => (
                <Cell column={column} row={row} opens={detail !== undefined} />
              ))}
            </tr>
            {detail && (
              <tr class="m-table__detail" {...roles.row}>
                <td colspan={columns.length} {...roles.cell}>
                  <div class="m-table__detail-panel">{detail(row)}</div>
                </td>
              </tr>
            )}
          </>
        ))}
      </tbody>
      {columns.some((column) => column.total !== undefined) && (
        <tfoot {...roles.group}>
          <tr {...roles.row}>
            {columns.map((column) =>
              column.name ? (
                <th scope="row" class={cellClass(column)} {...roles.rowHeader}>
                  {column.total ?? 'Total'}
                </th>
              ) : (
                <td
                  class={cellClass(column.total === undefined ? { ...column, wideOnly: true } : column)}
                  data-label={label(column)}
                  {...roles.cell}
                >
                  {column.total}
                </td>
              ),
            )}
          </tr>
        </tfoot>
      )}
    </table>
  );
  return scroll ? (
    <section class="m-scroll" aria-label={caption} tabindex={0}>
      {table}
    </section>
  ) : (
    table
  );
}

/** The same rows as a file; `of` says of what, where a page has several. */
export const ExportLinks = (props: { csv: string; excel: string; json?: string; of?: string }) => {
  const { csv, excel, json, of } = props;
  const what = of && <span class="govuk-visually-hidden">: {of}</span>;
  return (
    <ul class="m-export">
      <li>
        <a href={csv}>CSV{what}</a>
      </li>
      <li>
        <a href={excel}>Excel{what}</a>
      </li>
      {json !== undefined && (
        <li>
          <a href={json}>JSON{what}</a>
        </li>
      )}
    </ul>
  );
};

/** A second, quieter line in a cell. */
export const Second = ({ children }: { children?: Child }) => <span class="m-table__second">{children}</span>;

// A phone shows rows as blocks, and browsers then forget that they were a table. The roles say so again.
const roles = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  cell: { role: 'cell' },
  rowHeader: { role: 'rowheader' },
  columnHeader: { role: 'columnheader' },
} as const;

function Head<Row>({ column, sort, sortInPlace }: DataTableProps<Row> & { column: Column<Row> }) {
  const { key, header, sortable, verb } = column;
  const current = sort?.key === key ? sort.dir : undefined;
  const order = current === 'asc' ? 'ascending' : current === 'desc' ? 'descending' : 'none';
  const canSort = sortable && (sort !== undefined || sortInPlace);
  return (
    <th scope="col" class={classes(cellClass(column))} aria-sort={canSort ? order : undefined} {...roles.columnHeader}>
      {verb ? (
        <span class="govuk-visually-hidden">{header}</span>
      ) : sortable && sort ? (
        <a class="m-table__sort" href={sort.href(key, current === 'asc' ? 'desc' : 'asc')}>
          {header}
        </a>
      ) : (
        header
      )}
    </th>
  );
}

function Cell<Row>({ column, row, opens }: { column: Column<Row>; row: Row; opens: boolean }) {
  const content = column.cell(row) ?? (column.verb ? '' : '–');
  // On a phone, where each cell is a line of its own, what there is nothing of has no line.
  const nothing = (content === '–' || content === '') && !column.figure;
  const sortValue = column.sortValue?.(row);
  if (column.name) {
    return (
      <th
        scope="row"
        class={cellClass(column)}
        data-label={column.label}
        data-sort-value={sortValue}
        {...roles.rowHeader}
      >
        {opens ? (
          <details class="m-table__open">
            <summary>{content}</summary>
          </details>
        ) : (
          content
        )}
      </th>
    );
  }
  return (
    <td
      class={cellClass(nothing ? { ...column, wideOnly: true } : column)}
      data-label={label(column)}
      data-mark={column.mark}
      data-sort-value={sortValue}
      {...roles.cell}
    >
      {content}
    </td>
  );
}

const cellClass = <Row,>({ align, name, figure, verb, wideOnly, strong, strip }: Column<Row>): string | undefined =>
  classes(
    align === 'centre' && 'm-table__cell--centre',
    (align === 'end' || verb) && 'm-table__cell--end',
    name && 'm-table__cell--name',
    figure && 'm-table__cell--figure',
    verb && 'm-table__cell--verb',
    wideOnly && 'm-table__cell--none',
    strong && 'm-table__cell--strong',
    strip && 'm-table__cell--strip',
  ) || undefined;

const label = <Row,>({ header, label: words, figure, verb, plain }: Column<Row>): string | undefined =>
  words ?? (typeof header === 'string' && !figure && !verb && !plain ? header : undefined);
