import { type Document, isMap, LineCounter, parseDocument, visit } from 'yaml';
import { ok, type Result, refused } from '../platform/result';
import { byPlace, type OfferMistake, pointer } from './check/place';
import { checkSense } from './check/sense';
import { inPlainEnglish } from './check/wording';
import { gather, hides } from './schema/known';
import { type Offer, offerSchema } from './schema/schema';

export type { OfferMistake } from './check/place';

/**
 * Reads and checks the text of an offer file.
 *
 * Answers the offer, or every mistake that can be seen at once, in the order of the file. Slips in the YAML itself hide
 * the rest, and what has the wrong shape hides whether the sums agree; unknown names, wrong types, missing lines and
 * ids used twice are found together.
 */
export function checkOffer(text: string, fileName: string): Result<Offer, OfferMistake[]> {
  const { offer, mistakes } = examine(text, fileName);
  return offer && mistakes.length === 0 ? ok(offer) : refused(mistakes);
}

/**
 * Reads what was checked when it was published. A check that has been added since does not take it back: the offer is
 * refused only where its shape is one that this program cannot read at all.
 */
export function readPublished(text: string, fileName: string): Result<Offer, OfferMistake[]> {
  const { offer, mistakes } = examine(text, fileName);
  return offer ? ok(offer) : refused(mistakes);
}

/** The offer where its shape can be read, and every mistake that can be seen at once. */
function examine(text: string, fileName: string): { offer: Offer | null; mistakes: OfferMistake[] } {
  const unread = (mistakes: OfferMistake[]) => ({ offer: null, mistakes });
  const unusable = (message: string) => unread([{ line: 1, column: 1, path: fileName, message }]);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };

  if (document.errors.length > 0) {
    const rows = text.split(/\r?\n/);
    return unread(
      document.errors
        // Of a line that stands too far in, the parser first says that its own text would be one with a colon.
        .filter(
          ({ code, pos }, _, all) =>
            code !== 'BLOCK_AS_IMPLICIT_KEY' ||
            !all.some((other) => other.code === 'MULTILINE_IMPLICIT_KEY' && other.pos[0] === pos[0]),
        )
        .map((fault) => {
          const place = at(fault.pos[0]);
          // The parser says what a tab leads to, such as a line that stands in no group.
          const code = /^ *\t/.test(rows[place.line - 1] ?? '') ? 'TAB_AS_INDENT' : fault.code;
          return { ...place, path: fileName, message: syntax(code, fault.message) };
        })
        .sort(byPlace)
        // What is wrong along a whole line is told once.
        .filter(
          ({ line, message }, i, all) =>
            all.findIndex((other) => other.line === line && other.message === message) === i,
        ),
    );
  }
  if (document.contents === null) return unusable('The file is empty. Copy an offer file and change it.');
  if (!isMap(document.contents))
    return unusable(
      'The file should be a group of lines, each with a name and a colon. Copy an offer file and change it.',
    );

  const unresolved = aliasesOfNothing(document);
  if (unresolved.length > 0)
    return unread(
      unresolved.map(({ name, offset }) => ({
        ...at(offset),
        path: fileName,
        message: `"*${name}" repeats what "&${name}" names, and nothing above it has that name. Write the value out; a text that begins with * needs quotation marks around it.`,
      })),
    );

  // The guard against alias bombs: an offer has no use for more than a handful of aliases.
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 100 });
  } catch (fault) {
    return unusable(
      `The aliases of the file cannot be followed: ${fault instanceof Error ? fault.message : String(fault)}. Write the values out.`,
    );
  }

  const point = pointer(document, raw, at);
  const known = gather(raw);
  const mistakes: OfferMistake[] = known.duplicates.map(({ path, what, id }) =>
    point(path, `Another ${what} already has the id "${id}". Give this one an id of its own.`),
  );

  const parsed = offerSchema(known).safeParse(raw, { reportInput: true });
  if (!parsed.success) {
    const said = parsed.error.issues.flatMap(inPlainEnglish);
    // Where a name cannot be read at its own place, every use of it would be called unknown: the place is what there is to mend.
    const amiss = said.filter(({ names }) => !names);
    const once = said.filter(({ names }) => !names || !amiss.some(({ path }) => hides(names, path)));
    mistakes.push(...once.map(({ path, message, key }) => point(path, message, key)));
  } else {
    // An id that stands twice is told once.
    const told = new Set(mistakes.map(({ line, column }) => `${line}:${column}`));
    mistakes.push(
      ...checkSense(parsed.data, raw)
        .map(({ path, message }) => point(path, message))
        .filter(({ line, column }) => !told.has(`${line}:${column}`)),
    );
  }

  return { offer: parsed.success ? parsed.data : null, mistakes: mistakes.sort(byPlace) };
}

/** Aliases that repeat what no anchor before them names, in the order of the file. */
function aliasesOfNothing(document: Document): { name: string; offset: number }[] {
  const anchors = new Set<string>();
  const found: { name: string; offset: number }[] = [];
  visit(document, {
    Value: (_, node) => {
      if (node.anchor) anchors.add(node.anchor);
    },
    Alias: (_, { source, range }) => {
      if (!anchors.has(source)) found.push({ name: source, offset: range?.[0] ?? 0 });
    },
  });
  return found;
}

function syntax(code: string, message: string): string {
  const advice: Record<string, string> = {
    MULTIPLE_DOCS: 'A line "---" begins a second offer here. Take it out, with what follows it.',
    DUPLICATE_KEY: 'This line has the same name as one above it in the same place. Take one of them out.',
    TAB_AS_INDENT: 'A tab stands at the beginning of the line. Use spaces.',
    BAD_INDENT: 'The line does not stand under the lines that it belongs with. Give it the same number of spaces.',
    MISSING_CHAR: 'A quotation mark, bracket, colon or comma is missing at or before this place.',
    IMPOSSIBLE: 'This cannot be read as YAML.',
    UNEXPECTED_TOKEN:
      'Something stands here that does not belong. A text that holds a colon, a comma or a bracket needs quotation marks around it.',
    MULTILINE_IMPLICIT_KEY:
      'The next line stands too far to the right, this one is missing its colon, or a text runs over several lines without quotation marks.',
    BLOCK_AS_IMPLICIT_KEY: 'A text that holds a colon followed by a space needs quotation marks around it.',
  };
  // A bracket that nothing closes is called a wrong indent of the line after it.
  const kind = / end with a [\]}]/.test(message) ? 'MISSING_CHAR' : code;
  return advice[kind] ?? `This is not valid YAML: ${message.split('\n')[0]}. Mend this line first.`;
}
