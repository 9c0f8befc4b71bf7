import { existsSync, statSync } from 'node:fs';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { realClock } from '../../platform/clock';
import { type Config, projectRoot, readConfig } from '../../platform/config';
import { holderOf, migrations, systemStanding } from '../../platform/database';
import { renderPdf } from '../../platform/documents';
import { failedJobs } from '../../platform/jobs';
import { counted } from '../../platform/words';
import { type Call, type Command, oneOf } from '../command';

interface Finding {
  what: string;
  well: boolean;
  /** What was found, and when it is not well, how to mend it. */
  says: string;
}

/** Says what is wrong with an installation and how to mend it. Changes nothing but what every start changes. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: '[--format json]',
  about: 'Says what is wrong with this installation, and how to mend it.',
  flags: { format: { type: 'string' } },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const findings = await examine(call);
    const ill = findings.filter((finding) => !finding.well);
    if (format === 'json') call.out(`${JSON.stringify({ well: ill.length === 0, findings })}\n`);
    else {
      for (const { what, well, says } of findings) call.out(`${well ? 'well ' : 'WRONG'}  ${what}: ${says}\n`);
      call.say(ill.length === 0 ? 'All is well.\n' : `${counted(ill.length, 'thing')} to mend.\n`);
    }
    return ill.length === 0 ? 0 : 1;
  },
};

async function examine(call: Call): Promise<Finding[]> {
  const findings: Finding[] = [];
  const look = async (what: string, find: () => Promise<{ well: boolean; says: string }>) => {
    try {
      findings.push({ what, ...(await find()) });
    } catch (error) {
      findings.push({ what, well: false, says: (error as Error).message });
    }
  };
  let config: Config | undefined;
  await look('configuration', async () => {
    config = readConfig();
    return {
      well: true,
      says: config.databaseUrl ? 'PostgreSQL, as DATABASE_URL says' : `PGlite in ${config.dataDir}`,
    };
  });
  if (!config) return findings;
  const { dataDir, databaseUrl, smtpUrl, baseUrl } = config;
  await look('program', async () => {
    const major = Number(process.versions.node.split('.')[0]);
    return major >= 26
      ? { well: true, says: `Node ${process.versions.node}` }
      : { well: false, says: `Node ${process.versions.node} is too old. Start with npm, which brings the right one.` };
  });
  await look('data folder', async () => {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK);
    const holder = databaseUrl ? null : holderOf(dataDir);
    return { well: true, says: holder ? `${dataDir}, in use by process ${holder.pid}` : `${dataDir}, can be written` };
  });
  if (!config.databaseUrl)
    await look('secret', async () => {
      const path = join(dataDir, 'secret');
      if (!existsSync(path)) return { well: true, says: 'will be made at the first start' };
      return (statSync(path).mode & 0o077) === 0
        ? { well: true, says: 'kept for this user only' }
        : { well: false, says: `${path} can be read by other users. Run: chmod 600 ${path}` };
    });
  await look('database', async () => {
    const { database } = await call.program();
    return {
      well: true,
      says: `${database.kind === 'pglite' ? 'PGlite' : 'PostgreSQL'} answers, ${counted(migrations().length, 'migration')} in place`,
    };
  });
  await look('row-level security', async () => {
    const { database, clock } = await call.program();
    const open = await database.transaction(systemStanding(clock), async (tx) => {
      const { rows } = await sql<{ name: string }>`
        select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname <> 'pgboss' and c.relkind in ('r', 'p') and pg_get_userbyid(c.relowner) = 'mesters_owner' and not (c.relrowsecurity and c.relforcerowsecurity)`.execute(
        tx,
      );
      return rows.map((row) => row.name);
    });
    return open.length === 0
      ? { well: true, says: 'forced on every table' }
      : {
          well: false,
          says: `not forced on ${open.join(', ')}. The schema has been changed by hand: restore a backup.`,
        };
  });
  await look('installation', async () => {
    const { kind, name, heldToday } = await (await call.program()).installation();
    return {
      well: true,
      says:
        kind === 'new'
          ? 'new: open the site to choose a demonstration or your own schools'
          : `${name}${heldToday ? `, a demonstration on ${heldToday}` : ''}`,
    };
  });
  await look('administrators', async () => {
    const program = await call.program();
    if ((await program.installation()).kind === 'new') return { well: true, says: 'none yet' };
    const n = await program.database.transaction(systemStanding(program.clock), async (tx) => {
      const { rows } = await sql<{
        n: number;
      }>`select count(*) as n from schools.role_held where role = 'administrator' and starts <= platform.today() and (ends is null or ends > platform.today())`.execute(
        tx,
      );
      return rows[0]?.n ?? 0;
    });
    return n > 0
      ? { well: true, says: counted(n, 'administrator') }
      : { well: false, says: 'nobody is an administrator today. Run: npm run -s mesters -- admin invite ADDRESS' };
  });
  await look('background work', async () => {
    const program = await call.program();
    const failed = await program.database.transaction(systemStanding(program.clock), failedJobs);
    return failed.length === 0
      ? { well: true, says: 'nothing has failed' }
      : {
          well: false,
          says: `${counted(failed.length, 'job')} could not be done. See Administration, Background work.`,
        };
  });
  await look('letters', async () =>
    smtpUrl
      ? { well: true, says: 'sent by the mail server in SMTP_URL' }
      : {
          well: true,
          says: 'kept and not sent: set SMTP_URL so that people get their codes. Until then: npm run -s mesters -- admin code ADDRESS',
        },
  );
  await look('address', async () =>
    baseUrl.startsWith('https:') || /localhost|127\.0\.0\.1/.test(baseUrl)
      ? { well: true, says: baseUrl }
      : { well: false, says: `${baseUrl} is not https. Put a proxy with a certificate in front and set BASE_URL.` },
  );
  await look('files', async () => {
    const { files } = await call.program();
    const { sha256 } = await files.put(new TextEncoder().encode('doctor'));
    await files.read(sha256);
    return {
      well: true,
      says: config?.s3 ? `the store at ${config.s3.endpoint} takes and gives` : 'the folder takes and gives',
    };
  });
  await look('documents', async () => {
    await renderPdf({
      title: 'Doctor',
      author: 'Mesters',
      date: realClock.today(),
      body: [{ kind: 'paragraph', text: 'A document can be made.' }],
    });
    return { well: true, says: 'PDF files can be made' };
  });
  await look('build', async () =>
    existsSync(join(projectRoot, 'build/client/manifest.json'))
      ? { well: true, says: 'styles and scripts are there' }
      : { well: false, says: 'styles and scripts are missing. Run: npm run build' },
  );
  return findings;
}
