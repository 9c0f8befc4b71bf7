import { beforeAll, expect, it } from 'vitest';
import { asSystem, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { anAcceptedRelease } from '../testing';
import { similarRoutes } from './routes';

const database = await testDatabase();
const visitor = testSite(database, similarRoutes, null);
const urns = Array.from({ length: 36 }, (_, at) => 900401 + at);
const at = '/schools/900401/data/similar';

beforeAll(async () => {
  await asSystem(database, async (tx) => {
    for (const [index, urn] of urns.entries())
      await aSchool(tx, { urn, name: `School ${index}`, pupils: 200 + index * 10 });
    await aSchool(tx, { urn: 900440, name: 'An infant school', pupils: 200 });
    await aSchool(tx, { urn: 900450, name: 'A secondary', sector: 'secondary', pupils: 200 });
    await anAcceptedRelease(tx, visitor.mesters.files, {
      year: 2017,
      figures: urns.map((urn, index) => ({
        urn,
        measure: 'ks2-rwm-expected',
        shown: `${40 + index}%`,
        denominator: '30',
      })),
    });
  });
});

it('a school is compared with the 30 of its sector that are most like it, and the reason is said', async () => {
  const { text, document } = await visitor.get(at);
  expect(text).toContain('Compared with the 30 schools most like it');
  expect(text).toContain('The 30 of 35 other primary schools with key stage 2 that are nearest to School 0 by pupils.');
  expect(text).toContain(
    'Not known, and so not used: free school meals, language, SEN support, plans and attainment at the start.',
  );
  expect(document.querySelector('figure h2')?.textContent).toBe('All 30 others are too close to call');
  expect(text).not.toMatch(/A secondary|An infant school/);
  // The five that are least alike are not among them.
  const listed = [...document.querySelectorAll('#listed tbody th')].map((th) => th.textContent);
  expect(listed).toHaveLength(31);
  for (const far of [31, 32, 33, 34, 35]) expect(listed).not.toContain(`School ${far}`);
  expect(document.querySelector('figure')?.textContent).not.toMatch(/School [1-9]/);
});

it('an own set stands in the address, also of its files and other measures; what is no school of the sector is named', async () => {
  const own = await visitor.get(`${at}?set=900405&set=900433&urns=900434,+900450+12`);
  expect(own.text).toContain('The schools that you chose');
  expect(own.text).toContain('900450 and 12 are not the URN of one of the primary schools with key stage 2 here.');
  const listed = [...own.document.querySelectorAll('#listed tbody th')].map((th) => th.textContent);
  expect(listed).toEqual(['School 0', 'School 4', 'School 32', 'School 33']);
  expect(own.html).toContain('similar.csv?set=900405');
  const csv = await visitor.get(`${at}.csv?set=900405&set=900433`);
  expect(csv.html.trim().split('\n')).toHaveLength(4);
  expect(JSON.parse((await visitor.get(`${at}.json?set=900405`)).html)).toHaveLength(2);
});

it('there is no page of a school that is not there', async () => {
  for (const path of ['/schools/123456/data/similar', '/schools/abc/data/similar'])
    expect((await visitor.get(path)).status).toBe(404);
});
