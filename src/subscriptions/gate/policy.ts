import { type Anyone, sees } from '../../platform/actor';
import type { Params } from '../../platform/web';

/** Confirms viability, asks schools, opens a vote: whoever works on the company's money. */
export const mayConfirm = (actor: Anyone): boolean => sees(actor, 'finance/*');

/** Says for a school whether it stays, and casts its vote: its leaders, and its trust's. */
export const speaksFor = (actor: Anyone, { urn }: Params): boolean => sees(actor, `leader/${urn}`);
