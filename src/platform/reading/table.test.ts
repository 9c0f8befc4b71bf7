import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readTable } from './table';
import { allRows, temporaryFolder } from './testing';

const folder = temporaryFolder();
afterAll(folder.remove);
const read = (content: string) => readTable(folder.file('it.csv', content));
const rowsOf = async (content: string) => allRows(await read(content));

async function lines(content: string): Promise<number[]> {
  const all: number[] = [];
  for await (const rows of (await read(content)).rows) all.push(...rows.map((row) => row.line));
  return all;
}

describe('real files', () => {
  test('the census of one area', async () => {
    const table = await readTable('data/public/school_census/2018-19.csv');
    expect(table.headings.slice(0, 5)).toEqual(['URN', 'LA', 'ESTAB', 'SCHOOLTYPE', 'NOR']);
    expect(await allRows(table)).toHaveLength(188);
  });

  test('106 official headings with brackets', async () => {
    const table = await readTable('data/public/gias_establishments_other_la/2022-04.csv');
    expect(table.headings).toHaveLength(106);
    const rows = await allRows(table);
    expect(rows).toHaveLength(1096);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([106]));
  });

  test('a national file, compressed, in batches of 200', async () => {
    const { rows } = await readTable('data/public/national/school_census_2018-19.csv.gz');
    const sizes: number[] = [];
    for await (const batch of rows) sizes.push(batch.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(23_942);
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([200]));
  });
});

describe('forms of the same table', () => {
  test('line ends of Windows, of Unix and of old', async () => {
    for (const end of ['\r\n', '\n', '\r']) {
      expect(await rowsOf(['a,b', '1,2', '3,4', ''].join(end))).toEqual([
        ['1', '2'],
        ['3', '4'],
      ]);
    }
  });

  test.each([';', '\t', ','] as const)('the separator %j is found from the headings', async (separator) => {
    const table = await read(`"a,;b"${separator}c${separator}d\n1${separator}2${separator}3\n`);
    expect(table.separator).toBe(separator);
    expect(table.headings).toEqual(['a,;b', 'c', 'd']);
    expect(await allRows(table)).toEqual([['1', '2', '3']]);
  });

  test.each([',', ';', '\t'] as const)(
    'a first line that tells Excel the separator %j is obeyed',
    async (separator) => {
      for (const line of [`sep=${separator}`, `"sep=${separator}"`, `SEP=${separator}${separator}`]) {
        const content = `${line}\r\na${separator}b,;c\r\n1${separator}"2"\r\n`;
        const wanted = separator === '\t' ? ['a', 'b,;c'] : `a${separator}b,;c`.split(separator);
        const table = await read(content);
        expect(table.headings).toEqual(wanted);
        expect((await allRows(table))[0]?.slice(0, 2)).toEqual(['1', '2']);
        // Lines count as they stand in the file.
        expect(await lines(content)).toEqual([3]);
      }
      expect((await read('sep=,a\n1,2\n')).headings).toEqual(['sep=', 'a']);
    },
  );

  test('a title alone on the line above the headings is passed over', async () => {
    for (const title of ['Inspections as at 31 August', '"Inspections, all",,', 'Inspections;;']) {
      const separator = title.endsWith(';') ? ';' : ',';
      const content = `${title}\r\n${['URN', 'Name', 'Date'].join(separator)}\r\n${['1', 'x', '2'].join(separator)}\r\n`;
      const table = await read(content);
      expect(table.headings).toEqual(['URN', 'Name', 'Date']);
      expect(await allRows(table)).toEqual([['1', 'x', '2']]);
      expect(await lines(content)).toEqual([3]);
    }
    // Two headings, or values with signs of their own, are no title.
    expect((await read('URN,Notes\n1,a;b;c;d\n')).headings).toEqual(['URN', 'Notes']);
    expect((await read('URN,Notes\n1,a|b|c|d\n')).headings).toEqual(['URN', 'Notes']);
  });

  test('columns that are parted by another sign are said so', async () => {
    await expect(read('URN|LA|ESTAB\n1|2|3\n')).rejects.toThrow(
      'The columns are parted by |: save the file with commas, then choose it.',
    );
    await expect(read('sep=|\nURN|LA\n1|2\n')).rejects.toThrow('parted by |');
    expect((await read('a|b,c,"d|e|f|g"\n1,2,3\n')).headings).toEqual(['a|b', 'c', 'd|e|f|g']);
  });

  test('quotation marks: around, doubled inside, with separators and line ends, and stray ones kept', async () => {
    expect(await rowsOf('a,b\n"x, y","say ""no"""\n"two\r\nlines",6" nails\n')).toEqual([
      ['x, y', 'say "no"'],
      ['two\r\nlines', '6" nails'],
    ]);
  });

  test('lines are counted as an editor counts them', async () => {
    expect(await lines('a,b\r\n1,2\r\n\r\n"x\r\ny",3\r\n,\r\n4,5\r\n')).toEqual([2, 4, 7]);
  });

  test('headings alone are a table without rows, and it can be read twice', async () => {
    expect(await rowsOf('a,b')).toEqual([]);
    const table = await read('a\n1\n');
    expect(await allRows(table)).toEqual([['1']]);
    expect(await allRows(table)).toEqual([['1']]);
  });
});

describe('cut files', () => {
  test('inside a quoted value behind many rows, which are not all read when it is found', async () => {
    const content = `a,b\n${'1,2\n'.repeat(300)}"two\nlines",3\n"1,2,3`;
    await expect(rowsOf(content)).rejects.toMatchObject({ reason: 'cut', line: 304 });
  });

  test('inside a quoted value', async () => {
    await expect(rowsOf('a,b\n1,2\n3,"and then')).rejects.toMatchObject({ reason: 'cut', line: 3 });
  });

  test('with fewer values than headings and no line end', async () => {
    await expect(rowsOf('a,b,c\n1,2,3\n4,5')).rejects.toMatchObject({ reason: 'cut', line: 3 });
    expect(await rowsOf('a,b,c\n1,2,3\n4,5\n')).toHaveLength(2);
    expect(await rowsOf('a,b,c\n1,2,3\n4,5,6')).toHaveLength(2);
    // Official group links have one value fewer than headings in every row.
    expect(await rowsOf('a,b,c\n1,2\n4,5')).toHaveLength(2);
  });

  test('a real file cut in the middle of any of its rows', async () => {
    const { readFileSync } = await import('node:fs');
    const whole = readFileSync('data/public/school_information_spine/2017-18.csv', 'utf8');
    for (const part of [0.2, 0.5, 0.9]) {
      const at = whole.indexOf('\n', whole.length * part) + 20;
      const line = whole.slice(0, at).split('\n').length;
      await expect(rowsOf(whole.slice(0, at))).rejects.toMatchObject({ reason: 'cut', line });
    }
  });

  test('a quotation mark that never closes does not swallow the file', async () => {
    const rows = '1,"x"\n'.repeat(300);
    await expect(rowsOf(`a,b\n1,"x\n${'2,3\n'.repeat(300)}4,"y"\n${rows}`)).rejects.toMatchObject({
      reason: 'quotes',
      line: 2,
    });
    const long = `a,b\n1,2\n1,"x\n${'2,3 and more words to fill the line\n'.repeat(60_000)}`;
    await expect(rowsOf(long)).rejects.toMatchObject({ reason: 'quotes', line: 3 });
  });
});

test('a reading that is stopped ends', async () => {
  const stop = new AbortController();
  const table = await readTable(folder.file('long.csv', `a,b\n${'1,2\n'.repeat(100_000)}`), { signal: stop.signal });
  let seen = 0;
  const reading = (async () => {
    for await (const batch of table.rows) {
      seen += batch.length;
      if (seen === 1000) stop.abort();
    }
  })();
  await expect(reading).rejects.toThrow(/abort/i);
  expect(seen).toBe(1000);
});

test('other work gets its turn while a table is read', async () => {
  const table = await readTable(folder.file('busy.csv', `a,b\n${'1,2\n'.repeat(50_000)}`));
  let turns = 0;
  let reading = true;
  const other = (): void => {
    turns++;
    if (reading) setImmediate(other);
  };
  setImmediate(other);
  for await (const _ of table.rows);
  reading = false;
  expect(turns).toBeGreaterThanOrEqual(99);
});

test('a table that was written is read as it was, whatever stands in it', async () => {
  const value = fc.string({
    unit: fc.oneof(
      fc.constantFrom(',', ';', '"', '\n', '\r\n', '\t', ' ', 'é', '€', '𐀀'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    maxLength: 12,
  });
  const table = fc
    .integer({ min: 1, max: 6 })
    .chain((width) => fc.array(fc.array(value, { minLength: width, maxLength: width }), { maxLength: 12 }));
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      async (rows, separator, end) => {
        fc.pre(!rows.flat().some((one) => one.includes('\0')));
        const headings = (rows[0] ?? ['only']).map((_, i) => `heading ${i}`);
        const written = [headings, ...rows].map((row) =>
          row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator),
        );
        // A single heading shows no separator: then only the comma is sure.
        fc.pre(headings.length > 1 || separator === ',');
        const read = await rowsOf(written.map((line) => line + end).join(''));
        expect(read).toEqual(rows.filter((row) => row.some((one) => one.trim() !== '')));
      },
    ),
    { numRuns: 150 },
  );
});
