import { expect, it } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { type TestSite, testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { compareRoutes } from '../compare/routes';
import { measure } from '../measured/measure';
import { participation } from '../methods';
import { aUpn, csv } from '../pupils/testing';
import { bringAndMeasure, oneSchool, otherSchool, type Reader, readers } from '../pupils/testing-children';
import { supplyTable } from '../supplied/service';
import { termsRoutes } from '../terms/routes';
import { shippedTerms } from '../terms/terms';
import { ownRoutes } from './routes';

const database = await testDatabase();
const mesters = testMesters(database);
const folder = temporaryFolder();
/** Of two schools no figure of them together would be shown. */
const thirdSchool = otherSchool + 1;
await asSystem(database, async (tx) => {
  for (const urn of [oneSchool, otherSchool, thirdSchool])
    await aSchool(tx, { urn, name: `School ${urn}`, sector: 'secondary' });
});
const people = await readers(database);
const site = (name: string): TestSite =>
  testSite(database, [...ownRoutes, ...termsRoutes, ...compareRoutes], (people[name] as Reader).actor);
const base = `/schools/${oneSchool}/own`;

/** Of each month: how many there are, how many of them NEET, how many not known. */
const counts: Record<string, readonly [cohort: number, neet: number, notKnown: number]> = {
  November: [40, 1, 4],
  December: [40, 2, 2],
  January: [39, 3, 1],
  February: [41, 4, 1],
};
/** School by school; the others have no February yet, and one of them says not known by a code. */
const rows = [oneSchool, otherSchool, thirdSchool].flatMap((urn, at) =>
  Object.entries(counts).flatMap(([month, [cohort, neet, notKnown]]) =>
    urn !== oneSchool && month === 'February'
      ? []
      : Array.from({ length: cohort }, (_, n) => [
          urn,
          aUpn(n + at * 300),
          n % 2 ? 'F' : 'M',
          month,
          n < neet
            ? 'Illness'
            : n >= neet + notKnown
              ? 'School sixth form'
              : urn !== otherSchool
                ? 'Cannot be contacted'
                : '820',
          '2017-09-30',
        ]),
  ),
);
const file = csv(['URN', 'UPN', 'Sex', 'Month', 'Activity', 'Confirmed'], ...rows);

const supply = async (name: 'activities' | 'activity-lapses', content: string) => {
  const supplied = await asSystem(database, (tx) =>
    supplyTable(tx, { actor: null, clock: testClock }, { name, year: 2017, fileName: `${name}.csv`, content }),
  );
  if (!supplied.ok) throw new Error(JSON.stringify(supplied.reason));
  await measure(mesters, 'monthly-activity', 2017);
};

it('a code that no table holds is told with its lines, and nothing is worked out too low', async () => {
  await bringAndMeasure(mesters, folder, 'monthly-activity', file);
  const { text } = await site('the head of another school').get(`/schools/${otherSchool}/own`);
  expect(text).toMatch(
    /Not in the table of activities of 2018: code 820 \(7 rows, lines \d+, .* and others of the file\)/,
  );
  expect(text).toContain('No file of this school’s pupils is loaded yet.');
});

it('once the codes are supplied the months stand beside the headline, which is sums over sums', async () => {
  await supply('activities', 'code,activity,group\n820,Cannot be contacted,not known\n');
  const page = await site('the head').get(base);
  const headline = participation(
    ['December', 'January', 'February'].map((month) => {
      const [cohort, neet, notKnown] = counts[month]!;
      return { cohort, neet, notKnown };
    }),
  );
  const part = page.document.querySelector('#monthly-activity');
  const text = part?.textContent ?? '';
  expect(text).toContain('December to February of 41 young people.');
  expect(text).toContain(`${headline.neetOrNotKnown?.toFixed(1)}%`);
  const cells = [...(part?.querySelectorAll('figure tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );
  expect(cells.map(([month, many]) => [month, many])).toEqual([
    ['November', '40'],
    ['December', '40'],
    ['January', '39'],
    ['February', '41'],
    ['December to February', '41'],
  ]);
  expect(cells[1]).toEqual(expect.arrayContaining(['90.0%', '0.0%', '5.0%', '10.0%']));
  expect(cells.at(-1)).toContain(`${headline.neetOrNotKnown?.toFixed(1)}%`);
  // Of three schools in November; the three months are here of one alone.
  expect(cells[0]?.at(-1)).toBe('12.5%');
  expect(cells.at(-1)?.at(-1)).toBe('Not shown, since it would tell the figures of one or two schools');
  expect(text).toContain('nothing lapses to not known');
  expect(page.document.querySelector('#missing')).toBeNull();
  expect(text).toContain('10.0% in December, 10.3% in January and 12.2% in February');
});

it('of a school without one of the three months there are months and no headline, and the page says which is lacking', async () => {
  const { document } = await site('the head of another school').get(`/schools/${otherSchool}/own`);
  const part = document.querySelector('#monthly-activity')?.textContent ?? '';
  expect(part).toContain('it is here once February is loaded');
  expect(part).not.toContain('December to February of');
});

it('files have the months, and the comparison of the city each of them', async () => {
  const found = await site('the head').get(`${base}.csv?measure=own-activity-neet`);
  expect(found.html).toContain('2017/18,November,All pupils,2.5,2.5%');
  expect(found.html).toContain('2017/18,December to February,All pupils,7.5,7.5%');
  const json = JSON.parse((await site('the head').get(`${base}.json`)).html) as { measure: string; period: string }[];
  expect(new Set(json.filter(({ measure: id }) => id === 'own-activity-neet').map(({ period }) => period))).toEqual(
    new Set(['year', 'november', 'december', 'january', 'february']),
  );
  const city = site('a data analyst');
  const whole = await city.get('/authorities/373/secondary/data?measure=own-activity-neet-or-not-known');
  expect(whole.text).toContain('December to February of 2017/18');
  expect(whole.text).toContain('Each line is a school’s likely range. There is no figure of England to set it against');
  const december = await city.get(
    '/authorities/373/secondary/data?measure=own-activity-neet-or-not-known&period=december',
  );
  expect(december.text).toContain('December of 2017/18');
});

it('who was NEET in a month stands by name for the data user alone', async () => {
  const user = site('a data user of the school');
  await user.post('/data-sharing-terms', { returnTo: '/', version: shippedTerms.version });
  const page = await user.get(base);
  const link = page.document.querySelector('a[href*="period=december"]')?.getAttribute('href');
  expect(link).toBe(`${base}/own-activity-neet-or-not-known/pupils?year=2017/18&period=december`);
  const behind = await user.get(`${link}`);
  expect(behind.text).toContain('December of 2017/18: 40 pupils');
  const file = (await user.get(`${base}/own-activity-neet/pupils.csv?year=2017/18&period=december`)).html;
  expect(file.match(/1 of 1/g)).toHaveLength(2);
  expect(file).toContain('December of 2017/18');
  expect((await user.get(`${base}/own-activity-neet/pupils.csv?period=constructor`)).html).toContain('3 of 3');
  expect((await site('the head').get(base)).html).not.toContain('period=december');
});

it('small cells are hidden from others in every month', async () => {
  const json = JSON.parse((await site('a project officer').get(`${base}.json`)).html) as {
    measure: string;
    numerator: number | null;
  }[];
  expect(json.some(({ measure: id }) => id === 'own-activity-neet')).toBe(true);
  for (const { numerator } of json) expect(numerator).toBeNull();
});

it('with lapse times what was not confirmed counts as not known, and the page no longer says that nothing lapses', async () => {
  await supply('activity-lapses', 'activity,months\nSchool sixth form,4\n');
  const part = (await site('the head').get(base)).document.querySelector('#monthly-activity')?.textContent ?? '';
  expect(part).not.toContain('nothing lapses');
  // Four months after 30 September are over on 31 January, and were not on 31 December.
  expect(part).toMatch(/10\.0% in December, 100\.0% in January/);
});
