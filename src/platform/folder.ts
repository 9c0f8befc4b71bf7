import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it; one that is there stays. In place of `mkdir` with `recursive`, which tries for ever below a folder that is
 * there and says of each new one that it is not (`/proc`).
 * @throws Error of the system when it cannot be made.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    const above = dirname(path);
    // Without an end above, or with all of it there, trying again changes nothing.
    if (code !== 'ENOENT' || above === path || isThere(above)) throw error;
    makeFolder(above);
    makeFolder(path);
  }
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;
