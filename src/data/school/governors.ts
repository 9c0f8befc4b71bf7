import { type Anyone, sees } from '../../platform/actor';
import type { Figure } from '../figures/queries';

/** For whom a school's page of data is: leaders see what was published; for governors small groups are hidden besides. */
export type ViewFor = 'leaders' | 'governors';

/** As the address asks; else a governor who leads nothing gets the governors' view. */
export function viewFor(actor: Anyone, urn: number, asked: string | null): ViewFor {
  if (asked === 'leaders' || asked === 'governors') return asked;
  return sees(actor, `governor/${urn}`) && !sees(actor, `leader/${urn}`) ? 'governors' : 'leaders';
}

/** Groups with fewer pupils than this are hidden from whoever is not the school (src/data/suppression, `smallestCell`). */
const smallest = 6;

/** Groups that add up to all pupils: the size of one follows from the others. */
const partitions: readonly (readonly string[])[] = [
  ['girls', 'boys'],
  ['disadvantaged', 'other'],
  ['low-prior', 'middle-prior', 'high-prior'],
];

/**
 * Published figures without the size of a small group. Publishers withhold its results, and print how many pupils it has; that is left out
 * here, and with it the sizes of the groups beside it that would give it away. What was published otherwise stays as it is.
 */
export function withoutSmallGroups(figures: readonly Figure[]): Figure[] {
  const key = ({ measure, year, group }: Pick<Figure, 'measure' | 'year' | 'group'>) => `${measure} ${year} ${group}`;
  const small = new Set(figures.filter((figure) => figure.group !== 'all' && isSmall(figure)).map(key));
  const beside = ({ measure, year, group }: Figure): readonly string[] =>
    (partitions.find((some) => some.includes(group)) ?? [group]).map((one) => key({ measure, year, group: one }));
  return figures.map((figure) => {
    if (figure.group === 'all' || !beside(figure).some((one) => small.has(one))) return figure;
    const unsized = { ...figure, numerator: null, denominator: null };
    return small.has(key(figure))
      ? {
          ...unsized,
          value: null,
          shown: figure.value === null ? figure.shown : 'SUPP',
          low: null,
          high: null,
          band: null,
        }
      : unsized;
  });
}

const isSmall = ({ denominator }: Figure): boolean =>
  denominator !== null && Number(denominator) > 0 && Number(denominator) < smallest;
