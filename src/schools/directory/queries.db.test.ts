import { describe, expect, it } from 'vitest';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { aSchool } from '../testing';
import { allPartnerships, findTrusts, partnershipFacts, trustFacts } from './group-queries';
import { schoolMap } from './map-queries';
import { everySchool, filterChoices, findSchools, type SchoolFilter } from './queries';
import { schoolFacts, schoolHead } from './school-queries';
import { aCensus, aChange, aFile, aPartnership, aTrust } from './testing';

const database = await testDatabase();
const anybody = <T>(work: Parameters<typeof database.transaction<T>>[1]) => database.transaction(as('nobody'), work);

const world = await asSystem(database, async (tx) => {
  const mary = await aSchool(tx, { name: "St. Mary's Infant", pupils: 90 });
  const weir = await aSchool(tx, { name: 'Weir Head Primary', pupils: 420 });
  const bank = await aSchool(tx, { name: 'Rivelin Bank Primary', pupils: 315 });
  const high = await aSchool(tx, { name: '100% Céladon High', sector: 'secondary', status: 'academy' });
  const old = await aSchool(tx, { name: 'Old Forge Junior', pupils: 200 });
  await aChange(tx, weir, { postcode: 'S6 1ZQ', easting: 430000, northing: 390000 });
  await aChange(tx, bank, { postcode: 'S6 7QX', easting: 432000, northing: 388000 });
  await aChange(tx, mary, { postcode: 'S10 2AB', easting: 434000, northing: 392000 });
  await aChange(
    tx,
    old,
    { open: false, closed: Temporal.PlainDate.from('2018-08-31'), change: 'closed' },
    '2018-09-01',
  );
  await aTrust(tx, 5001, 'Weirside Trust', [high]);
  await aTrust(tx, 5002, 'A sponsor', [weir], false);
  await aPartnership(tx, 'a', 'Locality A', [mary, weir], 'A');
  await aPartnership(tx, 'readers', 'Reading network', [bank]);
  await tx
    .insertInto('schools.succession')
    .values({
      predecessor: old,
      successor: high,
      import_id: null,
      kind: 'conversion',
      happened: Temporal.PlainDate.from('2018-09-01'),
      evidence: 'opened as the other closed',
    })
    .execute();
  const file = await aFile(tx, 'outcomes.csv', testClock.now());
  for (const [urn, inspected, outcome, grade] of [
    [old, '2012-05-01', 'Good', 2],
    [high, '2018-12-04', 'Requires improvement', 3],
    [high, '2019-06-01', 'Not yet', 1],
  ] as const)
    await tx
      .insertInto('schools.inspection')
      .values({ urn, inspected: Temporal.PlainDate.from(inspected), import_id: file, outcome, grade, published: null })
      .execute();
  await aCensus(tx, high, '2019-01-10', 610, { import_id: file });
  return { mary, weir, bank, high, old, file };
});

const names = async (filter: Partial<SchoolFilter>) =>
  (await anybody((tx) => findSchools(tx, { ...everySchool, ...filter }, { limit: 50, offset: 0 }))).schools.map(
    (school) => school.name,
  );

describe('looking for schools', () => {
  it.each([
    ['a piece of the name', 'bank', ['Rivelin Bank Primary']],
    ['words in any order', 'primary weir', ['Weir Head Primary']],
    ['no marks', 'st marys', ["St. Mary's Infant"]],
    ['other marks', 'St Mary’s', ["St. Mary's Infant"]],
    ['no accents', 'celadon', ['100% Céladon High']],
    ['a sign that SQL reads as anything', '%', ['100% Céladon High']],
    ['the beginning of a postcode', 's6', ['Rivelin Bank Primary', 'Weir Head Primary']],
    ['a postcode', 'S6 7QX', ['Rivelin Bank Primary']],
    ['a URN', String(world.weir), ['Weir Head Primary']],
    ['an LAEstab', `373/${2000 + (world.mary % 1000)}`, ["St. Mary's Infant"]],
    ['a misspelling', 'rivvelin bnk', ['Rivelin Bank Primary']],
    ['nonsense', 'qqqqxxxx', []],
    ['hostile words', "'; drop table schools.school; --", []],
  ])('by %s', async (_, q, found) => expect(await names({ q, sort: 'match' })).toEqual(found));

  it('puts names that begin so before those that hold it', async () => {
    expect(await names({ q: 'r', sort: 'match' })).toEqual(
      ['Rivelin Bank Primary', "St. Mary's Infant", 'Weir Head Primary'].sort(
        (a, b) => Number(b.startsWith('R')) - Number(a.startsWith('R')),
      ),
    );
  });

  it('says when it found only what is near', async () => {
    const near = await anybody((tx) => findSchools(tx, { ...everySchool, q: 'rivvelin' }, { limit: 9, offset: 0 }));
    expect(near).toMatchObject({ near: [world.bank], total: 1 });
  });

  it.each([
    ['sector', { sector: 'secondary' }, ['100% Céladon High']],
    ['status', { status: 'academy' }, ['100% Céladon High']],
    ['partnership', { partnership: 'a' }, ["St. Mary's Infant", 'Weir Head Primary']],
    ['trust', { trust: 5001 }, ['100% Céladon High']],
    ['closed', { open: 'closed' as const }, ['Old Forge Junior']],
    ['two at once', { partnership: 'a', q: 'weir' }, ['Weir Head Primary']],
  ])('by %s', async (_, filter, found) => expect(await names(filter)).toEqual(found));

  it('sorts by pupils with the unknown last, and counts all while showing a page', async () => {
    const page = await anybody((tx) =>
      findSchools(tx, { ...everySchool, open: 'all', sort: 'pupils' }, { limit: 2, offset: 1 }),
    );
    expect(page.schools.map((school) => school.pupils?.onRoll)).toEqual([420, 315]);
    expect(page).toMatchObject({ total: 5, placed: 3 });
  });

  it('begins again past the last page', async () => {
    const page = await anybody((tx) => findSchools(tx, everySchool, { limit: 2, offset: 400 }));
    expect(page).toMatchObject({ total: 4, schools: [{}, {}] });
  });

  it('offers what is there to choose from, and no sponsor among the trusts', async () => {
    const choices = await anybody(filterChoices);
    expect(choices).toMatchObject({
      sectors: ['primary', 'secondary'],
      statuses: ['maintained', 'academy'],
      trusts: [{ id: 5001, name: 'Weirside Trust' }],
      known: 5,
    });
    expect(choices.partnerships.map((one) => one.id)).toEqual(['a', 'readers']);
  });

  it('does not see a file that nobody has accepted', async () => {
    await asSystem(database, async (tx) => {
      const draft = await aFile(tx, 'draft.csv', testClock.now());
      await tx
        .updateTable('schools.import')
        .set({ status: 'ready', accepted_at: null })
        .where('id', '=', draft)
        .execute();
      await aChange(tx, world.bank, { name: 'Renamed', import_id: draft }, '2019-01-01');
    });
    expect(await names({ q: 'renamed' })).toEqual([]);
  });
});

describe('the map', () => {
  it('has each placed school once, says which were found, and puts a letter amid its locality', async () => {
    const map = await anybody((tx) => schoolMap(tx, { ...everySchool, partnership: 'a' }));
    if (map.kind !== 'points') throw new Error('Few schools are points.');
    expect(map.points.map(({ urn, found }) => [urn, found])).toEqual([
      [world.mary, true],
      [world.weir, true],
      [world.bank, false],
    ]);
    expect(map.letters).toEqual([{ id: 'a', letter: 'A', easting: 432000, northing: 391000 }]);
  });
});

describe('one school', () => {
  it('has its facts, and where they come from', async () => {
    const school = await anybody((tx) => schoolFacts(tx, world.weir));
    expect(school).toMatchObject({
      name: 'Weir Head Primary',
      source: { file: null },
      partnerships: [{ id: 'a', name: 'Locality A' }],
      trusts: [],
      facts: { postcode: 'S6 1ZQ' },
    });
  });

  it('has pupil numbers newest first, with their file, and those of the school it converted from', async () => {
    const school = await anybody((tx) => schoolFacts(tx, world.high));
    expect(school?.censuses.map(({ urn, onRoll, file }) => [urn, onRoll, file])).toEqual([
      [world.high, 610, 'outcomes.csv'],
      [world.old, 200, null],
    ]);
  });

  it('has the inspections of its predecessor under that URN, and none of the days to come', async () => {
    const school = await anybody((tx) => schoolFacts(tx, world.high));
    expect(school?.inspections.map(({ urn, inspected }) => [urn, inspected.toString()])).toEqual([
      [world.high, '2018-12-04'],
      [world.old, '2012-05-01'],
    ]);
  });

  it('knows what it was and what became of it', async () => {
    expect(await anybody((tx) => schoolFacts(tx, world.high))).toMatchObject({
      predecessors: [{ urn: world.old, kind: 'conversion', open: false }],
      successors: [],
    });
    expect(await anybody((tx) => schoolFacts(tx, world.old))).toMatchObject({
      predecessors: [],
      successors: [{ urn: world.high, name: '100% Céladon High' }],
    });
  });

  it('is nothing where there is none', async () => {
    expect(await anybody((tx) => schoolFacts(tx, 999999))).toBeNull();
    expect(await anybody((tx) => schoolHead(tx, 999999))).toBeNull();
  });
});

describe('trusts and partnerships', () => {
  it('list what they hold, and no sponsor', async () => {
    const order = { key: 'name', dir: 'asc' } as const;
    expect(await anybody((tx) => findTrusts(tx, { q: '', order }, { limit: 9, offset: 0 }))).toEqual({
      trusts: [{ uid: 5001, name: 'Weirside Trust', kind: 'Multi-academy trust', schools: 1, pupils: 610 }],
      total: 1,
    });
    expect(await anybody((tx) => findTrusts(tx, { q: '%', order }, { limit: 9, offset: 0 }))).toMatchObject({
      total: 0,
    });
    expect(await anybody((tx) => trustFacts(tx, 5001))).toMatchObject({ companiesHouse: '01234567', schools: 1 });
    expect(await anybody((tx) => trustFacts(tx, 1))).toBeNull();
    expect(await anybody(allPartnerships)).toMatchObject([
      { id: 'a', schools: 2, pupils: 510 },
      { id: 'readers', schools: 1 },
    ]);
    expect(await anybody((tx) => partnershipFacts(tx, 'nothing'))).toBeNull();
  });
});
