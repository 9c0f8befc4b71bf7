import { sql } from 'kysely';
import { currentOffer, type Offer, offerOfVersion } from '../../offer';
import { recordDeed } from '../../platform/audit';
import { zone } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { lineage } from '../../schools';
import { type By, raiseInvoices } from './invoices';
import type { Invoice } from './queries';
import { type Invoicing, payableBy, raisedFrom } from './rules';
import './tables';

/** A part of a fee that is not yet an invoice. */
export interface ToRaise {
  contractId: string;
  /** The version of the offer that the contract keeps. */
  offerId: string;
  year: string;
  n: number;
  parts: number;
  urn: number;
  due: Temporal.PlainDate;
  pence: number;
  purchaseOrder: string | null;
  /** The first day on which it is raised; null while the contract is conditional. */
  raise: Temporal.PlainDate | null;
}

/** The parts that are not yet invoices, the earliest first: of some schools, or of all. Those of a contract that has ended before are none. */
export async function toRaise(tx: Tx, of: { urns?: readonly number[] } = {}): Promise<ToRaise[]> {
  const { rows } = await sql<Omit<ToRaise, 'raise'> & { activeAt: Temporal.Instant | null }>`
    select i.contract_id as "contractId", i.year, i.n, i.parts, c.urn, i.due, i.pence, i.purchase_order as "purchaseOrder",
      c.offer_id as "offerId", c.active_at as "activeAt"
    from subscriptions.instalment i join subscriptions.contract c on c.id = i.contract_id
    where c.withdrawn_at is null and i.due <= c.ends
      and not exists (
        select from subscriptions.invoice v where v.contract_id = i.contract_id and v.instalment_year = i.year and v.instalment_n = i.n
      )
      ${of.urns ? sql`and c.urn = any(${[...of.urns]}::int[])` : sql``}
    order by i.due, c.urn, i.n`.execute(tx);
  const found: ToRaise[] = [];
  // Many contracts keep the same few versions.
  const versions = new Map<string, Offer>();
  for (const id of new Set(rows.map(({ offerId }) => offerId))) versions.set(id, await offerBy(tx, id));
  for (const { activeAt, ...part } of rows) {
    const { contract } = versions.get(part.offerId) as Offer;
    const active = activeAt?.toZonedDateTimeISO(zone).toPlainDate();
    found.push({ ...part, raise: active ? raisedFrom(part.due, active, contract.invoicing) : null });
  }
  return found;
}

/** Those that should be invoices by today. */
export const raisedByNow = async (tx: Tx, today: Temporal.PlainDate): Promise<ToRaise[]> =>
  (await toRaise(tx)).filter(({ raise }) => raise && Temporal.PlainDate.compare(raise, today) <= 0);

/** Makes parts invoices, in their order; those there are, where they are invoices already. */
export async function raiseInstalments(tx: Tx, by: By, parts: readonly ToRaise[]): Promise<Invoice[]> {
  const offers = new Map<string, Offer>();
  for (const id of new Set(parts.map(({ offerId }) => offerId))) offers.set(id, await offerBy(tx, id));
  const today = by.clock.today();
  return raiseInvoices(
    tx,
    by,
    parts.map(({ offerId, contractId, year, n, parts: all, urn, due, pence, purchaseOrder }) => {
      const offer = offers.get(offerId) as Offer;
      return {
        key: `instalment/${contractId}/${year}/${n}`,
        urn,
        year,
        due: payableBy(due, today, offer.contract.invoicing),
        purchaseOrder,
        instalment: { contractId, year, n },
        lines: [
          {
            text: `${offer.name}: subscription for ${year}${all > 1 ? `, part ${n} of ${all}` : ''}`,
            quantity: 1,
            eachPence: pence,
            source: feeSource(offer),
          },
        ],
      };
    }),
  );
}

/** The funding source that fees are: the column of the plan that depends on schools. */
const feeSource = ({ funding }: Offer): string =>
  funding.table.columns.find(({ kind }) => kind === 'income')?.source ?? funding.sources[0]?.id ?? '';

async function offerBy(tx: Tx, id: string): Promise<Offer> {
  const published = await offerOfVersion(tx, id);
  if (!published) throw new Error(`The contract's version of the offer is not there: ${id}.`);
  return published.offer;
}

/** How long schools have and when they are reminded: by the contract of an invoice, else by the offer of today. */
async function invoicingBy(tx: Tx, offerId: string | null): Promise<Invoicing> {
  const offer = offerId === null ? (await currentOffer(tx))?.offer : await offerBy(tx, offerId);
  if (!offer) throw new Error('No offer is published: nothing can be invoiced.');
  return offer.contract.invoicing;
}

/** Invoices of which something is left, with the last reminder that went (0 for none) and how schools are reminded of them. */
export async function unpaid(
  tx: Tx,
): Promise<{ id: string; due: Temporal.PlainDate; last: number; invoicing: Invoicing }[]> {
  const { rows } = await sql<{ id: string; due: Temporal.PlainDate; last: number; offerId: string | null }>`
    select i.id, i.due, coalesce((select max(nth) from subscriptions.invoice_letter l where l.invoice_id = i.id), 0) as last,
      (select c.offer_id from subscriptions.contract c where c.id = i.contract_id) as "offerId"
    from subscriptions.invoice_standing i
    where i.kind = 'invoice' and i.left_pence > 0 order by i.due, i.number`.execute(tx);
  const found: Awaited<ReturnType<typeof unpaid>> = [];
  const terms = new Map<string | null, Invoicing>();
  for (const { offerId, ...invoice } of rows) {
    const invoicing = terms.get(offerId) ?? (await invoicingBy(tx, offerId));
    terms.set(offerId, invoicing);
    found.push({ ...invoice, invoicing });
  }
  return found;
}

/**
 * Writes the order number that a school's parts to come carry. Those that are invoices already keep theirs.
 * @returns how many parts carry it now
 */
export async function setPurchaseOrder(tx: Tx, by: By, urn: number, typed: string): Promise<number> {
  const parts = (await toRaise(tx, { urns: await lineage(tx, urn) })).filter(
    (part) => part.purchaseOrder !== (typed || null),
  );
  if (parts.length === 0) return 0;
  for (const { contractId, year, n } of parts)
    await tx
      .updateTable('subscriptions.instalment')
      .set({ purchase_order: typed || null })
      .where('contract_id', '=', contractId)
      .where('year', '=', year)
      .where('n', '=', n)
      .execute();
  await recordDeed(tx, by, {
    action: 'subscriptions.order-number-set',
    scope: `school/${urn}`,
    about: 'Order number of invoices to come',
    before: [...new Set(parts.map(({ purchaseOrder }) => purchaseOrder))],
    after: typed || null,
  });
  return parts.length;
}

export interface Unpriced {
  urn: number;
  year: string;
}

/** Years under contract that cannot be invoiced, because the offer that was signed states no price for them and none was agreed. */
export async function unpricedYears(tx: Tx, urns: readonly number[]): Promise<Unpriced[]> {
  if (urns.length === 0) return [];
  const { rows } = await sql<{ urn: number; offerId: string; ends: Temporal.PlainDate; agreed: string[] }>`
    select c.urn, c.offer_id as "offerId", c.ends,
      array(select y.year from subscriptions.contract_year y where y.contract_id = c.id and y.fee_pence is not null) as agreed
    from subscriptions.contract c
    where c.withdrawn_at is null and c.completed_at is not null and c.urn = any(${[...urns]}::int[])
    order by c.urn, c.starts`.execute(tx);
  const found: Unpriced[] = [];
  for (const { urn, offerId, ends, agreed } of rows) {
    const offer = await offerBy(tx, offerId);
    for (const { year, rules } of offer.fee.prices) {
      const begins = offer.calendar.yearStarts.toPlainDate({ year: Number(year.slice(0, 4)) });
      const covered = offer.contract.years.includes(year) && Temporal.PlainDate.compare(begins, ends) <= 0;
      if (covered && !rules && !agreed.includes(year)) found.push({ urn, year });
    }
  }
  return found;
}
