import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../platform/config';
import { checkOffer } from './check';
import type { Offer } from './schema/schema';

export { type OwedExample, owedElements, owedExamples } from './testing/owed-examples';

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

/** A basket of the shipped offer: half days at the day rate and services of the menu, and what it leaves of the credit in pounds. */
export interface WorkedExample {
  name: string;
  halfDays: number;
  services: string[];
  /** Below zero is what would have to be paid on top. */
  leaves: number;
}

/** The worked examples of the offer, section 15, by the credit in pounds and a sector that has it. */
export function workedExamples(): { credit: number; sector: string; baskets: WorkedExample[] }[] {
  const [one, two] = ['communications-one', 'communications-two'];
  const [appraisal, extended] = ['appraisal', 'appraisal-extended'];
  const [discount, other] = ['governance-discount', 'data-protection-discount'];
  const example = (name: string, leaves: number, halfDays: number, ...services: (string | undefined)[]) => ({
    name,
    halfDays,
    services: services.filter((id) => id !== undefined),
    leaves,
  });
  return [
    {
      credit: 850,
      sector: 'primary',
      baskets: [
        example('1.5 days', 0, 3),
        example('half a day and an appraisal', 0, 1, appraisal),
        example('the larger appraisal', 0, 0, extended),
        example('communications two', 0, 0, two),
        example('a day and a discount', 50, 2, discount),
        example('half a day and communications one', 50, 1, one),
        example('half a day and two discounts', 50, 1, discount, other),
        example('an appraisal and a discount', 50, 0, appraisal, other),
        example('communications one and a discount', 100, 0, one, discount),
        example('2 days', -250, 4),
        example('communications one and an appraisal', -200, 0, one, appraisal),
        example('communications one and two discounts', -150, 0, one, discount, other),
      ],
    },
    {
      credit: 1650,
      sector: 'secondary',
      baskets: [
        example('3 days', 0, 6),
        example('2.5 days and a discount', 0, 5, discount),
        example('2 days and an appraisal', 0, 4, appraisal),
        example('1.5 days, an appraisal and a discount', 0, 3, appraisal, discount),
        example('a day, the larger appraisal and a discount', 0, 2, extended, discount),
        example('a day, communications two and a discount', 0, 2, two, discount),
        example('half a day, the larger appraisal and communications one', 0, 1, extended, one),
        example('half a day, the larger appraisal and two discounts', 0, 1, extended, discount, other),
        example('half a day, communications two and two discounts', 0, 1, two, discount, other),
        example('an appraisal, communications two and a discount', 0, 0, appraisal, two, discount),
        example('both larger packages', -50, 0, extended, two),
      ],
    },
  ];
}
