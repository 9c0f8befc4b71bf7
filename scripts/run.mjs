// Builds Mesters when the build is older than the sources, then runs the command line in this process.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

if (!('Temporal' in globalThis)) {
  process.stderr.write(
    'Start Mesters with npm, which brings the Node it needs: npm start, or npm run -s mesters -- COMMAND\n',
  );
  process.exit(1);
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'build', 'server', 'main.js');
const client = join(root, 'build', 'client', 'manifest.json');

function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const sources = ['src', 'vite.config.ts', 'package-lock.json'].map((name) => newest(join(root, name)));
const stamp = join(root, 'build', '.built');
if (
  !existsSync(built) ||
  !existsSync(client) ||
  (statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Math.max(...sources)
) {
  await (await import('./build.mjs')).build();
}
// Compiled once: a command begins in two thirds of the time.
enableCompileCache?.(join(root, 'build', 'compiled'));
await (await import(built)).main(process.argv.slice(2));
