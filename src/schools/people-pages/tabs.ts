import type { Anyone } from '../../platform/actor';
import type { Scope } from '../people';
import { maySeePeople } from './policy';

/** Where a trust or a partnership has its pages. */
export const groupBase = ({ kind, id }: Scope): string => `/${kind}s/${id}`;

/** The tabs of a trust's or a partnership's pages for this person. */
export const groupTabs = (actor: Anyone, scope: Scope): { text: string; href: string }[] => [
  { text: 'About', href: groupBase(scope) },
  ...(maySeePeople(actor, scope) ? [{ text: 'People', href: `${groupBase(scope)}/people` }] : []),
];
