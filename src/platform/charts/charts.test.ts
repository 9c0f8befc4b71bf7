import { writeFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { renderPdf } from '../documents/pdf';
import { readPdf } from '../documents/testing';
import { money } from '../words';
import { chart, hatch, lineChart, moneyBar, stackedBars } from './index';

const fee = () =>
  lineChart({
    title: 'The fee grows with the roll, up to £8,000',
    x: { label: 'Places' },
    y: { label: 'Fee a year', format: money },
    lines: [
      {
        label: 'you pay',
        points: [
          { x: 0, y: 75000 },
          { x: 1100, y: 800000 },
          { x: 2000, y: 800000 },
        ],
      },
      {
        label: 'last year',
        tone: 'ink',
        dashed: true,
        points: [
          { x: 0, y: 60000 },
          { x: 2000, y: 700000 },
        ],
      },
    ],
    marks: [
      { x: 315, y: 276000, label: '315 places: £2,760' },
      { x: 1900, y: 800000, label: 'a large one: £8,000', tone: 'heather' },
    ],
    rules: [{ y: 400000, label: 'half of the cap' }],
  });

const pipeline = () =>
  moneyBar({
    parts: [
      { label: 'Signed', pence: 39_124_000 },
      { label: 'Form received', pence: 912_000 },
      { label: 'Form sent', pence: 2_298_000 },
      { label: 'Intention', pence: 1_566_000, fill: 'hatch' },
    ],
    lines: [
      { label: 'Viable from £355,000', pence: 35_500_000 },
      { label: 'Target £430,000', pence: 43_000_000 },
    ],
  });

const years = () =>
  stackedBars({
    title: 'The draw ends in the third year',
    y: { label: 'Pounds a year', format: (value) => `£${Math.round(value / 1000)}k` },
    parts: [{ label: 'Fees' }, { label: 'Sales', fill: 'tint' }, { label: 'Draw on reserves', fill: 'heather-hatch' }],
    bars: [
      { label: '2018/19', values: [355_000, 40_000, 60_000] },
      { label: '2019/20', values: [390_000, 45_000, 20_000] },
      { label: '2020/21', values: [430_000, 50_000, 0] },
    ],
    lines: [{ label: 'Costs', value: 455_000 }],
  });

const texts = (svg: string) => [...parseHTML(svg).document.querySelectorAll('text')].map((text) => text.textContent);
const drawings = { fee: await fee(), pipeline: await pipeline(), years: await years() };
if (process.env.KEEP_CHARTS)
  for (const [name, svg] of Object.entries(drawings)) writeFileSync(`${process.env.KEEP_CHARTS}/${name}.svg`, svg);

describe.each(Object.entries(drawings))('%s', (_, svg) => {
  test('keeps the content policy: no style, no script, nothing from elsewhere', () => {
    expect(svg).not.toMatch(/<style|\sstyle=|<script|\son\w+=|href=|currentColor|system-ui/);
  });

  test('has no figure with more than two decimals, no words of the library, no class but ours', () => {
    expect(svg.replace(/>[^<]*</g, '><')).not.toMatch(/\d\.\d{3}/);
    expect(svg).not.toMatch(/y-axis|plot-/);
    expect(svg.match(/class="[^"]*"/g)).toEqual(['class="m-plot"']);
  });

  test('is the same each time', async () => {
    expect(Object.values({ fee: await fee(), pipeline: await pipeline(), years: await years() })).toContain(svg);
  });

  test('is well-formed for the PDF, where it is set in the house font and says its finding', async () => {
    const pdf = await readPdf(
      await renderPdf({
        title: 'A',
        author: 'B',
        date: Temporal.PlainDate.from('2019-01-14'),
        body: [{ kind: 'image', svg, alt: 'The finding' }],
      }),
    );
    for (const text of texts(svg)) expect(pdf.text.replace(/\s/g, '')).toContain(text?.replace(/\s/g, ''));
    expect(pdf.fonts.every((font) => font.startsWith('SourceSans3-'))).toBe(true);
    expect(pdf.alternatives).toEqual(['The finding']);
  });
});

test('what a chart says, for who sees it and who does not', () => {
  expect(texts(drawings.fee)).toEqual(
    expect.arrayContaining([
      '315 places: £2,760',
      'you pay',
      'half of the cap',
      'Places',
      'Fee a year',
      '£4,000',
      '1,000',
    ]),
  );
  expect(drawings.fee).toContain('role="img"');
  expect(drawings.fee).toContain('aria-label="The fee grows with the roll, up to £8,000"');
  expect(texts(drawings.pipeline)).toEqual(
    expect.arrayContaining(['Viable from £355,000', 'Target £430,000', 'Signed, £391,240', '£200,000']),
  );
  expect(drawings.pipeline).toContain('aria-hidden="true"');
  expect(texts(drawings.years)).toEqual(
    expect.arrayContaining(['2018/19', '£455k', '£480k', 'Draw on reserves', 'Costs']),
  );
});

test('every piece of every bar is drawn beside the others, as high as its figure', () => {
  const { document } = parseHTML(drawings.years);
  const rects = [...document.querySelectorAll('g > rect[stroke], g[stroke] > rect')].map((rect) => ({
    x: rect.getAttribute('x'),
    height: Number(rect.getAttribute('height')),
  }));
  expect(rects).toHaveLength(9);
  expect(new Set(rects.map((rect) => rect.x)).size).toBe(3);
  const [first, second, third] = rects.map((rect) => rect.height);
  expect(second! / first!).toBeCloseTo(390 / 355, 2);
  expect(third! / first!).toBeCloseTo(430 / 355, 2);
  expect(document.querySelectorAll('line line, rect rect, path path')).toHaveLength(0);
});

test('words over lines stand on a ground of their own, and have no edge that a PDF would draw letter by letter', () => {
  expect(drawings.fee).not.toContain('paint-order');
  const { document } = parseHTML(drawings.fee);
  const mark = [...document.querySelectorAll('text')].find((text) => text.textContent?.startsWith('315'));
  const ground = mark?.previousElementSibling;
  expect(ground?.tagName.toLowerCase()).toBe('rect');
  expect(ground?.getAttribute('transform')).toBe(mark?.getAttribute('transform'));
  expect(mark?.parentElement?.hasAttribute('stroke')).toBe(false);
});

test('hatches have names of their own, and only those that are used are there', () => {
  const names = (svg: string) => [...svg.matchAll(/<pattern id="([^"]+)"/g)].map((match) => match[1]);
  expect(names(drawings.fee)).toEqual([]);
  expect(names(drawings.pipeline)).toHaveLength(1);
  expect(names(drawings.years)).toHaveLength(1);
  expect(drawings.years).toContain(`url(#${names(drawings.years)[0]})`);
  expect(names(drawings.years)).not.toEqual(names(drawings.pipeline));
});

test('hostile words stay words, in the drawing and in its description', async () => {
  const hostile = `"></text><script>alert('x')</script> & \u00a0`;
  const svg = await lineChart({
    title: hostile,
    x: { label: hostile },
    y: { label: 'y' },
    lines: [
      {
        label: hostile,
        points: [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      },
    ],
  });
  const { document } = parseHTML(`<!doctype html><html><body>${svg}</body></html>`);
  expect(document.querySelector('script')).toBeNull();
  expect(document.querySelector('svg')?.getAttribute('aria-label')).toBe(hostile);
  await expect(
    renderPdf({
      title: 'A',
      author: 'B',
      date: Temporal.PlainDate.from('2019-01-14'),
      body: [{ kind: 'image', svg, alt: 'x' }],
    }),
  ).resolves.toBeDefined();
});

test('an own plot: style attributes become attributes of the drawing', async () => {
  const svg = await chart((plot) => ({
    height: 80,
    marks: [
      plot.barX([1, 2], { x: (value: number) => value, fill: hatch.petrol, mixBlendMode: 'multiply', opacity: 0.5 }),
    ],
  }));
  expect(svg).not.toContain('style');
  expect(svg).toContain('opacity="0.5"');
});

test('odd figures: one point, nothing, below nought', async () => {
  const axis = { label: 'a' };
  expect(await lineChart({ x: axis, y: axis, lines: [] })).toMatch(/^<svg/);
  const below = await stackedBars({
    y: axis,
    parts: [{ label: 'p' }, { label: 'q' }],
    bars: [{ label: 'one', values: [-5, 3] }],
  });
  expect(below).not.toContain('NaN');
  expect(texts(below)).toContain('−2');
  expect(await moneyBar({ parts: [{ label: 'none', pence: 0 }] })).not.toContain('NaN');
});
