import { publishShippedOffers } from '../offer';
import { type Config, readConfig } from '../platform/config';
import { migrate, openDatabase } from '../platform/database';
import { createFiles } from '../platform/files';
import { watchInstallation } from '../platform/installation';
import { createJobs } from '../platform/jobs';
import { type Log, silentLog } from '../platform/log';
import type { Mesters } from '../platform/mesters';
import { cannotOpen } from './cannot-open';

export interface Program extends Mesters {
  close(): Promise<void>;
}

/**
 * Opens the installation: its database, brought up to date, and what stands on it.
 * @throws LockedError when another process holds the data folder.
 */
export async function openProgram(options: { config?: Config; log?: Log } = {}): Promise<Program> {
  const config = options.config ?? readConfig();
  const log = options.log ?? silentLog;
  const inWords = (error: unknown): never => {
    throw cannotOpen(error, config);
  };
  const database = await openDatabase(config).catch(inWords);
  try {
    const ran = await migrate(database.source).catch(config.databaseUrl ? inWords : undefined);
    if (ran.length > 0) log.info('migrated', { migrations: ran.length });
    const watched = watchInstallation(database);
    await watched.read();
    const program: Program = {
      config,
      database,
      log,
      clock: watched.clock,
      installation: watched.read,
      forgetInstallation: watched.forget,
      files: createFiles(config),
      jobs: createJobs(database, () => program),
      close: async () => {
        await program.jobs.stop();
        await database.close();
      },
    };
    // Whoever makes a demonstration publishes its own.
    if ((await program.installation()).kind === 'own') await publishShippedOffers(program);
    return program;
  } catch (error) {
    await database.close();
    throw error;
  }
}
