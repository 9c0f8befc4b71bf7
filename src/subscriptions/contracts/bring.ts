import { sql } from 'kysely';
import { pinOffer, schoolHolder, schoolHolders, tellMany } from '../../entitlements';
import type { PublishedOffer } from '../../offer';
import { recordDeeds } from '../../platform/audit';
import type { Tx } from '../../platform/database';
import type { KeptFile } from '../../platform/files';
import { planManyYears } from '../money/plan';
import type { SchoolFee } from '../quotes';
import { comingYear, paymentsOf } from './fees';
import type { By } from './held';
import type { ContractYear } from './queries';
import { subscribedSince } from './retell';
import { yearsOf } from './state';
import { keepManyYears } from './years';

/** Contracts that were signed on paper, as the office brings them in: binding at once, with the document that lists them. */
export interface SignedOnPaper {
  published: PublishedOffer;
  /** With the fee that each has agreed to, and the plan by which it pays; a school without a fee is left out. */
  schools: readonly (SchoolFee & { plan: string })[];
  /** The day of the census that the fees follow from. */
  census: Temporal.PlainDate | null;
  document: KeptFile;
}

/**
 * Brings many contracts in with no more statements than one: each is pinned, its school is subscribed for its term, and the fee of the first year
 * falls due by its plan. A school that has a contract already is left as it is.
 * @returns how many were brought in
 */
export async function bringSigned(tx: Tx, by: By, wish: SignedOnPaper): Promise<number> {
  const { published, document } = wish;
  const { offer } = published;
  const { from: starts, to: ends } = offer.contract;
  const years = yearsOf(offer, starts, ends);
  const [first = published.year] = years;
  const now = by.clock.now();
  const who = by.actor?.personId ?? null;
  const holders = await schoolHolders(
    tx,
    wish.schools.map(({ urn }) => urn),
  );
  const wanted = wish.schools.flatMap(({ urn, pence, counted, plan }) =>
    pence === null
      ? []
      : [{ urn: Number(holders.get(urn)?.id ?? urn), pence, plan, pupils: counted, id: crypto.randomUUID() }],
  );
  if (wanted.length === 0) return 0;
  const made = await tx
    .insertInto('subscriptions.contract')
    .values(
      wanted.map(({ id, urn, plan }) => ({
        ...{ id, urn, offer_id: published.id, plan, starts, ends },
        ...{ indicated_at: now, indicated_by: who },
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute();
  // As anywhere, an intention comes first, and the office's steps after it.
  await tx
    .updateTable('subscriptions.contract')
    .set({
      ...{ form_sent_at: now, form_sent_by: who },
      ...{ completed_at: now, completed_by: who, signed_name: 'On paper', signed_role: 'On paper' },
      ...{ terms_file: document.id, terms_sha256: document.sha256 },
      ...{ accepted_at: now, accepted_by: who, active_at: now },
    })
    .where('id', '=', sql<string>`any(${made.map(({ id }) => id)}::uuid[])`)
    .execute();
  const there = new Set(made.map(({ id }) => id));
  const brought = wanted.filter(({ id }) => there.has(id));
  const rows = brought.flatMap(({ id, pence, pupils }) =>
    years.map((year): { contractId: string; row: ContractYear } => ({
      contractId: id,
      row:
        year === first
          ? { ...comingYear(year), pupils, feePence: pence, censusDate: wish.census, pupilsSource: 'the census' }
          : comingYear(year),
    })),
  );
  await keepManyYears(tx, by, rows);
  await planManyYears(
    tx,
    by,
    brought.map(({ id, urn, pence, plan }) => ({
      ...{ contractId: id, urn, year: first, feePence: pence, purchaseOrder: null },
      plan: paymentsOf(offer, pence, plan, first),
    })),
  );
  const own = await Promise.all(brought.map(async ({ urn }) => holders.get(urn) ?? schoolHolder(tx, urn)));
  await pinOffer(tx, own, years, published.id);
  await tellMany(
    tx,
    { actor: null, clock: by.clock },
    brought.map(({ id }, i) => subscribedSince({ id, starts, ends }, own[i] as (typeof own)[number], published)),
  );
  await recordDeeds(
    tx,
    brought.map(({ urn }) => ({
      by,
      deed: {
        action: 'subscriptions.contract-brought',
        scope: `school/${urn}`,
        about: `Signed on paper: ${document.name}`,
      },
    })),
  );
  return brought.length;
}
