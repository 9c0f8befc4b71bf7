import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemStanding } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { ok, type Result, refused } from '../../platform/result';
import { counted } from '../../platform/words';
import { checkOffer } from '../check';
import type { Offer } from '../schema/schema';
import { linesOf, publishOffer } from './publish';

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

/** `mesters offer publish FILE`: as the next version of its year. */
export async function publishOfferFile(mesters: Pick<Mesters, 'database' | 'clock'>, path: string): Promise<Said> {
  const text = await readOfferText(path);
  if (!text.ok) return { ok: false, lines: [`${path}: ${text.reason}`] };
  const { database, clock } = mesters;
  const published = await database.transaction(systemStanding(clock), (tx) =>
    publishOffer(tx, { actor: null, clock }, text.value, basename(path)),
  );
  if (!published.ok) return { ok: false, lines: linesOf(path, published.reason) };
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
