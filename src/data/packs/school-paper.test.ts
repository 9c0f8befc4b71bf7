import { expect, it } from 'vitest';
import { datasetNamed, measureNamed } from '../catalogue/catalogue';
import { groupRows } from './groups';
import type { PackRow } from './rows';
import type { PackPart, SchoolPack } from './school-content';
import { schoolPaper } from './school-paper';
import { subjectBlocks } from './subjects';

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
const girls = { ...row, group: 'girls' };

const paperOf = (headlines: PackRow[], groups: PackRow[][]) => {
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
  return schoolPaper(pack, { organisation: 'Us', today: Temporal.PlainDate.from('2019-01-14') });
};
const bodyOf = (headlines: PackRow[], groups: PackRow[][]) => paperOf(headlines, groups).body;
const breaks = (headlines: PackRow[], groups: PackRow[][]) =>
  bodyOf(headlines, groups).filter(({ kind }) => kind === 'page-break').length;

it('a first page stands alone where it is filled; one of a few rows is not left empty below them', () => {
  const rows = Array.from({ length: 8 }, () => row);
  expect(breaks(rows, [Array.from({ length: 10 }, () => girls)])).toBe(1);
  expect(breaks([row, row], [])).toBe(0);
});

it('of two headlines the cover says both, of more how many', () => {
  const close = { ...row, against: 'Too close to call' };
  const said = (rows: PackRow[]) => JSON.stringify(paperOf(rows, []).cover?.summary);
  expect(said([close, close])).toContain('Both headlines that can be compared are too close to England to call.');
  expect(said([close, close, close])).toContain('All 3 headlines that can be compared');
});

const hidden = { ...girls, value: null, own: '', missing: 'Not shown: 5 or fewer pupils' };
const of = (id: string) => ({ measure: measureNamed(id)! });
const headingsOf = (body: ReturnType<typeof bodyOf>) =>
  body.flatMap((block) => (block.kind === 'heading' && block.text.startsWith('Groups of pupils') ? [block.text] : []));

it('measures of which no group has a figure stand in one sentence, those with one in their table', () => {
  const body = bodyOf(
    [row],
    [
      [row, girls],
      [{ ...girls, ...of('ks2-maths-expected') }, hidden],
      [row, hidden, { ...hidden, group: 'boys' }],
    ],
  );
  expect(headingsOf(body)).toEqual([
    'Groups of pupils: reading, expected standard',
    'Groups of pupils: maths, expected standard',
    'Groups of pupils of which no figure is shown',
  ]);
  expect(body).toContainEqual({
    kind: 'paragraph',
    text: 'Reading, expected standard. Not shown: 5 or fewer pupils.',
  });
});

it('the first table is the first of which a group is shown, and where there is none the sentence stands in its place', () => {
  const none = [row, hidden, { ...hidden, group: 'boys' }];
  expect(headingsOf(bodyOf([row], [none, [{ ...girls, ...of('ks2-maths-expected') }, hidden]]))).toEqual([
    'Groups of pupils: maths, expected standard',
    'Groups of pupils of which no figure is shown',
  ]);
  const body = bodyOf([row], [none, none.map((one) => ({ ...one, ...of('ks2-maths-expected') }))]);
  expect(headingsOf(body)).toEqual(['Groups of pupils of which no figure is shown']);
  expect(body.filter(({ kind }) => kind === 'strips')).toHaveLength(1);
  expect(body).toContainEqual({
    kind: 'paragraph',
    text: 'Reading, expected standard; Maths, expected standard. Not shown: 5 or fewer pupils.',
  });
});

it('a spreadsheet has one row for the groups of a measure of which none is shown, and all of another', () => {
  expect(groupRows([row, hidden, { ...hidden, group: 'boys', missing: 'Not published' }])).toEqual([
    row,
    { ...hidden, group: 'Every group', pupils: null, missing: 'Not shown: 5 or fewer pupils; Not published' },
  ]);
  expect(groupRows([row, girls, hidden])).toEqual([row, girls, hidden]);
  expect(groupRows([row])).toEqual([row]);
});

it('subjects of which none is shown stand in one sentence', () => {
  const of = (value: number | null): PackRow => ({ ...hidden, group: 'all', value, own: value === null ? '' : '40%' });
  const kinds = (rows: PackRow[]) => subjectBlocks(rows, 1, 'A note.').map(({ kind }) => kind);
  expect(kinds([of(null), of(40)])).toEqual(['heading', 'table', 'note']);
  expect(subjectBlocks([of(null), of(null)], 1, 'A note.')).toEqual([
    { kind: 'heading', level: 1, text: 'By subject' },
    { kind: 'paragraph', text: 'No figure of a subject is shown. Not shown: 5 or fewer pupils.' },
  ]);
});
