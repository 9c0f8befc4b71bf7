import type { Cell, ExportTable } from '../../platform/documents';
import type { Payment } from './payments';
import type { Invoice, Line } from './queries';
import { bands, stateOfInvoice } from './rules';
import type { AccountStatement, Debtor } from './statement';
import { bandWords, entryWords, howWords, stateName } from './words';

/** A document with its lines, and the school's name of today. */
export interface Billed {
  invoice: Invoice;
  lines: readonly Line[];
  school: string;
}

const text = (heading: string) => ({ heading, kind: 'text' as const });
const amount = (heading: string) => ({ heading, kind: 'money' as const });
const day = (heading: string) => ({ heading, kind: 'date' as const });

/** The headings of Xero's template for sales invoices, in its order: docs/how-to/invoices-to-accounts.md. A star is part of the heading. */
export const xeroHeadings = [
  '*ContactName',
  'EmailAddress',
  'POAddressLine1',
  'POAddressLine2',
  'POAddressLine3',
  'POAddressLine4',
  'POCity',
  'PORegion',
  'POPostalCode',
  'POCountry',
  '*InvoiceNumber',
  'Reference',
  '*InvoiceDate',
  '*DueDate',
  'InventoryItemCode',
  '*Description',
  '*Quantity',
  '*UnitAmount',
  'Discount',
  '*AccountCode',
  '*TaxType',
  'TrackingName1',
  'TrackingOption1',
  'TrackingName2',
  'TrackingOption2',
  'Currency',
  'BrandingTheme',
] as const;

/** One row a line; a credit note's amounts are below nothing, which is how Xero tells it. */
export function xeroTable(billed: readonly Billed[], codes: { account: string; tax: string }): ExportTable {
  return {
    name: 'Sales invoices',
    columns: xeroHeadings.map((heading) =>
      heading === '*UnitAmount'
        ? amount(heading)
        : heading === '*Quantity'
          ? { heading, kind: 'number' as const }
          : text(heading),
    ),
    rows: billed.flatMap(({ invoice, lines, school }) =>
      lines.map((line): Cell[] => {
        const values: Partial<Record<(typeof xeroHeadings)[number], Cell>> = {
          '*ContactName': school,
          POAddressLine1: invoice.billedTo.split('\n')[1] ?? '',
          '*InvoiceNumber': invoice.name,
          Reference: invoice.purchaseOrder ?? '',
          '*InvoiceDate': british(invoice.raised),
          '*DueDate': british(invoice.due ?? invoice.raised),
          '*Description': line.text,
          '*Quantity': line.quantity,
          '*UnitAmount': signed(invoice, line.eachPence),
          '*AccountCode': codes.account,
          '*TaxType': codes.tax,
          Currency: 'GBP',
        };
        return xeroHeadings.map((heading) => values[heading] ?? '');
      }),
    ),
  };
}

/** The headings of Sage 50's template for audit trail transactions, in its order: docs/how-to/invoices-to-accounts.md. */
export const sageHeadings = [
  'Type',
  'Account Reference',
  'Nominal A/C Ref',
  'Department Code',
  'Date',
  'Reference',
  'Details',
  'Net Amount',
  'Tax Code',
  'Tax Amount',
] as const;

/** One row a line: SI is a sales invoice, SC a sales credit, both with amounts above nothing. A school's account is its URN. */
export function sageTable(billed: readonly Billed[], codes: { nominal: string; tax: string }): ExportTable {
  return {
    name: 'Audit trail transactions',
    columns: sageHeadings.map((heading) => (/Amount/.test(heading) ? amount(heading) : text(heading))),
    rows: billed.flatMap(({ invoice, lines }) =>
      lines.map((line): Cell[] => [
        invoice.kind === 'invoice' ? 'SI' : 'SC',
        String(invoice.urn),
        codes.nominal,
        '0',
        british(invoice.raised),
        invoice.name,
        // Sage takes 60 letters.
        line.text.slice(0, 60),
        line.pence,
        codes.tax,
        0,
      ]),
    ),
  };
}

/** Both read DD/MM/YYYY. */
const british = (d: Temporal.PlainDate): string =>
  `${String(d.day).padStart(2, '0')}/${String(d.month).padStart(2, '0')}/${d.year}`;

const signed = ({ kind }: Invoice, pence: number): number => (kind === 'invoice' ? pence : -pence);

/** Every line for a spreadsheet of one's own. */
export const linesTable = (billed: readonly Billed[]): ExportTable => ({
  name: 'Lines',
  columns: [
    text('Number'),
    text('Kind'),
    { heading: 'URN', kind: 'identifier' },
    text('School'),
    text('Year'),
    day('Raised'),
    day('Due'),
    text('Order number'),
    text('For'),
    { heading: 'Quantity', kind: 'number' },
    amount('Each'),
    amount('Amount'),
    text('Funding source'),
  ],
  rows: billed.flatMap(({ invoice, lines, school }) =>
    lines.map((line): Cell[] => [
      invoice.name,
      invoice.kind === 'invoice' ? 'Invoice' : 'Credit note',
      invoice.urn,
      school,
      invoice.year,
      invoice.raised,
      invoice.due,
      invoice.purchaseOrder,
      line.text,
      line.quantity,
      signed(invoice, line.eachPence),
      signed(invoice, line.pence),
      line.source,
    ]),
  ),
});

export const invoicesTable = (
  list: readonly { invoice: Invoice; school: string }[],
  today: Temporal.PlainDate,
): ExportTable => ({
  name: 'Invoices',
  columns: [
    text('Number'),
    { heading: 'URN', kind: 'identifier' },
    text('School'),
    text('Year'),
    day('Raised'),
    day('Due'),
    amount('Amount'),
    amount('Credited'),
    amount('Paid'),
    amount('Left to pay'),
    text('State'),
    text('Order number'),
  ],
  rows: list.map(({ invoice: one, school }): Cell[] => [
    one.name,
    one.urn,
    school,
    one.year,
    one.raised,
    one.due,
    one.kind === 'invoice' ? one.pence : -one.pence,
    one.creditedPence,
    one.paidPence,
    one.leftPence,
    one.due ? stateName[stateOfInvoice({ ...one, due: one.due }, today)] : 'Credit note',
    one.purchaseOrder,
  ]),
});

export const statementTable = ({ entries }: AccountStatement): ExportTable => ({
  name: 'Statement',
  columns: [
    day('Day'),
    text('What'),
    { heading: 'URN', kind: 'identifier' },
    text('School'),
    amount('Amount'),
    amount('Owed then'),
  ],
  rows: entries.map((one): Cell[] => [one.day, entryWords(one), one.urn, one.school, one.pence, one.balancePence]),
});

export const debtorsTable = (list: readonly Debtor[]): ExportTable => ({
  name: 'Aged debtors',
  columns: [
    { heading: 'URN', kind: 'identifier' },
    text('School'),
    amount('Left to pay'),
    ...bands.map((band) => amount(bandWords[band])),
    day('Oldest due'),
  ],
  rows: list.map((one): Cell[] => [
    one.urn,
    one.school,
    one.leftPence,
    ...bands.map((band) => one.aged[band]),
    one.oldest,
  ]),
});

export const paymentsTable = (list: readonly Payment[], names: ReadonlyMap<number, string>): ExportTable => ({
  name: 'Payments',
  columns: [
    day('Received'),
    text('From'),
    text('How'),
    text('Reference'),
    text('School'),
    amount('Amount'),
    amount('Set against invoices'),
    amount('Over'),
  ],
  rows: list.map((one): Cell[] => [
    one.received,
    one.payer,
    howWords[one.how],
    one.reference,
    one.urn === null ? null : (names.get(one.urn) ?? `URN ${one.urn}`),
    one.pence,
    one.allocatedPence,
    one.overPence,
  ]),
});
