import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { date } from '../words';
import { type Coverage, coverageOf, printable } from './glyphs';
import house from './house.typ?raw';

/** A document as blocks. Texts are plain: nothing in them is markup, and a line break is a line break. */
export interface PdfDocument {
  title: string;
  /** The line under the title. */
  subtitle?: Text;
  author: string;
  /** Named at the head of the page, on the right; the author unless said. */
  organisation?: string;
  /** Printed at the foot, and in the file's properties. */
  date: Temporal.PlainDate;
  /** At the foot, on the left: release, methods, conditions. */
  foot?: string;
  body: readonly Block[];
}

export type Text = string | readonly Run[];
/** Part of a text: strong, quiet (second text) or a link. */
export type Run = string | { strong: string } | { quiet: string } | { href: string; text: string };

export type Block =
  | { kind: 'heading'; level?: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: Text }
  /** Small, for methods and conditions. */
  | { kind: 'note'; text: Text }
  | { kind: 'list'; items: readonly Text[]; numbered?: boolean }
  /** A summary list: what, and its value. */
  | { kind: 'facts'; rows: readonly { key: string; value: Text }[] }
  /** Up to four large figures side by side, each with what it is. */
  | { kind: 'figures'; items: readonly { value: string; label: string }[] }
  /** Up to three findings side by side. */
  | { kind: 'findings'; items: readonly { heading: string; text: Text }[] }
  | {
      kind: 'table';
      caption?: string;
      columns: readonly PdfColumn[];
      rows: readonly (readonly Text[])[];
      total?: readonly Text[];
    }
  /** A drawing; `alt` is the finding in words. `width` is its part of the text's width, 1 unless said. */
  | { kind: 'image'; svg: string; alt: string; caption?: string; width?: number }
  /** The one tinted panel of a page. */
  | { kind: 'panel'; body: readonly Block[] }
  | { kind: 'page-break' };

export interface PdfColumn {
  heading: string;
  align?: 'left' | 'right';
  /** Its share of the width that is left over, or 'auto' for as wide as its values; the first column 1 and the others 'auto' unless said. */
  width?: number | 'auto';
}

interface Typst {
  compiler: NodeCompiler;
  coverage: Coverage;
}

let opened: Promise<Typst> | null = null;

/**
 * The document as a tagged PDF (PDF/UA-1) in the house layout. The same document gives the same bytes.
 * A character that the house font lacks is shown as a question mark: PDF/UA refuses what cannot be displayed.
 */
export async function renderPdf(document: PdfDocument): Promise<Uint8Array> {
  opened ??= openTypst();
  const { compiler, coverage } = await opened;
  const data = JSON.stringify(toData(document), (_, value) =>
    typeof value === 'string' ? printable(value, coverage) : value,
  );
  const compiled = compiler.compile({ mainFileContent: house, inputs: { document: data } });
  if (!compiled.result) {
    const problem = compiled.takeDiagnostics();
    throw new Error(`The PDF could not be set: ${JSON.stringify(problem?.shortDiagnostics ?? [])}`);
  }
  const bytes = compiler.pdf(compiled.result, { pdfStandard: 'ua-1' });
  // The compiler remembers every document it has set until it is told to let go.
  compiler.evictCache(5);
  return bytes;
}

async function openTypst(): Promise<Typst> {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/source-sans-3/package.json'));
  const fonts = await Promise.all(
    ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'].map((style) =>
      readFile(join(folder, style, `SourceSans3_${style}.ttf`)),
    ),
  );
  return {
    compiler: NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: fonts }] }),
    coverage: coverageOf(fonts),
  };
}

/** The document as the template takes it: every field there, none left out. */
function toData(document: PdfDocument) {
  const { title, author, date: day } = document;
  return {
    product: 'Mesters',
    title,
    subtitle: document.subtitle ?? null,
    author,
    organisation: document.organisation ?? author,
    date: { year: day.year, month: day.month, day: day.day },
    printed: date(day),
    foot: document.foot ?? '',
    body: document.body.map(toBlock),
  };
}

function toBlock(block: Block): unknown {
  switch (block.kind) {
    case 'heading':
      return { ...block, level: block.level ?? 1 };
    case 'list':
      return { ...block, numbered: block.numbered ?? false };
    case 'table':
      return {
        ...block,
        caption: block.caption ?? null,
        columns: block.columns.map((column, i) => ({
          heading: column.heading,
          align: column.align ?? 'left',
          width: column.width ?? (i === 0 ? 1 : 'auto'),
        })),
        // Wrapped, so that a text of several runs stays one cell when the template flattens the rows.
        rows: block.rows.map((row) => row.map((text) => ({ text }))),
        total: block.total?.map((text) => ({ text })) ?? null,
      };
    case 'image':
      return { ...block, caption: block.caption ?? null, width: block.width ?? 1 };
    case 'panel':
      return { ...block, body: block.body.map(toBlock) };
    default:
      return block;
  }
}
