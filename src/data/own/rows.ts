import { datasetOf, markerWords, measureNamed } from '../catalogue/catalogue';
import { releaseKindNamed } from '../catalogue/kinds';
import { type OwnMeasure, ownMeasures } from '../catalogue/own-measures';
import { dimensions, pupilGroupWords } from '../catalogue/pupil-groups';
import type { MeasuredFigure } from '../measured/queries';
import { type Beside, type MeasureRow, nationalOf, type ToldFigure, verdictOf } from '../school/view';
import { bandWords } from '../school/words';
import { usualRules } from '../suppression';
import type { OwnBeside, OwnData } from './read';

/** Figures of our own as rows of the same tables as published ones. Pure. */

const find = (figures: readonly MeasuredFigure[], measure: string, year: number, group: string) =>
  figures.find((one) => one.measure === measure && one.year === year && one.group === group);

/** Figures of our own of a place, and what they are set against. */
export type OwnFigures = Pick<OwnData, 'figures' | 'partnership' | 'city' | 'areas'> & {
  school: Pick<OwnData['school'], 'sector'>;
};

/** What a figure of our own is, and what may be said of it: set against England's figure of the published measure that it is the same as. */
export function ownRow(data: OwnFigures, measure: OwnMeasure, year: number, group = 'all'): MeasureRow {
  const figure = find(data.figures, measure.id, year, group);
  const value = figure?.value == null ? null : Number(figure.value);
  const range =
    figure?.low == null || figure.high == null
      ? null
      : { low: Number(figure.low), high: Number(figure.high), by: 'us' as const };
  const published = measure.same_as === undefined ? undefined : measureNamed(measure.same_as);
  const england = published ? nationalOf(data.areas, data.school.sector, published, year, group) : null;
  const before = find(data.figures, measure.id, year - 1, group);
  return {
    measure,
    group,
    year,
    told:
      figure === undefined
        ? { kind: 'not-loaded' }
        : value === null
          ? { kind: 'withheld', figure: toldOf(figure), reason: notShownWords(figure.shown) }
          : { kind: 'figure', figure: toldOf(figure), value },
    range,
    england,
    city: group === 'all' ? besideOf(data.city, measure, year) : null,
    partnership: group === 'all' ? besideOf(data.partnership, measure, year) : null,
    change:
      value === null || before?.value == null
        ? 'none'
        : measure.breaks.includes(year)
          ? 'not-comparable'
          : value - Number(before.value),
    verdict: verdictOf(value, range, england),
    band: figure?.band ? (bandWords[figure.band] ?? null) : null,
  };
}

const toldOf = ({ releases, finishedAt, ...figure }: MeasuredFigure): ToldFigure => ({
  ...figure,
  release: releases.join(', '),
  acceptedAt: finishedAt,
});

function besideOf(place: OwnBeside | null, measure: OwnMeasure, year: number): Beside | null {
  const found = place && find(place.figures, measure.id, year, 'all');
  return found?.value == null || measure.format === 'count'
    ? null
    : { value: Number(found.value), source: 'worked-out' };
}

/** Places beside a school of which some figure is there and not shown, each with why; and of which measures, where others of them are. */
export function hiddenBeside(
  { partnership, city }: Pick<OwnData, 'partnership' | 'city'>,
  measures: readonly OwnMeasure[],
  year: number,
): { name: string; reason: string }[] {
  return [partnership, city].flatMap((place) => {
    if (place === null) return [];
    const told = measures
      .filter(({ format }) => format !== 'count')
      .flatMap((measure) => {
        const figure = find(place.figures, measure.id, year, 'all');
        return figure ? [{ measure, figure }] : [];
      });
    const hidden = told.filter(({ figure }) => figure.value === null);
    return [...Map.groupBy(hidden, ({ figure }) => notShownWords(figure.shown))].map(([reason, some]) => ({
      reason,
      name:
        some.length === told.length
          ? place.name
          : `${place.name} (${some.map(({ measure: { name, second } }) => `${name}, ${second}`).join('; ')})`,
    }));
  });
}

/** A dataset of pupils and a year that a school has figures of: a section of its page. */
export interface OwnPart {
  dataset: string;
  title: string;
  /** The title of a section: "Key stage 2". */
  short: string;
  year: number;
  measures: OwnMeasure[];
}

/** In the order of the catalogue, each with its newest year unless another was asked for. A part may have months, and no figure of a year yet. */
export function ownParts(
  { figures, months = [] }: Pick<OwnData, 'figures'> & Partial<Pick<OwnData, 'months'>>,
  asked: number | null,
): OwnPart[] {
  const held = [...new Set(ownMeasures.map(({ dataset }) => dataset))];
  return held.flatMap((dataset): OwnPart[] => {
    const own = figures.filter((one) => one.dataset === dataset);
    const ofMonths = months.filter((one) => one.dataset === dataset);
    const years = [...new Set([...own, ...ofMonths].map(({ year }) => year))];
    if (years.length === 0) return [];
    const year = asked !== null && years.includes(asked) ? asked : Math.max(...years);
    const has = new Set(own.filter((one) => one.year === year).map(({ measure }) => measure));
    return [
      {
        dataset,
        title: releaseKindNamed(dataset)?.title ?? dataset,
        short: releaseKindNamed(dataset)?.short ?? dataset,
        year,
        measures: ownMeasures.filter((one) => one.dataset === dataset && one.section !== 'parts' && has.has(one.id)),
      },
    ];
  });
}

/** What a head comes for stands first: the results that the school is judged by, then those on the way to them, and who the pupils are. */
const pageOrder = ['ks4-entries', 'post-16-pupils', 'ks2-pupils', 'ks1', 'phonics', 'early-years'];
const contextLast = 'pupils';

export function inPageOrder(parts: readonly OwnPart[]): OwnPart[] {
  const rank = ({ dataset }: OwnPart) =>
    dataset === contextLast ? 99 : pageOrder.includes(dataset) ? pageOrder.indexOf(dataset) : pageOrder.length;
  return parts.toSorted((a, b) => rank(a) - rank(b));
}

/** The groups of pupils of which there is a figure of a measure and year, everybody first, then in the order of pages. */
export const ownGroups = ({ figures }: Pick<OwnData, 'figures'>, measure: string, year: number): string[] =>
  groupsOf(figures.filter((one) => one.measure === measure && one.year === year));

/** The groups that these figures are of. */
export function groupsOf(figures: readonly Pick<MeasuredFigure, 'group'>[]): string[] {
  const has = new Set(figures.map(({ group }) => group));
  const order = ['all', ...[...dimensions.values()].flat(), ...Object.keys(pupilGroupWords)];
  return [...new Set(order)].filter((group) => has.has(group));
}

/** Why a figure of our own is not shown, as short as tables need it: outside a school every hidden cell says the same, and of an area that is hidden for its schools every one. */
export const notShownWords = (shown: string): string =>
  markerWords(shown, { few: usualRules.smallestCell - 1 }) ??
  shown
    .replace(/^suppressed: protects groups of /, 'Not shown, to protect ')
    .replace(/^suppressed: would tell /, 'Not shown, since it would tell ');

export const groupName = (group: string): string => pupilGroupWords[group] ?? 'All pupils';

/** Who publishes the benchmark. */
export const benchmarkOf = ({ same_as: same }: OwnMeasure): string | null => {
  const published = same === undefined ? undefined : measureNamed(same);
  return published ? `${published.name}, ${published.second} (${datasetOf(published).publisher})` : null;
};
