import { expect, it } from 'vitest';
import type { MeasuredFigure } from '../measured/queries';
import { hiddenAreaWords } from '../suppression';
import { ownPack } from './own-content';
import { ownBlocks } from './own-paper';
import { ownSheets } from './own-sheets';

const figure = (measure: string, value: string | null, more: Partial<MeasuredFigure> = {}): MeasuredFigure => ({
  measure,
  group: 'all',
  period: 'year',
  year: 2017,
  urn: 900001,
  area: null,
  audience: 'outside',
  shown: value ?? 'suppressed: protects groups of fewer than 6 pupils',
  value,
  numerator: null,
  denominator: null,
  pupils: null,
  low: null,
  high: null,
  band: null,
  reason: null,
  runId: 1,
  dataset: 'ks4-entries',
  releases: ['ks4-entries-2017-18-validated'],
  stage: 'validated',
  finishedAt: Temporal.Instant.from('2018-10-15T10:00:00Z'),
  ...more,
});

it('subjects of our own stand in the pack by themselves, and what is hidden of them as hidden', () => {
  const own = ownPack({
    school: { sector: 'secondary' },
    figures: [
      figure('own-ks4-attainment8', '46.2'),
      figure('own-ks4-subject-french-pupils', '30'),
      figure('own-ks4-subject-mathematics-pupils', '150'),
      figure('own-ks4-subject-mathematics-4', '64'),
      figure('own-ks4-subject-mathematics-4', '66', { group: 'girls' }),
      figure('own-ks4-subject-language-4', null),
    ],
    attendance: [],
    partnership: null,
    city: null,
    areas: [],
  });
  const blocks = ownBlocks(own, { own: 'This school', city: null, partnership: null }, 'school');
  const at = blocks.findIndex((block) => block.kind === 'heading' && block.text === 'By subject');
  const table = blocks[at + 1];
  if (table?.kind !== 'table') throw new Error('There is no table of subjects.');
  expect(table.columns.map(({ heading }) => heading)).toEqual(['Subject', 'Pupils entered', 'Grade 4 or better']);
  expect(table.rows).toEqual([
    ['Mathematics', [{ strong: '150' }], [{ strong: '64%' }]],
    ['Languages', '', [{ quiet: 'Not shown, to protect fewer than 6 pupils' }]],
  ]);
  const [sheet] = ownSheets(own, { city: 'Authority', partnership: 'Partnership' });
  expect(sheet?.rows.map((row) => `${row[0]}, ${row[1]}`)).toEqual([
    'Attainment 8, average points',
    'Mathematics, pupils entered',
    'Mathematics, grade 4 or better',
    'Languages, grade 4 or better',
  ]);
});

it('activity stands month by month with its headline last, and its groups in the spreadsheet', () => {
  const activity = (measure: string, value: string, more: Partial<MeasuredFigure> = {}) =>
    figure(`own-activity-${measure}`, value, {
      dataset: 'monthly-activity',
      releases: ['monthly-activity-2017-18'],
      ...more,
    });
  const own = ownPack({
    school: { sector: 'secondary' },
    figures: [activity('neet', '3.4'), activity('neet', '4.1', { group: 'boys' }), activity('cohort', '120')],
    months: ['january', 'december'].flatMap((period) => [
      activity('neet', period === 'january' ? '3.6' : '3.2', { period }),
      activity('cohort', '118', { period }),
    ]),
    attendance: [],
    partnership: null,
    city: null,
    areas: [],
  });
  const blocks = ownBlocks(own, { own: 'This school', city: null, partnership: null }, 'school');
  const at = blocks.findIndex((block) => block.kind === 'heading' && block.text === 'Activity by month, 2017/18');
  const table = blocks[at + 1];
  if (table?.kind !== 'table') throw new Error('There is no table of months.');
  expect(table.columns.map(({ heading }) => heading)).toEqual(['Month', 'NEET']);
  expect(table.rows.map(([month]) => month)).toEqual(['December', 'January', 'December to February']);
  const sheet = ownSheets(own, { city: 'Authority', partnership: 'Partnership' }).find(
    ({ name }) => name === 'Activity by month',
  );
  expect(sheet?.rows.at(-1)).toEqual(['2017/18', 'December to February', 'Boys', 4.1]);
});

it('of a partnership of which too few schools share their files the pack says so, and draws nothing', () => {
  const hidden = (measure: string, more: Partial<MeasuredFigure> = {}) =>
    figure(measure, null, { shown: hiddenAreaWords, urn: null, area: 'partnership/loc', ...more });
  const own = ownPack({
    school: { sector: 'secondary' },
    figures: [hidden('own-ks4-attainment8'), hidden('own-ks4-attainment8', { group: 'girls' })],
    attendance: [hidden('own-absence-overall', { dataset: 'attendance-marks', period: 'autumn-1' })],
    partnership: null,
    city: null,
    areas: [],
  });
  const blocks = ownBlocks(own, { own: 'Its schools', city: null, partnership: null }, 'partnership');
  expect(blocks.map(({ kind }) => kind)).toEqual([
    'heading',
    'paragraph',
    'heading',
    'paragraph',
    'heading',
    'paragraph',
  ]);
  expect(blocks.at(-1)).toMatchObject({ text: 'Not shown, since it would tell the figures of one or two schools.' });
  const [sheet] = ownSheets(own, { city: 'Authority', partnership: 'Partnership' });
  expect(sheet?.rows.flat()).toContain('Not shown, since it would tell the figures of one or two schools');
});

it('a place beside a school that is not shown is named with why', () => {
  const beside = {
    name: 'Locality A',
    months: [],
    figures: [figure('own-ks4-attainment8', null, { shown: hiddenAreaWords })],
  };
  const own = ownPack({
    school: { sector: 'secondary' },
    figures: [figure('own-ks4-attainment8', '46.2')],
    attendance: [],
    partnership: beside,
    city: null,
    areas: [],
  });
  expect(ownBlocks(own, { own: 'This school', city: null, partnership: 'Locality A' }, 'school')).toContainEqual({
    kind: 'note',
    text: 'Not shown, since it would tell the figures of one or two schools: Locality A.',
  });
});

it('where a half-term is not shown its table says so in two words, and why once below', () => {
  const absence = (period: string, measure: string, value: string | null) =>
    figure(`own-absence-${measure}`, value, {
      dataset: 'attendance-marks',
      period,
      ...(value === null ? { shown: 'suppressed: protects groups of fewer than 6 pupils' } : {}),
    });
  const own = ownPack({
    school: { sector: 'primary' },
    figures: [],
    attendance: [
      absence('autumn-1', 'overall', '5.6'),
      absence('autumn-1', 'severe', null),
      absence('autumn-2', 'overall', '6.0'),
      absence('autumn-2', 'severe', null),
    ],
    partnership: null,
    city: null,
    areas: [],
  });
  const blocks = ownBlocks(own, { own: 'This school', city: null, partnership: null }, 'school');
  const at = blocks.findIndex(({ kind }) => kind === 'table');
  expect(blocks[at]).toMatchObject({
    rows: [
      ['Autumn 1', [{ strong: '5.6%' }], [{ quiet: 'Not shown' }]],
      ['Autumn 2', [{ strong: '6.0%' }], [{ quiet: 'Not shown' }]],
    ],
  });
  expect(
    blocks.slice(at + 1).filter((block) => block.kind === 'note' && /Where it says/.test(String(block.text))),
  ).toEqual([{ kind: 'note', text: 'Where it says “Not shown”: to protect fewer than 6 pupils.' }]);
});
