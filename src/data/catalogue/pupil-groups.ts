import { z } from 'zod';
import source from '../measures/pupils/groups.yaml';

const text = z.string().min(1);

const file = z
  .object({ dimensions: z.record(text, z.record(text, text)), crosses: z.array(z.array(text).min(2)) })
  .strict()
  .parse(source);

/** The groups of each dimension, in the order of pages. Groups of one dimension do not overlap. */
export const dimensions: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(file.dimensions).map(([dimension, groups]) => [dimension, Object.keys(groups)]),
);

/** Dimensions that are crossed, beside each by itself. */
export const crosses: readonly (readonly string[])[] = file.crosses;

const words = Object.assign({}, ...Object.values(file.dimensions)) as Record<string, string>;
const dimensionOf = new Map(
  [...dimensions].flatMap(([dimension, groups]) => groups.map((group) => [group, dimension])),
);

/** What groups are called, crosses among them: "Girls, disadvantaged". */
export const pupilGroupWords: Readonly<Record<string, string>> = {
  ...words,
  ...Object.fromEntries(
    crosses.flatMap((cross) =>
      cross
        .reduce<string[][]>(
          (all, dimension) => all.flatMap((begun) => (dimensions.get(dimension) ?? []).map((one) => [...begun, one])),
          [[]],
        )
        .map((groups) => [
          groups.join('+'),
          groups.map((group, n) => (n === 0 ? words[group] : lower(words[group] ?? group))).join(', '),
        ]),
    ),
  ),
};

/** "girls+disadvantaged" as the group of each dimension; everybody has none. Throws for a group that is not listed. */
export const groupsIn = (group: string): Record<string, string> =>
  Object.fromEntries(
    group === 'all'
      ? []
      : group.split('+').map((one) => {
          const dimension = dimensionOf.get(one);
          if (!dimension) throw new Error(`There is no group ${one}.`);
          return [dimension, one];
        }),
  );

/** Everybody, a group or a cross that is listed. */
export const isPupilGroup = (group: string): boolean => group === 'all' || Object.hasOwn(pupilGroupWords, group);

function lower(phrase: string): string {
  return /^[A-Z][a-z]/.test(phrase) && !/^English/.test(phrase) ? phrase[0]?.toLowerCase() + phrase.slice(1) : phrase;
}
