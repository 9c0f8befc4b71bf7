import type { Database, Tx } from '../../platform/database';
import { type Remember, type SchoolFacts, schoolFacts } from '../../schools';
import { authorityName, datasets } from '../catalogue/catalogue';
import { type Audience, earlySettings } from '../early/settings';
import { countedInAuthority, countedInPartnership, meansOf, meansOfSectors } from '../figures/means';
import { type Average, figuresOfSchools, loadedForSchools } from '../figures/queries';
import { areasBeside, rememberingFigures } from '../figures/remembered';
import type { SchoolData } from './view';

/** What stands behind a school's pages of figures, or null where no school has this URN. */
export async function schoolData(
  tx: Tx,
  database: Database,
  urn: number,
): Promise<(KnownSchool & { early: ReadonlyMap<string, Audience> }) | null> {
  const found = (await schoolsData(tx, database, [urn])).get(urn);
  return found ? { ...found, early: await earlySettings(tx) } : null;
}

export type KnownSchool = SchoolData & { facts: SchoolFacts };

/** The same of many schools: their figures are one question, and what several are compared with is asked once. */
export async function schoolsData(
  tx: Tx,
  database: Database,
  urns: readonly number[],
): Promise<Map<number, KnownSchool>> {
  const keep = await rememberingFigures(tx, database);
  const figures = await figuresOfSchools(tx, urns);
  const loaded = await loadedForSchools(tx, urns);
  const found = new Map<number, KnownSchool>();
  for (const urn of urns) {
    const facts = await schoolFacts(tx, urn);
    if (!facts) continue;
    found.set(urn, {
      school: facts,
      facts,
      figures: figures.get(urn) ?? [],
      loaded: loaded.get(urn) ?? new Set(),
      ...(await besideOf(tx, keep, facts)),
    });
  }
  return found;
}

/** The means of a partnership's schools of today, weighted by pupils. */
export interface PartnershipMeans {
  /** As a school of each sector is compared with them. */
  bySector: ReadonlyMap<string, readonly Average[]>;
  /** By dataset in which England has a figure of some of its sectors and not of others: of these others alone. */
  ofOthers: ReadonlyMap<string, readonly Average[]>;
}

export async function partnershipMeans(
  tx: Tx,
  database: Database,
  id: string,
  sectors: readonly string[],
): Promise<PartnershipMeans> {
  const keep = await rememberingFigures(tx, database);
  const bySector = new Map<string, Average[]>();
  for (const sector of sectors) bySector.set(sector, await meansOfPartnership(tx, keep, id, sector));
  const ofOthers = new Map<string, Average[]>();
  for (const dataset of datasets) {
    const own = sectors.filter((sector) => dataset.sectors.includes(sector));
    const others = own.filter((sector) => !dataset.national[sector]).sort();
    if (others.length > 0 && others.length < own.length)
      ofOthers.set(
        dataset.id,
        await keep(`partnership/${id}/only/${others}`, async () =>
          meansOfSectors(tx, others, await countedInPartnership(tx, id)),
        ),
      );
  }
  return { bySector, ofOthers };
}

/** What a school is compared with: areas as published, and the means of its authority and its partnership. */
async function besideOf(
  tx: Tx,
  keep: Remember,
  { sector, partnerships: [partnership], facts: { la } }: SchoolFacts,
): Promise<Pick<SchoolData, 'areas' | 'city' | 'partnership'>> {
  return {
    areas: await areasBeside(tx, keep, sector, la),
    city:
      la === null
        ? null
        : {
            name: authorityName(String(la)),
            code: String(la),
            averages: await keep(`city/${la}/${sector}`, async () =>
              meansOf(tx, sector, await countedInAuthority(tx, la)),
            ),
          },
    partnership: partnership
      ? {
          id: partnership.id,
          name: partnership.name,
          averages: await meansOfPartnership(tx, keep, partnership.id, sector),
        }
      : null,
  };
}

const meansOfPartnership = (tx: Tx, keep: Remember, id: string, sector: string): Promise<Average[]> =>
  keep(`partnership/${id}/${sector}`, async () => meansOf(tx, sector, await countedInPartnership(tx, id)));
