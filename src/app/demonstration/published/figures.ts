import type { measures } from '../../../data';
import { type Random, randomFor } from '../random';
import { bell, type Cohort, sectorOf } from './cohorts';
import { type Invented, middleOf, published } from './spec';

type Measure = (typeof measures)[number];

/** Numbers of pupils by group, `all` among them. */
export type Sizes = ReadonlyMap<string, number>;

/** One figure: of a percentage the pupils behind it, of an average the value. */
export interface Figure {
  value: number;
  pupils: number;
  /** Half the likely range, for an average. */
  half: number | null;
}

export type Figures = Map<string, Figure>;

const key = (measure: string, group: string): string => `${measure} ${group}`;
export const figureIn = (figures: Figures, measure: string, group: string): Figure | undefined =>
  figures.get(key(measure, group));

/** The halves of a cohort: what one of them lacks, the other has. */
const complements: readonly (readonly [string, string])[] = [
  ['girls', 'boys'],
  ['disadvantaged', 'other'],
];

export function sizesOf({ pupils, poor }: Cohort, random: Random): Sizes {
  const sizes = new Map([['all', pupils]]);
  const part = (share: number) =>
    Math.min(pupils, Math.max(0, Math.round(pupils * share + bell(random) * Math.sqrt(pupils) * 0.25)));
  const shareOf = (group: string) => (group === 'disadvantaged' ? poor : (published.groups[group]?.share ?? 0) / 100);
  for (const group of ['girls', 'disadvantaged', 'low-prior', 'high-prior', 'eal', 'not-mobile'])
    sizes.set(group, part(shareOf(group)));
  for (const [one, other] of complements) sizes.set(other, pupils - (sizes.get(one) ?? 0));
  const low = sizes.get('low-prior') ?? 0;
  const high = Math.min(sizes.get('high-prior') ?? 0, pupils - low);
  sizes.set('high-prior', high);
  sizes.set('middle-prior', pupils - low - high);
  return sizes;
}

/** All figures of one cohort, by measure and group. */
export function figuresOf(seed: number, cohort: Cohort, sizes: Sizes, all: readonly Measure[], year: number): Figures {
  const figures: Figures = new Map();
  for (const measure of inOrder(all)) {
    const invented = published.measures[measure.id];
    if (!invented) continue;
    const random = randomFor(seed, measure.id, cohort.one.urn, year);
    const sector = sectorOf(cohort.school);
    const middle =
      (middleOf(invented, year) + (invented.sectors[sector] ?? 0)) * (sector === 'special' ? invented.special : 1) +
      (sector === 'special' ? invented.special : 1) *
        (cohort.standing * invented.spread +
          (0.26 - cohort.poor) * invented.poor +
          bell(random) * invented.spread * 0.35);
    if (invented.pupil !== undefined) averages(figures, measure, invented, { middle, sizes, random });
    else shares(figures, measure, invented, { middle, sizes, random });
  }
  return figures;
}

interface Drawn {
  middle: number;
  sizes: Sizes;
  random: Random;
}

function shares(
  figures: Figures,
  { id, format }: Measure,
  { at_most }: Invented,
  { middle, sizes, random }: Drawn,
): void {
  const special = format === 'percent' ? 100 : 1000;
  const draw = (group: string): number => {
    const n = sizes.get(group) ?? 0;
    const p = middle + (published.groups[group]?.points ?? 0) * Math.min(1, Math.min(middle, 100 - middle) / 30);
    const chance = bell(random) * Math.sqrt(n) * 0.4;
    const most = Math.min(n, ...at_most.flatMap((other) => figures.get(key(other, group))?.value ?? []));
    return Math.max(0, Math.min(most, Math.round((n * Math.min(Math.max(p, 0.4), special)) / 100 + chance)));
  };
  const put = (group: string, value: number) =>
    figures.set(key(id, group), { value, pupils: sizes.get(group) ?? 0, half: null });
  const girls = draw('girls');
  const boys = draw('boys');
  put('girls', girls);
  put('boys', boys);
  put('all', girls + boys);
  // Of the whole, so that the two parts of a cohort add up.
  const least = Math.max(0, girls + boys - (sizes.get('other') ?? 0));
  const disadvantaged = Math.min(Math.max(draw('disadvantaged'), least), girls + boys, sizes.get('disadvantaged') ?? 0);
  put('disadvantaged', disadvantaged);
  put('other', girls + boys - disadvantaged);
  for (const group of ['low-prior', 'middle-prior', 'high-prior', 'eal', 'not-mobile']) put(group, draw(group));
}

function averages(figures: Figures, { id }: Measure, { pupil = 1 }: Invented, { middle, sizes, random }: Drawn): void {
  for (const [group, pupils] of sizes) {
    const apart = (published.groups[group]?.deviations ?? 0) * pupil;
    const chance = group === 'all' || pupils === 0 ? 0 : (bell(random) * pupil * 0.4) / Math.sqrt(pupils);
    const half = pupils === 0 ? 0 : (1.96 * pupil) / Math.sqrt(pupils);
    figures.set(key(id, group), { value: middle + apart + chance, pupils, half });
  }
}

/** What others must not pass comes first. */
function inOrder(all: readonly Measure[]): Measure[] {
  const depth = (id: string): number =>
    1 + Math.max(-1, ...(published.measures[id]?.at_most ?? []).map((other) => depth(other)));
  return all.toSorted((a, b) => depth(a.id) - depth(b.id));
}

/** The figures of many cohorts together: pupils are added up, averages weighed by them. */
export function together(all: readonly { figures: Figures; sizes: Sizes }[]): { figures: Figures; sizes: Sizes } {
  const figures: Figures = new Map();
  const sizes = new Map<string, number>();
  for (const one of all) {
    for (const [group, n] of one.sizes) sizes.set(group, (sizes.get(group) ?? 0) + n);
    for (const [name, { value, pupils, half }] of one.figures) {
      const sum = figures.get(name) ?? { value: 0, pupils: 0, half: half === null ? null : 0 };
      const added = half === null ? value : value * pupils;
      figures.set(name, {
        value: sum.value + added,
        pupils: sum.pupils + pupils,
        half: sum.half === null || half === null ? null : sum.half + (half * pupils) ** 2,
      });
    }
  }
  for (const figure of figures.values()) {
    if (figure.half === null || figure.pupils === 0) continue;
    figure.value /= figure.pupils;
    figure.half = Math.sqrt(figure.half) / figure.pupils;
  }
  return { figures, sizes };
}

/** A country of which every school stands in the middle: so many pupils of each group. */
export function england(
  all: readonly Measure[],
  year: number,
  pupils: number,
  sector = '',
): { figures: Figures; sizes: Sizes } {
  const sizes = new Map([['all', pupils]]);
  for (const [group, { share }] of Object.entries(published.groups))
    sizes.set(group, Math.round((pupils * share) / 100));
  const figures: Figures = new Map();
  for (const { id } of all) {
    const invented = published.measures[id];
    if (!invented) continue;
    const middle = middleOf(invented, year) + (invented.sectors[sector] ?? 0);
    for (const [group, n] of sizes) {
      const { points = 0, deviations = 0 } = published.groups[group] ?? {};
      const average = invented.pupil;
      const value =
        average === undefined
          ? Math.round((n * Math.min(99, Math.max(0.3, middle + points))) / 100)
          : middle + deviations * average;
      figures.set(key(id, group), { value, pupils: n, half: average === undefined ? null : 0 });
    }
  }
  return { figures, sizes };
}
