import { type Selectable, sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { RejectedValue as Reject } from '../../platform/rejected';
import type { Step } from '../../platform/slices';
import type { Level, ReleaseTable, Stage } from '../tables';
import type { Cell } from './plan';
import '../tables';

/** The stages, from the first look to the last word. */
export const stages: readonly Stage[] = ['initial', 'refined', 'confirmed', 'validated'];

export interface Counts {
  /** Rows below the headings. */
  rows: number;
  /** Establishments that some figure is about. */
  schools: number;
  /** Those of them that the directory does not know: they are compared with, and have no page. */
  comparators: number;
  areas: number;
  figures: number;
  rejected: number;
  /** Rows of another authority than the one asked for. */
  outside: number;
  /** Of a file of pupils: how many pupils it is about, and the rows that were taken. */
  pupils: number;
  kept: number;
  /** Of a common transfer file: pupils without a result of the dataset. */
  without: number;
  /** 1 where the file stops without the end of its last line: it may have been cut inside its last value. */
  unended: number;
  /** 1 where the publisher's own form of a file, which ends with England's rows, has none: it may have been cut between two lines. */
  withoutEngland: number;
  /** Of results of pupils: pupils who stand at several schools of the file. */
  shared: number;
}

export const noCounts: Counts = {
  rows: 0,
  schools: 0,
  comparators: 0,
  areas: 0,
  figures: 0,
  rejected: 0,
  outside: 0,
  pupils: 0,
  kept: 0,
  without: 0,
  unended: 0,
  withoutEngland: 0,
  shared: 0,
};

/** From which headings a measure was read, for a group and a year. */
export interface ReadFrom {
  measure: string;
  group: string;
  year: number;
  heading: string;
}

/** From which headings a field of a file of pupils was read. */
export interface FieldFrom {
  field: string;
  headings: string[];
}

/** One version of one dataset, as somebody brought it. */
export interface Release {
  id: number;
  name: string | null;
  dataset: string;
  level: Level;
  /** The calendar year in which the academic year starts. */
  year: number | null;
  stage: Stage;
  status: ReleaseTable['status'];
  shape: string | null;
  fileName: string;
  sha256: string;
  la: number | null;
  upload: string | null;
  kept: string | null;
  counts: Counts;
  /** Of published figures. */
  columns: ReadFrom[];
  /** Of pupils. */
  fields: FieldFrom[];
  unknownColumns: string[];
  /** The accepted release that holds the very same figures. */
  same: string | null;
  problem: string | null;
  madeAt: Temporal.Instant;
  madeBy: string | null;
  acceptedAt: Temporal.Instant | null;
}

const fromRow = (row: Selectable<ReleaseTable>): Release => {
  const { same = null, ...counts } = row.counts as Partial<Counts> & { same?: string | null };
  return {
    id: row.id,
    name: row.name,
    dataset: row.dataset,
    level: row.level,
    year: row.year,
    stage: row.stage,
    status: row.status,
    shape: row.shape,
    fileName: row.file_name,
    sha256: row.sha256,
    la: row.la,
    upload: row.upload,
    kept: row.kept,
    counts: { ...noCounts, ...counts },
    columns: row.level === 'public' ? (row.columns as ReadFrom[]) : [],
    fields: row.level === 'pupil' ? (row.columns as FieldFrom[]) : [],
    unknownColumns: row.unknown_columns,
    same,
    problem: row.problem,
    madeAt: row.made_at,
    madeBy: row.made_by,
    acceptedAt: row.accepted_at,
  };
};

/** Null when there is none that the asker may see. */
export async function releaseById(tx: Tx, id: number): Promise<Release | null> {
  const row = await tx.selectFrom('data.release').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? fromRow(row) : null;
}

/** Newest first. */
export async function recentReleases(tx: Tx, limit: number): Promise<Release[]> {
  const rows = await tx.selectFrom('data.release').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(fromRow);
}

/** What checking a file found out. */
export interface Checked {
  id: number;
  year: number;
  shape: string;
  kept: string;
  counts: Counts;
  columns: readonly ReadFrom[] | readonly FieldFrom[];
  unknownColumns: readonly string[];
  digest: string;
}

/** Makes a release ready to be accepted. One with the very same figures is named, and then there is nothing to accept. */
export async function saveChecked(tx: Tx, checked: Checked): Promise<void> {
  const { id, counts, columns, unknownColumns, ...rest } = checked;
  const saved = await tx
    .updateTable('data.release')
    .set({
      ...rest,
      counts: JSON.stringify(counts),
      columns: JSON.stringify(columns),
      unknown_columns: [...unknownColumns],
      problem: null,
      status: 'ready',
    })
    .where('id', '=', id)
    .where('status', '=', 'checking')
    .executeTakeFirst();
  if (saved.numUpdatedRows === 0n) throw new Error(`Release ${id} is no longer being checked.`);
  const same = await sameAccepted(tx, id);
  if (same !== null)
    await sql`update data.release set counts = counts || ${JSON.stringify({ same })}::jsonb where id = ${id}`.execute(
      tx,
    );
}

/** The accepted release that holds the very same figures of the same dataset, stage and year. */
export async function sameAccepted(tx: Tx, id: number): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select old.name from data.release old join data.release new on new.id = ${id}
    where old.status = 'accepted' and (old.dataset, old.stage, old.year, old.digest) = (new.dataset, new.stage, new.year, new.digest)
    order by old.accepted_at limit 1`.execute(tx);
  return rows[0]?.name ?? null;
}

/** A figure on its way into the database: numbers are text, so that none changes. */
export interface NewFigure {
  line: number;
  urn: number | null;
  area: string | null;
  measure: string;
  pupil_group: string;
  year: number;
  shown: string;
  value: string | null;
  numerator: string | null;
  denominator: string | null;
  low: string | null;
  high: string | null;
  band: number | null;
}

/** Writes figures of one release in one statement: as JSON, because a parameter for every value is slow. */
export const insertFigures = (tx: Tx, releaseId: number, figures: readonly NewFigure[]) =>
  sql`insert into data.figure (release_id, line, urn, area, measure, pupil_group, year, shown, value, numerator, denominator, low, high, band)
    select ${releaseId}, line, urn, area, measure, pupil_group, year, shown, value, numerator, denominator, low, high, band
    from json_populate_recordset(null::data.figure, ${JSON.stringify(figures)}::json)`.execute(tx);

export const insertRejects = (tx: Tx, releaseId: number, rejects: readonly Reject[]) =>
  sql`insert into data.reject (release_id, line, "column", heading, value, reason)
    select ${releaseId}, line, "column", heading, value, reason
    from json_populate_recordset(null::data.reject, ${JSON.stringify(rejects)}::json)`.execute(tx);

type Places = Pick<Counts, 'schools' | 'comparators' | 'areas' | 'figures'> & { england: boolean };

/** How many places a release has figures about, and whether England is among them. */
export async function placesOf(tx: Tx, releaseId: number): Promise<Places> {
  const { rows } = await sql<Places>`
    with place as (select urn, area, count(*) as n from data.figure where release_id = ${releaseId} group by 1, 2)
    select count(urn)::int as schools, count(area)::int as areas, coalesce(sum(n), 0)::int as figures,
      coalesce(bool_or(starts_with(area, 'england')), false) as england,
      (count(urn) filter (where not exists (select from schools.current_school s where s.urn = place.urn)))::int as comparators
    from place`.execute(tx);
  return rows[0] ?? { schools: 0, comparators: 0, areas: 0, figures: 0, england: false };
}

const atOnce = 400;

/** Removes what was written of a release that counts for nothing, in short transactions. What was accepted is never removed, whoever wakes up late. */
export async function removeFigures(step: Step, releaseId: number): Promise<void> {
  for (;;) {
    const removed = await step(async (tx) => {
      const { rows: state } = await sql<{
        status: string;
      }>`select status from data.release where id = ${releaseId} for update`.execute(tx);
      if (state[0]?.status === 'accepted') return 0;
      const { numAffectedRows } = await sql`
        delete from data.figure where ctid = any(array(
          select ctid from data.figure where release_id = ${releaseId} limit ${atOnce}))`.execute(tx);
      return Number(numAffectedRows ?? 0n);
    });
    if (removed < atOnce) break;
  }
}

export const removeRejects = (tx: Tx, releaseId: number) =>
  sql`delete from data.reject where release_id = ${releaseId}`.execute(tx);

export async function rejectsOf(tx: Tx, releaseId: number, limit: number): Promise<Reject[]> {
  const { rows } = await sql<Reject>`
    select line, "column", heading, value, reason from data.reject
    where release_id = ${releaseId} order by line, "column" nulls first limit ${limit}`.execute(tx);
  return rows;
}

/** The heading under which a figure stands in its file. */
export const readFrom = (columns: readonly ReadFrom[], of: Omit<ReadFrom, 'heading'>): string | null =>
  columns.find((one) => one.measure === of.measure && one.group === of.group && one.year === of.year)?.heading ?? null;

/** For each figure of a row where it was read from; the year is the row's, less as many as the heading's ending says. */
export const readFroms = (cells: readonly Cell[], headings: readonly string[], year: number): ReadFrom[] =>
  cells.map(({ measure, group, back, shown }) => ({
    measure: measure.id,
    group,
    year: year - back,
    heading: headings[shown] ?? '',
  }));

/** What a release holds of one measure, group and year: figures, and marks in the place of one. */
export interface HeldMeasure extends ReadFrom {
  figures: number;
  withheld: number;
}

export async function heldIn(tx: Tx, release: Release): Promise<HeldMeasure[]> {
  const { rows } = await sql<{ measure: string; group: string; year: number; figures: number; withheld: number }>`
    select measure, pupil_group as group, year, count(value)::int as figures, (count(*) - count(value))::int as withheld
    from data.figure where release_id = ${release.id} group by 1, 2, 3`.execute(tx);
  const found = new Map(rows.map((row) => [`${row.measure} ${row.group} ${row.year}`, row]));
  return release.columns.flatMap((one) => {
    const row = found.get(`${one.measure} ${one.group} ${one.year}`);
    return row ? [{ ...one, figures: row.figures, withheld: row.withheld }] : [];
  });
}
