import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPGlite, migrate, pgliteSource } from '../src/platform/database';
import { dumpSchema } from './dump-schema';
import { root } from './tree';

// Rewrites `schema.sql` from the migrations when it is imported: scripts/schema.mjs does.
const source = pgliteSource(await createPGlite());
await migrate(source);
writeFileSync(join(root, 'schema.sql'), await dumpSchema(source));
await source.close();
