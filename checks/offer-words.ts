import { parse } from 'yaml';
import { readSource, type Said } from './source';
import { filesOf, isCode, isTest, isTesting, textOf } from './tree';

/** What offers say that the program must not know: it would serve this offer only. */
interface Words {
  /** Identifiers of elements, categories and sectors. */
  ids: Set<string>;
  /** Those of categories and sectors alone: the keys of a table by category give it away. */
  keys: Set<string>;
  /** Their names, in lower case. */
  names: Set<string>;
  /** 'Amber': read by people inside longer text too. */
  categories: Set<string>;
  /** Amounts as the file writes them (pounds), of three digits or more. */
  amounts: Set<number>;
  /** '2018/19' and the offer's own name and identifier. */
  inside: Set<string>;
}

/** Why a word may stand in a file although an offer has it too. */
export interface Exception {
  file: string;
  word: string;
  why: string;
}

/** The demonstration's data, and the examples on the page of components: invented, and allowed to look like this offer. */
const invented = /^src\/(app\/demonstration\/|platform\/ui\/[^/]+\/examples\.tsx$)/;

/** Kinds of buttons and colours of tags have the same names as some sectors and categories: in these places they mean the look. */
const looks = new Set(['primary', 'secondary', 'green', 'yellow', 'amber', 'red']);
const lookAttributes = new Set(['class', 'kind', 'tone', 'colour']);
const meansTheLook = (path: string, { attribute, text }: Said) =>
  looks.has(text) &&
  (path.startsWith('src/platform/ui/') ||
    path.startsWith('src/platform/charts/') ||
    lookAttributes.has(attribute ?? ''));

export function offerWords(project: string, exceptions: readonly Exception[] = []) {
  const words = wordsOf(
    filesOf(project, 'offers')
      .filter((path) => path.endsWith('.yaml'))
      .map((path) => parse(textOf(project, path))),
  );
  const code = filesOf(project, 'src').filter(
    (path) => isCode(path) && !isTest(path) && !isTesting(path) && !invented.test(path),
  );
  const tables = filesOf(project).filter((path) => /^migrations\/.*\.sql$/.test(path));
  const found = [
    ...code.flatMap((path) => readSource(path, textOf(project, path)).said.map((said) => ({ path, said }))),
    ...tables.flatMap((path) => literalsOfSql(textOf(project, path)).map((said) => ({ path, said }))),
  ];
  const hits = found.flatMap(({ path, said }) =>
    (meansTheLook(path, said) ? [] : hitsIn(said, words)).map((word) => ({ path, line: said.line, word })),
  );
  const allowed = (hit: { path: string; word: string }) =>
    exceptions.some(({ file, word }) => file === hit.path && word === hit.word);
  return {
    files: code.length + tables.length,
    literals: found.length,
    words: words.ids.size + words.names.size + words.amounts.size + words.inside.size,
    faults: [
      ...hits
        .filter((hit) => !allowed(hit))
        .map(({ path, line, word }) => `${path}:${line} knows "${word}" of an offer`),
      ...exceptions
        .filter(({ file, word }) => !hits.some((hit) => hit.path === file && hit.word === word))
        .map(({ file, word }) => `${file} no longer knows "${word}": strike the exception`),
    ],
  };
}

// biome-ignore lint/suspicious/noExplicitAny: any offer file, whatever its shape
function wordsOf(offers: any[]): Words {
  const words: Words = {
    ids: new Set(),
    keys: new Set(),
    names: new Set(),
    categories: new Set(),
    amounts: new Set(),
    inside: new Set(),
  };
  for (const offer of offers) {
    for (const { id, name } of [...(offer.elements ?? []), ...(offer.categories ?? []), ...(offer.sectors ?? [])]) {
      words.ids.add(id);
      words.names.add(String(name).toLowerCase());
    }
    for (const { id } of [...(offer.categories ?? []), ...(offer.sectors ?? [])]) words.keys.add(id);
    for (const { name } of offer.categories ?? []) words.categories.add(name);
    words.inside.add(offer.id).add(offer.name);
    everything(offer, (value) => {
      if (typeof value === 'number' && value >= 100) words.amounts.add(value);
      if (typeof value === 'string' && /^20\d\d\/\d\d$/.test(value))
        words.inside.add(value).add(value.replace('/', '-'));
    });
  }
  return words;
}

function everything(value: unknown, visit: (leaf: unknown) => void): void {
  if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) everything(inner, visit);
  else visit(value);
}

/** In words and in figures. A round figure (250, 500, 3000) says nothing by itself: it counts only with a pound sign. */
function hitsIn({ kind, text }: Said, words: Words): string[] {
  if (kind === 'number') {
    const value = Number(text);
    return [value, value / 100].some((pounds) => words.amounts.has(pounds) && !isRound(pounds)) ? [text] : [];
  }
  if (kind === 'key') return words.keys.has(text) ? [text] : [];
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  const hits = new Set<string>();
  if (words.ids.has(trimmed)) hits.add(trimmed);
  else if (words.names.has(lower)) hits.add(lower);
  for (const name of words.names) if (name.includes(' ') && lower.includes(name)) hits.add(name);
  for (const id of words.ids)
    if (id.includes('-') && new RegExp(`(^|[^\\w-])${id}($|[^\\w-])`).test(trimmed)) hits.add(id);
  for (const inside of words.inside) if (trimmed.includes(inside)) hits.add(inside);
  for (const category of words.categories) if (new RegExp(`\\b${category}\\b`).test(trimmed)) hits.add(category);
  for (const [, figure] of trimmed.matchAll(/£\s?(\d[\d,]*)/g))
    if (words.amounts.has(Number(figure?.replaceAll(',', '')))) hits.add(`£${figure}`);
  return [...hits];
}

const isRound = (value: number) => /^([1-9]|25|75)0*$/.test(String(value));

function literalsOfSql(sql: string): Said[] {
  return sql.split('\n').flatMap((row, index) => {
    const line = index + 1;
    const code = row.replace(/--.*/, '');
    const strings = [...code.matchAll(/'((?:[^']|'')*)'/g)].map((match) => ({
      kind: 'string' as const,
      text: match[1] ?? '',
      line,
    }));
    const numbers = [...code.replace(/'(?:[^']|'')*'/g, '').matchAll(/\b\d{3,}\b/g)].map(([text]) => ({
      kind: 'number' as const,
      text,
      line,
    }));
    return [...strings, ...numbers];
  });
}
