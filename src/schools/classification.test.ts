import { describe, expect, it } from 'vitest';
import { readTable } from '../platform/reading';
import { censusClass, classify, countsAs, groupKind, outcomeOf, sixteenToNineteen } from './classification';
import { publicFile } from './imports/testing';

describe('real files', () => {
  it('every type of the whole country is known, under one spelling', async () => {
    const { headings, rows } = await readTable(publicFile('national/school_information_spine_2017-18.csv.gz'));
    const place = headings.indexOf('NFTYPE');
    const published = new Set<string>();
    for await (const batch of rows) for (const { values } of batch) published.add(values[place] ?? '');
    expect(published.size).toBe(29);
    expect([...published].filter((type) => !classify({ type }).known)).toEqual([]);
  });

  it('a type with two spaces, as published, is the one that the list of establishments has', () => {
    expect(classify({ type: 'Free school  16-19' }).typeName).toBe(
      classify({ type: 'Free schools 16 to 19' }).typeName,
    );
    expect(sixteenToNineteen).toContain(classify({ type: 'Free school  16-19' }).typeName);
    expect(sixteenToNineteen).toContain(classify({ type: 'Academy 16-19 converter' }).typeName);
  });
});

describe('sectors', () => {
  const sector = (published: Parameters<typeof classify>[0]) => classify(published).sector;
  it('by type, phase, flags, then ages', () => {
    expect(sector({ type: 'Community special school', phase: 'Not applicable' })).toBe('special');
    expect(sector({ type: 'Academy converter', phase: 'Middle deemed secondary' })).toBe('secondary');
    expect(sector({ type: 'Free school - Mainstream', flags: '111' })).toBe('all-through');
    expect(sector({ type: 'Other independent school', phase: 'Not applicable', lowAge: 3, highAge: 18 })).toBe(
      'all-through',
    );
    expect(sector({ type: 'Community school' })).toBe('not known');
  });

  it('whether its pupils count', () => {
    const counts = (type: string, flags: string) => {
      const { typeName, sector, publiclyFunded } = classify({ type, flags });
      return countsAs({ type_name: typeName, sector, publicly_funded: publiclyFunded });
    };
    expect([
      counts('Community school', '100'),
      counts('Other independent school', '100'),
      counts('Free school  16-19', '001'),
      counts('Non-maintained special school', '110'),
    ]).toEqual([true, false, false, false]);
  });
});

it('the census names what a school is; without that its number does', () => {
  expect(censusClass('State-funded special school', 7038)).toMatchObject({
    sector: 'special',
    counted: true,
    status: 'other',
  });
  expect(censusClass('Pupil referral unit', 1100)).toMatchObject({ counted: false });
  expect(censusClass(null, 2001)).toMatchObject({ sector: 'primary', counted: true, known: true });
  expect(censusClass(null, 6001)).toMatchObject({ sector: 'not known', counted: false });
  expect(censusClass('Something new', 2001)).toMatchObject({ counted: false, known: false });
});

it('groups and outcomes', () => {
  expect(groupKind('multi-academy trust')).toMatchObject({ kind: 'Multi-academy trust', runsSchools: true });
  expect(groupKind('School sponsor').runsSchools).toBe(false);
  expect(groupKind("Children's Centres Group").schools).toBe(false);
  const outcome = (published: string, day: string) => outcomeOf(published, Temporal.PlainDate.from(day));
  expect(outcome('3', '2018-01-01')).toEqual({ outcome: 'Requires improvement', grade: 3 });
  expect(outcome('3', '2011-01-01')).toEqual({ outcome: 'Satisfactory', grade: 3 });
  expect(outcome('Requires Improvement', '2018-01-01')).toEqual({ outcome: 'Requires improvement', grade: 3 });
  expect(outcome('Not judged', '2024-01-01')).toEqual({ outcome: 'Not judged', grade: null });
});
