import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { newerShipped, newerWords } from '../../offer';
import { realClock } from '../../platform/clock';
import { migrations, systemStanding, type Tx } from '../../platform/database';
import { failedJobs } from '../../platform/jobs';
import { counted } from '../../platform/words';
import { hasAdministrator } from '../../schools';
import { whyNotOwner } from '../backup/tables';
import type { Program } from '../program';
import { ill, type Look, well } from './doctor-findings';

/** What the clock of this machine may be behind what was written, or apart from the server's. */
const minutesApart = 5;

/** Kept files that are looked for, the newest first: each is a question to the store. */
const mostFiles = 2000;
/** Those of them that are read as well, up to so many bytes in all: a content that a disk has spoilt is there and is not what was kept. */
const mostBytes = 200e6;

const asSystem = <T>({ database, clock }: Program, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.transaction(systemStanding(clock), work);

export const looksAtInstallation: readonly Look<Program>[] = [
  ['version', async () => well(`${counted(migrations().length, 'migration')} in place`)],
  [
    'letters of the database',
    async (program) => {
      const encoding = await asSystem(program, async (tx) => {
        const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(tx);
        return rows[0]?.server_encoding;
      });
      return encoding === 'UTF8'
        ? well('UTF8')
        : ill(
            `the database keeps text as ${encoding}. Make another with encoding UTF8 and restore a backup into it: docs/how-to/run-on-a-server.md.`,
          );
    },
  ],
  [
    'row-level security',
    async (program) => {
      const open = await asSystem(program, async (tx) => {
        const { rows } = await sql<{ name: string }>`
          select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname <> 'pgboss' and c.relkind in ('r', 'p') and pg_get_userbyid(c.relowner) = 'mesters_owner'
            and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(tx);
        return rows.map((row) => row.name);
      });
      return open.length === 0
        ? well('forced on every table')
        : ill(`not forced on ${open.join(', ')}. The schema has been changed by hand: restore a backup.`);
    },
  ],
  [
    'backup',
    async ({ database }) => {
      const connection = await database.source.acquire();
      try {
        const why = await whyNotOwner(connection);
        return why === null ? well('can be made') : ill(why);
      } finally {
        connection.release();
      }
    },
  ],
  [
    'clock',
    async (program) => {
      // What was written in a demonstration has the days of its own story.
      const held = (await program.installation()).heldToday !== null;
      const { server, newest } = await asSystem(program, async (tx) => {
        const { rows } = await sql<{ server: Temporal.Instant; newest: Temporal.Instant | null }>`
          select clock_timestamp() as server, (select max(at) from platform.audit) as newest`.execute(tx);
        return rows[0]!;
      });
      const ours = realClock.now();
      const behind = (other: Temporal.Instant) => ours.until(other).total('minutes');
      if (!held && newest && behind(newest) > minutesApart)
        return ill(
          `this machine says ${ours.toString({ smallestUnit: 'minute' })}, and something was written at ${newest.toString({ smallestUnit: 'minute' })}, which is later. Set its clock.`,
        );
      if (Math.abs(behind(server)) > minutesApart)
        return ill(
          `this machine says ${ours.toString({ smallestUnit: 'minute' })} and the database’s ${server.toString({ smallestUnit: 'minute' })}. Set the clock that is wrong.`,
        );
      return well('later than all that was written');
    },
  ],
  [
    'installation',
    async (program) => {
      const { kind, name, heldToday } = await program.installation();
      if (kind === 'new') return well('new: open the site to choose a demonstration or your own schools');
      if (kind === 'own' && name === '')
        return well('schools of one’s own, without a name yet: the first administrator gives it one on the site');
      return well(`${name}${heldToday ? `, a demonstration on ${heldToday}` : ''}`);
    },
  ],
  [
    'administrators',
    async (program) => {
      if ((await program.installation()).kind === 'new') return well('none yet');
      return (await asSystem(program, hasAdministrator))
        ? well('somebody is one today')
        : ill('nobody is an administrator today. Run: npm run -s mesters -- admin invite ADDRESS');
    },
  ],
  [
    'offer',
    async (program) => {
      const newer = await asSystem(program, newerShipped);
      if (newer.length === 0) return well('no newer one came with the program');
      // Whether it is published is the office's choice, so nothing is wrong.
      return well(
        newer
          .map(
            (one) =>
              `${newerWords(one)} To publish it: npm run -s mesters -- offer publish ${one.fileName} --after ${one.newest.version}, or The offer, Versions, which shows what differs first.`,
          )
          .join(' '),
      );
    },
  ],
  [
    'background work',
    async (program) => {
      const failed = await asSystem(program, failedJobs);
      return failed.length === 0
        ? well('nothing has failed')
        : ill(`${counted(failed.length, 'job')} could not be done. See Administration, Background work.`);
    },
  ],
  [
    'file store',
    async ({ files, config }) => {
      const where = config.s3 ? `the store at ${config.s3.endpoint}` : `the folder ${config.dataDir}/files`;
      try {
        const { sha256 } = await files.put(new TextEncoder().encode('doctor'));
        await files.read(sha256);
        return well(`${where} takes and gives`);
      } catch (error) {
        const { message, cause } = error as Error;
        const why =
          message === 'fetch failed' && cause instanceof Error ? 'it cannot be reached' : message.replace(/\.$/, '');
        return ill(
          `${where} does not take and give: ${why}. ${config.s3 ? 'Look at S3_ENDPOINT, S3_BUCKET and the keys.' : 'Give this user the right to write there.'}`,
        );
      }
    },
  ],
  [
    'kept files',
    async (program) => {
      const kept = await asSystem(program, async (tx) => {
        const { rows } = await sql<{ sha256: string; bytes: number; all: number }>`
          select sha256, max(bytes)::float8 as bytes, (count(*) over ())::int as all from platform.file group by sha256 order by max(made_at) desc limit ${mostFiles}`.execute(
          tx,
        );
        return rows;
      });
      const missing: string[] = [];
      const spoilt: string[] = [];
      let read = 0;
      for (const { sha256, bytes } of kept) {
        if (!(await program.files.has(sha256))) missing.push(sha256);
        else if (read + bytes <= mostBytes) {
          read += bytes;
          if (!(await isWhole(program, sha256))) spoilt.push(sha256);
        }
      }
      const looked =
        kept[0] && kept[0].all > kept.length ? `the newest ${kept.length} of ${kept[0].all}` : `${kept.length}`;
      const faults = [faultOf(missing, 'missing'), faultOf(spoilt, 'not what was kept')].filter(
        (fault) => fault !== null,
      );
      if (faults.length === 0) return well(kept.length === 0 ? 'none yet' : `${looked} are there`);
      return ill(
        `of ${looked}, ${faults.join('; ')}. Copy the folder "files" from a backup back, or restore a backup: docs/how-to/run-on-a-server.md.`,
      );
    },
  ],
];

const faultOf = (some: readonly string[], what: string): string | null =>
  some.length === 0
    ? null
    : `${some.length} ${some.length === 1 ? 'is' : 'are'} ${what}, first ${some[0]?.slice(0, 12)}…`;

/** A content is named by its SHA-256: so it says itself whether it is still the one that was kept. */
async function isWhole({ files }: Program, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const piece of await files.stream(sha256)) hash.update(piece);
  return hash.digest('hex') === sha256;
}
