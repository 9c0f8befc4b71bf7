// Installs what package-lock.json asks for, when it is not there yet. Runs on Node 20 or newer, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.mesters-installed');
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stderr.write('Installing what Mesters needs. This happens once and takes about a minute.\n');
  // `npm install --no-save` and not `npm ci`: see docs/decisions/0001-runtime-and-install.md.
  const npm = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const run = spawnSync(
    npm[0],
    [...npm.slice(1), 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: '' },
    },
  );
  if (run.status !== 0) {
    process.stderr.write(
      'The installation did not finish. Check the connection to the package registry, then run the same command again.\n',
    );
    process.exit(run.status ?? 1);
  }
  writeFileSync(stamp, wanted);
}
