import { capital, counted } from '../../platform/words';
import { yearName } from '../../schools';
import { type Dataset, datasets, type Measure } from '../catalogue/catalogue';
import type { Average } from '../figures/queries';
import { rowsOf, sections } from '../school/choose';
import type { KnownSchool, PartnershipMeans } from '../school/read';
import { type Beside, mainYear, measureRow } from '../school/view';
import { figureWords, rangeWords } from '../school/words';
import { type OwnBehind, type OwnPack, ownPack, releasesOfOwn } from './own-content';
import { type PackRow, publishedRow } from './rows';
import type { PackRelease } from './school-content';

/** A school's figure in a list of a partnership's schools. */
export interface MemberRow extends PackRow {
  urn: number;
  school: string;
}

/** One measure over the schools of a partnership, the highest first, those without a figure last. */
export interface Ranked {
  measure: Measure;
  year: number;
  rows: MemberRow[];
  /** Of its schools, weighted by pupils; of how many, and of how many pupils. */
  mean: Beside | null;
  england: Beside | null;
  city: Beside | null;
  schools: number;
  withheld: number;
  pupils: number;
}

export interface PartnershipPart {
  dataset: Dataset;
  /** Where England's figure is one of a kind of school, that kind; else all that have the dataset stand together. */
  sector: string | null;
  year: number;
  ranked: Ranked[];
}

export interface PartnershipPack {
  name: string;
  city: string | null;
  schools: number;
  findings: { title: string; text: string }[];
  /** Worked out from files of pupils, of all its schools together; null where there is nothing, or nothing for these readers. */
  own: OwnPack | null;
  parts: PartnershipPart[];
  notHere: string[];
  releases: PackRelease[];
}

export function partnershipPack(
  { name }: { name: string },
  members: readonly KnownSchool[],
  means: PartnershipMeans,
  releases: ReadonlyMap<number, PackRelease>,
  own: Omit<OwnBehind, 'school' | 'areas'> | null = null,
): PartnershipPack {
  const sectors = [...new Set(members.map(({ school }) => school.sector))];
  const parts = mostFirst(
    datasets.filter(({ id }) => id !== 'exclusions').flatMap((dataset) => datasetParts(dataset, members, means)),
  );
  // England is of a kind of school where all of them are of it.
  const mine =
    own &&
    ownPack({
      ...own,
      school: { sector: sectors.length === 1 ? (sectors[0] ?? '') : '' },
      areas: members[0]?.areas ?? [],
    });
  return {
    name,
    city: members[0]?.city?.name ?? null,
    schools: members.length,
    findings: findingsOfParts(parts),
    own: mine,
    parts,
    notHere: notHereOf(members),
    releases: [
      ...[...new Set(members.flatMap(({ figures, areas }) => [...figures, ...areas].map((one) => one.releaseId)))]
        .flatMap((one) => releases.get(one) ?? [])
        .filter(({ dataset }) => parts.some((part) => part.dataset.id === dataset))
        .sort((a, b) => a.name.localeCompare(b.name)),
      ...releasesOfOwn(mine, own),
    ],
  };
}

/** Schools that are compared with the same England stand together, the most of them first. */
function datasetParts(dataset: Dataset, members: readonly KnownSchool[], means: PartnershipMeans): PartnershipPart[] {
  const own = members.filter(({ school }) => dataset.sectors.includes(school.sector));
  const kinds = Map.groupBy(own, ({ school: { sector } }) => (dataset.national[sector] ? sector : null));
  return [...kinds]
    .sort(([, a], [, b]) => b.length - a.length)
    .flatMap(([sector, some]) => {
      const year = newestYear(some, dataset);
      // A mean stands over the list of its schools, so it is of these schools and no others.
      const others = sector === null ? means.ofOthers.get(dataset.id) : undefined;
      const beside = others ?? means.bySector.get(some[0]?.school.sector ?? '') ?? [];
      if (year === null) return [];
      const ranked = sections(dataset, ['headlines', 'progress'])
        .map((measure) => rankedOf(measure, year, some, beside))
        .filter(({ rows }) => rows.some(({ value }) => value !== null));
      return ranked.length === 0 ? [] : [{ dataset, sector, year, ranked }];
    });
}

/** Results of the key stage that the most of its schools have stand first: of a secondary partnership key stage 4, though some have younger pupils. */
function mostFirst(parts: readonly PartnershipPart[]): PartnershipPart[] {
  const isResult = ({ dataset }: PartnershipPart) => dataset.weight !== undefined;
  const schools = ({ ranked }: PartnershipPart) => Math.max(...ranked.map((one) => one.schools));
  return [
    ...parts.filter(isResult).sort((a, b) => schools(b) - schools(a)),
    ...parts.filter((part) => !isResult(part)),
  ];
}

/** The year that most of the schools' own pages open with; of two, the newer. */
function newestYear(members: readonly KnownSchool[], dataset: Dataset): number | null {
  const years = members.flatMap((one) => mainYear(one, dataset) ?? []);
  const counts = [...Map.groupBy(years, (year) => year)].sort(([a, x], [b, y]) => y.length - x.length || b - a);
  return counts[0]?.[0] ?? null;
}

function rankedOf(measure: Measure, year: number, members: readonly KnownSchool[], means: readonly Average[]): Ranked {
  const rows = members
    .filter((one) => rowsOf(one, [measure], year).length > 0)
    .map(
      (one): MemberRow => ({
        ...publishedRow(measureRow(one, measure, year)),
        urn: one.school.urn,
        school: one.school.name,
      }),
    )
    .sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || a.school.localeCompare(b.school));
  const average = means.find((one) => one.measure === measure.id && one.year === year);
  const withFigure = rows.filter(({ value }) => value !== null).length;
  return {
    measure,
    year,
    rows,
    mean: average && measure.format !== 'count' ? { value: average.value, source: 'average' } : null,
    england: rows.find(({ england }) => england)?.england ?? null,
    city: rows.find(({ city }) => city)?.city ?? null,
    schools: withFigure,
    withheld: rows.length - withFigure,
    pupils: average?.pupils ?? 0,
  };
}

/** What is clearly different from England in the most schools, and how much is too close to call. */
export function findingsOfParts(parts: readonly PartnershipPart[]): PartnershipPack['findings'] {
  const results = parts.filter(({ dataset }) => dataset.weight !== undefined).flatMap(({ ranked }) => ranked);
  const clear = results
    .map((ranked) => ({ ranked, ...standings(ranked) }))
    .filter(({ compared, above, below }) => compared > 0 && above + below > 0)
    .sort((a, b) => b.above + b.below - a.above - a.below)
    .slice(0, 2)
    .map(({ ranked, above, below, close }) => ({
      title: `${ranked.measure.name}, ${ranked.measure.second}: ${[
        ...(below >= above ? [`${counted(below, 'school')} below`] : []),
        ...(above >= below ? [`${counted(above, 'school')} above`] : []),
      ].join(' and ')} England`,
      text: `${capital(
        [
          ...(above < below && above > 0 ? [`${above} above`] : []),
          ...(below < above && below > 0 ? [`${below} below`] : []),
          `${close === 0 ? 'none' : close} too close to call`,
        ].join(', '),
      )}, ${yearName(ranked.year)}.${meanSentence(ranked)}`,
    }));
  const all = results.map(standings);
  const compared = all.reduce((sum, one) => sum + one.compared, 0);
  const close = all.reduce((sum, one) => sum + one.close, 0);
  return [
    ...clear,
    ...(compared === 0
      ? []
      : [
          {
            title: `${close === 0 ? 'None' : close} of ${counted(compared, 'comparison')} ${close < 2 ? 'is' : 'are'} too close to call`,
            text:
              close === 0
                ? 'No likely range holds England’s figure.'
                : 'Too close to call: England lies inside the school’s likely range, so chance alone could make the difference, and the order of such schools says little.',
          },
        ]),
  ];
}

function standings({ rows }: Ranked): { compared: number; above: number; below: number; close: number } {
  const words = rows.filter(({ value }) => value !== null).flatMap(({ against }) => against ?? []);
  const above = words.filter((word) => /^(Well )?above/i.test(word)).length;
  const below = words.filter((word) => /^(Well )?below/i.test(word)).length;
  const close = words.filter((word) => word === 'Too close to call' || word === 'Average').length;
  return { compared: above + below + close, above, below, close };
}

function meanSentence({ mean, england, measure }: Ranked): string {
  if (!mean || !england) return '';
  return ` The mean of its schools is ${figureWords(mean.value, measure)}, England ${figureWords(england.value, measure)}.`;
}

/** Schools of which nothing is loaded, by name, and what is not published of schools. */
function notHereOf(members: readonly KnownSchool[]): string[] {
  const none = members.filter(({ figures }) => figures.length === 0).map(({ school }) => school.name);
  return [
    ...(none.length > 0 ? [`Nothing is loaded of ${none.join('; ')}.`] : []),
    'Exclusions are published by authority only: no school has figures of its own.',
  ];
}

/** "47 to 74", or nothing. */
export const rangeOf = ({ range, measure }: PackRow): string => (range ? rangeWords(range, measure) : '');
