import { inflateRawSync } from 'node:zlib';
import { extractText, getDocumentProxy } from 'unpdf';

export interface PdfRead {
  pages: string[];
  /** All pages, with every run of white space as one space. */
  text: string;
  /** The names of the fonts inside, without the tag of the subset: "SourceSans3-Regular". */
  fonts: string[];
  tagged: boolean;
  /** The part of PDF/UA that the file claims to keep. */
  ua: number | null;
  title: string | null;
  author: string | null;
  language: string | null;
  /** Structure tags in the order of the document: Title, H1, P, Table, TR, TH, … */
  tags: string[];
  /** The alternative texts of its figures. */
  alternatives: string[];
  /** How many cells of tables hold nothing that is read out. */
  emptyCells: number;
}

/** What a reader, or a screen reader, finds in a PDF. */
export async function readPdf(bytes: Uint8Array): Promise<PdfRead> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text: pages } = await extractText(pdf, { mergePages: false });
  const info = (await pdf.getMetadata()).info as Record<string, unknown>;
  const tags: string[] = [];
  const alternatives: string[] = [];
  for (let page = 1; page <= pdf.numPages; page++) {
    collect((await (await pdf.getPage(page)).getStructTree()) as Node | null, tags, alternatives);
  }
  const raw = Buffer.from(bytes).toString('latin1');
  const ua = /pdfuaid:part>(\d)</.exec(raw)?.[1];
  const said = (name: string) => (typeof info[name] === 'string' ? (info[name] as string) : null);
  return {
    pages,
    text: pages.join(' ').replace(/\s+/g, ' '),
    fonts: [...new Set(raw.match(/\/BaseFont\s*\/[^\s/]+/g)?.map((font) => font.replace(/^.*[/+]/s, '')))].sort(),
    tagged: ((await pdf.getMarkInfo()) as { Marked?: boolean } | null)?.Marked === true,
    ua: ua ? Number(ua) : null,
    title: said('Title'),
    author: said('Author'),
    language: said('Language'),
    tags,
    alternatives,
    emptyCells: (raw.match(/\/S \/T[DH]\n(?:(?!endobj)[\s\S])*?\/K \[\]/g) ?? []).length,
  };
}

interface Node {
  role?: string;
  alt?: string;
  children?: Node[];
}

function collect(node: Node | null, tags: string[], alternatives: string[]): void {
  if (!node) return;
  if (node.role && node.role !== 'Root') tags.push(node.role);
  if (node.alt) alternatives.push(node.alt);
  for (const child of node.children ?? []) collect(child, tags, alternatives);
}

/** The files in a zip archive, by name, as text: enough to look into a spreadsheet. */
export function unzip(archive: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(archive);
  const files = new Map<string, string>();
  // The directory at the end knows the sizes; the headers before each file need not.
  let entry = bytes.readUInt32LE(bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
  while (bytes.readUInt32LE(entry) === 0x02014b50) {
    const nameLength = bytes.readUInt16LE(entry + 28);
    const name = bytes.toString('utf8', entry + 46, entry + 46 + nameLength);
    const local = bytes.readUInt32LE(entry + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20));
    const stored = bytes.readUInt16LE(entry + 10) === 0;
    files.set(name, (stored ? packed : inflateRawSync(packed)).toString('utf8'));
    entry += 46 + nameLength + bytes.readUInt16LE(entry + 30) + bytes.readUInt16LE(entry + 32);
  }
  return files;
}
