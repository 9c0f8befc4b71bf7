import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDB, openDuckDB } from '../../platform/duckdb';
import { type OwnMeasure, ownMeasureNamed, ownMeasures, ownMeasuresOf } from '../catalogue/own-measures';
import { crosses, dimensions } from '../catalogue/pupil-groups';
import {
  attainment8,
  averageOf,
  countsInAbsence,
  curriculumYear,
  ebacc,
  englishAndMaths,
  ethnicGroups,
  gcsePoints,
  isDisadvantaged,
  isPersistent,
  isSevere,
  type Ks4Subject,
  ks2Progress,
  ks2ProgressOf,
  ks4PriorAttainment,
  ks4Subjects,
  languageGroup,
  outcomePoints,
  percentage,
  progress8Of,
  readingWritingMathsExpected,
  rounded,
  scaledScore,
  senGroups,
  termOfBirth,
} from '../methods';
import { isEligible, ks2PriorAttainment, reached, readingWritingMathsHigh } from '../methods/key-stage-2';
import { ks1Average } from '../methods/key-stage-2-progress';
import { fineLevel, progress8, progress8Groups } from '../methods/progress-8';
import { madeUpKs2Averages } from '../methods/testing/ks2-averages';
import { newSeed, random } from '../methods/testing/random';
import { likelyRange } from '../school/likely-range';
import { compile, hasChance, type MeasuredRow } from './compile';
import type { MeasuredDataset, Sources } from './sources';
import { nothingSupplied, type Supplied } from './supplied';
import { loadAreas, loadCensus, loadRows, type MadePupil, madeUpProgress8Averages, makePupils } from './testing';
import { unitsOf, wholeUnits } from './units';

let db: DuckDB;
beforeAll(async () => {
  db = await openDuckDB();
});
afterAll(() => db.close());

/** What a pupil adds to a measure: behind it or not, to the sum, to what it is divided by, and to the cohort. */
interface Part {
  n: number;
  d?: number;
}
interface Unit {
  urn: number;
  period: string;
  groups: Record<string, string | null>;
  parts: Record<string, Part | null>;
}

const year = 2017;
const schools = 5;
const areasOf = (urn: number): string[] => {
  const n = urn - 900001;
  return [
    'la/999',
    n % 2 === 0 ? 'la/999/primary' : 'la/999/secondary',
    ...(n < 2 ? ['trust/1'] : []),
    ...(n < 3 ? ['partnership/a'] : []),
    ...(n > 1 ? ['partnership/b'] : []),
  ];
};

/** The groups of a pupil by the pure functions of `methods`. */
function groupsOf(pupil: MadePupil): Record<string, string | null> {
  const known = pupil.inCensus;
  const sen = known ? senGroups.get(pupil.sen) : undefined;
  const ethnic = known ? (ethnicGroups.get(pupil.ethnicity) ?? '') : '';
  const language = known ? languageGroup(pupil.language) : 'unclassified';
  return {
    sex: pupil.sex === 'F' ? 'girls' : pupil.sex === 'M' ? 'boys' : null,
    disadvantage: known
      ? isDisadvantaged({ freeMealsInSixYears: pupil.freeMeals, everInCare: pupil.inCare, leftCare: pupil.leftCare })
        ? 'disadvantaged'
        : 'other'
      : null,
    sen: sen === undefined ? null : { none: 'no-sen', support: 'sen-support', plan: 'sen-plan' }[sen],
    language: { english: 'first-english', other: 'eal', unclassified: null }[language],
    ethnicity:
      {
        White: 'white',
        Mixed: 'mixed',
        Asian: 'asian',
        Black: 'black',
        Chinese: 'chinese',
        'Any other': 'other-ethnic',
      }[ethnic] ?? null,
    birth: `${termOfBirth(Temporal.PlainDate.from(pupil.born))}-born`,
  };
}

const mobility = (pupil: MadePupil) =>
  pupil.inCensus ? (pupil.entry <= `${year - 1}-09-30` ? 'not-mobile' : 'mobile') : null;

/** The same figures as the query, from the pupils one by one. */
function expected(
  units: readonly Unit[],
  measures: readonly OwnMeasure[],
  cohortOf: (unit: Unit, measure: OwnMeasure) => boolean,
) {
  const cells = new Map<string, Unit[]>();
  for (const unit of units) {
    const own = Object.keys(unit.groups);
    const sets = [[], ...own.map((one) => [one]), ...crosses];
    for (const set of sets) {
      const groups = set.map((dimension) => unit.groups[dimension]);
      if (groups.some((group) => group === null || group === undefined)) continue;
      for (const place of [String(unit.urn), ...areasOf(unit.urn)]) {
        const key = [place, unit.period, groups.join('+') || 'all'].join(' ');
        const cell = cells.get(key) ?? [];
        cells.set(key, cell);
        cell.push(unit);
      }
    }
  }
  return [...cells].flatMap(([key, all]) =>
    measures.flatMap((measure) => {
      const parts = all.flatMap((unit) => unit.parts[measure.id] ?? []);
      if (parts.length === 0) return [];
      const pupils = parts.length;
      const n = parts.reduce((sum, part) => sum + part.n, 0);
      const d = parts.reduce((sum, part) => sum + (part.d ?? 1), 0);
      const cohort = all.filter((unit) => cohortOf(unit, measure)).length;
      return [{ key: `${key} ${measure.id}`, pupils, ...workedOut(measure, n, d, pupils, cohort) }];
    }),
  );
}

function workedOut(measure: OwnMeasure, n: number, d: number, pupils: number, cohort: number) {
  const { format, decimals, each = 1, spread } = measure;
  if (spread) {
    const given = { total: n / each, pupils, cohort };
    const worked =
      spread.phase === 'ks4'
        ? progress8Of(given, year + 1, spread.subject as 'overall')
        : ks2ProgressOf(given, year + 1, spread.subject as 'reading');
    if (!worked.ok) throw new Error(worked.reason.sentence);
    const { score, low, high, band } = worked.value;
    return pupils * 2 < cohort ? { value: null, low: null, high: null, band: null } : { value: score, low, high, band };
  }
  const range = hasChance(measure) ? likelyRange((n / d) * 100, d) : null;
  return {
    value:
      format === 'count'
        ? pupils
        : format === 'percent'
          ? percentage(n, d, decimals)
          : averageOf((n / each) * (format === 'rate' ? 100 : 1), d, decimals),
    low: range && rounded(range.low, decimals + 1),
    high: range && rounded(range.high, decimals + 1),
    band: null,
  };
}

async function queried(dataset: MeasuredDataset, sources: Sources, supplied: Supplied) {
  await loadAreas(db, schools);
  const units = unitsOf(dataset, year, sources, supplied);
  if (!units.ok) throw new Error(JSON.stringify(units.reason));
  const compiled = compile(
    ownMeasuresOf(dataset, year).filter(({ section }) => section !== 'parts'),
    { ...units.value, units: `(${wholeUnits(units.value)})` },
    {
      areas: 'areas',
      summer: year + 1,
      parameters: supplied.parameters,
    },
  );
  const rows = await db.query<MeasuredRow & Record<string, never>>(compiled.sql);
  return {
    compiled,
    figures: rows.map((row) => ({
      key: [row.area ?? row.urn, row.period, row.pupil_group, compiled.measures[row.m]?.id].join(' '),
      pupils: row.pupils,
      value: row.value,
      low: row.low,
      high: row.high,
      band: row.band,
    })),
  };
}
const byKey = <Row extends { key: string }>(rows: readonly Row[]) => [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));

describe.each([1, newSeed()])('figures by grouping sets are those of the methods, pupil by pupil (seed %d)', (seed) => {
  const { pick, whole, chance, times } = random(seed);
  const pupils = makePupils(seed, 300, schools, year);

  it('key stage 4: Attainment 8, Progress 8 with the minimum, the Baccalaureate', async () => {
    const points = gcsePoints(2018);
    if (!points.ok) throw new Error();
    const subjects = Object.keys(ks4Subjects) as Ks4Subject[];
    const averages = madeUpProgress8Averages(2018, progress8Groups);
    const taken = pupils.map((pupil) => ({
      pupil,
      reading: chance(0.15) ? null : whole(15, 58) / 10,
      maths: chance(0.15) ? null : whole(15, 58) / 10,
      entries: times(whole(1, 11), () => {
        const subject = pick(subjects);
        const scale = subject === 'combined-science' ? 'GCSE combined science (per slot, two slots)' : 'GCSE 9-1';
        return { subject, scale, grade: pick(points.value.rows.filter((row) => row.scale === scale)).grade };
      }),
    }));
    await loadCensus(db, pupils);
    const sources = await loadRows(
      db,
      'ks4-entries',
      {
        subject: 'varchar',
        scale: 'varchar',
        grade: 'varchar',
        ks2_reading: 'decimal(9,4)',
        ks2_maths: 'decimal(9,4)',
      },
      taken.flatMap((one) =>
        one.entries.map((entry) => ({
          pupil: one.pupil,
          values: [entry.subject, entry.scale, entry.grade, one.reading, one.maths],
        })),
      ),
    );
    const { figures, compiled } = await queried('ks4-entries', sources, {
      ...nothingSupplied,
      progress8Averages: [averages],
    });
    const units = taken
      .filter(({ pupil }) => !pupil.inCensus || !pupil.dual)
      .map(({ pupil, reading, maths, entries }): Unit => {
        const results = entries.map(({ subject, scale, grade }) => ({
          subject,
          scale,
          points: points.value.of(scale, grade)!,
        }));
        const attained = attainment8(results);
        const level = fineLevel(reading, maths);
        const progress = progress8(attained, level, averages);
        const prior = ks4PriorAttainment(level === null ? null : level * 6);
        return {
          urn: pupil.urn,
          period: 'year',
          groups: { ...groupsOf(pupil), prior: prior && `${prior}-prior`, mobility: mobility(pupil) },
          parts: {
            'own-ks4-pupils': { n: 1 },
            'own-ks4-attainment8': { n: attained.total },
            'own-ks4-progress8': progress && { n: progress.score },
            'own-ks4-progress8-english': progress && { n: progress.english * 2 },
            'own-ks4-progress8-maths': progress && { n: progress.maths * 2 },
            'own-ks4-progress8-ebacc': progress && { n: progress.ebacc * 3 },
            'own-ks4-progress8-open': progress && { n: progress.open * 3 },
            'own-ks4-attainment8-english': { n: attained.english },
            'own-ks4-attainment8-maths': { n: attained.maths },
            'own-ks4-attainment8-ebacc': { n: attained.ebacc },
            'own-ks4-attainment8-open': { n: attained.open },
            'own-ks4-basics-strong': { n: Number(englishAndMaths(results, 5)) },
            'own-ks4-basics-standard': { n: Number(englishAndMaths(results, 4)) },
            'own-ks4-ebacc-entered': { n: Number(ebacc(results).entered) },
            'own-ks4-ebacc-points': { n: ebacc(results).points },
          },
        };
      });
    expect(compiled.missing).toEqual([]);
    expect(byKey(figures)).toEqual(byKey(expected(units, compiled.measures, () => true)));
    expect(figures.some((one) => one.band !== null && one.band !== 3)).toBe(true);
  });

  it('key stage 2: standards, scores, progress with intervals and bands', async () => {
    const outcome = () => (chance(0.85) ? String(whole(80, 120)) : pick(['A', 'B', 'N', 'T', 'L', '']));
    const ks1 = () => pick(['W', '1', '2C', '2B', '2A', '3', 'A', '2B']);
    const taken = pupils.map((pupil) => ({
      pupil,
      reading: outcome(),
      maths: outcome(),
      gps: outcome(),
      writing: pick(['GDS', 'EXS', 'EXS', 'WTS', 'PKG', 'A']),
      science: pick(['EXS', 'EXS', 'HNM']),
      readingAssessment: pick(['', 'PKF']),
      mathsAssessment: pick(['', 'PKE']),
      ks1: { reading: ks1(), writing: ks1(), maths: ks1() },
    }));
    await loadCensus(db, pupils);
    const names = [
      'reading',
      'maths',
      'gps',
      'writing',
      'science',
      'reading_assessment',
      'maths_assessment',
      'ks1_reading',
      'ks1_writing',
      'ks1_maths',
    ];
    const sources = await loadRows(
      db,
      'ks2-pupils',
      Object.fromEntries(names.map((name) => [name, 'varchar'])),
      taken.map((one) => ({
        pupil: one.pupil,
        values: [
          one.reading,
          one.maths,
          one.gps,
          one.writing,
          one.science,
          one.readingAssessment,
          one.mathsAssessment,
          one.ks1.reading,
          one.ks1.writing,
          one.ks1.maths,
        ],
      })),
    );
    const averages = madeUpKs2Averages(-15);
    const points = outcomePoints(2018);
    if (!points.ok) throw new Error();
    const { figures, compiled } = await queried('ks2-pupils', sources, { ...nothingSupplied, ks2Averages: [averages] });
    const units = taken.filter(isEligible).map((one): Unit => {
      const prior = ks2PriorAttainment(ks1Average(one.ks1));
      const progress = (subject: 'reading' | 'writing' | 'maths') => {
        const found = ks2Progress(one, subject, points.value, averages);
        return found && { n: found.score };
      };
      const score = (result: string) => {
        const found = scaledScore(result);
        return found === null ? null : { n: found };
      };
      const yes = (is: boolean) => ({ n: Number(is) });
      return {
        urn: one.pupil.urn,
        period: 'year',
        groups: { ...groupsOf(one.pupil), prior: prior && `${prior}-prior`, mobility: mobility(one.pupil) },
        parts: {
          'own-ks2-pupils': { n: 1 },
          'own-ks2-rwm-expected': yes(readingWritingMathsExpected(one)),
          'own-ks2-rwm-higher': yes(readingWritingMathsHigh(one)),
          'own-ks2-reading-expected': yes(reached(one.reading, 100)),
          'own-ks2-maths-expected': yes(reached(one.maths, 100)),
          'own-ks2-gps-expected': yes(reached(one.gps, 100)),
          'own-ks2-writing-expected': yes(['EXS', 'GDS'].includes(one.writing)),
          'own-ks2-reading-higher': yes(reached(one.reading, 110)),
          'own-ks2-maths-higher': yes(reached(one.maths, 110)),
          'own-ks2-gps-higher': yes(reached(one.gps, 110)),
          'own-ks2-writing-higher': yes(one.writing === 'GDS'),
          'own-ks2-science-expected': yes(one.science === 'EXS'),
          'own-ks2-reading-score': score(one.reading),
          'own-ks2-maths-score': score(one.maths),
          'own-ks2-gps-score': score(one.gps),
          'own-ks2-reading-progress': progress('reading'),
          'own-ks2-writing-progress': progress('writing'),
          'own-ks2-maths-progress': progress('maths'),
        },
      };
    });
    expect(byKey(figures)).toEqual(byKey(expected(units, compiled.measures, () => true)));
    expect(figures.some((one) => one.value === null)).toBe(true);
  });

  it('attendance by half term and year, from counts', async () => {
    const halfTerms = ['autumn-1', 'autumn-2', 'spring-1', 'spring-2', 'summer-1', 'summer-2'];
    const taken = pupils.map((pupil) => {
      const first = chance(0.85) ? 0 : whole(0, 5);
      return {
        pupil: {
          ...pupil,
          born: Temporal.PlainDate.from(pupil.born)
            .add({ years: whole(0, 11) })
            .toString(),
        },
        terms: times(6, (n) => {
          const possible = n < first || chance(0.02) ? 0 : whole(40, 76);
          const authorised = Math.min(possible, chance(0.2) ? whole(0, 40) : whole(0, 5));
          return { possible, authorised, unauthorised: Math.min(possible - authorised, whole(0, 3)) };
        }),
      };
    });
    await loadCensus(
      db,
      taken.map((one) => one.pupil),
    );
    const sources = await loadRows(
      db,
      'attendance-counts',
      { period: 'varchar', possible: 'integer', authorised: 'integer', unauthorised: 'integer' },
      taken.flatMap(({ pupil, terms }) =>
        terms.map((one, n) => ({ pupil, values: [halfTerms[n]!, one.possible, one.authorised, one.unauthorised] })),
      ),
    );
    const { figures, compiled } = await queried('attendance-marks', sources, nothingSupplied);
    const units = taken.flatMap(({ pupil, terms }): Unit[] => {
      const startedIn = terms.findIndex((one) => one.possible > 0) + 1;
      // Nothing is known of who is not in the census but that they are here.
      const age = pupil.inCensus ? curriculumYear(Temporal.PlainDate.from(pupil.born), year + 1) + 4 : null;
      const counted = terms.flatMap((one, n) =>
        one.possible > 0 && (age === null ? startedIn < 6 : countsInAbsence({ age, halfTerm: n + 1, startedIn }))
          ? [{ ...one, period: halfTerms[n]! }]
          : [],
      );
      const sum = (of: (one: (typeof counted)[0]) => number) => counted.reduce((total, one) => total + of(one), 0);
      const whole = {
        period: 'year',
        possible: sum((one) => one.possible),
        authorised: sum((one) => one.authorised),
        unauthorised: sum((one) => one.unauthorised),
      };
      return (counted.length > 0 ? [...counted, whole] : []).map(({ period, possible, authorised, unauthorised }) => {
        const absent = authorised + unauthorised;
        return {
          urn: pupil.urn,
          period,
          groups: pupil.inCensus ? groupsOf(pupil) : { ...groupsOf(pupil), sex: null, birth: null },
          parts: {
            'own-absence-overall': { n: absent, d: possible },
            'own-absence-authorised': { n: authorised, d: possible },
            'own-absence-unauthorised': { n: unauthorised, d: possible },
            'own-absence-persistent': { n: Number(isPersistent({ absent, possible })) },
            'own-absence-severe': { n: Number(isSevere({ absent, possible })) },
          },
        };
      });
    });
    expect(byKey(figures)).toEqual(byKey(expected(units, compiled.measures, () => true)));
  });
});

it('every own measure compiles, belongs to a dataset that makes it, and speaks in whole sentences', async () => {
  for (const { id, meaning, method } of ownMeasures)
    for (const words of [meaning, method]) expect(`${id}: ${words}`).toMatch(/: [A-Z].*[.]$/s);
  await loadCensus(db, makePupils(1, 40, schools));
  await loadAreas(db, schools);
  const supplied = {
    ...nothingSupplied,
    progress8Averages: [madeUpProgress8Averages(2018, progress8Groups)],
    ks2Averages: [madeUpKs2Averages()],
  };
  for (const dataset of new Set(ownMeasures.map((one) => one.dataset as MeasuredDataset))) {
    const units = unitsOf(dataset, year, { pupils: 'census' }, supplied);
    if (!units.ok) throw new Error(JSON.stringify(units.reason));
    const { sql, measures, missing } = compile(
      ownMeasuresOf(dataset, year),
      { ...units.value, units: `(${wholeUnits(units.value)})` },
      { areas: 'areas', summer: 2018, parameters: supplied.parameters },
    );
    await expect(db.query(sql)).resolves.toBeInstanceOf(Array);
    expect(measures.length + missing.length).toBe(ownMeasuresOf(dataset, year).length);
  }
  expect([...dimensions.keys()]).toContain('mobility');
  // What an entry does not say is that of the published measure, but for where that stands in files.
  expect(ownMeasureNamed('own-ks4-attainment8')).toMatchObject({
    name: 'Attainment 8',
    decimals: 1,
  });
});

it('a measure without its table is not made, and says which it needs', async () => {
  const units = unitsOf('ks4-entries', year, { pupils: 'census' }, nothingSupplied);
  if (!units.ok) throw new Error();
  const { measures, missing } = compile(
    ownMeasuresOf('ks4-entries', year),
    { ...units.value, units: 'units' },
    { areas: 'areas', summer: 2018, parameters: nothingSupplied.parameters },
  );
  expect(missing.map(({ measure, reason }) => [measure.id, reason.needsTable])).toContainEqual([
    'own-ks4-progress8',
    'attainment-8-averages',
  ]);
  expect(measures.map((one) => one.id)).toContain('own-ks4-attainment8');
  expect(measures.some((one) => one.id.includes('progress8'))).toBe(false);
});
