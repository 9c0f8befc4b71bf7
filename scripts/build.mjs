// Builds the server bundle and what the browser gets, quietly. `npm run build` runs it by hand.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export async function build() {
  const { createBuilder } = await import('vite');
  const started = performance.now();
  const begun = new Date();
  process.stderr.write('Building Mesters.\n');
  rmSync(join(root, 'build'), { recursive: true, force: true });
  const builder = await createBuilder({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error' });
  await builder.build(builder.environments.client);
  await builder.build(builder.environments.ssr);
  mkdirSync(join(root, 'build'), { recursive: true });
  const { utimesSync } = await import('node:fs');
  const stamp = join(root, 'build', '.built');
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun); // a source saved during the build is newer than the build
  process.stderr.write(`Built in ${((performance.now() - started) / 1000).toFixed(1)} seconds.\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
