import { existsSync, readdirSync } from 'node:fs';
import type { Child } from 'hono/jsx';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { slug } from '../words';
import { DesignPage } from './design-page';
import { exhibits } from './examples';
import { Layout } from './layout/layout';

const here = new URL('./', import.meta.url);
const parts = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const html = async (child: Child) => String(await child);
const dom = async (child: Child) => parseHTML(`<!DOCTYPE html><html><body>${await html(child)}</body></html>`).document;
type Page = Awaited<ReturnType<typeof dom>>;

const all = exhibits.flatMap(({ component, examples }) =>
  examples.map((example) => ({ title: `${component}: ${example.name}`, ...example })),
);

test('every component has examples, and all of them are collected', () => {
  expect(parts.length).toBeGreaterThan(30);
  for (const part of parts.filter((name) => name !== 'layout'))
    expect(existsSync(new URL(`${part}/examples.tsx`, here)), part).toBe(true);
  expect(exhibits.map(({ component }) => slug(component)).sort()).toEqual(
    parts.filter((name) => name !== 'layout').sort(),
  );
});

describe.each(all)('$title', ({ html: example }) => {
  test('renders', async () => {
    const text = await html(example());
    expect(text.length).toBeGreaterThan(20);
    expect(text).not.toMatch(/\bundefined\b|\[object|NaN/);
  });

  test('keeps to the content policy', async () => {
    const page = await dom(example());
    expect(against(page)).toEqual([]);
  });

  test('is named and described', async () => {
    const page = await dom(example());
    expect(unnamed(page)).toEqual([]);
  });
});

describe('the design page', () => {
  const page = () =>
    dom(
      <Layout
        title="The parts"
        partnershipName="Five Weirs Learning Partnership"
        density="school"
        navigation={[{ text: 'Home', href: '/' }]}
        nonce="n"
        assets={{ css: [], js: [] }}
      >
        <DesignPage />
      </Layout>,
    );

  test('shows every example', async () => {
    const document = await page();
    expect(document.querySelectorAll('.m-example')).toHaveLength(all.length);
  });

  test('has no id twice', async () => {
    const ids = [...(await page()).querySelectorAll('[id]')].map((element) => element.id);
    expect(ids.length).toBeGreaterThan(80);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('never skips a level of heading', async () => {
    const levels = [...(await page()).querySelectorAll('h1, h2, h3, h4')].map((heading) =>
      Number(heading.tagName.slice(1)),
    );
    expect(levels.length).toBeGreaterThan(30);
    expect(skips(levels)).toEqual([]);
  });
});

describe('the checks themselves', () => {
  test('see a style attribute, a handler and a script address', async () => {
    const page = parseHTML(
      '<!DOCTYPE html><html><body><p style="color:red">a</p><b onclick="go()">b</b><a href="javascript:go()">c</a></body></html>',
    ).document;
    expect(against(page)).toHaveLength(3);
  });

  test('see an input without a label, a description that is not there and a drawing without words', async () => {
    const page = parseHTML(
      '<!DOCTYPE html><html><body><input id="a"><label for="b">B</label><input id="b" aria-describedby="b-hint"><svg></svg></body></html>',
    ).document;
    expect(unnamed(page)).toHaveLength(3);
  });

  test('see a skipped level', () => {
    expect(skips([1, 2, 3, 2, 4])).toEqual(['h2 then h4']);
  });
});

/** What a strict content policy would refuse. */
const against = (page: Page): string[] =>
  [...page.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes]
      .filter(({ name, value }) => name === 'style' || name.startsWith('on') || value.startsWith('javascript:'))
      .map(({ name }) => `${element.tagName} ${name}`),
  );

/** Inputs without a label, references to nothing, and drawings that are neither named nor hidden. */
function unnamed(page: Page): string[] {
  const inputs = [...page.querySelectorAll('input, select, textarea, progress')]
    .filter((input) => input.getAttribute('type') !== 'hidden')
    .filter((input) => !page.querySelector(`label[for="${input.id}"]`))
    .map((input) => `no label: ${input.id}`);
  const references = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls'].flatMap((name) =>
    [...page.querySelectorAll(`[${name}]`)]
      .flatMap((element) => (element.getAttribute(name) ?? '').split(' '))
      .filter((id) => !page.getElementById(id))
      .map((id) => `${name}: ${id}`),
  );
  const drawings = [...page.querySelectorAll('svg')]
    .filter(
      (svg) =>
        !(svg.getAttribute('role') === 'img' && svg.getAttribute('aria-label')) && !svg.closest('[aria-hidden="true"]'),
    )
    .map(() => 'a drawing without words');
  return [...inputs, ...references, ...drawings];
}

const skips = (levels: number[]): string[] =>
  levels.flatMap((level, index) => {
    const before = levels[index - 1] ?? 0;
    return level > before + 1 ? [`h${before} then h${level}`] : [];
  });
