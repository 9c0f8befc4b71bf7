import { sql } from 'kysely';
import { currentOffer, offerOfVersion, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import { type Intent, intentsOf } from './intents';
import { type Assessment, assess } from './rules';
import './tables';
import type { Answer, Standing } from './tables';

/** Where an offer year stands on its way to being confirmed. For those who see every contract. */
export interface Gate extends Assessment {
  year: string;
  published: PublishedOffer;
  intents: Intent[];
  /** When viability was confirmed; null while it is not. */
  confirmed: { at: Temporal.Instant } | null;
}

/** The gate of an offer year; of today's offer unless a year is named. Null where no offer of it is published. */
export async function gateOf(tx: Tx, year?: string): Promise<Gate | null> {
  const published = await offerOf(tx, year);
  if (!published) return null;
  const intents = await intentsOf(tx, published);
  return {
    ...assess(published.offer, intents),
    year: published.year,
    published,
    intents,
    confirmed: await confirmationOf(tx, published.year),
  };
}

/** The newest version of the offer of a year, or the offer of today. */
async function offerOf(tx: Tx, year?: string): Promise<PublishedOffer | null> {
  const current = await currentOffer(tx);
  if (year === undefined || current?.year === year) return current;
  const newest = await tx
    .selectFrom('offer.published')
    .select('id')
    .where('year', '=', year)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest ? offerOfVersion(tx, newest.id) : null;
}

/** Whether the viability of an offer year is confirmed, and since when. Everybody may know. */
export async function confirmationOf(tx: Tx, year: string): Promise<{ at: Temporal.Instant } | null> {
  const row = await tx
    .selectFrom('subscriptions.gate')
    .select('confirmed_at as at')
    .where('year', '=', year)
    .executeTakeFirst();
  return row ?? null;
}

/** How far the schools are of which confirming makes the contracts binding: counted from what is done, whoever did it. */
export interface Progress {
  done: number;
  of: number;
  /** What a person must put right. */
  refused: { urn: number; name: string; words: string }[];
}

export async function progressOfGate(tx: Tx, year: string): Promise<Progress> {
  // A school that has withdrawn meanwhile is no longer waited for.
  const { rows } = await sql<{ done: number; of: number }>`
    select count(*) filter (where finished)::int as done, count(*)::int as of
    from (
      select bool_and(s.done_at is not null) as finished
      from subscriptions.gate_step s join subscriptions.contract c on c.id = s.contract_id
      where s.year = ${year} and c.withdrawn_at is null group by s.urn
    ) school`.execute(tx);
  const refused = await openSteps(tx, year)
    .leftJoin('schools.current_school as c', 'c.urn', 's.urn')
    .select(['s.urn', 'c.name', 's.refused'])
    .where('s.refused', 'is not', null)
    .orderBy('c.name')
    .execute();
  return {
    done: rows[0]?.done ?? 0,
    of: rows[0]?.of ?? 0,
    refused: refused.map(({ urn, name, refused: words }) => ({
      urn,
      name: name ?? `URN ${urn}`,
      words: words ?? '',
    })),
  };
}

/** Steps that are not done, of schools that have not withdrawn. */
export const openSteps = (tx: Tx, year: string) =>
  tx
    .selectFrom('subscriptions.gate_step as s')
    .innerJoin('subscriptions.contract as k', 'k.id', 's.contract_id')
    .where('s.year', '=', year)
    .where('s.done_at', 'is', null)
    .where('k.withdrawn_at', 'is', null);

export interface Test {
  at: Temporal.Instant;
  byName: string;
  contracted: number;
  contractedPence: number;
  indicated: number;
  indicatedPence: number;
  state: Standing;
  why: 'confirmed' | 'asked' | 'vote';
}

/** What stood against the line when something was decided, the newest first. */
export const testsOf = (tx: Tx, year: string): Promise<Test[]> =>
  tx
    .selectFrom('subscriptions.gate_test')
    .select([
      'at',
      'by_name as byName',
      'contracted',
      'contracted_pence as contractedPence',
      'indicated',
      'indicated_pence as indicatedPence',
      'state',
      'why',
    ])
    .where('year', '=', year)
    .orderBy('id', 'desc')
    .execute();

export interface Round {
  id: string;
  year: string;
  number: number;
  offerId: string;
  changes: string;
  answerBy: Temporal.PlainDate;
  askedAt: Temporal.Instant;
}

/** Every time that schools were asked, the newest first. */
export const roundsOf = (tx: Tx, year: string): Promise<Round[]> =>
  roundColumns(tx).where('year', '=', year).orderBy('number', 'desc').execute();

const roundColumns = (tx: Tx) =>
  tx
    .selectFrom('subscriptions.gate_round')
    .select(['id', 'year', 'number', 'offer_id as offerId', 'changes', 'answer_by as answerBy', 'asked_at as askedAt']);

export interface Asked {
  urn: number;
  name: string;
  contractId: string;
  answer: Answer | null;
  answeredAt: Temporal.Instant | null;
  answeredName: string | null;
  note: string | null;
}

const askedRows = (tx: Tx) =>
  tx
    .selectFrom('subscriptions.gate_answer as a')
    .leftJoin('schools.current_school as s', 's.urn', 'a.urn')
    .select([
      'a.urn',
      's.name',
      'a.contract_id as contractId',
      'a.answer',
      'a.answered_at as answeredAt',
      'a.answered_name as answeredName',
      'a.note',
    ]);

/** The schools that were asked, by name. */
export async function answersOf(tx: Tx, roundId: string): Promise<Asked[]> {
  const rows = await askedRows(tx).where('a.round_id', '=', roundId).orderBy('s.name').orderBy('a.urn').execute();
  return rows.map((row) => ({ ...row, name: row.name ?? `URN ${row.urn}` }));
}

/** The newest time that a school was asked, by any of its numbers; null when it never was. */
export async function askedOf(tx: Tx, urns: readonly number[]): Promise<{ round: Round; asked: Asked } | null> {
  const round = await roundColumns(tx)
    .where('id', 'in', (of) =>
      of
        .selectFrom('subscriptions.gate_answer')
        .select('round_id')
        .where('urn', 'in', [...urns]),
    )
    .orderBy('asked_at', 'desc')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!round) return null;
  const row = await askedRows(tx)
    .where('a.round_id', '=', round.id)
    .where('a.urn', 'in', [...urns])
    .executeTakeFirst();
  return row ? { round, asked: { ...row, name: row.name ?? `URN ${row.urn}` } } : null;
}
