import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planted } from './planted';
import { doors, install, type Looked, lengths, outsidePaths, readmes } from './source-rules';
import { filesOf, isCode, isTest, isTesting, root, textOf } from './tree';

const sources = filesOf(root, 'src').filter((path) => isCode(path) && !isTest(path) && !isTesting(path)).length;
const modules = readdirSync(join(root, 'src')).length;
const { dependencies, devDependencies } = JSON.parse(textOf(root, 'package.json'));
const asked = Object.keys({ ...dependencies, ...devDependencies }).length;

// Each rule on the project itself: it must have looked at no less than what another count finds there.
describe.each<[string, (project: string) => Looked, string, number]>([
  ['no source file has more than 400 lines', lengths, 'files', sources],
  ['the clock and the environment have one door each', doors, 'source files', sources],
  ['nothing names a place outside the project', outsidePaths, 'files', sources],
  ['every module has a README', readmes, 'modules', modules],
  ['every package is one version, and in the lock file', install, 'packages', asked],
])('%s', (name, rule, what, least) => {
  it('holds', async ({ annotate }) => {
    const { looked, faults } = rule(root);
    await annotate(`${name}: ${looked} ${what}`, 'looked');
    expect(faults).toEqual([]);
    expect(looked).toBeGreaterThanOrEqual(least);
  });
});

const manifest = (version: string) => JSON.stringify({ dependencies: { one: version } });
const lock = (packages: Record<string, object>) =>
  JSON.stringify({ packages: { '': { dependencies: { one: '1.0.0' } }, ...packages } });
const up = '../';

describe('planted faults are seen', () => {
  it.each<[string, (project: string) => Looked, Record<string, string>, string]>([
    ['a long file', lengths, { 'src/a.ts': 'a();\n'.repeat(401) }, 'has 401 lines'],
    [
      'a clock of its own',
      doors,
      { 'src/offer/a.ts': 'export const a = new Date();' },
      'src/offer/a.ts:1 uses new Date',
    ],
    ['another', doors, { 'src/offer/a.ts': '\nexport const a = Date.now();' }, 'src/offer/a.ts:2 uses Date.now'],
    ['a third', doors, { 'src/offer/a.ts': 'export const a = Temporal.Now.instant();' }, 'uses Temporal.Now'],
    ['its own settings', doors, { 'src/offer/a.ts': 'export const a = process.env.A;' }, 'uses process.env'],
    ['a climb out', outsidePaths, { 'docs/a.md': `See [it](${up}${up}elsewhere/a.md).` }, 'docs/a.md:1 names'],
    ['a climb out in code', outsidePaths, { 'src/a.ts': `readFile('${up}${up}secret');` }, 'src/a.ts:1 names'],
    ['a home', outsidePaths, { 'README.md': ['Open ', 'home', 'somebody', 'notes'].join('/') }, 'README.md:1 names'],
    ['where it stands', outsidePaths, { 'README.md': `It is in ${root}/src.` }, 'README.md:1 names'],
    ['no README', readmes, { 'src/offer/index.ts': '' }, 'src/offer/README.md is missing'],
    ['an empty README', readmes, { 'src/offer/README.md': '' }, 'does not open with a heading'],
    [
      'a range',
      install,
      { 'package.json': manifest('^1.0.0'), 'package-lock.json': lock({ 'node_modules/one': { version: '1.0.0' } }) },
      'not one version',
    ],
    [
      'another version',
      install,
      { 'package.json': manifest('1.0.0'), 'package-lock.json': lock({ 'node_modules/one': { version: '1.0.1' } }) },
      'asks for 1.0.0',
    ],
    [
      "another system's part",
      install,
      {
        'package.json': manifest('1.0.0'),
        'package-lock.json': lock({
          'node_modules/one': { version: '1.0.0', optionalDependencies: { 'one-darwin': '1.0.0' } },
        }),
      },
      'lacks one-darwin',
    ],
  ])('%s', (_, rule, files, fault) => {
    const { faults } = rule(planted(files));
    expect(faults.join('\n')).toContain(fault);
  });

  it('and what keeps the rules passes', () => {
    const good = planted({
      'src/platform/clock.ts': '// new Date() stands here\nexport const a = Temporal.Now.instant();',
      'src/platform/config.ts': 'export const env = process.env;',
      'src/platform/README.md': '# Platform',
      'src/platform/a.test.ts': "import { a } from '../platform/clock';\nconst b = new Date(a);",
      'package.json': manifest('1.0.0'),
      'package-lock.json': lock({
        'node_modules/one': {
          version: '1.0.0',
          dependencies: { two: '^2' },
          peerDependencies: { three: '*' },
          peerDependenciesMeta: { three: { optional: true } },
        },
        'node_modules/one/node_modules/two': { version: '2.0.0' },
      }),
    });
    expect([lengths, doors, outsidePaths, readmes, install].flatMap((rule) => rule(good).faults)).toEqual([]);
  });
});

describe('npm ci', () => {
  const files = ['package.json', 'package-lock.json', '.npmrc'];
  const clone = (change: (lock: { packages: Record<string, object> }) => void) => {
    const lock = JSON.parse(textOf(root, 'package-lock.json'));
    change(lock);
    return planted({
      ...Object.fromEntries(files.map((path) => [path, textOf(root, path)])),
      'package-lock.json': JSON.stringify(lock),
    });
  };
  // Without the network and without a change: it only compares the two files.
  const ci = (folder: string) =>
    spawnSync('npm', ['ci', '--dry-run', '--offline', '--ignore-scripts'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });

  it('accepts the lock file', () => expect(ci(clone(() => {}))).toMatchObject({ status: 0 }));

  it('would refuse one that leaves out the parts for other systems', () => {
    const run = ci(
      clone(({ packages }) => {
        for (const path of Object.keys(packages)) if (/node_modules\/@swc\/core-/.test(path)) delete packages[path];
      }),
    );
    expect(run.status).not.toBe(0);
    expect(run.stderr).toContain('Missing: @swc/core-');
  });
});
