import { capital } from '../../platform/words';
import activity from '../measures/pupils/activity.yaml';
import attendance from '../measures/pupils/attendance.yaml';
import destinations from '../measures/pupils/destinations.yaml';
import earlyYears from '../measures/pupils/early-years.yaml';
import exclusions from '../measures/pupils/exclusions.yaml';
import ks1 from '../measures/pupils/ks1.yaml';
import ks2 from '../measures/pupils/ks2.yaml';
import ks4 from '../measures/pupils/ks4.yaml';
import ks5 from '../measures/pupils/ks5.yaml';
import phonics from '../measures/pupils/phonics.yaml';
import pupils from '../measures/pupils/pupils.yaml';
import transfer from '../measures/pupils/transfer.yaml';
import { countedReasons } from '../methods/exclusions';
import { ks4SubjectNames } from '../methods/key-stage-4';
import { aLevelSubjects } from '../methods/post-16';
import { type Measure, measure, measureNamed } from './catalogue';

/** Our own: worked out from pupils by its expression. */
export type OwnMeasure = Measure & { expression: string };

/** What an entry may be made for, each: `{code}` and `{meaning}` in its texts. The years of each are those of the list. */
const lists: Record<string, readonly { code: string; meaning: string; years?: Measure['years'] }[]> = {
  'exclusion-reasons': countedReasons,
  'key-stage-4-subjects': ks4SubjectNames,
  'a-level-subjects': aLevelSubjects,
};

/** Where a published measure stands in files: no part of what it means. */
const ofFiles = ['columns', 'more', 'low', 'high', 'band', 'numerator', 'denominator', 'whole', 'range'];

/** Every measure of our own, by dataset, in the order in which pages show them. */
export const ownMeasures: readonly OwnMeasure[] = [
  pupils,
  earlyYears,
  phonics,
  ks1,
  ks2,
  ks4,
  ks5,
  attendance,
  exclusions,
  destinations,
  activity,
  transfer,
].flatMap((said) => (said as Record<string, unknown>[]).flatMap(eachOf).map(completed));

const byId = new Map(ownMeasures.map((one) => [one.id, one]));

export const ownMeasureNamed = (id: string): OwnMeasure | undefined => byId.get(id);

/** Those of a dataset that are defined for the academic year that starts in `year`. */
export const ownMeasuresOf = (dataset: string, year: number): OwnMeasure[] =>
  ownMeasures.filter(
    (one) =>
      one.dataset === dataset &&
      (one.years === undefined || (year >= one.years.from && (one.years.to === undefined || year <= one.years.to))),
  );

/** An entry that says `each_of` is one for everything in that list. */
function eachOf({ each_of: list, ...entry }: Record<string, unknown>): Record<string, unknown>[] {
  if (list === undefined) return [entry];
  const all = lists[String(list)];
  if (!all) throw new Error(`There is no list ${list}.`);
  return all.map(({ code, meaning, years }) => ({
    ...Object.fromEntries(
      Object.entries(entry).map(([field, value]) => [
        field,
        typeof value === 'string'
          ? value.replaceAll('{code}', code).replaceAll('{meaning}', meaning).replaceAll('{Meaning}', capital(meaning))
          : value,
      ]),
    ),
    part: capital(meaning),
    ...(years ? { years } : {}),
  }));
}

/** What an entry does not say is that of the published measure whose benchmarks it takes. */
function completed(entry: Record<string, unknown>): OwnMeasure {
  const { same_as: published } = entry;
  const from = typeof published === 'string' ? measureNamed(published) : undefined;
  if (published !== undefined && !from) throw new Error(`There is no published measure ${published}.`);
  const inherited = Object.fromEntries(Object.entries(from ?? {}).filter(([field]) => !ofFiles.includes(field)));
  const { expression, ...whole } = measure.parse({ ...inherited, ...entry });
  if (expression === undefined) throw new Error(`${whole.id} has no expression.`);
  return { ...whole, expression };
}
