import { z } from 'zod';
import { capital } from '../../platform/words';
import type { FoundSchool } from './queries';
import source from './sectors.yaml';

/** How a sector is drawn on the map and marked in the list. */
export type Shape = 'circle' | 'square' | 'triangle';

const sectors = z
  .object({
    shapes: z.record(z.string(), z.enum(['square', 'triangle'])),
    hyphened: z.array(z.string()),
    named_alone: z.array(z.string()),
    unsaid: z.array(z.string()),
  })
  .strict()
  .parse(source);

export const shapeOf = (sector: string): Shape => sectors.shapes[sector] ?? 'circle';

/** A sector or a status as people read it: they are kept as single words. */
export const sectorWords = (word: string): string =>
  sectors.hyphened.includes(word) ? word : word.replaceAll('-', ' ');

/** "maintained primary school": for the middle of a sentence. */
export function kindOfSchool({
  sector,
  status,
  publiclyFunded,
}: Pick<FoundSchool, 'sector' | 'status' | 'publiclyFunded'>): string {
  const said = [publiclyFunded ? status : '', sector].filter((word) => word !== '' && !sectors.unsaid.includes(word));
  return [...said.map(sectorWords), ...(sectors.named_alone.includes(sector) ? [] : ['school'])].join(' ');
}

/** "Alternative provision": alone, as the beginning of words. */
export const sectorName = (sector: string): string => capital(sectorWords(sector));

/** "primary schools", "colleges": those of a sector together, for the middle of a sentence. */
export const sectorSchools = (sector: string): string =>
  `${sectorWords(sector)}${sectors.named_alone.includes(sector) ? 's' : ' schools'}`;

/** "Primary, academy, Weirside Trust": what a school is, in a line. */
export function whatItIs(
  school: Pick<FoundSchool, 'sector' | 'status' | 'typeName' | 'publiclyFunded'> & {
    trusts?: readonly { name: string }[];
  },
): string {
  const plainly = school.publiclyFunded && !sectors.unsaid.includes(school.status);
  const kind = plainly || !school.typeName ? sectorWords(school.status) : school.typeName.toLowerCase();
  const trusts = school.trusts?.map((trust) => trust.name) ?? [];
  return capital([sectorWords(school.sector), kind, ...trusts].join(', '));
}

/** LAEstab as people write it: "373/2001". */
export const laEstab = (la: number | null, establishment: number | null): string | null =>
  la === null || establishment === null ? null : `${la}/${String(establishment).padStart(4, '0')}`;

/** "4 to 11". */
export const ages = (low: number | null, high: number | null): string | null =>
  low === null || high === null ? null : `${low} to ${high}`;

/** What may stand in an address of ours: only pages, never a script. */
export const webAddress = (website: string | null): string | null => {
  if (!website) return null;
  const address = URL.parse(/^https?:\/\//i.test(website) ? website : `http://${website}`);
  return address?.hostname.includes('.') ? address.href : null;
};

const partnershipKinds = {
  locality: 'Locality',
  sector: 'Sector partnership',
  board: 'Board',
  network: 'Network',
  group: 'Group',
} as const;

export const partnershipKind = (kind: keyof typeof partnershipKinds): string => partnershipKinds[kind];
