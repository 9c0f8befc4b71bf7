// Runs benchmarks: `npm run bench -- NAME …`, or all of them. Each is a file in bench/ with a default function.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const all = readdirSync(join(root, 'bench'))
  .filter((name) => /^[a-z-]+\.tsx?$/.test(name))
  .map((name) => name.replace(/\.tsx?$/, ''));
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : all) {
  if (!all.includes(name)) throw new Error(`There is no benchmark "${name}". There are: ${all.join(', ')}.`);
  const { module } = await runnerImport(join(root, 'bench', name), {
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
  });
  await module.default();
}
process.exit(0);
