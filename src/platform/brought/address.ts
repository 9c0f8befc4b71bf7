import type { Req } from '../web';

/** Which page of a list the address asks for: the first, unless it says another. */
export const pageOf = ({ query }: Pick<Req, 'query'>): number =>
  Number(/^[1-9]\d{0,3}$/.exec(query.get('page') ?? '')?.[0] ?? 1);

/** The number in an address; 0, which nothing has, where there is none. */
export const idOf = ({ params }: Req): number => (/^\d{1,9}$/.test(params.id ?? '') ? Number(params.id) : 0);

/** What is wrong with a form, each with the way to its field: errors stand under the identifiers of the fields. */
export const summaryOf = (errors: Readonly<Record<string, string>>): { text: string; href: string }[] =>
  Object.entries(errors).map(([id, text]) => ({ text, href: `#${id}` }));

/** What to do about the file. A form that comes back with other errors has lost the one that was chosen: no browser keeps it. */
export const fileError = (file: unknown, ...others: readonly object[]): { file?: string } => {
  if (!file) return { file: 'Choose a file' };
  return others.some((errors) => Object.keys(errors).length > 0) ? { file: 'Choose the file again' } : {};
};
