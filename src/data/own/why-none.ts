import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { listed, lowerFirst } from '../../platform/words';
import { yearName } from '../../schools';
import { releaseKindNamed, releaseKinds } from '../catalogue/kinds';
import type { OwnMeasure } from '../catalogue/own-measures';
import { ownUrns } from '../figures/queries';
import { measuredAs } from '../measured/measure';
import { missingOf } from '../measured/queries';
import { isMeasured } from '../measured/sources';

/** A year of which files are loaded that a measure is worked out from, of whatever school. */
export interface YearOfFiles {
  year: number;
  /** Some of them have rows of this school. */
  ofSchool: boolean;
  /** Why the measure has no figure in that year, where the run over them says so. */
  reasons: readonly string[];
}

/** As the reader sees releases: one that is held back from them is none. Newest year first. */
export async function yearsOfFiles(tx: Tx, urn: number, { id, dataset }: OwnMeasure): Promise<YearOfFiles[]> {
  const line = (await ownUrns(tx, [urn])).get(urn) ?? [urn];
  const files = releaseKinds.map((one) => one.id).filter((one) => isMeasured(one) && measuredAs(one) === dataset);
  const { rows } = await sql<{ year: number; ofSchool: boolean }>`
    select r.year, bool_or(s.urn is not null) as "ofSchool"
    from data.release r left join data.release_school s on s.release_id = r.id and s.urn = any (${line}::int[])
    where r.status = 'accepted' and r.dataset = any (${files}::text[]) group by r.year order by r.year desc`.execute(
    tx,
  );
  const missing = rows.some(({ ofSchool }) => ofSchool) ? await missingOf(tx, urn) : [];
  return rows.map((row) => ({
    ...row,
    reasons: missing
      .filter((one) => one.dataset === dataset && one.of === row.year && [null, id].includes(one.measure))
      .map(({ sentence }) => sentence),
  }));
}

/** A line each for what happened: who had none is in no such file. */
const ofEvents = 'exclusion-events';

/** What is known of a figure that there is not, in sentences: of the year that was asked for, or of all that are loaded. */
export function whyNone({ dataset }: OwnMeasure, held: readonly YearOfFiles[], asked: number | null): string[] {
  const kind = lowerFirst(releaseKindNamed(dataset)?.title ?? dataset);
  if (held.length === 0) return [`No file of ${kind} is loaded, of this school or another.`];
  const some = asked === null ? held : held.filter(({ year }) => year === asked);
  if (some.length === 0) return [`No file of ${kind} of ${yearName(asked ?? 0)} is loaded, of this school or another.`];
  const without = some.filter(({ ofSchool }) => !ofSchool);
  return [
    ...(without.length === 0
      ? []
      : [
          `The files of ${kind} of ${listed(without.map(({ year }) => yearName(year)))} that are loaded have no line of this school.`,
          ...(dataset === ofEvents
            ? ['Such a file has a line for each exclusion, so a school that had none is not in it.']
            : []),
        ]),
    ...some
      .filter(({ ofSchool }) => ofSchool)
      .flatMap(({ year, reasons }) =>
        reasons.length > 0
          ? reasons
          : [
              `The files of ${kind} of ${yearName(year)} have lines of this school, and no such figure follows from them.`,
            ],
      ),
  ];
}
