import type { Clock } from './clock';
import type { Config } from './config';
import type { Database } from './database';
import type { Files } from './files';
import type { Installation } from './installation';
import type { Jobs } from './jobs';
import type { Log } from './log';

/** The running program: what requests, jobs and commands are given. */
export interface Mesters {
  config: Config;
  database: Database;
  /** The installation's clock: real, or held by a demonstration. */
  clock: Clock;
  jobs: Jobs;
  files: Files;
  log: Log;
  /** Read anew at most once a second, so that every process follows a change. */
  installation(): Promise<Installation>;
  /** After a change to it: the next look reads it anew. */
  forgetInstallation(): void;
}
