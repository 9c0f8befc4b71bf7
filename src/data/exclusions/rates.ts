import { datasetNamed, type Measure, measuresOf } from '../catalogue/catalogue';
import type { Figure } from '../figures/queries';

/** Published of authorities and kinds of school only, never of one school. */
export const exclusionMeasures: readonly Measure[] = measuresOf('exclusions');

/** The kinds of school that rates are published for; '' is all of them. */
export const kinds: readonly string[] = [
  '',
  ...Object.keys(datasetNamed('exclusions')?.national ?? {}).filter((kind) => kind !== 'any'),
];

export const areaOf = (place: string, kind: string): string => (kind === '' ? place : `${place}/${kind}`);

/** The rates of a place and a kind of school in one year, beside England's of the same kind. */
export interface Rate {
  year: number;
  here: Figure | null;
  england: Figure | null;
}

/** Of one measure, oldest first; a year that no file has between them is there without figures. */
export function ratesOf(areas: readonly Figure[], measure: string, code: string, kind: string): Rate[] {
  const of = (area: string) =>
    new Map(
      areas
        .filter((one) => one.area === area && one.measure === measure && one.group === 'all')
        .map((one) => [one.year, one]),
    );
  const [here, england] = [of(areaOf(`la/${code}`, kind)), of(areaOf('england', kind))];
  if (here.size === 0) return [];
  const years = [...here.keys()];
  const [from, to] = [Math.min(...years), Math.max(...years)];
  return Array.from({ length: to - from + 1 }, (_, at) => ({
    year: from + at,
    here: here.get(from + at) ?? null,
    england: england.get(from + at) ?? null,
  }));
}

export const rate = (figure: Figure | null): number | null => (figure?.value == null ? null : Number(figure.value));
