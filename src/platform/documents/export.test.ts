import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCsv } from './csv';
import { writeSpreadsheet } from './spreadsheet';
import type { ExportTable } from './table';
import { unzip } from './testing';

const day = Temporal.PlainDate.from('2019-01-14');
const table: ExportTable = {
  name: 'Fees: 2018/19',
  columns: [
    { heading: 'Name', kind: 'text', width: 40 },
    { heading: 'Places', kind: 'number' },
    { heading: 'Fee', kind: 'money' },
    { heading: 'Signed', kind: 'date' },
    { heading: 'Share', kind: 'percent' },
  ],
  rows: [
    ['Zoë & "Sons", Ltd', 315, 276000, day, 59.2],
    ['=HYPERLINK("https://example.org")', -5, -50134, Temporal.PlainDate.from('1900-03-01'), 0],
    ['+44 114 496 0000', null, null, null, 'not shown'],
  ],
};

describe('CSV', () => {
  const csv = writeCsv(table);

  test('a mark, CRLF, quotes where needed, a guard before what would be a formula', () => {
    expect(csv).toBe(
      '\ufeffName,Places,Fee,Signed,Share\r\n' +
        '"Zoë & ""Sons"", Ltd",315,2760.00,2019-01-14,59.2\r\n' +
        '"\'=HYPERLINK(""https://example.org"")",-5,-501.34,1900-03-01,0\r\n' +
        "'+44 114 496 0000,,,,not shown\r\n",
    );
  });

  test.each(['-2.6', '-4.0', '-3', '-12%'])('text %j is a number and stays one', (text) => {
    expect(writeCsv({ columns: [{ heading: 'a', kind: 'text' }], rows: [[text]] })).toBe(`\ufeffa\r\n${text}\r\n`);
  });

  test.each([
    ...['=1', '+1', '-1+2', '-cmd', '-1|x', '-', '@x', '\tx', '\rx', '\nx', '-1\n'],
    ...['＝1', '＋1', '－1', '＠x'],
  ])('text %j is guarded', (text) => {
    const [cells] = parse(writeCsv({ columns: [{ heading: 'a', kind: 'text' }], rows: [[text]] }), {
      bom: true,
      from: 2,
    });
    expect(cells).toEqual([`'${text}`]);
  });

  test('any text comes back as it was, but for the guard', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
        const columns = [
          { heading: 'a', kind: 'text' },
          { heading: 'b', kind: 'text' },
        ] as const;
        const read = parse(writeCsv({ columns, rows }), { bom: true, from: 2, record_delimiter: '\r\n' });
        expect(read).toEqual(
          rows.map((row) =>
            row.map((text) =>
              /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-\d+(\.\d+)?%?$/.test(text) ? `'${text}` : text,
            ),
          ),
        );
      }),
    );
  });
});

describe('a spreadsheet', () => {
  /** The cells of a sheet as written: `{ A1: { type, value, format } }`. */
  async function cells(tables: readonly ExportTable[], sheet = 1) {
    const files = unzip(await writeSpreadsheet(tables));
    const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>.*?<t[^>]*>([^<]*)<\/t>/gs)].map(
      (m) => m[1],
    );
    const styles = files.get('xl/styles.xml') ?? '';
    const formats = new Map(
      [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map((m) => [m[1], m[2]]),
    );
    const used = [
      ...(/<cellXfs.*<\/cellXfs>/s.exec(styles)?.[0] ?? '').matchAll(/<xf [^>]*?numFmtId="(\d+)"|<xf /g),
    ].map((m) => m[1]);
    const xml = files.get(`xl/worksheets/sheet${sheet}.xml`) ?? '';
    const found = [...xml.matchAll(/<c r="(\w+)"([^>]*)>(.*?)<\/c>/gs)].map(([, at, attributes = '', inside = '']) => {
      const type = /t="(\w+)"/.exec(attributes)?.[1] ?? 'n';
      const value = /<v>(.*?)<\/v>/s.exec(inside)?.[1] ?? /<t[^>]*>(.*?)<\/t>/s.exec(inside)?.[1];
      const format = formats.get(used[Number(/s="(\d+)"/.exec(attributes)?.[1] ?? 0)]);
      return [
        at,
        { type, value: type === 's' ? strings[Number(value)] : value, format, formula: inside.includes('<f') },
      ];
    });
    return { cells: Object.fromEntries(found), xml, workbook: files.get('xl/workbook.xml') ?? '' };
  }

  test('true numbers, money, dates and percentages', async () => {
    const { cells: at } = await cells([table]);
    expect(at.B2).toMatchObject({ type: 'n', value: '315' });
    expect(at.C2).toMatchObject({ type: 'n', value: '2760', format: expect.stringContaining('£') });
    expect(at.C3).toMatchObject({ type: 'n', value: '-501.34' });
    // Excel's own numbers for 14 January 2019 and 1 March 1900.
    expect(at.D2).toMatchObject({ type: 'n', value: '43479', format: 'dd/mm/yyyy' });
    expect(at.D3).toMatchObject({ type: 'n', value: '61' });
    expect(at.E2).toMatchObject({ type: 'n', value: expect.stringMatching(/^0\.592/), format: '0.0%' });
    expect(at.B4?.value).toBeUndefined();
  });

  test('a number that names something has no commas', async () => {
    const number = (kind: 'number' | 'identifier') => ({ heading: 'URN', kind });
    const { cells: at } = await cells([
      { name: 'x', columns: [number('number'), number('identifier')], rows: [[107_047, 107_047]] },
    ]);
    expect(at.A2).toMatchObject({ type: 'n', value: '107047', format: '#,##0' });
    expect(at.B2).toMatchObject({ type: 'n', value: '107047', format: undefined });
  });

  test('text is text, never a formula', async () => {
    const { cells: at } = await cells([table]);
    expect(at.A3).toMatchObject({ value: '=HYPERLINK("https://example.org")', formula: false });
    expect(at.A3?.type).not.toBe('n');
    expect(at.E4).toMatchObject({ value: 'not shown' });
  });

  test('headings stay in view, widths as told, names that Excel takes', async () => {
    const long = { ...table, name: 'A name that is far too long for the tab of a sheet' };
    const { xml, workbook } = await cells([table, long, long]);
    expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect(xml).toMatch(/<col [^>]*width="40/);
    expect([...workbook.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map((m) => m[1])).toEqual([
      'Fees  2018 19',
      'A name that is far too long for',
      'A name that is far too long 2',
    ]);
  });

  test('characters that the format forbids do not spoil the file', async () => {
    const { cells: at } = await cells([
      { name: 'x', columns: [{ heading: 'a', kind: 'text' }], rows: [['a\u0007b\ud800<&>']] },
    ]);
    expect(at.A2?.value).toBe('ab&lt;&amp;&gt;');
  });
});
