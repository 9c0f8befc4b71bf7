import { counted } from '../../platform/words';
import type { SchoolFacts } from '../../schools';
import { type Dataset, datasets, type Measure, measuresOf } from '../catalogue/catalogue';
import type { Figure } from '../figures/queries';
import { bandWords, isGap, pupilsOf, rowsOf, sections, trendSentence, trendYears } from '../school/choose';
import { type Finding, findingsOf } from '../school/findings';
import { withoutSmallGroups } from '../school/governors';
import { TrendDrawing } from '../school/trend';
import { groupsWith, type MeasureRow, mainYear, measureRow, publishedCity, type SchoolData } from '../school/view';
import { figureWords } from '../school/words';
import type { Stage } from '../tables';
import { drawn } from './drawing';
import { groupsNote } from './groups';
import { notHere } from './not-here';
import { type OwnBehind, type OwnPack, ownPack, releasesOfOwn } from './own-content';
import { type Audience, type PackRow, publishedRow } from './rows';

/** A release as the statement at the end of a pack names it. */
export interface PackRelease {
  id: number;
  name: string;
  dataset: string;
  stage: Stage;
  acceptedAt: Temporal.Instant;
  file: string;
  /** Of a file of pupils those about the school, for its own leaders; null for whoever reads no small groups. */
  rows: number | null;
}

export interface PackTrend {
  measure: Measure;
  sentence: string;
  svg: string;
  rows: PackRow[];
}

/** What one dataset says of a school. */
export interface PackPart {
  dataset: Dataset;
  year: number;
  pupils: number | null;
  /** Headlines and progress, then the measures of which pages say "more". */
  headlines: PackRow[];
  more: PackRow[];
  /** Where the files of the year have them. */
  subjects: PackRow[];
  /** A table for each measure that has groups; the first stands on the first page. */
  groups: PackRow[][];
  trends: PackTrend[];
  /** What the bands and comparisons are. */
  note: string;
}

/** A rate of the city beside England's, for what is published by authority only. */
export interface CityYear {
  measure: Measure;
  year: number;
  city: number | null;
  england: number | null;
  release: string | null;
}

/** Everything that a school's pack says: what paper and spreadsheet are made from. */
export interface SchoolPack {
  school: SchoolFacts;
  audience: Audience;
  city: string | null;
  partnership: string | null;
  findings: Finding[];
  /** The results of the school's phase first. */
  parts: PackPart[];
  /** Worked out from the school's files of pupils; null where there is nothing, or nothing for these readers. */
  own: OwnPack | null;
  exclusions: CityYear[];
  notHere: string[];
  releases: PackRelease[];
}

export function schoolPack(
  all: SchoolData & { facts: SchoolFacts },
  audience: Audience,
  releases: ReadonlyMap<number, PackRelease>,
  own: OwnBehind | null = null,
): SchoolPack {
  const data = audience === 'governors' ? { ...all, figures: withoutSmallGroups(all.figures) } : all;
  const shown = datasets.filter((one) => one.sectors.includes(data.school.sector) && mainYear(data, one) !== null);
  const parts = shown.map((dataset) => partOf(data, dataset));
  const [first] = shown;
  const mine = own && ownPack(own);
  return {
    school: data.facts,
    audience,
    city: data.city?.name ?? null,
    partnership: data.partnership?.name ?? null,
    findings: first ? mainFindings(data, first) : [],
    parts,
    own: mine,
    exclusions: exclusionsOf(data),
    notHere: notHere(data),
    releases: [...usedReleases(data, shown, releases), ...releasesOfOwn(mine, own)],
  };
}

const headlinesOf = (data: SchoolData, dataset: Dataset): MeasureRow[] =>
  rowsOf(data, sections(dataset, ['headlines', 'progress']), mainYear(data, dataset) ?? 0);

const mainFindings = (data: SchoolData, dataset: Dataset): Finding[] =>
  findingsOf(headlinesOf(data, dataset), dataset, pupilsOf(data, dataset, mainYear(data, dataset) ?? 0));

function partOf(data: SchoolData, dataset: Dataset): PackPart {
  const year = mainYear(data, dataset) ?? 0;
  const headlines = headlinesOf(data, dataset);
  const loaded = (section: 'more' | 'parts') =>
    rowsOf(data, sections(dataset, [section]), year).filter(({ told }) => !isGap(told));
  const more = loaded('more');
  const groups = groupsOf(data, dataset, year);
  return {
    dataset,
    year,
    pupils: pupilsOf(data, dataset, year),
    headlines: headlines.map(publishedRow),
    more: more.map(publishedRow),
    subjects: loaded('parts').map(publishedRow),
    groups,
    trends: trendsOf(data, dataset),
    note: [bandWords([...headlines, ...more]), groupsNote(groups.flat())].filter(Boolean).join(' '),
  };
}

const groupsOf = (data: SchoolData, dataset: Dataset, year: number): PackRow[][] =>
  sections(dataset, ['headlines', 'progress', 'more'])
    .map((measure) => groupsWith(data, measure.id, year).map((group) => measureRow(data, measure, year, group)))
    .filter((rows) => rows.length > 1)
    .map((rows) => rows.map(publishedRow));

/** Every headline that has a figure of more than one year. */
function trendsOf(data: SchoolData, dataset: Dataset): PackTrend[] {
  const years = trendYears(data, dataset);
  return sections(dataset, ['headlines', 'progress'])
    .map((measure) => ({ measure, rows: years.map((year) => measureRow(data, measure, year)) }))
    .filter(({ rows }) => rows.filter(({ told }) => told.kind === 'figure').length > 1)
    .map(({ measure, rows }) => ({
      measure,
      sentence: trendSentence(measure, rows),
      svg: drawn(TrendDrawing({ measure, rows })),
      rows: rows.map(publishedRow),
    }));
}

/** Published by authority only: of the city's schools of the same kind beside England's. */
function exclusionsOf(data: SchoolData): CityYear[] {
  const { areas, city, school } = data;
  if (!city) return [];
  return measuresOf('exclusions').flatMap((measure) => {
    const years = [...new Set(areas.filter((one) => one.measure === measure.id).map(({ year }) => year))];
    return years
      .sort((a, b) => a - b)
      .flatMap((year) => {
        const own = publishedCity(data, measure, year);
        const england = measureRow(data, measure, year).england?.value ?? null;
        return own === null
          ? []
          : [{ measure, year, city: own.value === null ? null : Number(own.value), england, release: own.release }];
      });
  }, school);
}

/** Of which releases something stands in the pack: the school's figures, and what they are compared with. */
function usedReleases(
  { figures, areas }: SchoolData,
  shown: readonly Dataset[],
  releases: ReadonlyMap<number, PackRelease>,
): PackRelease[] {
  const ids = new Set([...shown.map(({ id }) => id), 'exclusions']);
  const used = (some: readonly Figure[]) => some.map(({ releaseId }) => releaseId);
  return [...new Set([...used(figures), ...used(areas)])]
    .flatMap((id) => releases.get(id) ?? [])
    .filter(({ dataset }) => ids.has(dataset))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** "Key stage 2, 2017/18: 44 pupils at the end of Year 6". */
export const peopleWords = ({ pupils, dataset }: Pick<PackPart, 'pupils' | 'dataset'>): string =>
  pupils === null ? '' : `${counted(pupils, 'pupil')} ${dataset.about}.`;

/** A rate as tables write it. */
export const rateWords = (value: number | null, measure: Measure): string =>
  value === null ? '' : figureWords(value, measure);
