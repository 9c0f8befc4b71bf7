import { describeHeadings, type HeadingProblem, matchHeadings, UnreadableFile } from '../../../platform/reading';
import { listed } from '../../../platform/words';
import { census } from './census';
import { gias } from './gias';
import { giasGroups } from './gias-groups';
import { inspections } from './inspections';
import type { Form, Kind } from './kind';
import { partnerships } from './partnerships';
import { spine } from './spine';
import { succession } from './succession';

/** Every kind of file that can be brought, in the order in which a new installation needs them. */
export const kinds: readonly Kind[] = [spine, census, gias, giasGroups, inspections, partnerships, succession];

export const kindNamed = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name);

/**
 * The form of a kind that a file's headings fit.
 * @throws UnreadableFile saying which kind of file it looks like, or else what is missing from the headings.
 */
export function formOf(kind: Kind, headings: readonly string[]): Form {
  const [own] = rank(kind, headings);
  if (own?.problems.length === 0) return own.form;
  const others = kinds.filter((one) => one !== kind && rank(one, headings)[0]?.problems.length === 0);
  if (others.length > 0) {
    const looks = listed(
      others.map((one) => one.called),
      'or',
    );
    throw new UnreadableFile(
      'headings',
      `This looks like ${looks}, not ${kind.called}. ${importAs(others)}, or choose another file.`,
      1,
    );
  }
  const missing = describeHeadings(own?.problems ?? [], headings);
  throw new UnreadableFile('headings', `This is not ${kind.called} as we know it. ${missing}`, 1);
}

const importAs = (these: readonly Kind[]): string =>
  `Import it as ${listed(
    these.map(({ name }) => `"${name}"`),
    'or',
  )}`;

/** What is wrong with a file, in the words of a page, where one chooses what is in it: the command line knows kinds by their short names. */
export const inPageWords = (problem: string): string =>
  problem.replace(/Import it as ("[a-z-]+"(?:(?:, | or )"[a-z-]+")*)/, (_, names: string) => {
    const titles = names.replace(/"([a-z-]+)"/g, (all, name: string) => `“${kindNamed(name)?.title ?? all}”`);
    return `Bring it again as ${titles}`;
  });

/**
 * The forms of a kind, that first of which most headings are there: a full list with one heading missing is not to be read as the
 * short form that has all of its few.
 */
function rank(
  kind: Kind,
  headings: readonly string[],
): { form: Form; problems: readonly HeadingProblem[]; found: number }[] {
  return kind.forms
    .map((form) => {
      const columns = Object.values(form.shape);
      const matched = matchHeadings(headings, columns);
      const found = columns.filter((column) => matchHeadings(headings, [{ ...column, required: true }]).ok).length;
      return { form, problems: matched.ok ? [] : matched.reason, found };
    })
    .sort((a, b) => b.found - a.found || a.problems.length - b.problems.length);
}
