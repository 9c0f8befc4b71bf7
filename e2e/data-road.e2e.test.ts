import { afterAll, expect, it } from 'vitest';
import { csv } from './files';
import { enterAs, expectAccessible, expectNoSidewaysScroll, launch, visit, widths } from './visitor';

const browser = await launch();
afterAll(() => browser.close());

const headings =
  'RECTYPE,LEA,URN,TELIG,PTRWM_EXP,PTREAD_EXP,READPROG,READPROG_LOWER,READPROG_UPPER,READPROG_DESCR,SHOES';

it('an analyst brings a file and accepts it; anybody reads the school’s page and opens a figure down to its line', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'data analyst');
  await page.goto('/schools?sector=primary');
  const address = (await page.locator('#find a[href^="/schools/"]').first().getAttribute('href')) ?? '';
  const urn = /\d{6}/.exec(address)?.[0] ?? '';
  await page.goto('/releases/new');
  await page.getByRole('radio', { name: 'Key stage 2 results', exact: true }).check();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(
      csv(
        'results_2017-18.csv',
        headings,
        `1,373,${urn},44,61%,SUPP,-1.9,-3.5,-0.3,4,1`,
        '1,373,107047,44,61%,61%,0,0,0,3,1',
        '5,,,600000,64%,75%,,,,,1',
      ),
    );
  await page.getByRole('button', { name: 'Check this file' }).press('Enter');
  await page.getByText('Accept and show').waitFor();
  await expectAccessible(page);
  // A demonstration takes no row of a real school, and says which it was.
  await page.getByText('It is the number of a real school, and this is a demonstration.').waitFor();
  await page.getByText('1 column kept and not used').waitFor();
  await page.getByRole('button', { name: 'Accept and show' }).press('Enter');
  await page.getByText('Accepted.').first().waitFor();
  await context.close();

  const anybody = await visit(browser);
  const reader = anybody.page;
  for (const width of Object.values(widths)) {
    await reader.setViewportSize({ width, height: 900 });
    await reader.goto(`/schools/${urn}/data`);
    await reader.getByRole('heading', { name: 'Reading progress is below average' }).waitFor();
    await expectNoSidewaysScroll(reader);
    await expectAccessible(reader);
  }
  await reader.getByText('Not shown: 5 or fewer pupils').first().waitFor();
  await reader.getByText('Too close to call').first().waitFor();
  await reader.getByRole('link', { name: 'Reading, writing and maths' }).first().press('Enter');
  await reader.getByRole('heading', { name: 'Method and source' }).waitFor();
  await reader.getByText('line 2, column PTRWM_EXP').waitFor();
  await expectAccessible(reader);
  const list = await reader.evaluate(async (path) => (await fetch(path)).json(), `/schools/${urn}/data.json`);
  expect(list).toContainEqual(expect.objectContaining({ measure: 'ks2-reading-expected', shown: 'SUPP', value: null }));
  expect([...complaints, ...anybody.complaints]).toEqual([]);
  await anybody.context.close();
});

it('an analyst brings a file of pupils and an official table; what was rejected is shown to nobody else', async () => {
  const { page, context, complaints } = await visit(browser);
  await enterAs(page, 'data analyst');
  await page.goto('/schools?sector=primary');
  const address = (await page.locator('#find a[href^="/schools/"]').first().getAttribute('href')) ?? '';
  const urn = /\d{6}/.exec(address)?.[0] ?? '';
  await page.goto('/releases/new');
  await page.getByRole('radio', { name: 'Phonics results of pupils' }).check();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(
      csv('phonics_2017-18.csv', 'URN,UPN,Phonics,Notes', `${urn},H801200001001,34,a`, `${urn},Z801200001001,30,b`),
    );
  await page.getByRole('button', { name: 'Check this file' }).press('Enter');
  await page.getByText('1 row about 1 pupil of 1 school. 1 row was rejected.').waitFor();
  for (const width of Object.values(widths)) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  const release = page.url();
  await page.getByRole('button', { name: 'Accept', exact: true }).press('Enter');
  await page.getByText('Accepted.').first().waitFor();

  await page.goto('/official-tables');
  await page.getByRole('heading', { name: 'official tables are still needed' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Expected mark of the phonics screening check' }).click();
  await page.getByLabel('Academic year').fill('2018/19');
  await page.getByLabel('File', { exact: true }).setInputFiles(csv('phonics.csv', 'year,mark', '2018,32'));
  await page.getByRole('button', { name: 'Supply this table' }).press('Enter');
  await page.getByText('This is not of 2018/19, which the table calls 2019.').waitFor();
  for (const width of Object.values(widths)) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  expect(await page.getByLabel('Academic year').inputValue()).toBe('2018/19');
  await page.getByLabel('File', { exact: true }).setInputFiles(csv('phonics.csv', 'year,mark', '2019,32'));
  await page.getByRole('button', { name: 'Supply this table' }).press('Enter');
  await page.getByText('Supplied for 2018/19.').waitFor();
  await context.close();

  const office = await visit(browser);
  await enterAs(office.page, 'administrator');
  await office.page.goto(release);
  await office.page.getByText('1 row was rejected.').first().waitFor();
  expect(await office.page.content()).not.toContain('Z801200001001');
  expect([...complaints, ...office.complaints]).toEqual([]);
  await office.context.close();
});
