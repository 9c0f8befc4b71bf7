import { homedir, tmpdir } from 'node:os';
import { posix } from 'node:path';
import { readSource } from './source';
import { filesOf, isCode, isTest, isTesting, moduleOf, root, textOf } from './tree';

/** What a rule looked at, and what it found wrong. */
export interface Looked {
  looked: number;
  faults: string[];
}

/** A source file has at most 400 lines; tests and data may have more. */
export function lengths(project: string): Looked {
  const files = filesOf(project).filter((path) => /\.([mc]?[jt]sx?|s?css|typ)$/.test(path) && !isTest(path));
  const faults = files.flatMap((path) => {
    const lines = textOf(project, path).trimEnd().split('\n').length;
    return lines > 400 ? [`${path} has ${lines} lines: 400 are the most`] : [];
  });
  return { looked: files.length, faults };
}

/** The clock and the environment each have one door. */
export function doors(project: string): Looked {
  const files = filesOf(project, 'src').filter((path) => isCode(path) && !isTest(path) && !isTesting(path));
  const rules = [
    { what: ['new Date', 'Date()', 'Date.now', 'Temporal.Now'], door: 'src/platform/clock.ts' },
    { what: ['process.env'], door: 'src/platform/config.ts' },
  ];
  const faults = files.flatMap((path) =>
    readSource(path, textOf(project, path)).uses.flatMap(({ what, line }) =>
      rules
        .filter((rule) => rule.what.includes(what) && path !== rule.door)
        .map((rule) => `${path}:${line} uses ${what}: ask ${rule.door}`),
    ),
  );
  return { looked: files.length, faults };
}

const binary = /\.(gz|csv|png|jpe?g|ico|woff2?|ttf|otf|pdf|xlsx|parquet)$/;

/**
 * A clone stands alone: nothing names a folder above the project, nor a place on the machine where it was written.
 * Left out: the lock file, which npm writes, and data.
 */
export function outsidePaths(project: string): Looked {
  const files = filesOf(project).filter((path) => !binary.test(path) && path !== 'package-lock.json');
  const places = [...new Set([root, homedir(), tmpdir()])].filter(
    (place) => place.split('/').filter(Boolean).join('').length > 0,
  );
  const faults = files.flatMap((path) =>
    textOf(project, path)
      .split('\n')
      .flatMap((row, index) => {
        const climbs = [...row.matchAll(/(?<![\w./])(?:\.\.\/)+[\w.-]*/g)]
          .map(([climb]) => climb)
          .filter((climb) => posix.normalize(posix.join(posix.dirname(path), climb)).startsWith('..'));
        const named = places.filter((place) =>
          new RegExp(`(?<![\\w.~/-])${place.replaceAll('.', '\\.')}(?![\\w-])`).test(row),
        );
        const homes = row.match(/(?<![\w.~-])\/(home|Users)\/\w+/g) ?? [];
        return [...climbs, ...named, ...homes].map(
          (found) => `${path}:${index + 1} names ${found}, which is outside the project`,
        );
      }),
  );
  return { looked: files.length, faults };
}

/** Each module says what it is, its words and what always holds, in a README that opens with a heading. */
export function readmes(project: string): Looked {
  const modules = [...new Set(filesOf(project, 'src').map(moduleOf))].filter((name) => name !== null);
  const files = new Set(filesOf(project, 'src'));
  const faults = modules.flatMap((name) => {
    const path = `src/${name}/README.md`;
    if (!files.has(path)) return [`${path} is missing`];
    return /^# \S/.test(textOf(project, path)) ? [] : [`${path} does not open with a heading`];
  });
  return { looked: modules.length, faults };
}

/** Everything installed is the version that was tested: no ranges, and a lock file that holds every package asked for, on every system. */
export function install(project: string): Looked {
  const asked = JSON.parse(textOf(project, 'package.json'));
  const lock = JSON.parse(textOf(project, 'package-lock.json')).packages as Record<string, Locked>;
  const versions = Object.entries({ ...asked.dependencies, ...asked.devDependencies } as Record<string, string>);
  const ranges = versions
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}", not one version`);
  const otherwise = versions.flatMap(([name, version]) => {
    const locked = lock[`node_modules/${name}`]?.version;
    return locked === version
      ? []
      : [`package-lock.json holds ${name} ${locked ?? 'not at all'}, package.json asks for ${version}`];
  });
  const missing = Object.entries(lock).flatMap(
    ([path, { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta, link }]) => {
      if (link) return [];
      const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
      return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]
        .filter((name) => !above(path).some((folder) => `${folder}node_modules/${name}` in lock))
        .map((name) => `package-lock.json lacks ${name}, which ${path || 'the project'} asks for`);
    },
  );
  return { looked: Object.keys(lock).length, faults: [...ranges, ...otherwise, ...missing] };
}

interface Locked {
  version?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** Where a package looks for others: in itself, then beside itself, then further up. */
function above(path: string): string[] {
  const folders = path === '' ? [''] : [`${path}/`];
  for (
    let at = path.lastIndexOf('node_modules/');
    at >= 0;
    at = at === 0 ? -1 : path.lastIndexOf('node_modules/', at - 1)
  )
    folders.push(path.slice(0, at));
  return folders;
}
