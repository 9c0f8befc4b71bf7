import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../platform/testing';
import { readBankFile } from './file';
import { matchesOf, type OpenInvoice } from './matches';

const folder = temporaryFolder();
const read = (text: string) => {
  const path = join(folder, `${crypto.randomUUID()}.csv`);
  writeFileSync(path, text);
  return readBankFile(path);
};
const brief = async (text: string) =>
  (await read(text)).rows.map(({ day, pence, text: words, reference }) => [day.toString(), pence, words, reference]);

describe('a statement', () => {
  it('is read as banks write it: one amount, or in and out', async () => {
    expect(await brief('Date,Description,Reference,Amount\n14/01/2019,RIVELIN BANK,INV-00001,"1,234.50"\n')).toEqual([
      ['2019-01-14', 123_450, 'RIVELIN BANK', 'INV-00001'],
    ]);
    expect(
      await brief('Transaction date;Details;Paid out;Paid in\n03 Sep 2018;Fee;12.00;\n2018-09-04;A school;;£501.34\n'),
    ).toEqual([
      ['2018-09-03', -1200, 'Fee', ''],
      ['2018-09-04', 50_134, 'A school', ''],
    ]);
  });

  // The first lines of the files that banks give, each with money in and money out on 3 September 2018.
  it.each([
    [
      'Lloyds',
      'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance',
      '03/09/2018,FPI,30-00-00,12345678,A SCHOOL,,501.34,900.00',
      '03/09/2018,FPO,30-00-00,12345678,A SCHOOL,12.00,,888.00',
    ],
    [
      'NatWest',
      'Date, Type, Description, Value, Balance, Account Name, Account Number',
      '03 Sep 2018,BAC,"A SCHOOL",501.34,900.00,"\'CO","\'600000"',
      '03 Sep 2018,CHG,"A SCHOOL",-12.00,888.00,"\'CO","\'600000"',
    ],
    [
      'Barclays',
      'Number,Date,Account,Amount,Subcategory,Memo',
      ' ,03/09/2018,20-00-00 12345678,501.34,Counter Credit,A SCHOOL',
      ' ,03/09/2018,20-00-00 12345678,-12.00,Payment,A SCHOOL',
    ],
    [
      'Santander',
      'Date,Type,Merchant/Description,Debit/Credit,Balance',
      '03/09/2018,CR,A SCHOOL,+£501.34,+£900.00',
      '03/09/2018,DD,A SCHOOL,-£12.00,+£888.00',
    ],
    [
      'Metro',
      'Date,Details,Transaction Type,In,Out,Balance',
      '3/9/2018,A SCHOOL,Inward Payment,501.34,,900.00',
      '3/9/2018,A SCHOOL,Charge,,12.00,888.00',
    ],
    [
      'Co-operative',
      'Date,Description,Type,Money In,Money Out,Balance',
      '2018-09-03,A SCHOOL,CREDIT,501.34,,900.00',
      '2018-09-03,A SCHOOL,DEBIT,,12.00,888.00',
    ],
    [
      'HSBC',
      'Date,Type,Description,Paid out,Paid in,Balance',
      '03-Sep-18,CR,A SCHOOL,,501.34,900.00',
      '03-Sep-18,DD,A SCHOOL,12.00,,888.00',
    ],
    [
      'Starling',
      'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category',
      '03/09/18,A SCHOOL,INV-00001,FASTER PAYMENT,501.34,900.00,INCOME',
      '03/09/18,A SCHOOL,FEE,DIRECT DEBIT,-12.00,888.00,PAYMENTS',
    ],
    [
      'Monzo',
      'Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Description',
      'tx_1,03/09/2018,09:00:00,Faster payment,A SCHOOL,,Income,501.34,GBP,A SCHOOL',
      'tx_2,03/09/2018,09:00:00,Card payment,A SCHOOL,,Bills,-12.00,GBP,A SCHOOL',
    ],
  ])('is read with the headings of %s', async (_, ...lines) => {
    const { rows, rejects } = await read(`${lines.join('\r\n')}\r\n`);
    expect(rejects).toEqual([]);
    expect(rows.map(({ day, pence }) => [day.toString(), pence])).toEqual([
      ['2018-09-03', 50_134],
      ['2018-09-03', -1200],
    ]);
    for (const { text: words } of rows) expect(words).toContain('A SCHOOL');
  });

  it('says by line and column what it cannot take, and takes the rest', async () => {
    const { rows, rejects } = await read(
      'Date,Description,Amount\n31/02/2019,One,5\n14/01/2019,Two,five\n14/01/2019,Three,\n14/01/2019,Four,7\n',
    );
    expect(rejects.map(({ line, column, value }) => [line, column, value])).toEqual([
      [2, 1, '31/02/2019'],
      [3, 3, 'five'],
      [4, null, ''],
    ]);
    expect(rows.map(({ line, pence }) => [line, pence])).toEqual([[5, 700]]);
  });

  it('refuses what is no statement, with the way on', async () => {
    await expect(read('URN,Partnership\n1,2\n')).rejects.toThrow('"Date"');
    await expect(read('Date,Description,Balance\n14/01/2019,x,5\n')).rejects.toThrow('"Paid in" and "Paid out"');
    await expect(read('Date,Amount\n14/01/2019,5\n')).rejects.toThrow('"Description"');
    await expect(read('')).rejects.toThrow('empty');
  });

  it('gives a line the same hash in every file, and two equal lines of a day one each', async () => {
    const line = '14/01/2019,A school,5.00\n';
    const once = await read(`Date,Description,Amount\n${line}`);
    const twice = await read(`Date,Description,Amount\n10/01/2019,Other,1\n${line}${line}`);
    expect(twice.rows.map(({ hash }) => hash)).toContain(once.rows[0]?.hash);
    expect(new Set(twice.rows.map(({ hash }) => hash)).size).toBe(3);
  });
});

describe('what a line may pay', () => {
  const open = (
    number: number,
    urn: number,
    school: string,
    leftPence: number,
    purchaseOrder: string | null = null,
  ): OpenInvoice => ({
    id: `id-${number}`,
    due: Temporal.PlainDate.from('2019-01-01'),
    number,
    name: `INV-${String(number).padStart(5, '0')}`,
    urn,
    school,
    leftPence,
    purchaseOrder,
  });
  const all = [
    open(4, 100001, 'Rivelin Bank Primary School', 92_000),
    open(42, 100002, "St. Mary's Academy", 92_000, 'PO-7781'),
    open(43, 100002, "St. Mary's Academy", 50_000),
  ];
  const best = (text: string, pence: number, reference = '') => {
    const [match] = matchesOf({ text, reference, pence }, all);
    return match ? (match.invoice?.name ?? `all of ${match.urn}`) : null;
  };

  it.each([
    ['the number, whole and not a part of another', 'BACS', 1, 'inv 42', 'INV-00042'],
    ['the number 4, not 42', 'BACS', 1, 'INV00004', 'INV-00004'],
    ['the name as a bank cuts it', 'RIVELIN BANK PRI', 500, '', 'INV-00004'],
    ['the order number', 'COUNCIL', 500, 'po 7781', 'INV-00042'],
    ['the name and the amount', 'SAINT MARYS ACADEMY', 50_000, '', 'INV-00043'],
    ['the sum of all that a school owes', 'ST MARYS ACADEMY', 142_000, '', 'all of 100002'],
    ['the URN', '100001', 500, '', 'INV-00004'],
    ['nothing at all', 'HMRC', 17, '', null],
    ['money that went out', 'INV-00004', -92_000, '', null],
  ])('by %s', (_, text, pence, reference, name) => expect(best(text, pence, reference)).toBe(name));
});
