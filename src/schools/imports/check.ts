import type { Installation } from '../../platform/installation';
import type { Mesters } from '../../platform/mesters';
import { matchHeadings, type ReadRow, readRows, readTable, type Shape, UnreadableFile } from '../../platform/reading';
import type { RejectedValue } from '../../platform/rejected';
import { type Step, slicer, stepsOf } from '../../platform/slices';
import { counted } from '../../platform/words';
import { isDemonstrationUrn } from '../demonstration-urns';
import { type AsAt, censusAsAt, listAsAt } from './dates';
import { type Fate, insertRows, type Refusal } from './facts/rows';
import { formOf } from './kinds';
import type { Form, Kind, Line, Work } from './kinds/kind';
import {
  acceptedImports,
  finalCounts,
  firstReject,
  newestAccepted,
  removeFacts,
  type Started,
  saveChecked,
} from './queries';
import { type Counts, noCounts } from './report';

/** A file being read and compared: see README.md, "How a file is brought". */
export interface Checking {
  import: Started;
  kind: Kind;
  path: string;
  asAt?: Temporal.PlainDate | undefined;
  /** The calendar year in which the academic year starts. */
  year?: number | undefined;
  signal?: AbortSignal | undefined;
  progress?: ((rows: number) => void) | undefined;
}

/**
 * Reads a file and writes what is new or different, in short transactions, where nobody sees it until it is accepted.
 * @throws UnreadableFile when the file is refused: nothing of it is kept.
 */
export async function checkFile(mesters: Mesters, checking: Checking): Promise<Counts> {
  const { kind, path, signal } = checking;
  const step = stepsOf(mesters);
  await removeFacts(step, checking.import.id);
  try {
    const { headings, ended } = await readTable(path, { signal });
    const form = formOf(kind, headings);
    const asAt = await asAtOf(mesters, checking, form);
    const base = await step(newestAccepted);
    const work: Work = {
      importId: checking.import.id,
      asAt: asAt.date,
      accepted: await step(acceptedImports),
      fileName: checking.import.fileName,
      tally: {},
      remarks: [],
      whole: null,
      unknownNames: new Set(),
      memory: {
        las: new Set(),
        pairs: new Set(),
        groups: new Set(),
        listed: new Set(),
        stillOpen: [],
        links: [],
        partnerships: new Map(),
        fresh: [],
      },
    };
    const read = await readAll(step, { ...checking, installation: mesters.installation }, form, headings, work);
    await form.finish?.(step, work);
    const counts = await step((tx) =>
      finalCounts(tx, work.importId, { ...read, ...work.tally, unended: ended ? 0 : 1 }),
    );
    await step((tx) =>
      saveChecked(tx, {
        id: work.importId,
        asAt,
        base,
        counts,
        unknownNames: [...work.unknownNames].sort(),
        remarks: work.remarks,
        whole: work.whole,
      }),
    );
    return counts;
  } catch (error) {
    await removeFacts(step, checking.import.id);
    throw error;
  }
}

async function readAll(
  step: Step,
  checking: Checking & Pick<Mesters, 'installation'>,
  form: Form,
  headings: string[],
  work: Work,
): Promise<Counts> {
  const counts: Counts = { ...noCounts };
  const { la } = checking.import;
  const where = (cell: (name: string) => string): boolean => {
    counts.rows++;
    if (form.isNoSchool(cell)) counts.empty++;
    // Another authority is passed over unread; what is no authority at all is read, and rejected.
    else if (la !== null && form.la !== null && /^\d{3}(\.0)?$/.test(cell(form.la)) && Number(cell(form.la)) !== la)
      counts.outside++;
    else {
      work.memory.listed.add(Number(cell('urn')));
      return true;
    }
    return false;
  };
  const { kind: installation } = await checking.installation();
  const { batches } = await readRows<Shape>(checking.path, form.shape, {
    where,
    shortRows: form.shortRows ? 'accept' : 'reject',
    signal: checking.signal,
  });
  const columns = columnsOf(form, headings);
  const inbox: Inbox = { seen: new Map(), form, columns, counts, foreign: foreignTo(installation) };
  const inSlices = slicer<Line<never>, Fate>(step);
  for await (const batch of batches) {
    const rejects: RejectedValue[] = [];
    const lines = batch.flatMap((row) => takeRow(row as ReadRow<never>, inbox, rejects));
    const fates = await inSlices(lines, (tx, some) => form.write(tx, work, some));
    for (const [at, fate] of fates.entries()) rejects.push(...count(fate, lines[at]!, columns, counts));
    if (rejects.length > 0) {
      const rows = rejects.map((reject) => ({ import_id: work.importId, ...reject }));
      await step((tx) => insertRows(tx, 'import_reject', rows));
    }
    checking.progress?.(counts.rows);
  }
  refuseUseless(counts, await step((tx) => firstReject(tx, work.importId)));
  return counts;
}

/** What rows are judged by before any of them is compared. */
interface Inbox {
  /** The line on which each thing was first spoken of. */
  seen: Map<string, number>;
  form: Form;
  columns: Columns;
  counts: Counts;
  foreign: (urn: number) => string | null;
}

/** Why a school does not belong here: real schools are not mixed with the invented ones of a demonstration. */
const foreignTo =
  (installation: Installation['kind']) =>
  (urn: number): string | null =>
    installation === 'demonstration' && !isDemonstrationUrn(urn)
      ? 'is the number of a real school, and this is a demonstration'
      : null;

/** The row, unless it is rejected. */
function takeRow(
  row: ReadRow<never>,
  { seen, form, columns, counts, foreign }: Inbox,
  rejects: RejectedValue[],
): Line<never>[] {
  if (!row.ok) {
    rejects.push(...row.rejects);
    counts.rejected++;
    return [];
  }
  const reason = foreign((row.value as { urn: number }).urn);
  const key = form.key(row.value);
  const before = seen.get(key);
  const again = before === undefined ? null : { name: null, reason: `the row is about the same as line ${before}` };
  const refusal = reason !== null ? { name: 'urn', reason } : (again ?? form.contradiction(row.value));
  if (refusal) {
    rejects.push(rejectOf(refusal, row, columns));
    counts.rejected++;
    return [];
  }
  seen.set(key, row.line);
  return [row];
}

/** Counts what became of a row. @returns why it was rejected, if it was. */
function count(fate: Fate, row: Line<never>, columns: Columns, counts: Counts): RejectedValue[] {
  if (typeof fate === 'object') {
    counts.rejected++;
    return [rejectOf(fate, row, columns)];
  }
  counts[fate === 'none' ? 'empty' : fate]++;
  return [];
}

type Columns = Map<string, { column: number; heading: string }>;

function columnsOf(form: Form, headings: string[]): Columns {
  const matched = matchHeadings(headings, Object.values(form.shape));
  const names = Object.keys(form.shape);
  const places = matched.ok ? matched.value.places : [];
  return new Map(
    names.flatMap((name, i) => {
      const place = places[i] ?? null;
      return place === null ? [] : [[name, { column: place + 1, heading: headings[place] ?? '' }]];
    }),
  );
}

function rejectOf({ name, reason }: Refusal, { line, written }: Line<never>, columns: Columns): RejectedValue {
  const place = name === null ? undefined : columns.get(name);
  const value = place ? (written[place.column - 1] ?? '').trim() : '';
  return { line, column: place?.column ?? null, heading: place?.heading ?? null, value, reason };
}

/** A file without rows, or with none that can be taken, is not the file that somebody meant. */
function refuseUseless(counts: Counts, first: RejectedValue | null): void {
  if (counts.rows === 0)
    throw new UnreadableFile('empty', 'This file has headings and no rows. Download or save it again, then choose it.');
  const taken = counts.rows - counts.outside - counts.empty - counts.rejected;
  if (taken > 0 || counts.rejected === 0) return;
  const why = first ? ` The first: ${describe(first)}` : '';
  throw new UnreadableFile(
    'empty',
    `None of ${counted(counts.rejected, 'row')} could be taken.${why} Mend the file, then choose it again.`,
  );
}

const describe = ({ line, heading, value, reason }: RejectedValue): string =>
  heading === null ? `line ${line}: ${reason}.` : `line ${line}, ${heading}: ${value ? `"${value}" ` : ''}${reason}.`;

async function asAtOf(mesters: Mesters, checking: Checking, form: Form): Promise<AsAt> {
  const { kind, asAt, year, path, signal } = checking;
  const { fileName } = checking.import;
  const today = mesters.clock.today();
  if (kind.asAt === 'census') return censusAsAt({ fileName, asAt, year, today });
  const told = listAsAt({ fileName, asAt, year });
  if (told) return told;
  const newest = await newestDay(path, form, today, signal);
  return newest
    ? { date: newest, source: 'the newest date in the file' }
    : { date: today, source: 'today, because the file has no date' };
}

/** The newest day in the file that is not still to come: a list knows of plans. */
async function newestDay(
  path: string,
  form: Form,
  today: Temporal.PlainDate,
  signal?: AbortSignal,
): Promise<Temporal.PlainDate | null> {
  const shape: Shape = Object.fromEntries(form.days.map((name) => [name, { ...form.shape[name]!, required: false }]));
  let newest: Temporal.PlainDate | null = null;
  const { batches } = await readRows(path, shape, { signal, shortRows: 'accept' });
  for await (const batch of batches) {
    for (const day of batch.flatMap((row) => (row.ok ? Object.values(row.value) : []))) {
      if (!(day instanceof Temporal.PlainDate) || Temporal.PlainDate.compare(day, today) > 0) continue;
      if (!newest || Temporal.PlainDate.compare(day, newest) > 0) newest = day;
    }
  }
  return newest;
}
