import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { enqueue } from '../../platform/jobs';
import type { Mesters } from '../../platform/mesters';
import { slicer, stepsOf } from '../../platform/slices';
import { count, counted, listed } from '../../platform/words';
import { type OwnMeasure, ownMeasuresOf } from '../catalogue/own-measures';
import type { NeedsTable } from '../methods';
import { text } from '../methods/sql';
import type { LostResult, Units } from './base';
import { type Compiled, compile, isCount, type MeasuredRow } from './compile';
import { bothSets, digestOf, type NewFigure, outsideRule } from './figures';
import { followFormer } from './former';
import { removeReplaced, removeRuns } from './removal';
import {
  areasOfSchools,
  finishRun,
  type HeldRelease,
  heldReleases,
  insertMeasured,
  insertResults,
  lastRun,
  startRun,
  tablesFor,
} from './runs';
import type { MeasuredDataset, Sources } from './sources';
import { suppliedFrom } from './supplied';
import { unitsOf, wholeUnits } from './units';

/** What a run lacks, as `data.run.missing` keeps it: a measure, and the table or the dataset that it needs. */
export interface Missing {
  /** Null: everything was worked out, and would be told better with the table. */
  measure: string | null;
  needs: string;
  /** The summer of the table that is needed. */
  year: number;
  sentence: string;
}

export type Measured = { outcome: 'made'; runId: number; figures: number } | { outcome: 'same' | 'nothing' };

interface Working {
  signal?: AbortSignal | undefined;
  progress?: ((done: number, of: number, words: string) => void) | undefined;
}

/** What DuckDB may hold at once; what does not fit is spilt into the folder of the run. */
const memory = '1GB';

/** The datasets whose files a dataset's figures are made from, beside the census. */
const filesOf = (dataset: MeasuredDataset): MeasuredDataset[] =>
  dataset === 'attendance-marks' ? ['attendance-marks', 'attendance-counts'] : [dataset];

/** The dataset under which a file's figures are made: counts of attendance stand beside marks. */
export const measuredAs = (dataset: MeasuredDataset): MeasuredDataset =>
  dataset === 'attendance-counts' ? 'attendance-marks' : dataset;

/**
 * Works out every figure of a dataset and year from the releases that hold, and makes them current. The same releases, tables and ways of working
 * it out make no second run. What was current stays so until the new figures are all written. Where some of the releases are early, also from those
 * that are validated alone: for whom early results are hidden from.
 */
export async function measure(
  mesters: Mesters,
  dataset: MeasuredDataset,
  year: number,
  work: Working = {},
): Promise<Measured> {
  const step = stepsOf(mesters);
  const releases = await step(async (tx) => {
    const found: Held = new Map();
    for (const one of new Set<MeasuredDataset>([...filesOf(dataset), 'pupils']))
      found.set(one, await heldReleases(tx, one, year));
    return found;
  });
  const measured = await measureFrom(mesters, dataset, year, releases, undefined, work);
  const validated: Held = new Map([...releases].map(([one, some]) => [one, some.filter((each) => each.validated)]));
  if ([...releases].some(([one, some]) => some.length > validated.get(one)!.length)) {
    const whole = await step((tx) => lastRun(tx, dataset, year));
    await measureFrom(mesters, dataset, year, validated, whole?.id, work);
  }
  return measured;
}

type Held = Map<MeasuredDataset, HeldRelease[]>;

/** @param standsFor the whole run, of one that is made from validated releases alone */
async function measureFrom(
  mesters: Mesters,
  dataset: MeasuredDataset,
  year: number,
  releases: Held,
  standsFor: number | undefined,
  work: Working,
): Promise<Measured> {
  const step = stepsOf(mesters);
  const urns = filesOf(dataset).flatMap((one) => releases.get(one)!.flatMap((release) => release.urns));
  const held = await step(async (tx) => ({
    releases,
    urns,
    areas: await areasOfSchools(tx, urns),
    tables: await tablesFor(tx, year),
    last: await lastRun(tx, dataset, year, standsFor !== undefined),
  }));
  if (held.urns.length === 0) return { outcome: 'nothing' };
  const folder = await mkdtemp(join(tmpdir(), 'mesters-measure-'));
  const db = await openDuckDB({ memory, temporaryFolder: join(folder, 'spilt') });
  try {
    const sources = await followFormer(
      db,
      await bring(mesters, held.releases, new Set(held.urns), folder, work.signal),
    );
    const supplied = suppliedFrom(held.tables.map(({ name, content }) => ({ name, csv: content })));
    await loadAreas(db, held.areas);
    const made = await queryOf(db, dataset, year, sources, supplied);
    const inputs = [...new Set([...held.releases.values()].flat().map((one) => one.releaseId))].sort((a, b) => a - b);
    const tables = held.tables.map(({ id }) => id).sort((a, b) => a - b);
    const recipe = sha256(
      JSON.stringify([inputs, tables, held.areas, made.recipe.replaceAll(folder, ''), outsideRule]),
    );
    if (held.last?.recipe === recipe) return { outcome: 'same' };

    let figures: NewFigure[] = [];
    if (made.query) {
      work.progress?.(0, 0, 'Working out the figures');
      await db.query(`create table unit as ${wholeUnits(made.query.units)}`);
      const rows = await db.query<MeasuredRow & Record<string, never>>(made.query.compiled.sql);
      work.signal?.throwIfAborted();
      work.progress?.(0, 0, 'Deciding what may be shown outside');
      const areas = Map.groupBy(held.areas, ({ area }) => area);
      figures = await bothSets(rows, made.query.compiled.measures, {
        dataset,
        year,
        areas: new Map([...areas].map(([area, own]) => [area, own.map(({ urn }) => String(urn))])),
        signal: work.signal,
      });
    }
    await removeRuns(step, 'unfinished', dataset, year);
    const runId = await step((tx) =>
      startRun(tx, {
        dataset,
        year,
        standsFor,
        inputs,
        tables,
        recipe,
        missing: made.missing,
        at: mesters.clock.now(),
      }),
    );
    const inSlices = slicer<NewFigure, null>(step);
    for (let from = 0; from < figures.length; from += rowsAtOnce) {
      work.signal?.throwIfAborted();
      await inSlices(figures.slice(from, from + rowsAtOnce), (tx, some) => insertMeasured(tx, runId, some));
      work.progress?.(
        Math.min(from + rowsAtOnce, figures.length),
        figures.length,
        `${count(figures.length)} figures to write`,
      );
    }
    if (made.query) {
      const ofPupils = slicer<string, null>(step);
      for await (const results of resultsOf(db, made.query.units, made.query.compiled.measures)) {
        work.signal?.throwIfAborted();
        await ofPupils(results, (tx, some) => insertResults(tx, runId, some));
      }
    }
    await step(async (tx) => {
      await finishRun(tx, runId, digestOf(figures), mesters.clock.now());
      await enqueue(tx, removeReplaced, { dataset, year }, { once: `${dataset}/${year}` });
    });
    return { outcome: 'made', runId, figures: figures.length };
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const rowsAtOnce = 5000;
const pupilsAtOnce = 2000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The kept rows of each release as files for DuckDB, each only for the schools for which it holds. */
async function bring(
  mesters: Mesters,
  releases: ReadonlyMap<MeasuredDataset, readonly HeldRelease[]>,
  schools: ReadonlySet<number>,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Sources> {
  const sources: Partial<Record<MeasuredDataset, string>> = {};
  for (const [dataset, all] of releases) {
    const parts: string[] = [];
    for (const { releaseId, sha256: content, urns } of all) {
      const own = urns.filter((urn) => schools.has(urn));
      if (own.length === 0) continue;
      const path = join(folder, `${releaseId}.parquet`);
      await pipeline(Readable.fromWeb((await mesters.files.stream(content)) as never), createWriteStream(path), {
        signal,
      });
      parts.push(`select * from read_parquet('${path}') where urn in (${own.join(', ')})`);
    }
    if (parts.length > 0) sources[dataset] = `(${parts.join(' union all by name ')})`;
  }
  return sources;
}

/** `areas`: a row for each area that a school belongs to. */
async function loadAreas(db: DuckDB, areas: readonly { urn: number; area: string }[]): Promise<void> {
  const rows = areas.map(({ urn, area }) => `(${urn}, ${text(area)})`);
  await db.query(
    rows.length === 0
      ? 'create table areas (urn int, area varchar)'
      : `create table areas as select urn::int as urn, area from (values ${rows.join(', ')}) as v (urn, area)`,
  );
}

interface Made {
  query: { units: Units; compiled: Compiled } | null;
  missing: Missing[];
  /** The way of working it out, in full. */
  recipe: string;
}

/** The dataset's query, and what cannot be worked out for want of a table. */
async function queryOf(
  db: DuckDB,
  dataset: MeasuredDataset,
  year: number,
  sources: Sources,
  supplied: ReturnType<typeof suppliedFrom>,
): Promise<Made> {
  const measures = ownMeasuresOf(dataset, year);
  const units = unitsOf(dataset, year, sources, supplied, 'areas');
  const without = (all: readonly OwnMeasure[], reason: NeedsTable): Missing[] =>
    all.map(({ id }) => ({ measure: id, needs: reason.needsTable, year: reason.year, sentence: reason.sentence }));
  if (!units.ok) {
    const { reason } = units;
    const missing =
      'needsTable' in reason
        ? without(measures, reason)
        : measures.map(({ id }) => ({ measure: id, needs: reason.needsDataset, year: year + 1, sentence: noCensus }));
    return { query: null, missing, recipe: JSON.stringify(missing) };
  }
  const { unknown, unplaced } = units.value;
  const noPlace = unplaced ? (await db.query<{ some: boolean; all: boolean }>(unplaced.sql))[0] : undefined;
  const placeless = (measure: string | null, sentence: string): Missing => ({
    measure,
    needs: 'pupils',
    year: year + 1,
    sentence,
  });
  if (unplaced && noPlace?.all) {
    const missing = measures.map(({ id }) => placeless(id, unplaced.all));
    return { query: null, missing, recipe: JSON.stringify(missing) };
  }
  const lost = unknown ? await db.query<LostResult & Record<string, never>>(unknown.sql) : [];
  // A result of unknown worth would make every figure that it counts in too low: none of those is shown, and the others are.
  const touched = (one: OwnMeasure) => (one.needs ? lost.filter((row) => unknown?.touches(one.id, row)) : []);
  const unworkable = measures.flatMap((one) => {
    const some = touched(one);
    return unknown && some.length > 0
      ? without(
          [one],
          unknown.reason ?? {
            needsTable: unknown.table,
            year: year + 1,
            sentence: lostWords(some, year + 1, unknown.table),
          },
        )
      : [];
  });
  const compiled = compile(
    measures.filter((one) => touched(one).length === 0),
    { ...units.value, units: 'unit' },
    { areas: 'areas', summer: year + 1, parameters: supplied.parameters },
  );
  const { lacks } = units.value;
  const missing: Missing[] = [
    ...(unplaced && noPlace?.some ? [placeless(null, unplaced.some)] : []),
    ...unworkable,
    ...compiled.missing.flatMap(({ measure: one, reason }) => without([one], reason)),
    ...(lacks && compiled.measures.length > 0
      ? [{ measure: null, needs: lacks.needsTable, year: lacks.year, sentence: lacks.sentence }]
      : []),
  ];
  return {
    query: compiled.measures.length > 0 ? { units: units.value, compiled } : null,
    missing,
    recipe: `${wholeUnits(units.value)}\n${compiled.sql}\n${JSON.stringify(missing)}`,
  };
}

/** "Grade Z of GCSE 9-1 is not in the table of points of 2018 (2 entries: lines 14 and 90 of their file)." No more of a pupil than that. */
function lostWords(lost: readonly LostResult[], summer: number, table: NonNullable<Units['unknown']>['table']): string {
  const isActivity = table === 'activities';
  const some = lost.slice(0, 5).map(({ scale, grade, entries, lines }) => {
    const shown = lines.slice(0, 5);
    const more = entries > shown.length ? ' and others' : '';
    const where =
      shown.length === 0
        ? ''
        : `, ${entries === 1 ? 'line' : 'lines'} ${more ? `${shown.join(', ')}${more}` : listed(shown.map(String))}`;
    // Words that are no label may be anything, a name too: they are found by their line.
    const what = isActivity
      ? grade === null
        ? 'an activity in other words'
        : `code ${grade}`
      : `${grade === null ? 'a blank grade' : `grade ${grade}`} of ${scale ?? 'a blank scale'}`;
    const many = isActivity ? counted(entries, 'row') : counted(entries, 'entry', 'entries');
    return `${what} (${many}${where} of the file)`;
  });
  const rest =
    lost.length > some.length
      ? `, and ${counted(lost.length - some.length, `other ${isActivity ? 'activity' : 'grade'}`, `other ${isActivity ? 'activities' : 'grades'}`)}`
      : '';
  return `Not in the table of ${isActivity ? 'activities' : 'points'} of ${summer}: ${some.join('; ')}${rest}. Correct the file, or supply a table that holds it. Then this is worked out; what does not need it stands.`;
}

const noCensus = 'Rates are of the pupils on roll: bring the census of pupils of this year, then they are worked out.';

/**
 * What each pupil of a school adds to each figure, by period: rows of `data.pupil_result` as JSON, some at a time. What a pupil is not behind is not there.
 * Who leaves two stages in a year has two rows.
 */
async function* resultsOf(db: DuckDB, units: Units, measures: readonly OwnMeasure[]): AsyncGenerator<string[]> {
  const results = measures.map((one) => {
    const value = isCount(one)
      ? `(${one.expression})`
      : one.format === 'count'
        ? 'true'
        : `(${one.expression})::double`;
    const own = one.over === undefined ? value : `[${value}, (${one.over})::double]`;
    // Hardly anybody has an event of one reason: whoever has none is not behind it.
    const none = one.section === 'parts' && one.format === 'rate' ? ` and (${one.expression}) <> 0` : '';
    return `${text(one.id)}, case when (${one.summed ? 'true' : (one.pupils ?? 'true')})${none} then ${own} end`;
  });
  const groups = units.dimensions.map((one) => `${text(one)}, "${one}"::varchar`);
  // A patch takes away what is null.
  const withoutNulls = (pairs: readonly string[]) => `json_merge_patch('{}', json_object(${pairs.join(', ')}))`;
  await db.query(`create table behind as
    with part as (
      select urn, upn, period, ${withoutNulls(groups)} as groups, ${withoutNulls(results)} as results from unit where ${units.behind ?? 'true'}),
    whole as (
      select urn, upn, groups, json_group_object(period, results) as results
      from (select *, row_number() over (partition by urn, upn, period order by results::varchar) as stage from part) group by urn, upn, groups, stage)
    select json_object('urn', urn, 'upn', upn, 'groups', groups, 'results', results)::varchar as pupil from whole order by urn, upn`);
  for (let from = 0; ; from += pupilsAtOnce) {
    const rows = await db.query<{ pupil: string }>(
      `select pupil from behind where rowid >= ${from} and rowid < ${from + pupilsAtOnce}`,
    );
    if (rows.length === 0) return;
    yield rows.map(({ pupil }) => pupil);
  }
}
