import { renderPdf, writeSpreadsheet } from '../../platform/documents';
import { slug } from '../../platform/words';
import type { KnownSchool, PartnershipMeans } from '../school/read';
import type { OwnBehind } from './own-content';
import { partnershipPack } from './partnership-content';
import { partnershipPaper } from './partnership-paper';
import { partnershipSheets } from './partnership-sheets';
import type { PackPlace } from './read';
import type { Audience } from './rows';
import { type PackRelease, schoolPack } from './school-content';
import { type Printed, schoolPaper } from './school-paper';
import { schoolSheets } from './sheets';

export type Ending = 'pdf' | 'xlsx';

export const endings: readonly Ending[] = ['pdf', 'xlsx'];

export const typeOf: Record<Ending, string> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Whose pack: a school, or a partnership with its schools of today. */
export type PackOf =
  | { kind: 'school'; school: KnownSchool; audience: Audience; own?: OwnBehind | null }
  | {
      kind: 'partnership';
      partnership: { name: string };
      members: readonly KnownSchool[];
      means: PartnershipMeans;
      own?: Omit<OwnBehind, 'school' | 'areas'> | null;
    };

/** The same figures on the same day give the same bytes. */
export async function makePack(
  of: PackOf,
  ending: Ending,
  releases: ReadonlyMap<number, PackRelease>,
  printed: Printed,
): Promise<Uint8Array> {
  if (of.kind === 'school') {
    const pack = schoolPack(of.school, of.audience, releases, of.own);
    return ending === 'pdf' ? renderPdf(schoolPaper(pack, printed)) : writeSpreadsheet(schoolSheets(pack, printed));
  }
  const pack = partnershipPack(of.partnership, of.members, of.means, releases, of.own);
  return ending === 'pdf'
    ? renderPdf(partnershipPaper(pack, printed))
    : writeSpreadsheet(partnershipSheets(pack, printed));
}

/** "rivelin-bank-primary-100001-for-governors.pdf": whom it is for stands in the name. */
export const packName = (place: PackPlace, audience: Audience, ending: Ending): string =>
  place.kind === 'school'
    ? `${slug(place.name)}-${place.urn}-for-${audience}.${ending}`
    : `partnership-${slug(place.name)}.${ending}`;
