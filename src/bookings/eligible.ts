import { factsOfMany, holderKey, memberFact, schoolHolders } from '../entitlements';
import { type Eligible, eligibility, type Offer, type Snapshot } from '../offer';
import type { Tx } from '../platform/database';
import { schoolHeads } from '../schools';
import { intendsFact } from '../subscriptions';
import { notWorkedOut, type Refusal } from './refusals';
import { elementName } from './words';

/** A school with what is known of it on a day. */
export interface KnownSchool {
  urn: number;
  name: string;
  known: Snapshot;
  inTrust: boolean;
}

/** What is known of schools on a day, as far as the asker may see it; null for those of which nothing has been worked out. */
export const knownSchools = async (
  tx: Tx,
  urns: readonly number[],
  day: Temporal.PlainDate,
): Promise<(KnownSchool & { member: boolean })[]> => (await readSchools(tx, urns))(urns, day);

/** Reads many schools at once: answers what is known of some of them on a day. */
export async function readSchools(
  tx: Tx,
  all: readonly number[],
): Promise<(urns: readonly number[], day: Temporal.PlainDate) => (KnownSchool & { member: boolean })[]> {
  const holders = await schoolHolders(tx, all);
  const [heads, facts] = [await schoolHeads(tx, all), await factsOfMany(tx, [...holders.values()])];
  return (urns, day) =>
    urns.map((urn) => {
      const [head, holder] = [heads.get(urn), holders.get(urn)];
      const now = ((holder && facts.get(holderKey(holder))) ?? []).filter(
        ({ from, to }) =>
          Temporal.PlainDate.compare(from, day) <= 0 && (to === null || Temporal.PlainDate.compare(day, to) <= 0),
      );
      const known = Object.fromEntries(now.map(({ kind, value }) => [kind, value]));
      return {
        urn,
        name: head?.name ?? `School ${urn}`,
        known,
        member: known[memberFact] === true,
        inTrust: (head?.trusts.length ?? 0) > 0,
      };
    });
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
  const { name: school, known } = worst.school;
  const would = (more: Snapshot) => eligibility(offer, element, { ...known, ...more }).answer !== 'no';
  const name = elementName(offer, element);
  const words =
    known.subscribed === true || !would({ subscribed: true })
      ? `${name} is not for ${school} as things stand. Ring the partnership office if you think it should be.`
      : would({ [intendsFact]: true })
        ? `${name} is for schools that subscribe or mean to, and ${school} has not said so. Say on the subscription page that you mean to subscribe: it binds nobody, and is enough for this.`
        : `${name} is for subscribers, and ${school} has no subscription on that day. See what a subscription would cost on the school’s quote page, or ring the partnership office.`;
  return { ...worst.eligible, refusal: { because: 'not-eligible', words } };
}

/** For something that is for the schools of a trust alone: why these schools may not choose it. */
export function trustRefusal(offer: Offer, element: string, schools: readonly KnownSchool[]): Refusal | null {
  const alone = schools.find(({ inTrust }) => !inTrust);
  return alone && offer.elements.find(({ id }) => id === element)?.forTrusts
    ? forTrusts(offer, element, alone.name)
    : null;
}

const forTrusts = (offer: Offer, element: string, school: string): Refusal => ({
  because: 'for-trusts',
  words: `${elementName(offer, element)}: these are for the schools of a trust, and ${school} is in none. Ring the partnership office if that has changed.`,
});

/** How an element stands for schools on a day. */
export const standingAt = async (
  tx: Tx,
  offer: Offer,
  element: string,
  urns: readonly number[],
  day: Temporal.PlainDate,
): Promise<Standing> => standingOf(offer, element, await knownSchools(tx, urns, day));
