import { type Generated, sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../database';
import { defineJob, enqueue, type JobKind, type Work } from '../jobs';
import { refusedForGood, sendBySmtp, wordsOf } from './smtp';

declare module '../database' {
  interface Tables {
    'platform.mail': MailTable;
  }
}

interface MailTable {
  id: string;
  to_address: string;
  subject: string;
  text: string | null;
  secret: boolean;
  state: Generated<LetterState>;
  attempts: Generated<number>;
  error: string | null;
  made_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
}

/** `kept`: there was no mail server to send it by, so it stays here to be read. */
export type LetterState = 'waiting' | 'sent' | 'kept' | 'failed';

export interface NewLetter {
  to: string;
  subject: string;
  /** Plain text: paragraphs between empty lines, lists with "- ", addresses of pages in full. A simple HTML version is made from it. */
  text: string;
  /** A secret (a sign-in code) is wiped, subject and text, once it has gone; where there is no mail server, after an hour. */
  kind: 'plain' | 'secret';
}

/** Writes a letter to the outbox and enqueues its sending, in the caller's transaction. Anybody may, signed in or not. */
export async function sendMail(tx: Tx, { to, subject, text, kind }: NewLetter): Promise<void> {
  const id = crypto.randomUUID();
  await tx
    .insertInto('platform.mail')
    .values({ id, to_address: to, subject, text, secret: kind === 'secret', made_at: sql`platform.now()` })
    .execute();
  await enqueue(tx, sendLetter, { id }, { once: id });
}

const letterId = z.object({ id: z.string() });

/** Sent at least once: when the program dies between the server's word and ours it goes again, under the same Message-ID. */
const sendLetter = defineJob({
  name: 'platform.send-letter',
  title: 'Sending a letter',
  payload: letterId,
  retries: 8,
  urgent: true,
  async handle(work, { id }) {
    const { config } = work.mesters;
    const letter = await work.tx((tx) =>
      tx.selectFrom('platform.mail').selectAll().where('id', '=', id).where('state', '=', 'waiting').executeTakeFirst(),
    );
    if (!letter || letter.text === null) return;
    const { name, kind } = await work.mesters.installation();
    // A demonstration writes to nobody: anybody may be anyone there.
    if (!config.smtpUrl || kind === 'demonstration') return settle(work, letter, 'kept', null);
    try {
      await sendBySmtp(config.smtpUrl, config.mailFrom, {
        id,
        to: letter.to_address,
        subject: letter.subject,
        text: letter.text,
        name,
      });
    } catch (error) {
      const words = wordsOf(error);
      const forGood = refusedForGood(error);
      await settle(work, letter, forGood || work.last ? 'failed' : 'waiting', words);
      if (forGood) return; // another attempt would end the same way
      throw new Error(words);
    }
    await settle(work, letter, 'sent', null);
  },
});

const forgetLetter = defineJob({
  name: 'platform.forget-letter',
  title: 'Wiping a code for signing in',
  payload: letterId,
  handle: async (work, { id }) => {
    await work.tx((tx) =>
      tx.updateTable('platform.mail').set(forgotten).where('id', '=', id).where('secret', '=', true).execute(),
    );
  },
});

/** The jobs of this part, for the worker. */
export const mailJobs: readonly JobKind<never>[] = [sendLetter, forgetLetter];

const forgotten = { subject: '', text: null };

async function settle(
  work: Work,
  letter: { id: string; secret: boolean; attempts: number },
  state: LetterState,
  error: string | null,
): Promise<void> {
  const { id, secret } = letter;
  const now = work.clock.now();
  await work.tx(async (tx) => {
    await tx
      .updateTable('platform.mail')
      .set({
        state,
        error,
        attempts: letter.attempts + (state === 'kept' ? 0 : 1),
        settled_at: state === 'waiting' ? null : now,
        ...(secret && (state === 'sent' || state === 'failed') ? forgotten : {}),
      })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .execute();
    if (secret && state === 'kept') await enqueue(tx, forgetLetter, { id }, { after: now.add({ hours: 1 }) });
  });
}
