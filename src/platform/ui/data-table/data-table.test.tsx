import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { withQuery } from '../link';
import { type Column, DataTable, type DataTableProps } from './data-table';

interface Row {
  name: string;
  left: number | null;
}

const rows: Row[] = [
  { name: 'Weir Head', left: 4 },
  { name: 'Hagg Top', left: null },
];
const columns: Column<Row>[] = [
  { key: 'name', header: 'School', cell: (row) => row.name, name: true, sortable: true },
  { key: 'left', header: 'Left', cell: (row) => row.left, align: 'end', sortable: true },
];

async function render(props: Partial<DataTableProps<Row>> = {}) {
  const text = String(await (<DataTable caption="What is left" rows={rows} columns={columns} {...props} />));
  return parseHTML(`<!DOCTYPE html><html><body>${text}</body></html>`).document;
}

describe('the table', () => {
  test('names its rows and labels its cells for a phone', async () => {
    const page = await render();
    expect([...page.querySelectorAll('tbody th[scope=row]')].map((cell) => cell.textContent)).toEqual([
      'Weir Head',
      'Hagg Top',
    ]);
    expect(page.querySelector('tbody td')?.getAttribute('data-label')).toBe('Left');
    expect(page.querySelector('caption')?.textContent).toBe('What is left');
  });

  test('says on a phone what a name that is a number counts', async () => {
    const page = await render({ columns: columns.map((one) => (one.name ? { ...one, label: 'Line' } : one)) });
    expect(page.querySelector('tbody th')?.getAttribute('data-label')).toBe('Line');
  });

  test('shows an en dash for nothing, and zero as zero', async () => {
    const page = await render({ rows: [...rows, { name: 'Low Wheel', left: 0 }] });
    expect([...page.querySelectorAll('tbody td')].map((cell) => cell.textContent)).toEqual(['4', '–', '0']);
  });

  test('leaves out on a phone what there is nothing of, but never the figure', async () => {
    const page = await render();
    const classes = (of: typeof page) => [...of.querySelectorAll('tbody td')].map((cell) => cell.className.split(' '));
    expect(classes(page).map((names) => names.includes('m-table__cell--none'))).toEqual([false, true]);
    const figures = await render({
      columns: columns.map((column) => (column.key === 'left' ? { ...column, figure: true } : column)),
    });
    expect(classes(figures).flat()).not.toContain('m-table__cell--none');
  });

  test('links to the other order, and says the present one', async () => {
    const sort: NonNullable<DataTableProps<Row>['sort']> = {
      key: 'left',
      dir: 'asc',
      href: (key, dir) => withQuery('/schools?q=weir&page=2', { sort: key, dir, page: undefined }),
    };
    const page = await render({ sort });
    const [name, left] = page.querySelectorAll('thead th');
    expect(name?.getAttribute('aria-sort')).toBe('none');
    expect(name?.querySelector('a')?.getAttribute('href')).toBe('/schools?q=weir&sort=name&dir=asc');
    expect(left?.getAttribute('aria-sort')).toBe('ascending');
    expect(left?.querySelector('a')?.getAttribute('href')).toBe('/schools?q=weir&sort=left&dir=desc');
    const other = await render({ sort: { ...sort, dir: 'desc' } });
    expect(other.querySelectorAll('thead th')[1]?.getAttribute('aria-sort')).toBe('descending');
  });

  test('has no order to choose unless it is given one', async () => {
    const page = await render();
    expect(page.querySelector('[aria-sort], thead a')).toBeNull();
  });

  test('leaves sorting a short table to script only when asked', async () => {
    const page = await render({ sortInPlace: true });
    expect(page.querySelector('table')?.getAttribute('data-module')).toBe('moj-sortable-table');
    expect(page.querySelectorAll('[aria-sort=none]')).toHaveLength(2);
  });

  test('adds a row of totals when a column has one', async () => {
    const page = await render({
      columns: columns.map((column) => (column.key === 'left' ? { ...column, total: '4' } : column)),
    });
    expect(page.querySelector('tfoot tr')?.textContent).toBe('Total4');
    expect((await render()).querySelector('tfoot')).toBeNull();
  });

  test('opens a row in place, across all columns', async () => {
    const page = await render({ detail: (row) => `Bookings of ${row.name}` });
    expect(page.querySelectorAll('tbody > tr')).toHaveLength(4);
    expect(page.querySelector('tbody th summary')?.textContent).toBe('Weir Head');
    expect(page.querySelector('.m-table__detail td')?.getAttribute('colspan')).toBe('2');
  });

  test('scrolls sideways only when asked, and then by keyboard too', async () => {
    const page = await render({ scroll: true });
    expect(page.querySelector('.m-scroll')?.getAttribute('tabindex')).toBe('0');
    expect(page.querySelector('.m-scroll')?.getAttribute('aria-label')).toBe('What is left');
    expect((await render()).querySelector('.m-scroll')).toBeNull();
  });
});
