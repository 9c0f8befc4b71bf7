import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { twoSchools } from '../src/data/pupils/testing';
import { fuzz } from '../src/data/testing-fuzz';
import { heldClock } from '../src/platform/clock';
import { readConfig } from '../src/platform/config';
import { migrate, openDatabase, systemStanding } from '../src/platform/database';
import { createFiles } from '../src/platform/files';
import { readInstallation } from '../src/platform/installation';
import { createJobs } from '../src/platform/jobs';
import { silentLog } from '../src/platform/log';
import type { Mesters } from '../src/platform/mesters';

/** Broken files for ten minutes, or FUZZ_SECONDS; a failure names its seed, which FUZZ_SEED takes up again. */
export default async function longFuzz(): Promise<void> {
  const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const seconds = Number(process.env.FUZZ_SECONDS ?? 600);
  const folder = await mkdtemp(join(tmpdir(), 'mesters-fuzz-'));
  const config = readConfig({ MESTERS_DATA: folder });
  const clock = heldClock('2019-01-14');
  const database = await openDatabase({ dataDir: folder, databaseUrl: null });
  await migrate(database.source);
  const asSystem = <T>(work: Parameters<typeof database.transaction<T>>[1]) =>
    database.transaction(systemStanding(clock), work);
  await asSystem(twoSchools);
  const mesters: Mesters = {
    config,
    database,
    clock,
    jobs: createJobs(database, () => mesters),
    files: createFiles(config),
    log: silentLog,
    installation: () => asSystem(readInstallation),
    forgetInstallation: () => {},
  };
  process.stdout.write(`Seed ${seed}, ${seconds} seconds.\n`);
  const { files, taken, refused, rows, rejected } = await fuzz(mesters, folder, { seed, seconds });
  process.stdout.write(
    `${files} files: ${taken} taken with ${rows} rows, of which ${rejected} were rejected and reported; ${refused} refused with a sentence. Nothing else changed.\n`,
  );
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
