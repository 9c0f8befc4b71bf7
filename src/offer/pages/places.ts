import type { Anyone } from '../../platform/actor';
import { maySeeVersions } from '../policy';
import type { Offer } from '../schema/schema';

interface Place {
  text: string;
  href: string;
  /** What the offer says of it, where people look for that too. */
  says?: string;
}

/** The pages of an offer that this person may open, by the names of their tabs. */
export const offerPages = (offer: Offer, actor: Anyone): Place[] => [
  { text: 'Your school', href: '/offer' },
  { text: 'What it holds', href: sectionPath(offer.parts[0]?.id) },
  { text: 'The menu', href: '/offer/bespoke' },
  { text: 'Working together', href: '/offer/partnerships' },
  ...(offer.programme.lines.length > 0 ? [{ text: 'Training', href: '/offer/programme' }] : []),
  { text: 'Dates', href: '/offer/calendar' },
  { text: 'Questions settled', href: '/offer/questions' },
  ...(maySeeVersions(actor) ? [{ text: 'Versions', href: '/offer/versions' }] : []),
];

/** Its parts, and what stands in them under a name of its own. */
export const offerPlaces = ({ parts, elements, bespoke: { credit, services } }: Offer): Place[] => [
  ...parts.map(({ id, name }) => ({ text: name, href: sectionPath(id) })),
  ...[{ ...credit, kinds: [] }, ...elements].map(({ id, name, part, description, kinds }) => {
    const menu = services
      .filter(({ element }) => element === id)
      .flatMap((service) => [service.name, ...service.contains]);
    const more = [...kinds, ...menu].join(', ');
    return {
      text: name,
      href: `${sectionPath(part)}#${id}`,
      says: more ? `${description} ${more}.` : description,
    };
  }),
];

const sectionPath = (part: string | undefined): string => `/offer/sections/${part}`;
