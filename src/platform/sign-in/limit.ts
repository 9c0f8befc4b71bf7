import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { realClock } from '../clock';
import type { Database, Standing } from '../database';

declare module '../database' {
  interface Tables {
    'platform.sign_in_limit': { key: string; since: Temporal.Instant; count: number };
  }
}

/** The sign-in path's standing, on the real clock: a held day must not stop limits and sessions from ending. */
export const signInStanding: Standing = { role: 'web', actor: { personId: '', sees: ['sign-in'] }, clock: realClock };

/** How many codes one address may be sent within an hour. With five tries each, guessing six digits is hopeless. */
const codesAnHour = 5;

/**
 * Counts one more code for an address, in the database so that it holds for all web processes together.
 * @returns how many seconds to wait first: none where it may be sent.
 */
export function waitForCode(database: Database, secret: string, email: string): Promise<number> {
  const key = createHmac('sha256', secret).update(`limit:${email}`).digest('base64url');
  const now = realClock.now();
  const hourAgo = now.subtract({ hours: 1 });
  return database.transaction(signInStanding, async (tx) => {
    await tx.deleteFrom('platform.sign_in_limit').where('since', '<', hourAgo).execute();
    const { count, since } = await tx
      .insertInto('platform.sign_in_limit')
      .values({ key, since: now, count: 1 })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ count: sql`sign_in_limit.count + 1` }))
      .returning(['count', 'since'])
      .executeTakeFirstOrThrow();
    return count <= codesAnHour ? 0 : Math.max(1, Math.ceil(since.since(hourAgo).total('seconds')));
  });
}

/** Sessions that have run out and whose browser never came back. Done whenever somebody signs in. */
export const tidySessions = (database: Database): Promise<unknown> =>
  database.transaction(signInStanding, (tx) =>
    tx.deleteFrom('platform.sign_in_session').where('expires_at', '<=', realClock.now()).execute(),
  );
