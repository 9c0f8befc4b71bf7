export { as, asSystem, temporaryFolder, testClock, testDatabase } from './database';
export { startServer } from './server';
export { type Undoing, undoing } from './undone';
