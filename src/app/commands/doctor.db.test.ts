import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { recordDeed } from '../../platform/audit';
import { heldClock, realClock } from '../../platform/clock';
import { readConfig } from '../../platform/config';
import { systemStanding, type Tx } from '../../platform/database';
import { keepFile } from '../../platform/files';
import { changeInstallation } from '../../platform/installation';
import { temporaryFolder } from '../../platform/testing';
import { cannotOpen } from '../cannot-open';
import { runCommandLine } from '../command-line';
import { openProgram, type Program } from '../program';

interface Diagnosis {
  exit: number;
  findings: { what: string; well: boolean; says: string }[];
  /** What is wrong, less what a checkout without a build lacks. */
  wrong: Record<string, string>;
}

/** Asks the doctor as somebody does who types it, with these settings and no others. */
async function doctor(settings: Record<string, string>): Promise<Diagnosis> {
  setEnvironment(settings);
  let said = '';
  const io = {
    cwd: '/',
    out: (text: string) => {
      said += text;
    },
    say: () => {},
  };
  const exit = await runCommandLine(['doctor', '--format', 'json'], io, 0);
  const { findings } = JSON.parse(said) as Pick<Diagnosis, 'findings'>;
  const ill = findings.filter(({ what, well }) => !well && what !== 'build');
  expect(exit).toBe(findings.every(({ well }) => well) ? 0 : 1);
  return { exit, findings, wrong: Object.fromEntries(ill.map(({ what, says }) => [what, says])) };
}

const names = [
  ...['PORT', 'MESTERS_DATA', 'DATABASE_URL', 'BASE_URL', 'SMTP_URL', 'MESTERS_SECRET'],
  ...['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
];

function setEnvironment(settings: Record<string, string>): void {
  for (const name of names) vi.stubEnv(name, settings[name] ?? '');
  onTestFinished(() => void vi.unstubAllEnvs());
}

const saysOf = ({ findings }: Diagnosis, what: string) => findings.find((one) => one.what === what)?.says;

/** An installation of which `break_` has its way, closed again. */
async function broken(
  settings: Record<string, string>,
  break_: (program: Program, change: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>) => Promise<unknown>,
): Promise<void> {
  setEnvironment(settings);
  const program = await openProgram();
  try {
    await break_(program, (work) => program.database.transaction(systemStanding(program.clock), work));
  } finally {
    await program.close();
  }
}

async function asOwner({ database }: Program, script: string): Promise<void> {
  const connection = await database.source.acquire();
  await connection.script(script);
  connection.release();
}

const server = () => {
  const base = inject('testDatabase');
  return base.kind === 'postgres' ? base.url : null;
};

/** A new installation on the database under test: a folder, or a database of the server. */
async function aPlace(): Promise<Record<string, string>> {
  const MESTERS_DATA = temporaryFolder();
  const url = server();
  if (!url) return { MESTERS_DATA };
  const { default: pg } = await import('pg');
  const name = `doctor_${crypto.randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { MESTERS_DATA, DATABASE_URL: own.href };
}

test('an installation is looked at from new to broken, and each fault is named with its remedy', async () => {
  const place = await aPlace();
  const fresh = await doctor(place);
  expect(fresh.wrong).toEqual({});
  expect(saysOf(fresh, 'installation')).toContain('new: open the site');
  expect(saysOf(fresh, 'offer')).toBe('no newer one came with the program');
  expect(saysOf(fresh, 'mail')).toContain('set SMTP_URL so that people get their codes');

  await broken(place, (_, change) => change((tx) => changeInstallation(tx, { kind: 'own', name: '' })));
  const nameless = await doctor(place);
  expect(saysOf(nameless, 'installation')).toContain('without a name yet');
  expect(nameless.wrong).toEqual({
    administrators: 'nobody is an administrator today. Run: npm run -s mesters -- admin invite ADDRESS',
  });

  await broken(place, async (program, change) => {
    const content = (text: string) => new TextEncoder().encode(text);
    const more = { type: 'text/plain', level: 'public' };
    await change((tx) => keepFile(tx, program.files, { content: content('kept'), name: 'kept.txt', ...more }));
    await change((tx) => keepFile(tx, program.files, { content: content('lost'), name: 'lost.txt', ...more }));
    const { sha256 } = await change((tx) =>
      tx.selectFrom('platform.file').where('name', '=', 'lost.txt').select('sha256').executeTakeFirstOrThrow(),
    );
    await program.files.remove(sha256);
    await change((tx) => keepFile(tx, program.files, { content: content('spoilt'), name: 'spoilt.txt', ...more }));
    const spoilt = createHash('sha256').update('spoilt').digest('hex');
    writeFileSync(join(String(place.MESTERS_DATA), 'files', spoilt.slice(0, 2), spoilt.slice(2)), 'cut');
    const later = heldClock(realClock.today().add({ days: 40 }));
    const deed = { action: 'platform.tried', scope: 'installation', about: 'A deed of a later day.' };
    await change((tx) => recordDeed(tx, { actor: null, clock: later }, deed));
    await asOwner(program, 'alter table schools.school no force row level security');
  });
  const ill = await doctor(place);
  expect(Object.keys(ill.wrong)).toEqual(['row-level security', 'clock', 'administrators', 'kept files']);
  expect(ill.wrong['row-level security']).toBe(
    'not forced on schools.school. The schema has been changed by hand: restore a backup.',
  );
  expect(ill.wrong.clock).toMatch(/which is later\. Set its clock\.$/);
  expect(ill.wrong['kept files']).toMatch(
    /^of 3, 1 is missing, first [0-9a-f]{12}…; 1 is not what was kept, first [0-9a-f]{12}…\. Copy the folder "files" from a backup back/,
  );

  await broken(place, (program) =>
    asOwner(program, "insert into public.migration values ('9999_platform_to_come.sql', 'x')"),
  );
  expect((await doctor(place)).wrong).toEqual({
    database:
      'The database has had 9999_platform_to_come.sql, which this program does not know: it is newer. Update the program.',
  });
}, 120_000);

test('an older database is brought up to date, and one whose migration was changed is not touched', async () => {
  const place = await aPlace();
  await broken(place, (program) =>
    asOwner(program, "update public.migration set sha256 = 'other' where name like '0002%'"),
  );
  const changed = await doctor(place);
  expect(changed.wrong.database).toMatch(/^migrations\/0002_\S+ has been changed since it ran/);
  expect(saysOf(changed, 'installation')).toBeUndefined();
});

test('a folder that is none, or that cannot be written, is told with its remedy', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const below = await doctor({ MESTERS_DATA: join(file, 'below') });
  expect(below.wrong['data folder']).toBe(
    `${join(file, 'below')} cannot be written (ENOTDIR). Give this user the right to write there (chown), or: Set MESTERS_DATA to another folder.`,
  );
  expect(saysOf(below, 'database')).toBeUndefined();
  const noFolder = `${file} is a file, and no folder. Set MESTERS_DATA to another folder.`;
  expect((await doctor({ MESTERS_DATA: file })).wrong['data folder']).toBe(noFolder);
  const config = readConfig({ MESTERS_DATA: file });
  expect(cannotOpen(Object.assign(new Error('file exists'), { code: 'EEXIST' }), config).message).toBe(noFolder);
  if (process.getuid?.() === 0) return; // nothing is closed to the superuser
  const shut = join(folder, 'shut');
  mkdirSync(shut);
  chmodSync(shut, 0o500);
  expect((await doctor({ MESTERS_DATA: shut })).wrong['data folder']).toMatch(/cannot be written \(EACCES\)/);
});

/** Another process that holds the folder and takes no commands. */
async function holderOfFolder(folder: string): Promise<ChildProcess> {
  const script = `const { takeLock } = await import(process.argv[1]); takeLock(process.argv[2]); console.log('taken'); setInterval(() => {}, 1000);`;
  const lock = join(import.meta.dirname, '../../platform/database/lock.ts');
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, lock, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(createInterface(child.stdout), 'line');
  return child;
}

test('a lock that is held names its holder, one left behind is replaced, and a holder that does not answer is said', async () => {
  if (server()) return; // a server has no lock
  const MESTERS_DATA = temporaryFolder();
  const child = await holderOfFolder(MESTERS_DATA);
  const held = await doctor({ MESTERS_DATA });
  expect(held.wrong).toEqual({
    'data folder': `${MESTERS_DATA} is in use by process ${child.pid}, which takes no commands: it is starting, or at work on a command. Wait for it, or stop it (kill ${child.pid}).`,
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const stale = await doctor({ MESTERS_DATA });
  expect(stale.wrong).toEqual({});
  expect(saysOf(stale, 'data folder')).toContain('was left behind, and is replaced');

  const self = { pid: process.pid, begun: '', commands: { port: 1, token: 'x' } };
  writeFileSync(join(MESTERS_DATA, 'lock'), JSON.stringify(self));
  await expect(doctor({ MESTERS_DATA })).rejects.toThrow('does not answer. Wait for it, or stop and start it.');
});

test('a database folder that is damaged says so, and a secret that others can read too', async () => {
  if (server()) return;
  const MESTERS_DATA = temporaryFolder();
  await broken({ MESTERS_DATA }, async () => {});
  writeFileSync(join(MESTERS_DATA, 'secret'), 'a secret that is long enough to sign sessions with', { mode: 0o644 });
  rmSync(join(MESTERS_DATA, 'database', 'global'), { recursive: true });
  const { wrong } = await doctor({ MESTERS_DATA });
  expect(Object.keys(wrong)).toEqual(['secret', 'database']);
  expect(wrong.secret).toBe(`${MESTERS_DATA}/secret can be read by other users. Run: chmod 600 ${MESTERS_DATA}/secret`);
  expect(wrong.database).toContain('cannot be opened');
  expect(wrong.database).toContain('Restore a backup into another folder');
});

test('a wrong DATABASE_URL is told by what is wrong with it, without its password', async () => {
  const MESTERS_DATA = temporaryFolder();
  const told = async (DATABASE_URL: string) => (await doctor({ MESTERS_DATA, DATABASE_URL })).wrong;
  expect(await told('http://somewhere/else')).toEqual({
    configuration:
      'The configuration is wrong. DATABASE_URL: is the address of a PostgreSQL server: postgres://user:password@host:5432/name.',
  });
  for (const PORT of ['abc', '3000.5', '70000'])
    expect((await doctor({ MESTERS_DATA, PORT })).wrong).toEqual({
      configuration: 'The configuration is wrong. PORT: is the number of a port, 0 to 65535, such as 3000.',
    });
  const silent = await told('postgres://mesters:s3cret@127.0.0.1:1/mesters');
  expect(silent).toEqual({
    database: 'The PostgreSQL server at 127.0.0.1:1 does not answer (ECONNREFUSED). Start it, or correct DATABASE_URL.',
  });
  const unknown = await told('postgres://mesters:s3cret@nowhere.invalid/mesters');
  expect(unknown.database).toMatch(/^The PostgreSQL server at nowhere\.invalid does not answer \(E[A-Z_]+\)/);
  const url = server();
  if (!url) return;
  const { host } = new URL(url);
  expect(await told(`postgres://postgres@${host}/not_there`)).toEqual({
    database: `The PostgreSQL server at ${host} has no database "not_there". Make it (docs/how-to/run-on-a-server.md), or correct DATABASE_URL.`,
  });
  expect((await told(`postgres://stranger:s3cret@${host}/postgres`)).database).toBe(
    `The PostgreSQL server at ${host} does not accept the user "stranger" with the password in DATABASE_URL. Correct them.`,
  );
});

/** A door that answers everybody with these words. */
async function door(words: string): Promise<number> {
  const open: Server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.end(words);
  });
  await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void open.close());
  return (open.address() as { port: number }).port;
}

test('a mail server, a file store and an address that do not do are told with their settings', async () => {
  const store = await door(
    'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 31\r\n\r\n<Code>InvalidAccessKeyId</Code>',
  );
  const { wrong } = await doctor({
    ...(await aPlace()),
    SMTP_URL: 'smtp://name:s3cret@127.0.0.1:1',
    BASE_URL: 'http://mesters.example',
    S3_ENDPOINT: `http://127.0.0.1:${store}`,
    S3_BUCKET: 'mesters',
    S3_ACCESS_KEY_ID: 'a',
    S3_SECRET_ACCESS_KEY: 's3cret',
  });
  expect(wrong).toEqual({
    mail: 'The mail server could not be reached (ESOCKET). Correct SMTP_URL, or start the server. Letters wait and are sent when it answers.',
    address: 'http://mesters.example is not https. Put a proxy with a certificate in front and set BASE_URL.',
    'file store': `the store at http://127.0.0.1:${store} does not take and give: The file store refused to look: 403. Look at S3_ENDPOINT, S3_BUCKET and the keys.`,
  });
  expect(JSON.stringify(wrong)).not.toContain('s3cret');
});

test('half a group of settings is no configuration', async () => {
  const { wrong } = await doctor({ MESTERS_DATA: temporaryFolder(), S3_ENDPOINT: 'http://127.0.0.1:1' });
  expect(wrong).toEqual({
    configuration:
      'The file store is half configured: set S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY too, or none of its settings.',
  });
});
