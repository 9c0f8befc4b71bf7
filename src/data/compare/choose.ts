import type { Anyone } from '../../platform/actor';
import { readAcademicYear } from '../../schools';
import { type Dataset, datasetOf, datasets, type Measure, measureNamed, measuresOf } from '../catalogue/catalogue';
import { nationalOf } from '../school/view';
import type { Member, Point } from './rank';
import { type Compared, key } from './read';

/** What a comparison shows, as the address asks for it or as it opens. */
export interface Choice {
  dataset: Dataset;
  measure: Measure;
  year: number;
  /** The school that compares itself: named, where the others are not. */
  own: Member | null;
  /** The measure across, of the scatter. */
  across: Measure | null;
  /** A piece of a name and a sector, of the table. */
  q: string;
  sector: string;
}

/** The datasets that the schools have figures in, and of each its measures. */
export function offered({ years }: Compared): { dataset: Dataset; measures: Measure[] }[] {
  return datasets.flatMap((dataset) => {
    const held = measuresOf(dataset.id).filter(({ id, section }) => section !== 'pupils' && years.has(id));
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
  const wished = measureNamed(query.get('measure') ?? '');
  const set = sets.find(({ measures }) => wished && measures.includes(wished)) ?? firstOf(sets, compared);
  if (!set) return null;
  const measure =
    wished && set.measures.includes(wished)
      ? wished
      : (set.measures.find(({ section }) => section === 'headlines') ?? (set.measures[0] as Measure));
  const asked = readAcademicYear(query.get('year') ?? '');
  const years = compared.years.get(measure.id) ?? [];
  const year = asked !== null && years.includes(asked) ? asked : newestYear(compared, measure);
  if (year === null) return null;
  return {
    dataset: set.dataset,
    measure,
    year,
    own: ownIn(compared, query.get('school'), actor),
    across: acrossOf(sets, measure, query.get('with')),
    q: (query.get('q') ?? '').slice(0, 100),
    sector: query.get('sector') ?? '',
  };
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
function ownIn({ members }: Compared, asked: string | null, actor: Anyone): Member | null {
  const find = (urn: string | null) => members.find((one) => String(one.urn) === urn) ?? null;
  if (asked === 'none') return null;
  if (asked) return find(asked);
  const held = actor?.roles.find(({ scope }) => scope.kind === 'school' && find(scope.id) !== null);
  return held ? find(held.scope.id) : null;
}

/** Across: what was asked for; else disadvantage, or the first headline of another dataset that the schools have. */
function acrossOf(sets: ReturnType<typeof offered>, measure: Measure, asked: string | null): Measure | null {
  const others = sets.flatMap(({ measures }) => measures).filter(({ id }) => id !== measure.id);
  return (
    others.find(({ id }) => id === asked) ??
    others.find(({ better, section }) => better === 'neither' && section === 'headlines') ??
    others.find(({ dataset }) => dataset !== measure.dataset) ??
    others[0] ??
    null
  );
}

/** England's figure as these schools are set against it: of their sector where they are all of one. */
export const englandOf = (compared: Compared, measure: Measure, year: number): number | null =>
  nationalOf(compared.areas, sectorOf(compared, measure, year), measure, year)?.value ?? null;

/** The sector of the schools that have the figure. */
function sectorOf(compared: Compared, measure: Measure, year: number): string {
  if (compared.sector !== null) return compared.sector;
  if (datasetOf(measure).national.any === undefined) return '';
  const sectors = new Set(pointsIn(compared, measure, year).map(({ member }) => member.sector));
  return sectors.size === 1 ? ([...sectors][0] ?? '') : '';
}

/** The mean of the place, weighted by pupils. */
export const meanOf = ({ means }: Compared, measure: Measure, year: number): number | null =>
  measure.format === 'count'
    ? null
    : (means.find((one) => one.measure === measure.id && one.year === year)?.value ?? null);
