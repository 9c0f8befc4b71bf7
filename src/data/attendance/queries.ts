import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import '../tables';
import type { TrackedPupil } from './pupils-page';
import { type HalfTermSessions, watch } from './watch';
import { halfTerms, overall, unauthorised } from './words';

interface Row {
  upn: string;
  surname: string | null;
  forename: string | null;
  year_group: string | null;
  period: string;
  possible: number;
  absent: number;
  unauthorised: number;
}

export interface Tracked {
  year: number;
  /** The half-terms that somebody has a session in, in their order. */
  periods: string[];
  pupils: TrackedPupil[];
}

/** A school meets at least 380 sessions a year (attendance.md section 1). */
const sessionsOfAYear = 380;

/** Years of which pupils' sessions are loaded for a school, newest first. */
export async function trackedYears(tx: Tx, urn: number): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct r.year from data.pupil_result p join data.run r on r.id = p.run_id
    where p.urn = ${urn} and p.run_id = any ((select data.current_runs())::int[]) and r.dataset = 'attendance-marks'
    order by r.year desc`.execute(tx);
  return rows.map(({ year }) => year);
}

/** Every pupil of a school with the sessions of each half-term. Row-level security lets only the school's data users read a row. */
export async function trackedPupils(tx: Tx, urn: number, year: number): Promise<Tracked> {
  const { rows } = await sql<Row>`
    select p.upn, n.surname, n.forename, n.year_group, part.period, (part.results -> ${overall} ->> 1)::numeric::int as possible,
      (part.results -> ${overall} ->> 0)::numeric::int as absent, (part.results -> ${unauthorised} ->> 0)::numeric::int as unauthorised
    from data.pupil_result p join data.run r on r.id = p.run_id
    cross join lateral jsonb_each(p.results) part (period, results)
    left join lateral (
      select c.release_id from data.current_release_school c where c.dataset = 'pupils' and c.year = r.year and c.urn = p.urn limit 1
    ) census on true
    left join data.pupil n on n.release_id = census.release_id and n.urn = p.urn and n.upn = p.upn
    where p.urn = ${urn} and p.run_id = any ((select data.current_runs())::int[]) and r.dataset = 'attendance-marks' and r.year = ${year}
      and part.period <> 'year' and part.results ? ${overall}
    order by n.surname, n.forename, p.upn`.execute(tx);
  const periods = halfTerms.filter((period) => rows.some((row) => row.period === period && row.possible > 0));
  const byPupil = Map.groupBy(rows, ({ upn }) => upn);
  const possible = [...byPupil.values()].map((some) => some.reduce((sum, row) => sum + row.possible, 0));
  const toCome = Math.max(0, sessionsOfAYear - Math.max(0, ...possible));
  return {
    year,
    periods,
    pupils: [...byPupil.values()].map((some) => {
      const [first] = some as [Row, ...Row[]];
      const track = periods.map((period): HalfTermSessions | null => some.find((row) => row.period === period) ?? null);
      return {
        // By number alone can somebody be told whom the census does not name.
        surname: first.surname ?? `Not in the census (UPN ${first.upn})`,
        forename: first.forename ?? '',
        yearGroup: first.year_group ?? '',
        halfTerms: track,
        watched: watch(
          track.filter((one) => one !== null),
          toCome,
        ),
      };
    }),
  };
}
