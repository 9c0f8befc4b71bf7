import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { date } from '../words';
import { type Coverage, coverageOf, printable } from './glyphs';
import house from './house.typ?raw';
import houseBody from './house-body.typ?raw';
import { createTypesetter, type Typesetter } from './typesetter';

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
  /** A page of its own before the others. */
  cover?: Cover;
  /** At the foot, on the left: release, methods, conditions. */
  foot?: string;
  body: readonly Block[];
}

/** What a document is, over its title; facts about it; and it in short, a paragraph each. What is where follows by itself. */
export interface Cover {
  kind: string;
  facts: readonly { key: string; value: Text }[];
  summary: readonly Text[];
}

export type Text = string | readonly Run[];
/** Part of a text: strong, quiet (second text) or a link. */
export type Run = string | { strong: string } | { quiet: string } | { href: string; text: string };

export type Block =
  /** `listed` false: one of many alike, of which a cover's contents name the first alone. */
  | { kind: 'heading'; level?: 1 | 2 | 3; text: string; listed?: boolean }
  | { kind: 'paragraph'; text: Text }
  /** Small, for methods and conditions. */
  | { kind: 'note'; text: Text }
  | { kind: 'list'; items: readonly Text[]; numbered?: boolean }
  /** A summary list: what, and its value. */
  | { kind: 'facts'; rows: readonly { key: string; value: Text }[] }
  /** Up to four large figures side by side, each with what it is. */
  | { kind: 'figures'; items: readonly { value: string; label: string }[] }
  /** Up to three findings side by side. Their headings are of level 2 unless said. */
  | { kind: 'findings'; level?: 1 | 2; items: readonly { heading: string; text: Text }[] }
  | {
      kind: 'table';
      caption?: string;
      columns: readonly PdfColumn[];
      rows: readonly (readonly Text[])[];
      total?: readonly Text[];
    }
  | Strips
  /** Side by side, each with its share of the width. */
  | { kind: 'columns'; columns: readonly { width: number; body: readonly Block[] }[] }
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

/**
 * A table of figures as marks on one scale: ours as a dot on the pale band of its likely range, and what it is compared with. What the marks
 * say stands in numbers beside them, so that a screen reader passes them over. All such tables of a page share one grid.
 */
export interface Strips {
  kind: 'strips';
  caption?: string;
  /** What the first column names, and a further one between it and ours. */
  name: string;
  /** Read a row at a time, so that it may go on over the page; a table that is compared within itself, of up to ten rows, is not cut. */
  list?: boolean;
  count?: string;
  own: string;
  /** None where no row has one. */
  range?: string;
  /** The ends and the middle of the scale in words; null where each row has its own, which it says under its name. */
  ends: readonly [from: string, middle: string, to: string] | null;
  /** What ours is compared with, each under its mark. Words (`wide`) take what is left of the width. */
  beside: readonly { heading: string; mark?: 'line' | 'above' | 'below'; wide?: boolean }[];
  rows: readonly StripRow[];
}

export interface StripRow {
  name: Text;
  count?: string;
  own: string;
  range: string;
  /** Why there is no figure, in its place. */
  missing?: string;
  scale: readonly [from: number, to: number];
  value?: number;
  band?: { low: number; high: number };
  line?: number;
  above?: number;
  below?: number;
  beside: readonly Text[];
}

interface Typst {
  typesetter: Typesetter;
  coverage: Coverage;
}

let opened: Promise<Typst> | null = null;

/**
 * The document as a tagged PDF (PDF/UA-1) in the house layout. The same document gives the same bytes.
 * A character that the house font lacks is shown as a question mark: PDF/UA refuses what cannot be displayed.
 */
export async function renderPdf(document: PdfDocument): Promise<Uint8Array> {
  opened ??= openTypst();
  const { typesetter, coverage } = await opened;
  const data = JSON.stringify(toData(document), (_, value) =>
    typeof value === 'string' ? printable(value, coverage) : value,
  );
  return typesetter.set(data);
}

async function openTypst(): Promise<Typst> {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/source-sans-3/package.json'));
  const fonts = await Promise.all(
    ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'].map((style) =>
      readFile(join(folder, style, `SourceSans3_${style}.ttf`)),
    ),
  );
  return {
    typesetter: createTypesetter({
      program: `${house}\n${houseBody}`,
      workspace: folder,
      fonts,
      from: import.meta.url,
    }),
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
    cover: document.cover ?? null,
    body: toBlocks(document.body),
  };
}

/** Notes that follow a table are its own: they stay on its page. */
function toBlocks(body: readonly Block[]): unknown[] {
  const blocks: { block: Block; notes: Text[] }[] = [];
  for (const block of body) {
    const before = blocks.at(-1);
    if (block.kind === 'note' && (before?.block.kind === 'table' || before?.block.kind === 'strips'))
      before.notes.push(block.text);
    else blocks.push({ block, notes: [] });
  }
  return blocks.map(({ block, notes }) => toBlock(block, notes));
}

function toBlock(block: Block, notes: readonly Text[]): unknown {
  switch (block.kind) {
    case 'heading':
      return { ...block, level: block.level ?? 1, listed: block.listed ?? true };
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
        notes,
      };
    case 'image':
      return { ...block, caption: block.caption ?? null, width: block.width ?? 1 };
    case 'findings':
      return { ...block, level: block.level ?? 2 };
    case 'strips':
      return {
        ...block,
        caption: block.caption ?? null,
        count: block.count ?? null,
        range: block.range ?? null,
        beside: block.beside.map(({ heading, mark = null, wide = false }) => ({ heading, mark, wide })),
        rows: block.rows.map(({ beside, ...row }) => ({ ...row, beside: beside.map((text) => ({ text })) })),
        notes,
      };
    case 'columns':
      return { ...block, columns: block.columns.map(({ width, body }) => ({ width, body: toBlocks(body) })) };
    case 'panel':
      return { ...block, body: toBlocks(block.body) };
    default:
      return block;
  }
}
