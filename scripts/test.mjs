// Every check of the project, in one command: `npm test`. With --quick (`npm run check`) all but the build and the tests; with
// --both-databases, as `.ci/run` asks, the database tests once more on a PostgreSQL server.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LastLineReporter, lastLine } from './last-line-reporter.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quick = process.argv.includes('--quick');
const both = process.argv.includes('--both-databases');
const bin = (name) => [join(root, 'node_modules', '.bin', name)];

const build = { name: 'build', command: [process.execPath, join(root, 'scripts/build.mjs')] };

/** The longest first: two run at a time, or one beside the build and the tests. */
const looks = [
  { name: 'types', command: [...bin('tsc'), '-p', '.'] },
  { name: 'unused code', command: [...bin('knip'), '--no-progress', '--no-config-hints'] },
  { name: 'lint and format', command: [...bin('biome'), 'check', '--error-on-warnings', '--max-diagnostics=50'] },
  { name: 'boundaries', command: [process.execPath, join(root, 'checks/boundaries.ts')] },
];

let passed = 0;
let failed = 0;
const began = performance.now();

try {
  await Promise.all([walk(looks), quick ? walk(looks) : buildAndTest()]);
} catch (error) {
  failed += 1;
  say(error.stack);
}
if (!quick && passed === 0 && failed === 0) failed = 1;
say(`All in ${seconds(began)}.`);
process.stdout.write(lastLine(passed, failed), () => process.exit(failed > 0 ? 1 : 0));

/** Takes one step after another from the list that it shares. */
async function walk(steps) {
  for (let next = steps.shift(); next; next = steps.shift()) await step(next);
}

async function buildAndTest() {
  await step(build);
  if (build.done) await tests();
}

async function step(one) {
  const started = performance.now();
  const { status, output } = await run(...one.command);
  one.done = status === 0;
  if (!one.done) failed += 1;
  say(`${one.done ? '✓' : '✗'} ${one.name}, ${seconds(started)}${one.done ? '' : `\n${output.trimEnd()}\n`}`);
}

function run(file, ...args) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const add = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', add);
    child.stderr.setEncoding('utf8').on('data', add);
    child.once('error', (error) => resolve({ status: 1, output: `${output}${error.message}` }));
    child.once('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/** The projects of vitest in one run. What fails is told by its own reporter, the numbers by ours. */
async function tests() {
  const started = performance.now();
  const { startVitest } = await import('vitest/node');
  const counted = new LastLineReporter(root, { both });
  const vitest = await startVitest('test', [], {
    root,
    watch: false,
    run: true,
    project: ['unit', 'browser', 'server', ...(both ? ['postgres'] : [])],
    reporters: [['default', { summary: false }], counted],
  });
  await vitest.close();
  passed += counted.passed;
  failed += counted.failed;
  if (counted.looked.length > 0)
    say(`What the checks looked at:\n${counted.looked.map((words) => `  ${words}\n`).join('')}`);
  for (const words of counted.faults) say(`✗ ${words}`);
  say(`${counted.failed === 0 ? '✓' : '✗'} tests, ${seconds(started)}`);
}

function seconds(from) {
  return `${((performance.now() - from) / 1000).toFixed(1)} s`;
}

function say(words) {
  process.stdout.write(`${words}\n`);
}
