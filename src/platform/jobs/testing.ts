import { readConfig } from '../config';
import type { Config } from '../config';
import type { Clock } from '../clock';
import type { Database } from '../database';
import { createFiles } from '../files';
import { readInstallation } from '../installation';
import { silentLog } from '../log';
import type { Mesters } from '../mesters';
import { asSystem, temporaryFolder, testClock } from '../testing';
import { createJobs } from './worker';

/** The running program on a test's database: its files in a folder of their own, its jobs not started. */
export function testMesters(database: Database, given: { config?: Partial<Config>; clock?: Clock; log?: Mesters['log'] } = {}): Mesters {
  const config = { ...readConfig({ MESTERS_DATA: temporaryFolder() }), ...given.config };
  const mesters: Mesters = {
    config,
    database,
    clock: given.clock ?? testClock,
    jobs: createJobs(database, () => mesters),
    files: createFiles(config),
    log: given.log ?? silentLog,
    installation: () => asSystem(database, readInstallation),
  };
  return mesters;
}
