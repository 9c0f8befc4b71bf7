import { describe, expect, it } from 'vitest';
import { drawnWords } from './drawn-words';
import { enterAs, expectAccessible, expectNoSidewaysScroll, launch, visit, widths } from './visitor';
import { noPages, pattern, reachable } from './walk';

const browser = await launch();

/** People whose pages differ; between them they reach every page. The contact sheet opens every role's. */
const people = [
  null,
  'headteacher',
  'governor',
  'trust leader',
  'chair of a partnership',
  'administrator',
  'finance officer',
  'improvement partner',
] as const;
const looked = new Set<string>();
const files = noPages();
let charts = 0;

describe('every page that can be reached', () => {
  for (const person of people) {
    it(`by ${person ?? 'a visitor'} answers, is accessible and fits a phone`, async () => {
      const { page, context, complaints } = await visit(browser);
      if (person) await enterAs(page, person);
      const found = await reachable(
        page,
        async (address, { body }) => {
          const seen = `${body.dataset.density} ${pattern(address)}`;
          if (looked.has(seen)) return;
          await page.goto(address);
          for (const width of [widths.phone, widths.desk]) {
            await page.setViewportSize({ width, height: 900 });
            await expectAccessible(page);
            await expectNoSidewaysScroll(page);
            const drawn = await drawnWords(page, width === widths.phone ? 13 : 11);
            expect(drawn.faults, `words of drawings at ${width} pixels, ${address}`).toEqual([]);
            if (width === widths.phone) charts += drawn.drawings;
          }
          // Not before: what was wrong is looked at again when the test is tried again.
          looked.add(seen);
        },
        files,
      );
      expect(complaints).toEqual([]);
      expect(found.size).toBeGreaterThan(8);
      await context.close();
    });
  }
});

it('had charts, whose words were measured', () => {
  expect(charts).toBeGreaterThan(40);
});

describe('the parts', () => {
  for (const density of ['school', 'staff']) {
    it(`are accessible in every state, as ${density} pages have them`, async () => {
      const { page, context, complaints } = await visit(browser);
      await page.goto(`/design?density=${density}`);
      for (const width of Object.values(widths)) {
        await page.setViewportSize({ width, height: 900 });
        await expectAccessible(page);
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
  }

  it('go on where a line began when they do not fit into it', async () => {
    const { page, context } = await visit(browser, { width: widths.phone });
    await page.goto('/design');
    const lefts = await page
      .locator('p:has(> .m-category)')
      .first()
      .locator('> .m-category')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    expect(lefts.length).toBe(4);
    expect(lefts.at(-1)).toBe(lefts[0]);
    const wrapped = await page
      .locator('.m-switch')
      .filter({ hasText: 'For governors' })
      .evaluate((box) => [...box.children].map((one) => [one.clientWidth, box.clientWidth]));
    expect(wrapped.length).toBe(2);
    for (const [item, box] of wrapped) expect(item).toBe(box);
    await context.close();
  });
});
