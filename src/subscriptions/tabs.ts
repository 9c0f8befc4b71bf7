import type { SchoolTab, TabsOf } from '../schools';
import { mayReadContract, mayReadTrust } from './contracts/policy';
import { maySeeSchoolMoney, maySeeTrustMoney } from './money/policy';

/** What the pages of a school get: its contract and its money, its quote, and what it would get for it. */
const schoolTabs: TabsOf = (actor, { id: urn }) => [
  ...(mayReadContract(actor, { urn }) ? [tab('Contract', `/schools/${urn}/subscription`)] : []),
  ...(maySeeSchoolMoney(actor, { urn }) ? [tab('Money', `/schools/${urn}/money`)] : []),
  tab('Quote', `/schools/${urn}/quote`),
  tab('What it would get', `/offer/schools/${urn}`),
];

/** And those of a trust. */
const trustTabs: TabsOf = (actor, { id: uid }) => [
  ...(mayReadTrust(actor, { uid }) ? [tab('Contracts', `/trusts/${uid}/subscriptions`)] : []),
  ...(maySeeTrustMoney(actor, { uid }) ? [tab('Money', `/trusts/${uid}/money`)] : []),
  tab('What it would get', `/offer/trusts/${uid}`),
];

const tab = (text: string, href: string): SchoolTab => ({ group: 'Subscription', text, href });

export const subscriptionTabs: TabsOf = (actor, place) =>
  place.kind === 'school' ? schoolTabs(actor, place) : place.kind === 'trust' ? trustTabs(actor, place) : [];
