import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemStanding, type Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { counted } from '../../platform/words';
import { checkOffer } from '../check';
import type { Offer } from '../schema/schema';
import { linesOf, oneAtATime, publishOffer } from './publish';
import { newestOfYear, type Version } from './read';

/** What a command prints: the words of its result, or of every mistake. */
export interface Said {
  ok: boolean;
  lines: string[];
}

/** An offer file is small: what is larger is something else. */
const mostBytes = 4 * 1024 * 1024;

/** `mesters offer check FILE`: every mistake by line and column, or what the offer holds. */
export async function checkOfferFile(path: string): Promise<Said> {
  const text = await readOfferText(path);
  if (!text.ok) return { ok: false, lines: [`${path}: ${text.reason}`] };
  const checked = checkOffer(text.value, basename(path));
  if (checked.ok) return { ok: true, lines: [`${path} has no mistakes.`, holdings(checked.value)] };
  return {
    ok: false,
    lines: [
      ...linesOf(path, checked.reason),
      `${counted(checked.reason.length, 'mistake')}. Nothing can be published from this file until ${checked.reason.length === 1 ? 'it is' : 'they are'} mended.`,
    ],
  };
}

/**
 * `mesters offer publish FILE [--after VERSION]`: as the next version of its year. Where the year has a version already,
 * it must be named: so nobody publishes over one that they have not seen.
 */
export async function publishOfferFile(
  mesters: Pick<Mesters, 'database' | 'clock'>,
  path: string,
  after?: number,
): Promise<Said> {
  const text = await readOfferText(path);
  if (!text.ok) return { ok: false, lines: [`${path}: ${text.reason}`] };
  const { database, clock } = mesters;
  const published = await database.transaction(systemStanding(clock), async (tx) => {
    await oneAtATime(tx);
    const comparedWith = await seenBy(tx, text.value, after);
    return publishOffer(tx, { actor: null, clock, comparedWith }, text.value, basename(path));
  });
  if (!published.ok)
    return {
      ok: false,
      lines:
        published.reason.why === 'mistakes'
          ? linesOf(path, published.reason.mistakes)
          : overtakenLines(published.reason.newest, after),
    };
  const { version, changed } = published.value;
  return {
    ok: true,
    lines: [
      changed
        ? `Published: the offer of ${version.year}, version ${version.version}.`
        : `Nothing changed: version ${version.version} of ${version.year} has the same content.`,
    ],
  };
}

/** The id of the version that was named, if that is still the newest of the file's year; null where none was named. */
async function seenBy(tx: Tx, text: string, after: number | undefined): Promise<string | null> {
  const checked = checkOffer(text, '');
  if (!checked.ok || after === undefined) return null;
  const newest = await newestOfYear(tx, checked.value.year);
  return newest?.version === after ? newest.id : 'no such version';
}

function overtakenLines(newest: Version | null, after: number | undefined): string[] {
  if (!newest) return ['No version of that year is published yet: leave --after out.'];
  const { year, version } = newest;
  return [
    after === undefined
      ? `Version ${version} of ${year} is published already. Nothing was changed.`
      : after < version
        ? `Another version of ${year} was published meanwhile: version ${version}. Nothing was changed; look again.`
        : `There is no version ${after} of ${year} yet: the newest is version ${version}. Nothing was changed.`,
    `If your file was written from version ${version}, publish it with --after ${version}.`,
  ];
}

/** The text of a file that may be an offer; otherwise why it cannot be read, and what to do. */
export async function readOfferText(path: string): Promise<Result<string, string>> {
  let bytes: Uint8Array;
  try {
    if ((await stat(path)).size > mostBytes)
      return refused('this is too large for an offer file. Choose the right one.');
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') return refused('there is no such file. Check the name.');
    if (code === 'EISDIR') return refused('this is a folder. Name the offer file in it.');
    return refused(`the file cannot be read (${code ?? 'unknown reason'}).`);
  }
  if (bytes.length > mostBytes)
    return refused('the file is larger than any offer. Choose the offer file, which ends in .yaml.');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\u0000')) return refused('this is not a text file. Choose the offer file, which ends in .yaml.');
    return ok(text);
  } catch {
    return refused('this is not text in UTF-8. Save it as UTF-8, or choose the offer file, which ends in .yaml.');
  }
}

const holdings = (offer: Offer): string =>
  `${offer.name}, for ${offer.year}: ${counted(offer.elements.length, 'element')} in ${counted(offer.parts.length, 'part')}, ${counted(offer.bespoke.services.length, 'service')} on the menu, ${counted(offer.programme.lines.length, 'line')} in the programme, ${counted(offer.settings.length, 'setting')}.`;
