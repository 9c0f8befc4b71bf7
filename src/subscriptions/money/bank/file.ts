import { createHash } from 'node:crypto';
import {
  column,
  columnIfThere,
  date,
  defineShape,
  type Kind,
  optional,
  type Reject,
  readRows,
  text,
  UnreadableFile,
  Wrong,
} from '../../../platform/reading';

/** One line of a bank's statement, as its file has it. */
export interface BankRow {
  /** Of the file, from 1. */
  line: number;
  day: Temporal.PlainDate;
  /** In is above nothing, out below. */
  pence: number;
  text: string;
  reference: string;
  /** The same line of another file has the same. Of several equal ones of a day each has its own. */
  hash: string;
}

export interface BankFile {
  rows: BankRow[];
  rejects: Reject[];
}

const amountHeadings = ['Amount', 'Value', 'Amount (GBP)', 'Transaction amount', 'Amount (£)', 'Debit/Credit'];
const inHeadings = ['Paid in', 'Money in', 'Credit', 'Credit amount', 'Receipts', 'Paid in (£)', 'In'];
const textHeadings = [
  'Description',
  'Transaction description',
  'Details',
  'Narrative',
  'Transaction details',
  'Memo',
  'Merchant/Description',
];
/** Some banks say apart who paid. */
const payeeHeadings = ['Payee', 'Name', 'Counter party'];

/** The columns that banks call by many names. */
const pounds: Kind<number> = {
  read(value) {
    const figure = value
      .replace(/[£,\s]/g, '')
      .replace('−', '-')
      .replace(/^\((.*)\)$/, '-$1');
    if (!/^[-+]?\d{1,9}(\.\d{1,2})?$/.test(figure)) return new Wrong('is not an amount of money, such as 1,234.50');
    const [whole = '0', part = ''] = figure.replace(/^[-+]/, '').split('.');
    const pence = Number(whole) * 100 + Number(part.padEnd(2, '0'));
    return figure.startsWith('-') ? -pence : pence;
  },
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const plainDate = date('dd/mm/yyyy', 'yyyy-mm-dd', 'dd-mm-yyyy');
/** As other dates, as "03 Sep 2018", and with the year in two digits: of this century. */
const bankDay: Kind<Temporal.PlainDate> = {
  read(value) {
    const whole = value.replace(/^(\d{1,2}[ /-](?:\d{1,2}|[A-Za-z]+)[ /-])(\d{2})$/, '$120$2');
    const [, day = '', name = '', year = ''] = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})$/.exec(whole) ?? [];
    const month = months.indexOf(name.toLowerCase()) + 1;
    if (month === 0) return plainDate.read(whole);
    return plainDate.read(`${day}/${String(month).padStart(2, '0')}/${year}`);
  },
};

const shape = defineShape({
  day: column(['Date', 'Transaction date', 'Posted date', 'Date posted', 'Value date', 'Booking date'], bankDay),
  text: columnIfThere(textHeadings, optional(text(500))),
  payee: columnIfThere(payeeHeadings, optional(text(200))),
  reference: columnIfThere(['Reference', 'Payment reference', 'Bank reference', 'Ref'], optional(text(200))),
  amount: columnIfThere(amountHeadings, optional(pounds)),
  paidIn: columnIfThere(inHeadings, optional(pounds)),
  paidOut: columnIfThere(
    ['Paid out', 'Money out', 'Debit', 'Debit amount', 'Payments', 'Paid out (£)', 'Out'],
    optional(pounds),
  ),
});

/** Reads a statement as a bank writes it. @throws UnreadableFile where it is no table, or lacks a heading. */
export async function readBankFile(path: string): Promise<BankFile> {
  const reading = await readRows(path, shape);
  const has = (wanted: readonly string[]) =>
    reading.headings.some((heading) => wanted.some((one) => one.toLowerCase() === heading.trim().toLowerCase()));
  if (!has(amountHeadings) && !has(inHeadings))
    throw new UnreadableFile(
      'headings',
      'The first line must hold the headings, and the one for the amount is missing: "Amount", or "Paid in" and "Paid out".',
      1,
    );
  if (!has(textHeadings) && !has(payeeHeadings))
    throw new UnreadableFile(
      'headings',
      'The first line must hold the headings, and the one for what was paid is missing: "Description", "Details" or "Memo".',
      1,
    );
  const rows: BankRow[] = [];
  const rejects: Reject[] = [];
  const seen = new Map<string, number>();
  for await (const batch of reading.batches)
    for (const row of batch) {
      if (!row.ok) {
        rejects.push(...row.rejects);
        continue;
      }
      const { day, payee, reference, amount, paidIn, paidOut } = row.value;
      const words = [payee, row.value.text].filter(Boolean).join(', ');
      const pence = amount ?? (paidIn ?? 0) - Math.abs(paidOut ?? 0);
      if (pence === 0) {
        rejects.push({ line: row.line, column: null, heading: null, value: '', reason: 'the row has no amount' });
        continue;
      }
      const what = JSON.stringify([day.toString(), pence, words, reference ?? '']);
      const nth = (seen.get(what) ?? 0) + 1;
      seen.set(what, nth);
      rows.push({
        line: row.line,
        day,
        pence,
        text: words,
        reference: reference ?? '',
        hash: createHash('sha256').update(`${what}/${nth}`).digest('hex'),
      });
    }
  return { rows, rejects };
}
