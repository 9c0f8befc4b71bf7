import { describe, expect, it } from 'vitest';
import { nationalValue } from './national';
import { bandOf } from './progress';
import { type Progress8Figure, progress8Bands, progress8Of } from './progress-8';
import { percentage, rounded } from './rounding';
import { readPublished } from './testing/published';

// The department's full file of another area, 2018 final: what our method makes of its counts and scores is what the department made of its own.
const rows = readPublished('ks4_full_format_other_la/2017-18_LA815.csv.gz');
const schools = rows.filter((row) => row.RECTYPE === '1' || row.RECTYPE === '2');
const number = (value: string | undefined) => (value && /^-?[\d.]+%?$/.test(value) ? Number.parseFloat(value) : null);

/** A score, its limits and its pupils, by their columns. */
function triples(score: string, low: string, high: string, pupils: string) {
  return schools.flatMap((row) => {
    const found = {
      urn: row.URN,
      score: number(row[score]),
      low: number(row[low]),
      high: number(row[high]),
      pupils: number(row[pupils]),
    };
    const { urn, ...figures } = found;
    return Object.values(figures).includes(null) ? [] : [{ urn, ...(figures as Record<keyof typeof figures, number>) }];
  });
}

/** Whether some mean that rounds to the score gives both limits. */
function canBe(
  { score, low, high, pupils }: { score: number; low: number; high: number; pupils: number },
  year: number,
  figure: Progress8Figure,
) {
  return Array.from({ length: 101 }, (_, step) => score + (step - 50) / 10_000).some((mean) => {
    const worked = progress8Of({ total: mean * pupils, pupils, cohort: pupils }, year, figure);
    return worked.ok && worked.value.score === score && worked.value.low === low && worked.value.high === high;
  });
}

const groups = ['', '_FSM6CLA1A', '_NFSM6CLA1A', '_LO', '_AV', '_HI', '_EAL', '_GIRLS', '_BOYS', '_NMOB'];

describe('intervals', () => {
  it.each<[string, number, Progress8Figure, string[][], number]>([
    [
      'as published',
      2018,
      'overall',
      groups.map((group) => [`P8MEA${group}`, `P8CILOW${group}`, `P8CIUPP${group}`, `P8PUP${group}`]),
      380,
    ],
    [
      'before scores were raised',
      2018,
      'unadjusted',
      groups.map((group) => [`P8MEA${group}_ORIG`, `P8CILOW${group}_ORIG`, `P8CIUPP${group}_ORIG`, `P8PUP${group}`]),
      380,
    ],
    ...(['english', 'maths', 'ebacc', 'open'] as const).map(
      (element, n): [string, number, Progress8Figure, string[][], number] => {
        const name = `P8MEA${['ENG', 'MAT', 'EBAC', 'OPEN'][n]}`;
        const of = (group: string) => [
          `${name}${group}`,
          `${name}_CILOW${group}`,
          `${name}_CIUPP${group}`,
          `P8PUP${group}`,
        ];
        return [element, 2018, element, groups.slice(0, 3).map(of), 120];
      },
    ),
    [
      'of 2017',
      2017,
      'overall',
      groups
        .slice(0, 3)
        .map((group) => [`P8MEA${group}_17`, `P8CILOW${group}_17`, `P8CIUPP${group}_17`, `P8PUP${group}_17`]),
      110,
    ],
    [
      'of 2016',
      2016,
      'overall',
      groups
        .slice(0, 3)
        .map((group) => [`P8MEA${group}_16`, `P8CILOW${group}_16`, `P8CIUPP${group}_16`, `P8PUP${group}_16`]),
      110,
    ],
  ])('%s', (_, year, figure, columns, least) => {
    const published = columns.flatMap(([score = '', low = '', high = '', pupils = '']) =>
      triples(score, low, high, pupils),
    );
    expect(published.filter((one) => !canBe(one, year, figure))).toEqual([]);
    expect(published.length).toBeGreaterThanOrEqual(least);
  });
});

it('bands', () => {
  const banded = schools.filter((row) => /^[1-5]$/.test(row.P8_BANDING ?? ''));
  const band = (row: (typeof rows)[0]) =>
    bandOf(
      { score: number(row.P8MEA) ?? 0, low: number(row.P8CILOW) ?? 0, high: number(row.P8CIUPP) ?? 0 },
      progress8Bands,
    );
  expect(banded.map(band)).toEqual(banded.map((row) => Number(row.P8_BANDING)));
  expect(banded.length).toBeGreaterThanOrEqual(44);
});

it('coverage', () => {
  const covered = schools.filter((row) => number(row.P8MEACOV) !== null && number(row.P8PUP) !== null);
  expect(covered.map((row) => percentage(Number(row.P8PUP), Number(row.TPUP)))).toEqual(
    covered.map((row) => number(row.P8MEACOV)),
  );
  expect(covered.length).toBeGreaterThanOrEqual(45);
});

it('the difference of disadvantaged pupils is to other pupils nationally', () => {
  const national = nationalValue({
    year: 2018,
    keyStage: 'KS4',
    schools: 'England state-funded',
    group: 'not disadvantaged',
    measure: 'ATT8SCR',
  });
  const given = schools.filter((row) => number(row.DIFFN_ATT8) !== null && number(row.ATT8SCR_FSM6CLA1A) !== null);
  expect(given.map((row) => rounded(Number(row.ATT8SCR_FSM6CLA1A) - (national ?? 0), 1))).toEqual(
    given.map((row) => number(row.DIFFN_ATT8)),
  );
  expect(given.length).toBeGreaterThan(30);
});
