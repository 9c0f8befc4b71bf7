import type { RejectedValue as Reject } from '../../platform/rejected';
import { slug } from '../../platform/words';
import { authorityCode, type Dataset } from '../catalogue/catalogue';
import type { Cell, Plan } from './plan';
import { wrongBeside, wrongWith } from './values';

/** What a row is about. */
export interface Place {
  urn: number | null;
  area: string | null;
}

export interface ReleaseRow extends Place {
  line: number;
  /** The calendar year in which the academic year starts that the row says; null where it says none. */
  year: number | null;
  /** As many as there are headings. */
  values: string[];
}

export type Judged = { kind: 'taken'; row: ReleaseRow } | { kind: 'outside' } | { kind: 'rejected'; rejects: Reject[] };

/** Judges rows of one file, one after another: what each is about, and whether its values can be taken. */
export function rowJudge(
  plan: Plan,
  { la, foreign }: { la: number | null; foreign: (urn: number) => boolean },
): (line: number, values: readonly string[]) => Judged {
  const { dataset, headings } = plan;
  const seen = new Map<string, number>();
  const checks = checksOf(plan);
  const laAt = dataset.la === undefined ? null : plan.place(dataset.la);
  const yearAt = dataset.row_year?.columns.map(plan.place).find((at) => at !== null) ?? null;
  return (line, given) => {
    const reject = (at: number | null, reason: string): Judged => ({
      kind: 'rejected',
      rejects: [rejectAt(line, at, headings, at === null ? given.join(',') : (given[at] ?? ''), reason)],
    });
    const extra = given.slice(headings.length).some((value) => value.trim() !== '');
    if (extra) return reject(null, `the row has ${given.length} values where there are ${headings.length} headings`);
    // Rows of some schools stop early, as published.
    const values = headings.map((_, at) => (given[at] ?? '').trim());
    const place = placeOf(plan, values);
    if ('at' in place) return reject(place.at, place.reason);
    const year = yearAt === null ? null : yearIn(dataset, whole(values[yearAt] ?? ''));
    if (yearAt !== null && year === null) return reject(yearAt, 'is no academic year');
    const code = laAt === null ? '' : whole(values[laAt] ?? '');
    if (la !== null && place.urn !== null && /^\d{3}$/.test(code) && Number(code) !== la) return { kind: 'outside' };
    const wrong = checks.flatMap(({ at, check }) => {
      const reason = check(values[at] ?? '');
      return reason === null ? [] : [rejectAt(line, at, headings, values[at] ?? '', reason)];
    });
    if (wrong.length > 0) return { kind: 'rejected', rejects: wrong };
    if (place.urn !== null && foreign(place.urn))
      return reject(plan.place('URN'), 'is the number of a real school, and this is a demonstration');
    const key = `${place.urn ?? place.area} ${year ?? ''}`;
    const before = seen.get(key);
    if (before !== undefined) return reject(null, `the row is about the same as line ${before}`);
    seen.set(key, line);
    return { kind: 'taken', row: { line, ...place, year, values } };
  };
}

const longest = 80;

const rejectAt = (
  line: number,
  at: number | null,
  headings: readonly string[],
  value: string,
  reason: string,
): Reject => ({
  line,
  column: at === null ? null : at + 1,
  heading: at === null ? null : (headings[at] ?? ''),
  value: value.length > longest ? `${value.slice(0, longest - 1)}…` : value,
  reason,
});

/** Programs that compile files write the number of a school as they write a decimal: 107140.0. */
const whole = (key: string): string => (/^\d+\.0+$/.test(key) ? key.slice(0, key.indexOf('.')) : key);

/** A row is about an area if one of the dataset's says so, and otherwise about the establishment with its URN. */
function placeOf({ dataset, place }: Plan, values: readonly string[]): Place | { at: number | null; reason: string } {
  const cell = (heading: string): string => {
    const at = place(heading);
    return at === null ? '' : whole(values[at] ?? '');
  };
  const found = dataset.areas.find(({ when }) =>
    Object.entries(when).every(([heading, value]) => cell(heading).toLowerCase() === value.toLowerCase()),
  );
  if (!found) return schoolOf(place('URN'), cell('URN'));
  for (const [, heading = ''] of found.area.matchAll(/\{(.+?)\}/g))
    if (cell(heading) === '') return { at: place(heading), reason: 'is blank' };
  const area = found.area.replace(
    /\{(.+?)\}/g,
    (_, heading: string) => authorityCode(cell(heading)) ?? slug(cell(heading)),
  );
  return { urn: null, area };
}

function schoolOf(at: number | null, urn: string): Place | { at: number | null; reason: string } {
  if (at === null) return { at, reason: 'the row is about no area that is known' };
  if (urn === '') return { at, reason: 'is blank' };
  return /^[1-9]\d{5}$/.test(urn) ? { urn: Number(urn), area: null } : { at, reason: 'is not a URN of six figures' };
}

/** "2018" and "201718" as the calendar year in which 2017/18 starts. */
function yearIn({ row_year: told }: Dataset, written: string): number | null {
  const spans = /^(20\d\d)[-/]?(?:20)?(\d\d)$/.exec(written);
  if (told?.form === 'ends') return /^20\d\d$/.test(written) ? Number(written) - 1 : null;
  return spans && Number(spans[2]) === (Number(spans[1]) + 1) % 100 ? Number(spans[1]) : null;
}

interface Check {
  at: number;
  check: (value: string) => string | null;
}

/** One check a column, however many figures are read from it. What is no band is none. */
function checksOf({ cells, dataset }: Plan): Check[] {
  const checks = new Map<number, Check>();
  const add = (at: number | null, check: Check['check']) => {
    if (at !== null && !checks.has(at)) checks.set(at, { at, check });
  };
  for (const cell of cells) add(cell.shown, (value) => wrongWith(value, cell.measure, dataset));
  for (const { low, high, numerator, denominator, whole } of cells as readonly Cell[]) {
    for (const at of [low, high]) add(at, (value) => wrongBeside(value, dataset, null));
    for (const at of [numerator, denominator, ...whole]) add(at, (value) => wrongBeside(value, dataset, 0));
  }
  return [...checks.values()].sort((a, b) => a.at - b.at);
}
