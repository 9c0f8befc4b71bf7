import { systemStanding } from '../../platform/database';
import { createLog } from '../../platform/log';
import { hasAdministrator } from '../../schools';

import type { Command } from '../command';
import { startDays } from '../daily';
import { firstCode } from '../first-code';
import { jobKinds } from '../jobs';
import { openProgram } from '../program';
import { listen } from '../serve';
import { createSite } from '../site';
import { takeCommands } from '../take-commands';

export const serveCommand: Command = {
  name: 'serve',
  usage: '[--no-worker]',
  about: 'Serves the site, and does background work too unless told not to.',
  flags: { 'no-worker': { type: 'boolean' } },
  alone: true,
  async run({ flags, say, runOn }) {
    const log = createLog();
    const program = await openProgram({ log });
    const site = createSite(program);
    const served = await listen(program, site);
    const stopCommands =
      program.database.kind === 'pglite'
        ? await takeCommands(program, (argv, io) => runOn(program, argv, io))
        : async () => {};
    if (!flags['no-worker']) await program.jobs.start(jobKinds);
    await startDays(program);
    say(`Mesters is at ${served.url}\n`);
    const claimed = await program.database.transaction(systemStanding(program.clock), hasAdministrator);
    if (!claimed)
      say(`To begin with your own schools you will be asked for this code, once: ${firstCode(program.config)}\n`);
    await stopSignal();
    log.info('stopping');
    await Promise.all([served.stop(), stopCommands()]);
    await program.close();
    return 0;
  },
};

export const workerCommand: Command = {
  name: 'worker',
  usage: '',
  about: 'Does background work only: for a server that runs several processes on one PostgreSQL.',
  alone: true,
  async run({ say }) {
    const program = await openProgram({ log: createLog() });
    await program.jobs.start(jobKinds);
    await startDays(program);
    say('Working. Stop with Ctrl+C.\n');
    await stopSignal();
    await program.close();
    return 0;
  },
};

/** Resolves at the first signal to stop. At the second, or when stopping has taken too long, the process ends where it stands. */
const stopSignal = () =>
  new Promise<void>((resolve) => {
    let asked = false;
    const stop = () => {
      // What is cut off here is what a loss of power would cut off: transactions are rolled back, jobs are taken up again.
      if (asked) process.exit(1);
      asked = true;
      setTimeout(() => process.exit(1), longestStop).unref();
      resolve();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });

/** Milliseconds. Container hosts kill ten seconds after they have asked. */
const longestStop = 9000;
