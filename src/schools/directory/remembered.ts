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

/**
 * Keeps what takes reading every school for as long as it holds: until a file is accepted, something is entered by hand, or the day changes.
 * Only for what everybody may see, asked in a transaction that has written nothing; the questions may be asked in later ones.
 */
export async function remembering(tx: Tx, database: Database): Promise<Remember> {
  const stamp = await stampOf(tx);
  const known = kept.get(database);
  if (known?.stamp === stamp) return rememberingIn(known.answers);
  const memory = { stamp, answers: await foreseen(tx, stamp) };
  kept.set(database, memory);
  return rememberingIn(memory.answers);
}

export const rememberingIn =
  (answers: Memory['answers']): Remember =>
  async <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const answer = answers.has(name) ? (answers.get(name) as T) : await ask();
    // What was asked for last goes last: the first is the one to forget.
    answers.delete(name);
    answers.set(name, answer);
    for (const oldest of [...answers.keys()].slice(0, -mostKept)) answers.delete(oldest);
    return answer;
  };

/** What was asked ahead for the state that this stamp names, by whichever program checked the file: nothing where something else came between. */
async function foreseen(tx: Tx, stamp: string): Promise<Memory['answers']> {
  const row = await tx.selectFrom('schools.foreseen').select('answers').where('stamp', '=', stamp).executeTakeFirst();
  return new Map(Object.entries(row?.answers ?? {}));
}

/** Writes down answers that can be written as JSON, to be found once this import counts; those for another are forgotten. */
export async function foresee(
  tx: Tx,
  importId: number,
  { stamp, answers }: { stamp: string; answers: ReadonlyMap<string, unknown> },
): Promise<void> {
  await tx.deleteFrom('schools.foreseen').execute();
  await tx
    .insertInto('schools.foreseen')
    .values({ import_id: importId, stamp, answers: JSON.stringify(Object.fromEntries(answers)) })
    .execute();
}

/** Forgets what was asked ahead of an import that will not count. */
export async function forgetForeseen(tx: Tx, importId: number): Promise<void> {
  await tx.deleteFrom('schools.foreseen').where('import_id', '=', importId).execute();
}

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
export async function stampOf(tx: Tx): Promise<string> {
  const counts = byHand.map(
    (table) => sql`(select count(*) from ${sql.table(`schools.${table}`)} where import_id is null)`,
  );
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws(' ', platform.today(), (select md5(string_agg(id::text, ' ' order by id)) from schools.import where status = 'accepted'), ${sql.join(counts)}) as stamp`.execute(
    tx,
  );
  return rows[0]?.stamp ?? '';
}
