import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { duckdb } from '../../platform/duckdb';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { notesOf } from '../releases/report';
import { bringRelease } from '../testing';
import { aUpn, twoSchools, twoUrns } from './testing';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
await asSystem(database, twoSchools);

const bring = (dataset: string, content: string | Uint8Array, year?: number) => {
  const path = join(folder, '3732014_CTF_373LLLL_001.xml');
  writeFileSync(path, content);
  return bringRelease(mesters, dataset, path, year === undefined ? {} : { year });
};
async function kept(id: number) {
  const { rows } = await asSystem(database, (tx) =>
    sql<{
      sha256: string;
    }>`select f.sha256 from data.release r join platform.file f on f.id = r.kept where r.id = ${id}`.execute(tx),
  );
  const path = join(folder, `${id}.parquet`);
  writeFileSync(path, await mesters.files.read(rows[0]!.sha256));
  return (await duckdb()).query(`select * from read_parquet('${path}') order by line`);
}

const result = (subject: string, component: string, method: string, value: string, year: number, more = '') =>
  `<StageAssessment><Locale>ENG</Locale><Year>${year}</Year><Subject>${subject}</Subject><Method>${method}</Method><Component>${component}</Component><ResultStatus>R</ResultStatus>${more}<Result>${value}</Result></StageAssessment>`;
const stage = (name: string, ...results: string[]) => `<KeyStage><Stage>${name}</Stage>${results.join('')}</KeyStage>`;
const pupil = (n: number, ...stages: string[]) =>
  `<Pupil><UPN>${aUpn(n)}</UPN><Surname>Surname${n}</Surname><Forename>Forename${n}</Forename><DOB>2007-01-0${n}</DOB><Gender>F</Gender><BasicDetails><NCyearActual>6</NCyearActual><Ethnicity>WBRI</Ethnicity><Languages><Type><Language>ENG</Language><LanguageType>F</LanguageType></Type></Languages></BasicDetails><SENhistory><SEN><StartDate>2015-01-01</StartDate><SENprovision>N</SENprovision></SEN><SEN><StartDate>2016-01-01</StartDate><SENprovision>K</SENprovision></SEN></SENhistory><FSMhistory><FSMinstance><FSMstartDate>2014-01-01</FSMstartDate></FSMinstance></FSMhistory><StageAssessments>${stages.join('')}</StageAssessments></Pupil>`;
const ctf = (...pupils: string[]) =>
  `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<CTfile version="18.0" xmlns="urn:ctf"><Header><DocumentName>Common Transfer File</DocumentName><SourceSchool><LEA>373</LEA><Estab>2014</Estab><URN>${twoUrns[0]}</URN><AcademicYear>2017</AcademicYear></SourceSchool></Header><CTFpupilData>\n${pupils.join('\n')}\n</CTFpupilData></CTfile>\n`;

const marks = '<ResultQualifier>NM</ResultQualifier>';
const results = ctf(
  pupil(
    1,
    stage(
      'KS2',
      result('ENG', 'REA', 'TT', '104', 2018),
      result('ENG', 'REA', 'TT', '31', 2018, marks),
      result('ENG', 'WRI', 'TA', 'EXS', 2018),
      result('MAT', '', 'TT', '99', 2018),
      result('ENG', 'SPE', 'TA', '3', 2018),
    ),
    stage('KS1', result('ENG', 'REA', 'TA', '2B', 2014), result('MAT', 'MAT', 'TA', '2A', 2014)),
  ),
  pupil(2, stage('KS1', result('ENG', 'REA', 'TA', '2B', 2014))),
  pupil(3, stage('KS2', result('ENG', 'REA', 'TT', '300', 2018))),
);

it('results are read by the table; what it does not know is counted and shown', async () => {
  const { report } = await bring('ks2-pupils', results);
  expect(report.release).toMatchObject({
    year: 2017,
    shape: 'ctf',
    counts: { rows: 2, kept: 1, rejected: 1, without: 1 },
    unknownColumns: ['KS2 ENG REA TT NM 2018 (1)', 'KS2 ENG SPE TA 2018 (1)'],
  });
  expect(notesOf(report.release!, null).join(' ')).toContain(
    '1 pupil of the file has nothing of this dataset and year.',
  );
  expect(notesOf(report.release!, null).join(' ')).toContain(
    '2 kinds of entry are not used, and not kept: KS2 ENG REA TT NM',
  );
  expect(report.rejects).toMatchObject([{ line: 5, heading: 'Reading', value: '300' }]);
  expect(await kept(report.release!.id)).toMatchObject([
    {
      line: 3,
      urn: twoUrns[0],
      upn: aUpn(1),
      surname: 'Surname1',
      reading: '104',
      maths: '99',
      writing: 'EXS',
      ks1_reading: '2B',
      ks1_maths: '2A',
      ks1_writing: null,
    },
  ]);
});

it('of several results of one field the score and the latest year hold, in any order, and the others are shown', async () => {
  const standing = result('ENG', 'REA', 'TT', 'AS', 2018);
  const score = result('ENG', 'REA', 'TT', '104', 2018);
  const [earlier, later] = [result('MAT', 'MAT', 'TA', '2C', 2013), result('MAT', 'MAT', 'TA', '2A', 2014)];
  const { report } = await bring(
    'ks2-pupils',
    ctf(
      pupil(1, stage('KS2', score, standing), stage('KS1', later, earlier)),
      pupil(2, stage('KS2', standing, score), stage('KS1', earlier, later)),
    ),
  );
  expect(report.rejects).toEqual([]);
  expect(await kept(report.release!.id)).toMatchObject([
    { reading: '104', ks1_maths: '2A' },
    { reading: '104', ks1_maths: '2A' },
  ]);
  expect(report.release!.unknownColumns).toEqual(['KS1 MAT MAT TA 2013 (2)', 'KS2 ENG REA TT 2018 (2)']);
});

it('the pupils themselves, early years and phonics', async () => {
  const { report } = await bring('pupils', gzipSync(results));
  expect(await kept(report.release!.id)).toMatchObject([
    { line: 3, sex: 'F', year_group: '6', ethnicity: 'WBRI', language: 'ENG', sen: 'K', free_meals: true },
    { line: 4 },
    { line: 5 },
  ]);
  const goals = Array.from({ length: 17 }, (_, n) =>
    result('COM', `E${String(n + 1).padStart(2, '0')}`, 'FA', '2', 2013),
  );
  const children = await bring(
    'early-years',
    Buffer.from(
      ctf(pupil(1, stage('EYF', ...goals)))
        .replaceAll('2007-', '2008-')
        .replace('<AcademicYear>2017', '<AcademicYear>2012'),
      'utf16le',
    ),
  );
  expect(await kept(children.report.release!.id)).toMatchObject([{ e01: '2', e17: '2' }]);
  const phonics = await bring(
    'phonics',
    ctf(pupil(1, stage('KS1', result('PHO', 'PHO', 'TA', '34', 2014), result('PHO', 'PHO', 'TA', '12', 2013)))),
    2013,
  );
  expect(await kept(phonics.report.release!.id)).toMatchObject([{ phonics: '34', phonics_year_one: '12' }]);
});

const yearData = (more: string, marks = '') =>
  `<YearData><Year>2017</Year><LEA>373</LEA><Estab>2014</Estab><SchoolName>A school</SchoolName><SessionsPossible>12</SessionsPossible><SessionsAuthorised>1</SessionsAuthorised><SessionsAttended>10</SessionsAttended><SessionsUnauthorised>1</SessionsUnauthorised>${
    marks &&
    `<AttendSessions><AttendanceStartDate>${more}</AttendanceStartDate><AttendanceMarks>${marks}</AttendanceMarks></AttendSessions>`
  }</YearData>`;
const attending = (n: number, ...years: string[]) =>
  pupil(n).replace('<StageAssessments>', `<Attendance>${years.join('')}</Attendance><StageAssessments>`);

it('marks of attendance become a row a session; sums, other years and other schools are counted and shown', async () => {
  const { report } = await bring(
    'attendance-marks',
    ctf(
      attending(1, yearData('2017-09-07', '/\\L\\ I/\\'), yearData('2016-09-05', '/\\')),
      attending(2, yearData('2017-09-07', '/?'), yearData('2017-09-11', '/')),
      attending(3, yearData('')),
      attending(4, yearData('2017-09-07', '/\\').replace('2014', '2015')),
    ),
  );
  expect(report.release).toMatchObject({
    year: 2017,
    shape: 'ctf',
    counts: { rows: 3, rejected: 2, without: 2 },
    unknownColumns: [
      'attendance at another school (1)',
      'attendance of 2016/17 (1)',
      'attendance of a year as sums, without marks (1)',
    ],
  });
  expect(report.rejects.map(({ reason }) => reason)).toEqual([
    'holds something that is no attendance code of one letter',
    'has a morning without its afternoon',
  ]);
  expect(await kept(report.release!.id)).toMatchObject([
    { urn: twoUrns[0], upn: aUpn(1), day: Temporal.PlainDate.from('2017-09-07'), half: 'am', mark: '/' },
    { half: 'pm', mark: '\\' },
    { day: Temporal.PlainDate.from('2017-09-08'), half: 'am', mark: 'L' },
    { half: 'pm', mark: '\\' },
    { day: Temporal.PlainDate.from('2017-09-11'), half: 'am', mark: null },
    { half: 'pm', mark: 'I' },
    { day: Temporal.PlainDate.from('2017-09-12'), half: 'am', mark: '/' },
    { half: 'pm', mark: '\\' },
  ]);
});

it('blanks before the first mark are sessions without one, and no later mark moves to an earlier day', async () => {
  const { report } = await bring(
    'attendance-marks',
    ctf(attending(1, yearData('2017-09-07', `   I/\\L${' '.repeat(9)}`)), attending(2, yearData('2017-09-07', '    '))),
  );
  expect(report.rejects).toEqual([]);
  expect(report.release).toMatchObject({ unknownColumns: ['attendance of a year as sums, without marks (1)'] });
  expect((await kept(report.release!.id)).map(({ day, half, mark }) => `${day} ${half} ${mark}`)).toEqual([
    '2017-09-07 am null',
    '2017-09-07 pm null',
    '2017-09-08 am null',
    '2017-09-08 pm I',
    '2017-09-11 am /',
    '2017-09-11 pm \\',
    '2017-09-12 am L',
    '2017-09-12 pm null',
  ]);
});

it('marks that are none on every Saturday and Sunday count seven days a week', async () => {
  const week = `${'/\\'.repeat(5)}####`;
  const { report } = await bring(
    'attendance-marks',
    ctf(attending(1, yearData('2017-09-04', week.repeat(2))), attending(2, yearData('2017-09-04', '/\\'.repeat(10)))),
  );
  expect(report.rejects).toEqual([]);
  const days = (await kept(report.release!.id)).flatMap(({ upn, day, half, mark }) =>
    half === 'am' && mark === '/' ? [`${upn === aUpn(1) ? 1 : 2} ${day}`] : [],
  );
  const monday = (n: number) => Temporal.PlainDate.from('2017-09-04').add({ days: n }).toString();
  const school = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11].map(monday);
  expect(days).toEqual([...school.map((day) => `1 ${day}`), ...school.map((day) => `2 ${day}`)]);
});

it('pupils of a file without line ends are told apart: of two rows about the same one is kept, and nobody else is lost', async () => {
  const line = ctf(...[1, 2, 2, 3].map((n) => pupil(n))).replaceAll('\n', '');
  const { report } = await bring('pupils', line);
  expect(report.release?.counts).toMatchObject({ rows: 4, kept: 3, rejected: 1, pupils: 3 });
});

it.each([
  ['another year', 'ks2-pupils', results, 2016, 'This file is of 2017/18 by its results, and 2016/17 was asked for.'],
  [
    'another year in its header',
    'pupils',
    results,
    2016,
    'This file is of 2017/18 by AcademicYear 2017 in its header, and 2016/17 was asked for.',
  ],
  ['another dataset', 'ks4-entries', results, 2017, 'A common transfer file holds no rows of this dataset'],
  [
    'half-terms',
    'attendance-counts',
    results,
    2017,
    'nothing by half-term. Choose it again as attendance, mark by mark',
  ],
  [
    'no marks',
    'attendance-marks',
    results,
    2017,
    'None of the 3 pupils of this file has marks of attendance of this year',
  ],
  ['no such results', 'ks1', ctf(pupil(1)), 2017, 'None of the 1 pupils of this file has a result of this dataset'],
  ['no pupils', 'pupils', ctf(), 2017, 'This file has no pupils'],
  ['another XML', 'pupils', '<?xml version="1.0"?><Message/>', 2017, 'begins with "Message" and not with "CTfile"'],
  ['cut', 'pupils', results.slice(0, -60), 2017, 'ends before it is complete'],
  [
    'entities',
    'pupils',
    `<!DOCTYPE CTfile [<!ENTITY a "b">]>${results.slice(results.indexOf('<CTfile'))}`,
    2017,
    'declares a document type',
  ],
])('%s: refused', async (_, dataset, content, year, reason) => {
  const { ok, report } = await bring(dataset, content, year);
  expect([ok, report.problem]).toEqual([false, expect.stringContaining(reason)]);
});

it('a file of published figures is never XML', async () => {
  expect((await bring('ks2', results, 2017)).report.problem).toContain('This is an XML file. Choose the CSV form');
});
