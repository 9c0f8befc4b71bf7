import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { ok, type Result, refused } from '../../platform/result';
import { date } from '../../platform/words';
import { countedSchools } from '../../schools';
import { quotedSchool } from '../queries';
import { lockGate, recordTest } from './confirm';
import { mayConfirm } from './policy';
import { gateOf } from './queries';
import { type Counted, countVote } from './rules';

interface By {
  actor: Anyone;
  clock: Clock;
}

export interface Vote {
  id: string;
  year: string;
  number: number;
  question: string;
  votesEach: number;
  /** The last day on which a vote is cast or changed. */
  ends: Temporal.PlainDate;
  openedAt: Temporal.Instant;
  options: { number: number; words: string }[];
}

/** Options are put to all members. `number` is the vote that the asker saw as the next: a second click opens no second. */
export async function openVote(
  tx: Tx,
  by: By,
  wish: { year: string; number: number; question: string; options: readonly string[]; ends: Temporal.PlainDate },
): Promise<Result<{ vote: Vote; again: boolean }, string>> {
  if (!mayConfirm(by.actor))
    return refused('A vote is opened by the chief executive, an administrator or the finance officer.');
  await lockGate(tx, wish.year, 'alone');
  const gate = await gateOf(tx, wish.year);
  if (!gate) return refused(`No offer for ${wish.year} is published.`);
  const votes = await votesOf(tx, wish.year);
  const there = votes.find(({ number }) => number === wish.number);
  if (there) return ok({ vote: there, again: true });
  if (gate.confirmed) return refused('Viability is confirmed: there is nothing to vote on.');
  if (gate.state !== 'below')
    return refused('Options are put to members only where the income is far from the line, and it is not.');
  const running = votes.find(({ ends }) => !isOver(ends, by.clock.today()));
  if (running)
    return refused(`A vote is running until ${date(running.ends)}. Wait for its end before opening another.`);
  const { votesEach } = gate.published.offer.members;
  if (votesEach === 0) return refused('The offer gives members no vote.');
  if (new Set(wish.options).size < wish.options.length) return refused('Two of the options are the same.');
  if (wish.options.length < 2) return refused('Write two options or more: one alone is no choice.');
  if (isOver(wish.ends, by.clock.today())) return refused('Give a last day for the vote that is still to come.');
  const id = crypto.randomUUID();
  const number = (votes[0]?.number ?? 0) + 1;
  await tx
    .insertInto('subscriptions.gate_vote')
    .values({
      id,
      year: wish.year,
      number,
      question: wish.question,
      votes_each: votesEach,
      ends: wish.ends,
      opened_at: by.clock.now(),
      opened_by: by.actor?.personId ?? null,
    })
    .execute();
  await tx
    .insertInto('subscriptions.gate_option')
    .values(wish.options.map((words, index) => ({ vote_id: id, number: index + 1, words })))
    .execute();
  await recordTest(tx, by, gate, 'vote');
  await recordDeed(tx, by, {
    action: 'subscriptions.vote-opened',
    scope: 'installation',
    about: `${wish.question} (until ${date(wish.ends)})`,
    after: { options: wish.options },
  });
  const vote = await voteBy(tx, { year: wish.year, number });
  if (!vote) throw new Error('The vote that was opened is not to be seen.');
  return ok({ vote, again: false });
}

/**
 * A member's vote, cast or changed until the end of the last day. One a member, whoever of its leaders comes last; the database refuses a later one.
 *
 * @param school its number today, and the first it ever had, by which it is counted
 */
export async function castVote(
  tx: Tx,
  by: By,
  wish: { vote: Vote; school: { urn: number; first: number }; option: number },
): Promise<Result<{ again: boolean }, string>> {
  const { vote, school, option } = wish;
  const member = await isMember(tx, school.urn);
  if (!member)
    return refused('Members vote: every open school that is publicly funded. This school is not one of them.');
  if (isOver(vote.ends, by.clock.today()))
    return refused(`The vote ended on ${date(vote.ends)}. Its result stands below.`);
  const chosen = vote.options.find(({ number }) => number === option);
  if (!chosen) return refused('Choose one of the options.');
  if ((await ballotOf(tx, vote.id, school.first)) === option) return ok({ again: true });
  await tx
    .insertInto('subscriptions.gate_ballot')
    .values({
      vote_id: vote.id,
      urn: school.first,
      option,
      cast_at: by.clock.now(),
      cast_by: by.actor?.personId ?? null,
    })
    .onConflict((conflict) =>
      conflict.columns(['vote_id', 'urn']).doUpdateSet({
        option,
        cast_at: by.clock.now(),
        cast_by: by.actor?.personId ?? null,
      }),
    )
    .execute();
  await recordDeed(tx, by, {
    action: 'subscriptions.vote-cast',
    scope: `school/${school.urn}`,
    about: `${member.name} voted on: ${vote.question}`,
  });
  return ok({ again: false });
}

/** The option that a member chose, or null. For its leaders and the office. */
export async function ballotOf(tx: Tx, voteId: string, urn: number): Promise<number | null> {
  const row = await tx
    .selectFrom('subscriptions.gate_ballot')
    .select('option')
    .where('vote_id', '=', voteId)
    .where('urn', '=', urn)
    .executeTakeFirst();
  return row?.option ?? null;
}

export interface Outcome {
  options: Counted[];
  leading: Counted[];
  /** Members that voted, and how many the newest census counts. */
  members: number;
  of: number;
}

/** The count: final after the last day; before it nothing but for the office. */
export async function countedVote(tx: Tx, vote: Vote): Promise<Outcome> {
  const { rows } = await sql<{ option: number; ballots: number }>`
    select option, ballots from subscriptions.ballots_of(${vote.id})`.execute(tx);
  return { ...countVote(vote.options, rows, vote.votesEach), of: (await countedSchools(tx)).length };
}

/** Every vote of an offer year, the newest first. */
export async function votesOf(tx: Tx, year: string): Promise<Vote[]> {
  const rows = await voteRows(tx).where('year', '=', year).orderBy('number', 'desc').execute();
  return withOptions(tx, rows);
}

export async function voteBy(tx: Tx, { year, number }: { year: string; number: number }): Promise<Vote | null> {
  const rows = await voteRows(tx).where('year', '=', year).where('number', '=', number).execute();
  return (await withOptions(tx, rows))[0] ?? null;
}

/** The vote on which members decide now, else the last that there was; null where there never was one. */
export async function newestVote(tx: Tx): Promise<Vote | null> {
  const rows = await voteRows(tx).orderBy('opened_at', 'desc').orderBy('number', 'desc').limit(1).execute();
  return (await withOptions(tx, rows))[0] ?? null;
}

/** The last day has passed. */
export const isOver = (ends: Temporal.PlainDate, today: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(ends, today) < 0;

const voteRows = (tx: Tx) =>
  tx
    .selectFrom('subscriptions.gate_vote')
    .select(['id', 'year', 'number', 'question', 'votes_each as votesEach', 'ends', 'opened_at as openedAt']);

async function withOptions(tx: Tx, votes: readonly Omit<Vote, 'options'>[]): Promise<Vote[]> {
  if (votes.length === 0) return [];
  const ids = votes.map(({ id }) => id);
  const options = await tx
    .selectFrom('subscriptions.gate_option')
    .selectAll()
    .where('vote_id', 'in', ids)
    .orderBy('number')
    .execute();
  return votes.map((vote) => ({
    ...vote,
    options: options.filter(({ vote_id }) => vote_id === vote.id).map(({ number, words }) => ({ number, words })),
  }));
}

async function isMember(tx: Tx, urn: number): Promise<{ name: string } | null> {
  const school = await quotedSchool(tx, urn);
  return school?.open && school.publiclyFunded ? school : null;
}
