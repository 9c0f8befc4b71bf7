import type { MoreTabs } from '../schools';
import { mayReadContract } from './contracts/policy';
import { maySeeSchoolMoney } from './money/policy';

/** What a school's pages get besides: its quote, and what it would get for it. */
export const quoteTabs: MoreTabs = (actor, urn) => [
  { text: 'Quote', href: `/schools/${urn}/quote` },
  { text: 'What it would get', href: `/offer/schools/${urn}` },
  ...(mayReadContract(actor, { urn: String(urn) })
    ? [{ text: 'Subscription', href: `/schools/${urn}/subscription` }]
    : []),
  ...(maySeeSchoolMoney(actor, { urn: String(urn) }) ? [{ text: 'Money', href: `/schools/${urn}/money` }] : []),
];
