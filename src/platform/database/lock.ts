import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Who holds a data folder, and where to ask them to do work in our place. */
export interface Holder {
  pid: number;
  /** When the process began, as the system counts it: a later process may get the same number. */
  begun: string;
  /** Which folder it holds: in a copy of that folder the lock is copied too. An earlier version did not say. */
  folder?: string | undefined;
  /** Where the holder takes commands, once it listens. */
  commands?: { port: number; token: string } | undefined;
}

const holderShape = z.object({
  pid: z.number().int(),
  begun: z.string(),
  folder: z.string().optional(),
  commands: z.object({ port: z.number().int(), token: z.string() }).optional(),
});

export class LockedError extends Error {
  readonly holder: Holder;
  constructor(holder: Holder, dataDir: string) {
    super(
      `The data folder ${dataDir} is in use by process ${holder.pid}. Wait for it or stop it, or set MESTERS_DATA to another folder.`,
    );
    this.holder = holder;
  }
}

const lockPath = (dataDir: string) => join(dataDir, 'lock');

/**
 * Takes the folder for this process; the answer gives it back. A lock left by a process that no longer runs, or in a copy of its folder, is replaced.
 * @throws LockedError when a running process holds it.
 */
export function takeLock(dataDir: string): () => void {
  const path = lockPath(dataDir);
  const written = `${path}.${process.pid}`;
  // Written first and then given its name, which fails when the name is taken: nobody ever reads half a lock, and only one of two gets it.
  const self: Holder = { pid: process.pid, begun: stateOf(process.pid).begun, folder: folderOf(dataDir) };
  writeFileSync(written, JSON.stringify(self), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 50; attempt++) {
      if (named(written, path)) {
        return () => {
          if (readHolder(dataDir)?.pid === process.pid) rmSync(path, { force: true });
        };
      }
      const holder = holderOf(dataDir);
      if (holder) throw new LockedError(holder, dataDir);
      removeStale(dataDir);
    }
    throw new Error(
      `The lock ${path} cannot be replaced. If no Mesters runs on this folder, delete it and ${path}.replacing.`,
    );
  } finally {
    rmSync(written, { force: true });
  }
}

function named(written: string, path: string): boolean {
  try {
    linkSync(written, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** One starter at a time looks and removes: what a second one would remove may already be the lock of the first. */
function removeStale(dataDir: string): void {
  const path = lockPath(dataDir);
  const turn = `${path}.replacing`;
  try {
    mkdirSync(turn);
  } catch {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); // another starter is at it
    return;
  }
  try {
    if (!holderOf(dataDir)) rmSync(path, { force: true });
  } finally {
    rmdirSync(turn);
  }
}

/** Who holds the folder now, or null: no lock, or one left behind. */
export function holderOf(dataDir: string): Holder | null {
  const holder = readHolder(dataDir);
  if (!holder || (holder.folder !== undefined && holder.folder !== folderOf(dataDir))) return null;
  return alive(holder) ? holder : null;
}

/** Its place on the disk, and not its path: a folder that is moved, or reached by another path, is still the one that is held. */
function folderOf(dataDir: string): string {
  const { dev, ino } = statSync(dataDir, { bigint: true });
  return `${dev}/${ino}`;
}

/** Says in the lock where this process takes commands. */
export function announce(dataDir: string, commands: { port: number; token: string }): void {
  const holder = readHolder(dataDir);
  if (holder?.pid !== process.pid) throw new Error('Only the holder of the lock can announce itself.');
  const written = `${lockPath(dataDir)}.${process.pid}`;
  writeFileSync(written, JSON.stringify({ ...holder, commands }), { mode: 0o600 });
  renameSync(written, lockPath(dataDir));
}

function readHolder(dataDir: string): Holder | null {
  try {
    return holderShape.parse(JSON.parse(readFileSync(lockPath(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

function alive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const { state, begun } = stateOf(holder.pid);
  // Killed, and its parent has not asked after it yet: a zombie keeps its number and nothing else.
  if (state === 'Z' || state === 'X') return false;
  return begun === '' || holder.begun === '' || begun === holder.begun;
}

/** How a process is and when it began, where the system tells it (Linux), else empty. */
function stateOf(pid: number): { state: string; begun: string } {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', begun: fields[19] ?? '' };
  } catch {
    return { state: '', begun: '' };
  }
}
