// Writes schema.sql anew from the migrations: `npm run -s schema`.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await runnerImport(join(root, 'checks', 'write-schema.ts'), {
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'error',
});
process.exit(0);
