import type { Anyone } from '../platform/actor';
import { isStaff } from '../schools';

/** The price is public, and so is a school's quote. */
export const mayReadQuote = (_actor: Anyone): boolean => true;

/** What all schools together would bring, and whether that is enough, is the company's business. */
export const seesMoney = (actor: Anyone): boolean => isStaff(actor);
