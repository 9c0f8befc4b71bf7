import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeNumbered } from './numbered';
import type { Reject } from './shape';
import { readTable } from './table';
import { allRows, temporaryFolder } from './testing';

const folder = temporaryFolder();
afterAll(folder.remove);

async function numbered(content: string | Uint8Array) {
  const table = await readTable(folder.file('file.csv', content));
  const to = join(folder.path, 'rows.csv');
  const rejects: Reject[] = [];
  const rows = await writeNumbered(table, to, { rejected: (one) => rejects.push(one) });
  return { rows, written: readFileSync(to, 'utf8'), rejects };
}

it('each row has its line in front; blank ones are left out, line ends of every kind are the same', async () => {
  for (const end of ['\n', '\r\n', '\r'])
    expect(await numbered(['a,b', '1,2', '', ',', '3,4', ''].join(end))).toEqual({
      rows: 2,
      written: '2,1,2\n5,3,4\n',
      rejects: [],
    });
});

it('quoted values are written on one line, and lines are still counted', async () => {
  expect((await numbered('a;b\n"x\ny";"say ""no"""\n1;"2"\n')).written).toBe('2;"x y";"say ""no"""\n4;"1";"2"\n');
  expect((await numbered('a,b\n6" ruler,2\n')).written).toBe('2,"6"" ruler","2"\n');
});

it('a row of another width is told and left out; blanks at its end are none', async () => {
  const { rows, written, rejects } = await numbered('a,b\n1\n1,2,,\n1,2,3\n');
  expect([rows, written]).toEqual([3, '3,"1","2"\n']);
  expect(rejects.map(({ line, value, reason }) => [line, value, reason])).toEqual([
    [2, '1', 'the row has 1 value where there are 2 headings'],
    [4, '1,2,3', 'the row has 3 values where there are 2 headings'],
  ]);
});

it('a file that is cut, or has a quotation mark that never closes, is refused', async () => {
  await expect(numbered('a,b,c\n1,2,3\n1,2')).rejects.toThrow('The file ends in the middle of line 3');
  await expect(numbered('a,b\n1,"2\n3,4\n')).rejects.toThrow('inside a quoted value that begins on line 2');
  const table = await readTable(folder.file('file.csv', 'a,b\n1,2\n'));
  const open = async function* () {
    yield Buffer.from(`a,b\n1,"2\n${'3,4\n'.repeat(300)}`);
  };
  await expect(
    writeNumbered({ ...table, text: open }, join(folder.path, 'rows.csv'), { rejected: () => {} }),
  ).rejects.toThrow('A quotation mark on line 2');
  const long = async function* () {
    for (let n = 0; n < 40; n++) yield Buffer.alloc(100_000, n === 0 ? 'a,b\n' : 'x');
  };
  await expect(
    writeNumbered({ ...table, text: long }, join(folder.path, 'rows.csv'), { rejected: () => {} }),
  ).rejects.toThrow('is far longer than a row of any table');
});

it('wherever the pieces end, the same rows come out', async () => {
  const content = Buffer.from('a,b\r\n"é ""x""\r\n",2\r\n1,2\r\n\r\nü,"4"\r\n5,6');
  const whole = await numbered(content);
  const table = await readTable(join(folder.path, 'file.csv'));
  for (let size = 1; size < content.length; size++) {
    const pieces = {
      ...table,
      text: async function* () {
        for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
      },
    };
    const to = join(folder.path, 'again.csv');
    await writeNumbered(pieces, to, { rejected: () => {} });
    expect(readFileSync(to, 'utf8'), `pieces of ${size}`).toBe(whole.written);
  }
  expect((await allRows(table)).length).toBe(whole.rows);
});

it('values are without spaces around them, but for columns in which spaces say something', async () => {
  const table = await readTable(folder.file('file.csv', 'a,b\n 1,2 \n3 ,4\n5, x y \n6,7 8'));
  const to = join(folder.path, 'rows.csv');
  await writeNumbered(table, to, { rejected: () => {}, spaces: new Set([1]) });
  expect(readFileSync(to, 'utf8')).toBe('2,"1","2 "\n3,"3","4"\n4,"5"," x y "\n5,6,7 8\n');
});
