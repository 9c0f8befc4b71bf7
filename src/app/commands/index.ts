import type { Command } from '../command';
import { adminCode, adminInvite } from './admin';
import { backupCommand, restoreCommand } from './backup';
import { demoAdvanceCommand, demoCommand } from './demo';
import { doctorCommand } from './doctor';
import { importCommand } from './import';
import { ledgerVerify } from './ledger';
import { measuresCommand } from './measures';
import { migrateCommand } from './migrate';
import { offerCheck, offerPublish } from './offer';
import { quoteCommand } from './quote';
import { reportCommand } from './report';
import { serveCommand, workerCommand } from './serve';
import { statementCommand } from './statement';

/** The whole command line. */
export const commands: readonly Command[] = [
  serveCommand,
  workerCommand,
  migrateCommand,
  importCommand,
  offerCheck,
  offerPublish,
  quoteCommand,
  statementCommand,
  measuresCommand,
  reportCommand,
  ledgerVerify,
  demoCommand,
  demoAdvanceCommand,
  adminInvite,
  adminCode,
  backupCommand,
  restoreCommand,
  doctorCommand,
];
