import type { Command } from '../command-line';
import { adminInvite } from './admin';
import { migrateCommand } from './migrate';
import { serveCommand, workerCommand } from './serve';

/** The whole command line. */
export const commands: readonly Command[] = [serveCommand, workerCommand, migrateCommand, adminInvite];
