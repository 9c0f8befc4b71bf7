import { expect, it } from 'vitest';
import { expectFocusSeen, tabTo } from './keyboard';
import { expectAccessible, expectNoSidewaysScroll, launch, visit, widths } from './visitor';

const browser = await launch();

it('a picture without words is found by the check of accessibility, and not before it is there', async () => {
  const { page, context } = await visit(browser);
  await page.goto('/');
  await expectAccessible(page);
  await page.evaluate(() => document.querySelector('main')?.append(new Image(20, 20)));
  await expect(expectAccessible(page)).rejects.toMatchObject({ actual: [expect.stringContaining('image-alt')] });
  await context.close();
});

it('a column too wide for a phone is found by the check of width, and not before it is there', async () => {
  const { page, context } = await visit(browser, { width: widths.phone });
  await page.goto('/');
  await expectNoSidewaysScroll(page);
  await page.evaluate(() => {
    const wide = document.createElement('div');
    wide.style.width = '500px';
    wide.textContent = 'Too wide';
    document.querySelector('main')?.append(wide);
  });
  await expect(expectNoSidewaysScroll(page)).rejects.toThrow(/width of/);
  await context.close();
});

it('what the content policy forbids is a complaint of the page', async () => {
  const { page, context, complaints } = await visit(browser);
  await page.goto('/');
  expect(complaints).toEqual([]);
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', `<img src="/none" alt="" onerror="document.title = 'planted'">`);
  });
  await expect.poll(() => complaints.join()).toMatch(/Content Security Policy/);
  expect(await page.title()).not.toBe('planted');
  await context.close();
});

it.each([
  ['a link', '/', 'main a[href="/schools"]'],
  ['a field', '/schools', '#q'],
  ['a chip', '/schools/199001/quote', '#plan'],
])('a focus that is not drawn is found on %s', async (_what, path, selector) => {
  const { page, context } = await visit(browser);
  await page.goto(path);
  await tabTo(page, page.locator(selector).first());
  await page.evaluate(() => {
    const plain = new CSSStyleSheet();
    plain.replaceSync(
      ':focus, :focus-visible, :focus + label, :focus-visible + label { outline: none !important; box-shadow: none !important }',
    );
    document.adoptedStyleSheets.push(plain);
  });
  await expect(expectFocusSeen(page)).rejects.toThrow(/focus on/);
  await context.close();
});
