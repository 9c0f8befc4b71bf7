import type { Clock } from '../clock';
import { type Config, readConfig } from '../config';
import type { Database } from '../database';
import { createFiles } from '../files';
import { readInstallation } from '../installation';
import { silentLog } from '../log';
import type { Mesters } from '../mesters';
import { asSystem, temporaryFolder, testClock } from '../testing';
import { createJobs } from './worker';

interface TestMesters {
  config?: Partial<Config>;
  clock?: Clock;
  log?: Mesters['log'];
}

/** The running program on a test's database: its files in a folder of their own, its jobs not started. */
export function testMesters(database: Database, given: TestMesters = {}): Mesters {
  const config = { ...readConfig({ MESTERS_DATA: temporaryFolder() }), ...given.config };
  const mesters: Mesters = {
    config,
    database,
    clock: given.clock ?? testClock,
    jobs: createJobs(database, () => mesters),
    files: createFiles(config),
    log: given.log ?? silentLog,
    installation: () => asSystem(database, readInstallation),
    forgetInstallation: () => {},
  };
  return mesters;
}
