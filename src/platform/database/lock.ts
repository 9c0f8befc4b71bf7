import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Who holds a data folder, and where to ask them to do work in our place. */
export interface Holder {
  pid: number;
  /** When the process began, as the system counts it: a later process may get the same number. */
  begun: string;
  /** Where the holder takes commands, once it listens. */
  commands?: { port: number; token: string } | undefined;
}

const holderShape = z.object({
  pid: z.number().int(),
  begun: z.string(),
  commands: z.object({ port: z.number().int(), token: z.string() }).optional(),
});

export class LockedError extends Error {
  constructor(
    readonly holder: Holder,
    dataDir: string,
  ) {
    super(
      `The data folder ${dataDir} is in use by process ${holder.pid}. Stop it, or set MESTERS_DATA to another folder.`,
    );
  }
}

const lockPath = (dataDir: string) => join(dataDir, 'lock');

/**
 * Takes the folder for this process; the answer gives it back. A lock left by a process that no longer runs is replaced.
 * @throws LockedError when a running process holds it.
 */
export function takeLock(dataDir: string): () => void {
  const path = lockPath(dataDir);
  const mine: Holder = { pid: process.pid, begun: begun(process.pid) };
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600); // fails when it exists: only one of two can make it
      writeSync(file, JSON.stringify(mine));
      closeSync(file);
      return () => {
        if (readHolder(dataDir)?.pid === process.pid) rmSync(path, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readHolder(dataDir);
      if (holder && alive(holder)) throw new LockedError(holder, dataDir);
      if (attempt === 3) throw new Error(`The lock ${path} cannot be read or replaced.`);
      removeStale(path);
    }
  }
}

/** Moved aside and read again before it goes: a second starter may have replaced the stale lock by its own meanwhile. */
function removeStale(path: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return; // another starter was faster
  }
  const moved = parseHolder(aside);
  if (moved && alive(moved)) renameSync(aside, path);
  else rmSync(aside, { force: true });
}

/** Who holds the folder now, or null: no lock, or one left behind. */
export function holderOf(dataDir: string): Holder | null {
  const holder = readHolder(dataDir);
  return holder && alive(holder) ? holder : null;
}

/** Says in the lock where this process takes commands. */
export function announce(dataDir: string, commands: { port: number; token: string }): void {
  const holder = readHolder(dataDir);
  if (holder?.pid !== process.pid) throw new Error('Only the holder of the lock can announce itself.');
  writeFileSync(lockPath(dataDir), JSON.stringify({ ...holder, commands }), { mode: 0o600 });
}

const readHolder = (dataDir: string) => parseHolder(lockPath(dataDir));

function parseHolder(path: string): Holder | null {
  try {
    return holderShape.parse(JSON.parse(readFileSync(path, 'utf8')));
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
  const now = begun(holder.pid);
  return now === '' || holder.begun === '' || now === holder.begun;
}

/** The start time of a process where the system tells it (Linux), else empty. */
function begun(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
