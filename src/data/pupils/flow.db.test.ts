import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { duckdb } from '../../platform/duckdb';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { describeRelease } from '../releases/report';
import type { Stage } from '../tables';
import { bringRelease } from '../testing';
import { aUpn, csv, type Row, twoSchools, twoUrns } from './testing';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
await asSystem(database, twoSchools);
const [one, other] = twoUrns;

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const bring = (
  dataset: string,
  content: string | Uint8Array,
  more: { year?: number; stage?: Stage; yes?: boolean; la?: number } = {},
) => bringRelease(mesters, dataset, write('file.csv', content), { year: 2017, ...more });

const headings = ['URN', 'UPN', 'Surname', 'Forename', 'DOB', 'Gender', 'NCyearActual'];
const pupil = (n: number, more: { urn?: number | string; upn?: string; born?: string; sex?: string } = {}) => [
  more.urn ?? one,
  more.upn ?? aUpn(n),
  `Surname${n}`,
  `Forename${n}`,
  more.born ?? '31/12/2006',
  more.sex ?? 'F',
  6,
];

/** All that is in the database about pupils, beside the notes of files that were refused or discarded. */
const everything = () =>
  asSystem(database, async (tx) => {
    const { rows } = await sql`
      select (select count(*)::int from data.pupil) as pupils, (select count(*)::int from data.release_school) as schools,
        (select count(*)::int from data.release where status = 'accepted') as accepted,
        (select count(*)::int from platform.file) as files,
        (select md5(coalesce(string_agg(p::text, '|' order by p::text), '')) from data.pupil p) as digest`.execute(tx);
    return rows[0];
  });
/** What is kept of an accepted release. */
async function kept(id: number) {
  const { rows } = await asSystem(database, (tx) =>
    sql<{ sha256: string; level: string }>`
      select f.sha256, f.level from data.release r join platform.file f on f.id = r.kept where r.id = ${id}`.execute(
      tx,
    ),
  );
  const path = write(`kept-${id}.parquet`, await mesters.files.read(rows[0]!.sha256));
  return {
    level: rows[0]!.level,
    rows: await (await duckdb()).query(`select * from read_parquet('${path}') order by line`),
  };
}

it('a look changes nothing; accepting keeps typed rows, the schools it is about, and the pupils', async () => {
  const before = await everything();
  const file = csv(headings, pupil(1), pupil(2, { urn: other, sex: 'boy', born: '2007-01-02' }));
  expect((await bring('pupils', file, { yes: false })).report.outcome).toBe('preview');
  expect(await everything()).toEqual(before);
  const { report } = await bring('pupils', file);
  expect(report).toMatchObject({
    outcome: 'accepted',
    release: { name: 'pupils-2017-18-validated', counts: { rows: 2, kept: 2, pupils: 2, schools: 2, rejected: 0 } },
  });
  const { level, rows } = await kept(report.release!.id);
  expect(level).toBe('pupil/*');
  expect(rows).toMatchObject([
    { line: 2, urn: one, upn: aUpn(1), surname: 'Surname1', sex: 'F', year_group: '6', sen: null, free_meals: null },
    { line: 3, urn: other, sex: 'M', born: Temporal.PlainDate.from('2007-01-02') },
  ]);
  const held = await asSystem(database, (tx) =>
    sql`select urn, upn, surname, born from data.pupil order by urn`.execute(tx),
  );
  expect(held.rows).toEqual([
    { urn: one, upn: aUpn(1), surname: 'Surname1', born: Temporal.PlainDate.from('2006-12-31') },
    { urn: other, upn: aUpn(2), surname: 'Surname2', born: Temporal.PlainDate.from('2007-01-02') },
  ]);
});

it('the same file again changes nothing, compressed, in another order or in another encoding', async () => {
  const before = await everything();
  const file = csv(headings, pupil(1), pupil(2, { urn: other, sex: 'boy', born: '2007-01-02' }));
  const turned = csv(headings, pupil(2, { urn: other, sex: 'M', born: '02-01-2007' }), pupil(1));
  for (const same of [file, gzipSync(file), Buffer.from(`\ufeff${file}`, 'utf16le'), turned])
    expect((await bring('pupils', same)).report.outcome).toBe('nothing');
  expect(await everything()).toEqual(before);
});

it('each row that cannot be taken is told by line, column, value and reason', async () => {
  const { ok, report } = await bring(
    'pupils',
    csv(
      headings,
      pupil(3),
      pupil(4, { urn: 12 }),
      pupil(5, { urn: 107_999 }),
      pupil(6, { upn: 'Z801200001001' }),
      pupil(7, { born: '31/02/2007', sex: 'Q' }),
      pupil(8, { born: '31/12/1950' }),
      pupil(3),
      [...pupil(9), 'more'],
      pupil(10).slice(0, 4),
      ['', aUpn(11), '', 'A', '31/12/2006', 'F', 'Year 06'],
    ),
    { year: 2016 },
  );
  expect(ok).toBe(true);
  expect(report.rejects.map(({ line, heading, value, reason }) => [line, heading, value, reason])).toEqual([
    [3, 'URN', '12', 'is not a URN of six figures'],
    [4, 'URN', '107999', 'is no school of the directory'],
    [5, 'UPN', 'Z801200001001', 'has the wrong check letter at character 1: one of the characters is mistyped'],
    [6, 'DOB', '31/02/2007', 'is not a date, such as 31/12/2012 or 2012-12-31'],
    [6, 'Gender', 'Q', 'is not one of F, M or U'],
    [7, 'DOB', '31/12/1950', 'is no date of birth of somebody who may be at school in 2016/17'],
    [8, null, null, 'the row is about the same pupil as line 2'],
    [9, null, pupil(9).concat('more').join(','), 'the row has 8 values where there are 7 headings'],
    [10, null, pupil(10).slice(0, 4).join(','), 'the row has 4 values where there are 7 headings'],
    [11, 'URN', '', 'is blank'],
    [11, 'Surname', '', 'is blank'],
  ]);
  expect(report.release?.counts).toMatchObject({ rows: 10, kept: 1, rejected: 9 });
  // People may keep what a command says: it has no value of a pupil.
  const said = describeRelease(report).join('\n');
  expect(said).toContain('Line 5, column 2 (UPN): has the wrong check letter');
  expect(said).not.toMatch(/Z801200001001|31\/12\/1950|Surname\d/);
});

it('of an earlier stage only the schools count that no later file is about', async () => {
  const of = async (stage: Stage, ...urns: number[]) => {
    const content = csv(
      ['URN', 'UPN', 'Phonics'],
      ...urns.map((urn, n) => [urn, aUpn(30 + n), stage === 'initial' ? 20 : 33]),
    );
    return describeRelease((await bring('phonics', content, { year: 2005, stage })).report);
  };
  await of('validated', one);
  const holds = 'phonics-2005-06-validated is of a later stage and still holds.';
  expect(await of('initial', one)).toContain(`${holds} No figure that is shown changes.`);
  expect(await of('initial', one, other)).toContain(
    `${holds} Of this release only 1 school counts, which no later one is about.`,
  );
});

it('a school is known by its DfE number too, in one column or two', async () => {
  const results = (from: string[], school: string[]) =>
    csv(
      [...from, 'UPN', 'Phonics'],
      [...school, aUpn(20), '32'],
      ...(school[0] === 'x' ? [] : [['373', '9999', aUpn(21), '1'].slice(-2 - from.length)]),
    );
  for (const [from, school, year] of [
    [['LAESTAB'], ['3732014'], 2001],
    [['DfE number'], ['373/2014'], 2002],
    [['LEA', 'ESTAB'], ['373', '2014'], 2003],
  ] as const) {
    const { report } = await bring('phonics', results([...from], [...school]), { year });
    expect((await kept(report.release!.id)).rows).toMatchObject([{ line: 2, urn: one, phonics: '32' }]);
    expect(report.rejects).toMatchObject([{ line: 3, column: from.length }]);
  }
});

it('results are numbers in range or codes; the outcome counts where the score is blank', async () => {
  const { report } = await bring(
    'ks2-pupils',
    csv(
      ['URN', 'UPN', 'READ_SCALED', 'READ_OUTCOME', 'MATHS_SCALED', 'GPS_SCALED', 'WRIT_TA', 'KS1_READING', 'SHOES'],
      [one, aUpn(30), '099', 'NS', '104', '110', 'exs', '2b', '34'],
      [one, aUpn(31), '', 'b', '121', '', 'PKF', 'P1ii', ''],
      [one, aUpn(32), '', 'B', 'A', '', 'PKF', '9', ''],
      [one, aUpn(33), '', '', 'A', '', 'GDS', 'W', ''],
    ),
  );
  expect((await kept(report.release!.id)).rows).toMatchObject([
    { reading: '99', maths: '104', gps: '110', writing: 'EXS', ks1_reading: '2B', science: null, born: null },
    { line: 5, reading: null, maths: 'A', writing: 'GDS', ks1_reading: 'W' },
  ]);
  expect(report.rejects.map(({ line, heading, value }) => [line, heading, value])).toEqual([
    [3, 'MATHS_SCALED', '121'],
    [4, 'KS1_READING', '9'],
  ]);
  expect(report.release?.unknownColumns).toEqual(['SHOES']);
});

it('key stage 4: subjects by their names, grades of the scale, and a pupil without entries', async () => {
  const { report } = await bring(
    'ks4-entries',
    csv(
      ['URN', 'UPN', 'Subject', 'Scale', 'Grade', 'KS2_READING'],
      [one, aUpn(40), 'French', 'GCSE (9-1)', '6', '4.9'],
      [one, aUpn(40), 'Spanish', 'GCSE (9-1)', 'u', '4.9'],
      [one, aUpn(40), 'Combined Science', 'GCSE combined science', '65', '4.9'],
      [one, aUpn(40), 'Business', 'level 2 technical award', 'D*', '4.9'],
      [one, aUpn(40), 'Sailing', 'GCSE (9-1)', '6', '4.9'],
      [one, aUpn(40), 'Maths', 'GCSE (9-1)', 'A*', '4.9'],
      [one, aUpn(40), 'Maths', 'National certificate', 'Gold', '4.9'],
      [one, aUpn(41), '', '', '', ''],
      [one, aUpn(42), '', '', '5', ''],
      [one, aUpn(40), 'French', 'GCSE (9-1)', '7', '4.9'],
    ),
  );
  expect(
    (await kept(report.release!.id)).rows.map(({ subject, title, scale, grade, ks2_reading }) => [
      subject,
      title,
      scale,
      grade,
      ks2_reading,
    ]),
  ).toEqual([
    ['language', 'French', 'GCSE 9-1', '6', 4.9],
    ['language', 'Spanish', 'GCSE 9-1', 'U', 4.9],
    ['combined-science', 'Combined Science', 'GCSE combined science (per slot, two slots)', '6-5', 4.9],
    ['other', 'Business', 'level 2 technical award', 'Distinction*', 4.9],
    ['mathematics', 'Maths', 'National certificate', 'Gold', 4.9],
    [null, null, null, null, null],
  ]);
  expect(report.rejects.map(({ line, heading, reason }) => [line, heading, reason])).toEqual([
    [6, 'Subject', expect.stringContaining('no subject that is known')],
    [7, 'Grade', 'is not a grade of GCSE 9-1'],
    [10, 'Subject', 'is blank where there is a grade'],
    [11, null, 'the row is about the same entry as line 2'],
  ]);
});

it('attendance: a row a session, or a string of marks that skips weekends', async () => {
  const marks = await bring(
    'attendance-marks',
    csv(
      ['URN', 'UPN', 'Date', 'Session', 'Mark'],
      [one, aUpn(60), '03/09/2018', 'AM', '/'],
      [one, aUpn(60), '03/09/2018', 'PM', '\\'],
      [one, aUpn(60), '04/09/2018', 'am', 'i'],
      [one, aUpn(60), '04/09/2018', 'pm', ''],
      [one, aUpn(60), '05/09/2017', 'am', 'I'],
      [one, aUpn(60), '05/09/2018', 'noon', '?'],
      [one, aUpn(60), '04/09/2018', 'am', 'L'],
    ),
    { year: 2018 },
  );
  const sessions = async (id: number) =>
    (await kept(id)).rows.map(({ line, day, half, mark }) => `${line} ${day} ${half} ${mark}`);
  expect(await sessions(marks.report.release!.id)).toEqual([
    '2 2018-09-03 am /',
    '3 2018-09-03 pm \\',
    '4 2018-09-04 am I',
    '5 2018-09-04 pm null',
  ]);
  expect(marks.report.rejects.map(({ line, heading, reason }) => [line, heading, reason])).toEqual([
    [6, 'Date', 'is not a day of 2018/19'],
    [7, 'Session', 'is not one of am or pm'],
    [7, 'Mark', 'is not one of the official codes'],
    [8, null, 'the row is about the same session as line 4'],
  ]);
  const strings = await bring(
    'attendance-marks',
    csv(
      ['URN', 'UPN', 'Start date', 'Marks'],
      [one, aUpn(61), '06/09/2018', '/\\ I/\\'],
      [one, aUpn(62), '06/09/2018', '/\\/'],
      [one, aUpn(62), '08/09/2018', '/\\'],
      [one, aUpn(62), '06/09/2018', '/?'],
      [one, aUpn(61), '07/09/2018', 'LL'],
    ),
    { year: 2018 },
  );
  expect(await sessions(strings.report.release!.id)).toEqual([
    '2 2018-09-06 am /',
    '2 2018-09-06 pm \\',
    '2 2018-09-07 am null',
    '2 2018-09-07 pm I',
    '2 2018-09-10 am /',
    '2 2018-09-10 pm \\',
  ]);
  expect(strings.report.rejects.map(({ line, heading, reason }) => [line, heading, reason])).toEqual([
    [3, 'Marks', 'has a morning without its afternoon'],
    [4, 'Start date', 'is a day of the weekend'],
    [5, 'Marks', 'holds something that is no attendance code of one letter'],
    [6, null, 'the row is about the same session as line 2'],
  ]);
  // Marks of another year are no file of this one.
  const { report } = await bring(
    'attendance-marks',
    csv(['URN', 'UPN', 'Date', 'Session', 'Mark'], [one, aUpn(60), '03/09/2018', 'AM', '/']),
    { year: 2016 },
  );
  expect(report.problem).toContain('This file is of 2018/19, and 2016/17 was asked for.');
});

it('counts by half-term, exclusions, destinations, transfers and 16 to 18 take the same road', async () => {
  const taken = async (dataset: string, ...rows: Row[]) => {
    const { report } = await bring(dataset, csv(...rows), { year: 2018 });
    return {
      rows: (await kept(report.release!.id)).rows,
      wrong: report.rejects.map(({ line, reason }) => `${line} ${reason}`),
    };
  };
  expect(
    await taken(
      'attendance-counts',
      ['URN', 'UPN', 'Half-term', 'Possible', 'Authorised', 'Unauthorised'],
      [one, aUpn(1), 'HT1', 76, 4, 1],
      [one, aUpn(1), 'Autumn 2', 4, 4, 1],
    ),
  ).toMatchObject({
    rows: [{ period: 'autumn-1', possible: 76, authorised: 4, unauthorised: 1 }],
    wrong: ['3 is less than the absences'],
  });
  expect(
    await taken(
      'exclusion-events',
      ['URN', 'UPN', 'Category', 'Start date', 'Sessions', 'Reason'],
      [one, aUpn(1), 'FIXD', '2018-10-01', 4, 'DB'],
      [one, aUpn(1), 'PERM', '2018-10-09', '', 'pp'],
      [one, aUpn(1), 'SUSP', '2018-11-09', '', 'MT'],
    ),
  ).toMatchObject({
    rows: [
      { category: 'fixed', sessions: 4, reason: 'DB' },
      { category: 'permanent', sessions: null, reason: 'PP' },
    ],
    wrong: ['4 is blank', '4 is not one of PP, PA, VP, VA, BU, RA, SM, DA, DM, TH, DB or OT'],
  });
  expect(
    await taken(
      'destination-pupils',
      ['URN', 'UPN', 'Destination', 'Offer'],
      [one, aUpn(1), 'Sustained education', 'Y'],
      [one, aUpn(2), 'the moon', ''],
    ),
  ).toMatchObject({ rows: [{ destination: 'education', offer: true }] });
  expect(
    await taken(
      'monthly-activity',
      ['URN', 'UPN', 'Month', 'Activity', 'Confirmed'],
      [one, aUpn(1), 'DEC', 'gap year', '01/12/2018'],
      [one, aUpn(1), '31/01/2019', '610', ''],
      [one, aUpn(1), 'Dec-18', 'Gap year', ''],
      [one, aUpn(1), 'Christmas', 'Gap year', ''],
      [one, aUpn(1), 'Feb 2018', 'Gap year', ''],
      [one, aUpn(2), '12', '', '31/12/2030'],
    ),
  ).toMatchObject({
    rows: [
      { month: 'december', activity: 'Gap year' },
      { month: 'january', activity: '610', confirmed: null },
    ],
    wrong: [
      '4 the row is about the same young person and month as line 2',
      '5 is no month of 2018/19, such as December or 31/12/2018',
      '6 is no month of 2018/19, such as December or 31/12/2018',
      '7 is blank',
      '7 is a day to come, or long past',
    ],
  });
  expect(
    await taken('transfer-pupils', ['URN', 'UPN', 'From URN', 'Reading'], [one, aUpn(1), other, 104]),
  ).toMatchObject({
    rows: [{ from_urn: other, reading: '104', maths: null }],
  });
  expect(
    await taken(
      'post-16-pupils',
      ['URN', 'UPN', 'Subject', 'Scale', 'Grade', 'Retained'],
      [one, aUpn(1), 'Maths', 'GCE A level', 'a*', 'yes'],
      [one, aUpn(1), 'Law', 'AS', 'A*', 'yes'],
    ),
  ).toMatchObject({
    rows: [{ subject: 'mathematics', scale: 'A level', grade: 'A*', retained: true }],
    wrong: ['3 is not a grade of AS'],
  });
  const profile = Array.from({ length: 17 }, (_, n) => `E${String(n + 1).padStart(2, '0')}`);
  expect(
    await taken(
      'early-years',
      ['URN', 'UPN', ...profile],
      [one, aUpn(1), ...profile.map(() => 2)],
      [one, aUpn(2), ...profile.map(() => 'expected')],
      [one, aUpn(3), ...profile.map(() => 4)],
    ),
  ).toMatchObject({ rows: [{ e01: '2', e17: '2' }, { e01: '2' }] });
});

const full = csv(headings, pupil(50), pupil(51));
it.each([
  ['no pupil numbers', 'pupils', full.replace('UPN', 'ULN'), 'It has no column "UPN"'],
  ['no school', 'pupils', full.replace('URN', 'SCHOOL'), 'It has no column "URN"'],
  [
    'another dataset',
    'ks1',
    csv(['URN', 'UPN', 'Phonics'], [one, aUpn(1), 3]),
    'It looks like a file of phonics results',
  ],
  [
    'nothing but who the pupils are',
    'exclusion-events',
    csv(['URN', 'UPN', 'Surname', 'Forename', 'Suspended from'], [one, aUpn(1), 'A', 'B', '2017-11-13']),
    'It has no column "Category" and "Start date". Choose another file, or rename its headings.',
  ],
  ['cut in the middle', 'pupils', full.slice(0, -20), 'The file ends in the middle of line 3'],
  ['an open quotation mark', 'pupils', full.replace('Surname50', '"Surname50'), 'inside a quoted value'],
  [
    'nothing but rows that are wrong',
    'pupils',
    csv(headings, pupil(1, { upn: 'x' })),
    'None of 1 row could be taken. The first: line 2, UPN has 1 character',
  ],
  ['headings alone', 'pupils', csv(headings), 'This file has headings and no rows'],
  [
    'another year in a column',
    'pupils',
    csv([...headings, 'Academic Year'], [...pupil(1), '2016/17']),
    'This file is of 2016/17, and 2017/18 was asked for',
  ],
  [
    'no year in its column',
    'pupils',
    csv([...headings, 'Academic Year'], [...pupil(1), 'spring']),
    'holds something that is no academic year',
  ],
  [
    'pupils of another year',
    'ks1',
    csv(
      ['URN', 'UPN', 'DOB', 'Reading', 'Writing', 'Maths'],
      ...Array.from({ length: 12 }, (_, n) => [one, aUpn(n), '01/10/2009', 'EXS', 'EXS', 'EXS']),
    ),
    'This file is of 2016/17, and 2017/18 was asked for',
  ],
  ['a heading twice', 'pupils', full.replace('NCyearActual', 'UPN'), 'It has no column'],
  ['a workbook', 'pupils', 'PK\u0003\u0004xl/workbook.xml', 'This is an Excel workbook'],
])('%s: refused with its reason, and nothing is changed', async (_, dataset, content, reason) => {
  const before = await everything();
  const { ok, report } = await bring(dataset, content);
  expect(ok).toBe(false);
  expect(report.problem).toContain(reason);
  expect(report.problem).not.toMatch(/[A-Z]\d{12}/);
  expect(await everything()).toEqual(before);
});

describe('a census', () => {
  // Reception to Year 11, a pupil each of the youngest and the oldest of theirs; ten more without a year of their own, and three who are taught a year below their age.
  const ofYear = (year: number, outOfYear = 3) => {
    const row = (n: number, group: string | number, born: string): Row => [
      one,
      aUpn(n),
      `S${n}`,
      'A',
      born,
      'F',
      group,
    ];
    const told = Array.from({ length: 12 }, (_, group) => [
      row(group, group === 0 ? 'R' : group, `${year - group - 4}-08-31`),
      row(20 + group, group === 0 ? 'Reception' : `Year ${group}`, `01/09/${year - group - 5}`),
    ]).flat();
    const nursery = Array.from({ length: 10 }, (_, n) => row(40 + n, n < 5 ? 'N2' : 'X', `${year - 4}-10-01`));
    const below = Array.from({ length: outOfYear }, (_, n) => row(60 + n, 4, `${year - 10}-10-01`));
    return csv(headings, ...told, ...nursery, ...below);
  };

  it('of the year that was asked for is taken, with the few who are taught out of their year', async () => {
    const { report } = await bring('pupils', ofYear(2007), { year: 2007 });
    expect(report).toMatchObject({ outcome: 'accepted', release: { counts: { kept: 37, rejected: 0 } } });
    // Where as many are out of their year as in it, nothing is told.
    expect((await bring('pupils', ofYear(2008, 24), { year: 2008 })).ok).toBe(true);
  });

  it.each([
    [2006, '2006/07'],
    [2008, '2008/09'],
    [2005, '2005/06'],
    [2009, '2009/10'],
  ])('of %i is refused in 2007/08, by the ages of its year groups', async (year, name) => {
    const before = await everything();
    const { ok, report } = await bring('pupils', ofYear(year), { year: 2007 });
    expect(ok).toBe(false);
    expect(report.problem).toBe(
      `This file is of ${name}, and 2007/08 was asked for. Say the right year, or choose another file.`,
    );
    expect(await everything()).toEqual(before);
  });
});

it('phonics: who has a result of Year 1 takes no check in Year 2; any other blank is rejected', async () => {
  const { report } = await bring(
    'phonics',
    csv(
      ['URN', 'UPN', 'NC Year', 'Phonics mark', 'Phonics outcome', 'PHONICS_MARK_Y1', 'PHONICS_OUTCOME_Y1'],
      [one, aUpn(80), 2, '', '', 35, ''],
      [one, aUpn(81), 2, '', '', '', 'Wa'],
      [one, aUpn(82), 2, '', 'A', '', ''],
      [one, aUpn(83), 2, '', '', '', ''],
      [one, aUpn(84), 1, '', '', '', ''],
      [one, aUpn(85), 1, '', '', 35, ''],
      [one, aUpn(86), 2, '', '', 41, ''],
    ),
    { year: 2010 },
  );
  expect((await kept(report.release!.id)).rows).toMatchObject([
    { line: 2, phonics: null, phonics_year_one: '35' },
    { line: 3, phonics: null, phonics_year_one: 'Wa' },
    { line: 4, phonics: 'A', phonics_year_one: null },
  ]);
  expect(report.rejects.map(({ line, heading, reason }) => [line, heading, reason])).toEqual([
    [5, 'Phonics mark', 'is blank'],
    [6, 'Phonics mark', 'is blank'],
    [7, 'Phonics mark', 'is blank'],
    [8, 'PHONICS_MARK_Y1', expect.stringContaining('neither a score from 0 to 40')],
  ]);
});

it('a file of pupils is taken whole', async () => {
  expect((await bring('pupils', full, { la: 373 })).report.problem).toContain('is taken whole');
});

it('for a school the most final stage holds, then what was accepted last', async () => {
  const holds = () =>
    database.transaction(as(['staff']), async (tx) => {
      const { rows } = await sql<{ urn: number; name: string }>`
        select urn, name from data.current_release_school where dataset = 'phonics' and year = 2012 order by urn`.execute(
        tx,
      );
      return rows.map(({ urn, name }) => `${urn} ${name.replace('phonics-2012-13-', '')}`);
    });
  const phonics = (mark: number, ...urns: number[]) =>
    csv(['URN', 'UPN', 'Phonics'], ...urns.map((urn) => [urn, aUpn(1), mark]));
  await bring('phonics', phonics(1, one, other), { year: 2012 });
  await bring('phonics', phonics(2, one), { year: 2012, stage: 'initial' });
  expect(await holds()).toEqual([`${one} validated`, `${other} validated`]);
  await bring('phonics', phonics(3, other), { year: 2012 });
  expect(await holds()).toEqual([`${one} validated`, `${other} validated-2`]);
});

it('pupils are seen by the data users of their school and by data analysts, and by nobody while they are checked', async () => {
  const seen = (who: Parameters<typeof as>[0]) =>
    database.transaction(as(who), async (tx) => {
      const { rows } = await sql<{ urn: number }>`select distinct urn from data.pupil order by urn`.execute(tx);
      return rows.map(({ urn }) => urn);
    });
  expect(await seen('nobody')).toEqual([]);
  expect(await seen(['staff', 'school/*', 'imports/*', `leader/${one}`, `school/${one}`])).toEqual([]);
  expect(await seen([`pupil/${one}`])).toEqual([one]);
  expect(await seen(['pupil/*'])).toEqual([one, other]);
  const { id } = await asSystem(database, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into data.release (dataset, level, year, stage, status, file_name, sha256, made_at)
      values ('pupils', 'pupil', 2008, 'validated', 'checking', 'a.csv', ${'a'.repeat(64)}, platform.now()) returning id`.execute(
      tx,
    );
    await sql`insert into data.pupil values (${rows[0]!.id}, 107016, ${aUpn(1)}, 'A', 'B', '2000-01-01', 'F', '6')`.execute(
      tx,
    );
    return rows[0]!;
  });
  expect(await seen(['pupil/*'])).toEqual([one, other]);
  await asSystem(database, (tx) => sql`delete from data.pupil where release_id = ${id}`.execute(tx));
});

it('what was rejected of pupils is read by data analysts alone, and who has not signed in knows of no such file', async () => {
  const { report } = await bring('phonics', csv(['URN', 'UPN', 'Phonics'], [one, aUpn(1), 33], [one, aUpn(2), 41]), {
    year: 2011,
  });
  const count = (who: Parameters<typeof as>[0], table: string) =>
    database.transaction(as(who), async (tx) => {
      const where =
        table === 'data.release' ? sql`id = ${report.release!.id}` : sql`release_id = ${report.release!.id}`;
      const { rows } = await sql`select from ${sql.table(table)} where ${where}`.execute(tx);
      return rows.length;
    });
  const reads = async (who: Parameters<typeof as>[0]) =>
    Promise.all(['data.reject', 'data.release', 'data.release_school'].map((table) => count(who, table)));
  expect(await reads('nobody')).toEqual([0, 0, 0]);
  expect(await reads(['staff'])).toEqual([0, 1, 1]);
  expect(await reads(['imports/*'])).toEqual([0, 1, 1]);
  expect(await reads(['imports/*', 'pupil/*'])).toEqual([1, 1, 1]);
});

it('the database keeps what was accepted as it was', async () => {
  const refusedBy = async (work: ReturnType<typeof sql>) =>
    asSystem(database, (tx) => work.execute(tx)).then(
      () => 'nothing',
      (error: { constraint?: string; code?: string }) => error.constraint ?? error.code,
    );
  expect(await refusedBy(sql`delete from data.pupil`)).toBe('pupil_kept');
  expect(await refusedBy(sql`delete from data.release_school`)).toBe('pupil_kept');
  expect(await refusedBy(sql`update data.pupil set surname = 'B'`)).toBe('42501');
  const add = sql`insert into data.pupil select release_id, urn, ${aUpn(99)}, 'A', 'B', born, sex, year_group from data.pupil limit 1`;
  expect(await refusedBy(add)).toBe('pupil_kept');
});

describe('whose results they are', () => {
  const ks4 = (...rows: Row[]) =>
    csv(
      ['URN', 'UPN', 'NCyear', 'DOB', 'Subject', 'Scale', 'Grade'],
      ...rows.map((row) => [...row, 'Mathematics', 'GCSE 9-1', 7]),
    );

  it('key stage 4: pupils of another year group and age are rejected; those early or late, or of an age that fits, are taken', async () => {
    const { report } = await bring(
      'ks4-entries',
      ks4(
        [one, aUpn(100), 11, '2002-01-01'],
        [one, aUpn(101), 10, '2003-01-01'],
        [one, aUpn(102), 12, '2001-01-01'],
        [one, aUpn(103), 7, '2002-01-01'],
        [one, aUpn(104), 'X', '2002-01-01'],
        [one, aUpn(105), 7, '2005-10-01'],
        [one, aUpn(106), 7, ''],
        [one, aUpn(107), '', '2005-10-01'],
      ),
    );
    expect(report).toMatchObject({ outcome: 'accepted', release: { counts: { kept: 5, rejected: 3 } } });
    expect(report.rejects.map(({ line, heading, value }) => [line, heading, value])).toEqual([
      [7, 'NCyear', '7'],
      [8, 'NCyear', '7'],
      [9, 'DOB', '2005-10-01'],
    ]);
    expect(report.rejects[0]?.reason).toContain('is too far from Year 11');
  });

  it.each([
    ['early-years', 2, { E01: 2 }],
    ['phonics', 4, { 'Phonics mark': 20 }],
    ['ks1', 4, { Reading: 'EXS', Writing: 'EXS', Maths: 'EXS' }],
    ['ks2-pupils', 8, { Reading: 100, Maths: 100, Writing: 'EXS' }],
  ])('%s: a pupil of Year %i is none of it', async (dataset, year, results) => {
    const goals = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`E${String(n + 1).padStart(2, '0')}`, 2]));
    const all = Object.entries(dataset === 'early-years' ? goals : results);
    const right = { 'early-years': 'R', phonics: 1, ks1: 2 }[dataset] ?? 6;
    const { report } = await bring(
      dataset,
      csv(
        ['URN', 'UPN', 'NC Year', ...all.map(([heading]) => heading)],
        [one, aUpn(1), right, ...all.map(([, value]) => value)],
        [one, aUpn(2), year, ...all.map(([, value]) => value)],
      ),
      { yes: false },
    );
    expect(report.rejects).toMatchObject([{ line: 3, heading: 'NC Year', value: String(year) }]);
  });

  it('who stands at two schools of a file is counted and told, without a pupil number', async () => {
    const { report } = await bring(
      'ks4-entries',
      ks4(
        [one, aUpn(110), 11, '2002-01-01'],
        [other, aUpn(110), 11, '2002-01-01'],
        [other, aUpn(111), 11, '2002-01-01'],
      ),
      { yes: false },
    );
    expect(report.release?.counts.shared).toBe(1);
    const said = describeRelease(report).join('\n');
    expect(said).toContain('1 pupil of the file stands at more than one school, and counts in each of them');
    expect(said).not.toContain(aUpn(110));
  });
});

it('a file of countless wrong values is refused with each fault once: its column, its reason, how many and where it begins', async () => {
  const rows = Array.from(
    { length: 100_002 },
    (_, n): Row => [one, aUpn(n % 2), n === 0 ? 'EXS' : 'gold', n < 5 ? 'ZZ' : 'EXS', 'EXS'],
  );
  const { ok, report } = await bring('ks1', csv(['URN', 'UPN', 'Reading', 'Writing', 'Maths'], ...rows));
  expect(ok).toBe(false);
  expect(report.problem).toMatch(
    /^More than 100,000 values of this file cannot be taken\. Reading is not .* in 100,001 rows, first on line 3; Writing is not .* in 5 rows, first on line 2\. Mend the file/,
  );
  expect(report.problem).not.toContain('gold');
  expect(report.rejects).toEqual([]);
});
