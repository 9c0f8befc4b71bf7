import { ok, type Result } from '../../platform/result';
import type { OwnMeasure } from '../catalogue/own-measures';
import { crosses } from '../catalogue/pupil-groups';
import {
  type Bands,
  ks2Bands,
  ks2Subjects,
  type NeedsTable,
  type Parameters,
  parameter,
  progress8Bands,
  progress8Deviation,
} from '../methods';
import type { Units } from './base';

/** One query that makes every figure of a dataset, and the measures that it makes, by the number under which rows name them. */
export interface Compiled {
  sql: string;
  measures: readonly OwnMeasure[];
  /** What could not be made, and the table that it needs. */
  missing: readonly { measure: OwnMeasure; reason: NeedsTable }[];
}

/** A row of the query: one measure of one place, group and period, of which somebody is. Decimals are text, exactly. */
export interface MeasuredRow {
  urn: number | null;
  area: string | null;
  period: string;
  pupil_group: string;
  m: number;
  numerator: string;
  denominator: string;
  /** Of a school some of whose pupils count at another: what its own people are told, of all of them, and what others are. Otherwise both the same. */
  told: 'inside' | 'outside' | null;
  /** How many are behind it: what suppression goes by. */
  pupils: number;
  /** Rounded as it is shown. Null where under half of the cohort are behind a progress score. */
  value: number | null;
  low: number | null;
  high: number | null;
  band: number | null;
}

/**
 * From the catalogue to DuckDB: pure. `units` is what to select pupils from (`Units.sql` in brackets, or a table made of it); `areas` has `urn` and `area`, a row for each
 * area that a school belongs to, as many as there are.
 *
 * Grouping sets make the cells of every school, by each group and cross; whatever is larger than a school is then the sum of its schools' cells, so that
 * areas may overlap and pupils are read once.
 */
export function compile(
  measures: readonly OwnMeasure[],
  {
    units,
    dimensions,
    byPeriod,
    told = false,
    missing,
    parts = [],
  }: { units: string } & Pick<Units, 'dimensions' | 'byPeriod' | 'told' | 'missing' | 'parts'>,
  { areas, summer, parameters }: { areas: string; summer: number; parameters: Parameters },
): Compiled {
  const made: { measure: OwnMeasure; spread: Spread | null }[] = [];
  const lacking: { measure: OwnMeasure; reason: NeedsTable }[] = [];
  for (const measure of measures) {
    const lacks = missing.find(({ without }) => without === measure.needs);
    const spread = spreadOf(measure, summer, parameters);
    if (lacks) lacking.push({ measure, reason: lacks.reason });
    else if (!spread.ok) lacking.push({ measure, reason: spread.reason });
    else made.push({ measure, spread: spread.value });
  }
  // Parts are made by themselves, for few groups: the query of all others stays as small as it is.
  const whole = made.filter(({ measure }) => measure.section !== 'parts');
  const some = made.filter(({ measure }) => measure.section === 'parts');
  const queries = [
    ...(whole.length > 0 || some.length === 0 ? [sqlOf(whole, 0, { units, dimensions, byPeriod, told, areas })] : []),
    ...(some.length > 0 ? [sqlOf(some, whole.length, { units, dimensions: parts, byPeriod, told, areas })] : []),
  ];
  return {
    sql:
      queries.length === 1
        ? `${queries[0]}\n${order}`
        : `select * from (${queries.join('\n) union all (\n')}\n)\n${order}`,
    measures: [...whole, ...some].map((one) => one.measure),
    missing: lacking,
  };
}

const order = 'order by urn nulls last, area, m, period, pupil_group, told';

interface Spread {
  deviation: number;
  bands: Bands | null;
}

/** The national deviation, never a school's own, and the limits of the five words where the year's are in hand. */
function spreadOf({ spread }: OwnMeasure, summer: number, parameters: Parameters): Result<Spread | null, NeedsTable> {
  if (!spread) return ok(null);
  const { phase, subject } = spread;
  if (phase === 'ks4') {
    const figure = progress8Figures.find((one) => one === subject) ?? 'overall';
    const deviation = progress8Deviation(summer, figure, parameters);
    return deviation.ok
      ? ok({ deviation: deviation.value, bands: figure === 'overall' ? progress8Bands : null })
      : deviation;
  }
  const deviation = parameter(parameters, 'ks2', 'progress_sd', summer, subject);
  if (!deviation.ok) return deviation;
  const bands = ks2Bands(summer, ks2Subjects.find((one) => one === subject) ?? 'reading', parameters);
  return ok({ deviation: deviation.value, bands: bands.ok ? bands.value : null });
}
const progress8Figures = ['overall', 'unadjusted', 'english', 'maths', 'ebacc', 'open'] as const;

function sqlOf(
  made: readonly { measure: OwnMeasure; spread: Spread | null }[],
  /** The number of the first of them. */
  first: number,
  {
    units,
    dimensions,
    byPeriod,
    told,
    areas,
  }: { units: string; dimensions: readonly string[]; byPeriod: boolean; told: boolean; areas: string },
): string {
  const sums = new Map<string, string>();
  const named = (sum: string) => {
    const name = sums.get(sum) ?? `s${sums.size}`;
    sums.set(sum, name);
    return name;
  };
  const within = (condition: string | undefined) => (condition === undefined ? '' : ` filter (${condition})`);
  const structs = made.map(({ measure }, n) => {
    const { expression, pupils, over, cohort, summed } = measure;
    // Those that have a figure are counted and summed without being picked out first: what is null is left out of itself.
    const whoHasIt = pupils === `${expression} is not null`;
    const behind = named(whoHasIt ? `count(${expression})` : `count(*)${within(pupils)}`);
    const numerator = isCount(measure)
      ? named(`count(*) filter (${pupils === undefined ? '' : `(${pupils}) and `}(${expression}))`)
      : measure.format === 'count'
        ? behind
        : named(`sum(${expression})${whoHasIt || summed ? '' : within(pupils)}`);
    const denominator = over === undefined ? behind : named(`sum(${over})${within(pupils)}`);
    const whole = cohort === undefined ? behind : named(`count(*)${cohort === 'true' ? '' : within(cohort)}`);
    return `{'m': ${first + n}, 'n': ${exact(numerator)}, 'd': ${exact(denominator)}, 'p': ${behind}::bigint, 'c': ${whole}::bigint}`;
  });
  const sets = [
    [],
    ...dimensions.map((one) => [one]),
    ...crosses.filter((cross) => cross.every((one) => dimensions.includes(one))),
  ];
  // What is the same of all is no key: each costs time.
  const keys = ['urn', ...(byPeriod ? ['period'] : []), ...(told ? ['told'] : [])];
  const label = dimensions.map((one) => `case when grouping("${one}") = 0 then coalesce("${one}", '?') end`);
  return `with cell as (
  select urn, ${byPeriod ? 'period' : "'year' as period"}, ${told ? 'told, ' : ''}${label.length === 0 ? "''" : `concat_ws('+', ${label.join(', ')})`} as pupil_group,
    ${[...sums].map(([sum, name]) => `${sum} as ${name}`).join(',\n    ')}
  from ${units}
  group by grouping sets (${sets.map((set) => `(${[...keys, ...set.map((one) => `"${one}"`)].join(', ')})`).join(', ')})
),
${told ? placesOnce(areas) : places(areas)},
placed as (
  select place.urn, place.area, place.told, period, case pupil_group when '' then 'all' else pupil_group end as pupil_group,
    ${[...sums.values()].map((name) => `sum(${name}) as ${name}`).join(', ')}
  from cell join place on place.school = cell.urn${told ? ` and (cell.told is null or cell.told = coalesce(place.told, 'outside'))` : ''}
  where pupil_group not like '%?%'
  group by place.urn, place.area, place.told, period, pupil_group
),
figure as (
  select urn, area, told, period, pupil_group, unnest([${structs.join(',\n    ')}], recursive := true)
  from placed
),
measure(m, kind, scale, factor, each, deviation, well_above, well_below, limit_included, chance) as (values
  ${made.map(({ measure, spread }, m) => `(${constants(measure, spread, first + m).join(', ')})`).join(',\n  ')}
),
worked as (
  select *, n::double / (d::double * each) * factor as mean, n::double / d::double as share,
    ${z2} / p::double as z_share,
    (share + z_share / 2) / (1 + z_share) as centre,
    (${z} / (1 + z_share)) * sqrt(case when chance then (share * (1 - share)) / p::double + z_share / (4 * p::double) end) as reach,
    (1.96::double * deviation) / sqrt(p::double) as spread
  from figure join measure using (m)
  where p > 0 and d > 0
),
shown as (
  select *,
    case kind
      when 'count' then p::double
      when 'percent' then ((n::bigint * 200 * scale::bigint + d::bigint) // (2 * d::bigint))::double / scale
      else ${rounded('mean', 'scale')} end as score,
    case when chance then ${rounded('greatest(0::double, (centre - reach) * 100)', '(scale * 10)')} when deviation is not null then ${rounded('(mean - spread)', 'scale')} end as lower,
    case when chance then ${rounded('least(100::double, (centre + reach) * 100)', '(scale * 10)')} when deviation is not null then ${rounded('(mean + spread)', 'scale')} end as upper
  from worked
)
select urn, area, told, period, pupil_group, m,
  (n / each)::decimal(18,5) as numerator, d as denominator, p::int as pupils,
  case when p * 2 >= c then score end as value, case when p * 2 >= c then lower end as low, case when p * 2 >= c then upper end as high,
  case when p * 2 >= c and well_above is not null then
    case when lower > 0 then case when score < well_above - 1e-9 then 2 else 1 end
      when upper < 0 then case when (case when limit_included then not well_below < score - 1e-9 else score < well_below - 1e-9 end) then 5 else 4 end
      else 3 end end as band
from shown`;
}

/** Schools, and the areas that they belong to. */
const places = (areas: string): string => `place as (
  select distinct urn as school, urn, null::varchar as area, null::varchar as told from cell
  union all select urn, null, area, null from ${areas}
)`;

/** A school of which some count at another is told twice; areas are of those who count at each of their schools, so that they add up. */
const placesOnce = (areas: string): string => `shared as (select distinct urn from cell where told is not null),
place as (
  select distinct urn as school, urn, null::varchar as area, case when urn in (select urn from shared) then 'inside' end as told from cell
  union all select urn, urn, null, 'outside' from shared
  union all select urn, null, area, null from ${areas}
)`;

/** How many of the pupils it is true of; anything else is a sum. */
export const isCount = ({ format, over }: Pick<OwnMeasure, 'format' | 'over'>): boolean =>
  format === 'percent' && over === undefined;

/** A share of pupils: of those of one month, or of several, in each of which a pupil counts. */
export const isShare = (measure: Pick<OwnMeasure, 'format' | 'over'>): boolean =>
  isCount(measure) || (measure.format === 'percent' && measure.over === 'months');

/**
 * Pupils stand for what they are like beyond this year's: a share of them has a likely range, by how many they are and not in how many months they count.
 * Sessions of the same pupil go together and have none.
 */
export const hasChance = (measure: OwnMeasure): boolean => isShare(measure) && measure.better !== 'neither';

const exact = (sum: string) => `coalesce(${sum}, 0)::decimal(18,5)`;

/** Wilson's, as pages work it out from published percentages: see `school/likely-range.ts`. */
const z = '1.959963984540054::double';
const z2 = `(${z} * ${z})`;

function constants(measure: OwnMeasure, spread: Spread | null, m: number): string[] {
  const { format, decimals, each = 1 } = measure;
  const double = (value: number | null | undefined) =>
    value === null || value === undefined ? 'null::double' : `${value}::double`;
  const kind = format === 'count' || format === 'percent' ? format : 'mean';
  return [
    String(m),
    `'${kind}'`,
    double(10 ** decimals),
    double(format === 'rate' ? 100 : 1),
    String(each),
    double(spread?.deviation),
    double(spread?.bands?.wellAbove),
    double(spread?.bands?.wellBelow),
    String(spread?.bands?.wellBelowIncludesLimit ?? false),
    String(hasChance(measure)),
  ];
}

/** As `methods/rounding.ts`: half away from zero, a tie stays a tie although binary fractions miss it by a hair, never "-0". */
const rounded = (value: string, scale: string): string =>
  `(case when floor(abs(${value}) * ${scale} + 0.5::double + 1e-9::double) = 0 then 0::double else sign(${value}) * floor(abs(${value}) * ${scale} + 0.5::double + 1e-9::double) / ${scale} end)`;
