import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { verify } from '../../entitlements';
import { systemStanding } from '../../platform/database';
import { count, counted } from '../../platform/words';
import { BadBackup } from '../backup/archive';
import { CannotBackUp, type Made, makeBackup } from '../backup/make';
import { CannotRestore, restoreBackup } from '../backup/restore';
import { type Call, type Command, TypedWrong } from '../command';
import { summary } from './ledger';

export const backupCommand: Command = {
  name: 'backup',
  usage: 'FILE',
  about: 'Writes the whole installation, database and files, to one new file. It may go on running.',
  takesWords: true,
  async run(call) {
    const path = readPath(call);
    if (existsSync(path)) {
      call.say(`There is a file ${path} already. Name a new one: a backup never replaces another.\n`);
      return 1;
    }
    if (!existsSync(dirname(path))) {
      call.say(`There is no folder ${dirname(path)}. Make it first, or name a file in another one.\n`);
      return 1;
    }
    const program = await call.program();
    try {
      const made = await makeBackup(program, path);
      call.say(
        `Saved ${holdings(made)} to ${path}. It holds everything, names included: keep it as you keep the installation.\n`,
      );
      return 0;
    } catch (error) {
      if (!(error instanceof CannotBackUp)) throw error;
      call.say(`${error.message} No backup was made.\n`);
      return 1;
    }
  },
};

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'FILE',
  about: 'Fills a new installation from a backup. Refused where anything is in use.',
  // Not passed on to a process that holds the folder: that one has to be stopped first.
  takesWords: true,
  alone: true,
  async run(call) {
    const path = readPath(call);
    const program = await call.program();
    try {
      const restored = await restoreBackup(program, path);
      program.forgetInstallation();
      call.say(`Restored ${holdings(restored)}.\n`);
      const found = await program.database.transaction(systemStanding(program.clock), verify);
      for (const { words } of found.differences) call.say(`${words}\n`);
      call.say(`${summary(found)}\n`);
      if (found.differences.length === 0) return 0;
      call.say(
        'Everything stands as it was backed up, and its ledger did not agree then: find out why before schools use it, or restore an earlier backup into another folder or database.\n',
      );
      return 1;
    } catch (error) {
      if (!(error instanceof BadBackup) && !(error instanceof CannotRestore)) throw error;
      call.say(`${error.message} Nothing was changed.\n`);
      return 1;
    }
  },
};

const holdings = ({ tables, rows, files }: Made): string =>
  `${count(rows)} rows of ${counted(tables, 'table')} and ${counted(files, 'file')}`;

function readPath({ words, cwd }: Call): string {
  const [typed = ''] = words;
  if (words.length !== 1 || typed === '') throw new TypedWrong('Name one file.');
  return isAbsolute(typed) ? typed : join(cwd, typed);
}
