import { fileURLToPath } from 'node:url';
import { compile, type Logger } from 'sass';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const warnings: string[] = [];
const logger: Logger = { warn: (message) => warnings.push(message), debug: (message) => warnings.push(message) };
const { css } = compile(fileURLToPath(new URL('main.scss', import.meta.url)), {
  loadPaths: [`${root}node_modules`, root],
  logger,
});

describe('the compiled styles', () => {
  test('compile without a warning', () => {
    expect(warnings).toEqual([]);
    expect(css.length).toBeGreaterThan(50_000);
  });

  test.each([/gds ?transport/i, /crown/i, /logo/i, /govuk-(header|footer|crest)/i, /#1d70b8/i])(
    'show no government identity: %s',
    (mark) => {
      expect(css.match(mark)).toBeNull();
    },
  );

  test('fetch nothing but our own fonts', () => {
    const addresses = [...css.matchAll(/url\(([^)]*)\)/g)].map((found) => found[1]);
    expect(addresses).toHaveLength(3);
    for (const address of addresses) expect(address).toMatch(/source-sans-3-latin[a-z-]*\.woff2"$/);
  });

  test('are set in Source Sans 3 with tabular lining figures', () => {
    expect(css).toMatch(/body \{[^}]*font-family: "?Source Sans 3/);
    expect(css).toMatch(/body \{[^}]*font-variant-numeric: tabular-nums lining-nums/);
  });

  test('draw one sign of sorting, whoever sorts', () => {
    expect(css).toMatch(/\[aria-sort\] > button svg \{\s*display: none/);
    expect(css).toMatch(/\.m-table__sort::after,\s*\[aria-sort\] > button::after \{\s*content: [^;]*↕/);
  });

  test('use the colours and widths of the look', () => {
    expect(css).toContain('--petrol: #0b4f5e');
    expect(css).toMatch(/--page: 70rem/);
    expect(css).toMatch(/\[data-density="?staff"?\] \{\s*--page: 86rem/);
    for (const width of ['68.75em', '56.25em', '40em']) expect(css).toContain(`max-width: ${width}`);
  });

  test('never set type under 13 pixels', () => {
    const sizes = [...css.matchAll(/font-size: ([\d.]+)rem/g)].map((found) => Number(found[1]));
    expect(sizes.length).toBeGreaterThan(50);
    expect(Math.min(...sizes) * 16).toBeGreaterThanOrEqual(13);
  });

  test('have a page of paper', () => {
    expect(css).toMatch(/@page \{\s*size: a4;\s*margin: 14mm 15mm/);
    expect(css).toContain('@media print');
  });
});
