import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { keepFile } from '../../platform/files';
import type { Mesters } from '../../platform/mesters';
import { readTable, UnreadableFile, writeNumbered } from '../../platform/reading';
import type { RejectedValue as Reject } from '../../platform/rejected';
import { type Step, slicer, stepsOf } from '../../platform/slices';
import { count, counted } from '../../platform/words';
import type { PupilDataset } from '../catalogue/pupil-datasets';
import { text } from '../methods/sql';
import { insertRejects, noCounts, type Release, removeRejects, saveChecked } from '../releases/queries';
import { type CtfRows, writeCtf } from './ctf';
import { judgeSql } from './judge-sql';
import { type PupilPlan, pupilPlanOf } from './plan';
import { insertPupils, insertSchools, type NewPupil, type NewSchool, removePupils, writeDirectory } from './queries';
import { digestSql, faultsSql, finalSql, rejectsSql, twiceSql, unfoldedSql } from './road';
import { refuseWrongYear, yearOfPupils } from './years';

/** A file of pupils being read: see README.md, "The road of pupils". */
export interface CheckingPupils {
  release: Release;
  dataset: PupilDataset;
  path: string;
  signal?: AbortSignal | undefined;
  progress?: ((done: number, words: 'rows' | 'figures') => void) | undefined;
}

/** A file with more values that are wrong is another file than somebody meant, and no list of them would help. */
export const mostRejected = 100_000;

/** What DuckDB may hold at once; what does not fit is spilt into the folder of the check. */
const memory = '400MB';

/**
 * Reads a file of pupils: every row is judged by DuckDB, those that can be taken are kept as Parquet of typed columns, and the others are told
 * with line, column and reason. Nothing of it is seen before it is accepted.
 * @throws UnreadableFile when the file is refused: nothing of it is kept. Its message never has a value of the file.
 */
export async function checkPupils(mesters: Mesters, checking: CheckingPupils): Promise<void> {
  const { release } = checking;
  const step = stepsOf(mesters);
  const folder = await mkdtemp(join(tmpdir(), 'mesters-pupils-'));
  const db = await openDuckDB({ memory, temporaryFolder: join(folder, 'spilt') });
  const removeAll = async () => {
    await removePupils(step, release.id);
    await step((tx) => removeRejects(tx, release.id));
  };
  await removeAll();
  try {
    await check(mesters, step, checking, folder, db);
  } catch (error) {
    await removePupils(step, release.id);
    throw error;
  } finally {
    db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function check(
  mesters: Mesters,
  step: Step,
  checking: CheckingPupils,
  folder: string,
  db: DuckDB,
): Promise<void> {
  const { release, dataset, signal, progress } = checking;
  const at = (name: string) => join(folder, name);
  const refusals = new Refusals(step, release.id);
  const { plan, rows, separator, ended, year: said, ctf } = await readFile(checking, at('rows.csv'), refusals);
  const files = { rows: at('rows.csv'), separator, schools: at('schools.csv') };
  const year = said ?? (await yearOfPupils(db, plan, release, files));
  await writeDirectory(step, files.schools);
  const judged = at('judged.parquet');
  await db.query(`copy (${judgeSql(plan, year, files)}) to ${text(judged)} (format parquet)`);
  signal?.throwIfAborted();
  await refuseWrongYear(db, plan, judged, year);
  await refuseMany(db, judged, plan);
  await takeRejects(db, judged, plan, refusals);
  const sessions = plan.fields.some(({ name }) => name === 'marks') ? at('unfolded.parquet') : judged;
  if (sessions !== judged) await db.query(`copy (${unfoldedSql(judged)}) to ${text(sessions)} (format parquet)`);
  await takeTwice(db, sessions, plan, refusals);
  await refusals.write();
  const rejected = refusals.lines.size;
  if (rejected === rows) throw noneTaken(rejected, refusals.first);
  signal?.throwIfAborted();
  const parquet = at('kept.parquet');
  await db.query(`copy (${finalSql(dataset, sessions)}) to ${text(parquet)} (format parquet, compression zstd)`);
  const [whole] = await db.query<{ digest: string; pupils: number; rows: number; shared: number }>(
    digestSql(dataset, parquet),
  );
  if (!whole) throw new Error('A query without a group has one row.');
  const schools = await db.query<{ urn: number; rows: number }>(
    `select urn, count(*)::int as rows from read_parquet(${text(parquet)}) group by urn order by urn`,
  );
  await slicer<NewSchool, null>(step)(schools, (tx, some) => insertSchools(tx, release.id, some));
  if (dataset.names) await keepNames(db, step, release.id, parquet, signal, progress);
  await step(async (tx) => {
    const kept = await keepFile(tx, mesters.files, {
      content: parquet,
      name: `${release.dataset}-${year}.parquet`,
      type: 'application/vnd.apache.parquet',
      level: 'pupil/*',
    });
    await saveChecked(tx, {
      id: release.id,
      year,
      shape: ctf ? 'ctf' : 'csv',
      kept: kept.id,
      counts: {
        ...noCounts,
        rows,
        rejected,
        schools: schools.length,
        pupils: whole.pupils,
        kept: whole.rows,
        // Elsewhere it is nothing to look at: pupils move, are at two schools, and leavers of two are counted once (decision 12).
        shared: dataset.curriculum.length > 0 ? whole.shared : 0,
        without: ctf?.without ?? 0,
        unended: ended ? 0 : 1,
      },
      columns: plan.fields.map(({ name, at: place, instead }) => ({
        field: name,
        headings: [place, ...(instead === null ? [] : [instead])].map((one) => plan.headings[one] ?? ''),
      })),
      unknownColumns: ctf?.unmapped ?? plan.unknown,
      digest: whole.digest,
    });
  });
}

interface ReadFile {
  plan: PupilPlan;
  rows: number;
  separator: string;
  ended: boolean;
  /** Of a common transfer file: what it says itself. */
  year: number | null;
  ctf: CtfRows | null;
}

/** The rows of the file at `to`, each with its line; whether it is a table or a common transfer file. */
async function readFile(
  { path, dataset, release, signal, progress }: CheckingPupils,
  to: string,
  refusals: Refusals,
): Promise<ReadFile> {
  const table = await readTable(path, { signal }).catch((error: unknown) => {
    if (error instanceof UnreadableFile && error.reason === 'xml') return null;
    throw error;
  });
  if (table === null) {
    const ctf = await writeCtf(path, to, dataset, { year: release.year, signal });
    return {
      plan: pupilPlanOf(dataset, ctf.headings),
      rows: ctf.rows,
      separator: ',',
      ended: true,
      year: ctf.year,
      ctf,
    };
  }
  const plan = pupilPlanOf(dataset, table.headings);
  const rows = await writeNumbered(table, to, {
    signal,
    spaces: new Set(plan.fields.flatMap(({ field, at: place }) => (field.kind === 'marks' ? [place] : []))),
    rejected: (one) => refusals.add(one),
    progress: (done) => progress?.(done, 'rows'),
  });
  if (rows === 0)
    throw new UnreadableFile('empty', 'This file has headings and no rows. Download or save it again, then choose it.');
  return { plan, rows, separator: table.separator, ended: table.ended, year: null, ctf: null };
}

/** What was rejected, written as it comes: never more than some hundreds in memory, and no more than a person could look at. */
class Refusals {
  readonly lines = new Set<number>();
  first: Reject | null = null;
  #waiting: Reject[] = [];
  #all = 0;
  constructor(
    private readonly step: Step,
    private readonly release: number,
  ) {}

  add(reject: Reject): void {
    if (++this.#all > mostRejected)
      throw new UnreadableFile(
        'noise',
        `More than ${count(mostRejected)} values of this file cannot be taken. ${sayFirst(this.first)}Mend the file, then choose it again.`,
      );
    this.first ??= reject;
    this.lines.add(reject.line);
    this.#waiting.push(reject);
  }

  async write(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length; from += 500)
      await this.step((tx) => insertRejects(tx, this.release, waiting.slice(from, from + 500)));
  }
}

/** Thousands of values with one fault are told as one. */
async function refuseMany(db: DuckDB, judged: string, { headings }: PupilPlan): Promise<void> {
  const faults = await db.query<{ place: number | null; reason: string; values: number; first: number }>(
    faultsSql(judged, mostRejected),
  );
  if (faults.length === 0) return;
  const told = faults.map(
    ({ place, reason, values, first }) =>
      `${place === null ? '' : `${headings[place] ?? ''} `}${reason} in ${counted(values, 'row')}, first on line ${first}`,
  );
  throw new UnreadableFile(
    'noise',
    `More than ${count(mostRejected)} values of this file cannot be taken. ${told.join('; ')}. Mend the file, then choose it again.`,
  );
}

const rejectsAtOnce = 2000;

async function takeRejects(db: DuckDB, judged: string, { headings }: PupilPlan, refusals: Refusals): Promise<void> {
  for (let line = 0; ; ) {
    const some = await db.query<{ line: number; place: number; value: string; reason: string }>(
      rejectsSql(judged, rejectsAtOnce),
      [line],
    );
    for (const one of some)
      refusals.add({
        line: one.line,
        column: one.place + 1,
        heading: headings[one.place] ?? '',
        value: one.value,
        reason: one.reason,
      });
    await refusals.write();
    const last = some.at(-1);
    if (!last) return;
    line = last.line;
  }
}

/** Rows about the same as one before them. The first is taken, and who mends the file sees the others. */
async function takeTwice(db: DuckDB, judged: string, { dataset }: PupilPlan, refusals: Refusals): Promise<void> {
  const [all] = await db.query<{ rows: number }>(`select count(*)::int as rows from read_parquet(${text(judged)})`);
  for (const statement of twiceSql(dataset, judged, all?.rows ?? 0)) await db.query(statement);
  const twice = await db.query<{ line: number; first: number }>(
    `select line, first from twice order by line limit ${mostRejected + 1}`,
  );
  for (const { line, first } of twice)
    refusals.add({
      line,
      column: null,
      heading: null,
      value: null,
      reason: `the row is about the same ${dataset.row} as line ${first}`,
    });
}

const namesAtOnce = 1000;

async function keepNames(
  db: DuckDB,
  step: Step,
  releaseId: number,
  parquet: string,
  signal: AbortSignal | undefined,
  progress: CheckingPupils['progress'],
): Promise<void> {
  const inSlices = slicer<NewPupil, null>(step);
  let done = 0;
  for (let line = 0; ; ) {
    signal?.throwIfAborted();
    const some = await db.query<NewPupil & { line: number; born: Temporal.PlainDate }>(
      `select line, urn, upn, surname, coalesce(forename, '') as forename, born, sex, year_group
        from read_parquet(${text(parquet)}) where line > $1 order by line limit ${namesAtOnce}`,
      [line],
    );
    const last = some.at(-1);
    if (!last) return;
    line = last.line;
    await inSlices(some, (tx, few) => insertPupils(tx, releaseId, few));
    done += some.length;
    progress?.(done, 'rows');
  }
}

/** The first of them without its value: a message may be shown where pupils may not. */
const sayFirst = (first: Reject | null): string =>
  first === null
    ? ''
    : `The first: line ${first.line}${first.heading === null ? '' : `, ${first.heading}`} ${first.column === null ? `(${first.reason})` : first.reason}. `;

const noneTaken = (rejected: number, first: Reject | null): UnreadableFile =>
  new UnreadableFile(
    'empty',
    `None of ${counted(rejected, 'row')} could be taken. ${sayFirst(first)}Mend the file, then choose it again.`,
  );
