import { date } from '../../platform/words';

/** How one school is found to have taken the place of another. Pure: see README.md, "Succession". */

export type SuccessionKind = 'conversion' | 'merger' | 'other';

export interface Succession {
  predecessor: number;
  successor: number;
  kind: SuccessionKind;
  happened: string | null;
  evidence: string;
}

/** A school as it is known on the day of a file. Days are ISO text. */
export interface Candidate {
  urn: number;
  name: string;
  la: number | null;
  number: number | null;
  postcode: string | null;
  typeName: string | null;
  status: string;
  open: boolean;
  opened: string | null;
  closed: string | null;
  /** The newer of the two lists that are compared says so; otherwise only the older does. */
  inNewer: boolean;
  /** The day of the newest fact about it. */
  seen: string;
}

const academy = 'academy';

/** A converter keeps its number; a school that a sponsor takes over often gets another, but keeps its name and its place. */
export function successionOf(a: Candidate, b: Candidate): Succession | null {
  const why = likeness(a, b);
  if (!why) return null;
  const [predecessor, successor] = follows(a, b) ? [a, b] : follows(b, a) ? [b, a] : [];
  if (!predecessor || !successor) return null;
  const ended = predecessor.closed ? `closed on ${day(predecessor.closed)}` : `was open on ${day(predecessor.seen)}`;
  const [was, is] = [predecessor.typeName ?? 'of unknown type', successor.typeName ?? 'of unknown type'];
  return {
    predecessor: predecessor.urn,
    successor: successor.urn,
    kind: predecessor.typeName !== null && becameAcademy(predecessor.status, successor.status) ? 'conversion' : 'other',
    happened: successor.opened,
    evidence: `${why}: ${predecessor.urn} (${was}) ${ended}, ${successor.urn} (${is}) opened on ${day(successor.opened ?? '')}.`,
  };
}

export const becameAcademy = (before: string, after: string): boolean => before !== academy && after === academy;

function likeness(a: Candidate, b: Candidate): string | null {
  if (a.la === null || a.la !== b.la || a.urn === b.urn) return null;
  if (a.number !== null && a.number === b.number)
    return `Same authority and establishment number (${a.la}/${String(a.number).padStart(4, '0')})`;
  const name = essence(a.name);
  const same = name !== '' && name === essence(b.name) && a.postcode !== null && a.postcode === b.postcode;
  return same ? `Same name and postcode (${a.postcode})` : null;
}

/** What is left of a name without the words that change when a school becomes an academy. */
const essence = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .split(' ')
    .filter(
      (word) => !['', 'the', 'a', 'an', 'of', 's', 'school', 'academy', 'college', 'community', 'and'].includes(word),
    )
    .join(' ');

/** The later opened about when the earlier closed; or it opened after the earlier was last known to be open, and the newer list has only the later. */
function follows(earlier: Candidate, later: Candidate): boolean {
  if (!later.opened) return false;
  if (earlier.closed)
    return later.opened >= plusDays(earlier.closed, -31) && later.opened <= plusDays(earlier.closed, 366);
  return earlier.open && !earlier.inNewer && later.inNewer && later.open && later.opened > earlier.seen;
}

const plusDays = (iso: string, days: number): string => Temporal.PlainDate.from(iso).add({ days }).toString();

/** Most schools open and close on a few days of the year, and writing a day out is slow. */
const written = new Map<string, string>();

function day(iso: string): string {
  const known = written.get(iso);
  if (known !== undefined) return known;
  const words = date(Temporal.PlainDate.from(iso));
  written.set(iso, words);
  return words;
}
