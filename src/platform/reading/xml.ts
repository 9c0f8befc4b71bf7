import { decode } from './decode';
import type { ReadOptions } from './table';
import { UnreadableFile } from './unreadable';

/** An element of an XML file, by its local name: a prefix and attributes say nothing that official files need. */
export interface XmlElement {
  name: string;
  /** Of the file, where it begins. */
  line: number;
  /** Its own text, without that of its children; spaces around it stay where nothing else is in it and it is on one line. */
  text: string;
  children: XmlElement[];
}

/** One element may not fill the memory. */
const largestElement = 1_000_000;
/** Nor one tag, comment or piece of text. */
const longestPiece = 1_000_000;
const deepest = 100;

/**
 * The outermost elements of some names, in the order of the file, each as a whole; memory stays small however many there are. Entities are not
 * expanded: a file that declares a document type is refused, and of references only the five of XML itself and numbers of characters are known.
 * @throws UnreadableFile when the text is no well-formed XML, is cut, or its outermost element is none of `roots`.
 */
export async function* readElements(
  path: string,
  { roots, wanted, ...options }: ReadOptions & { roots: readonly string[]; wanted: readonly string[] },
): AsyncGenerator<XmlElement> {
  const { read } = await decode(path, { ...options, xml: true });
  const parser = elementParser(roots, new Set(wanted));
  const text = new TextDecoder();
  for await (const piece of read()) {
    options.signal?.throwIfAborted();
    yield* parser.take(text.decode(piece, { stream: true }));
  }
  parser.finish();
}

function elementParser(roots: readonly string[], wanted: ReadonlySet<string>) {
  let waiting = '';
  let line = 1;
  let rootSeen = false;
  const names: string[] = [];
  /** Elements of the one that is being collected. */
  const open: XmlElement[] = [];
  let size = 0;

  function* take(piece: string): Generator<XmlElement> {
    waiting += piece;
    let at = 0;
    for (;;) {
      const token = tokenAt(waiting, at, line);
      if (!token) break;
      at = token.end;
      const done = one(token);
      line += lineEnds(token.raw);
      if (done) yield done;
    }
    waiting = waiting.slice(at);
    if (waiting.length > longestPiece) throw damaged(line);
  }

  function one(token: Token): XmlElement | null {
    size += token.raw.length;
    if (open.length > 0 && size > largestElement) throw damaged(line);
    if (token.kind === 'text') {
      if (names.length === 0 && token.text.trim() !== '') throw damaged(line);
      const last = open.at(-1);
      if (last) last.text += token.text;
      return null;
    }
    if (token.kind === 'open' || token.kind === 'empty') {
      if (names.length === 0) refuseRoot(token.name);
      names.push(token.name);
      if (names.length > deepest) throw damaged(line);
      if (open.length > 0 || wanted.has(token.name)) {
        const element: XmlElement = { name: token.name, line, text: '', children: [] };
        if (open.length === 0) size = 0;
        open.at(-1)?.children.push(element);
        open.push(element);
      }
    }
    if (token.kind === 'close' || token.kind === 'empty') {
      if (names.pop() !== token.name) throw damaged(line);
      const element = open.pop();
      if (element && (element.children.length > 0 || /[\r\n]/.test(element.text))) element.text = element.text.trim();
      if (element && open.length === 0) return element;
    }
    return null;
  }

  function refuseRoot(name: string): void {
    if (rootSeen) throw damaged(line);
    rootSeen = true;
    if (!roots.includes(name))
      throw new UnreadableFile(
        'xml',
        `This XML file is none that is known here: it begins with "${name.slice(0, 40)}" and not with "${roots[0]}". Choose another file.`,
        line,
      );
  }

  return {
    take,
    finish(): void {
      if (names.length > 0 || !rootSeen || waiting.trim() !== '')
        throw new UnreadableFile(
          'cut',
          `This XML file ends before it is complete, on line ${line}. Download or save it again, then choose it.`,
          line,
        );
    },
  };
}

type Token =
  | { kind: 'text'; raw: string; end: number; text: string }
  | { kind: 'open' | 'close' | 'empty'; raw: string; end: number; name: string }
  | { kind: 'nothing'; raw: string; end: number };

/** The next token from a place on, or null while its end has not come yet. */
function tokenAt(all: string, at: number, line: number): Token | null {
  if (at >= all.length) return null;
  if (all[at] !== '<') {
    const end = all.indexOf('<', at);
    if (end < 0) return null;
    const raw = all.slice(at, end);
    return { kind: 'text', raw, end, text: unescaped(raw, line) };
  }
  const until = (mark: string, from: number): number => {
    const found = all.indexOf(mark, at + from);
    return found < 0 ? -1 : found + mark.length;
  };
  const start = all.slice(at, at + 9);
  if ('<![CDATA['.startsWith(start) && start.length < 9) return null;
  if (start === '<![CDATA[') {
    const end = until(']]>', 9);
    return end < 0 ? null : { kind: 'text', raw: all.slice(at, end), end, text: all.slice(at + 9, end - 3) };
  }
  if (start.startsWith('<!--') || start.startsWith('<?')) {
    const end = start.startsWith('<?') ? until('?>', 2) : until('-->', 4);
    return end < 0 ? null : { kind: 'nothing', raw: all.slice(at, end), end };
  }
  if (start.startsWith('<!')) {
    if (start.length < 4) return null;
    throw new UnreadableFile(
      'xml',
      'This XML file declares a document type of its own, which may hide anything. Save it without one, then choose it.',
      line,
    );
  }
  const end = until('>', 1);
  if (end < 0) return null;
  const raw = all.slice(at, end);
  const tag = /^<(\/?)(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>$/.exec(
    raw,
  );
  if (!tag) throw damaged(line);
  const [, closes, name = '', attributes = '', empties] = tag;
  if (closes && (empties || attributes)) throw damaged(line);
  return { kind: closes ? 'close' : empties ? 'empty' : 'open', raw, end, name };
}

const known: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(raw: string, line: number): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&([^;&<]{0,12})(;?)/g, (_, name: string, end: string) => {
    const number = /^#(\d{1,7})$/.exec(name)?.[1] ?? null;
    const hex = /^#x([0-9a-f]{1,6})$/i.exec(name)?.[1] ?? null;
    const code = number !== null ? Number(number) : hex !== null ? Number.parseInt(hex, 16) : null;
    if (end === '') throw damaged(line);
    if (code !== null) {
      if (code > 0x10ffff || code === 0) throw damaged(line);
      return String.fromCodePoint(code);
    }
    const character = known[name];
    if (character === undefined) throw damaged(line);
    return character;
  });
}

const lineEnds = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;

const damaged = (line: number): UnreadableFile =>
  new UnreadableFile(
    'damaged',
    `This XML file is damaged on line ${line}. Download or save it again, then choose it.`,
    line,
  );
