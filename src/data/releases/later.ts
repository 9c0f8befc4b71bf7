import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { counted, listed } from '../../platform/words';
import { type Release, stages } from './queries';

/** Accepted releases of the same dataset and year whose stage is later: they hold, whichever was accepted last. */
export interface Later {
  /** The most final first. */
  names: readonly [string, ...string[]];
  /** Figures, of pupils schools, of the earlier release that none of them has: these count nevertheless. Null where they are too many to compare. */
  lacks: number | null;
}

/** So many figures are compared in a tenth of a second; of a national file, with millions, a page would take many. */
const mostCompared = 50_000;

/** The releases of later stages that stand before this one; null where there is none. In the program's own name: figures that are being checked are nobody else's. */
export async function laterThan(tx: Tx, { id, dataset, level, year, stage, counts }: Release): Promise<Later | null> {
  const laterStages = stages.slice(stages.indexOf(stage) + 1);
  if (year === null || laterStages.length === 0) return null;
  const { rows: found } = await sql<{ id: number; name: string }>`
    select id, name from data.release
    where status = 'accepted' and dataset = ${dataset} and year = ${year} and stage = any(${laterStages})
    order by array_position(${laterStages}::text[], stage) desc, accepted_at desc, id desc`.execute(tx);
  const [first, ...others] = found.map(({ name }) => name);
  if (first === undefined) return null;
  const names: Later['names'] = [first, ...others];
  if (counts.figures > mostCompared) return { names, lacks: null };
  const ids = found.map((one) => one.id);
  const [table, keys] =
    level === 'pupil'
      ? [sql`data.release_school`, sql`urn`]
      : [sql`data.figure`, sql`urn, area, measure, pupil_group, year`];
  const { rows } = await sql<{ lacks: number }>`
    select count(*)::int as lacks from (
      select ${keys} from ${table} where release_id = ${id} except select ${keys} from ${table} where release_id = any(${ids})) as lacking`.execute(
    tx,
  );
  return { names, lacks: rows[0]?.lacks ?? 0 };
}

/** What somebody who brings the earlier release has to know: that what is shown stays. */
export function laterWords({ level }: Pick<Release, 'level'>, { names, lacks }: Later): string {
  const holds = `${listed(names)} ${names.length === 1 ? 'is of a later stage and still holds' : 'are of a later stage and still hold'}.`;
  if (lacks === null) return `${holds} Of this release only figures count which no later one has.`;
  if (lacks === 0) return `${holds} No figure that is shown changes.`;
  const verb = lacks === 1 ? 'counts' : 'count';
  return level === 'pupil'
    ? `${holds} Of this release only ${counted(lacks, 'school')} ${verb}, which no later one is about.`
    : `${holds} Of this release only ${counted(lacks, 'figure')} ${verb}, which no later one has.`;
}
