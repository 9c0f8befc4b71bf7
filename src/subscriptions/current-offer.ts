import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Offer, checkOffer, yearDays } from '../offer';
import { projectRoot } from '../platform/config';

/** An offer as it stands in its file. */
export interface OfferVersion {
  offer: Offer;
  /** Changes with every letter of the file: what a quote was made from can be told apart from what came later. */
  version: string;
}

let known: OfferVersion[] | undefined;

/**
 * The offer that is sold on a day: the newest whose first year has begun, or else the first one to come.
 *
 * @throws Error when the folder of offers holds none, or one that has mistakes
 */
export function currentOffer(today: Temporal.PlainDate): OfferVersion {
  known ??= readOffers(join(projectRoot, 'offers'));
  const begun = known.filter(({ offer }) => Temporal.PlainDate.compare(begins(offer), today) <= 0);
  const found = begun.at(-1) ?? known[0];
  if (!found) throw new Error('There is no offer: put an offer file into the folder "offers".');
  return found;
}

const begins = (offer: Offer): Temporal.PlainDate => yearDays(offer, offer.year).from;

function readOffers(folder: string): OfferVersion[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const checked = checkOffer(text, name);
      if (!checked.ok) throw new Error(`The offer ${name} has mistakes: run "mesters offer check offers/${name}".`);
      return { offer: checked.value, version: createHash('sha256').update(text).digest('hex').slice(0, 8) };
    })
    .sort((a, b) => Temporal.PlainDate.compare(begins(a.offer), begins(b.offer)));
}
