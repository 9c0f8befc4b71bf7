import { type Clock, heldClock, realClock } from './clock';
import { type Database, systemStanding, type Tx } from './database';

declare module './database' {
  interface Tables {
    'platform.installation': InstallationTable;
  }
}

interface InstallationTable {
  one: import('kysely').Generated<boolean>;
  kind: Installation['kind'];
  name: string;
  held_today: Temporal.PlainDate | null;
}

/** What this copy of Mesters is. `new` offers the two ways on; a demonstration holds its own today and refuses real schools. */
export interface Installation {
  kind: 'new' | 'own' | 'demonstration';
  /** The partnership's name, shown in the header. Empty while new. */
  name: string;
  heldToday: Temporal.PlainDate | null;
}

export async function readInstallation(tx: Tx): Promise<Installation> {
  const row = await tx
    .selectFrom('platform.installation')
    .select(['kind', 'name', 'held_today'])
    .executeTakeFirstOrThrow();
  return { kind: row.kind, name: row.name, heldToday: row.held_today };
}

/** The same, and nobody else changes it until this transaction is over: of two who look what it is and then make it something, one waits. */
export async function lockInstallation(tx: Tx): Promise<Installation> {
  await tx.selectFrom('platform.installation').select('one').forUpdate().execute();
  return readInstallation(tx);
}

export async function changeInstallation(tx: Tx, change: Partial<Installation>): Promise<void> {
  const { heldToday, ...rest } = change;
  await tx
    .updateTable('platform.installation')
    .set({ ...rest, ...(heldToday === undefined ? {} : { held_today: heldToday }) })
    .execute();
}

/** The installation and its clock, read at most once a second so that several processes agree soon and a page costs no extra query. */
export function watchInstallation(database: Database): {
  clock: Clock;
  read: () => Promise<Installation>;
  forget: () => void;
} {
  let known: Installation = { kind: 'new', name: '', heldToday: null };
  let readAt = Number.NEGATIVE_INFINITY;
  const clockOf = () => (known.heldToday ? heldClock(known.heldToday) : realClock);
  return {
    clock: { now: () => clockOf().now(), today: () => clockOf().today() },
    async read() {
      if (performance.now() - readAt > 1000) {
        known = await database.transaction(systemStanding(realClock), readInstallation);
        readAt = performance.now();
      }
      return known;
    },
    forget: () => {
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}
