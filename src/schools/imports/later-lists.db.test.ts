import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { testDatabase } from '../../platform/testing';
import { importing } from './testing';

// Headings as publishers have written them since the years of the files in data/public; the figures are made up.
const database = await testDatabase();
const { accept, read, write } = importing(database, heldClock('2026-03-02'));

const csv = (rows: readonly Record<string, string | number>[]): string => {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => headings.map((heading) => `"${row[heading] ?? ''}"`).join(','));
  return `${[headings.map((heading) => `"${heading}"`).join(','), ...cells].join('\r\n')}\r\n`;
};

const information = (urn: number, more: Record<string, string | number>) => ({
  URN: urn,
  LANAME: 'Testshire',
  LA: 801,
  ESTAB: urn % 10_000,
  LAESTAB: `801${urn % 10_000}`,
  SCHNAME: `School ${urn}`,
  STREET: '1 High Street',
  LOCALITY: '',
  ADDRESS3: '',
  TOWN: 'Town',
  POSTCODE: 'S1 1AA',
  SCHSTATUS: 'Open',
  OPENDATE: '',
  CLOSEDATE: '',
  MINORGROUP: 'Maintained school',
  SCHOOLTYPE: 'Community school',
  ISPRIMARY: 1,
  ISSECONDARY: 0,
  ISPOST16: 0,
  AGELOW: 4,
  AGEHIGH: 11,
  GENDER: 'Mixed',
  RELCHAR: 'Does not apply',
  ADMPOL: 'Not applicable',
  OFSTEDRATING: 'Good',
  OFSTEDLASTINSP: '14-05-2019',
  ...more,
});

it('school information with the headings of 2018/19 and later tells what a school is, and whether it is open', async () => {
  const file = write(
    '2022-2023_england_school_information.csv',
    csv([
      information(801_001, {}),
      information(801_002, { SCHSTATUS: 'Closed', CLOSEDATE: '31-08-2022' }),
      information(801_003, {
        SCHSTATUS: 'Open, but proposed to close',
        SCHOOLTYPE: 'Academy sponsor led',
        MINORGROUP: 'Academy',
        ISPRIMARY: 0,
        ISSECONDARY: 1,
        AGELOW: 11,
        AGEHIGH: 16,
        OPENDATE: '01-09-2022',
      }),
      information(801_004, { SCHSTATUS: 'Proposed to open', OPENDATE: '01-09-2023' }),
    ]),
  );
  const { counts, unknownNames } = await accept('spine', file);
  expect([counts.rejected, unknownNames]).toEqual([0, []]);
  const { rows } = await read((tx) =>
    sql`select urn, type_name, sector, status, open, opened::text, closed::text, low_age, high_age, religious_character
      from schools.school_version order by urn`.execute(tx),
  );
  expect(rows.map((row) => Object.values(row as object))).toEqual([
    [801_001, 'Community school', 'primary', 'maintained', true, null, null, 4, 11, 'Does not apply'],
    [801_002, 'Community school', 'primary', 'maintained', false, null, '2022-08-31', 4, 11, 'Does not apply'],
    [801_003, 'Academy sponsor led', 'secondary', 'academy', true, '2022-09-01', null, 11, 16, 'Does not apply'],
    [801_004, 'Community school', 'primary', 'maintained', false, '2023-09-01', null, 4, 11, 'Does not apply'],
  ]);
});

const found = () =>
  read((tx) =>
    sql<{ told: string }>`select urn || ' ' || inspected || ' ' || outcome || ' ' || coalesce(grade::text, '-') || ' '
        || coalesce(published::text, '-') as told from schools.inspection order by urn, inspected, import_id`.execute(
      tx,
    ),
  ).then(({ rows }) => rows.map((row) => row.told));

it('inspections: what was found of a predecessor stays with it, and of two inspections in a row both are kept', async () => {
  const latest = (urn: number, more: Record<string, string | number>) => ({
    'Web Link (opens in new window)': 'http://example.org',
    URN: urn,
    LAESTAB: 8_011_001,
    'School name': `School ${urn}`,
    'Ofsted phase': 'Primary',
    'Latest ungraded inspection number since last graded inspection': 'NULL',
    'Date of latest ungraded inspection': 'NULL',
    'Inspection start date': 'NULL',
    'Publication date': 'NULL',
    'Does the latest graded inspection relate to the URN of the current school?': 'NULL',
    'URN at time of latest graded inspection': 'NULL',
    'Overall effectiveness': 'NULL',
    'Quality of education': 'NULL',
    'Previous inspection start date': 'NULL',
    'Previous publication date': 'NULL',
    'URN at time of previous graded inspection': 'NULL',
    'Previous graded inspection overall effectiveness': 'NULL',
    ...more,
  });
  const file = write(
    'Management_information_-_state-funded_schools_-_latest_inspections_as_at_30_Sep_2024.csv',
    csv([
      latest(801_001, {
        'Inspection start date': '10/05/2022',
        'Publication date': '20/06/2022',
        'URN at time of latest graded inspection': 801_001,
        'Overall effectiveness': 2,
        'Previous inspection start date': '03/03/2012',
        'URN at time of previous graded inspection': 801_001,
        'Previous graded inspection overall effectiveness': 3,
      }),
      // It took the place of the second, and so did the fourth.
      latest(801_003, {
        'Inspection start date': '11/10/2017',
        'Publication date': '11/11/2017',
        'URN at time of latest graded inspection': 801_002,
        'Overall effectiveness': 4,
      }),
      latest(801_004, {
        'Inspection start date': '11/10/2017',
        'Publication date': '11/11/2017',
        'URN at time of latest graded inspection': 801_002,
        'Overall effectiveness': 4,
      }),
      latest(801_002, {}),
    ]),
  );
  const { counts } = await accept('inspections', file);
  expect(counts).toMatchObject({ rows: 4, rejected: 0, new: 3, empty: 1 });
  expect(await found()).toEqual([
    '801001 2012-03-03 Satisfactory 3 -',
    '801001 2022-05-10 Good 2 2022-06-20',
    '801002 2017-10-11 Inadequate 4 2017-11-11',
  ]);
});

it('inspections: report cards have no grade for the whole, and the last grade before them stays', async () => {
  const card = (urn: number, more: Record<string, string | number>) => ({
    URN: urn,
    'Inspection start date': 'NULL',
    'Publication date': 'NULL',
    'Does the latest full inspection relate to the URN of the current school?': 'NULL',
    'URN at time of latest full inspection': 'NULL',
    'Safeguarding standards': 'NULL',
    Inclusion: 'NULL',
    Achievement: 'NULL',
    'Inspection start date of latest OEIF graded inspection': 'NULL',
    'Publication date of latest OEIF graded inspection': 'NULL',
    'URN at time of latest OEIF graded inspection': 'NULL',
    'Latest OEIF overall effectiveness': 'NULL',
    ...more,
  });
  const before = await found();
  const file = write(
    'Management_information_-_state-funded_schools_-_latest_inspections_as_at_31_Jan_2026.csv',
    csv([
      card(801_001, {
        'Inspection start date': '02/12/2025',
        'Publication date': '14/01/2026',
        'URN at time of latest full inspection': 801_001,
        'Safeguarding standards': 'Met',
        Inclusion: 'Strong standard',
        'Inspection start date of latest OEIF graded inspection': '10/05/2022',
        'Publication date of latest OEIF graded inspection': '20/06/2022',
        'URN at time of latest OEIF graded inspection': 801_001,
        'Latest OEIF overall effectiveness': 2,
      }),
      card(801_003, {
        'Inspection start date of latest OEIF graded inspection': '05/11/2024',
        'Publication date of latest OEIF graded inspection': '10/12/2024',
        'URN at time of latest OEIF graded inspection': 801_003,
        'Latest OEIF overall effectiveness': 'Not judged',
      }),
      // A monitoring visit, in the list of the inspections of a year, is no inspection with a result.
      card(801_004, { 'Inspection start date': '03/12/2025' }),
    ]),
  );
  const { counts } = await accept('inspections', file);
  expect(counts).toMatchObject({ rows: 3, rejected: 0, new: 2, empty: 1 });
  expect((await found()).filter((told) => !before.includes(told))).toEqual([
    '801001 2025-12-02 Report card, no overall grade - 2026-01-14',
    '801003 2024-11-05 Not judged - 2024-12-10',
  ]);
});

it('links of establishments are successions, told once of the two rows that have each; other links are none', async () => {
  const file = write(
    'links_edubasealldata20260301.csv',
    csv(
      [
        [801_002, 801_003, 'Successor', '31-08-2022'],
        [801_003, 801_002, 'Predecessor', '01-09-2022'],
        [801_004, 801_001, 'Predecessor - amalgamated', ''],
        [801_001, 801_004, 'Sixth Form Centre Link', ''],
        [899_001, 899_002, 'Successor', ''],
      ].map(([URN = '', LinkURN = '', LinkType = '', LinkEstablishedDate = '']) => ({
        URN,
        LinkURN,
        LinkName: 'A school',
        LinkType,
        LinkEstablishedDate,
      })),
    ),
  );
  const { counts } = await accept('succession', file);
  expect(counts).toMatchObject({ rows: 5, rejected: 0, new: 2, unchanged: 1, empty: 1, unknown: 1 });
  const { rows } = await read((tx) =>
    sql<{
      told: string;
    }>`select predecessor || ' ' || successor || ' ' || kind || ' ' || coalesce(happened::text, '-') as told
      from schools.succession where import_id = (select max(id) from schools.import) order by 1`.execute(tx),
  );
  expect(rows.map(({ told }) => told)).toEqual(['801001 801004 merger -', '801002 801003 conversion 2022-09-01']);
});
