import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, temporaryFolder, testDatabase } from '../../platform/testing';
import { aUpn, csv, twoSchools, twoUrns } from '../pupils/testing';
import { bringRelease } from '../testing';
import { measure } from './measure';
import { measuredOfSchool } from './queries';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
await asSystem(database, twoSchools);
const [school] = twoUrns;

it('worked example E2, from a file: four who met the standard in Year 1 have no mark of Year 2', async () => {
  const file = join(folder, 'phonics.csv');
  const yearOne = ['40', '32', '31', '0', 'A', 'D', 'L'].map((now) => [1, '2012-01-01', now, '']);
  const yearTwo = [
    ['', '35'],
    ['', '33'],
    ['', '32'],
    ['', '40'],
    ['33', '20'],
    ['Wt', '12'],
  ].map(([now = '', before = '']) => [2, '2011-01-01', now, before]);
  writeFileSync(
    file,
    csv(
      ['URN', 'UPN', 'NC Year', 'DOB', 'Phonics mark', 'PHONICS_MARK_Y1'],
      ...[...yearOne, ...yearTwo].map((row, n) => [school, aUpn(n), ...row]),
    ),
  );
  const { report } = await bringRelease(mesters, 'phonics', file, { year: 2017 });
  expect(report).toMatchObject({ outcome: 'accepted', rejects: [], release: { counts: { kept: 13 } } });
  await measure(mesters, 'phonics', 2017);
  const figures = await database.transaction(as(['pupil/*']), (tx) => measuredOfSchool(tx, school));
  const of = (id: string) => figures.find((one) => one.measure === id && one.group === 'all');
  expect(of('own-phonics-year-1')).toMatchObject({ shown: '33%', numerator: '2', denominator: '6' });
  expect(of('own-phonics-by-year-2')).toMatchObject({ shown: '83%', numerator: '5', denominator: '6' });
});
