import type { TabsOf } from '../schools';
import { mayReadContract, mayReadTrust } from './contracts/policy';
import { maySeeSchoolMoney, maySeeTrustMoney } from './money/policy';

/** What the pages of a school get: its quote, what it would get for it, its subscription and its money. */
const schoolTabs: TabsOf = (actor, { id: urn }) => [
  { text: 'Quote', href: `/schools/${urn}/quote` },
  { text: 'What it would get', href: `/offer/schools/${urn}` },
  ...(mayReadContract(actor, { urn }) ? [{ text: 'Subscription', href: `/schools/${urn}/subscription` }] : []),
  ...(maySeeSchoolMoney(actor, { urn }) ? [{ text: 'Money', href: `/schools/${urn}/money` }] : []),
];

/** And those of a trust. */
const trustTabs: TabsOf = (actor, { id: uid }) => [
  { text: 'What it would get', href: `/offer/trusts/${uid}` },
  ...(mayReadTrust(actor, { uid }) ? [{ text: 'Subscriptions', href: `/trusts/${uid}/subscriptions` }] : []),
  ...(maySeeTrustMoney(actor, { uid }) ? [{ text: 'Money', href: `/trusts/${uid}/money` }] : []),
];

export const subscriptionTabs: TabsOf = (actor, place) =>
  place.kind === 'school' ? schoolTabs(actor, place) : place.kind === 'trust' ? trustTabs(actor, place) : [];
