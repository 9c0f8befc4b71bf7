import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is installed, built or written by a running program, and no part of the project. */
const foreign = new Set(['node_modules', 'build', 'var', 'coverage', '.git', '.cache']);

/** Every file of the project, or of a folder in it, by its path from `from`, with forward slashes, in order. */
export function filesOf(from: string, folder = ''): string[] {
  return readdirSync(join(from, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return foreign.has(entry.name) ? [] : filesOf(from, path);
      return entry.isFile() ? [path.split(sep).join('/')] : [];
    })
    .sort();
}

export const textOf = (from: string, path: string): string => readFileSync(join(from, path), 'utf8');

export const isCode = (path: string): boolean => /\.tsx?$/.test(path);
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path);
/** Builders and servers for tests: `testing.ts`, `testing-….ts`, `testing/…`. */
export const isTesting = (path: string): boolean => /\/testing((-[a-z-]+)?\.tsx?$|\/)/.test(path);
/** The module a source file belongs to: 'schools' of `src/schools/people.ts`. */
export const moduleOf = (path: string): string | null => /^src\/([^/]+)\//.exec(path)?.[1] ?? null;
