import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { aUpn, csv, twoSchools, twoUrns } from '../pupils/testing';
import { bringRelease } from '../testing';
import { measure } from './measure';
import { measuredOfSchool, missingOf } from './queries';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
await asSystem(database, twoSchools);
const [school] = twoUrns;

/** The pupils of the example, of Years 1 and 2, in the academic year that starts in `year`; `before` as the marks of Year 1 are written. */
async function figuresOf(year: number, before: readonly string[]) {
  const file = join(folder, 'phonics.csv');
  const yearOne = ['40', '32', '31', '0', 'A', 'D', 'L'].map((now) => [1, `${year - 5}-01-01`, now, '']);
  const yearTwo = ['', '', '', '', '33', 'Wt'].map((now, n) => [2, `${year - 6}-01-01`, now, before[n] ?? '']);
  writeFileSync(
    file,
    csv(
      ['URN', 'UPN', 'NC Year', 'DOB', 'Phonics mark', 'PHONICS_MARK_Y1'],
      ...[...yearOne, ...yearTwo].map((row, n) => [school, aUpn(n), ...row]),
    ),
  );
  const { report } = await bringRelease(mesters, 'phonics', file, { year });
  expect(report).toMatchObject({ outcome: 'accepted', rejects: [], release: { counts: { kept: 13 } } });
  await measure(mesters, 'phonics', year);
  return database.transaction(as(['pupil/*']), async (tx) => {
    const figures = await measuredOfSchool(tx, school);
    const of = (id: string) => figures.find((one) => one.year === year && one.measure === id && one.group === 'all');
    const missing = await missingOf(tx, school);
    return {
      yearOne: of('own-phonics-year-1'),
      yearTwo: of('own-phonics-by-year-2'),
      missing: missing.filter((one) => one.of === year),
    };
  });
}

it('worked example E2, from a file: four who met the standard in Year 1 have no mark of Year 2', async () => {
  expect(await figuresOf(2017, ['35', '33', '32', '40', '20', '12'])).toMatchObject({
    yearOne: { shown: '33%', numerator: '2', denominator: '6' },
    yearTwo: { shown: '83%', numerator: '5', denominator: '6' },
    missing: [],
  });
});

it('which year a pupil is in is taken from the census where the file does not say, and what nobody says is told', async () => {
  const another = await testDatabase();
  const other = testMesters(another);
  await asSystem(another, twoSchools);
  const bring = async (kind: string, headings: string[], ...rows: (string | number)[][]) => {
    const path = join(folder, `${kind}.csv`);
    writeFileSync(path, csv(headings, ...rows.map((row) => [school, ...row])));
    const { report } = await bringRelease(other, kind, path, { year: 2017 });
    expect(report).toMatchObject({ outcome: 'accepted', rejects: [] });
    await measure(other, 'phonics', 2017);
    return another.transaction(as(['pupil/*']), async (tx) => ({
      figures: (await measuredOfSchool(tx, school))
        .filter((one) => one.year === 2017 && one.group === 'all' && one.measure.startsWith('own-phonics'))
        .map((one) => [one.measure, one.shown]),
      missing: (await missingOf(tx, school)).filter((one) => one.of === 2017 && one.dataset === 'phonics'),
    }));
  };
  const marks = [0, 1, 2, 3].map((n) => [aUpn(n), ['40', '10', '33', '0'][n]!]);
  const before = await bring('phonics', ['URN', 'UPN', 'Phonics mark'], ...marks);
  expect(before.figures).toEqual([]);
  expect(before.missing.map(({ measure: id, sentence }) => [id, sentence.split(':')[0]])).toEqual(
    ['own-phonics-by-year-2', 'own-phonics-year-1'].map((id) => [
      id,
      'Neither a file nor a census says who is in Year 1 and who in Year 2',
    ]),
  );
  const census = ['URN', 'UPN', 'Surname', 'Forename', 'DOB', 'Sex', 'NC Year'];
  const pupil = (n: number, year: number) => [aUpn(n), 'Oak', 'Ash', `${2012 - year}-01-01`, 'F', year];
  const some = await bring('pupils', census, pupil(0, 1), pupil(1, 1));
  expect(some.figures).toEqual([['own-phonics-year-1', '50%']]);
  expect(some.missing).toMatchObject([
    { measure: null, needs: 'pupils', sentence: expect.stringMatching(/^Of some pupils neither/) },
  ]);
  const all = await bring('pupils', census, pupil(0, 1), pupil(1, 1), pupil(2, 2), pupil(3, 2));
  expect(all.figures).toEqual(
    expect.arrayContaining([
      ['own-phonics-year-1', '50%'],
      ['own-phonics-by-year-2', '50%'],
    ]),
  );
  expect(all.missing).toEqual([]);
});

it('without the standard of their year marks of Year 1 make no figure that is too low, and outcomes make the right one', async () => {
  const yearOne = { shown: '33%', numerator: '2', denominator: '6' };
  const needs = { measure: 'own-phonics-by-year-2', needs: 'phonics-standard', year: 2016 };
  expect(await figuresOf(2016, ['35', '33', '32', '40', '20', '12'])).toMatchObject({
    yearOne,
    yearTwo: undefined,
    missing: [needs],
  });
  expect(await figuresOf(2016, ['Wa', 'Wa', 'Wa', 'Wa', '20', 'Wt'])).toMatchObject({
    yearOne,
    yearTwo: { shown: '83%', numerator: '5', denominator: '6' },
    missing: [],
  });
});
