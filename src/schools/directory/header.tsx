import type { Child } from 'hono/jsx';
import type { Anyone } from '../../platform/actor';
import { type FilterItem, PageHeading, Tabs } from '../../platform/ui';
import { maySeeAccess, maySeePeople } from '../people-pages/policy';
import type { SchoolHead } from './school-queries';
import { whatItIs } from './words';

export interface SchoolTab {
  text: string;
  href: string;
}

/** Tabs that larger modules add to a school's pages; the application gives them to `schoolsRoutes`. */
export type MoreTabs = (actor: Anyone, urn: number) => SchoolTab[];

export const noMoreTabs: MoreTabs = () => [];

/** The tabs of a school's pages for this person: only those they may open. */
export function schoolTabs(actor: Anyone, urn: number, more: MoreTabs = noMoreTabs): SchoolTab[] {
  const base = `/schools/${urn}`;
  const scope = { kind: 'school' as const, id: String(urn) };
  return [
    { text: 'About', href: base },
    ...more(actor, urn),
    ...(maySeePeople(actor, scope) ? [{ text: 'People', href: `${base}/people` }] : []),
    ...(maySeeAccess(actor, { urn: String(urn) }) ? [{ text: 'Who has looked', href: `${base}/access` }] : []),
  ];
}

export interface SchoolHeaderProps {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  /** The tab that is open: its address. */
  at: string;
  /** The answer the page gives, in a sentence. */
  lead?: Child;
  actions?: Child;
}

/** The same top for every page of a school: what it is, and its tabs. One tab alone is none. */
export const SchoolHeader = ({ school, tabs, at, lead, actions }: SchoolHeaderProps) => (
  <>
    <PageHeading
      title={school.name}
      eyebrow={[whatItIs(school), school.open ? '' : 'closed'].filter(Boolean).join(', ')}
      lead={lead}
      actions={actions}
    />
    {tabs.length > 1 && (
      <Tabs
        label={`Pages of ${school.name}`}
        items={tabs.map((tab): FilterItem => ({ ...tab, current: tab.href === at }))}
      />
    )}
  </>
);

/** Where a school's pages stand. */
export const schoolCrumbs = (school?: SchoolHead): { text: string; href: string }[] => [
  { text: 'Schools', href: '/schools' },
  ...(school ? [{ text: school.name, href: `/schools/${school.urn}` }] : []),
];
