import type { Command } from '../command-line';
import { adminCode, adminInvite } from './admin';
import { doctorCommand } from './doctor';
import { migrateCommand } from './migrate';
import { serveCommand, workerCommand } from './serve';

/** The whole command line. */
export const commands: readonly Command[] = [
  serveCommand,
  workerCommand,
  migrateCommand,
  adminInvite,
  adminCode,
  doctorCommand,
];
