import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../testing';
import { announce, holderOf, LockedError, takeLock } from './lock';

/** Another process that takes the folder and keeps it until it is killed; it says "taken" or who has it. */
const other = `
  const { takeLock } = await import(process.argv[1]);
  try { takeLock(process.argv[2]); console.log('taken'); } catch (error) { console.log(error.holder ? 'held by ' + error.holder.pid : error.message); }
  setInterval(() => {}, 1000);
`;

const argumentsFor = (folder: string) => [
  '--input-type=module',
  '-e',
  other,
  join(import.meta.dirname, 'lock.ts'),
  folder,
];

async function start(folder: string): Promise<{ process: ChildProcess; said: string }> {
  const child = spawn(process.execPath, argumentsFor(folder), { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(createInterface(child.stdout), 'line');
  return { process: child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const lockOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'));
const refusalOf = (folder: string): unknown => {
  try {
    takeLock(folder)();
  } catch (error) {
    return error;
  }
  return null;
};

describe('the lock of a data folder', () => {
  it('is taken, told to those who ask, and given back', () => {
    const folder = temporaryFolder();
    expect(holderOf(folder)).toBeNull();
    const release = takeLock(folder);
    expect(holderOf(folder)?.pid).toBe(process.pid);
    expect(refusalOf(folder)).toBeInstanceOf(LockedError);
    announce(folder, { port: 4000, token: 'abc' });
    expect(holderOf(folder)?.commands).toEqual({ port: 4000, token: 'abc' });
    release();
    expect(holderOf(folder)).toBeNull();
    expect(refusalOf(folder)).toBeNull();
  });

  it('refuses a second process and says who has it', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    expect(first.said).toBe('taken');
    expect((await start(folder)).said).toBe(`held by ${first.process.pid}`);
    const refusal = refusalOf(folder) as LockedError;
    expect(refusal).toBeInstanceOf(LockedError);
    expect(refusal.message).toBe(
      `The data folder ${folder} is in use by process ${first.process.pid}. Wait for it or stop it, or set MESTERS_DATA to another folder.`,
    );
    expect(() => announce(folder, { port: 1, token: 'a' })).toThrow('Only the holder');
  });

  it('left by a process that was killed is replaced', async () => {
    const folder = temporaryFolder();
    const first = await start(folder);
    await kill(first.process);
    expect(lockOf(folder).pid).toBe(first.process.pid);
    expect(holderOf(folder)).toBeNull();
    takeLock(folder);
    expect(lockOf(folder).pid).toBe(process.pid);
  });

  // Only where the system tells when a process began.
  it.runIf(process.platform === 'linux')('whose number now belongs to another process is replaced', async () => {
    const folder = temporaryFolder();
    const unrelated = await start(temporaryFolder());
    const real = { pid: unrelated.process.pid, begun: fieldsOf(unrelated.process.pid)[19] };
    writeFileSync(join(folder, 'lock'), JSON.stringify(real));
    expect(refusalOf(folder)).toBeInstanceOf(LockedError);
    writeFileSync(join(folder, 'lock'), JSON.stringify({ ...real, begun: `${Number(real.begun) - 1}` }));
    expect(holderOf(folder)).toBeNull();
    expect(refusalOf(folder)).toBeNull();
  });

  it('is worth nothing in a copy of its folder, and goes with a folder that is moved', async () => {
    const parent = temporaryFolder();
    const [folder, copy, moved] = [join(parent, 'data'), join(parent, 'copy'), join(parent, 'moved')];
    mkdirSync(folder);
    const first = await start(folder);
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    expect(lockOf(copy)).toEqual(lockOf(folder));
    expect(holderOf(copy)).toBeNull();
    takeLock(copy);
    expect([lockOf(copy).pid, lockOf(folder).pid]).toEqual([process.pid, first.process.pid]);
    renameSync(folder, moved);
    expect(refusalOf(moved)).toBeInstanceOf(LockedError);
  });

  it.runIf(process.platform === 'linux')(
    'left by one that was killed and whose parent does not care is replaced',
    async () => {
      const folder = temporaryFolder();
      const parent = spawn('sh', ['-c', '"$@" & exec sleep 600', 'sh', process.execPath, ...argumentsFor(folder)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void parent.kill('SIGKILL'));
      await once(createInterface(parent.stdout), 'line');
      const { pid } = lockOf(folder);
      expect(holderOf(folder)).toMatchObject({ pid });
      process.kill(pid, 'SIGKILL');
      await expect.poll(() => fieldsOf(pid)[0]).toBe('Z');
      expect(holderOf(folder)).toBeNull();
      expect(refusalOf(folder)).toBeNull();
    },
  );

  it('is not given back by one who lost it', async () => {
    const folder = temporaryFolder();
    const release = takeLock(folder);
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 1, begun: '' }));
    release();
    expect(lockOf(folder).pid).toBe(1);
  });

  it.each([
    ['', 'an empty file'],
    ['{"pid":', 'a file cut in the middle'],
    ['[]', 'something else'],
  ])('replaces %j (%s)', (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock'), text);
    expect(refusalOf(folder)).toBeNull();
  });

  it('goes to one alone when many start at once over one left behind', async () => {
    for (let round = 0; round < 3; round++) {
      const folder = temporaryFolder();
      const left = await start(folder);
      await kill(left.process);
      const all = await Promise.all(Array.from({ length: 8 }, () => start(folder)));
      expect(all.filter(({ said }) => said === 'taken')).toHaveLength(1);
      await Promise.all(all.map(({ process }) => kill(process)));
    }
  });
});

/** What the system says of a process after its name: how it is, and later on when it began. */
function fieldsOf(pid: number | undefined): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
