export { askAsIf } from './as-if';
export {
  createPGlite,
  type Database,
  databaseOn,
  openDatabase,
  type Standing,
  signInKysely,
  systemStanding,
  type Tables,
  type Tx,
} from './database';
export { type Connection, type Source, serverSource } from './driver';
export { announce, type Holder, holderOf, LockedError, takeLock } from './lock';
export { type Migration, migrate, migrations } from './migrate';
export { pgliteSource } from './pglite';
