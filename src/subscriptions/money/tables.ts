import type { Generated } from 'kysely';

declare module '../../platform/database' {
  interface Tables {
    'subscriptions.instalment': {
      contract_id: string;
      year: string;
      n: number;
      parts: number;
      due: Temporal.PlainDate;
      pence: number;
      purchase_order: string | null;
      planned_at: Temporal.Instant;
    };
    'subscriptions.invoice': InvoiceTable;
    'subscriptions.invoice_standing': StandingRow;
    'subscriptions.invoice_line': {
      invoice_id: string;
      n: number;
      text: string;
      quantity: number;
      each_pence: number;
      pence: number;
      source: string;
      element: string | null;
    };
    'subscriptions.payment_details': {
      id: Generated<number>;
      follows: number | null;
      payee: string | null;
      sort_code: string | null;
      account_number: string | null;
      reference: string | null;
      remittance_email: string | null;
      remittance_address: string | null;
      said_at: Temporal.Instant;
      said_by: string | null;
    };
    'subscriptions.payment': {
      id: string;
      key: string;
      received: Temporal.PlainDate;
      pence: number;
      how: How;
      reference: string;
      payer: string;
      urn: number | null;
      recorded_at: Temporal.Instant;
      recorded_by: string | null;
    };
    'subscriptions.payment_allocation': {
      id: Generated<number>;
      payment_id: string;
      invoice_id: string;
      pence: number;
      allocated_at: Temporal.Instant;
      allocated_by: string | null;
      released_at: Temporal.Instant | null;
      released_by: string | null;
    };
    'subscriptions.bank_line': {
      id: string;
      hash: string;
      day: Temporal.PlainDate;
      pence: number;
      text: string;
      reference: string;
      file_name: string;
      line: number;
      imported_at: Temporal.Instant;
      imported_by: string | null;
      payment_id: string | null;
      set_aside_at: Temporal.Instant | null;
      set_aside_by: string | null;
      set_aside_why: string | null;
    };
    'subscriptions.invoice_letter': {
      invoice_id: string;
      nth: number;
      sent: Temporal.PlainDate;
      recipients: number;
      left_pence: number;
    };
  }
}

export const hows = ['bank', 'cheque', 'card', 'cash', 'other'] as const;
export type How = (typeof hows)[number];

interface InvoiceColumns {
  id: string;
  kind: 'invoice' | 'credit-note';
  key: string;
  urn: number;
  year: string;
  contract_id: string | null;
  instalment_year: string | null;
  instalment_n: number | null;
  credits: string | null;
  reason: string | null;
  raised: Temporal.PlainDate;
  due: Temporal.PlainDate | null;
  pence: number;
  purchase_order: string | null;
  sender: string;
  billed_to: string;
  pay_to: number | null;
  raised_at: Temporal.Instant;
  raised_by: string | null;
}

type InvoiceTable = InvoiceColumns & {
  /** Given by the database: nobody else writes it. */
  number: Generated<number>;
};

export type StandingRow = InvoiceColumns & {
  number: number;
  credited_pence: number;
  paid_pence: number;
  left_pence: number;
  paid_on: Temporal.PlainDate | null;
};
