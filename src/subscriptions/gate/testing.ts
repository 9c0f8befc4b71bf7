import { sql } from 'kysely';
import { currentOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import { testClock } from '../../platform/testing';
import { lineage, system } from '../../schools';
import { keep } from '../model/kept';
import './tables';

/** A school's contract as far as it has come, by the newest version of the offer. */
export async function anIntent(
  tx: Tx,
  wish: { urn: number; stands: 'contracted' | 'indicated'; on?: string; starts?: string; ends?: string },
): Promise<string> {
  const published = await currentOffer(tx);
  if (!published) throw new Error('No offer is published.');
  const { offer } = published;
  const at = Temporal.Instant.from(`${wish.on ?? '2018-06-01'}T09:00:00Z`);
  const [id, file] = [crypto.randomUUID(), crypto.randomUUID()];
  const [first = wish.urn] = await lineage(tx, wish.urn);
  await tx
    .insertInto('subscriptions.contract')
    .values({
      id,
      urn: first,
      offer_id: published.id,
      plan: offer.contract.plans[0]?.id ?? '',
      starts: wish.starts ? Temporal.PlainDate.from(wish.starts) : offer.contract.from,
      ends: wish.ends ? Temporal.PlainDate.from(wish.ends) : offer.contract.to,
      indicated_at: at,
    })
    .execute();
  if (wish.stands === 'indicated') return id;
  const hash = '0'.repeat(64);
  await sql`insert into platform.file (id, name, type, bytes, sha256, level, made_at, made_by)
    values (${file}, 'terms.pdf', 'application/pdf', 1, ${hash}, ${`school/${wish.urn}`}, ${at}, platform.person())`.execute(
    tx,
  );
  await tx
    .updateTable('subscriptions.contract')
    .set({
      form_sent_at: at,
      completed_at: at,
      signed_name: 'A Head',
      signed_role: 'headteacher',
      terms_file: file,
      terms_sha256: hash,
      accepted_at: at,
    })
    .where('id', '=', id)
    .execute();
  return id;
}

/** For samples of today's offer: viability confirmed after a round in which these schools confirmed, a vote that is open, a kept what-if, the address of a cell. */
export async function aGateUnderWay(
  tx: Tx,
  urns: readonly number[],
): Promise<{
  gateYear: string;
  gateRound: string;
  gateVote: string;
  gateVotePath: string;
  modelKept: string;
  modelCell: string;
}> {
  const published = await currentOffer(tx);
  if (!published) throw new Error('No offer is published.');
  await tx
    .insertInto('subscriptions.gate')
    .values({
      year: published.year,
      offer_id: published.id,
      confirmed_at: Temporal.Instant.from('2018-06-20T09:00:00Z'),
      confirmed_by: null,
    })
    .execute();
  const [round, vote] = [crypto.randomUUID(), crypto.randomUUID()];
  const at = Temporal.Instant.from('2018-06-10T09:00:00Z');
  const { year } = published;
  await tx
    .insertInto('subscriptions.gate_round')
    .values({
      id: round,
      year,
      number: 1,
      offer_id: published.id,
      changes: 'Less of everything.',
      answer_by: Temporal.PlainDate.from('2030-01-31'),
      asked_at: at,
      asked_by: null,
    })
    .execute();
  for (const urn of urns) {
    const contract = await tx
      .selectFrom('subscriptions.contract')
      .select('id')
      .where('urn', '=', urn)
      .executeTakeFirst();
    await tx
      .insertInto('subscriptions.gate_answer')
      .values({
        round_id: round,
        urn,
        contract_id: contract?.id ?? (await anIntent(tx, { urn, stands: 'indicated' })),
        before_offer_id: published.id,
        answer: 'confirmed',
        answered_at: at,
        answered_by: null,
        answered_name: 'A Head',
        note: null,
      })
      .execute();
  }
  await tx
    .insertInto('subscriptions.gate_vote')
    .values({
      id: vote,
      year,
      number: 1,
      question: 'How do we go on?',
      votes_each: 1,
      ends: Temporal.PlainDate.from('2030-01-31'),
      opened_at: at,
      opened_by: null,
    })
    .execute();
  await tx
    .insertInto('subscriptions.gate_option')
    .values(['A smaller offer', 'No offer'].map((words, i) => ({ vote_id: vote, number: i + 1, words })))
    .execute();
  const keeper = { actor: system, clock: testClock };
  const kept = await keep(tx, keeper, { year, name: 'A larger base', query: 'base=1600' });
  if (!kept.ok) throw new Error(kept.reason);
  const address = year.replace('/', '-');
  return {
    gateYear: year,
    gateRound: round,
    gateVote: vote,
    gateVotePath: `/subscriptions/votes/${address}/1`,
    modelKept: kept.value.id,
    modelCell: `/subscriptions/model/cells/${address}/${published.offer.funding.table.columns[0]?.id}`,
  };
}
