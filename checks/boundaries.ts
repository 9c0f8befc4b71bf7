import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';

// Runs by itself too (`node checks/boundaries.ts`), so it imports packages only.

const require = createRequire(import.meta.url);
const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** Who imports whom in `src/` of a project, by the rules of `.dependency-cruiser.cjs`. A file that was not looked at is a fault. */
export async function boundaries(project = here): Promise<{ files: number; imports: number; faults: string[] }> {
  const { forbidden, options } = require('../.dependency-cruiser.cjs');
  const { output } = await cruise(['src'], { ...options, baseDir: project, validate: true, ruleSet: { forbidden } });
  const { modules, summary } = output as ICruiseResult;
  const seen = new Set(modules.map((module) => module.source));
  const onDisk = readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) =>
      join('src', entry.parentPath.slice(join(project, 'src').length), entry.name)
        .split(sep)
        .join('/'),
    );
  return {
    files: onDisk.filter((path) => seen.has(path)).length,
    imports: summary.totalDependenciesCruised ?? 0,
    faults: [
      ...onDisk.filter((path) => !seen.has(path)).map((path) => `${path} was not looked at`),
      ...outsideModules(onDisk),
      ...summary.violations.map(
        ({ rule, from, to, cycle }) =>
          `${rule.name}: ${[from, ...(cycle?.map((step) => step.name) ?? [to])].join(' → ')}`,
      ),
    ],
  };
}

/** Source that the rules cannot place. */
function outsideModules(paths: string[]): string[] {
  const modules: string[] = require('./modules.json');
  return paths
    .filter((path) => !path.includes('/', 4) || !modules.includes(path.split('/')[1] ?? ''))
    .map((path) => `${path} is in no module of checks/modules.json`);
}

if (import.meta.main) {
  const { files, imports, faults } = await boundaries();
  process.stdout.write([...faults, `${files} files, ${imports} imports`, ''].join('\n'));
  process.exitCode = faults.length > 0 || files === 0 ? 1 : 0;
}
