import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { as, testDatabase } from '../../platform/testing';
import { system } from '../people';
import { warningsOf } from './command';
import { countedSchools } from './counted';
import { kindNamed } from './kinds';
import { describeImport } from './report';
import { acceptImport, giveUpImport, prepareImport, removeImport } from './service';
import { importing, publicFile } from './testing';

const database = await testDatabase();
const clock = heldClock('2022-10-03');
const { accept, bring, mesters, read, write } = importing(database, clock);
const by = { actor: system, clock };

const headings =
  'URN,LA (code),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,Postcode';
const list = (day: string, ...rows: string[]) =>
  write(`edubasealldata${day}.csv`, `${headings}\r\n${rows.join('\r\n')}\r\n`);
const school = (
  urn: number,
  more: Partial<
    Record<'la' | 'number' | 'name' | 'type' | 'status' | 'opened' | 'closed' | 'postcode', string | number>
  > = {},
) => {
  const {
    la = 801,
    number = urn % 10_000,
    name = `School ${urn}`,
    type = 'Community school',
    status = 'Open',
    opened = '',
    closed = '',
    postcode = '',
  } = more;
  return [urn, la, number, name, type, status, opened, closed, 'Primary', 4, 11, postcode].join(',');
};
const prepare = async (path: string, kind = 'gias') => {
  const prepared = await prepareImport(mesters, {
    kind: kindNamed(kind)!,
    path,
    fileName: path.split('/').at(-1)!,
    actor: system,
  });
  if (!prepared.ok) throw new Error(prepared.reason.problem ?? '');
  return prepared.value;
};

it('a file that stops without the end of its last line is looked at by a person', async () => {
  const of = async (end: string) => {
    const path = write(
      '2016-17.csv',
      `URN,LA,ESTAB,SCHOOLTYPE,NORG,NORB,NOR\n801999,801,1999,Community school,10,10,20${end}`,
    );
    return (await bring('census', path, { yes: false })).report.warnings.filter((words) => words.includes('stops'));
  };
  expect(await of('')).toEqual([expect.stringContaining('the last value is too short')]);
  expect(await of('\n')).toEqual([]);
});

it('a number that no school has is a rejected row, not a broken import', async () => {
  const census = (onRoll: string) =>
    write(
      '2018-19.csv',
      `URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n801999,801,1999,Community school,20,10,10\n801998,801,1998,Community school,${onRoll},10,10\n`,
    );
  for (const onRoll of ['99999999999', '100000']) {
    const prepared = await prepare(census(onRoll), 'census');
    expect(prepared.counts).toMatchObject({ rows: 2, new: 1, rejected: 1 });
    await database.transaction(systemStanding(clock), (tx) => giveUpImport(tx, by, prepared.id));
    await removeImport(mesters, prepared.id);
  }
});

it('whole numbers are taken as statistics programs write them, and halves are not', async () => {
  const row = (urn: string, onRoll: string) =>
    `${urn},821.0,${Number(urn) % 10_000}.0,Community school,${onRoll},10.0,10.0\n`;
  const path = write(
    '2017-18.csv',
    `URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n${row('801997.0', '102.0')}${row('801996.0', '102.5')}`,
  );
  const { report } = await bring('census', path, { yes: false, la: 821 });
  expect(report.counts).toMatchObject({ rows: 2, new: 1, rejected: 1, outside: 0 });
  expect(report.rejects).toMatchObject([{ line: 3, column: 5, value: '102.5', reason: 'is not a whole number' }]);
  expect((await bring('census', path, { yes: false, la: 822 })).report.counts).toMatchObject({ outside: 2 });
});

it('a file whose name says two years asks which', async () => {
  for (const [kind, content] of [
    ['census', 'URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n801999,801,1999,Community school,20,10,10\n'],
    ['gias', `${headings}\n${school(147_001)}\n`],
  ] as const) {
    const path = write('2016-17_2017-18.csv', content);
    const { ok, report } = await bring(kind, path, { yes: false });
    expect([ok, report.problem]).toEqual([false, expect.stringContaining('says 2016/17 and 2017/18. Say which day')]);
    expect((await bring(kind, path, { yes: false, year: 2017 })).ok).toBe(true);
  }
});

describe('a file that cannot be used is refused with what to do, and changes nothing', () => {
  const census = 'URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n';
  const spine = publicFile('school_information_spine/2017-18.csv');
  const cases: [string, string, () => string, RegExp][] = [
    [
      'a census as school information',
      'spine',
      () => publicFile('school_census/2018-19.csv'),
      /looks like a census file, not a school information file\. Import it as "census"/,
    ],
    ['school information as a census', 'census', () => spine, /looks like a school information file/],
    [
      'group links as establishments',
      'gias',
      () => publicFile('gias_group_links/2018-05.csv'),
      /looks like a group links file/,
    ],
    [
      'establishments as group links',
      'gias-groups',
      () => publicFile('gias_establishments/2022-08.csv'),
      /looks like an establishments file/,
    ],
    [
      'a heading that is missing',
      'census',
      () => write('c.csv', census.replace('NOR,', 'ROLL,')),
      /this one is missing: "NOR"/,
    ],
    [
      'a full list without one heading is not taken for the short one',
      'spine',
      () =>
        write(
          's.csv',
          'URN,LA,ESTAB,SCHNAME,STREET,LOCALITY,TOWN,POSTCODE,NFTYPE,ISPRIMARY,ISSECONDARY,ISPOST16,AGEL,AGEH,OPENDATE,CLOSEDATE\n',
        ),
      /missing: "ICLOSE"/,
    ],
    [
      'something else',
      'gias',
      () => publicFile('ks2_full_format_other_la/2017-18_LA936.csv'),
      /This is not an establishments file as we know it/,
    ],
    [
      'a row cut in the middle',
      'census',
      () => write('cut.csv', `${census}100001,801,2001,State-funded primary,10,5,5\n100002,801,2002,State-f`),
      /ends in the middle of line 3/,
    ],
    [
      'noise',
      'census',
      () => write('noise.csv', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))),
      /not text/,
    ],
    ['nothing', 'census', () => write('empty.csv', ''), /empty/],
    ['headings alone', 'census', () => write('headings.csv', census), /headings and no rows/],
    [
      'a workbook',
      'census',
      () => write('book.csv', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.from('[Content_Types].xml xl/')])),
      /Excel workbook.*save it as CSV/,
    ],
    ['a missing file', 'census', () => '/nowhere/census.csv', /no file/],
    [
      'rows of which none can be taken',
      'census',
      () => write('bad.csv', `${census}x,801,2001,State-funded primary,10,5,5\n`),
      /None of 1 row could be taken\. The first: line 2, URN: "x" is not a school number/,
    ],
  ];

  it.each(cases)('%s', async (_, kind, file, problem) => {
    const before = await read(everyFact);
    const { ok, report } = await bring(kind, file());
    expect({ ok, outcome: report.outcome }).toEqual({ ok: false, outcome: 'refused' });
    expect(report.problem).toMatch(problem);
    expect(await read(everyFact)).toEqual(before);
  });

  it('a late fault takes back what had been written before it', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => school(110_000 + i));
    const path = write('edubasealldata20220301.csv', `${headings}\n${rows.join('\n')}\n120000,801,"never closed\n`);
    const before = await read(everyFact);
    const { ok, report } = await bring('gias', path);
    expect({ ok, problem: report.problem }).toMatchObject({ ok: false, problem: expect.stringContaining('line 1202') });
    expect(await read(everyFact)).toEqual(before);
  });
});

describe('rows', () => {
  it('that cannot be taken are reported with line, column and reason; the others are taken', async () => {
    const path = list(
      '20220101',
      school(130_001),
      school(130_002, { la: 12 }),
      'x,801,1,Name,Community school,Open,,,,,,',
      school(130_001),
      school(130_003, { status: 'Maybe', opened: '31-02-2020' }),
    );
    const { ok, report } = await bring('gias', path);
    expect({ ok, new: report.counts.new, rejected: report.counts.rejected }).toEqual({ ok: true, new: 1, rejected: 4 });
    expect(
      report.rejects.map(({ line, column, heading, value, reason }) => [line, column, heading, value, reason]),
    ).toEqual([
      [3, 2, 'LA (code)', '12', 'is not an authority code of three figures'],
      [4, 1, 'URN', 'x', 'is not a school number (URN) of six figures'],
      [5, null, null, '', 'the row is about the same as line 2'],
      [
        6,
        6,
        'EstablishmentStatus (name)',
        'Maybe',
        'is not one of Open, Open, but proposed to close, Closed or Proposed to open',
      ],
      [6, 7, 'OpenDate', '31-02-2020', 'is not a date in the calendar'],
    ]);
  });

  it('of another authority are counted and left alone; of none that is one are rejected', async () => {
    const { counts } = await accept(
      'gias',
      list('20220102', school(131_001), school(131_002, { la: 802 }), school(131_003, { la: '80' })),
      { la: 801 },
    );
    expect(counts).toMatchObject({ rows: 3, new: 1, outside: 1, rejected: 1 });
  });

  it('of a city that is not in the file at all say so', async () => {
    const { ok, report } = await bring('gias', list('20220102', school(131_001)), { la: 999 });
    expect({ ok, outcome: report.outcome, warnings: report.warnings }).toEqual({
      ok: true,
      outcome: 'nothing',
      warnings: ['No row of this file belongs to authority 999.'],
    });
  });

  it('in Windows-1252, compressed, with quotation marks', async () => {
    const text = `${headings}\r\n${school(132_001, { name: '"Zo\xeb\x92s ""old"" school, the first"' })}\r\n`;
    await accept('gias', write('20220103.csv.gz', gzipSync(Buffer.from(text, 'latin1'))));
    const { name } = await read((tx) =>
      tx.selectFrom('schools.current_school').select('name').where('urn', '=', 132_001).executeTakeFirstOrThrow(),
    );
    expect(name).toBe('Zoë’s "old" school, the first');
  });

  it('of real schools are not taken by a demonstration', async () => {
    const kind = (kind: 'own' | 'demonstration' | 'new') => read((tx) => changeInstallation(tx, { kind }));
    const mixed = list('20220104', school(199_500), school(133_001));
    await kind('demonstration');
    const { ok, report } = await bring('gias', mixed);
    expect({ ok, problem: report.problem }).toMatchObject({
      ok: false,
      problem: expect.stringContaining('This is a demonstration'),
    });
    const prepared = await prepare(mixed);
    expect(prepared.counts).toMatchObject({ new: 1, rejected: 1 });
    await kind('new');
  });
});

describe('what becomes of schools', () => {
  it('new, changed, closed, reopened, each told once', async () => {
    expect((await accept('gias', list('20200101', school(140_001), school(140_002)))).counts).toMatchObject({ new: 2 });
    expect(
      (
        await accept(
          'gias',
          list(
            '20200201',
            school(140_001, { name: 'Other name' }),
            school(140_002, { status: 'Closed', closed: '31-12-2019' }),
          ),
        )
      ).counts,
    ).toMatchObject({ changed: 1, closed: 1 });
    expect((await accept('gias', list('20200301', school(140_002)))).counts).toMatchObject({ changed: 1, closed: 0 });
    const { rows } = await read((tx) =>
      sql`select change, changed, closed::text from schools.school_version where urn = 140002 order by id`.execute(tx),
    );
    expect(rows).toEqual([
      { change: 'new', changed: [], closed: null },
      { change: 'closed', changed: ['open', 'closed'], closed: '2019-12-31' },
      { change: 'changed', changed: ['open', 'closed'], closed: null },
    ]);
  });

  it('a school that closes next month is open today, and its successor is not yet', async () => {
    const closing = school(141_001, { number: 2900, status: '"Open, but proposed to close"', closed: '31-10-2022' });
    const opening = school(141_002, { number: 2900, type: 'Academy converter', opened: '01-11-2022' });
    await accept('gias', list('20221001', closing, opening));
    const open = (day: string) =>
      database.transaction(systemStanding(heldClock(day)), async (tx) =>
        (
          await tx
            .selectFrom('schools.current_school')
            .select('urn')
            .where('urn', 'in', [141_001, 141_002])
            .where('open', '=', true)
            .execute()
        ).map(({ urn }) => urn),
      );
    expect([await open('2022-10-03'), await open('2022-10-31'), await open('2022-11-01')]).toEqual([
      [141_001],
      [141_001],
      [141_002],
    ]);
    const { rows } = await read((tx) =>
      sql`select kind, happened::text from schools.succession where predecessor = 141001`.execute(tx),
    );
    expect(rows).toEqual([{ kind: 'conversion', happened: '2022-11-01' }]);
  });

  it('two that merely share a number, or stand open side by side, are not taken for one another', async () => {
    const rows = [
      school(142_001, { number: 2901, status: 'Closed', closed: '31-08-1995' }),
      school(142_002, { number: 2901, type: 'Academy converter', opened: '01-09-2016' }),
      school(142_003, { name: 'Hill Infant School', postcode: 'S1 1AA' }),
      school(142_004, {
        name: 'Hill Junior School',
        postcode: 'S1 1AA',
        type: 'Academy converter',
        opened: '01-09-2018',
      }),
    ];
    expect((await accept('gias', list('20210101', ...rows))).counts).toMatchObject({ new: 4, successions: 0 });
  });

  it('what a row says against itself is rejected, with its line and column', async () => {
    const rejectsOf = async (name: string, file: string) =>
      (await bring('gias', write(name, file), { yes: false })).report.rejects.map(({ line, column, heading, reason }) =>
        [line, column, heading, reason].join(' '),
      );
    const ages = school(144_001).replace('Primary,4,11', 'Primary,11,3');
    const closes = school(144_002, { status: 'Closed', opened: '01-09-2010', closed: '31-08-2001' });
    const sameDay = school(144_003, { status: 'Closed', opened: '01-09-2010', closed: '01-09-2010' });
    expect(await rejectsOf('edubasealldata20220801.csv', `${headings}\n${ages}\n${closes}\n${sameDay}\n`)).toEqual([
      '2 11 StatutoryHighAge is below the lowest age, which is 11',
      '3 8 CloseDate is before 1 September 2010, the day on which it opened',
    ]);
    const at = (urn: number, place: string) => `${school(urn)},${place}`;
    expect(
      await rejectsOf(
        'edubasealldata20220802.csv',
        `${headings},Easting,Northing\n${[
          at(144_004, '4441386,388012'),
          at(144_005, '444138,3880120'),
          at(144_006, '0,0'),
          at(144_007, ','),
          at(144_008, '700000,1300000'),
          at(144_009, '700001,1'),
        ].join('\n')}\n`,
      ),
    ).toEqual([
      '2 13 Easting is not between 0 and 700000',
      '3 14 Northing is not between 0 and 1300000',
      '7 13 Easting is not between 0 and 700000',
    ]);
  });

  it('open with a last day that has passed is open, and is pointed out; one that was to close has closed', async () => {
    const { warnings } = await accept(
      'gias',
      list(
        '20220901',
        school(145_001, { la: 813, name: 'Again School', closed: '31-08-2019' }),
        school(145_002, { la: 813, status: '"Open, but proposed to close"', closed: '31-08-2022' }),
      ),
    );
    expect(warnings).toEqual([
      '1 school is listed as open with a last day that has passed, and taken as open, without that day: Again School (145001).',
    ]);
    const { rows } = await read((tx) =>
      sql`select urn, open, closed::text from schools.current_school where urn in (145001, 145002) order by urn`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([
      { urn: 145_001, open: true, closed: null },
      { urn: 145_002, open: false, closed: '2022-08-31' },
    ]);
  });

  it('a school of an earlier list that the new one leaves out is named, and stays open', async () => {
    const of =
      (la: number) =>
      (urn: number, more: Parameters<typeof school>[1] = {}) =>
        school(urn, { la, ...more });
    const [here, there] = [of(811), of(812)];
    await accept(
      'gias',
      list(
        '20220101',
        here(146_001),
        here(146_002, { name: 'Left Out' }),
        here(146_003, { status: 'Closed', closed: '31-08-2020' }),
        here(146_004, { number: 2904 }),
        here(146_005),
        there(146_006),
      ),
    );
    const newer = list(
      '20220701',
      here(146_001),
      // What became an academy, and a row that is rejected, are in the list.
      here(146_007, { number: 2904, type: 'Academy converter', opened: '01-04-2022' }),
      here(146_005, { opened: 'soon' }),
    );
    const { warnings } = await accept('gias', newer);
    expect(warnings).toEqual([
      '1 school of this authority is open by an earlier list, and not in this one: Left Out (146002). A list that leaves a school out does not close it.',
    ]);
    const { rows } = await read((tx) => sql`select open from schools.current_school where urn = 146002`.execute(tx));
    expect(rows).toEqual([{ open: true }]);
    // A page says it before anybody accepts.
    const again = await prepare(list('20220801', here(146_001)));
    expect(warningsOf(again, clock.today())).toEqual([expect.stringContaining('3 schools of this authority are open')]);
    await database.transaction(systemStanding(clock), (tx) => giveUpImport(tx, by, again.id));
    await removeImport(mesters, again.id);
  });

  it('the older list brought second tells the same: who became whom, and when the first ended', async () => {
    const after = school(143_002, { number: 2902, type: 'Academy converter', opened: '01-04-2020' });
    const before = [school(143_001, { number: 2902 }), school(143_003, { number: 2903 })];
    await accept('gias', list('20220801', after));
    const { counts } = await accept('gias', list('20180831', ...before));
    expect(counts).toMatchObject({ new: 1, converted: 1, successions: 1 });
    const state = (on: string) =>
      read((tx) =>
        sql<{ open: boolean; closed: string | null }>`select open, closed::text as closed from schools.school_version
          where urn = 143001 and as_at <= ${on}::date order by as_at desc limit 1`.execute(tx),
      ).then(({ rows }) => rows[0]);
    expect(await state('2018-08-31')).toEqual({ open: true, closed: null });
    expect(await state('2022-08-01')).toEqual({ open: false, closed: '2020-03-31' });
    for (const again of [list('20180831', ...before), list('20220801', after)])
      expect((await accept('gias', again)).outcome).toBe('nothing');
  });

  it('links in the list say what numbers cannot: a merger', async () => {
    const linked = (row: string, link: string) => `${row},${link}`;
    const path = write(
      'gias20210201.csv',
      [
        `${headings},Linked establishments`,
        linked(school(143_001, { status: 'Closed', closed: '31-08-2020' }), '143003 Successor - amalgamated'),
        linked(school(143_002, { status: 'Closed', closed: '31-08-2020' }), '143003 Successor - amalgamated'),
        linked(school(143_003, { opened: '01-09-2020' }), 'Does not have links'),
      ].join('\n'),
    );
    await accept('gias', `${path}`);
    const { rows } = await read((tx) =>
      sql`select predecessor, kind, happened::text from schools.succession where successor = 143003 order by 1`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([
      { predecessor: 143001, kind: 'merger', happened: '2020-09-01' },
      { predecessor: 143002, kind: 'merger', happened: '2020-09-01' },
    ]);
  });

  it('a type that nobody knows is kept, and named', async () => {
    const report = await accept('gias', list('20210301', school(144_001, { type: 'Flying school' })));
    expect(report.unknownNames).toEqual(['Flying school']);
    expect(report.counts.rejected).toBe(0);
  });
});

describe('accepting', () => {
  it('shows nothing before, and everything after, to those who may see it', async () => {
    const made = await prepare(list('20220501', school(150_001)));
    const seen = (sees: string[] | 'nobody') =>
      database.transaction(as(sees, 'web', clock), (tx) =>
        tx.selectFrom('schools.school_version').select('urn').where('urn', '=', 150_001).execute(),
      );
    expect([await seen('nobody'), await seen(['imports/*'])]).toEqual([[], []]);
    expect((await read((tx) => acceptImport(tx, by, made.id))).ok).toBe(true);
    expect([await seen('nobody'), await seen(['imports/*'])]).toEqual([[{ urn: 150_001 }], [{ urn: 150_001 }]]);
    const deeds = await read((tx) =>
      tx
        .selectFrom('platform.audit')
        .select(['about', 'after'])
        .where('action', '=', 'schools.import-accepted')
        .orderBy('id', 'desc')
        .limit(1)
        .execute(),
    );
    expect(deeds[0]?.about).toContain('1 school is new');
    expect(deeds[0]?.after).toEqual({ Rows: '1' });
  });

  it('twice at once is once', async () => {
    const made = await prepare(list('20220502', school(150_002)));
    const both = await Promise.all([1, 2].map(() => read((tx) => acceptImport(tx, by, made.id))));
    expect(both.map((one) => (one.ok ? 'accepted' : one.reason)).sort()).toEqual(['accepted', 'already-accepted']);
  });

  it('of two that were compared with the same state, one wins; the other is asked to compare again', async () => {
    const one = await prepare(list('20220503', school(150_003)));
    const two = await prepare(list('20220504', school(150_003, { name: 'Another name' })));
    const both = await Promise.all([one, two].map(({ id }) => read((tx) => acceptImport(tx, by, id))));
    expect(both.map((it) => (it.ok ? 'accepted' : it.reason)).sort()).toEqual(['accepted', 'stale']);
  });

  it('what was discarded or refused is never accepted, and its rows are gone', async () => {
    const before = await read(everyFact);
    const made = await prepare(list('20220505', ...Array.from({ length: 700 }, (_, i) => school(151_000 + i))));
    expect((await read(everyFact)).versions).toBe(before.versions + 700);
    expect(await read((tx) => giveUpImport(tx, by, made.id))).toBe(true);
    await removeImport(mesters, made.id);
    expect(await read(everyFact)).toEqual(before);
    expect(await read((tx) => acceptImport(tx, by, made.id))).toEqual({ ok: false, reason: 'not-ready' });
    expect(await read((tx) => acceptImport(tx, by, 0))).toEqual({ ok: false, reason: 'missing' });
  });

  it('an import that others lean on keeps its schools when it is given up', async () => {
    const one = await prepare(list('20220506', school(152_001)));
    const two = await prepare(list('20220507', school(152_001)));
    await read((tx) => giveUpImport(tx, by, one.id));
    await removeImport(mesters, one.id);
    expect((await read((tx) => acceptImport(tx, by, two.id))).ok).toBe(true);
    expect(
      await read((tx) => tx.selectFrom('schools.current_school').select('name').where('urn', '=', 152_001).execute()),
    ).toHaveLength(1);
  });
});

describe('partnerships', () => {
  const members = (rows: string) => write('partnerships.csv', `URN,Partnership,Letter,Kind,From,Until\n${rows}`);
  const current = (day: string) =>
    database.transaction(systemStanding(heldClock(day)), async (tx) =>
      (
        await tx
          .selectFrom('schools.current_partnership_membership')
          .select(['urn', 'partnership_id as id'])
          .where('urn', 'in', [160_001, 160_002])
          .orderBy('urn')
          .orderBy('partnership_id')
          .execute()
      ).map(({ urn, id }) => `${urn} ${id}`),
    );

  it('a school joins, leaves, and moves from one locality to another', async () => {
    await accept('gias', list('20210101', school(160_001), school(160_002)));
    const first = await accept(
      'partnerships',
      members(
        '160001,North,A,locality,01/09/2021,\n160002,Early years network,,network,01/09/2021,31/08/2022\n160001,Early years network,,,,\n169999,North,,,,\n',
      ),
      { asAt: Temporal.PlainDate.from('2021-09-01') },
    );
    expect(first.counts).toMatchObject({ new: 3, rejected: 1 });
    expect(first.rejects).toMatchObject([
      { line: 5, heading: 'URN', value: '169999', reason: 'is not the number of a school that is known here' },
    ]);
    expect(await current('2021-10-01')).toEqual([
      '160001 early-years-network',
      '160001 north',
      '160002 early-years-network',
    ]);
    expect(await current('2022-09-01')).toEqual(['160001 early-years-network', '160001 north']);
    await accept('partnerships', members('160001,South,B,locality,01/04/2022,\n'));
    expect(await current('2022-03-31')).toContain('160001 north');
    expect(await current('2022-04-01')).toEqual([
      '160001 early-years-network',
      '160001 south',
      '160002 early-years-network',
    ]);
    expect((await bring('partnerships', members('160001,South,B,locality,01/04/2022,\n'))).report.outcome).toBe(
      'nothing',
    );
  });

  it('a row that gives a partnership another letter or kind than an earlier row is rejected, naming that row', async () => {
    const report = await accept(
      'partnerships',
      members(
        '169999,Hill side,Q,board,,\n160001,Hill side,,,,\n160002,Hill side,H,network,,\n160001,hill Side,J,network,2019-09-01,\n160002,Hill side,H,group,2019-09-01,\n160001,Hill side,H,network,2020-09-01,01/02/2020\n',
      ),
    );
    expect(report.counts).toMatchObject({ rows: 6, new: 2, rejected: 4 });
    expect(report.rejects.slice(1)).toEqual([
      { line: 5, column: 3, heading: 'Letter', value: 'J', reason: 'is not what line 4 says of this partnership: H' },
      {
        line: 6,
        column: 4,
        heading: 'Kind',
        value: 'group',
        reason: 'is not what line 4 says of this partnership: network',
      },
      {
        line: 7,
        column: 6,
        heading: 'Until',
        value: '01/02/2020',
        reason: 'is before 1 September 2020, from which it holds',
      },
    ]);
    expect(await calledOn('2022-10-03', 'hill-side')).toBe('Hill side H network');
  });

  const calledOn = (day: string, id: string) =>
    database.transaction(as('nobody', 'web', heldClock(day)), async (tx) => {
      const row = await tx
        .selectFrom('schools.current_partnership')
        .select(['name', 'letter', 'kind'])
        .where('id', '=', id)
        .executeTakeFirst();
      return row && `${row.name} ${row.letter} ${row.kind}`;
    });

  it('another name, letter or kind comes with the newest accepted file, from its day on, and not before it is accepted', async () => {
    const file = (day: string, rows: string) => [members(rows), { asAt: Temporal.PlainDate.from(day) }] as const;
    await accept('partnerships', ...file('2021-09-01', '160002,Upper valley,U,group,,\n'));
    expect(await calledOn('2022-01-01', 'upper-valley')).toBe('Upper valley U group');

    const waiting = await bring('partnerships', file('2022-05-01', '160002,Upper Valley,V,locality,,\n')[0], {
      asAt: Temporal.PlainDate.from('2022-05-01'),
      yes: false,
    });
    expect(waiting.report).toMatchObject({ outcome: 'preview', counts: { partnerships: 1, new: 0, changed: 0 } });
    expect(await calledOn('2022-06-01', 'upper-valley')).toBe('Upper valley U group');

    const renamed = await accept('partnerships', ...file('2022-05-01', '160002,Upper Valley,V,locality,,\n'));
    expect(renamed.counts).toMatchObject({ partnerships: 1, unchanged: 1 });
    expect(describeImport(renamed, { noun: 'membership', called: '' })[0]).toContain(
      '1 partnership has another name, letter or kind.',
    );
    expect(await calledOn('2022-04-30', 'upper-valley')).toBe('Upper valley U group');
    expect(await calledOn('2022-05-01', 'upper-valley')).toBe('Upper Valley V locality');
    // What a file does not say stays, and bringing it again changes nothing.
    for (const rows of ['160002,Upper Valley,,,,\n', '160002,Upper Valley,V,locality,,\n'])
      expect((await bring('partnerships', ...file('2022-06-01', rows))).report.outcome).toBe('nothing');
    // An older file that is accepted later does not win over a newer one.
    await accept('partnerships', ...file('2022-02-01', '160002,Upper VALLEY,W,group,01/01/2020,\n'));
    expect(await calledOn('2022-02-01', 'upper-valley')).toBe('Upper VALLEY W group');
    expect(await calledOn('2022-10-03', 'upper-valley')).toBe('Upper Valley V locality');
  });

  it('one that two files name is there as soon as one of them is accepted, and is called as that one says', async () => {
    const waiting = await prepare(members('160001,Lower valley,X,group,,\n'), 'partnerships');
    expect(await calledOn('2022-10-03', 'lower-valley')).toBeUndefined();
    await accept('partnerships', members('160002,Lower Valley,,network,,\n'));
    expect(await calledOn('2022-10-03', 'lower-valley')).toBe('Lower Valley null network');
    await read((tx) => giveUpImport(tx, by, waiting.id));
    await removeImport(mesters, waiting.id);
    expect(await calledOn('2022-10-03', 'lower-valley')).toBe('Lower Valley null network');
  });

  it('one that only a discarded file names is gone; one that waits is seen by nobody', async () => {
    const made = await prepare(members('160001,Passing,,group,,\n'), 'partnerships');
    const named = (tx: Tx) => tx.selectFrom('schools.partnership').select('id').where('id', '=', 'passing').execute();
    expect(await database.transaction(as('nobody', 'web', clock), named)).toEqual([]);
    await read((tx) => giveUpImport(tx, by, made.id));
    await removeImport(mesters, made.id);
    expect(await read(named)).toEqual([]);
  });
});

describe('who counts', () => {
  const brought = async (rows: string, year: number) =>
    accept('census', write('census.csv', `URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB\n${rows}`), { year });
  const counted = (day: string) => database.transaction(systemStanding(heldClock(day)), countedSchools);

  it('the newest census on or before today, by the kinds that count, with what the office counted', async () => {
    await brought(
      '160001,801,2001,State-funded primary,100,50,50\n160002,801,1001,State-funded nursery,40,20,20\n',
      2020,
    );
    await brought(
      '160001,801,2001,State-funded primary,110,NA,NA\n160002,801,2002,State-funded primary,NA,NA,NA\n',
      2021,
    );
    const at = async (day: string) =>
      (await counted(day)).map(({ urn, onRoll, censusDate }) => [urn, onRoll, String(censusDate)]);
    expect(await at('2021-01-20')).toEqual([]);
    expect(await at('2021-01-21')).toEqual([[160_001, 100, '2021-01-21']]);
    expect(await at('2022-02-01')).toEqual([[160_001, 110, '2022-01-20']]);
    await read((tx) =>
      sql`insert into schools.pupil_number (urn, census_date, source, on_roll, school_aged, counted, reason)
        values (160001, '2022-01-20', 'office', 110, 90, true, 'The nursery class was counted apart')`.execute(tx),
    );
    expect(await counted('2022-02-01')).toMatchObject([
      { urn: 160_001, onRoll: 110, schoolAged: 90, partnershipId: 'north' },
    ]);
  });
});

async function everyFact(tx: Tx) {
  const { rows } = await sql<{ schools: number; versions: number; numbers: number }>`
    select (select count(*)::int from schools.school) as schools, (select count(*)::int from schools.school_version) as versions,
      (select count(*)::int from schools.pupil_number) as numbers`.execute(tx);
  return rows[0]!;
}
