import { beforeAll, expect, it } from 'vitest';
import { publishShippedOffers } from '../../offer';
import { changeInstallation, readInstallation } from '../../platform/installation';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { createMetrics, createWeb } from '../../platform/web';
import { jobKinds } from '../jobs';
import { shellOf } from '../navigation';
import { siteParts } from '../site';

const database = await testDatabase();
const mesters = testMesters(database);
const { routes, findActor } = siteParts(mesters);
const web = createWeb({ mesters, routes, findActor, shell: shellOf, metrics: createMetrics() });

beforeAll(async () => {
  await publishShippedOffers(mesters);
  await asSystem(database, (tx) =>
    changeInstallation(tx, { kind: 'demonstration', name: 'Five Weirs', heldToday: mesters.clock.today() }),
  );
});

const look = async (path = '/demonstration/advance') => {
  const response = await web.request(path, { headers: { Accept: 'text/html' } });
  return {
    status: response.status,
    to: response.headers.get('location')?.replace(/[?&]notice=\w+/, ''),
    text: await response.text(),
  };
};

const move = async (day: string) => {
  const [year = '', month = '', date = ''] = day.split('-');
  const response = await web.request('/demonstration/advance', {
    method: 'POST',
    headers: { Origin: 'http://localhost', 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ 'to-day': date, 'to-month': month, 'to-year': year }),
  });
  return {
    status: response.status,
    to: response.headers.get('location')?.replace(/[?&]notice=\w+/, ''),
    text: await response.text(),
  };
};

const today = async () => (await asSystem(database, readInstallation)).heldToday?.toString();

it('the day is moved in the background, and a page that needs no JavaScript says how far it is', async () => {
  const before = await today();
  expect(await move('2019-03-20')).toMatchObject({ status: 303, to: '/demonstration/advance' });
  expect(await today()).toBe(before);
  const waiting = await look();
  expect(waiting.status).toBe(200);
  expect(waiting.text).toContain('Moving the day');
  expect(waiting.text).toContain('<noscript><p><a href="/demonstration/advance">Look again</a></p></noscript>');
  // Asked for meanwhile, another is not added: the page of the first is shown.
  expect(await move('2019-04-01')).toMatchObject({ status: 303, to: '/demonstration/advance' });
  await mesters.jobs.start(jobKinds);
  await mesters.jobs.idle();
  await mesters.jobs.stop();
  expect(await today()).toBe('2019-03-20');
  expect(await look()).toMatchObject({ status: 303, to: '/demonstration' });
});

it('a day that it cannot be moved to is said at once, with what was typed', async () => {
  const back = await move('2018-10-01');
  expect(back.status).toBe(422);
  expect(back.text).toContain('the demonstration only moves forward');
  expect(back.text).toContain('value="2018"');
  expect((await move('2022-10-01')).text).toContain('Enter a day before 1 September 2021');
});
