import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../platform/config';
import { LockedError } from '../platform/database';

const howTo = 'docs/how-to/run-on-a-server.md';

/** Why a database could not be opened, and what to do, in place of what the driver throws, which may be empty. Never the password. */
export function cannotOpen(error: unknown, { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): Error {
  if (error instanceof LockedError) return error;
  const { code, message } = error as Error & { code?: string };
  const because = (words: string) => new Error(words, { cause: error });
  if (!databaseUrl) {
    if (code === 'EEXIST') return because(`${dataDir} is a file, and no folder. Set MESTERS_DATA to another folder.`);
    if (code?.startsWith('E'))
      return because(
        `The data folder ${dataDir} cannot be written (${code}). Give this user the right to write there, or set MESTERS_DATA to another folder.`,
      );
    // What the driver says of files of another user is the same as of damaged ones.
    if (!mayUse(join(dataDir, 'database')))
      return because(
        `The database in ${join(dataDir, 'database')} belongs to another user. Run as that user, or give it to this one (chown -R).`,
      );
    return because(
      `The database in ${join(dataDir, 'database')} cannot be opened (${message || 'it is damaged'}). Restore a backup into another folder: ${howTo}.`,
    );
  }
  const { host, pathname, username } = new URL(databaseUrl);
  switch (code) {
    case '28P01':
    case '28000':
      return because(
        `The PostgreSQL server at ${host} does not accept the user "${username}" with the password in DATABASE_URL. Correct them.`,
      );
    case '3D000':
      return because(
        `The PostgreSQL server at ${host} has no database "${pathname.slice(1)}". Make it (${howTo}), or correct DATABASE_URL.`,
      );
    case '42501':
      return because(
        `The user "${username}" may not prepare the database: it needs to make roles and extensions once (${howTo}).`,
      );
    default:
      // A code of the server's own has five characters; of the network it begins with E and has more.
      if (code === undefined || /^[0-9A-Z]{5}$/.test(code)) return error as Error;
      return because(`The PostgreSQL server at ${host} does not answer (${code}). Start it, or correct DATABASE_URL.`);
  }
}

function mayUse(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
