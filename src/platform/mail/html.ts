/** The text with the partnership's name below it, after the line that mail programs know. */
export const signed = (text: string, name: string): string => `${text.trimEnd()}\n${name ? `\n-- \n${name}\n` : ''}`;

/** A plain letter from plain text: paragraphs, lists, and links. It loads nothing, so opening it tells nobody. */
export function htmlOf({ subject, text, name }: { subject: string; text: string; name: string }): string {
  const blocks = text
    .trim()
    .split(/\n\s*\n/)
    .flatMap(blocksOf);
  const heading = name ? `<p style="${small};font-weight:bold">${escaped(name)}</p>` : '';
  return [
    '<!doctype html>',
    `<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
    `<body style="margin:0;padding:24px;background:#fff;color:#1a1a1a;font:16px/1.5 Arial,Helvetica,sans-serif"><div style="max-width:560px">`,
    heading,
    ...blocks,
    '</div></body></html>',
  ].join('\n');
}

const small = 'margin:0 0 20px;font-size:14px';

/** A block between empty lines: runs of "- " lines are lists, the rest paragraphs. */
function blocksOf(block: string): string[] {
  const made: string[] = [];
  let items: string[] = [];
  let lines: string[] = [];
  const close = () => {
    if (items.length > 0)
      made.push(
        `<ul style="margin:0 0 16px;padding-left:24px">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`,
      );
    if (lines.length > 0) made.push(`<p style="margin:0 0 16px">${lines.join('<br>')}</p>`);
    items = [];
    lines = [];
  };
  for (const line of block.split('\n')) {
    const item = /^\s*- (.*)$/.exec(line)?.[1];
    if ((item === undefined && items.length > 0) || (item !== undefined && lines.length > 0)) close();
    if (item === undefined) lines.push(withLinks(line));
    else items.push(withLinks(item));
  }
  close();
  return made;
}

/** Addresses of pages become links; the full stop that ends a sentence stays outside. */
function withLinks(line: string): string {
  return line
    .split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/)
    .map((part, index) => (index % 2 === 1 ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] as string);
