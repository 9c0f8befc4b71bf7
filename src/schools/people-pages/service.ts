import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import { recordDeed } from '../../platform/audit';
import type { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { sendMail } from '../../platform/mail';
import { ok, type Result, refused } from '../../platform/result';
import { date } from '../../platform/words';
import {
  type EndRefusal,
  endPersonRole,
  givePersonRole,
  type Invitation,
  type InviteRefusal,
  scopeName,
} from '../people';
import { roleById } from '../roles';
import { mayManageEverybody, mayManagePeople } from './policy';
import { roleHeld } from './queries';

interface By {
  actor: Anyone;
  clock: Clock;
}

/** What an invitation tells besides the role. */
export interface InviteWords {
  /** The school, trust or partnership, or the company itself. */
  place: string;
  /** The page where one signs in. */
  signIn: string;
}

/** Gives the role and writes to the person. @returns the name by which they are known: an address that was here before keeps its own. */
export async function invite(
  tx: Tx,
  by: By,
  wish: Invitation,
  words: InviteWords,
): Promise<Result<{ name: string }, InviteRefusal>> {
  const given = await givePersonRole(tx, by, wish);
  if (!given.ok) return given;
  const person = await tx
    .selectFrom('schools.person')
    .where('id', '=', given.value.personId)
    .select('name')
    .executeTakeFirst();
  const title = roleById.get(wish.role)?.title ?? wish.role;
  const later = Temporal.PlainDate.compare(wish.starts, by.clock.today()) > 0;
  await sendMail(tx, {
    to: wish.email,
    subject: `You are ${title} at ${words.place}`,
    text: [
      `${by.actor?.name ?? 'The partnership office'} has given you the role of ${title} at ${words.place}${later ? ` from ${date(wish.starts)}` : ''}${wish.ends ? `, until ${date(wish.ends.subtract({ days: 1 }))}` : ''}.`,
      `Sign in with this address, ${wish.email}, and no password: a code is sent to it each time.`,
      `${words.signIn}`,
      'If you did not expect this, you can ignore it: nothing happens until you sign in.',
    ].join('\n\n'),
    kind: 'plain',
  });
  return ok({ name: person?.name ?? wish.name });
}

export type ChangeRefusal = EndRefusal | 'already-held';

/**
 * Sets the first day without the role, or that it has no end (null). An earlier end is `endPersonRole`'s; a later one, or none, is given
 * only while the role lasts: who has left is given it again. Repeating it changes nothing.
 */
export async function changeRoleEnd(
  tx: Tx,
  by: By,
  id: string,
  ends: Temporal.PlainDate | null,
): Promise<Result<{ name: string }, ChangeRefusal>> {
  const held = await roleHeld(tx, id);
  if (!held) return refused('not-found');
  if (!mayManagePeople(by.actor, held.scope)) return refused('not-yours');
  const ended = held.ends && Temporal.PlainDate.compare(held.ends, by.clock.today()) <= 0;
  if (ended) return ends?.equals(held.ends!) ? ok({ name: held.name }) : refused('already-ended');
  const earlier = ends && (!held.ends || Temporal.PlainDate.compare(ends, held.ends) <= 0);
  if (earlier) return endPersonRole(tx, by, id, ends);
  if (!held.ends) return ok({ name: held.name });
  const overlap = await tx
    .selectFrom('schools.role_held')
    .where('person_id', '=', held.personId)
    .where('role', '=', held.role)
    .where('scope_kind', '=', held.scope.kind)
    .where('scope_id', '=', held.scope.id)
    .where('id', '<>', id)
    .where(sql<boolean>`daterange(starts, ends) && daterange(${held.starts}, ${ends})`)
    .select('id')
    .executeTakeFirst();
  if (overlap) return refused('already-held');
  await tx.updateTable('schools.role_held').set({ ends }).where('id', '=', id).execute();
  await recordDeed(tx, by, {
    action: 'schools.role-extended',
    scope: scopeName(held.scope),
    about: `${held.name}: ${held.title}`,
    before: { ends: held.ends.toString() },
    after: { ends: ends?.toString() ?? null },
  });
  return ok({ name: held.name });
}

/** Two who give one role at the same moment: the database lets one of them, and the other is told that it is held. */
export async function heldOnce<T>(work: Promise<T>): Promise<T | { ok: false; reason: 'already-held' }> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: string }).code === '23P01') return { ok: false, reason: 'already-held' };
    throw error;
  }
}

export type RenameRefusal = 'not-yours' | 'not-found';

/** Corrects what somebody is called, everywhere: the office's, and everybody's own. Their address stays: it is how they sign in. */
export async function renamePerson(
  tx: Tx,
  by: By,
  personId: string,
  name: string,
): Promise<Result<{ before: string }, RenameRefusal>> {
  if (!mayManageEverybody(by.actor) && by.actor?.personId !== personId) return refused('not-yours');
  const person = await tx
    .selectFrom('schools.person')
    .where('id', '=', personId)
    .select(['name', 'email'])
    .forUpdate()
    .executeTakeFirst();
  if (!person) return refused('not-found');
  if (person.name === name) return ok({ before: name });
  await tx.updateTable('schools.person').set({ name }).where('id', '=', personId).execute();
  await recordDeed(tx, by, {
    action: 'schools.person-renamed',
    scope: `person/${personId}`,
    about: name,
    before: { name: person.name },
    after: { name, person: person.email },
  });
  return ok({ before: person.name });
}
