export { as, asSystem, temporaryFolder, testClock, testDatabase } from './database';
export { startServer } from './server';
export { type Undone, undone } from './undone';
