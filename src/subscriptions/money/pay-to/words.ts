import type { PaymentDetails } from './details';

/** 123456 as banks write it: 12-34-56. */
export const sortCodeWords = (sortCode: string): string => sortCode.replace(/(..)(?=.)/g, '$1-');

/** What to write in the payment's reference. */
export const referenceWords = ({ reference }: Pick<PaymentDetails, 'reference'>, invoice: string): string =>
  reference ? `${reference} ${invoice}` : invoice;

/** How an invoice is paid, as its page and its PDF list it. Without an invoice its own number is asked for. */
export const payRows = (details: PaymentDetails, invoice: string | null): { key: string; value: string }[] => [
  { key: 'Pay to', value: details.payee },
  { key: 'Sort code', value: sortCodeWords(details.sortCode) },
  { key: 'Account number', value: details.accountNumber },
  { key: 'Reference', value: referenceWords(details, invoice ?? 'and the number of the invoice').trim() },
  ...(details.remittanceEmail || details.remittanceAddress
    ? [
        {
          key: 'Remittance advice to',
          value: [details.remittanceEmail, details.remittanceAddress].filter(Boolean).join('\n'),
        },
      ]
    : []),
];
