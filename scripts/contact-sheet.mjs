// Pictures of every page as every role: `npm run contact-sheet`. Takes some minutes.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { module } = await runnerImport(join(root, 'e2e/contact-sheet.ts'), {
  root,
  configFile: join(root, 'vite.config.ts'),
  logLevel: 'error',
});
await module.default();
