import { expect, it } from 'vitest';
import { absencePeriods } from './absence';
import { ks2ProgressOf, outcomePoints } from './key-stage-2-progress';
import { gcsePoints } from './key-stage-4';
import { parametersWith } from './parameters';
import { phonicsStandard } from './phonics';
import { level3Points, level3PointsOf } from './post-16';
import { suppliedTables } from './supplied';
import { tableNames } from './tables';

// Figures here are made up, for tests.
const value = <Value>(read: { ok: true; value: Value } | { ok: false; reason: unknown }): Value => {
  if (!read.ok) throw new Error(JSON.stringify(read.reason));
  return read.value;
};

it('every table that a method may need has a reader', () =>
  expect(Object.keys(suppliedTables).sort()).toEqual(Object.keys(tableNames).sort()));

it('what is supplied is what the method takes', () => {
  const points = value(suppliedTables['gcse-points'].read('year,scale,grade,points\n2030,GCSE 9-1,9,9\n'));
  expect(value(gcsePoints(2030, points)).of('GCSE 9-1', '9')).toBe(9);

  const outcomes = value(
    suppliedTables['ks2-outcome-points'].read(
      'year,outcome,subject,points\n2019,GDS,writing,113\n2019,EXS,writing,103\n',
    ),
  );
  expect(value(outcomePoints(2019, outcomes)).writing.get('GDS')).toBe(113);

  const parameters = parametersWith(
    value(suppliedTables.parameters.read('phase,parameter,year,subject,value\nks2,progress_sd,2030,reading,6\n')),
  );
  expect(value(ks2ProgressOf({ total: 9, pupils: 9, cohort: 9 }, 2030, 'reading', parameters))).toMatchObject({
    low: -2.9,
    high: 4.9,
  });

  expect(value(phonicsStandard(2030, value(suppliedTables['phonics-standard'].read('year,mark\n2030,33\n'))))).toBe(33);

  const level3 = value(
    suppliedTables['level-3-points'].read('scale,grade,points,size\napplied general,Distinction,35,1\n'),
  );
  expect(value(level3PointsOf('applied general', 'Distinction', 2018, level3Points(level3))).points).toBe(35);

  const holidays = value(
    suppliedTables['bank-holidays'].read('date,name\n2031-04-14,Easter Monday\n2031-05-26,Spring\n'),
  );
  expect(value(absencePeriods(2031, holidays))[2]?.from.toString()).toBe('2031-04-14');

  const expected = 'year,scale,subject,gcse_from,gcse_below,points\n2030,A level,art,5,,31.5\n';
  expect(value(suppliedTables['level-3-expected-points'].read(expected))).toEqual([
    { year: 2030, scale: 'A level', subject: 'art', gcse_from: 5, gcse_below: null, points: 31.5 },
  ]);
});

it('what is wrong is said by line and column', () => {
  expect(suppliedTables['phonics-standard'].read('year,mark\n2030,\n2031,x\n')).toEqual({
    ok: false,
    reason: [
      { line: 2, column: 'mark', value: '', sentence: '"mark" has to be a number with at most four decimals.' },
      { line: 3, column: 'mark', value: 'x', sentence: '"mark" has to be a number with at most four decimals.' },
    ],
  });
  expect(suppliedTables['gcse-points'].read('year,scale,points\n2030,a,1\n')).toMatchObject({
    reason: [{ line: 1, column: 'grade' }],
  });
  expect(suppliedTables['gcse-points'].read('')).toMatchObject({ ok: false });
  expect(suppliedTables['gcse-points'].read('year,scale,grade,points\n"')).toMatchObject({ reason: [{ line: 1 }] });
});
