import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/config';
import { checkOffer } from './check';
import type { Offer } from './schema/schema';

/** The offer that the project ships, as text and checked: for tests of what follows from it. */
export const shippedOfferText = (): string =>
  readFileSync(join(projectRoot, 'offers', 'sheffield-2018-19.yaml'), 'utf8');
export const shippedOffer = (): Offer => checked(shippedOfferText(), 'the shipped offer');

/** An invented offer of another shape, which needs no code of its own. */
export const otherOfferText = (): string =>
  readFileSync(join(projectRoot, 'src', 'offer', 'testing', 'other-offer.yaml'), 'utf8');
export const otherOffer = (): Offer => checked(otherOfferText(), 'the other offer');

function checked(text: string, name: string): Offer {
  const result = checkOffer(text, name);
  if (result.ok) return result.value;
  throw new Error(
    `${name}: ${result.reason.map(({ line, path, message }) => `line ${line}, ${path}: ${message}`).join('\n')}`,
  );
}
