import { recordDeed } from '../../../platform/audit';
import type { Tx } from '../../../platform/database';
import { ok, type Result, refused } from '../../../platform/result';
import type { By } from '../invoices';
import '../tables';

/** Where schools pay to. Texts that are not said are empty; without an account none is. */
export interface PaymentDetails {
  payee: string;
  /** Six digits. */
  sortCode: string;
  /** Eight digits. */
  accountNumber: string;
  /** Stands before the number of the invoice in the reference; empty for the number alone. */
  reference: string;
  remittanceEmail: string;
  /** A line each. */
  remittanceAddress: string;
}

export const nothingSaid: PaymentDetails = {
  payee: '',
  sortCode: '',
  accountNumber: '',
  reference: '',
  remittanceEmail: '',
  remittanceAddress: '',
};

/** A version of them, with who said it. */
export interface SaidDetails extends PaymentDetails {
  id: number;
  saidAt: Temporal.Instant;
  /** Null for the program. */
  saidBy: string | null;
}

const columns = [
  'id',
  'payee',
  'sort_code',
  'account_number',
  'reference',
  'remittance_email',
  'remittance_address',
  'said_at',
  'said_by',
] as const;

/** What holds today; null where nobody has said anything yet. */
export async function currentDetails(tx: Tx): Promise<SaidDetails | null> {
  const row = await tx
    .selectFrom('subscriptions.payment_details')
    .select(columns)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Those that an invoice was written with. */
export async function detailsBy(tx: Tx, id: number | null): Promise<SaidDetails | null> {
  if (id === null) return null;
  const row = await tx
    .selectFrom('subscriptions.payment_details')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** There is an account that a school can pay to. */
export const hasAccount = <Details extends PaymentDetails>(details: Details | null): details is Details =>
  details !== null && details.payee !== '';

export const sameDetails = (a: PaymentDetails, b: PaymentDetails): boolean =>
  (Object.keys(nothingSaid) as (keyof PaymentDetails)[]).every((name) => a[name] === b[name]);

/**
 * Says where schools pay to from now on. Saying again what holds changes nothing.
 * @param before the version that whoever says it had before their eyes, 0 for none
 * @returns whether anything changed; refused where somebody else has said something since
 */
export async function sayDetails(
  tx: Tx,
  by: By,
  wish: PaymentDetails,
  before: number,
): Promise<Result<{ changed: boolean }, 'changed-meanwhile'>> {
  const now = await currentDetails(tx);
  if (sameDetails(now ?? nothingSaid, wish)) return ok({ changed: false });
  if ((now?.id ?? 0) !== before) return refused('changed-meanwhile');
  const said = await tx
    .insertInto('subscriptions.payment_details')
    .values({
      follows: now?.id ?? null,
      payee: wish.payee || null,
      sort_code: wish.sortCode || null,
      account_number: wish.accountNumber || null,
      reference: wish.reference || null,
      remittance_email: wish.remittanceEmail || null,
      remittance_address: wish.remittanceAddress || null,
      said_at: by.clock.now(),
      said_by: by.actor?.personId ?? null,
    })
    .onConflict((conflict) => conflict.column('follows').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!said) return refused('changed-meanwhile');
  await recordDeed(tx, by, {
    action: 'subscriptions.payment-details-said',
    scope: 'installation',
    about: wish.payee ? 'Where schools pay to, as invoices say it' : 'Invoices no longer say where to pay',
    before: now && spoken(now),
    after: spoken(wish),
  });
  return ok({ changed: true });
}

const spoken = (details: PaymentDetails) =>
  Object.fromEntries(Object.keys(nothingSaid).map((name) => [name, details[name as keyof PaymentDetails] || null]));

interface Row {
  id: number;
  payee: string | null;
  sort_code: string | null;
  account_number: string | null;
  reference: string | null;
  remittance_email: string | null;
  remittance_address: string | null;
  said_at: Temporal.Instant;
  said_by: string | null;
}

const fromRow = (row: Row): SaidDetails => ({
  id: row.id,
  payee: row.payee ?? '',
  sortCode: row.sort_code ?? '',
  accountNumber: row.account_number ?? '',
  reference: row.reference ?? '',
  remittanceEmail: row.remittance_email ?? '',
  remittanceAddress: row.remittance_address ?? '',
  saidAt: row.said_at,
  saidBy: row.said_by,
});
