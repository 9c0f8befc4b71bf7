import type { HolderKind } from '../offer';
import { type Fact, type Grant, grantsFor, type Offer } from '../offer';
import { judgements } from './years';

/**
 * The fact that a holder is one at all: a school that the offer is for, a trust that runs schools. It is no fact of any offer; without it
 * nothing is owed, and what is owed ends with it.
 */
export const memberFact = 'member';

/** What a holder is owed in one year, ended where its membership ends. Pure. */
export function owedIn(offer: Offer, year: string, holder: HolderKind, facts: readonly Fact[]): Grant[] {
  const member = facts.filter(({ kind, value }) => kind === memberFact && value === true);
  const told = facts.filter(({ kind }) => kind !== memberFact);
  return grantsFor({ holder, facts: told }, offer, year).flatMap((grant) => {
    const days = member.flatMap(({ from, to }) => {
      const first = max(from, grant.from);
      const last = to ? min(to, grant.to) : grant.to;
      return Temporal.PlainDate.compare(first, last) <= 0 ? [{ first, last }] : [];
    });
    if (days.length === 0) return [];
    return [
      { ...grant, from: days.map(({ first }) => first).reduce(min), to: days.map(({ last }) => last).reduce(max) },
    ];
  });
}

/** Whether what a rule gives shows how a school was judged: it hangs on its category. */
export function showsJudgement(offer: Offer, grant: Pick<Grant, 'element' | 'rule'>): boolean {
  const judged = new Set(judgements(offer));
  const { credit } = offer.bespoke;
  const element = offer.elements.find(({ id }) => id === grant.element);
  const rule = [...(element?.grants ?? []), ...credit.grants].find(({ id }) => id === grant.rule);
  const line = offer.eligibility.find(({ id }) => id === (element?.eligibility ?? credit.eligibility));
  return (
    (rule?.amountBy ? judged.has(rule.amountBy.fact) : false) ||
    (rule?.when ?? []).some(({ fact }) => judged.has(fact)) ||
    (line?.rules ?? []).some(({ when }) => when.some(({ fact }) => judged.has(fact)))
  );
}

const min = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b);
const max = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b);
