import { type Anyone, sees } from '../platform/actor';
import type { Req, Shell } from '../platform/web';
import { isStaff } from '../schools';
import { worksOnMoney } from '../subscriptions';

interface Item {
  text: string;
  href: string;
  /** Who finds it in the navigation. The page itself decides who may open it. */
  shown: (actor: Anyone) => boolean;
}

const items: readonly Item[] = [
  { text: 'Schools', href: '/schools', shown: () => true },
  { text: 'The offer', href: '/offer', shown: () => true },
  { text: 'Subscriptions', href: '/subscriptions', shown: isStaff },
  { text: 'Quotes', href: '/subscriptions/quotes', shown: isStaff },
  { text: 'Viability', href: '/subscriptions/viability', shown: isStaff },
  { text: 'Gate', href: '/subscriptions/gate', shown: isStaff },
  { text: 'Model', href: '/subscriptions/model', shown: isStaff },
  { text: 'Money', href: '/money', shown: worksOnMoney },
  { text: 'Imports', href: '/imports', shown: (actor) => sees(actor, 'imports/*') },
  { text: 'People', href: '/people', shown: (actor) => sees(actor, 'people/*') },
  { text: 'Administration', href: '/administration', shown: (actor) => sees(actor, 'audit/*') },
];

/** What stands around every page: where one can go, and who one is. */
export async function shellOf(req: Omit<Req, 'shell'>): Promise<Shell> {
  const { actor, url, installation } = req;
  const at = url.pathname;
  const own = ownPlace(actor);
  const shown = installation.kind === 'new' ? [] : items.filter((item) => item.shown(actor));
  const navigation = [
    ...(own ? [{ text: own.text, href: own.href }] : []),
    ...shown.map(({ text, href }) => ({ text, href })),
  ];
  const longest = navigation
    .filter((item) => at === item.href || at.startsWith(`${item.href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return {
    navigation: navigation.map((item) => ({ ...item, ...(item === longest ? { current: true } : {}) })),
    ...(actor && isStaff(actor) ? { place: 'Improvement team' } : {}),
    menu: actor ? [{ text: 'Passkeys', href: '/account/passkeys' }] : [],
    footer: [
      { text: 'How your data is used', href: '/privacy' },
      { text: 'Accessibility', href: '/accessibility' },
    ],
  };
}

/** The school or trust that somebody belongs to: their first link. */
function ownPlace(actor: Anyone): { text: string; href: string } | null {
  const school = actor?.roles.find((held) => held.scope.kind === 'school');
  if (school) return { text: 'Our school', href: `/schools/${school.scope.id}` };
  const trust = actor?.roles.find((held) => held.scope.kind === 'trust');
  return trust ? { text: 'Our trust', href: `/trusts/${trust.scope.id}` } : null;
}
