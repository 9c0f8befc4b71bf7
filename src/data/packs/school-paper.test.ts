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

const breaks = (headlines: PackRow[], groups: PackRow[][]) => {
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
  const { body } = schoolPaper(pack, { organisation: 'Us', today: Temporal.PlainDate.from('2019-01-14') });
  return body.filter(({ kind }) => kind === 'page-break').length;
};

it('a first page stands alone where it is filled; one of a few rows is not left empty below them', () => {
  const rows = Array.from({ length: 8 }, () => row);
  expect(breaks(rows, [[...rows, row, row]])).toBe(1);
  expect(breaks([row, row], [])).toBe(0);
});
