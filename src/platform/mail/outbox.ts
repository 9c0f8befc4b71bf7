import type { Tx } from '../database';
import type { LetterState } from './letters';

/** A letter as a list shows it. The subject is empty when it held a secret and has been wiped. */
export interface OutboxLine {
  id: string;
  to: string;
  subject: string;
  secret: boolean;
  state: LetterState;
  attempts: number;
  error: string | null;
  madeAt: Temporal.Instant;
  settledAt: Temporal.Instant | null;
}

export interface Letter extends OutboxLine {
  /** Null once wiped. */
  text: string | null;
}

export const lettersOnPage = 50;

/** The latest first; pages are numbered from 1. Empty for whoever may not see 'mail/*'. */
export async function outbox(tx: Tx, { page }: { page: number }): Promise<{ letters: OutboxLine[]; total: number }> {
  const { total } = await tx
    .selectFrom('platform.mail')
    .select((select) => select.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await tx
    .selectFrom('platform.mail')
    .select(columns)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(lettersOnPage)
    .offset((Math.max(1, page) - 1) * lettersOnPage)
    .execute();
  return { letters: rows.map(lineOf), total };
}

/** Null when there is none that the asker may read. */
export async function letter(tx: Tx, id: string): Promise<Letter | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const row = await tx
    .selectFrom('platform.mail')
    .select([...columns, 'text'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { ...lineOf(row), text: row.text } : null;
}

const columns = [
  'id',
  'to_address',
  'subject',
  'secret',
  'state',
  'attempts',
  'error',
  'made_at',
  'settled_at',
] as const;

const lineOf = (row: {
  id: string;
  to_address: string;
  subject: string;
  secret: boolean;
  state: LetterState;
  attempts: number;
  error: string | null;
  made_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
}): OutboxLine => ({
  id: row.id,
  to: row.to_address,
  subject: row.subject,
  secret: row.secret,
  state: row.state,
  attempts: row.attempts,
  error: row.error,
  madeAt: row.made_at,
  settledAt: row.settled_at,
});
