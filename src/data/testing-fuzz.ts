import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Mesters } from '../platform/mesters';
import { stepsOf } from '../platform/slices';
import { releaseKindNamed } from './catalogue/kinds';
import { random } from './methods/testing/random';
import { aUpn, csv, twoUrns } from './pupils/testing';
import { runRelease } from './releases/command';

/** Breaks good files in every way that a file gets broken, and looks at what becomes of each. */

export interface Fuzzed {
  files: number;
  /** Wholly or in part. */
  taken: number;
  refused: number;
  rows: number;
  rejected: number;
}

type Random = ReturnType<typeof random>;
interface Good {
  dataset: string;
  year: number;
  content: string;
}

const [one, other] = twoUrns;
const goals = Array.from({ length: 17 }, (_, n) => `E${String(n + 1).padStart(2, '0')}`);
const many = <Row>(make: (n: number) => Row): Row[] => Array.from({ length: 12 }, (_, n) => make(n));

const of = (dataset: string, headings: string[], row: (n: number) => (string | number)[], year = 2017): Good => ({
  dataset,
  year,
  content: csv(['URN', 'UPN', ...headings], ...many((n) => [n % 3 === 0 ? other : one, aUpn(n), ...row(n)])),
});

const ctf = `<?xml version="1.0"?>\n<CTfile><Header><SourceSchool><URN>${one}</URN><AcademicYear>2017</AcademicYear></SourceSchool></Header><CTFpupilData>\n${many(
  (n) =>
    `<Pupil><UPN>${aUpn(n)}</UPN><Surname>A&amp;B</Surname><Forename>C</Forename><StageAssessments><KeyStage><Stage>KS1</Stage><StageAssessment><Locale>ENG</Locale><Year>2018</Year><Subject>PHO</Subject><Method>TA</Method><Component>PHO</Component><ResultStatus>R</ResultStatus><Result>${20 + n}</Result></StageAssessment></KeyStage></StageAssessments></Pupil>`,
).join('\n')}\n</CTFpupilData></CTfile>\n`;

const attendingCtf = ctf.replace(
  /<StageAssessments>.*?<\/StageAssessments>/g,
  `<Attendance><YearData><Year>2017</Year><SessionsPossible>4</SessionsPossible><AttendSessions><AttendanceStartDate>2017-09-07</AttendanceStartDate><AttendanceMarks>/\\LI</AttendanceMarks></AttendSessions></YearData></Attendance>`,
);

const good: readonly Good[] = [
  of('pupils', ['Surname', 'Forename', 'DOB', 'Gender', 'NCyearActual', 'Ethnicity', 'SEN'], (n) => [
    `O'Nàme${n}`,
    'F',
    `0${(n % 9) + 1}/10/2007`,
    n % 2 ? 'F' : 'M',
    5,
    'WBRI',
    'K',
  ]),
  of('early-years', goals, (n) => goals.map(() => 1 + (n % 3))),
  of('phonics', ['Phonics', 'DOB'], (n) => [28 + n, '2011-10-01']),
  of('ks1', ['Reading', 'Writing', 'Maths', 'Science'], () => ['EXS', 'GDS', 'WTS', 'EXS']),
  of('ks2-pupils', ['Reading', 'Maths', 'GPS', 'Writing', 'KS1 reading'], (n) => [90 + n, 100 + n, 'B', 'EXS', '2B']),
  of('ks4-entries', ['Subject', 'Scale', 'Grade', 'KS2 reading'], (n) => ['French', 'GCSE 9-1', (n % 9) + 1, '4.8']),
  of('post-16-pupils', ['Subject', 'Scale', 'Grade'], () => ['Physics', 'A level', 'B']),
  of('attendance-marks', ['Date', 'Session', 'Mark'], (n) => [`2018-01-0${(n % 5) + 1}`, n % 2 ? 'AM' : 'PM', '/']),
  of('attendance-marks', ['Start date', 'Marks'], () => ['08/01/2018', '/\\/\\I\\/\\/\\']),
  of('attendance-counts', ['Period', 'Possible', 'Authorised', 'Unauthorised'], (n) => ['HT1', 70, n, 1]),
  of('exclusion-events', ['Category', 'Start date', 'Sessions', 'Reason'], (n) => [
    'FIXD',
    `2018-02-1${n % 9}`,
    n,
    'DB',
  ]),
  of('destination-pupils', ['Destination'], () => ['education']),
  of('monthly-activity', ['Month', 'Activity', 'Confirmed'], (n) => [
    ['December', '31/01/2018', 'Feb-18'][n % 3]!,
    'Gap year',
    `2017-12-1${n % 9}`,
  ]),
  of('transfer-pupils', ['From URN', 'Reading'], () => [other, 104]),
  { dataset: 'phonics', year: 2017, content: ctf },
  { dataset: 'attendance-marks', year: 2017, content: attendingCtf },
  {
    dataset: 'ks2',
    year: 2017,
    content: csv(
      ['RECTYPE', 'LEA', 'URN', 'TELIG', 'PTRWM_EXP', 'READPROG', 'READPROG_LOWER', 'READPROG_UPPER'],
      ...many((n) => [1, 373, 900_100 + n, 30, `${50 + n}%`, '-1.2', '-3.0', '0.6']),
      [5, '', '', 600_000, '64%', '', '', ''],
    ),
  },
  {
    dataset: 'absence',
    year: 2016,
    content: csv(
      ['LA', 'ESTAB', 'URN', 'PERCTOT', 'PPERSABS10'],
      ...many((n) => [373, 2000 + n, 900_100 + n, '4.1', 'SUPP']),
      ['NAT', '', '', '4.7', '10.8'],
    ),
  },
  {
    dataset: 'exclusions',
    year: 2016,
    content: csv(
      ['year', 'level', 'la_name', 'school_type', 'perm_excl_rate', 'headcount'],
      ...['Primary', 'Secondary', 'Special', 'Total'].map((kind) => [
        '201617',
        'Local authority',
        'Sheffield',
        kind,
        '0.1',
        800,
      ]),
    ),
  },
];

/** Values that people and machines leave where they do not belong. */
const hostile = [
  '',
  ' ',
  '=HYPERLINK("http://example.org")',
  '+1+cmd|A1',
  '@SUM(A1)',
  '-1',
  '999999999999999999999999',
  '1e308',
  'NaN',
  '\u00a0',
  '\ufffd',
  '\u202e12',
  '0x10',
  "'; drop table data.release; --",
  '"',
  '""',
  'a"b',
  '\t',
  '"a\nb"',
  'x'.repeat(300),
  '31/02/2018',
  '2018-13-45',
  '000000000',
  'I373201418001',
  'Z801200001001',
  '100000',
  '<!--',
  '\\',
  '\u0000',
];

type Break = (text: string, r: Random) => string | Uint8Array;

const lines =
  (change: (rows: string[], r: Random) => void): Break =>
  (text, r) => {
    const rows = text.split('\n');
    change(rows, r);
    return rows.join('\n');
  };
const cells = (change: (row: string[], at: number, r: Random) => void, headings: boolean): Break =>
  lines((rows, r) => {
    const at = headings ? 0 : r.whole(1, Math.max(1, rows.length - 2));
    const row = (rows[at] ?? '').split(',');
    change(row, r.whole(0, row.length - 1), r);
    rows[at] = row.join(',');
  });
const column =
  (change: (row: string[], at: number, n: number) => void): Break =>
  (text, r) => {
    const rows = text.split('\n').map((row) => row.split(','));
    const at = r.whole(0, (rows[0]?.length ?? 1) - 1);
    rows.forEach((row, n) => {
      if (row.length > 1) change(row, at, n);
    });
    return rows.map((row) => row.join(',')).join('\n');
  };

const breaks: readonly Break[] = [
  (text, r) => text.slice(0, r.whole(0, text.length)),
  (text, r) => text.slice(r.whole(0, 30)),
  cells((row, at, r) => row.splice(at, 1, r.pick(hostile)), false),
  cells((row, at, r) => row.splice(at, 1, r.pick(hostile)), false),
  cells((row, at, r) => row.splice(at, 1, r.pick(hostile)), true),
  cells((row, at) => row.splice(at, 1), false),
  cells((row, at, r) => row.splice(at, 0, r.pick(hostile)), false),
  lines((rows, r) => {
    const at = r.whole(0, (rows[0]?.split(',').length ?? 1) - 1);
    for (let n = 1; n < rows.length - 1; n++) {
      const row = (rows[n] ?? '').split(',');
      if (r.chance(0.5)) row[at] = r.pick(hostile);
      rows[n] = row.join(',');
    }
  }),
  column((row, at) => row.splice(at, 1)),
  column((row, at) => row.push(row[at] ?? '')),
  column((row, _, n) => row.push(n === 0 ? 'SHOES' : '=1+1')),
  column((row) => row.reverse()),
  lines((rows, r) => rows.splice(r.whole(0, rows.length - 1), 1)),
  lines((rows, r) => rows.splice(r.whole(1, rows.length - 1), 0, rows[r.whole(0, rows.length - 1)] ?? '')),
  lines((rows, r) => rows.splice(r.whole(0, rows.length - 1), 0, r.pick(['', ',,,', ' ', '"', 'total,12']))),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => text.replaceAll(',', ';'),
  (text) => text.replaceAll(',', '\t'),
  (text) => text.replaceAll(/(?<=^|,)[^,\n]*/gm, (value) => `"${value}"`),
  (text) => `\ufeff${text}`,
  (text) => text.toUpperCase(),
  (text) => text.replaceAll(/20(\d\d)/g, (_, year) => `20${(Number(year) + 1) % 100}`),
  (text, r) => {
    const at = r.whole(0, Math.max(0, text.length - 1));
    return text.slice(0, at) + String.fromCharCode(r.whole(0, 300)) + text.slice(at + 1);
  },
];

/** How the text is stored in the end; most files are as they are meant to be. */
const stored: readonly Break[] = [
  ...Array<Break>(8).fill((text) => text),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(text, 'latin1'),
  (text) => gzipSync(text),
  (text, r) => {
    const packed = gzipSync(text);
    return packed.subarray(0, r.whole(1, packed.length - 1));
  },
  (text, r) => {
    const packed = gzipSync(text);
    packed[r.whole(0, packed.length - 1)] = r.whole(0, 255);
    return packed;
  },
];

/**
 * Breaks files until the time is up. @throws Error that names the seed and keeps the file when a row is neither taken nor reported, something else
 * has changed, a message has a pupil's number, or the program itself breaks.
 */
export async function fuzz(
  mesters: Mesters,
  folder: string,
  { seed, seconds }: { seed: number; seconds: number },
): Promise<Fuzzed> {
  const r = random(seed);
  const all: Fuzzed = { files: 0, taken: 0, refused: 0, rows: 0, rejected: 0 };
  const until = performance.now() + seconds * 1000;
  let before = await state(mesters);
  while (performance.now() < until) {
    all.files++;
    const from = r.pick(good);
    let content: string | Uint8Array = from.content;
    for (let times = r.whole(0, 3); times > 0 && typeof content === 'string'; times--)
      content = r.pick(breaks)(content, r);
    const text = typeof content === 'string' ? content : '';
    if (typeof content === 'string') content = r.pick(stored)(content, r);
    const file = join(folder, 'fuzzed.csv');
    writeFileSync(file, content);
    const yes = r.chance(0.15);
    const wrong = (what: string): Error => {
      const kept = join(folder, `seed-${seed}-file-${all.files}`);
      writeFileSync(kept, readFileSync(file));
      return new Error(
        `${what}. Seed ${seed}, file ${all.files}, ${from.dataset}, kept as ${kept}:\n${text.slice(0, 2000)}`,
      );
    };
    const dataset = releaseKindNamed(from.dataset);
    if (!dataset) throw new Error(`There is no dataset ${from.dataset}.`);
    const brought = await runRelease(mesters, { dataset, file, year: from.year, yes }).catch((error: Error) => {
      throw wrong(`It broke the program: ${error.stack}`);
    });
    const { ok, report } = brought;
    const after = await state(mesters);
    if (!ok) {
      all.refused++;
      if (!/^[A-Z"].*[.]$/s.test(report.problem ?? ''))
        throw wrong(`It was refused without a sentence: ${report.problem}`);
      if (/[A-Z]\d{12}/.test(report.problem ?? '') && dataset.level === 'pupil')
        throw wrong('The refusal has a pupil number');
    } else {
      all.taken++;
      const counts = report.release?.counts;
      if (!counts) throw wrong('It was neither refused nor taken');
      all.rows += counts.rows;
      all.rejected += counts.rejected;
      const lines = new Set(report.rejects.map(({ line }) => line));
      if (lines.size !== counts.rejected)
        throw wrong(`${counts.rejected} rows were rejected, and ${lines.size} reported`);
      if (report.rejects.some(({ reason, line }) => reason === '' || line < 1))
        throw wrong('A row was rejected without a reason');
      const there = rowsIn(text);
      if (there !== null && report.release?.shape !== 'ctf' && counts.rows !== there)
        throw wrong(`It has ${there} rows, and ${counts.rows} were counted`);
      const unfolded = text.toLowerCase().includes('marks');
      if (dataset.level === 'pupil' && !unfolded && counts.kept + counts.rejected !== counts.rows)
        throw wrong(`Of ${counts.rows} rows ${counts.kept} were taken and ${counts.rejected} rejected`);
    }
    if (report.outcome === 'accepted') {
      if (after.accepted !== before.accepted + 1 || after.files !== before.files + 1)
        throw wrong('It was accepted, and something else changed');
    } else if (JSON.stringify(after) !== JSON.stringify(before))
      throw wrong(`Something changed: ${JSON.stringify([before, after])}`);
    before = after;
  }
  return all;
}

/** How many rows a text has that has no quotation marks, and no space that is none to everybody: what stands on a line of its own and has a value, the headings apart. */
function rowsIn(text: string): number | null {
  if (text === '' || /["\u00a0\u0085]/.test(text) || text.startsWith('<')) return null;
  const all = text.split(/\r\n|\n|\r/);
  const headings = all.find((line) => line.trim() !== '') ?? '';
  // Commas alone are a value where semicolons part them.
  const separator = [';', '\t'].find((one) => headings.includes(one)) ?? ',';
  return all.filter((line) => line.split(separator).some((value) => value.trim() !== '')).length - 1;
}

/** All that may change when a file is accepted, and must not otherwise. */
async function state(mesters: Mesters) {
  const { rows } = await stepsOf(mesters)((tx) =>
    sql<Record<'accepted' | 'figures' | 'pupils' | 'schools' | 'files' | 'waiting', number>>`
      select (select count(*)::int from data.release where status = 'accepted') as accepted, (select count(*)::int from data.figure) as figures,
        (select count(*)::int from data.pupil) as pupils, (select count(*)::int from data.release_school) as schools,
        (select count(*)::int from platform.file) as files, (select count(*)::int from data.release where status in ('checking', 'ready')) as waiting`.execute(
      tx,
    ),
  );
  const [row] = rows;
  if (!row) throw new Error('A query without a group has one row.');
  return row;
}
