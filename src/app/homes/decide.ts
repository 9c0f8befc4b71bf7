import { type Booking, lastDayWith, rowUnits, type SchoolStatement, stateAt } from '../../bookings';
import { currentOffer } from '../../offer';
import { type Anyone, sees } from '../../platform/actor';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { date, money } from '../../platform/words';
import { lineage } from '../../schools';
import {
  askedOf,
  ballotOf,
  isOpen,
  isOver,
  newestVote,
  openedByIntention,
  type State,
  stateOn,
} from '../../subscriptions';

/** Something that waits for somebody of a school. */
export interface Decision {
  title: string;
  href: string;
  hint: string;
  /** By when; null where nothing ends. */
  by: Temporal.PlainDate | null;
  /** It should be done already. */
  late?: boolean;
}

/** What a school's leaders have to decide, the most pressing first. Governors read the same. */
export async function decisionsOf(
  tx: Tx,
  { actor, clock }: { actor: Anyone; clock: Clock },
  statement: SchoolStatement,
  bookings: readonly Booking[],
): Promise<Decision[]> {
  const { urn, contract } = statement;
  const today = clock.today();
  const urns = await lineage(tx, urn);
  const base = `/schools/${urn}`;
  const leads = sees(actor, `leader/${urn}`);
  const decisions = [...contractDecision(base, stateOn(contract, today))];
  const asked = await askedOf(tx, urns);
  if (asked?.asked.answer === null && !isOver(asked.round.answerBy, today))
    decisions.push({
      title: 'Say whether you stay: the offer has changed',
      href: `${base}/subscription/confirm`,
      hint: asked.round.changes,
      by: asked.round.answerBy,
    });
  const vote = await newestVote(tx);
  if (leads && vote && !isOver(vote.ends, today) && (await ballotOf(tx, vote.id, urns[0] ?? urn)) === null)
    decisions.push({ title: 'Vote', href: `${base}/subscription/vote`, hint: vote.question, by: vote.ends });
  const published = isOpen(stateOn(contract, today)) ? await currentOffer(tx) : null;
  for (const { id, name } of published ? openedByIntention(published.offer) : [])
    if (leads && !bookings.some((one) => one.element === id && one.cancelledAt === null))
      decisions.push({
        title: `Book: ${name}`,
        href: `${base}/bookings/new?element=${id}`,
        hint: 'You mean to subscribe, and that is enough for it.',
        by: null,
      });
  for (const booking of bookings)
    if (stateAt(booking, clock.now(), today) === 'quoted')
      decisions.push({
        title: 'Answer a quote',
        href: `${base}/bookings/${booking.id}`,
        hint: booking.what,
        by: booking.quoteUntil,
      });
  const credit = creditDecision(statement, today, leads);
  if (credit) decisions.push(credit);
  if (statement.money && statement.money.overdue > 0)
    decisions.push({
      title: `Pay ${money(statement.money.overdue)} that is overdue`,
      href: `${base}/money`,
      hint: 'If it was paid, tell the partnership office.',
      by: null,
      late: true,
    });
  return decisions.toSorted((a, b) => (a.by?.toString() ?? '9999').localeCompare(b.by?.toString() ?? '9999'));
}

/** Credit that nothing is planned for, while it can still be spent. */
function creditDecision(
  { offer, figures, urn, subscribed }: SchoolStatement,
  today: Temporal.PlainDate,
  leads: boolean,
): Decision | null {
  const row = figures.rows.find(({ element }) => element === offer.bespoke.credit.id);
  const line = row?.lines[0];
  if (!subscribed || !row || !line || line.left === 0) return null;
  const by = lastDayWith(offer.bespoke.booking.returnedWhenCancelled.workingDaysBefore, line.ends);
  if (Temporal.PlainDate.compare(by, today) < 0) return null;
  return {
    title: `Say how you will use ${rowUnits(offer, row, 'left')} of credit`,
    // Whoever may not spend it reads what it is.
    href: leads ? `/schools/${urn}/menu` : `/schools/${urn}/statement#lapses`,
    hint: line.pooled > 0 ? 'It lies in a pool with other schools.' : 'Or share it with other schools in a pool.',
    by,
  };
}

function contractDecision(base: string, state: State): Decision[] {
  if (state === 'form-sent')
    return [
      {
        title: 'Complete the subscription form',
        href: `${base}/subscription/form`,
        hint: 'It has been sent to you. An authorised leader completes it.',
        by: null,
      },
    ];
  if (state === 'prospect' || state === 'ended' || state === 'withdrawn')
    return [
      {
        title: 'Say whether you mean to subscribe',
        href: `${base}/subscription`,
        hint: 'It binds nobody, and is enough to plan the year.',
        by: null,
      },
    ];
  return [];
}

export const byWords = ({ by, late }: Decision): string => (by ? `by ${date(by)}` : late ? 'overdue' : 'any time');
