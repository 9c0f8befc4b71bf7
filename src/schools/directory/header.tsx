import type { Child } from 'hono/jsx';
import type { Anyone } from '../../platform/actor';
import { GroupedTabs, PageHeading } from '../../platform/ui';
import type { PagePlace, Req } from '../../platform/web';
import { maySeeAccess, maySeePeople } from '../people-pages/policy';
import type { ScopeKind } from '../roles';
import type { SchoolHead } from './school-queries';
import { whatItIs } from './words';

export interface SchoolTab {
  /** What it stands under beside pages of its kind: "Data", "Support". */
  group: string;
  text: string;
  href: string;
}

/** What the tabs of a place are, as far as a module knows: only those that this person may open. */
export type TabsOf = (actor: Anyone, place: PagePlace) => SchoolTab[];

/** The first tab of a place. */
export const aboutTab: TabsOf = (_, { kind, id }) => [{ group: 'About', text: 'About', href: `/${kind}s/${id}` }];

/** The tabs about people, which come last. */
export const peopleTabs: TabsOf = (actor, { kind, id }) => {
  const scope = { kind: kind as ScopeKind, id };
  return [
    ...(maySeePeople(actor, scope) ? [{ group: 'People', text: 'People', href: `/${kind}s/${id}/people` }] : []),
    ...(kind === 'school' && maySeeAccess(actor, { urn: id })
      ? [{ group: 'People', text: 'Who has looked', href: `/schools/${id}/access` }]
      : []),
  ];
};

/** The tabs of a school's pages, of every module. */
export const schoolTabs = (req: Pick<Req, 'shell'>, urn: number): SchoolTab[] =>
  req.shell.tabsOf({ kind: 'school', id: String(urn) });

export interface SchoolHeaderProps {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  /** The tab that is open: its address. */
  at: string;
  /** The answer the page gives, in a sentence. */
  lead?: Child;
  actions?: Child;
}

/** The same top for every page of a school: what it is, and its tabs. */
export const SchoolHeader = ({ school, tabs, at, lead, actions }: SchoolHeaderProps) => (
  <>
    <PageHeading
      title={school.name}
      eyebrow={[whatItIs(school), school.open ? '' : 'closed'].filter(Boolean).join(', ')}
      lead={lead}
      actions={actions}
    />
    <PlaceTabs name={school.name} tabs={tabs} at={at} />
  </>
);

/** The pages of a school, a trust or a partnership. One alone is no choice. */
export const PlaceTabs = ({ name, tabs, at }: { name: string; tabs: readonly SchoolTab[]; at: string }) =>
  tabs.length > 1 ? (
    <GroupedTabs label={`Pages of ${name}`} items={tabs.map((tab) => ({ ...tab, current: tab.href === at }))} />
  ) : null;

/** Those of a trust, on pages that have a heading of their own. */
export const TrustTabs = ({
  req,
  trust,
  at,
}: {
  req: Pick<Req, 'shell'>;
  trust: { uid: number | string; name: string };
  at: string;
}) => <PlaceTabs name={trust.name} tabs={req.shell.tabsOf({ kind: 'trust', id: String(trust.uid) })} at={at} />;

/** Where a school's pages stand. */
export const schoolCrumbs = (school?: SchoolHead): { text: string; href: string }[] => [
  { text: 'Schools', href: '/schools' },
  ...(school ? [{ text: school.name, href: `/schools/${school.urn}` }] : []),
];
