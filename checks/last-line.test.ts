import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { planted } from './planted';
import { root } from './tree';

// Runs vitest on a small project with the reporter of `npm test`, and tells what it counted.
const run = `
  const { LastLineReporter, lastLine } = await import(process.argv[1]);
  const { startVitest } = await import('vitest/node');
  const counted = new LastLineReporter(process.argv[2], { both: process.argv[3] === 'both' });
  const vitest = await startVitest('test', [], { root: process.argv[2], config: false, name: 'unit', globals: true, watch: false, include: ['src/**/*.test.ts'], reporters: [counted] });
  await vitest.close();
  process.stdout.write(JSON.stringify(counted.faults) + '\\n' + lastLine(counted.passed, counted.failed), () => process.exit(0));
`;

function count(files: Record<string, string>, databases: 'both' | 'one' = 'both'): { faults: string[]; last: string } {
  const reporter = pathToFileURL(join(root, 'scripts/last-line-reporter.mjs')).href;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', run, reporter, planted(files), databases],
    { cwd: root, encoding: 'utf8' },
  );
  const [faults = '', last = ''] = stdout.trim().split('\n').slice(-2);
  if (!faults.startsWith('[')) throw new Error(`${stdout}${stderr}`);
  return { faults: JSON.parse(faults), last };
}

const good = { 'src/a.test.ts': "test('one', () => {}); test('two', () => {});" };

it('counts what ran', () => {
  expect(count(good)).toEqual({ faults: [], last: '2 passed, 0 failed' });
});

it('counts as failed what did not run', () => {
  const { faults, last } = count({
    ...good,
    'src/red.test.ts': "test('red', () => { throw new Error('red'); });",
    'src/skipped.test.ts': "test.skip('not today', () => {});",
    'src/unreadable.test.ts': "import './nowhere'; test('never', () => {});",
    'src/kept.db.test.ts': "test('on one database only', () => {});",
    'elsewhere/forgotten.test.ts': "test('of no project', () => {});",
  });
  expect(faults.sort()).toEqual([
    '3 tests passed, of 6 test files',
    'elsewhere/forgotten.test.ts did not run in the project unit',
    'src/kept.db.test.ts did not run in the project postgres',
    'src/skipped.test.ts did not run in the project unit',
    'src/skipped.test.ts: "not today" did not run (skipped)',
    'src/unreadable.test.ts could not be read',
    'src/unreadable.test.ts did not run in the project unit',
  ]);
  expect(last).toBe('3 passed, 8 failed');
});

it('asks of a database test that it ran on a server only where both databases are tried', () => {
  const files = { 'src/kept.db.test.ts': "test('one', () => {});" };
  expect(count(files).faults).toEqual(['src/kept.db.test.ts did not run in the project postgres']);
  expect(count(files, 'one').faults).toEqual([]);
});

it('is not green when there is nothing', () => {
  expect(count({}).last).toBe('0 passed, 1 failed');
});
