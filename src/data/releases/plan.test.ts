import { expect, it } from 'vitest';
import { datasetNamed, measureNamed } from '../catalogue/catalogue';
import { planOf } from './plan';
import { rowJudge } from './rows';
import { bandIn, numberIn, wrongWith } from './values';
import { yearOf } from './years';

const ks2 = datasetNamed('ks2')!;
const ks4 = datasetNamed('ks4')!;
const plan = (headings: string) => planOf(ks2, headings.split(','));
const judge = (headings: string, more: { la?: number } = {}) =>
  rowJudge(plan(headings), { la: more.la ?? null, foreign: () => false });

it('three shapes are told apart by headings, wherever they stand and however they are written', () => {
  expect(plan('RECTYPE,LEA,URN,PTRWM_EXP').shape.name).toBe('full');
  expect(plan('urn, ptrwm_exp ,RECTYPE').shape.name).toBe('extract');
  expect(plan('URN,KS2 Pupils,Overall  Meet Std').shape.name).toBe('summary');
});

it('figures are found for each group, with their range, band and number of pupils', () => {
  const { cells, headings } = plan(
    'RECTYPE,LEA,URN,TELIG,GELIG,PTRWM_EXP,PTRWM_EXP_G,READPROG,READPROG_LOWER,READPROG_UPPER,READPROG_DESCR',
  );
  const at = (place: number | null) => (place === null ? null : headings[place]);
  const found = cells.map((cell) => [
    cell.measure.id,
    cell.group,
    at(cell.shown),
    at(cell.denominator),
    at(cell.low),
    at(cell.band),
  ]);
  expect(found).toEqual([
    ['ks2-pupils', 'all', 'TELIG', null, null, null],
    ['ks2-rwm-expected', 'all', 'PTRWM_EXP', 'TELIG', null, null],
    ['ks2-rwm-expected', 'girls', 'PTRWM_EXP_G', 'GELIG', null, null],
    ['ks2-reading-progress', 'all', 'READPROG', null, 'READPROG_LOWER', 'READPROG_DESCR'],
  ]);
});

it('an ending of a year is that year, and tells which year the file itself is of', () => {
  const { cells, ownYear } = plan('RECTYPE,LEA,URN,READPROG,READPROG_LOWER,READPROG_17,READPROG_LOWER_17,READPROG_16');
  expect(ownYear).toBe(2017);
  expect(cells.map(({ back, low }) => [back, low])).toEqual([
    [0, 4],
    [1, 6],
    [2, null],
  ]);
  // A measure whose own name ends in figures is no earlier year.
  expect(planOf(ks4, ['RECTYPE', 'LEA', 'URN', 'PTL2BASICS_94', 'PTEBACC_95']).ownYear).toBeNull();
});

it('of two years nothing was published: the file after them repeats the one before', () => {
  expect(plan('RECTYPE,LEA,URN,PTRWM_EXP,PTRWM_EXP_19,PTRWM_EXP_18').ownYear).toBe(2021);
  const { cells, ownYear } = plan('RECTYPE,LEA,URN,PTRWM_EXP,PTRWM_EXP_22,PTRWM_EXP_19');
  expect([ownYear, ...cells.map(({ back }) => 2022 - back)]).toEqual([2022, 2022, 2021, 2018]);
  expect(plan('RECTYPE,LEA,URN,PTRWM_EXP,PTRWM_EXP_18').ownYear).toBe(2018);
});

it('16 to 18: groups that only some years have, and the summary with headings of its own', () => {
  const found = (headings: string) =>
    planOf(datasetNamed('ks5')!, headings.split(',')).cells.map(({ measure, group, shown, denominator }) => [
      measure.id,
      group,
      headings.split(',')[shown],
      denominator === null ? null : headings.split(',')[denominator],
    ]);
  expect(found('RECTYPE,LEA,URN,TALLPPE_ALEV_1618_DIS,T_InScope_ALEV_Ret_NOTDIS,PT_Retained_ALEV_Ret_NOTDIS')).toEqual([
    ['ks5-alevel-points', 'disadvantaged', 'TALLPPE_ALEV_1618_DIS', null],
    ['ks5-retained', 'other', 'PT_Retained_ALEV_Ret_NOTDIS', 'T_InScope_ALEV_Ret_NOTDIS'],
  ]);
  // "KS5 Pupils" are all aged 16 to 18, not those at the end of their study.
  expect(found('URN,KS5 Pupils,Avg A-level Points,Avg A-level Grade,Academic Year')).toEqual([
    ['ks5-alevel-points', 'all', 'Avg A-level Points', null],
  ]);
});

it('columns that nobody knows are listed; a missing key, no measure and a heading that stands twice are refused', () => {
  expect(plan('URN,Overall Meet Std,SHOESIZE,').unknown).toEqual(['SHOESIZE']);
  expect(() => plan('RECTYPE,LEA,PTRWM_EXP')).toThrow('It has no column "URN"');
  expect(() => plan('URN,SHOESIZE')).toThrow('None of its headings is that of a measure we know');
  expect(() => plan('URN,PTRWM_EXP,ptrwm_exp')).toThrow('The heading "PTRWM_EXP" stands twice, in columns 2 and 3');
  expect(() => plan('URN,ATT8SCR')).toThrow('It looks like a file of key stage 4 results');
});

it('a row is about an authority, about England, or about the establishment with its URN', () => {
  const of = judge('RECTYPE,LEA,URN,PTRWM_EXP');
  const about = (line: number, row: string) => {
    const judged = of(line, row.split(','));
    return judged.kind === 'taken' ? (judged.row.urn ?? judged.row.area) : judged;
  };
  expect([about(2, '1,373,100001,59%'), about(3, '3,373,,60%'), about(4, '4,,,61%'), about(5, '5,,,62%')]).toEqual([
    100001,
    'la/373',
    'england-all',
    'england',
  ]);
  // As a program writes them that takes numbers for decimals.
  expect([about(6, '1.0,373.0,100002.0,59%'), about(7, '3.0,380.0,,60%')]).toEqual([100002, 'la/380']);
});

it('an authority is known by its code or its name; one that is no longer there keeps its name', () => {
  const exclusions = datasetNamed('exclusions')!;
  const of = rowJudge(planOf(exclusions, 'year,level,la_name,school_type,perm_excl_rate'.split(',')), {
    la: null,
    foreign: () => false,
  });
  const about = (line: number, row: string) => {
    const judged = of(line, row.split(','));
    return judged.kind === 'taken' ? [judged.row.area, judged.row.year] : judged;
  };
  expect(about(2, '201617,Local authority,Sheffield,Total,0.1')).toEqual(['la/373', 2016]);
  expect(about(3, '201617,Local authority,Old Riding,Special,0.1')).toEqual(['la/old-riding/special', 2016]);
  expect(about(4, '201617,Local authority,,Special,0.1')).toMatchObject({
    rejects: [{ column: 3, reason: 'is blank' }],
  });
});

it('what is wrong is said by line, column, value and reason', () => {
  const of = judge('URN,Overall Meet Std,Reading Progress');
  const wrong = (line: number, row: string[]) => {
    const judged = of(line, row);
    return judged.kind === 'rejected' ? judged.rejects : judged;
  };
  expect(wrong(2, ['100001', '101%', 'many'])).toEqual([
    { line: 2, column: 2, heading: 'Overall Meet Std', value: '101%', reason: 'is not between 0 and 100' },
    {
      line: 2,
      column: 3,
      heading: 'Reading Progress',
      value: 'many',
      reason: 'is neither a number nor a mark that the publisher uses',
    },
  ]);
  expect(wrong(3, ['12345', '50%', '1'])).toEqual([
    { line: 3, column: 1, heading: 'URN', value: '12345', reason: 'is not a URN of six figures' },
  ]);
  expect(wrong(4, ['100002', 'SUPP', 'LOWCOV'])).toMatchObject({ kind: 'taken' });
  expect(wrong(5, ['100002', '50%', '1'])).toMatchObject([
    { column: null, reason: 'the row is about the same as line 4' },
  ]);
  expect(wrong(6, ['100003', '50%', '1', 'more'])).toMatchObject([
    { column: null, reason: 'the row has 4 values where there are 3 headings' },
  ]);
  // Rows of some schools stop early, as published.
  expect(wrong(7, ['100004'])).toMatchObject({ kind: 'taken' });
});

it('rows of another authority are passed over, those of areas are not', () => {
  const of = judge('RECTYPE,LEA,URN,PTRWM_EXP', { la: 373 });
  expect(of(2, ['1', '370', '100001', '1%']).kind).toBe('outside');
  expect(of(3, ['1', '373', '100002', '1%']).kind).toBe('taken');
  expect(of(4, ['5', '', '', '1%']).kind).toBe('taken');
});

it('numbers keep their figures, and marks are no numbers', () => {
  expect(['59%', '43.30%', '-0.53', '−1.9', '+0.4', '.5', '1,072', '-0.00', '800313.749999'].map(numberIn)).toEqual([
    '59',
    '43.30',
    '-0.53',
    '-1.9',
    '0.4',
    '0.5',
    '1072',
    '0.00',
    '800313.749999',
  ]);
  expect(['SUPP', '', '5-6', '1,07', '12%%', 'NaN', '1e3'].map(numberIn)).toEqual(Array(7).fill(null));
  expect(wrongWith('-6.2', measureNamed('ks2-reading-progress')!, ks2)).toBeNull();
  expect(wrongWith('160', measureNamed('ks2-reading-score')!, ks2)).toBe('is not between 80 and 120');
});

it('the word for progress is a figure, or written out as in later years', () => {
  expect(
    ['1', '5', 'Well above average', 'Above average', 'Average', 'Below average', 'Well below average'].map(bandIn),
  ).toEqual([1, 5, 1, 2, 3, 4, 5]);
  expect(['', 'SUPP', '6', 'No band'].map(bandIn)).toEqual(Array(4).fill(null));
});

it('which year: as asked, as the headings tell, as the name says; and never two of them', () => {
  const year = (given: Partial<Parameters<typeof yearOf>[1]>, of = ks2) =>
    yearOf(of, { year: null, ownYear: null, fileName: 'file.csv', ...given });
  expect(year({ year: 2017 })).toBe(2017);
  expect(year({ fileName: 'ks2_summary_2017-18.csv.gz' })).toBe(2017);
  expect(year({})).toBeNull();
  expect(year({ year: 2017, ownYear: 2017 })).toBe(2017);
  expect(() => year({ year: 2016, ownYear: 2017 })).toThrow('This file is of 2017/18, and 2016/17 was asked for.');
  // Destinations belong to the year in which the pupils left, and are published two years later.
  const destinations = datasetNamed('destinations')!;
  expect([2018, 2016].map((asked) => year({ year: asked, ownYear: 2018 }, destinations))).toEqual([2016, 2016]);
});

it('destinations: the endings of 2018/19 are of publications, those of 2024/25 of the years in which pupils left', () => {
  const destinations = datasetNamed('destinations')!;
  const headings = (...endings: number[]) =>
    planOf(destinations, [
      ...['RECTYPE', 'LEA', 'ESTAB', 'URN', 'COHORT', 'OVERALL_DESTPER'],
      ...endings.flatMap((ending) => [`COHORT_${ending}`, `OVERALL_DESTPER_${ending}`]),
    ]);
  const { ownYear, cells } = headings(22, 21);
  const of = (year: number | null, fileName = 'england_ks4-pupdest.csv', own = ownYear) =>
    yearOf(destinations, { year, ownYear: own, fileName });
  // Asked for by the year of the publication, by that in which pupils left, by the name, and by nothing.
  expect([of(2024), of(2022), of(null, '2024-2025_england_ks4-pupdest.csv'), of(null)]).toEqual([
    2022, 2022, 2022, 2022,
  ]);
  expect(cells.filter(({ measure }) => measure.id === 'destinations-sustained').map(({ back }) => 2022 - back)).toEqual(
    [2022, 2021, 2020],
  );
  expect(() => of(2023)).toThrow('This file is of 2022/23, and 2023/24 was asked for.');
  expect([of(2018, undefined, headings(18, 17).ownYear), of(null, undefined, headings(18, 17).ownYear)]).toEqual([
    2016, 2016,
  ]);
  expect(() => of(2020, undefined, 2018)).toThrow('This file is of 2018/19');
  // Between the two the year that is asked for tells.
  expect([of(2023, undefined, 2021), of(2021, undefined, 2021), of(null, undefined, 2021)]).toEqual([2021, 2019, 2019]);
});

it('columns that later files have besides, or call otherwise: the middle group, and of how many pupils free meals are told', () => {
  const found = (dataset: string, headings: string) =>
    planOf(datasetNamed(dataset)!, headings.split(',')).cells.map(
      ({ measure, group, shown, low, high, denominator }) => [
        `${measure.id} ${group}`,
        ...[shown, low, high, denominator].map((at) => (at === null ? null : headings.split(',')[at])),
      ],
    );
  expect(found('ks4', 'RECTYPE,LEA,URN,TPRIORAV,ATT8SCR_MID,P8PUP_MID,P8MEA_MID,P8CILOW_MID,P8CIUPP_MID')).toEqual([
    ['ks4-progress8 middle-prior', 'P8MEA_MID', 'P8CILOW_MID', 'P8CIUPP_MID', 'P8PUP_MID'],
    ['ks4-attainment8 middle-prior', 'ATT8SCR_MID', null, null, 'TPRIORAV'],
  ]);
  expect(found('context', 'URN,LA,ESTAB,SCHOOLTYPE,NOR,NUMFSMEVER,NORFSMEVER,PNUMFSMEVER')).toContainEqual([
    'context-free-meals all',
    'PNUMFSMEVER',
    null,
    null,
    'NORFSMEVER',
  ]);
});

it('what a census says of its schools is read beside this, and is not called unused', () => {
  const { unknown } = planOf(
    datasetNamed('context')!,
    'URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB,PNORG,PNUMEAL'.split(','),
  );
  expect(unknown).toEqual(['PNORG']);
});

it.each(['HEPER', 'TOT_COHORT'])(
  'a file of destinations after 16 to 18 is refused by its column %s, whatever else it shares',
  (other) => {
    const headings = ['RECTYPE', 'LEA', 'ESTAB', 'URN', 'COHORT', 'OVERALL_DESTPER', 'EDUCATIONPER'];
    const destinations = datasetNamed('destinations')!;
    expect(planOf(destinations, headings).cells.length).toBeGreaterThan(0);
    expect(() => planOf(destinations, [...headings, other])).toThrow(
      `The column "${other}" stands in a file of destinations after 16 to 18, which cannot be brought yet.`,
    );
  },
);

it('a file of Explore education statistics is refused by what it is, with what to bring instead', () => {
  expect(() =>
    plan('time_period,time_identifier,geographic_level,school_urn,breakdown_topic,breakdown,subject'),
  ).toThrow(
    'It has no column "URN". It is a file of Explore education statistics, which cannot be brought yet. Bring the one of the same year from the performance tables',
  );
});

it('exclusions of the latest years are by phase of education; rows of single schools are none of an area', () => {
  const exclusions = planOf(
    datasetNamed('exclusions')!,
    'time_period,time_identifier,geographic_level,region_name,la_name,school_urn,education_phase,headcount,perm_excl,perm_excl_rate'.split(
      ',',
    ),
  );
  const of = rowJudge(exclusions, { la: null, foreign: () => false });
  const about = (line: number, row: string) => {
    const judged = of(line, `202324,Academic year,${row},100,1,1`.split(','));
    return judged.kind === 'taken' ? judged.row.area : judged.kind;
  };
  expect([
    about(2, 'National,,,,Total'),
    about(3, 'Local authority,Yorkshire and The Humber,Sheffield,,State-funded secondary'),
    about(4, 'Regional,Yorkshire and The Humber,,,Special'),
    about(5, 'School,Yorkshire and The Humber,Sheffield,100001,State-funded secondary'),
  ]).toEqual(['england', 'la/373/secondary', 'region/yorkshire-and-the-humber/special', 'rejected']);
});

it('exclusions are read under the headings of later years too', () => {
  const headings =
    'time_period,time_identifier,geographic_level,region_name,old_la_code,la_name,school_type,headcount,perm_excl,perm_excl_rate,suspension,susp_rate,one_plus_susp,one_plus_susp_rate'.split(
      ',',
    );
  const plan = planOf(datasetNamed('exclusions')!, headings);
  expect(plan.cells.map(({ measure }) => measure.id)).toEqual([
    'exclusions-permanent',
    'exclusions-fixed',
    'exclusions-pupils',
  ]);
  const judge = rowJudge(plan, { la: null, foreign: () => false });
  const about = (line: number, row: string) => {
    const judged = judge(line, row.split(','));
    return judged.kind === 'taken' ? [judged.row.area, judged.row.year] : judged;
  };
  const figures = '100,1,0.12,50,6.2,30,3.1';
  expect(about(2, `201819,Academic year,National,,,,Total,${figures}`)).toEqual(['england', 2018]);
  expect(
    about(
      3,
      `201819,Academic year,Local authority,Yorkshire and the Humber,373,Sheffield,State-funded primary,${figures}`,
    ),
  ).toEqual(['la/373/primary', 2018]);
  expect(about(4, `201819,Academic year,Regional,Yorkshire and the Humber,,,Special,${figures}`)).toEqual([
    'region/yorkshire-and-the-humber/special',
    2018,
  ]);
});
