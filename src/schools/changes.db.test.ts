import { expect, it } from 'vitest';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { changedGroups, changedSchools } from './changes';
import { aCensus, aFile, aPartnership } from './directory/testing';
import { aSchool } from './testing';

const database = await testDatabase();

it('the schools that an import says something about come by number, so many at a time, each once', async () => {
  await asSystem(database, async (tx) => {
    const file = await aFile(tx, 'a.csv', testClock.now());
    const other = await aFile(tx, 'b.csv', testClock.now());
    const urns: number[] = [];
    for (const name of ['A', 'B', 'C', 'D']) urns.push(await aSchool(tx, { name: `${name} Primary` }));
    const [a, b, c, d] = urns.sort((one, two) => one - two) as [number, number, number, number];
    await aCensus(tx, a, '2018-01-18', 90, { import_id: file });
    for (const urn of [a, c, d]) await aCensus(tx, urn, '2017-01-19', 90, { import_id: file });
    await aCensus(tx, b, '2017-01-19', 90, { import_id: other });
    const next = (after: number, limit = 2) => changedSchools(tx, file, after, limit);
    expect([await next(0), await next(c), await next(d)]).toEqual([[a, c], [d], []]);
    await aPartnership(tx, 'x', 'Locality X');
    expect(await changedGroups(tx, file)).toEqual({ trusts: [], partnerships: [] });
  });
});
