import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { TableName } from '../methods';
import { type NewFigure, outsideRule } from './figures';
import '../tables';

/** A release of pupils, and the schools for which it is the one that holds. */
export interface HeldRelease {
  releaseId: number;
  validated: boolean;
  sha256: string;
  urns: number[];
}

/** The releases that hold for a dataset and year, school by school. */
export async function heldReleases(tx: Tx, dataset: string, year: number): Promise<HeldRelease[]> {
  const { rows } = await sql<HeldRelease>`
    select c.release_id as "releaseId", c.stage = 'validated' as validated, f.sha256, array_agg(c.urn order by c.urn) as urns
    from data.current_release_school c join platform.file f on f.id = c.kept
    where c.dataset = ${dataset} and c.year = ${year} group by c.release_id, c.stage, f.sha256 order by c.release_id`.execute(
    tx,
  );
  return rows;
}

/** The datasets of which there is a release of a year, the smallest first: worked out in this order, most of them wait for little. */
export async function datasetsOf(tx: Tx, year: number): Promise<string[]> {
  const { rows } = await sql<{ dataset: string }>`
    select dataset from data.release where status = 'accepted' and level = 'pupil' and year = ${year}
    group by dataset order by max((counts ->> 'kept')::int) nulls first, dataset`.execute(tx);
  return rows.map(({ dataset }) => dataset);
}

/** The newest version of each supplied table of a year and of the one before, which a method may look back to. */
export async function tablesFor(tx: Tx, year: number): Promise<{ id: number; name: TableName; content: string }[]> {
  const { rows } = await sql<{ id: number; name: TableName; content: string }>`
    select distinct on (name, year) id, name, content from data.supplied_table
    where year in (${year}, ${year - 1}) order by name, year, id desc`.execute(tx);
  return rows;
}

/** Every area that each of these schools belongs to today: its trust, its partnerships, its authority and the sector there. */
export async function areasOfSchools(tx: Tx, urns: readonly number[]): Promise<{ urn: number; area: string }[]> {
  const { rows } = await sql<{ urn: number; area: string }>`
    with each as (select unnest(${[...new Set(urns)]}::int[]) as urn),
    school as (select s.urn, s.la, s.sector from each join schools.current_school s using (urn))
    select urn, 'la/' || la as area from school where la is not null
    union all select urn, 'la/' || la || '/' || sector from school where la is not null
    union all select m.urn, 'trust/' || m.uid from each join schools.current_trust_membership m using (urn) join schools.current_trust t using (uid) where t.runs_schools
    union all select m.urn, 'partnership/' || m.partnership_id from each join schools.current_partnership_membership m using (urn)
      join schools.current_partnership p on p.id = m.partnership_id
    order by area, urn`.execute(tx);
  return rows;
}

/** What the last finished run of a dataset and year was made from, and what came of it. */
export async function lastRun(
  tx: Tx,
  dataset: string,
  year: number,
  standIn = false,
): Promise<{ id: number; recipe: string; digest: string } | null> {
  const { rows } = await sql<{ id: number; recipe: string; digest: string }>`
    select id, recipe, digest from data.run where dataset = ${dataset} and year = ${year} and (stands_for is not null) = ${standIn} and finished_at is not null order by id desc limit 1`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function startRun(
  tx: Tx,
  run: {
    dataset: string;
    year: number;
    /** The whole run beside which it was made, of validated releases alone. */
    standsFor?: number | undefined;
    inputs: number[];
    tables: number[];
    recipe: string;
    missing: unknown;
    at: Temporal.Instant;
  },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into data.run (dataset, year, stands_for, inputs, tables, recipe, missing, made_at, outside_rule)
    values (${run.dataset}, ${run.year}, ${run.standsFor ?? null}, ${run.inputs}::int[], ${run.tables}::int[], ${run.recipe}, ${JSON.stringify(run.missing)}::jsonb, ${run.at.toString()}::timestamptz, ${outsideRule})
    returning id`.execute(tx);
  return rows[0]!.id;
}

/** From here on it is the current one: one short write, however many rows it has. */
export const finishRun = (tx: Tx, id: number, digest: string, at: Temporal.Instant) =>
  sql`update data.run set digest = ${digest}, finished_at = ${at.toString()}::timestamptz where id = ${id}`.execute(tx);

export async function insertMeasured(tx: Tx, runId: number, figures: readonly NewFigure[]): Promise<null[]> {
  await sql`insert into data.measured (run_id, audience, urn, area, measure, pupil_group, period, year, shown, value, numerator, denominator, pupils, low, high, band, reason)
    select ${runId}, audience, urn, area, measure, pupil_group, period, year, shown, value, numerator, denominator, pupils, low, high, band, reason
    from json_populate_recordset(null::data.measured, ${JSON.stringify(figures)}::json)`.execute(tx);
  return [];
}

/** @param pupils rows of `data.pupil_result` as JSON, but for the run */
export async function insertResults(tx: Tx, runId: number, pupils: readonly string[]): Promise<null[]> {
  await sql`insert into data.pupil_result (run_id, urn, upn, groups, results)
    select ${runId}, urn, upn, groups, results
    from json_populate_recordset(null::data.pupil_result, ${`[${pupils.join()}]`}::json)`.execute(tx);
  return [];
}

/** Datasets and years whose last run was made by an earlier rule for what may be shown outside. */
export async function runsOfEarlierRule(tx: Tx): Promise<{ dataset: string; year: number }[]> {
  const { rows } = await sql<{ dataset: string; year: number }>`
    select dataset, year from (
      select distinct on (dataset, year) dataset, year, outside_rule from data.run where finished_at is not null order by dataset, year, id desc
    ) last where outside_rule < ${outsideRule} order by dataset, year`.execute(tx);
  return rows;
}
