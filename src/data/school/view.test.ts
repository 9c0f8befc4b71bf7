import { expect, it } from 'vitest';
import type { SchoolHead } from '../../schools';
import { datasetNamed, measureNamed } from '../catalogue/catalogue';
import { type Average, type Figure, loadedKey } from '../figures/queries';
import { why } from './city';
import { findingsOf, leadOf } from './findings';
import { likelyRange } from './likely-range';
import { besideWords } from './told';
import { cityChecks, type MeasureRow, mainYear, measureRow, type SchoolData } from './view';
import { changeWords, decimals, figureWords, publishedWords, rangeWords } from './words';

const figure = (measure: string, year: number, shown: string, more: Partial<Figure> = {}): Figure => ({
  measure,
  group: 'all',
  year,
  urn: 900001,
  area: null,
  shown,
  value: /^-?[\d.]+%?$/.test(shown) ? shown.replace('%', '') : null,
  numerator: null,
  denominator: null,
  low: null,
  high: null,
  band: null,
  line: 2,
  releaseId: 1,
  release: 'r',
  stage: 'validated',
  file: 'f.csv',
  acceptedAt: Temporal.Instant.from('2019-01-14T09:00:00Z'),
  ...more,
});
const area = (name: string, measure: string, year: number, shown: string, more: Partial<Figure> = {}) =>
  figure(measure, year, shown, { urn: null, area: name, ...more });

const data = (more: Partial<SchoolData>): SchoolData => ({
  school: { urn: 900001, name: 'A school', sector: 'primary' } as SchoolHead,
  figures: [],
  areas: [],
  loaded: new Set(),
  city: null,
  partnership: null,
  ...more,
});
const rwm = measureNamed('ks2-rwm-expected')!;
const reading = measureNamed('ks2-reading-expected')!;
const progress = measureNamed('ks2-reading-progress')!;

it('the likely range of a percentage is that of the pupils behind it', () => {
  // 27 of 44, published as 61% or not, 8 of 8 and 0 of 20, by Wilson's formula.
  const rounded = ({ low, high }: { low: number; high: number }) => [low.toFixed(1), high.toFixed(1)];
  expect(rounded(likelyRange((27 / 44) * 100, 44))).toEqual(['46.6', '74.3']);
  expect(rounded(likelyRange(61, 44))).toEqual(['46.6', '74.3']);
  expect(rounded(likelyRange(100, 8))).toEqual(['67.6', '100.0']);
  expect(rounded(likelyRange(0, 20))).toEqual(['0.0', '16.1']);
  // Of nobody and of everybody it holds the figure itself, whatever the number of pupils: 0% is not below England's 0%.
  for (let pupils = 1; pupils <= 400; pupils++)
    expect([likelyRange(0, pupils).low, likelyRange(100, pupils).high]).toEqual([0, 100]);
});

it('figures are written with a true minus, a sign where they are about nought, and the decimals they were published with', () => {
  expect([decimals(-0.04, 1), decimals(2.5, 0), decimals(-2.5, 0), decimals(1.005, 2)]).toEqual([
    '0.0',
    '3',
    '−3',
    '1.01',
  ]);
  expect([
    figureWords(61, rwm),
    figureWords(0.4, progress),
    figureWords(-1.9, progress),
    figureWords(0, progress),
  ]).toEqual(['61%', '+0.4', '−1.9', '0.0']);
  expect([publishedWords('43.30', rwm), publishedWords('59', rwm), publishedWords('-2', progress)]).toEqual([
    '43.3%',
    '59%',
    '−2.0',
  ]);
  // A mean has the decimals of the figures beside it; what was published keeps its own.
  expect([
    besideWords({ value: 64.83, source: 'average' }, rwm),
    besideWords({ value: 64.8, source: 'published' }, rwm),
    besideWords({ value: -0.27, source: 'average' }, progress),
  ]).toEqual(['65%', '64.8%', '−0.3']);
  expect(rangeWords({ low: -1.4, high: 2.2 }, progress)).toBe('−1.4 to +2.2');
  expect(rangeWords({ low: 46.6, high: 74.3 }, rwm)).toBe('47 to 74');
  expect([changeWords(1, rwm), changeWords(-4, rwm), changeWords(0, rwm), changeWords(-0.3, progress)]).toEqual([
    '+1 point',
    '−4 points',
    'no change',
    '−0.3',
  ]);
});

it('a difference is called only when the likely range does not hold the benchmark', () => {
  const row = (shown: string, england: string, more: Partial<Figure> = { denominator: '44' }) =>
    measureRow(
      data({ figures: [figure(reading.id, 2017, shown, more)], areas: [area('england', reading.id, 2017, england)] }),
      reading,
      2017,
    ).verdict;
  expect([row('61%', '64%'), row('61%', '75%'), row('90%', '75%')]).toEqual(['too-close', 'below', 'above']);
  // Just on the edge of 46.6 to 74.3 and beside it.
  expect([row('61.36%', '46.7%'), row('61.36%', '46.5%')]).toEqual(['too-close', 'above']);
  expect(row('61%', '64%', {})).toBe('no-range');
});

it('the number of pupils may stand in another file of the year', () => {
  const figures = [figure(reading.id, 2017, '61%'), figure('ks2-pupils', 2017, '44')];
  expect(measureRow(data({ figures }), reading, 2017).range).toMatchObject({ by: 'us' });
});

it('a published range is not replaced, and the word stays as published', () => {
  const figures = [figure(progress.id, 2017, '-1.9', { low: '-3.5', high: '-0.3', band: 4 })];
  const row = measureRow(data({ figures }), progress, 2017);
  expect(row).toMatchObject({
    range: { low: -3.5, high: -0.3, by: 'publisher' },
    band: 'Below average',
    england: { value: 0 },
  });
  expect(findingsOf([row], datasetNamed('ks2')!, 44)).toEqual([
    {
      title: 'Reading progress is below average',
      text: '−1.9, likely range −3.5 to −0.3. The word is the department’s; 0 is the England average.',
    },
  ]);
});

it('every headline is too close to call only where all of them are', () => {
  const of = (id: string, shown: string, england: string, more: Partial<Figure> = { denominator: '44' }) =>
    measureRow(
      data({ figures: [figure(id, 2017, shown, more)], areas: [area('england', id, 2017, england)] }),
      measureNamed(id)!,
      2017,
    );
  const close = [of(rwm.id, '61%', '64%'), of(reading.id, '61%', '64%')];
  const title = (rows: MeasureRow[]) => findingsOf(rows, datasetNamed('ks2')!, 44).at(-1)?.title;
  expect(title(close)).toBe('Every headline is too close to call');
  const average = measureRow(data({ figures: [figure(progress.id, 2017, '0.2', { band: 3 })] }), progress, 2017);
  expect(title([...close, average])).toBe('Every headline is too close to call');
  const below = measureRow(data({ figures: [figure(progress.id, 2017, '-1.9', { band: 4 })] }), progress, 2017);
  expect(title([...close, below])).toBe('2 headlines are too close to call');
  expect(title([...close, of('ks2-maths-expected', '61%', '64%', {})])).toBe('2 headlines are too close to call');
});

it('the answer of a page is its first headline, what may be said of it, and of how many', () => {
  const lead = (rows: MeasureRow[], pupils: number | null) =>
    leadOf(rows, { dataset: datasetNamed('ks2')!, year: 2017, pupils });
  const row = measureRow(data({ figures: [figure(progress.id, 2017, '-1.9', { band: 4 })] }), progress, 2017);
  expect(lead([row], 44)).toBe(
    'Key stage 2, 2017/18. Reading, progress: −1.9, below average. 44 pupils at the end of Year 6.',
  );
  expect(lead([], null)).toBe('Key stage 2, 2017/18.');
});

it('withheld, not published, not in the files and not loaded are four things', () => {
  const told = (shown: string | null, loaded: string[]) =>
    measureRow(
      data({ figures: shown === null ? [] : [figure(rwm.id, 2017, shown)], loaded: new Set(loaded) }),
      rwm,
      2017,
    ).told;
  expect(told('SUPP', [])).toMatchObject({ kind: 'withheld', reason: 'Not shown: 5 or fewer pupils' });
  expect(told(null, [loadedKey(rwm.id, 2017)])).toEqual({ kind: 'unpublished' });
  expect(told(null, [loadedKey(progress.id, 2017)])).toEqual({ kind: 'not-in-files' });
  expect(told(null, [loadedKey(rwm.id, 2016)])).toEqual({ kind: 'not-loaded' });
});

it('a year after a break is not set against the one before', () => {
  const change = (measure: typeof rwm, year: number) =>
    measureRow(data({ figures: [figure(measure.id, year - 1, '50%'), figure(measure.id, year, '55%')] }), measure, year)
      .change;
  expect([change(rwm, 2017), change(rwm, 2016), change(reading, 2017)]).toEqual(['not-comparable', 5, 5]);
});

it('disadvantaged pupils are set against all others nationally', () => {
  const areas = [
    area('england', rwm.id, 2017, '51%', { group: 'disadvantaged' }),
    area('england', rwm.id, 2017, '70%', { group: 'other' }),
  ];
  const figures = [figure(rwm.id, 2017, '44%', { group: 'disadvantaged', denominator: '16' })];
  expect(measureRow(data({ figures, areas }), rwm, 2017, 'disadvantaged').england?.value).toBe(70);
});

it('a page opens with the newest year that has most of the headlines', () => {
  const ks2 = datasetNamed('ks2')!;
  const figures = [
    figure(rwm.id, 2016, '50%'),
    figure(reading.id, 2016, '50%'),
    figure(rwm.id, 2017, '50%'),
    figure(reading.id, 2017, '50%'),
    figure(progress.id, 2018, '1'),
  ];
  expect(mainYear({ figures }, ks2)).toBe(2017);
  expect(mainYear({ figures: [] }, ks2)).toBeNull();
});

it('the mean of schools stands beside the published figure, with the difference and why', () => {
  const average: Average = {
    measure: rwm.id,
    year: 2017,
    value: 62.44,
    schools: 123,
    withheld: 2,
    pupils: 6086,
    weighedBy: 'pupils',
    stages: ['validated'],
  };
  const [check] = cityChecks(
    data({
      city: { name: 'City', code: '373', averages: [average] },
      areas: [area('la/373', rwm.id, 2017, '61%', { stage: 'initial' })],
    }),
    [rwm],
    [2017],
  );
  expect(check?.difference).toBeCloseTo(1.44);
  expect(why(check!)).toBe(
    'They differ because schools without a published figure are left out of the mean, and their pupils are in the published figure, the published figure is of the initial release and the schools’ are validated and percentages are published as whole numbers.',
  );
  // Of 123 schools and two more of five pupils at most 6,096 could be in the published figure.
  const reasons = (published: number | null, more: Partial<Average> = {}) =>
    why({
      ...check!,
      average: { ...average, ...more },
      published: { ...check!.published, denominator: published } as never,
    });
  const more = 'the published figure is of more pupils than all these schools have';
  expect(reasons(6096)).not.toContain(more);
  expect(reasons(6500)).toContain(more);
  expect(reasons(6500, { weighedBy: 'roll' })).not.toContain(more);
  expect(reasons(6000)).toContain('the published figure is of fewer pupils than the schools are weighed by');
});
