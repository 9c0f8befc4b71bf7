import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database';
import '../tables';

/** Gives the answer that was kept under this name, or asks and keeps it. */
export type Remember = <T>(name: string, ask: () => Promise<T>) => Promise<T>;

/** Different questions kept at a time, of which a page asks four. The answer about a national list, the largest, is some 200 KB. */
const mostKept = 60;

interface Memory {
  stamp: string;
  answers: Map<string, unknown>;
}

const kept = new WeakMap<Database, Memory>();
/** What will hold after a change that is still to come. */
const ahead = new WeakMap<Database, Memory>();

/**
 * Keeps what takes reading every school for as long as it holds: until a file is accepted, something is entered by hand, or the day changes.
 * Only for what everybody may see, asked in a transaction that has written nothing; the questions may be asked in later ones.
 */
export async function remembering(tx: Tx, database: Database): Promise<Remember> {
  const stamp = await stampOf(tx);
  const known = [kept.get(database), ahead.get(database)].find((one) => one?.stamp === stamp);
  const memory = known ?? { stamp, answers: new Map<string, unknown>() };
  kept.set(database, memory);
  return rememberingIn(memory);
}

/** The same for when a change counts that this transaction makes and will take back: found again if it comes, and comes alone. */
export async function rememberingAhead(tx: Tx, database: Database): Promise<Remember> {
  const memory = { stamp: await stampOf(tx), answers: new Map<string, unknown>() };
  ahead.set(database, memory);
  return rememberingIn(memory);
}

const rememberingIn =
  ({ answers }: Memory): Remember =>
  async <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const answer = answers.has(name) ? (answers.get(name) as T) : await ask();
    // What was asked for last goes last: the first is the one to forget.
    answers.delete(name);
    answers.set(name, answer);
    for (const oldest of [...answers.keys()].slice(0, -mostKept)) answers.delete(oldest);
    return answer;
  };

const byHand = [
  'school_version',
  'pupil_number',
  'trust_version',
  'trust_membership',
  'partnership',
  'partnership_version',
  'partnership_membership',
] as const;

/** Other than it was whenever a fact has come to count, and which: facts are added and never changed, and no acceptance is taken back. */
async function stampOf(tx: Tx): Promise<string> {
  const counts = byHand.map(
    (table) => sql`(select count(*) from ${sql.table(`schools.${table}`)} where import_id is null)`,
  );
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws(' ', platform.today(), (select md5(string_agg(id::text, ' ' order by id)) from schools.import where status = 'accepted'), ${sql.join(counts)}) as stamp`.execute(
    tx,
  );
  return rows[0]?.stamp ?? '';
}
