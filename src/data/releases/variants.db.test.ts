import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { temporaryFolder, testDatabase } from '../../platform/testing';
import { readAcademicYear } from '../../schools';
import { bringRelease, publicFile } from '../testing';
import { releaseJson } from './report';

// The same table as other programs save it, or as another year's publisher lays it out: the figures are the same, so it is no new release.
const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();

type Table = string[][];

const real: [dataset: string, file: string, year: string, measured: string][] = [
  ['ks2', 'ks2_final_extract/2018-19.csv', '2018-19', 'READPROG'],
  ['ks4', 'ks4_provisional/2018-19.csv', '2018-19', 'ATT8SCR'],
  ['ks5', 'ks5_final/2015-16.csv', '2015-16', 'TALLPPE_ALEV_1618'],
  ['absence', 'absence/2018-19.csv', '2018-19', 'PERCTOT'],
];

const tableOf = (file: string): Table => {
  const bytes = readFileSync(publicFile(file));
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { bom: true, relax_column_count: true }) as Table;
};
const cell = (value: string, separator: string) =>
  value.includes(separator) || /["\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
const csv = (table: Table, separator = ',', end = '\n') =>
  table.map((row) => row.map((value) => cell(value, separator)).join(separator) + end).join('');
const quotedCsv = (table: Table) =>
  table.map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');
const wide = (table: Table) => table.map((row) => [...row, ...Array<string>(table[0]!.length - row.length).fill('')]);
const headed = (table: Table, change: (heading: string) => string): Table => [table[0]!.map(change), ...table.slice(1)];

const variants: [string, (table: Table) => string | Uint8Array][] = [
  ['a mark of byte order', (table) => `\ufeff${csv(table)}`],
  ['ends of lines of Windows', (table) => csv(table, ',', '\r\n')],
  ['ends of lines of an old Macintosh', (table) => csv(table, ',', '\r')],
  ['everything quoted', quotedCsv],
  ['tabs', (table) => csv(table, '\t')],
  ['semicolons', (table) => csv(table, ';')],
  [
    'UTF-16 with tabs, as a spreadsheet saves Unicode text',
    (table) => Buffer.from(`\ufeff${csv(table, '\t', '\r\n')}`, 'utf16le'),
  ],
  ['compressed', (table) => gzipSync(csv(table))],
  ['no last end of line', (table) => csv(wide(table)).slice(0, -1)],
  ['headings in small letters', (table) => csv(headed(table, (heading) => heading.toLowerCase()))],
  ['headings in capitals, spaces about', (table) => csv(headed(table, (heading) => ` ${heading.toUpperCase()} `))],
  ['columns the other way round', (table) => csv(wide(table).map((row) => [...row].reverse()))],
  ['blank columns behind', (table) => csv(wide(table).map((row) => [...row, '', '', '']))],
  [
    'blank rows between and behind',
    (table) => csv(wide(table).flatMap((row, at) => (at === 0 ? [row] : [row, row.map(() => '')]))),
  ],
  [
    'columns that nobody knows',
    (table) => csv(wide(table).map((row, at) => [at === 0 ? 'Shoe size' : '41', ...row, at === 0 ? 'NOTE' : 'x, "y"'])),
  ],
  ['spaces about every value', (table) => csv(table.map((row) => row.map((value) => ` ${value} `)))],
];

describe.each(real)('%s: %s', (dataset, file, year, measured) => {
  const bring = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return bringRelease(mesters, dataset, path, { year: readAcademicYear(year) ?? undefined });
  };
  beforeAll(async () => {
    const { ok, report } = await bringRelease(mesters, dataset, publicFile(file), {
      year: readAcademicYear(year) ?? undefined,
    });
    expect([ok, report.outcome, report.rejects]).toEqual([true, 'accepted', []]);
  }, 60_000);

  it.each(variants)('%s', async (_, write) => {
    const { ok, report } = await bring('variant.csv', write(tableOf(file)));
    expect({ ok, problem: report.problem, rejects: report.rejects.slice(0, 3), outcome: report.outcome }).toEqual({
      ok: true,
      problem: null,
      rejects: [],
      outcome: 'nothing',
    });
  });

  it('one figure that differs is a new release', async () => {
    const [headings = [], ...rows] = tableOf(file);
    const changed = rows.map((row, at) => (at === 3 ? row.with(headings.indexOf(measured), '1.25') : row));
    const { report } = await bring('changed.csv', csv([headings, ...changed]));
    expect([report.outcome, report.rejects]).toEqual(['accepted', []]);
  });
});

describe('a publisher’s file that was cut between two lines', () => {
  it.each([
    ['ks4', 'ks4_provisional/2018-19.csv', 'RECTYPE', '7'],
    ['absence', 'absence/2018-19.csv', 'LA', 'NAT'],
  ])('%s: is pointed out, as it ends without England', async (dataset, file, heading, national) => {
    const [headings = [], ...rows] = tableOf(file);
    const at = headings.indexOf(heading);
    const end = rows.findIndex((row) => row[at] === national || (dataset === 'ks4' && row[at] === '5'));
    const path = join(folder, `cut-${dataset}.csv`);
    const warnings = async (some: Table) => {
      writeFileSync(path, csv([headings, ...some]));
      const made = await bringRelease(mesters, dataset, path, { year: readAcademicYear('2018-19') ?? undefined });
      expect(made.ok).toBe(true);
      return (releaseJson(made.report) as { warnings: string[] }).warnings.join(' ');
    };
    expect(await warnings(rows.slice(0, end))).toContain('no row for England');
    expect(await warnings(rows.with(3, rows[3]!.with(headings.indexOf('URN'), '999999')))).not.toContain(
      'no row for England',
    );
  });
});
