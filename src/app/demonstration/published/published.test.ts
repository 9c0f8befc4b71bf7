import { describe, expect, it } from 'vitest';
import { inventWorld } from '../world';
import { textOf } from './bring';
import { type Row, rowsOf } from './rows';
import { published } from './spec';

const world = inventWorld({ seed: 1, schools: 173 });
const release = (dataset: string, year: number) =>
  published.releases.find((one) => one.dataset === dataset && one.year === year)!;
const percent = (row: Row, heading: string): number => Number(String(row[heading]).replace('%', ''));
const isSchool = (row: Row) => /^\d{6}$/.test(String(row.URN));

describe('invented results', () => {
  it('are the same for the same seed, file by file, and others for another', () => {
    const other = inventWorld({ seed: 2, schools: 173 });
    for (const one of published.releases) {
      const text = textOf(rowsOf(world, one));
      expect(textOf(rowsOf(inventWorld({ seed: 1, schools: 173 }), one))).toBe(text);
      expect(textOf(rowsOf(other, one))).not.toBe(text);
    }
  });

  it('hold together: parts add up, and who reaches all three reaches each', () => {
    const rows = rowsOf(world, release('ks2', 2017));
    let looked = 0;
    for (const row of rows) {
      expect(Number(row.GELIG) + Number(row.BELIG)).toBe(Number(row.TELIG));
      expect(Number(row.TFSM6CLA1A) + Number(row.TNotFSM6CLA1A)).toBe(Number(row.TELIG));
      const all = percent(row, 'PTRWM_EXP');
      if (!Number.isFinite(all)) continue;
      looked++;
      for (const one of ['PTREAD_EXP', 'PTWRITTA_EXP', 'PTMAT_EXP']) expect(all).toBeLessThanOrEqual(percent(row, one));
      expect(percent(row, 'PTRWM_HIGH')).toBeLessThanOrEqual(all);
    }
    expect(looked).toBeGreaterThan(100);
  });

  it('have the schools near the country, the authority among its schools, and few pupils withheld', () => {
    const rows = rowsOf(world, release('ks2', 2017));
    const [country, authority] = [rows.find((row) => row.RECTYPE === '5')!, rows.find((row) => row.RECTYPE === '3')!];
    expect(percent(country, 'PTRWM_EXP')).toBe(64);
    expect(Math.abs(percent(authority, 'PTRWM_EXP') - 64)).toBeLessThan(8);
    const schools = rows
      .filter(isSchool)
      .map((row) => percent(row, 'PTRWM_EXP'))
      .filter(Number.isFinite);
    expect(Math.min(...schools)).toBeLessThan(45);
    expect(Math.max(...schools)).toBeGreaterThan(80);
    const marks = rows.flatMap((row) => Object.values(row));
    for (const mark of ['SUPP', 'LOWCOV']) expect(marks).toContain(mark);
  });

  it('stand under the number of that time, and one school misses a year', () => {
    const urns = (year: number) =>
      new Set(
        rowsOf(world, release('ks2', year))
          .filter(isSchool)
          .map(({ URN }) => URN),
      );
    const [first, second, third] = [urns(2015), urns(2016), urns(2017)];
    const before = world.schools.flatMap(({ predecessors }) => predecessors.map(({ urn }) => urn));
    expect(before.some((urn) => first.has(urn))).toBe(true);
    expect(before.some((urn) => third.has(urn))).toBe(false);
    const gone = [...third].filter((urn) => first.has(urn) && !second.has(urn));
    expect(gone).toHaveLength(1);
  });
});

describe('every school', () => {
  it('has the absence of its sector, and a special school results of its own sort', () => {
    const absence = rowsOf(world, release('absence', 2016));
    expect(absence.filter(isSchool).length).toBeGreaterThan(165);
    const results = rowsOf(world, release('ks2', 2017)).filter(({ RECTYPE }) => RECTYPE === '2');
    expect(results.length).toBeGreaterThan(5);
    for (const row of results) expect(percent(row, 'PTREAD_EXP') || 0).toBeLessThan(30);
  });
});
