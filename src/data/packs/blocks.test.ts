import { expect, it } from 'vitest';
import { measureNamed } from '../catalogue/catalogue';
import { againstWord, figureStrips, groupStrips } from './blocks';
import type { PackRow } from './rows';
import { rowsSheet } from './rows-sheet';
import { trendBlocks, trendNotes } from './trends';

const reading = measureNamed('ks2-reading-expected')!;
const rwm = measureNamed('ks2-rwm-expected')!;

const row = (more: Partial<PackRow> = {}): PackRow => ({
  measure: reading,
  group: 'all',
  year: 2017,
  value: 73,
  own: '73%',
  missing: null,
  gap: null,
  pupils: 22,
  range: { low: 52, high: 87, by: 'us' },
  england: { value: 75, source: 'published' },
  city: { value: 72, source: 'published' },
  partnership: { value: 75.5, source: 'average' },
  change: null,
  against: 'Too close to call',
  clear: false,
  release: null,
  stage: null,
  ...more,
});

const headings = (strips: ReturnType<typeof figureStrips>) => strips.beside.map(({ heading }) => heading);

it('groups of pupils have no mark that no heading explains', () => {
  const strips = groupStrips([row(), row({ group: 'girls' })], { own: 'This school' });
  expect(headings(strips)).toEqual(['England', 'Against England']);
  for (const drawn of strips.rows) expect(Object.keys(drawn)).not.toEqual(expect.arrayContaining(['below']));
  for (const drawn of strips.rows) expect(Object.keys(drawn)).not.toEqual(expect.arrayContaining(['above']));
});

it('a column in which nothing would stand is left out', () => {
  const none = { england: null, pupils: null, against: null };
  const groups = groupStrips([row(none), row({ ...none, group: 'girls' })], { own: 'This school' });
  expect([groups.count, headings(groups)]).toEqual([undefined, []]);
  const places = { own: 'This school', city: 'Five Weirs', partnership: 'Locality F' };
  expect(headings(figureStrips([row()], places))).toEqual(['England', 'Five Weirs', 'Locality F']);
  expect(headings(figureStrips([row(none)], places))).toEqual(['Five Weirs', 'Locality F']);
  expect(groups.rows.every(({ beside }) => beside.length === 0)).toBe(true);
});

it('where no row has a range no column of ranges stands', () => {
  const places = { own: 'This school', city: null, partnership: null };
  for (const strips of [figureStrips, groupStrips]) {
    expect(strips([row(), row({ range: null })], places).range).toBe('Likely range');
    expect(strips([row({ range: null })], places).range).toBeUndefined();
  }
});

it('a band of the department stands on one line of its narrow column', () => {
  const words = (against: string) => againstWord(row({ against, clear: true }));
  expect(words('Well below average')).toEqual([{ strong: 'Well below' }]);
  expect(words('Well above average')).toEqual([{ strong: 'Well above' }]);
  expect(words('Below average')).toEqual([{ strong: 'Below average' }]);
});

it('a sheet has a column of each place of which something is known, and its figures stand below it', () => {
  const places = { city: 'Five Weirs', partnership: 'Locality F' };
  const sheet = (...some: Partial<PackRow>[]) => {
    const { columns, rows } = rowsSheet('Figures', some.map(row), places);
    expect(rows.every((cells) => cells.length === columns.length)).toBe(true);
    return Object.fromEntries(columns.map(({ heading }, at) => [heading, rows[0]?.[at]]));
  };
  expect(sheet({}, { city: null })).toMatchObject({ England: 75, 'Five Weirs': 72, 'Locality F': 75.5 });
  const without = sheet({ city: null, partnership: null });
  expect(Object.keys(without)).not.toEqual(expect.arrayContaining(['Five Weirs']));
  expect(Object.keys(without)).not.toEqual(expect.arrayContaining(['Locality F']));
  expect(without).toMatchObject({ England: 75, 'Against England': 'Too close to call' });
});

it('below the years it is said what of each is sure, what is missing, and what is not alike', () => {
  const late = 'Not shown: under half the pupils are covered';
  const rows = [
    row({ measure: rwm, year: 2015, against: 'Below', clear: true }),
    row({ measure: rwm, year: 2016, value: null, own: '', missing: late, gap: late, range: null, against: null }),
    row({ measure: rwm, year: 2017 }),
  ];
  expect(trendNotes(rows)).toEqual([
    'Below England in 2015/16; too close to call against England in 2017/18.',
    'Not shown in 2016/17: under half the pupils are covered.',
    '2017/18 is not comparable with the year before.',
  ]);
  expect(trendNotes([row({ against: 'No likely range', range: null })])).toEqual([
    'Without likely ranges no year is called different from England.',
  ]);
  const [, columns] = trendBlocks(
    { measure: rwm, sentence: '54% in 2015/16 and 64% in 2017/18.', svg: '<svg/>', rows },
    { own: 'This school', city: null, partnership: null },
    2,
  );
  if (columns?.kind !== 'columns') throw new Error('There is no chart beside its table.');
  const [[chart], [table]] = columns.columns.map(({ body }) => body) as [never[], never[]];
  expect(chart).toMatchObject({
    alt: 'Reading, writing and maths, expected standard: 54% in 2015/16 and 64% in 2017/18.',
  });
  // The reason is below: in a narrow column it would stand over six lines.
  expect(JSON.stringify(table)).toContain('"not shown"');
  expect(JSON.stringify(table)).not.toContain('under half');
});
