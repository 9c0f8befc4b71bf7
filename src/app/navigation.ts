import { bookingTabs } from '../bookings';
import { bringsReleases, dataTabs } from '../data';
import { factTabs } from '../entitlements';
import { type Anyone, sees } from '../platform/actor';
import type { PagePlace, Req, Shell } from '../platform/web';
import { aboutTab, isStaff, peopleTabs, type TabsOf } from '../schools';
import { moneyPages, subscriptionTabs, worksOnMoney } from '../subscriptions';
import { administrationPages } from './administration/tabs';

interface Item {
  text: string;
  /** Words by which people look for it, where its name has not got them. */
  called?: string;
  href: string;
  /** Who finds it in the navigation. The page itself decides who may open it. */
  shown: (actor: Anyone) => boolean;
  /** Pages that stand under it though their addresses do not. */
  also?: readonly string[];
}

const items: readonly Item[] = [
  { text: 'Schools', href: '/schools', also: ['/trusts', '/partnerships'], shown: () => true },
  { text: 'Data', called: 'results attendance', href: '/data', also: ['/authorities'], shown: () => true },
  { text: 'The offer', href: '/offer', shown: () => true },
  { text: 'Subscriptions', href: '/subscriptions', shown: isStaff },
  { text: 'Bookings', href: '/bookings', shown: (actor) => sees(actor, 'staff', 'partner') },
  {
    text: 'What it bought',
    called: 'statement of value',
    href: '/statement',
    shown: (actor) => sees(actor, 'commissioner'),
  },
  { text: 'Money', href: '/money', shown: worksOnMoney },
  { text: 'Imports', href: '/imports', shown: (actor) => sees(actor, 'imports/*') },
  { text: 'People', href: '/people', shown: (actor) => sees(actor, 'people/*') },
  { text: 'Administration', href: '/administration', shown: (actor) => sees(actor, 'audit/*') },
];

/** Pages that belong together, each below the first item's entry of the navigation. */
const sections: readonly { label: string; items: readonly Item[] }[] = [
  {
    label: 'Subscriptions',
    items: [
      { text: 'Schools on the way', href: '/subscriptions', shown: isStaff },
      { text: 'Is it viable?', called: 'viability gate', href: '/subscriptions/gate', shown: isStaff },
      { text: 'Funding model', href: '/subscriptions/model', shown: isStaff },
      { text: 'Quotes', href: '/subscriptions/quotes', shown: isStaff },
      { text: 'What if', called: 'viability', href: '/subscriptions/viability', shown: isStaff },
    ],
  },
  {
    label: 'Imports',
    items: [
      { text: 'Schools', href: '/imports', shown: (actor) => sees(actor, 'imports/*') },
      { text: 'Data releases', href: '/releases', shown: (actor) => bringsReleases(actor, {}) },
      { text: 'Official tables', href: '/official-tables', shown: (actor) => bringsReleases(actor, {}) },
      { text: 'Packs', href: '/packs', shown: (actor) => bringsReleases(actor, {}) },
      { text: 'Early results', href: '/releases/early', shown: (actor) => bringsReleases(actor, {}) },
    ],
  },
  {
    label: 'Bookings',
    items: [
      { text: 'Bookings', href: '/bookings', shown: (actor) => sees(actor, 'staff', 'partner') },
      { text: 'Pools', href: '/pools', shown: isStaff },
      { text: 'Owed and used', called: 'statement of value', href: '/statement', shown: isStaff },
      { text: 'To settle', href: '/shortfalls', shown: isStaff },
    ],
  },
];

/** Pages that belong together too, each of which shows the others as its tabs. */
const tabbed: readonly { label: string; items: readonly Item[] }[] = [
  { label: 'Money', items: moneyPages.map((item) => ({ ...item, shown: worksOnMoney })) },
  { label: 'Administration', items: administrationPages },
];

const menu = [{ text: 'Passkeys', href: '/account/passkeys' }];
const footer = [
  { text: 'How your data is used', called: 'privacy', href: '/privacy' },
  { text: 'Accessibility', href: '/accessibility' },
];

/** The tabs of a place, of every module: what it is, how it does, what it gets and pays, who belongs to it. */
const tabsOf: TabsOf = (actor, place) =>
  [aboutTab, dataTabs, bookingTabs, factTabs, subscriptionTabs, peopleTabs].flatMap((tabs) => tabs(actor, place));

const under = (at: string, { href }: { href: string }): boolean => at === href || at.startsWith(`${href}/`);

const deepest = <T extends { href: string }>(at: string, links: readonly T[]): T | undefined =>
  links.filter((link) => under(at, link)).sort((a, b) => b.href.length - a.href.length)[0];

/** The section that a page stands in, as far as this person may go. */
function sectionOf(actor: Anyone, at: string): Shell['section'] {
  const found = sections.find(({ items }) => items.some((item) => under(at, item)));
  const shown = found?.items.filter((item) => item.shown(actor)) ?? [];
  if (!found || shown.length < 2) return undefined;
  const current = deepest(at, shown);
  return {
    label: found.label,
    items: shown.map((item) => ({ text: item.text, href: item.href, current: item === current })),
  };
}

/** What stands around every page: where one can go, and who one is. */
export async function shellOf(req: Omit<Req, 'shell'>): Promise<Shell> {
  const { actor, url, installation } = req;
  const at = url.pathname;
  const own = ownPlaces(actor);
  const shown = installation.kind === 'new' ? [] : items.filter((item) => item.shown(actor));
  const navigation = [
    ...own.map(({ text, href }) => ({ text, href })),
    ...shown.map(({ text, href }) => ({ text, href })),
  ];
  const section = sectionOf(actor, at);
  const beside = shown.find(({ also }) => also?.some((href) => under(at, { href })));
  // A role has no place in its address: who is offered no list of all people came from that of their own place.
  const home = under(at, { href: '/people' }) ? own[0] : null;
  const longest =
    deepest(at, navigation) ??
    navigation.find(({ href }) => [section?.items[0]?.href, beside?.href, home?.href].includes(href));
  return {
    navigation: navigation.map((item) => ({ ...item, ...(item === longest ? { current: true } : {}) })),
    ...(actor && isStaff(actor) ? { place: 'Improvement team' } : {}),
    ...(section ? { section } : {}),
    tabsOf: (place) => tabsOf(actor, place),
    menu: actor ? menu : [],
    footer,
  };
}

/** Every page with a name that this person is offered somewhere: around a page, or as a tab of their own place or of pages that belong together. */
export function pagesFor(actor: Anyone): { text: string; called?: string; href: string; under: string }[] {
  const own = ownPlaces(actor);
  const shown = (under: string, list: readonly Item[]) =>
    list.filter((item) => item.shown(actor)).map(({ text, called = '', href }) => ({ text, called, href, under }));
  return [
    ...own.map(({ text, href }) => ({ text, href, under: '' })),
    ...shown('', items),
    ...own.flatMap((one) => tabsOf(actor, one.place).map(({ text, href }) => ({ text, href, under: one.text }))),
    ...[...sections, ...tabbed].flatMap(({ label, items }) => shown(label, items)),
    ...[...(actor ? menu : []), ...footer].map((link) => ({ ...link, under: '' })),
  ];
}

/** The school, the trust and the partnership that somebody works for, of each kind the first: their first links. */
const ownPlaces = (actor: Anyone): { text: string; href: string; place: PagePlace }[] =>
  ['school', 'trust', 'partnership'].flatMap((kind) => {
    const id = actor?.roles.find(({ scope }) => scope.kind === kind)?.scope.id;
    return id ? [{ text: `Our ${kind}`, href: `/${kind}s/${id}`, place: { kind, id } }] : [];
  });
