import type { Anyone } from '../../platform/actor';
import { readAcademicYear } from '../../schools';
import { datasetOf, datasets, type Measure, measureNamed, measuresOf } from '../catalogue/catalogue';
import { releaseKindNamed } from '../catalogue/kinds';
import { ownMeasureNamed, ownMeasures } from '../catalogue/own-measures';
import { nationalOf } from '../school/view';
import { measureWords, yearWords } from '../school/words';
import { isOwn, mayBeOwn, periodOf } from './own';
import type { Member, Point } from './rank';
import { type Compared, key } from './read';

/** A kind of data, published or worked out from files of pupils. */
export interface Kind {
  id: string;
  short: string;
  /** Of pupils: worked out here. */
  own: boolean;
  /** Of results: what says how many pupils they are about. */
  weight?: string | undefined;
  measures: readonly Measure[];
}

const kinds: readonly Kind[] = [
  ...datasets.map(({ id, short, weight }) => ({ id, short, weight, own: false, measures: measuresOf(id) })),
  ...[...Map.groupBy(ownMeasures, ({ dataset }) => dataset)].map(([id, measures]) => ({
    id,
    short: releaseKindNamed(id)?.short ?? id,
    own: true,
    measures,
  })),
];

/** What a comparison shows, as the address asks for it or as it opens. */
export interface Choice {
  dataset: Kind;
  measure: Measure;
  year: number;
  /** A half-term, of figures of our own; else the year. */
  period: string;
  /** The school that compares itself: named, where the others are not. */
  own: Member | null;
  /** The measure across, of the scatter. */
  across: Measure | null;
  /** A piece of a name and a sector, of the table. */
  q: string;
  sector: string;
}

/** The datasets that the schools have figures in, and of each its measures. */
export function offered({ years }: Compared): { dataset: Kind; measures: Measure[] }[] {
  return kinds.flatMap((dataset) => {
    const held = dataset.measures.filter(
      ({ id, section }) => section !== 'pupils' && section !== 'parts' && years.has(id),
    );
    return held.length === 0 ? [] : [{ dataset, measures: held }];
  });
}

export const pointsIn = ({ points }: Compared, measure: Measure, year: number): readonly Point[] =>
  points.get(key(measure.id, year)) ?? [];

/** The newest year in which at least half as many schools have a figure as in the best. */
export function newestYear(compared: Compared, measure: Measure): number | null {
  const years = compared.years.get(measure.id) ?? [];
  const held = (year: number) => pointsIn(compared, measure, year).filter(({ value }) => value !== null).length;
  const most = Math.max(0, ...years.map(held));
  return years.findLast((year) => held(year) * 2 >= most) ?? null;
}

/** Null where no school of the place has any figure. A wish that cannot be met counts as none. */
export function choose(compared: Compared, query: URLSearchParams, actor: Anyone): Choice | null {
  const sets = offered(compared);
  const asked = query.get('measure') ?? '';
  const wished = measureNamed(asked) ?? ownMeasureNamed(asked);
  const set = sets.find(({ measures }) => wished && measures.includes(wished)) ?? firstOf(sets, compared);
  if (!set) return null;
  const measure =
    wished && set.measures.includes(wished)
      ? wished
      : (set.measures.find(({ section }) => section === 'headlines') ?? (set.measures[0] as Measure));
  const wishedYear = readAcademicYear(query.get('year') ?? '');
  const years = compared.years.get(measure.id) ?? [];
  const year = wishedYear !== null && years.includes(wishedYear) ? wishedYear : newestYear(compared, measure);
  if (year === null) return null;
  return {
    dataset: set.dataset,
    measure,
    year,
    period: periodOf(compared.offers, measure, year, query.get('period')),
    own: ownIn(mayBeOwn(compared, measure, actor), query.get('school'), actor),
    across: acrossOf(sets, measure, query.get('with')),
    q: (query.get('q') ?? '').slice(0, 100),
    sector: query.get('sector') ?? '',
  };
}

/** What the address asks for by name and a comparison does not show, in words; null where it shows all of it. */
export function notHere(query: URLSearchParams, choice: Choice | null): string | null {
  const [asked, year] = [query.get('measure'), query.get('year')];
  const wished = asked && (measureNamed(asked) ?? ownMeasureNamed(asked));
  if (asked && choice?.measure.id !== asked) return wished ? measureWords(wished) : 'the measure that was asked for';
  if (!year || (choice && readAcademicYear(year) === choice.year)) return null;
  return `${choice ? measureWords(choice.measure) : 'schools’ figures'} in ${yearWords(year)}`;
}

/** The results of the phase of most of the schools come before what is not about results. */
function firstOf(sets: ReturnType<typeof offered>, compared: Compared) {
  const held = (measures: readonly Measure[]) =>
    Math.max(
      0,
      ...measures
        .filter(({ section }) => section === 'headlines')
        .map((measure) => pointsIn(compared, measure, newestYear(compared, measure) ?? 0).length),
    );
  const results = sets.filter(({ dataset, measures }) => dataset.weight !== undefined && held(measures) > 0);
  return results.toSorted((a, b) => held(b.measures) - held(a.measures))[0] ?? sets[0];
}

/** The school that was asked for; else the reader's own, where it is one of these. 'none' is nobody. */
function ownIn(members: readonly Member[], asked: string | null, actor: Anyone): Member | null {
  const find = (urn: string | null) => members.find((one) => String(one.urn) === urn) ?? null;
  if (asked === 'none') return null;
  if (asked) return find(asked);
  const held = actor?.roles.find(({ scope }) => scope.kind === 'school' && find(scope.id) !== null);
  return held ? find(held.scope.id) : null;
}

/**
 * Across: what was asked for; else disadvantage, or the first headline of another dataset that the schools have. Figures of our own are set against
 * none: a published one, which everybody can look up by name, would tell whose they are.
 */
function acrossOf(sets: ReturnType<typeof offered>, measure: Measure, asked: string | null): Measure | null {
  if (isOwn(measure)) return null;
  const others = sets
    .filter(({ dataset }) => !dataset.own)
    .flatMap(({ measures }) => measures)
    .filter(({ id }) => id !== measure.id);
  return (
    others.find(({ id }) => id === asked) ??
    others.find(({ better, section }) => better === 'neither' && section === 'headlines') ??
    others.find(({ dataset }) => dataset !== measure.dataset) ??
    others[0] ??
    null
  );
}

/** England's figure as these schools are set against it: of their sector where they are all of one. */
export function englandOf(compared: Compared, measure: Measure, year: number): number | null {
  const published = publishedOf(measure);
  return published === null
    ? null
    : (nationalOf(compared.areas, sectorOf(compared, measure, published, year), published, year)?.value ?? null);
}

/** Whose England figure a measure is set against: of our own that of the published measure that it is the same as. */
const publishedOf = (measure: Measure): Measure | null =>
  isOwn(measure) ? (measureNamed(measure.same_as ?? '') ?? null) : measure;

/** The sector of the schools that have the figure. */
function sectorOf(compared: Compared, measure: Measure, published: Measure, year: number): string {
  if (compared.sector !== null) return compared.sector;
  if (datasetOf(published).national.any === undefined) return '';
  const sectors = new Set(pointsIn(compared, measure, year).map(({ member }) => member.sector));
  return sectors.size === 1 ? ([...sectors][0] ?? '') : '';
}

/** The mean of the place, weighted by pupils. */
export const meanOf = ({ means }: Compared, measure: Measure, year: number): number | null =>
  measure.format === 'count'
    ? null
    : (means.find((one) => one.measure === measure.id && one.year === year)?.value ?? null);
