import { currentOffer, eligibility, type Offer, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { Req } from '../../platform/web';
import { type SchoolHead, schoolHead } from '../../schools';
import { maySeeSchoolMoney } from '../money/policy';
import { moneyOf } from '../money/statement';
import { pinned, standing } from './held';
import { type NextStep, nextStep } from './next-step';
import { mayAcceptForms, mayIndicate, runsSubscriptions, signsAs } from './policy';
import { type Contract, contractOf } from './queries';
import { intendsFact } from './retell';
import { type ContractSchool, contractSchool } from './school';
import { type BreakWindow, isBinding, isOpen, mayBegin, type State, stateOn, windowOn } from './state';
import { yearOn } from './terms';

/** What this person may do now: only what would be done is offered. */
export interface May {
  indicate: boolean;
  complete: boolean;
  withdraw: boolean;
  notice: boolean;
  takeBack: boolean;
  /** The office. */
  send: boolean;
  accept: boolean;
  setYears: boolean;
}

export interface Found {
  /** As it was asked for. */
  head: SchoolHead;
  school: ContractSchool;
  published: PublishedOffer;
  contract: Contract | null;
  state: State;
  may: May;
}

/** The school of an address with its contract, as far as the asker may see it; null where there is none, or no offer yet. */
export async function findSubscription(tx: Tx, req: Req): Promise<Found | null> {
  const urn = /^[1-9]\d{5}$/.test(req.params.urn ?? '') ? Number(req.params.urn) : null;
  const head = urn === null ? null : await schoolHead(tx, urn);
  const school = head && (await contractSchool(tx, head.urn));
  if (!head || !school) return null;
  const contract = await contractOf(tx, head.urn);
  const published = contract ? await pinned(tx, contract) : await currentOffer(tx);
  if (!published) return null;
  const state = stateOn(contract, req.clock.today());
  return { head, school, published, contract, state, may: mayNow(req, { school, published, contract, state }) };
}

function mayNow(req: Req, { school, published, contract, state }: Omit<Found, 'head' | 'may'>): May {
  const { actor, params, clock } = req;
  const { completes, accepts } = published.offer.contract.signatory;
  const office = runsSubscriptions(actor);
  const acts = mayIndicate(actor, params);
  const signs = signsAs(standing(actor, school), completes) !== null;
  const { open } = windowOn(published.offer, clock.today());
  return {
    indicate: acts && mayBegin(state) && school.open,
    complete: signs && state === 'form-sent',
    withdraw: isOpen(state) && (contract?.completedAt ? signs || office : acts),
    notice: state === 'active' && open !== null && (signs || office),
    takeBack:
      state === 'notice-given' &&
      open !== null &&
      contract !== null &&
      open.endsOn.equals(contract.ends) &&
      (signs || office),
    send: office && (state === 'intention' || state === 'form-sent'),
    accept: state === 'form-completed' && mayAcceptForms(actor, accepts),
    setYears: office && (isOpen(state) || isBinding(state)),
  };
}

export interface SchoolView extends Found {
  step: NextStep;
  /** The form was sent with an older version of the offer than the newest. */
  outdated: boolean;
  open: BreakWindow | null;
  money: { invoiced: number; paid: number; overdue: number } | null;
  /** What the school may book already, while nothing binds yet. */
  opens: { id: string; name: string }[];
  /** And whether the asker may book it. */
  mayPlan: boolean;
}

/** What an offer gives for an intention alone. */
export const openedByIntention = (offer: Offer): { id: string; name: string }[] =>
  offer.elements.filter(
    ({ id }) =>
      eligibility(offer, id, { [intendsFact]: true }).answer === 'included' &&
      eligibility(offer, id, {}).answer !== 'included',
  );

/** Everything that a school's page of its subscription shows. */
export async function schoolView(tx: Tx, req: Req): Promise<SchoolView | null> {
  const found = await findSubscription(tx, req);
  if (!found) return null;
  const { head, school, published, contract, state } = found;
  const today = req.clock.today();
  const current = await currentOffer(tx);
  return {
    ...found,
    step: nextStep(head.name, { state, contract, offer: published.offer, today }),
    outdated: current !== null && current.id !== published.id,
    open: windowOn(published.offer, today).open,
    money:
      maySeeSchoolMoney(req.actor, req.params) && (isBinding(state) || state === 'ended')
        ? await moneyOf(tx, school.urns, yearOn(published, today), today)
        : null,
    opens: isOpen(state) ? openedByIntention(published.offer) : [],
    mayPlan: mayIndicate(req.actor, req.params),
  };
}
