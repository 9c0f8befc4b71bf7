import { describeHeadings, matchHeadings, UnreadableFile } from '../../../platform/reading';
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
  const own = kind.forms.find((form) => fits(form, headings));
  if (own) return own;
  const others = kinds.filter((one) => one !== kind && one.forms.some((form) => fits(form, headings)));
  if (others.length > 0) {
    const looks = listed(others.map((one) => one.called), 'or');
    const as = listed(others.map((one) => `"${one.name}"`), 'or');
    throw new UnreadableFile('headings', `This looks like ${looks}, not ${kind.called}. Import it as ${as}, or choose another file.`, 1);
  }
  throw new UnreadableFile('headings', nearestProblem(kind, headings), 1);
}

const fits = (form: Form, headings: readonly string[]): boolean => matchHeadings(headings, Object.values(form.shape)).ok;

/** What is wrong with the headings, by the form of which most are there. */
function nearestProblem(kind: Kind, headings: readonly string[]): string {
  const ranked = kind.forms.flatMap((form) => {
    const matched = matchHeadings(headings, Object.values(form.shape));
    if (matched.ok) return [];
    const needed = Object.values(form.shape).filter((column) => column.required).length;
    return [{ problems: matched.reason, share: matched.reason.length / needed }];
  });
  const [best] = ranked.sort((a, b) => a.share - b.share);
  return `This is not ${kind.called}. ${describeHeadings(best?.problems ?? [], headings)}`;
}
