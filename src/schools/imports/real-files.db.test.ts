import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { heldClock } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { readTable } from '../../platform/reading';
import { testDatabase } from '../../platform/testing';
import { countedSchools } from './counted';
import { previewOf } from './preview';
import { importing, publicFile } from './testing';

const spine = publicFile('school_information_spine/2017-18.csv');
const census = publicFile('school_census/2018-19.csv');
const gias = publicFile('gias_establishments/2022-08.csv');
const groups = publicFile('gias_group_links/2018-05.csv');
// Before the end of a term after which one school closes, as the list of that month says.
const later = heldClock('2022-08-15');

describe('the real files of one city, one after another', async () => {
  const database = await testDatabase();
  const { accept, bring, read, renamed } = importing(database, later);

  it('a look changes nothing, and leaves nothing behind', async () => {
    const { ok, report } = await bring('spine', spine, { la: 373, yes: false });
    expect({ ok, outcome: report.outcome, new: report.counts.new }).toEqual({ ok: true, outcome: 'preview', new: 205 });
    expect(await read(everyFact)).toEqual(noFact);
  });

  it('school information: 205 schools, and who took whose place', async () => {
    const report = await accept('spine', spine, { la: 373 });
    expect(report).toMatchObject({
      asAt: '2018-08-31',
      asAtSource: "the last day of 2017/18, from the file's name",
      unknownNames: [],
      rejects: [],
    });
    expect(report.counts).toMatchObject({
      rows: 205,
      new: 205,
      changed: 0,
      closed: 0,
      rejected: 0,
      outside: 0,
      successions: 16,
    });
  });

  it('the census: 184 numbers, four schools without a name, the totals left out', async () => {
    const report = await accept('census', census, { la: 373 });
    expect(report).toMatchObject({ asAt: '2019-01-17' });
    // Three national totals, and a college whose pupils are counted elsewhere.
    expect(report.counts).toMatchObject({ rows: 188, new: 184, empty: 4, unnamed: 4, rejected: 0 });
    expect(await read(totals)).toEqual({ schools: 173, fees: 53_605_200 });
    const unnamed = (await read(countedSchools)).find((school) => school.urn === 107184);
    expect(unnamed).toMatchObject({ name: 'School 373/7038 (name not yet known)', status: 'other' });
  });

  it('establishments of 2022 over it: conversions, and no school closed because a list of some leaves it out', async () => {
    const before = await read(openSchools);
    const report = await accept('gias', gias);
    expect(report).toMatchObject({ asAt: '2022-08-01', unknownNames: [] });
    expect(report.counts).toMatchObject({
      rows: 163,
      new: 0,
      changed: 155,
      closed: 0,
      converted: 7,
      continued: 1,
      rejected: 0,
      numbers: 160,
    });
    const after = await read(openSchools);
    // Eight numbers for eight others, and nobody else.
    expect(before.filter((urn) => !after.includes(urn))).toEqual([
      106992, 107007, 107023, 107037, 107071, 107100, 107156, 139101,
    ]);
    expect(after.filter((urn) => !before.includes(urn))).toEqual([
      147481, 147621, 147622, 147788, 147921, 148100, 148690, 148868,
    ]);
    expect(after).toContain(107184);
  });

  it('what is found about successors is what the official links say', async () => {
    const table = await readTable(publicFile('gias_urn_lookup/2022-03.csv'));
    const links: [number, number][] = [];
    for await (const rows of table.rows)
      for (const { values } of rows) links.push([Number(values[0]), Number(values[1])]);
    const known = new Set(await read(namedSchools));
    const expected = links.filter(([old, latest]) => old !== latest && known.has(old) && known.has(latest));
    const found = await read(successions);
    const merger = [107161, 107166]; // one independent school went into another, with another name and place: no list of schools shows it
    expect(found.map((one) => `${one.predecessor} ${one.successor}`).sort()).toEqual(
      expected
        .filter(([old]) => old !== merger[0])
        .map((pair) => pair.join(' '))
        .sort(),
    );
    expect(found).toHaveLength(24);
    expect(found.find((one) => one.predecessor === 106992)).toEqual({
      predecessor: 106992,
      successor: 147621,
      kind: 'conversion',
      evidence:
        'Same authority and establishment number (373/2040): 106992 (Community school) was open on 31 August 2018, 147621 (Academy converter) opened on 1 April 2020.',
    });
    expect(found.find((one) => one.predecessor === 139101)?.evidence).toMatch(/^Same name and postcode/);
    expect(found.filter((one) => one.kind === 'other').map((one) => one.predecessor)).toEqual([137400, 139101, 140809]);
    const { counts } = await accept('succession', publicFile('gias_urn_lookup/2022-03.csv'));
    expect(counts).toMatchObject({ rejected: 0, unchanged: 24 });
  });

  it('who counts does not change by what is known of them later', async () => {
    await accept('gias-groups', groups);
    const schools = await read(countedSchools);
    expect(await read(totals)).toEqual({ schools: 173, fees: 53_605_200 });
    expect(new Set(schools.map((school) => school.urn)).size).toBe(173);
    const converted = schools.find((school) => school.urn === 106992);
    expect(converted).toMatchObject({ name: 'Whiteways Primary School', successor: 147621 });
    expect(schools.filter((school) => school.trustUid !== null).length).toBeGreaterThan(50);
    expect(schools.map((school) => school.urn)).not.toContain(140940);
  });

  it('nothing is written when the same files come again, in any order', async () => {
    const before = await read(everyFact);
    for (const [kind, file] of [
      ['gias', gias],
      ['census', census],
      ['spine', spine],
      ['gias-groups', groups],
    ] as const) {
      const { ok, report } = await bring(kind, file);
      expect({ ok, outcome: report.outcome, rejected: report.counts.rejected }).toEqual({
        ok: true,
        outcome: 'nothing',
        rejected: 0,
      });
    }
    expect(await read(everyFact)).toEqual(before);
  });

  it('inspections: history in words, then the newest as figures', async () => {
    const history = await accept('inspections', publicFile('ofsted_inspections/2005-2020.csv'));
    expect(history.counts.rejected).toBe(0);
    expect(history.counts.new + history.counts.unknown).toBe(455);
    const latest = await accept('inspections', publicFile('ofsted_latest/2017-18.csv'));
    // The figures say what the words said, and add the day of publication.
    expect(latest.counts).toMatchObject({ rejected: 0, rows: 175 });
    const { rows } = await read((tx) =>
      sql<{ outcome: string; grade: number; published: string }>`
        select outcome, grade, published::text from schools.inspection where urn = 106982 order by inspected desc, import_id desc limit 1`.execute(
        tx,
      ),
    );
    expect(rows[0]).toEqual({ outcome: 'Good', grade: 2, published: '2018-04-23' });
  });

  it('trusts: a school that a later list no longer has in one has left it; a list of academies says nothing of federations', async () => {
    const all = await accept('gias-groups', publicFile('gias_group_links_all/2022-03.csv'));
    expect(all.counts).toMatchObject({ rows: 193, rejected: 0 });
    const federations = (tx: Tx) =>
      sql<{ n: number }>`
        select count(*)::int as n from schools.current_trust_membership m join schools.current_trust t using (uid) where t.kind = 'Federation'`
        .execute(tx)
        .then(({ rows }) => rows[0]?.n);
    expect(await read(federations)).toBe(4);
    const path = renamed('gias_group_links/2019-06.csv', 'grouplinks_20220701.csv');
    const { counts } = await accept('gias-groups', path);
    expect(counts.left).toBeGreaterThan(0);
    expect(await read(federations)).toBe(4);
  });
});

describe('in another order', async () => {
  const database = await testDatabase();
  const { accept, bring, read } = importing(database, later);

  it('the census first: every school is there by its number, and named by the list that follows', async () => {
    await accept('gias', gias);
    expect((await accept('census', census)).counts).toMatchObject({ new: 184, unnamed: 38 });
    // One of them teaches from 16 to 19 only, which the census does not say.
    expect(await read(totals)).toMatchObject({ schools: 174 });
    const report = await accept('spine', spine);
    expect(report.counts).toMatchObject({ rows: 205, rejected: 0 });
    expect(await read(totals)).toEqual({ schools: 173, fees: 53_605_200 });
    expect((await bring('gias', gias)).report.outcome).toBe('nothing');
  });

  it('a file of before the first that was known fills history and changes nothing of today', async () => {
    const before = await read(currentNames);
    const report = await accept('spine', publicFile('school_information_spine/2015-16.csv'));
    expect(report.counts).toMatchObject({ rows: 203, rejected: 0 });
    expect(report.counts).toMatchObject({ earlier: 175, new: 28 });
    expect(report.warnings.join()).toContain('28 schools stand in no later list');
    const after = await read(currentNames);
    for (const [urn, name] of before) expect(after.get(urn)).toBe(name);
    const older = await accept('census', publicFile('school_census/2015-16.csv'));
    expect(older.asAt).toBe('2016-01-21');
    expect(older.counts.rejected).toBe(0);
    expect(await read(totals)).toEqual({ schools: 173, fees: 53_605_200 });
  });
});

describe('lists of groups: what holds today is what the newest says, in whatever order they come', () => {
  const links = (name: string) => publicFile(`gias_group_links/${name}.csv`);
  const current = async (tx: Tx) =>
    (
      await sql<{ membership: string }>`
        select urn || ' in ' || uid || ' since ' || coalesce(joined::text, '?') as membership from schools.current_trust_membership order by 1`.execute(
        tx,
      )
    ).rows.map(({ membership }) => membership);
  const silverdale = (tx: Tx) =>
    sql<{ uid: number; as_at: string; present: boolean }>`
      select uid, as_at::text, present from schools.trust_membership where urn = 139167 order by as_at, present, uid`
      .execute(tx)
      .then(({ rows }) => rows.map(({ uid, as_at, present }) => `${as_at}: ${present ? 'in' : 'not in'} ${uid}`));
  const orders = [
    ['2018-05', '2019-01', '2019-06'],
    ['2018-05', '2019-06', '2019-01'],
    ['2019-01', '2018-05', '2019-06'],
    ['2019-01', '2019-06', '2018-05'],
    ['2019-06', '2018-05', '2019-01'],
    ['2019-06', '2019-01', '2018-05'],
  ];

  let expected: string[];
  beforeAll(async () => {
    const { accept, read } = importing(await testDatabase(), later);
    await accept('spine', spine, { la: 373 });
    await accept('gias-groups', links('2019-06'), { la: 373 });
    expected = await read(current);
    expect(expected).toHaveLength(159);
  });

  it.each(orders)('%s, %s, %s', async (...order) => {
    const { accept, bring, read } = importing(await testDatabase(), later);
    await accept('spine', spine, { la: 373 });
    for (const name of order) await accept('gias-groups', links(name), { la: 373 });
    expect(await read(current)).toEqual(expected);
    for (const name of order) expect((await bring('gias-groups', links(name))).report.outcome).toBe('nothing');
  });

  it('a list in which nothing is new still says what was no more when it was made', async () => {
    const { accept, bring, read, write } = importing(await testDatabase(), later);
    await accept('spine', spine, { la: 373 });
    const list = (day: string, ...more: string[]) => {
      const [headings = '', ...rows] = readFileSync(links('2019-01'), 'utf8').split(/(?<=\n)/);
      return write(`${day}.csv`, [headings, ...rows, ...more].join(''));
    };
    await accept('gias-groups', list('2019-01'), { la: 373 });
    const before = await read(current);
    const { counts } = await accept('gias-groups', list('2021-10'), { la: 373 });
    expect(counts).toMatchObject({ new: 0, changed: 0, left: 0, confirmed: 1 });
    expect((await bring('gias-groups', list('2021-10'), { la: 373 })).report.outcome).toBe('nothing');
    // Between the two a maintained school is in a trust.
    const [first = ''] = readFileSync(links('2019-01'), 'utf8')
      .split(/(?<=\n)/)
      .filter((row) => /^"?139167"?,/.test(row));
    await accept('gias-groups', list('2020-05', first.replace('139167', '107000')), { la: 373 });
    expect(await read(current)).toEqual(before);
  });

  it('an older list adds what was before, and calls none of it new', async () => {
    const { accept, bring, read } = importing(await testDatabase(), later);
    await accept('spine', spine, { la: 373 });
    await accept('gias-groups', links('2019-01'), { la: 373 });
    const before = await read(current);
    const look = await bring('gias-groups', links('2018-05'), { la: 373, yes: false });
    expect(look.report.counts).toMatchObject({ new: 0, changed: 0, left: 0, earlier: 137, unchanged: 0 });
    expect(await read(current)).toEqual(before);
    const { id, warnings } = await accept('gias-groups', links('2018-05'), { la: 373 });
    expect(warnings).toEqual([]);
    expect(await read(current)).toEqual(before);
    expect(await read(silverdale)).toEqual(['2018-05-01: in 4525', '2019-01-01: not in 4525', '2019-01-01: in 17155']);
    const { memberships } = await read((tx) => previewOf(tx, id!));
    expect(memberships.total).toBe(139);
    // What nobody need look at stands last.
    expect(memberships.lines.slice(0, 3).map(({ urn, after }) => `${urn} ${after}`)).toEqual([
      '139167 no longer on 2019-01-01',
      '139695 no longer on 2019-01-01',
      '143052 had joined before',
    ]);
  });
});

describe('the tables of a preview list as many schools as its sentence counts', async () => {
  const lists = {
    spine2018: spine,
    spine2016: publicFile('school_information_spine/2015-16.csv'),
    gias,
  };
  it.each([
    ['in the order of their days', ['spine2016', 'spine2018', 'gias']],
    ['the newest first', ['gias', 'spine2018', 'spine2016']],
    ['the oldest last', ['spine2018', 'gias', 'spine2016']],
  ] as const)('%s', async (_, order) => {
    const database = await testDatabase();
    const { accept, read } = importing(database, later);
    for (const name of order) {
      const { id, counts } = await accept(name === 'gias' ? 'gias' : 'spine', lists[name], { la: 373 });
      const { newSchools, closedSchools } = await read((tx) => previewOf(tx, id!));
      expect([name, newSchools.total, closedSchools.total]).toEqual([name, counts.new, counts.closed]);
    }
  });
});

describe('one city out of the whole country', async () => {
  const database = await testDatabase();
  const { accept, read } = importing(database, later);
  let reports: Awaited<ReturnType<typeof accept>>[] = [];
  beforeAll(async () => {
    reports = [
      await accept('spine', publicFile('national/school_information_spine_2017-18.csv.gz'), { la: 373 }),
      await accept('census', publicFile('national/school_census_2018-19.csv.gz'), { la: 373 }),
      await accept('gias', publicFile('national/gias_establishments_2022-08.csv.gz'), { la: 373 }),
    ];
  });

  it('the same as its own rows', async () => {
    expect(reports.map(({ counts }) => [counts.rows, counts.outside, counts.rejected])).toEqual([
      [26_078, 25_873, 0],
      [23_942, 23_942 - 188, 0],
      [20_188, 20_025, 0],
    ]);
    expect(await read(totals)).toEqual({ schools: 173, fees: 53_605_200 });
  });
});

async function totals(tx: Tx) {
  const schools = await countedSchools(tx);
  return {
    schools: schools.length,
    fees: schools.reduce((sum, { onRoll }) => sum + 150_000 + 400 * Math.min(onRoll, 750), 0),
  };
}

const noFact = { schools: 0, versions: 0, numbers: 0, successions: 0, trusts: 0, memberships: 0 };

async function everyFact(tx: Tx) {
  const { rows } = await sql<typeof noFact>`
    select (select count(*)::int from schools.school) as schools, (select count(*)::int from schools.school_version) as versions,
      (select count(*)::int from schools.pupil_number) as numbers, (select count(*)::int from schools.succession) as successions,
      (select count(*)::int from schools.trust) as trusts, (select count(*)::int from schools.trust_membership) as memberships`.execute(
    tx,
  );
  return rows[0];
}

const openSchools = async (tx: Tx): Promise<number[]> =>
  (await tx.selectFrom('schools.current_school').select('urn').where('open', '=', true).orderBy('urn').execute()).map(
    ({ urn }) => urn,
  );

const namedSchools = async (tx: Tx): Promise<number[]> =>
  (await tx.selectFrom('schools.current_school').select('urn').execute()).map(({ urn }) => urn);

const currentNames = async (tx: Tx): Promise<Map<number, string>> =>
  new Map(
    (await tx.selectFrom('schools.current_school').select(['urn', 'name']).execute()).map(({ urn, name }) => [
      urn,
      name,
    ]),
  );

const successions = (tx: Tx) =>
  tx
    .selectFrom('schools.succession')
    .select(['predecessor', 'successor', 'kind', 'evidence'])
    .orderBy('predecessor')
    .execute();
