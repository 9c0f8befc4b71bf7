import { measures, releaseKindNamed } from '../../../data';
import { censusOf } from '../census';
import { randomFor } from '../random';
import { censusYears, type FictionalSchool, type World } from '../world';
import { type Cohort, cohortsOf } from './cohorts';
import { england, type Figures, figureIn, figuresOf, type Sizes, sizesOf, together } from './figures';
import { type MadeRelease, published } from './spec';

/** A row of a file as the publisher has it: heading by heading, marks where there is no figure. */
export type Row = Record<string, string | number>;

type Measure = (typeof measures)[number];
type Published = Extract<ReturnType<typeof releaseKindNamed>, { level: 'public' }>;

const few = 5;
const supp = 'SUPP';

/** Pupils of a country of which a dataset's cohort is a part. */
const nation = 500_000;

/** Of every hundred schools, of how many too few pupils could be followed from where they started. */
const uncovered = 3;

/** All rows of one file: the country's, the authorities', then each school's. */
export function rowsOf(world: World, release: MadeRelease): Row[] {
  if (release.dataset === 'context') return contextRows(world, release.year);
  if (release.dataset === 'destinations') return destinationRows(world, release.year);
  const dataset = releaseKindNamed(release.dataset);
  if (dataset?.level !== 'public') throw new Error(`There is no published dataset ${release.dataset}.`);
  const known = measures.filter((one) => one.dataset === dataset.id && (one.years?.from ?? 0) <= release.year);
  const schools = cohortsOf(world, release.dataset, release.year).map((cohort) => {
    const sizes = sizesOf(cohort, randomFor(world.seed, 'sizes', release.dataset, cohort.one.urn, release.year));
    return { cohort, sizes, figures: figuresOf(world.seed, cohort, sizes, known, release.year) };
  });
  const row = (about: Row, figures: Figures, sizes: Sizes, covered = true): Row => ({
    ...about,
    ...cellsOf(known, dataset, { figures, sizes, covered }),
  });
  const nationally = england(known, release.year, nation);
  const areas =
    dataset.id === 'absence'
      ? absenceAreas(known, release.year).map(({ about, figures, sizes }) => row(about, figures, sizes))
      : [
          row(areaKey(dataset.id, 'nation', ''), nationally.figures, nationally.sizes),
          ...[...Map.groupBy(schools, ({ cohort }) => cohort.school.la)].map(([la, all]) => {
            const { figures, sizes } = together(all);
            return row(areaKey(dataset.id, 'authority', String(la)), figures, sizes);
          }),
        ];
  return [
    ...areas,
    ...schools.map(({ cohort, figures, sizes }) =>
      row(
        schoolKey(dataset.id, cohort),
        figures,
        sizes,
        !randomFor(world.seed, 'covered', dataset.id, cohort.one.urn, release.year).percent(uncovered),
      ),
    ),
  ];
}

/** How the publisher tells rows of areas: see `areas` of the dataset. */
const recordTypes: Readonly<Record<string, { nation: string; authority: string }>> = {
  ks2: { nation: '5', authority: '3' },
  ks4: { nation: '7', authority: '4' },
  ks5: { nation: '7', authority: '4' },
};

const areaKey = (dataset: string, area: 'nation' | 'authority', la: string): Row => ({
  RECTYPE: recordTypes[dataset]?.[area] ?? '',
  LEA: la,
  ESTAB: '',
  URN: '',
  SCHNAME: '',
});

const schoolKey = (dataset: string, { school, one }: Cohort): Row =>
  dataset === 'absence'
    ? { LA: school.la, ESTAB: one.number, URN: one.urn }
    : {
        RECTYPE: school.kind.numbers === 'special' ? '2' : '1',
        LEA: school.la,
        ESTAB: one.number,
        URN: one.urn,
        SCHNAME: one.name,
      };

const sectors = { PRI: 'primary', SEC: 'secondary', SPE: 'special' } as const;

/** Absence is published for the country by sector. */
function absenceAreas(known: readonly Measure[], year: number) {
  return [['', ''] as const, ...Object.entries(sectors)].map(([code, sector]) => ({
    about: { LA: 'NAT', ESTAB: code, URN: 'NAT' },
    ...england(known, year, nation, sector),
  }));
}

interface Told {
  figures: Figures;
  sizes: Sizes;
  covered: boolean;
}

/** The headings and values of all measures and groups that a dataset publishes. */
function cellsOf(known: readonly Measure[], dataset: Published, told: Told): Row {
  const cells: Row = {};
  for (const [group, [heading]] of Object.entries(dataset.pupils)) {
    const n = told.sizes.get(group);
    if (heading && n !== undefined) cells[heading] = n;
  }
  for (const measure of known)
    for (const group of Object.keys(dataset.groups)) {
      const suffix = dataset.groups[group]?.[0] ?? '';
      const own = (headings: readonly string[]): string | undefined => {
        const heading = headings.find((one) => one.includes('{g}'))?.replace('{g}', suffix);
        return heading ?? (group === 'all' ? headings[0] : undefined);
      };
      const shown = own(measure.columns ?? []) ?? measure.more[group]?.[0];
      if (!shown) continue;
      const figure = figureIn(told.figures, measure.id, group);
      if (!figure) {
        if (measure.section === 'pupils') cells[shown] = told.sizes.get('all') ?? 0;
        continue;
      }
      const { value, pupils, half } = figure;
      const mark =
        pupils === 0
          ? 'NE'
          : pupils <= few
            ? supp
            : half !== null && measure.format === 'progress' && !told.covered
              ? 'LOWCOV'
              : null;
      const write = (number: number) => (mark === null ? number.toFixed(measure.decimals) : mark);
      const put = (headings: readonly string[], text: string) => {
        const heading = own(headings);
        if (heading) cells[heading] = text;
      };
      const pattern = measure.format === 'percent' && measure.decimals === 0 ? '%' : '';
      const percent = measure.format === 'percent' && half === null;
      cells[shown] = percent
        ? `${write((100 * value) / Math.max(pupils, 1))}${mark === null ? pattern : ''}`
        : write(value);
      if (half === null) continue;
      put(measure.low, write(value - half));
      put(measure.high, write(value + half));
      put(measure.band, mark ?? bandOf(value, half, measure.decimals === 2 ? 0.5 : 3));
      if (Array.isArray(measure.denominator)) put(measure.denominator, mark ?? String(pupils));
    }
  return cells;
}

/** The publisher's five, from 1 for well above average. */
function bandOf(value: number, half: number, far: number): string {
  if (value - half > 0) return value >= far ? '1' : '2';
  if (value + half < 0) return value <= -far ? '5' : '4';
  return '3';
}

/** What pupils are like, as the census published it. */
function contextRows(world: World, year: number): Row[] {
  const at = censusYears.find((one) => one === year + 1) ?? censusYears[0];
  const rows = censusOf(world, at);
  const sectorOf = (id: string) => (id.startsWith('sec') ? 'SEC' : id === 'special' ? 'SPE' : 'PRI');
  const kept = ['onRoll', 'freeMealsEver', 'freeMeals', 'extraLanguage', 'senSupport', 'senPlan'] as const;
  type Sums = Record<(typeof kept)[number], number>;
  const sum = (some: readonly Sums[]): Sums =>
    Object.fromEntries(kept.map((name) => [name, some.reduce((all, one) => all + one[name], 0)])) as Sums;
  const cells = (one: Sums): Row => {
    const share = (part: number) => (one.onRoll === 0 ? '0.0' : ((part * 100) / one.onRoll).toFixed(1));
    return {
      NOR: one.onRoll,
      NUMFSMEVER: one.freeMealsEver,
      PNUMFSMEVER: share(one.freeMealsEver),
      NUMFSM: one.freeMeals,
      PNUMFSM: share(one.freeMeals),
      NUMEAL: one.extraLanguage,
      PNUMEAL: share(one.extraLanguage),
      TSENELK: one.senSupport,
      PSENELK: share(one.senSupport),
      TSENELSE: one.senPlan,
      PSENELSE: share(one.senPlan),
    };
  };
  const counted = rows.filter(({ kind }) => kind.counted);
  const bySector = (some: typeof rows) => Map.groupBy(some, ({ kind }) => sectorOf(kind.numbers));
  return [
    { URN: 'NAT', LA: '', ESTAB: '', ...cells(sum(counted)) },
    ...[...bySector(counted)].map(([sector, some]) => ({ URN: 'NAT', LA: '', ESTAB: sector, ...cells(sum(some)) })),
    ...[...Map.groupBy(counted, ({ la }) => la)].flatMap(([la, some]) => [
      { URN: 'LA', LA: la, ESTAB: '', ...cells(sum(some)) },
      ...[...bySector(some)].map(([sector, those]) => ({ URN: 'LA', LA: la, ESTAB: sector, ...cells(sum(those)) })),
    ]),
    ...rows.map((one) => ({ URN: one.urn, LA: one.la, ESTAB: one.number, ...cells(one) })),
  ];
}

const ways = {
  education: 'EDUCATION',
  apprenticeship: 'APPREN',
  employment: 'EMPLOYMENT',
  'not-sustained': 'NOT_SUSTAINED',
  'not-known': 'UNKNOWN',
} as const;

/** Where pupils went after Year 11: each of them one way. */
function destinationRows(world: World, year: number): Row[] {
  type Went = Record<string, number>;
  const shares = Object.entries(published.destinations);
  const upTo = shares.map(
    ([way], i) => [way, shares.slice(0, i + 1).reduce((sum, [, share]) => sum + share, 0)] as const,
  );
  const draw = (seed: readonly (string | number)[], n: number, lean: number): Went => {
    const random = randomFor(world.seed, 'went', ...seed);
    const went: Went = Object.fromEntries(Object.keys(ways).map((way) => [way, 0]));
    for (let i = 0; i < n; i++) {
      const drawn = random.next() * 100 + lean;
      const way = upTo.find(([, to]) => drawn < to)?.[0] ?? 'education';
      went[way] = (went[way] ?? 0) + 1;
    }
    return went;
  };
  const add = (all: readonly Went[]): Went =>
    Object.fromEntries(Object.keys(ways).map((way) => [way, all.reduce((sum, one) => sum + (one[way] ?? 0), 0)]));
  const cells = (went: Went, suffix: string): Row => {
    const n = Object.values(went).reduce((sum, one) => sum + one, 0);
    const cell = (heading: string, part: number): Row => {
      const hidden = n <= 10 || (part > 0 && part <= 2);
      return {
        [`${heading}${suffix}`]: hidden ? supp : part,
        [`${heading}PER${suffix}`]: hidden ? supp : `${Math.round((100 * part) / n)}%`,
      };
    };
    const of = (way: string) => went[way] ?? 0;
    const college = Math.round(of('education') * 0.42);
    const sixth = Math.round(of('education') * 0.4);
    return {
      [`COHORT${suffix}`]: n,
      ...cell('OVERALL_DEST', of('education') + of('apprenticeship') + of('employment')),
      ...Object.assign({}, ...Object.entries(ways).map(([way, heading]) => cell(heading, of(way)))),
      ...cell('FE', college),
      ...cell('SCH_6TH', sixth),
      ...cell('SIXTH_COL', Math.max(0, of('education') - college - sixth)),
    };
  };
  const row = (about: Row, dis: Went, other: Went): Row => ({
    ...about,
    ...cells(add([dis, other]), ''),
    ...cells(dis, '_DIS'),
    ...cells(other, '_NONDIS'),
  });
  const schools = cohortsOf(world, 'destinations', year).map((cohort) => {
    const poor = Math.round(cohort.pupils * cohort.poor);
    const lean = -cohort.standing * 2;
    return {
      cohort,
      dis: draw(['poor', cohort.one.urn, year], poor, lean + 5),
      other: draw(['other', cohort.one.urn, year], cohort.pupils - poor, lean),
    };
  });
  const about = (school: FictionalSchool): string => String(school.la);
  return [
    row(
      { RECTYPE: 'NAT', LEA: '', ESTAB: '', URN: '', SCHNAME: '' },
      draw(['country', 'poor', year], 1500, 5),
      draw(['country', 'other', year], 4500, 0),
    ),
    ...[...Map.groupBy(schools, ({ cohort }) => about(cohort.school))].map(([la, all]) =>
      row(
        { RECTYPE: 'LA', LEA: la, ESTAB: '', URN: '', SCHNAME: '' },
        add(all.map(({ dis }) => dis)),
        add(all.map(({ other }) => other)),
      ),
    ),
    ...schools.map(({ cohort, dis, other }) => row(schoolKey('destinations', cohort), dis, other)),
  ];
}
