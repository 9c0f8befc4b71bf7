import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { bring, csv, readPdf } from './files';
import { expectProblem, follow, goBy, pressAt, pressTwice, tabTo, typeInto } from './keyboard';
import { deeds, enterByCode, letTheOfferRun, office, prospects, type School, step, waitUntil } from './office';
import { expectAccessible, launch, type Visit, wordsOf } from './visitor';

const browser = await launch();
let atOffice: Visit;
let leader: Visit;
let schools: [School, School];

const trust = '/trusts/59999';

beforeAll(async () => {
  atOffice = await office(browser);
  const { page } = atOffice;
  schools = (await prospects(page)).slice(0, 2) as [School, School];
  await makeTrust(page);
  const email = 'tansy.quillgate@example.org';
  await page.goto(`${trust}/people/new`);
  await page.getByLabel('Name').fill('Tansy Quillgate');
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('radio', { name: 'Trust leader' }).check();
  await page.getByRole('button', { name: /Give the role/ }).click();
  await page.getByRole('row', { name: /Tansy Quillgate/ }).waitFor();
  leader = await enterByCode(browser, page, email);
});

/** Two schools that have not said anything yet form a trust, by the file that says so. */
async function makeTrust(page: Page): Promise<void> {
  const headings = ['URN', 'Group UID', 'Group Name', 'Group Type', 'Group Status', 'Joined date', 'LA (code)'];
  const rows = schools.map(({ urn }) =>
    [urn, '59999', 'Two Rivers Trust', 'Multi-academy trust', 'Open', '01-09-2018', ''].join(','),
  );
  await bring(page, 'gias-groups', csv('group_links_20190112.csv', headings.join(','), ...rows));
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByText(/^Accepted\. /).waitFor();
}

it('says for several schools at once that they mean to subscribe, wrongly at first, and once', async () => {
  const { page } = leader;
  await goBy(page, 'Our trust', 'Subscription');
  const mean = page.getByRole('button', { name: 'They mean to subscribe' });
  await pressAt(page, mean);
  await expectProblem(page, /Tick the schools/);
  for (const { name } of schools) {
    await tabTo(page, page.getByRole('checkbox', { name, exact: true }));
    await page.keyboard.press('Space');
  }
  await pressTwice(page, mean);
  await page.getByText(/^Recorded for 2 schools: /).waitFor();
  await expectAccessible(page);
  for (const { urn } of schools)
    expect(await deeds(atOffice.page, `school/${urn}`, 'subscriptions.intention-recorded')).toBe(1);
});

it('completes their forms with one signature, from two tabs: one contract and one document a school', async () => {
  const { page, context } = leader;
  for (const school of schools) await step(atOffice.page, school, 'Send the form');
  await goBy(page, 'Our trust', 'Subscription');
  await pressAt(page, page.getByRole('button', { name: 'Read and complete their forms' }));
  await page.getByRole('heading', { level: 1, name: 'Complete several forms' }).waitFor();
  await expectAccessible(page);
  const terms = page.locator('summary', { hasText: `The terms for ${schools[0].name}` });
  await pressAt(page, terms);
  await expectAccessible(page);
  const other = await context.newPage();
  await other.goto(page.url());

  const complete = page.getByRole('button', { name: 'Complete 2 forms' });
  await typeInto(page, page.getByLabel(`Purchase order number for ${schools[1].name} (optional)`), 'PO-9');
  await tabTo(page, page.getByRole('radio').first());
  await page.keyboard.press('ArrowDown');
  await tabTo(page, page.getByRole('checkbox'));
  await page.keyboard.press('Space');
  await pressAt(page, complete);
  await expectProblem(page, /name/, page.getByLabel('Your full name'));
  expect(await page.getByLabel(`Purchase order number for ${schools[1].name} (optional)`).inputValue()).toBe('PO-9');
  await page.keyboard.type('Tansy Quillgate');
  await pressTwice(page, complete);
  await page.getByText(/^Completed for 2 schools: |^Every form that was ticked is completed/).waitFor();
  await expectAccessible(page);

  await tabTo(other, other.getByRole('radio').first());
  await other.keyboard.press('Space');
  await typeInto(other, other.getByLabel('Your full name'), 'Somebody Else');
  await tabTo(other, other.getByRole('checkbox'));
  await other.keyboard.press('Space');
  await pressAt(other, other.getByRole('button', { name: 'Complete 2 forms' }));
  await other.getByText('Every form that was ticked is completed.').waitFor();
  await other.close();
  for (const { urn, name } of schools) {
    expect(await deeds(atOffice.page, `school/${urn}`, 'subscriptions.form-completed')).toBe(1);
    const text = await readPdf(page, `/schools/${urn}/subscription/terms.pdf`);
    expect(text).toContain(name);
    expect(text).toContain('Tansy Quillgate');
  }
});

it('finds one bill a school, and the statement of account of the trust', async () => {
  const { page } = leader;
  for (const school of schools) await step(atOffice.page, school, 'Accept the form');
  await letTheOfferRun(atOffice.page);
  for (const { urn } of schools) await waitUntil(atOffice.page, `/schools/${urn}/subscription`, 'Active');
  await atOffice.page.goto('/money');
  await atOffice.page.getByRole('button', { name: 'Raise what is due now' }).click();
  for (const { urn } of schools) await waitUntil(atOffice.page, `/schools/${urn}/money`, 'INV-');
  await goBy(page, 'Our trust', 'Subscription', 'Money');
  for (const { name } of schools)
    expect(
      await page
        .getByRole('row')
        .filter({ hasText: /^\s*INV-/ })
        .filter({ hasText: name })
        .count(),
    ).toBeGreaterThan(0);
  const pdf = page.getByRole('link', { name: 'PDF', exact: true });
  await tabTo(page, pdf);
  const text = await readPdf(page, (await pdf.getAttribute('href')) ?? '');
  for (const { name } of schools) expect(text).toContain(name);
});

it('finds the pool that the office made final, once, and orders from it', async () => {
  const { page, context, complaints } = leader;
  const { page: at } = atOffice;
  const leaderName = 'A leader of the trust';
  const before = await deeds(at, null, 'entitlements.pool-final');
  await at.goto('/pools/new');
  await at.getByLabel('Name', { exact: true }).fill('Days together');
  await at.getByLabel(/^Number of the trust/).fill(trust.replace('/trusts/', ''));
  await at.getByLabel('Schools').fill(schools.map(({ urn }) => urn).join('\n'));
  await at.getByRole('button', { name: 'Note the pool' }).click();
  await at.getByRole('heading', { name: 'Make it final' }).waitFor();
  const other = await atOffice.context.newPage();
  await other.goto(at.url());
  for (const each of [at, other]) {
    await each.getByLabel('Which leader of the trust agreed?').fill(leaderName);
    await tabTo(each, each.getByRole('button', { name: 'Make the pool final' }));
  }
  await Promise.all([at, other].map((each) => each.keyboard.press('Enter')));
  // Who is first is told so, in whichever window asks first for its next page: both show it.
  for (const each of [at, other]) await each.getByText('Final', { exact: true }).first().waitFor();
  await other.close();
  const pool = /pools\/([^/?]+)/.exec(at.url())?.[1] ?? '';
  expect(await deeds(at, null, 'entitlements.pool-final')).toBe(before + 1);

  await page.goto('/');
  await follow(page, page.getByRole('link', { name: 'Pools of credit' }));
  await follow(page, page.getByRole('link', { name: 'Days together' }));
  await page.getByRole('heading', { level: 1, name: 'Days together' }).waitFor();
  expect(await page.getByRole('button', { name: /Leaves/ }).count()).toBe(0);

  await follow(page, page.getByRole('link', { name: schools[0].name }));
  await follow(page, page.getByRole('main').getByRole('link', { name: 'Support', exact: true }));
  await follow(page, page.getByRole('main').getByRole('link', { name: 'Bookings', exact: true }));
  await follow(page, page.getByRole('main').getByRole('link', { name: /menu/i }).first());
  await tabTo(page, page.getByLabel('What should pay for it?'));
  await page.keyboard.type('The pool');
  await tabTo(page, page.locator('#days'));
  await page.keyboard.press('ArrowDown');
  await pressAt(page, page.getByRole('button', { name: 'See what it comes to' }));
  await page.getByRole('heading', { name: 'Your order' }).waitFor();
  await expectAccessible(page);
  await pressTwice(page, page.getByRole('button', { name: /^Order/ }));
  await page.getByText('1 booking held. The office confirms it next.').waitFor();
  await expectAccessible(page);
  const booking = page.getByRole('main').locator('a[href*="/bookings/"]:not([href*="/new"])').first();
  await at.goto((await booking.getAttribute('href')) ?? '');
  await at.getByRole('button', { name: 'Confirm it' }).click();
  await at.getByRole('alert').waitFor();
  await page.goto(`/pools/${pool}`);
  const paid = page.getByRole('table', { name: 'Orders of the pool' });
  expect(await paid.locator('tbody').getByRole('listitem').count()).toBe(2);
  for (const { name } of schools) expect(await wordsOf(paid)).toContain(name);
  await goBy(page, 'Our trust', 'Support');
  for (const { name } of schools) expect(await wordsOf(page.getByRole('main'))).toContain(name);
  expect([...complaints, ...atOffice.complaints]).toEqual([]);
  await context.close();
});
