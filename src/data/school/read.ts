import type { Database, Tx } from '../../platform/database';
import { type SchoolFacts, schoolFacts } from '../../schools';
import { authorityName } from '../catalogue/catalogue';
import { type Audience, earlySettings } from '../early/settings';
import { areasOf, countedInAuthority, countedInPartnership, meansOf } from '../figures/means';
import { figuresOfAreas, figuresOfSchool, loadedFor } from '../figures/queries';
import { rememberingFigures } from '../figures/remembered';
import type { SchoolData } from './view';

/** What stands behind a school's pages of figures, or null where no school has this URN. */
export async function schoolData(
  tx: Tx,
  database: Database,
  urn: number,
): Promise<(SchoolData & { facts: SchoolFacts; early: ReadonlyMap<string, Audience> }) | null> {
  const facts = await schoolFacts(tx, urn);
  if (!facts) return null;
  const keep = await rememberingFigures(tx, database);
  const { la } = facts.facts;
  const { sector } = facts;
  const [partnership] = facts.partnerships;
  return {
    school: facts,
    facts,
    early: await earlySettings(tx),
    figures: await figuresOfSchool(tx, urn),
    areas: await keep(`areas/${la}/${sector}`, () => figuresOfAreas(tx, areasOf([sector], la))),
    loaded: await loadedFor(tx, urn),
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
          averages: await keep(`partnership/${partnership.id}/${sector}`, async () =>
            meansOf(tx, sector, await countedInPartnership(tx, partnership.id)),
          ),
        }
      : null,
  };
}
