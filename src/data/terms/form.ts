import type { Terms, TermsSection } from './terms';

/** What is typed to bring a new version: its parts as plain lines, a point beginning with a hyphen. */
export type TypedTerms = Record<'version' | 'title' | 'lead' | 'body', string>;
export type TermsErrors = Partial<TypedTerms>;

const most = { version: 40, title: 200, lead: 1000, body: 20_000 } as const;

export const bodyOf = (sections: readonly TermsSection[]): string =>
  sections.map(({ title, points }) => [title, ...points.map((point) => `- ${point}`)].join('\n')).join('\n\n');

export function readTerms(
  form: { get: (name: string) => string },
  used: readonly string[],
): { typed: TypedTerms; errors: TermsErrors; wish: Terms | null } {
  const typed: TypedTerms = {
    version: form.get('version').trim(),
    title: form.get('title').trim(),
    lead: form.get('lead').trim(),
    body: form.get('body'),
  };
  const errors: TermsErrors = {};
  if (typed.version === '') errors.version = 'Say what this version is called, like 2019-09';
  else if (used.includes(typed.version))
    errors.version = `There has been a version ${typed.version} already. Give this one another name: people accept a version by its name`;
  if (typed.title === '') errors.title = 'Enter the title';
  if (typed.lead === '') errors.lead = 'Enter what stands below the title';
  const parts = sectionsOf(typed.body);
  if (typeof parts === 'string') errors.body = parts;
  for (const field of Object.keys(most) as (keyof TypedTerms)[])
    if (typed[field].length > most[field])
      errors[field] = `It has ${typed[field].length} characters, and ${most[field]} is the most`;
  const wish =
    Object.keys(errors).length === 0 && typeof parts !== 'string'
      ? { version: typed.version, title: typed.title, lead: typed.lead, sections: parts }
      : null;
  return { typed, errors, wish };
}

/** The parts that were typed, or what is wrong with them, by line. */
function sectionsOf(body: string): TermsSection[] | string {
  const sections: TermsSection[] = [];
  for (const [at, line] of body.split(/\r\n|\r|\n/).entries()) {
    const [, point] = /^\s*[-•*]\s*(.*)$/.exec(line) ?? [];
    if (point === undefined) {
      if (line.trim() !== '') sections.push({ title: line.trim(), points: [] });
    } else if (point.trim() === '') return `Line ${at + 1} is a hyphen with nothing behind it`;
    else if (!sections.at(-1))
      return `Line ${at + 1} is a point, and no part stands above it. Begin with the name of a part, on a line without a hyphen`;
    else sections.at(-1)?.points.push(point.trim());
  }
  const bare = sections.find(({ points }) => points.length === 0);
  if (sections.length === 0) return 'Enter the terms';
  return bare
    ? `No point stands below “${bare.title}”. Write each on a line of its own that begins with a hyphen`
    : sections;
}
