import { readSource } from './source';
import { filesOf, isCode, isTest, isTesting, moduleOf, textOf } from './tree';

/** What is not the module's name but its own all the same. */
const alsoOwn: Record<string, string[]> = {
  // The job queue and the list of migrations that ran.
  platform: ['pgboss', 'public'],
};

/** Filling a new installation from a backup writes every table there is, whatever its name. */
const writesEverything = ['src/app/backup/restore.ts'];

const builders = ['.insertInto', '.updateTable', '.deleteFrom', '.mergeInto', '.replaceInto'];
const name = '((?:"?\\w+"?\\.)?(?:"?\\w+"?|…)|…[\\w.]*)';
const statements = [
  new RegExp(`\\binsert\\s+into\\s+${name}`, 'gi'),
  new RegExp(`\\bdelete\\s+from\\s+(?:only\\s+)?${name}`, 'gi'),
  new RegExp(`\\bupdate\\s+(?:only\\s+)?${name}(?:\\s+(?:as\\s+)?(?!set\\b)\\w+)?\\s+set\\b`, 'gi'),
  new RegExp(`\\bmerge\\s+into\\s+(?:only\\s+)?${name}`, 'gi'),
  new RegExp(`\\btruncate\\s+(?:table\\s+)?(?:only\\s+)?${name}`, 'gi'),
  new RegExp(`\\bcopy\\s+${name}(?:\\s*\\([^)]*\\))?\\s+from\\b`, 'gi'),
];

/** Where the program writes: each write names a table of its module's own schema. Tests may write anywhere. */
export function writes(project: string): { files: number; writes: number; tables: string[]; faults: string[] } {
  const files = filesOf(project, 'src').filter(
    (path) => isCode(path) && !isTest(path) && !isTesting(path) && !writesEverything.includes(path),
  );
  const found = files.flatMap((path) => writesIn(path, textOf(project, path)).map((write) => ({ ...write, path })));
  return {
    files: files.length,
    writes: found.length,
    tables: [...new Set(found.map((write) => write.table))].sort(),
    faults: found.flatMap(({ path, line, table }) => {
      const module = moduleOf(path) ?? '';
      if (!/^\w+\.\w*/.test(table))
        return [`${path}:${line} writes "${table}": name the schema and the table where the check can read them`];
      return [module, ...(alsoOwn[module] ?? [])].includes(table.split('.')[0] ?? '')
        ? []
        : [`${path}:${line} writes ${table}, which is not a table of ${module}`];
    }),
  };
}

function writesIn(path: string, text: string): { table: string; line: number }[] {
  const { said, uses } = readSource(path, text);
  const built = uses
    .filter(({ what }) => builders.includes(what))
    .map(({ argument, line }) => ({ table: (argument ?? 'what is worked out').replace(/ as \w+$/, ''), line }));
  const written = said
    .filter(({ kind }) => kind === 'string' || kind === 'template')
    .flatMap(({ text: words, line }) =>
      statements.flatMap((pattern) =>
        [...words.matchAll(pattern)].map((match) => ({ table: (match[1] ?? '').replaceAll('"', ''), line })),
      ),
    );
  return [...built, ...written];
}
