import { type Anyone, sees } from '../platform/actor';
import { isStaff } from '../schools';

/** The office says what it knows of schools; whoever may see judgements says those. */
export const mayTellFacts = (actor: Anyone): boolean => isStaff(actor);
export const maySayJudgement = (actor: Anyone): boolean => sees(actor, 'category/*');

/** Whoever leads or governs a school or a trust finds the pools that it is in; the database shows no others. */
export const maySeePools = (actor: Anyone): boolean =>
  actor?.sees.some((level) => level === 'staff' || level === 'partner' || /^(school|trust)\//.test(level)) ?? false;

/** What is owed less than was given is settled by the office. */
export const maySeeShortfalls = (actor: Anyone): boolean => isStaff(actor);

export const mayKeepPools = (actor: Anyone): boolean => isStaff(actor);

/** Making a pool final moves what schools own: an administrator does it, with the agreement in hand. */
export const mayMakePoolFinal = (actor: Anyone): boolean => isStaff(actor) && sees(actor, 'installation/*');
