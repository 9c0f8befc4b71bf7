import { beforeAll, expect, it } from 'vitest';
import { readPdf } from '../src/platform/documents/testing';
import { csv } from './files';
import { goBy, pressAt, tabTo } from './keyboard';
import { addressOf, enterByCode, office, prospects, type School } from './office';
import { enterAs, expectAccessible, expectNoSidewaysScroll, launch, type Visit, visit, widths } from './visitor';

const browser = await launch();
let analyst: Visit;
let governor: Visit;
let school: School;

beforeAll(async () => {
  const atOffice = await office(browser);
  [school] = (await prospects(atOffice.page)) as [School];
  governor = await enterByCode(
    browser,
    atOffice.page,
    await addressOf(atOffice.page, `/schools/${school.urn}`, 'Governor'),
  );
  analyst = await visit(browser);
  await enterAs(analyst.page, 'data analyst');
  await analyst.page.goto('/releases/new');
  await analyst.page.getByLabel('Key stage 2 results', { exact: true }).check();
  await analyst.page
    .getByLabel('File', { exact: true })
    .setInputFiles(
      csv(
        'results_2017-18.csv',
        'RECTYPE,LEA,URN,TELIG,GELIG,BELIG,PTRWM_EXP,PTRWM_EXP_G,PTRWM_EXP_B,PTREAD_EXP,READPROG,READPROG_LOWER,READPROG_UPPER,READPROG_DESCR',
        `1,373,${school.urn},44,40,4,61%,60%,75%,68%,-1.9,-3.5,-0.3,4`,
        '5,,,600000,290000,310000,64%,68%,61%,75%,,,,',
      ),
    );
  await analyst.page.getByRole('button', { name: 'Check this file' }).press('Enter');
  await analyst.page.getByRole('button', { name: 'Accept and show' }).press('Enter');
  await analyst.page.getByText('Accepted.').first().waitFor();
});

/** Presses a link that gives a file, by keyboard, and reads it. */
async function take({ page }: Visit, name: RegExp): Promise<{ name: string; bytes: Buffer }> {
  const link = page.getByRole('link', { name });
  await tabTo(page, link);
  // Chromium without a window shows no PDF: it is fetched as the link asks for it, with the governor's own session.
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.status()).toBe(200);
  return {
    name: /filename="([^"]+)"/.exec(answer.headers()['content-disposition'] ?? '')?.[1] ?? '',
    bytes: await answer.body(),
  };
}

it('a governor comes to the pack by keyboard, and reads on paper what the page says, small groups hidden', async () => {
  const { page } = governor;
  await goBy(page, 'Our school', 'Data');
  await page.getByRole('heading', { name: 'The pack' }).waitFor();
  for (const width of Object.values(widths)) {
    await page.setViewportSize({ width, height: 900 });
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  expect(await page.getByRole('link', { name: /pack for leaders/i }).count()).toBe(0);
  const paper = await take(governor, /Pack for governors \(PDF\)/);
  expect(paper.name).toMatch(new RegExp(`-${school.urn}-for-governors\\.pdf$`));
  const pdf = await readPdf(paper.bytes);
  expect(pdf).toMatchObject({ ua: 1, tagged: true });
  const [cover = '', first = ''] = pdf.pages.map((words) => words.replace(/\s+/g, ' '));
  for (const words of [school.name, 'Governors: small groups are hidden', 'In short', 'What is where'])
    expect(cover).toContain(words);
  for (const words of [school.name, 'Reading progress is below average', '61% 47 to 74', 'Hidden: fewer than 6 pupils'])
    expect(first).toContain(words);
  expect(first).not.toContain('75% 30');
  const sheet = await take(governor, /spreadsheet/);
  expect(sheet.bytes.subarray(0, 2).toString()).toBe('PK');
  expect((await page.request.get(`/schools/${school.urn}/pack-for-leaders.pdf`)).status()).toBe(403);
});

it('the analyst makes the packs of all, and then the governor’s page says when they were made', async () => {
  const { page, complaints } = analyst;
  await page.goto('/packs');
  await page.getByRole('heading', { name: 'No run has been made yet' }).waitFor();
  await expectAccessible(page);
  await pressAt(page, page.getByRole('button', { name: 'Make the packs of all' }));
  await page.getByRole('heading', { name: 'Being made' }).waitFor();
  await expectAccessible(page);
  await page.getByText('The last run was published').waitFor({ timeout: 170_000 });
  await expectAccessible(page);
  await governor.page.reload();
  await governor.page.getByText(/Made on .* with the packs of all, of \d+ releases?\./).waitFor();
  const paper = await take(governor, /Pack for governors \(PDF\)/);
  expect((await readPdf(paper.bytes)).text).toContain('61% 47 to 74');
  expect([...complaints, ...governor.complaints]).toEqual([]);
});
