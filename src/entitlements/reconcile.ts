import { sql } from 'kysely';
import type { Fact, FactValue, Grant } from '../offer';
import type { Tx } from '../platform/database';
import type { By } from './facts';
import { type Holder, holderKey, lockHolders } from './holders';
import { owedIn, showsJudgement } from './owed';
import { type YearInView, yearsOf } from './years';
import './tables';

/** What working out a holder changed. */
export interface Reconciled {
  holder: Holder;
  /** Accounts opened, units given and taken back, of those that the asker may see: zero when it was worked out before. */
  opened: number;
  given: number;
  takenBack: number;
  /** What is granted beyond what is owed now, because it is used, held or pooled: for a person to settle. */
  shortfalls: { element: string; unit: string; units: number }[];
}

/** An account as working out needs it: seen by the books, whoever causes it. */
interface Known {
  id: number;
  key: string;
  year: string;
  element: string;
  rule: string;
  unit: string;
  per: 'year' | 'event';
  occasion: string | null;
  granted: number;
  /** What is there to be taken back: neither used, held nor moved. */
  free: number;
  unlimited: boolean;
  /** Whether the asker may see it: what they may not see is worked out, and not told to them. */
  shown: boolean;
}

/**
 * Works out what holders are owed in the years in view, and posts the difference to what they were granted. Doing it again
 * changes nothing. What is used, held or pooled is never taken back: it is answered, and shown, as a shortfall.
 * Staff and the program only; several holders take no more statements than one.
 */
export async function reconcile(tx: Tx, by: By, holders: readonly Holder[]): Promise<Reconciled[]> {
  if (holders.length === 0) return [];
  await lockHolders(tx, holders);
  const facts = await allFacts(tx, holders);
  const before = await knownAccounts(tx, holders);
  const yearsFor = await yearsOf(tx, holders, by.clock.today());
  const targets = holders.flatMap((holder) =>
    targetsOf(holder, yearsFor(holder), facts.get(holderKey(holder)) ?? [], before.get(holderKey(holder)) ?? []),
  );
  const opening = targets.filter(({ isNew }) => isNew);
  await open(tx, by, opening);
  await change(
    tx,
    targets.filter(({ isNew }) => !isNew),
  );
  const accounts = opening.length === 0 ? before : await knownAccounts(tx, holders);
  const byKey = new Map(
    [...accounts].flatMap(([name, known]) => known.map((account) => [`${name} ${account.key}`, account])),
  );
  const results = new Map(
    holders.map((holder): [string, Reconciled] => [
      holderKey(holder),
      { holder, opened: 0, given: 0, takenBack: 0, shortfalls: [] },
    ]),
  );
  const lines: { accountId: number; unit: string; units: number }[] = [];
  for (const { holder, key, isNew, owed } of targets) {
    const result = results.get(holderKey(holder)) as Reconciled;
    const account = byKey.get(`${holderKey(holder)} ${key}`) as Known;
    // What each event has is granted to the event's own account, and what is unlimited is not counted out.
    const target = account.unlimited || (account.per === 'event' && account.occasion === null) ? 0 : owed;
    const missing = target - account.granted;
    const units = missing >= 0 ? missing : -Math.min(-missing, Math.max(0, account.free));
    if (units !== 0) lines.push({ accountId: account.id, unit: account.unit, units });
    if (!account.shown) continue;
    if (isNew) result.opened += 1;
    if (units > 0) result.given += units;
    else result.takenBack -= units;
    const short = account.granted + units - target;
    if (short > 0) result.shortfalls.push({ element: account.element, unit: account.unit, units: short });
  }
  await post(tx, by, lines);
  await markWorkedOut(tx, holders, yearsFor);
  return [...results.values()];
}

/** What an account should be, by the rules. Without the rule's own words and days, only what is owed changes: to nothing. */
interface Target {
  holder: Holder;
  key: string;
  year: string;
  isNew: boolean;
  owed: number;
  terms: { grant: Grant; view: YearInView } | null;
}

function targetsOf(
  holder: Holder,
  years: readonly YearInView[],
  facts: readonly Fact[],
  accounts: readonly Known[],
): Target[] {
  return years.flatMap((view) => {
    const grants = owedIn(view.offer, view.year, holder.kind, facts);
    const ofYear = accounts.filter(({ year }) => year === view.year);
    const owed = grants.map(
      (grant): Target => ({
        holder,
        key: grant.key,
        year: view.year,
        isNew: !accounts.some(({ key }) => key === grant.key),
        owed: grant.quantity,
        terms: { grant, view },
      }),
    );
    const others = ofYear
      .filter(({ key, occasion }) => occasion !== null || !grants.some((grant) => grant.key === key))
      .map(({ key, rule, occasion }): Target => {
        const grant = occasion === null ? undefined : grants.find((one) => one.rule === rule);
        const terms = grant ? { grant, view } : null;
        return { holder, key, year: view.year, isNew: false, owed: grant?.quantity ?? 0, terms };
      });
    return [...owed, ...others];
  });
}

/** A target as the books take it. */
const row = ({ holder, key, owed, year, terms }: Target) => ({
  kind: holder.kind,
  id: holder.id,
  key,
  owed,
  year,
  ...(terms && {
    element: terms.grant.element,
    rule: terms.grant.rule,
    why: terms.grant.why,
    unit: terms.grant.unit,
    source: terms.grant.source,
    per: terms.grant.per,
    starts: terms.grant.from.toString(),
    ends: terms.grant.to.toString(),
    unlimited: terms.grant.unlimited,
    at_least: terms.grant.atLeast,
    confidential: showsJudgement(terms.view.offer, terms.grant),
    offer_id: terms.view.offerId,
  }),
});

async function allFacts(tx: Tx, holders: readonly Holder[]): Promise<Map<string, Fact[]>> {
  const { rows } = await sql<{
    name: string;
    kind: string;
    value: FactValue;
    from: Temporal.PlainDate;
    to: Temporal.PlainDate | null;
  }>`
    select f.holder_kind || '/' || f.holder_id as name, f.kind, f.value, f.starts as "from", f.ends as "to"
    from unnest(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[]) h (kind, id),
      lateral entitlements.facts_of(h.kind, h.id) f
    order by f.starts, f.id`.execute(tx);
  return Map.groupBy(rows, ({ name }) => name);
}

async function knownAccounts(tx: Tx, holders: readonly Holder[]): Promise<Map<string, Known[]>> {
  const { rows } = await sql<Known & { name: string }>`
    select a.holder_kind || '/' || a.holder_id as name, a.id, key, year, rule, occasion, granted, unlimited, unit, element, per,
      balance - entitlements.held_of(a.id) as free, platform.sees('system') or not confidential or platform.sees(variadic h.confidants) as shown
    from entitlements.accounts_of(${holders.map(({ kind }) => kind)}::text[], ${holders.map(({ id }) => id)}::text[]) a
      join entitlements.holder h on h.kind = a.holder_kind and h.id = a.holder_id
    where origin_id is null order by a.id`.execute(tx);
  return Map.groupBy(rows, ({ name }) => name);
}

async function open(tx: Tx, by: By, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  await sql`
    insert into entitlements.account (holder_kind, holder_id, key, year, element, rule, why, unit, source, per, starts, ends, unlimited, at_least, confidential, offer_id, owed, opened_at)
    select kind, id, key, year, element, rule, why, unit, source, per, starts, ends, unlimited, at_least, confidential, offer_id, owed, ${by.clock.now().toString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(targets.map(row))}::jsonb) as new (kind text, id text, key text, year text, element text, rule text, why text, unit text,
      source text, per text, starts date, ends date, unlimited boolean, at_least boolean, confidential boolean, offer_id uuid, owed bigint)`.execute(
    tx,
  );
}

async function change(tx: Tx, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return;
  await sql`select entitlements.change_accounts(${JSON.stringify(targets.map(row))}::jsonb)`.execute(tx);
}

async function post(
  tx: Tx,
  by: By,
  lines: readonly { accountId: number; unit: string; units: number }[],
): Promise<void> {
  if (lines.length === 0) return;
  const sums = Map.groupBy(lines, ({ unit }) => unit);
  const against = [...sums]
    .map(([unit, of]) => ({
      account_id: null,
      against: 'granted',
      unit,
      units: -of.reduce((sum, { units }) => sum + units, 0),
    }))
    .filter(({ units }) => units !== 0);
  const all = [
    ...lines.map(({ accountId, unit, units }) => ({ account_id: accountId, against: null, unit, units })),
    ...against,
  ];
  await writePosting(
    tx,
    by,
    {
      key: `worked-out/${crypto.randomUUID()}`,
      what: 'grant',
      booking: null,
      day: by.clock.today(),
      words: 'Worked out from the offer and what is known',
    },
    all,
  );
}

export interface Posting {
  key: string;
  what: 'grant' | 'use' | 'return' | 'pool';
  booking: string | null;
  day: Temporal.PlainDate;
  words: string;
}

/** A line as the books take it: of an account, or what stands against it. */
export interface Line {
  account_id: number | null;
  against: string | null;
  unit: string;
  units: number;
}

/** A posting with all its lines: the database takes them no other way. */
export async function writePosting(
  tx: Tx,
  by: By,
  { key, what, booking, day, words }: Posting,
  lines: readonly Line[],
): Promise<void> {
  await sql`select entitlements.write_posting(${key}, ${what}, ${booking}, ${day.toString()}::date, ${by.actor?.personId ?? null}::uuid, ${words}, ${JSON.stringify(lines)}::jsonb)`.execute(
    tx,
  );
}

async function markWorkedOut(
  tx: Tx,
  holders: readonly Holder[],
  yearsFor: (holder: Holder) => YearInView[],
): Promise<void> {
  const rows = holders.map((holder) => ({
    ...holder,
    years: yearsFor(holder).map(({ year, offerId }) => `${year} ${offerId}`),
  }));
  await sql`
    update entitlements.holder h set worked_out_for = new.years
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as new (kind text, id text, years text[])
    where h.kind = new.kind and h.id = new.id and h.worked_out_for <> new.years`.execute(tx);
}
