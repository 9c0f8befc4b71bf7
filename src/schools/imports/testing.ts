import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock';
import { projectRoot } from '../../platform/config';
import { type Database, systemStanding, type Tx } from '../../platform/database';
import { testMesters } from '../../platform/jobs/testing';
import type { Mesters } from '../../platform/mesters';
import { temporaryFolder, testClock } from '../../platform/testing';
import { type ImportArguments, runImport } from './command';
import { newestAccepted, saveChecked } from './queries';
import { type ImportReport, noCounts } from './report';
import { startImport } from './service';

/** A real published file of this project. */
export const publicFile = (name: string): string => join(projectRoot, 'data/public', name);

/** Brings files to one database as the command line does. */
export function importing(database: Database, clock: Clock) {
  const mesters: Mesters = testMesters(database, { clock });
  const folder = temporaryFolder();
  const bring = (
    kind: string,
    file: string,
    more: Partial<ImportArguments> = {},
  ): Promise<{ ok: boolean; report: ImportReport }> => runImport(mesters, { kind, file, yes: true, ...more });
  return {
    mesters,
    bring,
    /** The report of an import that is expected to be taken. */
    async accept(kind: string, file: string, more: Partial<ImportArguments> = {}): Promise<ImportReport> {
      const { ok, report } = await bring(kind, file, more);
      if (!ok) throw new Error(report.problem ?? 'refused');
      return report;
    },
    write(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    /** A public file under another name. */
    renamed(file: string, name: string): string {
      mkdirSync(folder, { recursive: true });
      const path = join(folder, name);
      copyFileSync(publicFile(file), path);
      return path;
    },
    read: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.transaction(systemStanding(clock), work),
  };
}

/** An import that waits to be accepted, of a file in which nothing was new. */
export async function aReadyImport(tx: Tx): Promise<number> {
  const wish = { kind: 'partnerships', fileName: 'partnerships.csv', sha256: 'a'.repeat(64), la: null };
  const id = await startImport(tx, { actor: null, clock: testClock }, wish);
  const asAt = { date: testClock.today(), source: 'as given' };
  await saveChecked(tx, {
    id,
    asAt,
    base: await newestAccepted(tx),
    counts: { ...noCounts, rows: 1, unchanged: 1 },
    unknownNames: [],
  });
  return id;
}
