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

const orders = { subject: 'subject', to: 'to_address', at: 'made_at', state: 'state' } as const;

export interface OutboxWish {
  /** From 1. */
  page: number;
  perPage?: number;
  /** A piece of the subject or of the address. */
  q?: string;
  state?: LetterState | '';
  /** The latest first unless said. */
  order?: { key: keyof typeof orders; dir: 'asc' | 'desc' };
}

/** Empty for whoever may not see 'mail/*'. */
export async function outbox(tx: Tx, wish: OutboxWish): Promise<{ letters: OutboxLine[]; total: number }> {
  const { page, perPage = lettersOnPage, q = '', state = '', order = { key: 'at', dir: 'desc' } } = wish;
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const found = tx
    .selectFrom('platform.mail')
    .$if(state !== '', (query) => query.where('state', '=', state as LetterState))
    .$if(q !== '', (query) =>
      query.where((or) => or.or([or('subject', 'ilike', like), or('to_address', 'ilike', like)])),
    );
  const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await found
    .select(columns)
    .orderBy(orders[order.key], order.dir)
    .orderBy('id', order.dir)
    .limit(perPage)
    .offset((Math.max(1, page) - 1) * perPage)
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
