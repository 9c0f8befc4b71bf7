import { UnreadableFile } from '../../platform/reading';
import { listed } from '../../platform/words';
import { type Dataset, datasets, type Measure, measuresOf } from '../catalogue/catalogue';

/** Where one figure of a row stands: the places of its columns, from 0. */
export interface Cell {
  measure: Measure;
  group: string;
  /** How many years before the file's own: a file repeats some figures of earlier years under a year's ending. */
  back: number;
  shown: number;
  low: number | null;
  high: number | null;
  band: number | null;
  numerator: number | null;
  denominator: number | null;
  /** Columns whose sum is the denominator. */
  whole: readonly number[];
}

/** How a file of a dataset is read. */
export interface Plan {
  dataset: Dataset;
  shape: Dataset['shapes'][number];
  headings: readonly string[];
  cells: readonly Cell[];
  /** Headings that no figure and no key uses: kept, and listed. */
  unknown: string[];
  /** The calendar year in which the file's own academic year starts, where endings of years tell it. */
  ownYear: number | null;
  place: (heading: string) => number | null;
}

/**
 * Finds a dataset's shape and figures among a file's headings, wherever they stand. Capitals and spaces do not matter.
 * @throws UnreadableFile when a key is missing, a heading that is used stands twice, or no measure is known. It says which dataset the file looks like.
 */
export function planOf(dataset: Dataset, headings: readonly string[]): Plan {
  const places = new Map<string, number[]>();
  headings.forEach((heading, place) => {
    places.set(plain(heading), [...(places.get(plain(heading)) ?? []), place]);
  });
  const place = (heading: string): number | null => places.get(plain(heading))?.[0] ?? null;
  const other = dataset.mistaken?.headings.find((heading) => place(heading) !== null);
  if (other) throw mistakenFor(dataset, other);
  const shape = dataset.shapes.find((one) => one.headings.every((heading) => place(heading) !== null));
  if (!shape) throw notThis(dataset, headings, missingOf(dataset, place));
  const endings = dataset.earlier ? endingsOf(dataset, places) : [];
  const ownEnd = endings.length > 0 ? nextEnding(dataset, Math.max(...endings)) : null;
  const cells = [null, ...endings].flatMap((ending) =>
    cellsOf(dataset, place, ending, ownEnd === null || ending === null ? 0 : ownEnd - ending),
  );
  if (cells.length === 0)
    throw notThis(dataset, headings, 'None of its headings is that of a measure we know, such as ', true);
  const used = new Set([
    ...keysOf(dataset).flatMap((heading) => place(heading) ?? []),
    ...cells.flatMap(placesOf),
    ...Object.values(dataset.pupils).flatMap((columns) => columns.flatMap((heading) => place(heading) ?? [])),
  ]);
  refuseTwice(headings, places, used);
  const elsewhere = new Set(dataset.facts.flatMap((heading) => place(heading) ?? []));
  return {
    dataset,
    shape,
    headings,
    cells,
    unknown: headings.filter((heading, at) => !used.has(at) && !elsewhere.has(at) && heading !== ''),
    ownYear: ownEnd === null ? null : 2000 + ownEnd - 1,
    place,
  };
}

/** Every column that a figure is read from. */
export const placesOf = ({ shown, low, high, band, numerator, denominator, whole }: Cell): number[] =>
  [shown, low, high, band, numerator, denominator, ...whole].filter((place) => place !== null);

const plain = (heading: string): string => heading.trim().replace(/\s+/g, ' ').toLowerCase();

/** The columns that say what a row is about. */
const keysOf = ({ shapes, areas, la, row_year }: Dataset): string[] => [
  ...shapes.flatMap(({ headings }) => headings),
  ...areas.flatMap(({ when, area }) => [
    ...Object.keys(when),
    ...[...area.matchAll(/\{(.+?)\}/g)].map(([, name = '']) => name),
  ]),
  ...(la ? [la] : []),
  ...(row_year?.columns ?? []),
];

/** A measure's headings for a group, with the group put in and the year's ending behind. */
function headingsFor(
  dataset: Dataset,
  given: readonly string[],
  group: string,
  more: readonly string[] = [],
  ending: number | null = null,
): string[] {
  const suffixes = dataset.groups[group] ?? [];
  const own = given.flatMap((heading) => {
    if (heading.includes('{g}')) return suffixes.map((suffix) => heading.replace('{g}', suffix));
    return group === 'all' ? [heading] : [];
  });
  return [...own, ...more].map((heading) => (ending === null ? heading : `${heading}_${ending}`));
}

function cellsOf(dataset: Dataset, place: Plan['place'], ending: number | null, back: number): Cell[] {
  return measuresOf(dataset.id).flatMap((measure) =>
    [...new Set([...Object.keys(dataset.groups), ...Object.keys(measure.more)])].flatMap((group) => {
      const first = (given: readonly string[], more: readonly string[] = []): number | null => {
        for (const heading of headingsFor(dataset, given, group, more, ending)) {
          const found = place(heading);
          if (found !== null) return found;
        }
        return null;
      };
      const shown = first(measure.columns ?? [], measure.more[group]);
      if (shown === null) return [];
      const { denominator } = measure;
      const whole = measure.whole.map((heading) => first([heading])).filter((found) => found !== null);
      return [
        {
          measure,
          group,
          back,
          shown,
          low: first(measure.low),
          high: first(measure.high),
          band: first(measure.band),
          numerator: first(measure.numerator),
          denominator: denominator === 'pupils' ? first([], dataset.pupils[group]) : first(denominator ?? []),
          whole: whole.length === measure.whole.length ? whole : [],
        },
      ];
    }),
  );
}

/** The endings under which figures of earlier years stand: 17 for PTRWM_EXP_17. */
function endingsOf(dataset: Dataset, places: ReadonlyMap<string, number[]>): number[] {
  const bases = new Set(
    measuresOf(dataset.id).flatMap((measure) =>
      Object.keys(dataset.groups).flatMap((group) =>
        headingsFor(dataset, measure.columns ?? [], group, measure.more[group]).map(plain),
      ),
    ),
  );
  const endings = [...places.keys()].flatMap((heading) => {
    const [, base, ending] = /^(.+)_(\d\d)$/.exec(heading) ?? [];
    return base && ending && bases.has(base) && !bases.has(heading) ? [Number(ending)] : [];
  });
  return [...new Set(endings)].sort((a, b) => b - a);
}

/** The ending that the year after would have: the next of which anything was published. */
function nextEnding({ unpublished }: Dataset, ending: number): number {
  let next = ending + 1;
  while (unpublished.includes(2000 + next - 1)) next++;
  return next;
}

function missingOf(dataset: Dataset, place: Plan['place']): string {
  const least = dataset.shapes.map(({ headings }) => headings.filter((heading) => place(heading) === null));
  const [fewest = []] = least.sort((a, b) => a.length - b.length);
  return `It has no column ${listed(fewest.map((heading) => `"${heading}"`))}.`;
}

/** Another file with the same headings for other pupils would be taken for this one. */
const mistakenFor = ({ called, mistaken }: Dataset, heading: string): UnreadableFile =>
  new UnreadableFile(
    'headings',
    `This is not ${called}. The column "${heading}" stands in ${mistaken?.title}, which cannot be brought yet. Choose another file.`,
    1,
  );

function notThis(dataset: Dataset, headings: readonly string[], why: string, known = false): UnreadableFile {
  const examples = measuresOf(dataset.id)
    .slice(0, 4)
    .map(({ columns = [] }) => `"${(columns[0] ?? '').replace('{g}', '')}"`);
  const others = known || why !== '' ? datasets.filter((one) => one !== dataset && looksLike(one, headings)) : [];
  const looks =
    others.length > 0
      ? ` It looks like ${listed(
          others.map(({ called }) => called),
          'or',
        )}: bring it as such.`
      : '';
  const reason = known ? `${why}${listed(examples, 'or')}.` : why;
  const instead = looks || (isTidy(headings) ? tidy : ' Choose another file.');
  return new UnreadableFile('headings', `This is not ${dataset.called} as we know it. ${reason}${instead}`, 1);
}

/** Files of Explore education statistics have a row for each group and subject of a place, and each publication lays them out its own way. */
const isTidy = (headings: readonly string[]): boolean =>
  ['time_period', 'geographic_level'].every((key) => headings.some((heading) => plain(heading) === key));

const tidy =
  ' It is a file of Explore education statistics, which cannot be brought yet. Bring the one of the same year from the performance tables (download data) instead.';

function looksLike(dataset: Dataset, headings: readonly string[]): boolean {
  const found = new Map(headings.map((heading, at) => [plain(heading), at]));
  const place = (heading: string) => found.get(plain(heading)) ?? null;
  return (
    !dataset.mistaken?.headings.some((heading) => place(heading) !== null) &&
    dataset.shapes.some((shape) => shape.headings.every((heading) => place(heading) !== null)) &&
    cellsOf(dataset, place, null, 0).length > 0
  );
}

function refuseTwice(
  headings: readonly string[],
  places: ReadonlyMap<string, number[]>,
  used: ReadonlySet<number>,
): void {
  for (const twice of places.values())
    if (twice.length > 1 && twice.some((at) => used.has(at)))
      throw new UnreadableFile(
        'headings',
        `The heading "${headings[twice[0] ?? 0]}" stands twice, in columns ${listed(twice.map((at) => String(at + 1)))}. Take one of them out, then choose the file again.`,
        1,
      );
}
