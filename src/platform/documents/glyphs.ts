/** Whether every given font can draw a character, by its code point. */
export type Coverage = (codePoint: number) => boolean;

/** Reads which characters TrueType fonts can draw, from their `cmap` tables (OpenType specification, formats 4 and 12). */
export function coverageOf(fonts: readonly Uint8Array[]): Coverage {
  const ranges = fonts.map(rangesOf);
  const known = new Map<number, boolean>();
  return (codePoint) => {
    const before = known.get(codePoint);
    if (before !== undefined) return before;
    const covered = ranges.every((of) => of.some(([from, to]) => codePoint >= from && codePoint <= to));
    known.set(codePoint, covered);
    return covered;
  };
}

/**
 * The text with what cannot be printed taken out (control characters, joiners and marks without a width) or, where a
 * character is missing from the fonts, a question mark in its place. Accents are composed first.
 */
export function printable(text: string, covers: Coverage): string {
  const plain = text.toWellFormed().normalize('NFC').replace(unprinted, '');
  let printed = '';
  for (const character of plain) {
    const codePoint = character.codePointAt(0) ?? 0;
    printed += character === '\n' || character === '\t' || covers(codePoint) ? character : '?';
  }
  return printed;
}

const unprinted = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Variation_Selector}]/gu;

type Range = [from: number, to: number];

function rangesOf(font: Uint8Array): Range[] {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableAt(view, 'cmap');
  const ranges: Range[] = [];
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const table = cmap + view.getUint32(cmap + 4 + i * 8 + 4);
    const format = view.getUint16(table);
    if (format === 4) ranges.push(...format4(view, table));
    if (format === 12) ranges.push(...format12(view, table));
  }
  if (ranges.length === 0) throw new Error('The font names no characters that this can read.');
  return ranges;
}

function tableAt(view: DataView, name: string): number {
  for (let i = 0; i < view.getUint16(4); i++) {
    const entry = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(entry + byte)));
    if (tag === name) return view.getUint32(entry + 8);
  }
  throw new Error(`The font has no ${name} table.`);
}

function format4(view: DataView, table: number): Range[] {
  const segments = view.getUint16(table + 6) / 2;
  const ends = table + 14;
  const starts = ends + segments * 2 + 2;
  return Array.from(
    { length: segments },
    (_, i): Range => [view.getUint16(starts + i * 2), view.getUint16(ends + i * 2)],
  ).filter(([from]) => from !== 0xffff);
}

function format12(view: DataView, table: number): Range[] {
  return Array.from({ length: view.getUint32(table + 12) }, (_, i): Range => {
    const group = table + 16 + i * 12;
    return [view.getUint32(group), view.getUint32(group + 4)];
  });
}
