import { type Anyone, sees } from '../../platform/actor';
import { datasetOf, measureNamed } from '../catalogue/catalogue';
import type { Figure } from '../figures/queries';

/** For whom a school's page of data is: leaders see what was published; for governors small groups are hidden besides. */
export type ViewFor = 'leaders' | 'governors';

/** As the address asks; else a governor who leads nothing gets the governors' view. */
export function viewFor(actor: Anyone, urn: number, asked: string | null): ViewFor {
  if (asked === 'leaders' || asked === 'governors') return asked;
  return sees(actor, `governor/${urn}`) && !sees(actor, `leader/${urn}`) ? 'governors' : 'leaders';
}

/** Groups that together hold all pupils, or with a remainder that can be worked out. */
const families: readonly (readonly string[])[] = [
  ['girls', 'boys'],
  ['disadvantaged', 'other'],
  ['low-prior', 'middle-prior', 'high-prior'],
  ['eal'],
  ['not-mobile'],
];

/** Whatever a publisher goes by: groups of up to so many are hidden from whoever is not the school (src/data/suppression, `smallestCell`). */
const fewAtLeast = 5;

/**
 * Published figures as governors read them, on the page, in its files, as JSON and in a pack. A group of up to `few` pupils of its dataset is
 * hidden, and of the same family as many more, the smallest first, that nobody can work it out: at least two, or one and a rest that is not shown,
 * with more than `few` pupils together. Progress and averages have no number of pupils of their own: their groups are as large as the dataset says
 * of that year. Of what is hidden nothing is left but that it is; what a publisher withheld keeps its mark.
 */
export function withoutSmallGroups(figures: readonly Figure[]): Figure[] {
  const reasons = new Map<Figure, string>();
  const sizes = new Map<string, number>();
  for (const figure of figures) {
    const key = sizeKey(figure);
    sizes.set(key, Math.max(sizes.get(key) ?? 0, Number(figure.denominator)));
  }
  const pupilsOf: PupilsOf = (figure) => Number(figure.denominator ?? sizes.get(sizeKey(figure)));
  for (const some of Map.groupBy(figures, ({ measure, year }) => `${measure} ${year}`).values()) {
    const few = fewOf(some[0]?.measure ?? '');
    for (const family of families)
      for (const [figure, why] of hiddenIn(family, some, few, pupilsOf)) reasons.set(figure, why);
  }
  return figures.map((figure) => {
    const why = reasons.get(figure);
    return why === undefined ? figure : { ...figure, ...nothing, shown: figure.value === null ? figure.shown : why };
  });
}

const nothing = { value: null, numerator: null, denominator: null, low: null, high: null, band: null } as const;

function fewOf(id: string): number {
  const measure = measureNamed(id);
  return Math.max(fewAtLeast, measure ? datasetOf(measure).few : 0);
}

type PupilsOf = (figure: Figure) => number;

const sizeKey = ({ measure, year, group }: Figure): string => `${measureNamed(measure)?.dataset} ${year} ${group}`;

/** Of one measure and year. */
function hiddenIn(
  family: readonly string[],
  figures: readonly Figure[],
  few: number,
  pupilsOf: PupilsOf,
): Map<Figure, string> {
  const cells = figures
    .filter(({ group }) => family.includes(group))
    .map((figure) => ({ figure, pupils: pupilsOf(figure) }))
    .filter(({ pupils }) => pupils > 0)
    .sort((a, b) => a.pupils - b.pupils);
  const small = cells.filter(({ pupils }) => pupils <= few);
  const everybody = figures.find(({ group }) => group === 'all');
  const all = everybody ? pupilsOf(everybody) : 0;
  const rest = Math.max(0, all - cells.reduce((sum, { pupils }) => sum + pupils, 0));
  if (small.length === 0 && (rest === 0 || rest > few)) return new Map();
  const hidden = new Map(small.map(({ figure }) => [figure, `Hidden: fewer than ${few + 1} pupils`]));
  let [count, pupils] = [small.length + (rest > 0 ? 1 : 0), rest + small.reduce((sum, one) => sum + one.pupils, 0)];
  for (const other of cells.slice(small.length)) {
    if (count >= 2 && pupils > few) break;
    hidden.set(other.figure, 'Hidden to protect a smaller group');
    count++;
    pupils += other.pupils;
  }
  return hidden;
}
