import { basename } from 'node:path';
import type { Mesters } from '../../platform/mesters';
import { UnreadableFile } from '../../platform/reading';
import { stepsOf } from '../../platform/slices';
import { system, yearName } from '../../schools';
import { type TableFault, type TableName, tableNames } from '../methods/tables';
import { readTableText, supplyTable } from './service';

/** What the command line says of a table. */
export interface TableReport {
  table: TableName;
  year: string;
  file: string;
  outcome: 'accepted' | 'nothing' | 'refused';
  rows: number;
  faults: TableFault[];
  problem: string | null;
}

/** Supplies a table from the command line. `ok` is false when it was refused. */
export async function runSupply(
  mesters: Mesters,
  { name, file, year }: { name: TableName; file: string; year: number },
): Promise<{ ok: boolean; report: TableReport }> {
  const report = { table: name, year: yearName(year), file: basename(file), rows: 0, faults: [], problem: null };
  let content: string;
  try {
    content = await readTableText(file);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { ok: false, report: { ...report, outcome: 'refused', problem: error.message } };
  }
  const supplied = await stepsOf(mesters)((tx) =>
    supplyTable(tx, { actor: system, clock: mesters.clock }, { name, year, fileName: basename(file), content }),
  );
  if (supplied.ok) return { ok: true, report: { ...report, outcome: 'accepted', rows: supplied.value.rows } };
  if (supplied.reason.kind === 'same') return { ok: true, report: { ...report, outcome: 'nothing' } };
  return { ok: false, report: { ...report, outcome: 'refused', faults: supplied.reason.faults } };
}

const shownFaults = 20;

export function describeSupply({ table, year, file, outcome, rows, faults, problem }: TableReport): string[] {
  const title = `${tableNames[table]}, ${year}`;
  if (outcome === 'accepted') return [`${file}: ${title}. ${rows} rows. Accepted.`];
  if (outcome === 'nothing') return [`${file}: the very same table of ${year} is held already. Nothing was changed.`];
  const more = faults.length - shownFaults;
  return [
    `${file} was refused. ${problem ?? ''}`.trim(),
    ...faults.slice(0, shownFaults).map(describeFault),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    'Nothing was changed.',
  ];
}

export const describeFault = ({ line, column, value, sentence }: TableFault): string =>
  `Line ${line}${column === '' ? '' : `, ${column}`}: ${value === '' ? '' : `"${value}" `}${sentence}`;
