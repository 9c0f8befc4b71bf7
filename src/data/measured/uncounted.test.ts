import { describe, expect, it } from 'vitest';
import { ownMeasuresOf } from '../catalogue/own-measures';
import { newSeed, random } from '../methods/testing/random';
import type { MeasuredRow } from './compile';
import { bothSets } from './figures';
import { mayStandUncounted, type Uncounted } from './uncounted';

const share = (value: number): Uncounted => ({ value, decimals: 0, kind: 'percentage', step: 1 });
const below = 60;
const most = 5;

/** Every number of pupils that all of these fit, by trying every count and every sum. */
const numbers = (figures: readonly Uncounted[]) =>
  [55, 56, 57, 58, 59].filter((pupils) =>
    figures.every(({ value, decimals, kind, step }) => {
      const whole = kind === 'percentage' ? 100 : 1;
      const highest = kind === 'percentage' ? pupils : 9 * pupils;
      for (let sum = 0; sum <= highest; sum += step)
        if (Math.abs(Number(((sum * whole) / pupils + 1e-9).toFixed(decimals)) - value) < 1e-9) return true;
      return false;
    }),
  );

describe('figures of pupils whose number is not told', () => {
  it('that fit one number of pupils alone are not all shown', () => {
    // 39, 28, 16 and 8 of 57: the third with the first two is of no other number from 55 to 59.
    const figures = [share(68), share(49), share(28), share(14)];
    expect(numbers(figures.slice(0, 3))).toEqual([57]);
    expect(mayStandUncounted(figures, below, most)).toEqual([true, true, false, true]);
  });

  it('stand as they are where any number fits', () => {
    const progress: Uncounted = { value: 0.91, decimals: 2, kind: 'average', step: 0 };
    expect(mayStandUncounted([share(100), share(0), progress], below, most)).toEqual([true, true, true]);
  });

  const seed = newSeed();
  it(`fit two numbers at least, whatever they are (seed ${seed})`, () => {
    const { whole, pick, times } = random(seed);
    let hidden = 0;
    for (let round = 0; round < 300; round++) {
      const pupils = whole(below - most, below - 1);
      const figures = times(6, (): Uncounted => {
        if (pick([true, false])) return share(Math.floor((200 * whole(0, pupils) + pupils) / (2 * pupils)));
        const step = pick([1, 0.5]);
        const sum = whole(0, (9 * pupils) / step) * step;
        return { value: Number((sum / pupils + 1e-9).toFixed(2)), decimals: 2, kind: 'average', step };
      });
      const may = mayStandUncounted(figures, below, most);
      const shown = figures.filter((_, n) => may[n]);
      const fitting = numbers(shown);
      expect(fitting.length, JSON.stringify({ round, shown })).toBeGreaterThan(1);
      if (may.every(Boolean)) expect(fitting).toContain(pupils);
      hidden += may.filter((one) => !one).length;
    }
    expect(hidden).toBeGreaterThan(100);
  });
});

it('outside, a likely range and a band are told with the number of pupils alone: they would tell it', async () => {
  const measures = ownMeasuresOf('ks2-pupils', 2017);
  const at = (id: string) => measures.findIndex((one) => one.id === id);
  const row = (id: string, pupils: number, more: Partial<MeasuredRow>): MeasuredRow => ({
    urn: 910_001,
    area: null,
    m: at(id),
    period: 'year',
    pupil_group: 'all',
    numerator: String(pupils / 2),
    denominator: String(pupils),
    pupils,
    value: 50,
    low: 30.1,
    high: 69.9,
    band: null,
    told: null,
    ...more,
  });
  const progress = (pupils: number) =>
    row('own-ks2-reading-progress', pupils, { numerator: '-82.31', value: -3.6, low: -6, high: -1.1, band: 4 });
  const outside = async (rows: readonly MeasuredRow[]) =>
    (await bothSets(rows, measures, { dataset: 'ks2-pupils', year: 2017, areas: new Map() }))
      .filter(({ audience, measure }) => audience === 'outside' && measure === 'own-ks2-reading-progress')
      .map(({ value, pupils, denominator, low, high, band }) => ({ value, pupils, denominator, low, high, band }));
  const all = row('own-ks2-reading-expected', 24, {});
  expect(await outside([all, progress(23)])).toEqual([
    { value: -3.6, pupils: null, denominator: null, low: null, high: null, band: null },
  ]);
  expect(await outside([all, progress(24)])).toEqual([
    { value: -3.6, pupils: 24, denominator: '24', low: -6, high: -1.1, band: 4 },
  ]);
});
