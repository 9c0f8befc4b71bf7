// Runs benchmarks: `npm run bench -- NAME …`, or all of them. Each is a file in bench/ with a default function.
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runModules } from './run-module.mjs';

const bench = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bench');
const all = globSync('*.bench.ts', { cwd: bench }).map((name) => basename(name, '.bench.ts'));
// What begins with -- is for the benchmark itself: `npm run bench -- measures --size=0.01`.
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark "${unknown[0]}". There are: ${all.join(', ')}.\n`);
  process.exit(2);
}
await runModules((asked.length > 0 ? asked : all).map((name) => `bench/${name}.bench.ts`));
process.exit(0);
