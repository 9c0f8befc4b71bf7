import { parseHTML } from 'linkedom';
import { expect, it } from 'vitest';
import { money } from '../words';
import { drawings } from './drawings';
import { type LineChart, lineChart } from './line-chart';
import { type Box, freeSide, type Side } from './places';

const chart = (most: number): LineChart => ({
  x: { label: 'pupils' },
  y: { label: '', format: money },
  lines: [
    {
      points: [
        { x: 0, y: 0 },
        { x: 1000, y: most },
      ],
    },
  ],
  width: 460,
});

it('a chart is drawn for the page and for a phone, and drawn again only where a figure or the way to write it differs', async () => {
  const widths: (number | undefined)[] = [];
  const draw = (one: LineChart) => {
    widths.push(one.width);
    return lineChart(one);
  };
  const [first, again] = [await drawings(draw, chart(4000)), await drawings(draw, chart(4000))];
  expect(widths).toEqual([460, 330]);
  expect(again).toBe(first);
  expect(String(first.svg)).toContain('width="460"');
  expect(String(first.narrow)).toContain('width="330"');
  await drawings(draw, chart(5000));
  await drawings(draw, { ...chart(4000), y: { label: '', format: (pence) => `${pence}p` } });
  expect(widths).toEqual([460, 330, 460, 330, 460, 330]);
});

it('at most five hundred charts are kept, those that were asked for lately', async () => {
  let drawn = 0;
  const draw = async ({ n }: { n: number; width?: number }) => {
    drawn++;
    return `<svg>${n}</svg>`;
  };
  for (let n = 0; n < 500; n++) await drawings(draw, { n });
  await drawings(draw, { n: 0 });
  expect(drawn).toBe(1000);
  await drawings(draw, { n: 500 });
  await drawings(draw, { n: 0 });
  expect(drawn).toBe(1002);
  await drawings(draw, { n: 1 });
  expect(drawn).toBe(1004);
});

const [right, left] = [
  { dx: 8, dy: 14, textAnchor: 'start' },
  { dx: -8, dy: -12, textAnchor: 'end' },
] as const satisfies Side[];
const inside: Box = { left: 40, right: 330, top: 0, bottom: 220 };
const sideOf = (text: string, x: number, taken: Box[] = []) =>
  freeSide(text, () => [x, 100], [right, left], inside, taken);

it('words stand right of a point, left where the drawing ends or where others stand already', () => {
  expect(sideOf('You, £4,500', 100)).toBe(right);
  expect(sideOf('You, £4,500', 300)).toBe(left);
  const taken: Box[] = [];
  expect([sideOf('1,072', 200, taken), sideOf('1,080', 205, taken)]).toEqual([right, left]);
  expect(taken).toHaveLength(2);
});

it('without a free side words stay inside', () => {
  const everywhere = [{ left: 0, right: 330, top: 0, bottom: 220 }];
  expect(sideOf('You, £4,500', 300, everywhere)).toBe(left);
});

it('the words of a point do not lie on those of a limit that runs through it', async () => {
  const svg = await lineChart({
    ...chart(4500),
    width: 330,
    rules: [{ y: 4500, label: 'never more than £4,500' }],
    marks: [{ x: 800, y: 4500, label: 'You, £4,500' }],
  });
  const { document } = parseHTML(svg);
  const heightOf = (words: string) => {
    const text = [...document.querySelectorAll('text')].find(({ textContent }) => textContent === words);
    return [text, text?.parentElement]
      .map((one) => Number(/,\s*(-?[\d.]+)\)/.exec(one?.getAttribute('transform') ?? '')?.[1]))
      .reduce((sum, part) => sum + part);
  };
  expect(heightOf('You, £4,500') - heightOf('never more than £4,500')).toBeGreaterThan(16);
});
