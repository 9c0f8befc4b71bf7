import { sql } from 'kysely';
import { currentOffer, instalments } from '../../offer';
import type { Tx } from '../../platform/database';
import type { Files } from '../../platform/files';
import { testClock } from '../../platform/testing';
import { system } from '../../schools';
import type { BankRow } from './bank/file';
import { acceptStatement, bankLines, keepStatement } from './bank/service';
import { raisedByNow, raiseInstalments } from './due';
import { raiseInvoice } from './invoices';
import { currentDetails, type PaymentDetails, sayDetails } from './pay-to/details';
import { allocate, recordPayment } from './payments';
import { planInstalments } from './plan';
import { allocations, type Invoice } from './queries';
import './tables';

/** A contract that binds from a day, whose fee of the offer's year is due by a plan of the offer. */
export async function anActiveContract(
  tx: Tx,
  wish: { urn: number; feePence?: number; plan?: string; active?: string; ends?: string; purchaseOrder?: string },
): Promise<{ id: string; year: string }> {
  const published = await currentOffer(tx);
  if (!published) throw new Error('No offer is published.');
  const { offer } = published;
  const active = Temporal.Instant.from(`${wish.active ?? '2018-07-02'}T09:00:00Z`);
  const plan = wish.plan ?? offer.contract.plans[0]?.id ?? '';
  const [id, file] = [crypto.randomUUID(), crypto.randomUUID()];
  await sql`insert into platform.file (id, name, type, bytes, sha256, level, made_at, made_by)
    values (${file}, 'terms.pdf', 'application/pdf', 1, ${'0'.repeat(64)}, ${`school/${wish.urn}`}, ${active}, platform.person())`.execute(
    tx,
  );
  await sql`insert into subscriptions.contract (id, urn, offer_id, plan, starts, ends, indicated_at, purchase_order)
    values (${id}, ${wish.urn}, ${published.id}, ${plan}, ${offer.contract.from}, ${wish.ends ?? offer.contract.to}, ${active}, ${wish.purchaseOrder ?? null})`.execute(
    tx,
  );
  await sql`update subscriptions.contract set form_sent_at = ${active}, completed_at = ${active}, signed_name = 'A Head', signed_role = 'headteacher',
    terms_file = ${file}, terms_sha256 = ${'0'.repeat(64)}, accepted_at = ${active}, active_at = ${active} where id = ${id}`.execute(
    tx,
  );
  const feePence = wish.feePence ?? 276_000;
  await planInstalments(
    tx,
    { actor: system, clock: testClock },
    {
      contractId: id,
      urn: wish.urn,
      year: offer.year,
      feePence,
      plan: instalments(offer, feePence, plan, offer.year),
      purchaseOrder: wish.purchaseOrder ?? null,
    },
  );
  return { id, year: offer.year };
}

/** Raises what should be raised by a day, as the daily job does. */
export async function raiseBy(tx: Tx, clock = testClock): Promise<Invoice[]> {
  const raised: Invoice[] = [];
  for (const part of await raisedByNow(tx, clock.today()))
    raised.push(...(await raiseInstalments(tx, { actor: system, clock }, [part])));
  return raised;
}

/** An account that nobody has: no bank's sort codes begin with 00. */
export const somewhere: PaymentDetails = {
  payee: 'A Learning Partnership Ltd',
  sortCode: '001234',
  accountNumber: '00123456',
  reference: 'LEARN',
  remittanceEmail: 'money@partnership.example',
  remittanceAddress: 'Accounts\n1 Weir Lane\nS1 1AA',
};

/** What samples of routes name: where schools pay, an invoice of each of two schools, a payment that pays part of the first, a line and a statement of the bank. */
export async function moneySamples(tx: Tx, files: Files, schools: { school: number; otherSchool: number }) {
  const by = { actor: system, clock: testClock };
  const today = testClock.today();
  const raise = (urn: number) =>
    raiseInvoice(tx, by, {
      key: `sample/${urn}`,
      urn,
      due: today.add({ days: 30 }),
      lines: [{ text: 'A day of advice', quantity: 1, eachPence: 50_000, source: 'sale' }],
    });
  await sayDetails(tx, by, somewhere, 0);
  const own = await raise(schools.school);
  const other = await raise(schools.otherSchool);
  const { payment } = await recordPayment(tx, by, {
    key: 'sample/payment',
    received: today,
    pence: 20_000,
    how: 'bank',
    reference: own.name,
    payer: 'Own School',
    urn: schools.school,
  });
  await allocate(tx, by, payment.id, [{ invoiceId: own.id, pence: 10_000 }]);
  const row = (n: number): BankRow => ({
    line: 2,
    day: today,
    pence: 1000 + n,
    text: `Own School ${n}`,
    reference: '',
    hash: String(n).repeat(64),
  });
  const first = await keepStatement(tx, files, 'first.csv', { rows: [row(1)], rejects: [] });
  await acceptStatement(tx, by, files, first.id);
  const [line] = await bankLines(tx);
  const waiting = await keepStatement(tx, files, 'second.csv', { rows: [row(2)], rejects: [] });
  const [allocation] = await allocations(tx, { paymentIds: [payment.id] });
  return {
    moneyInvoice: own.name,
    otherMoneyInvoice: other.name,
    moneyPayment: payment.id,
    moneyAllocation: String(allocation?.allocationId),
    paymentDetails: String((await currentDetails(tx))?.id),
    bankLine: line?.id ?? '',
    bankStatement: waiting.id,
  };
}
