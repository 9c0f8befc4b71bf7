import { beforeAll, expect, it } from 'vitest';
import { csv } from './files';
import { follow, goBy, pressAt, tabTo } from './keyboard';
import { addressOf, enterByCode, office } from './office';
import {
  enterAs,
  expectAccessible,
  expectNoSidewaysScroll,
  launch,
  type Visit,
  visit,
  widths,
  wordsOf,
} from './visitor';

const browser = await launch();
let chair: Visit;
let partnership: { href: string; name: string };
let schools: { urn: string; name: string }[];

beforeAll(async () => {
  const atOffice = await office(browser);
  const { page } = atOffice;
  await page.goto('/partnerships');
  const [link] = await page.locator('main tbody a[href^="/partnerships/"]').all();
  partnership = { href: (await link?.getAttribute('href')) ?? '', name: (await link?.textContent()) ?? '' };
  await page.goto(partnership.href);
  schools = await page.locator('main tbody a[href^="/schools/"]').evaluateAll((links) =>
    links.map((one) => ({
      urn: /\d{6}/.exec((one as HTMLAnchorElement).href)?.[0] ?? '',
      name: one.textContent.trim(),
    })),
  );
  expect(schools.length).toBeGreaterThan(3);
  chair = await enterByCode(browser, page, await addressOf(page, partnership.href, 'Chair of a partnership'));
  const analyst = await visit(browser);
  await enterAs(analyst.page, 'data analyst');
  for (const [year, first] of [
    ['2016-17', 48],
    ['2017-18', 44],
  ] as const) {
    await analyst.page.goto('/releases/new');
    await analyst.page.getByLabel('Key stage 2 results', { exact: true }).check();
    await analyst.page
      .getByLabel('File', { exact: true })
      .setInputFiles(
        csv(
          `results_${year}.csv`,
          'RECTYPE,LEA,URN,TELIG,PTRWM_EXP,PTREAD_EXP,READPROG,READPROG_LOWER,READPROG_UPPER,READPROG_DESCR',
          ...schools.map(({ urn }, at) =>
            at === 1
              ? `1,373,${urn},4,SUPP,SUPP,SUPP,SUPP,SUPP,SUPP`
              : `1,373,${urn},${30 + at},${first + 3 * at}%,${Math.min(99, first + 10 + 3 * at)}%,${at - 4}.0,${at - 6}.0,${at - 2}.0,3`,
          ),
          '5,,,600000,64%,75%,,,,',
        ),
      );
    await analyst.page.getByRole('button', { name: 'Check this file' }).click();
    await analyst.page.getByRole('button', { name: 'Accept and show' }).click();
    await analyst.page.getByText('Accepted.').first().waitFor();
  }
  await analyst.context.close();
  await atOffice.context.close();
});

it('a chair compares the locality by keyboard: their own school named, no other in the picture, every figure in the table', async () => {
  const { page, complaints } = chair;
  await goBy(page, 'Data');
  await follow(page, page.getByRole('main').getByRole('link', { name: partnership.name, exact: true }).first());
  const title = page.locator('figure').first().getByRole('heading');
  expect(await wordsOf(title)).toMatch(/too close to call/);
  // The school whose place is shown, by a form and without a mouse.
  const [own] = schools as [{ urn: string; name: string }];
  const choose = page.getByLabel('Show the place of');
  await tabTo(page, choose);
  await choose.selectOption(own.urn);
  await pressAt(page, page.locator('.m-choose').getByRole('button', { name: 'Show' }));
  await page.getByRole('heading', { level: 1, name: `${own.name} in ${partnership.name}` }).waitFor();
  await expectAccessible(page);
  const picture = page.locator('figure').first();
  await follow(
    page,
    page.getByRole('navigation', { name: 'Measure' }).getByRole('link', { name: 'Reading', exact: true }),
  );
  await page.getByRole('heading', { level: 1, name: `${own.name} in ${partnership.name}` }).waitFor();
  const words = (await picture.textContent()) ?? '';
  expect(words).toContain('A school');
  for (const { name } of schools.slice(2)) expect(words).not.toContain(name);
  for (const { name } of schools.slice(2))
    await page.locator('#listed').getByRole('link', { name, exact: true }).waitFor();
  await page.getByText('1 school: not shown: 5 or fewer pupils').first().waitFor();
  for (const width of Object.values(widths)) {
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  }
  const file = await page.request.get((await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? '');
  expect((await file.text()).trim().split('\n')).toHaveLength(schools.length + 1);
  expect(complaints).toEqual([]);
});

it('and sets the school beside those most like it', async () => {
  const { page, complaints } = chair;
  await page.setViewportSize({ width: widths.desk, height: 900 });
  const [own] = schools as [{ urn: string; name: string }];
  await page.goto(`/schools/${own.urn}/data`);
  await follow(page, page.getByRole('link', { name: 'schools like it' }));
  await page.getByText('that are nearest to').waitFor();
  await expectAccessible(page);
  await page.goto(`/schools/${own.urn}/data?for=governors`);
  await page.getByRole('heading', { name: 'Notes for governors' }).waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
  await chair.context.close();
});
