import type { MoreTabs } from '../schools';

/** What a school's pages get besides: its quote, and what it would get for it. */
export const quoteTabs: MoreTabs = (_actor, urn) => [
  { text: 'Quote', href: `/schools/${urn}/quote` },
  { text: 'What it would get', href: `/offer/schools/${urn}` },
];
