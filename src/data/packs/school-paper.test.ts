import { expect, it } from 'vitest';
import { datasetNamed, measureNamed } from '../catalogue/catalogue';
import type { PackRow } from './rows';
import type { PackPart, SchoolPack } from './school-content';
import { schoolPaper } from './school-paper';

const measure = measureNamed('ks2-reading-expected')!;
const row: PackRow = {
  measure,
  group: 'all',
  year: 2017,
  value: 73,
  own: '73%',
  missing: null,
  gap: null,
  pupils: 22,
  range: null,
  england: null,
  city: null,
  partnership: null,
  change: null,
  against: null,
  clear: false,
  release: null,
  stage: null,
};

const bodyOf = (headlines: PackRow[], groups: PackRow[][]) => {
  const part = { dataset: datasetNamed('ks2')!, year: 2017, pupils: 22, headlines, more: [], subjects: [], groups };
  const pack = {
    school: { name: 'A school', urn: 100001, inspections: [] },
    audience: 'governors',
    city: null,
    partnership: null,
    findings: [],
    parts: [{ ...part, trends: [], note: '' } as PackPart],
    own: null,
    exclusions: [],
    notHere: ['Nothing.'],
    releases: [],
  } as unknown as SchoolPack;
  return schoolPaper(pack, { organisation: 'Us', today: Temporal.PlainDate.from('2019-01-14') }).body;
};
const breaks = (headlines: PackRow[], groups: PackRow[][]) =>
  bodyOf(headlines, groups).filter(({ kind }) => kind === 'page-break').length;

it('a first page stands alone where it is filled; one of a few rows is not left empty below them', () => {
  const rows = Array.from({ length: 8 }, () => row);
  expect(breaks(rows, [[...rows, row, row]])).toBe(1);
  expect(breaks([row, row], [])).toBe(0);
});

it('measures of which no group has a figure stand in one sentence, those with one in their table', () => {
  const hidden = { ...row, value: null, own: '', missing: 'Not shown: 5 or fewer pupils' };
  const maths = measureNamed('ks2-maths-expected')!;
  const body = bodyOf(
    [row],
    [
      [row, row],
      [{ ...row, measure: maths }, hidden],
      [hidden, hidden],
    ],
  );
  const headings = body.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  expect(headings.filter((text) => text.startsWith('Groups of pupils'))).toEqual([
    'Groups of pupils: reading, expected standard',
    'Groups of pupils: maths, expected standard',
    'Groups of pupils of which no figure is shown',
  ]);
  expect(body).toContainEqual({
    kind: 'paragraph',
    text: 'Reading, expected standard. The spreadsheet says why, group by group.',
  });
});
