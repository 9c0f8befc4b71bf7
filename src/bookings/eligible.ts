import { factsOf, memberFact, schoolHolder } from '../entitlements';
import { type Eligible, eligibility, type Offer, type Snapshot } from '../offer';
import type { Tx } from '../platform/database';
import { schoolHead } from '../schools';
import { notWorkedOut, type Refusal } from './refusals';
import { elementName } from './words';

/** A school with what is known of it on a day. */
export interface KnownSchool {
  urn: number;
  name: string;
  known: Snapshot;
}

/** What is known of schools on a day, as far as the asker may see it; null for those of which nothing has been worked out. */
export async function knownSchools(
  tx: Tx,
  urns: readonly number[],
  day: Temporal.PlainDate,
): Promise<(KnownSchool & { member: boolean })[]> {
  const schools: (KnownSchool & { member: boolean })[] = [];
  for (const urn of urns) {
    const [head, facts] = [await schoolHead(tx, urn), await factsOf(tx, await schoolHolder(tx, urn))];
    const now = facts.filter(
      ({ from, to }) =>
        Temporal.PlainDate.compare(from, day) <= 0 && (to === null || Temporal.PlainDate.compare(day, to) <= 0),
    );
    const known = Object.fromEntries(now.map(({ kind, value }) => [kind, value]));
    schools.push({ urn, name: head?.name ?? `School ${urn}`, known, member: known[memberFact] === true });
  }
  return schools;
}

/** How an element stands for all of these schools together: what the one with the least answers. */
export interface Standing extends Eligible {
  refusal: Refusal | null;
}

const order = ['included', 'on-request', 'priced', 'no'] as const;

/** Whether these schools may have an element, and how. Refused with the name of the school that may not. */
export function standingOf(
  offer: Offer,
  element: string,
  schools: readonly (KnownSchool & { member: boolean })[],
): Standing {
  const answers = schools.map((school) => ({ school, eligible: eligibility(offer, element, school.known) }));
  const worst = answers.toSorted((a, b) => order.indexOf(b.eligible.answer) - order.indexOf(a.eligible.answer))[0];
  const outside = schools.find(({ member }) => !member);
  if (outside) return { ...eligibility(offer, element, {}), answer: 'no', refusal: notWorkedOut(outside.name) };
  if (!worst) return { ...eligibility(offer, element, {}), refusal: null };
  if (worst.eligible.answer !== 'no') return { ...worst.eligible, refusal: null };
  const joined = eligibility(offer, element, { ...worst.school.known, subscribed: true }).answer !== 'no';
  const name = elementName(offer, element);
  return {
    ...worst.eligible,
    refusal: {
      because: 'not-eligible',
      words:
        joined && worst.school.known.subscribed !== true
          ? `${name} is for subscribers, and ${worst.school.name} has no subscription on that day. See what a subscription would cost on the school’s quote page, or ring the partnership office.`
          : `${name} is not for ${worst.school.name} as things stand. Ring the partnership office if you think it should be.`,
    },
  };
}

/** How an element stands for schools on a day. */
export const standingAt = async (
  tx: Tx,
  offer: Offer,
  element: string,
  urns: readonly number[],
  day: Temporal.PlainDate,
): Promise<Standing> => standingOf(offer, element, await knownSchools(tx, urns, day));
