import { sql } from 'kysely';
import { currentOffer, type Latest, latestAfter, latestAfterOpening, type Offer } from '../offer';
import type { Tx } from '../platform/database';
import { type GroupHistory, groupHistories, type SchoolHistory, type Spell, schoolHistories } from '../schools';
import { type By, type Telling, tellMany, withdrawOthers } from './facts';
import { ensureHolders, type Holder, holderKey, lockHolders } from './holders';
import { memberFact } from './owed';
import type { Reconciled } from './reconcile';

/** What the register of schools says becomes facts: all that it says at once, so what it says no longer is withdrawn. */

const begin = 'schools/';
const longAgo = Temporal.PlainDate.from('2000-01-01');

/**
 * Tells again what is known of schools, under the holder of the whole line of their conversions, and works out what changes. Those of
 * which nothing is known are passed over. In one transaction: whoever has many takes a hundred at a time.
 */
export async function refresh(tx: Tx, by: By, urns: readonly number[]): Promise<Reconciled[]> {
  const offer = (await currentOffer(tx))?.offer ?? null;
  const histories = await schoolHistories(tx, urns);
  const said = new Map<string, Said>();
  const lines = new Map<string, number[]>();
  for (const history of histories.values()) {
    const holder: Holder = { kind: 'school', id: String(history.line[0]) };
    said.set(holderKey(holder), { holder, tellings: tellingsOf(holder, history, offer) });
    lines.set(holder.id, history.line);
  }
  await bringTogether(tx, by, [...lines.values()]);
  return tellAll(tx, by, [...said.values()]);
}

/**
 * A school may have been known by a later number before its conversion was: what was told of that goes to the first of the line. What it
 * has used there stays and is shown as a shortfall: a person settles it.
 */
async function bringTogether(tx: Tx, by: By, lines: readonly (readonly number[])[]): Promise<void> {
  const first = new Map(lines.flatMap(([head, ...rest]) => rest.map((urn) => [String(urn), String(head)] as const)));
  if (first.size === 0) return;
  const { rows } = await sql<Omit<Telling, 'holder'> & { id: string }>`
    select holder_id as id, key, kind, value, starts as "from", ends as "to", source from entitlements.fact
    where holder_kind = 'school' and holder_id = any(${[...first.keys()]}::text[]) and withdrawn_at is null order by id`.execute(
    tx,
  );
  if (rows.length === 0) return;
  const stale = [...new Set(rows.map(({ id }) => id))].map((id): Holder => ({ kind: 'school', id }));
  await withdrawOthers(
    tx,
    by,
    stale.map((holder) => ({ holder, begin: '', keys: [] })),
  );
  await tellMany(
    tx,
    by,
    rows
      .filter(({ key }) => !key.startsWith(begin))
      .map(({ id, ...fact }) => ({ ...fact, holder: { kind: 'school', id: first.get(id) ?? id } })),
    stale,
  );
}

/** The same of trusts that run schools, and of partnerships. */
export async function refreshGroups(
  tx: Tx,
  by: By,
  wish: { trusts: readonly number[]; partnerships: readonly string[] } | 'all',
): Promise<Reconciled[]> {
  const groups = await groupHistories(tx, wish);
  return tellAll(
    tx,
    by,
    groups.map((group) => {
      const holder: Holder = { kind: group.kind, id: group.id };
      return { holder, tellings: groupTellings(holder, group) };
    }),
  );
}

interface Said {
  holder: Holder;
  tellings: Telling[];
}

async function tellAll(tx: Tx, by: By, said: readonly Said[]): Promise<Reconciled[]> {
  const holders = said.map(({ holder }) => holder);
  await ensureHolders(tx, holders);
  await lockHolders(tx, holders);
  await withdrawOthers(
    tx,
    by,
    said.map(({ holder, tellings }) => ({ holder, begin, keys: tellings.map(({ key }) => key) })),
  );
  // Those of which nothing is left to tell are worked out too.
  return tellMany(
    tx,
    by,
    said.flatMap(({ tellings }) => tellings),
    holders,
  );
}

function tellingsOf(holder: Holder, history: SchoolHistory, offer: Offer | null): Telling[] {
  const source = 'The register of schools';
  const spells = <Value extends string | number | boolean>(
    kind: string,
    all: readonly Spell<Value>[],
    words: string,
  ): Telling[] =>
    all.map(({ value, from, to }) => ({
      holder,
      key: `${begin}${kind}/${from}`,
      kind,
      value,
      from,
      to,
      source: words,
    }));
  return [
    ...spells(
      memberFact,
      history.publiclyFunded.filter(({ value }) => value),
      source,
    ),
    ...spells('sector', history.sector, source),
    ...spells('status', history.status, source),
    ...spells('pupils', history.pupils, 'Pupil numbers'),
    ...(offer ? inspectionTellings(holder, history, offer) : []),
  ];
}

/** Of the last two inspections, for what was expected before the newest has been answered by it. */
const remembered = 2;

/**
 * What follows from inspections, where the offer has rules for it: that they took place, and the latest day of the next. Until somebody in
 * the office sets another day, that is when one is expected.
 */
export function inspectionTellings(
  holder: Holder,
  { inspections, opened, sector }: Pick<SchoolHistory, 'inspections' | 'opened' | 'sector'>,
  offer: Pick<Offer, 'inspections' | 'calendar'>,
): Telling[] {
  const rules = offer.inspections;
  if (!rules) return [];
  // From the day after: on its own day an inspection answers what was expected before it.
  const expected = (after: Temporal.PlainDate, latest: Latest | null): Telling[] =>
    latest
      ? [
          {
            holder,
            key: `${begin}${rules.expected}/${after}`,
            kind: rules.expected,
            value: latest.by.toString(),
            from: after.add({ days: 1 }),
            to: null,
            source: latest.why,
          },
        ]
      : [];
  const known = { sector: sector.at(-1)?.value ?? null };
  return [
    ...(inspections.length === 0 && opened ? expected(opened, latestAfterOpening(offer, opened)) : []),
    ...inspections.slice(-remembered).flatMap((one): Telling[] => [
      {
        holder,
        key: `${begin}${rules.held}/${one.on}`,
        kind: rules.held,
        value: true,
        from: one.on,
        to: null,
        source: 'The register of inspections',
      },
      ...expected(one.on, latestAfter(offer, one, known)),
    ]),
  ];
}

const groupTellings = (holder: Holder, { open, closed }: GroupHistory): Telling[] =>
  open || closed
    ? [
        {
          holder,
          key: `${begin}${memberFact}`,
          kind: memberFact,
          value: true,
          from: longAgo,
          to: closed,
          source: 'The register of schools',
        },
      ]
    : [];
