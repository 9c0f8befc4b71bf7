import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFile } from '../../platform/files';
import type { Mesters } from '../../platform/mesters';
import { readTable, UnreadableFile } from '../../platform/reading';
import type { RejectedValue as Reject } from '../../platform/rejected';
import { type Step, slicer, stepsOf } from '../../platform/slices';
import { counted } from '../../platform/words';
import { isDemonstrationUrn } from '../../schools';
import { type Dataset, datasetNamed } from '../catalogue/catalogue';
import { pupilDatasetNamed } from '../catalogue/pupil-datasets';
import { checkPupils } from '../pupils/check';
import { type Plan, planOf } from './plan';
import {
  type Counts,
  insertFigures,
  insertRejects,
  type NewFigure,
  noCounts,
  placesOf,
  type ReadFrom,
  type Release,
  readFroms,
  rejectsOf,
  removeFigures,
  removeRejects,
  saveChecked,
} from './queries';
import { digest, figuresIn, type Keeping, keepRows } from './road';
import { rowJudge } from './rows';
import { noYear, wrongYear, yearOf } from './years';

/** A file being read: see README.md, "The road". */
export interface Checking {
  release: Release;
  path: string;
  signal?: AbortSignal | undefined;
  progress?: ((done: number, words: 'rows' | 'figures') => void) | undefined;
}

/** Reads a file of either kind. @throws UnreadableFile when the file is refused: nothing of it is kept. */
export async function checkFile(mesters: Mesters, checking: Checking): Promise<void> {
  const { dataset } = checking.release;
  const [published, ofPupils] = [datasetNamed(dataset), pupilDatasetNamed(dataset)];
  if (published) await checkPublished(mesters, published, checking);
  else if (ofPupils) await checkPupils(mesters, { ...checking, dataset: ofPupils });
  else throw new Error(`There is no dataset ${dataset}.`);
}

/**
 * Reads a file, keeps its rows as Parquet, and writes the figures in short transactions where nobody sees them until they are accepted.
 * @throws UnreadableFile when the file is refused: nothing of it is kept.
 */
async function checkPublished(mesters: Mesters, dataset: Dataset, checking: Checking): Promise<void> {
  const { release } = checking;
  const step = stepsOf(mesters);
  const folder = await mkdtemp(join(tmpdir(), 'mesters-release-'));
  await removeFigures(step, release.id);
  await step((tx) => removeRejects(tx, release.id));
  try {
    const table = await readTable(checking.path, { signal: checking.signal });
    const plan = planOf(dataset, table.headings);
    const read = await readRows(mesters, step, checking, plan, folder, table.rows);
    const { year, years, lastLine, keeping, counts } = read;
    refuseUseless(read, (await step((tx) => rejectsOf(tx, release.id, 1)))[0] ?? null);
    const parquet = await keeping.finish();
    const sum = digest();
    const inSlices = slicer<NewFigure, null>(step);
    let done = 0;
    for await (const figures of figuresIn(parquet, plan, lastLine, checking.signal)) {
      sum.take(figures);
      await inSlices(figures, async (tx, some) => {
        await insertFigures(tx, release.id, some);
        return [];
      });
      done += figures.length;
      checking.progress?.(done, 'figures');
    }
    if (done === 0)
      throw new UnreadableFile('empty', 'No row of this file has a figure that can be shown. Choose another file.');
    const columns: ReadFrom[] = years.flatMap((one) => readFroms(plan.cells, plan.headings, one));
    await step(async (tx) => {
      const name = `${release.dataset}-${year}.parquet`;
      const type = 'application/vnd.apache.parquet';
      const kept = await keepFile(tx, mesters.files, { content: parquet, name, type, level: 'imports/*' });
      const { england, ...places } = await placesOf(tx, release.id);
      await saveChecked(tx, {
        id: release.id,
        year,
        shape: plan.shape.name,
        kept: kept.id,
        counts: {
          ...counts,
          ...places,
          unended: table.ended ? 0 : 1,
          withoutEngland: plan.shape.name === 'full' && !england ? 1 : 0,
        },
        columns,
        unknownColumns: plan.unknown,
        digest: sum.hex(),
      });
    });
  } catch (error) {
    await removeFigures(step, release.id);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Read {
  /** Of the release: the newest that a row is about. */
  year: number;
  years: number[];
  lastLine: number;
  keeping: Keeping;
  counts: Counts;
  /** Rows about a school that were taken: the others are about areas. */
  ofSchools: number;
}

async function readRows(
  mesters: Mesters,
  step: Step,
  { release, signal, progress }: Checking,
  plan: Plan,
  folder: string,
  batches: AsyncIterable<{ line: number; values: string[] }[]>,
): Promise<Read> {
  const { kind } = await mesters.installation();
  const judge = rowJudge(plan, {
    la: release.la,
    foreign: (urn) => kind === 'demonstration' && !isDemonstrationUrn(urn),
  });
  const told = yearOf(plan.dataset, { year: release.year, ownYear: plan.ownYear, fileName: release.fileName });
  const keeping = keepRows(plan, folder);
  const counts = { ...noCounts };
  const years = new Set<number>();
  let lastLine = 0;
  let ofSchools = 0;
  for await (const batch of batches) {
    signal?.throwIfAborted();
    const rejects: Reject[] = [];
    for (const { line, values } of batch) {
      counts.rows++;
      const judged = judge(line, values);
      if (judged.kind === 'outside') counts.outside++;
      else if (judged.kind === 'rejected') {
        counts.rejected++;
        rejects.push(...judged.rejects);
      } else {
        const { row } = judged;
        // A year of its own wins in a file of many years; in a file of one year it must be the one that was asked for.
        if (told !== null && row.year !== null && row.year !== told) throw wrongYear(row.year, told);
        const year = row.year ?? told;
        if (year === null) throw noYear();
        years.add(year);
        lastLine = line;
        if (row.urn !== null) ofSchools++;
        await keeping.add(row, year);
      }
    }
    if (rejects.length > 0) await step((tx) => insertRejects(tx, release.id, rejects));
    progress?.(counts.rows, 'rows');
  }
  const year = Math.max(...years, 0);
  if (years.size > 0 && release.year !== null && told === null && !years.has(release.year))
    throw wrongYear(year, release.year);
  return { year, years: [...years], lastLine, keeping, counts, ofSchools };
}

/**
 * A file without rows, or with none that can be taken, is not the file that somebody meant. Nor is one with schools of other authorities alone: the
 * country's rows beside them make no release of the authority that was asked for.
 */
function refuseUseless({ counts: { rows, rejected, outside }, ofSchools }: Read, first: Reject | null): void {
  if (rows === 0)
    throw new UnreadableFile('empty', 'This file has headings and no rows. Download or save it again, then choose it.');
  if (outside > 0 && ofSchools === 0 && rejected === 0)
    throw new UnreadableFile('empty', 'No row of this file belongs to the authority that was asked for.');
  if (rows > rejected + outside) return;
  const why = first
    ? ` The first: line ${first.line}${first.heading === null ? '' : `, ${first.heading}`}: ${first.column === null || !first.value ? '' : `"${first.value}" `}${first.reason}.`
    : '';
  throw new UnreadableFile(
    'empty',
    `None of ${counted(rejected, 'row')} could be taken.${why} Mend the file, then choose it again.`,
  );
}
