import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import type { Database, Tx } from '../../platform/database';
import type { Measure } from '../catalogue/catalogue';
import { ownMeasureNamed } from '../catalogue/own-measures';
import { type Average, ownUrns } from '../figures/queries';
import { rememberingFigures } from '../figures/remembered';
import { isShare } from '../measured/compile';
import { type MeasuredFigure, measuredOfSchools } from '../measured/queries';
import { periods } from '../own/periods';
import { notShownWords } from '../own/rows';
import { readsOwnFigures } from '../policy';
import { stages } from '../releases/queries';
import type { Choice } from './choose';
import type { Member, Point } from './rank';
import { type Compared, key, type Place, type Source } from './read';
import { placeName, placesOf, shownIn } from './unnamed';

/** A figure of our own of all the schools of a place together: that their figures can be compared, and the line that they are set against. */
export interface Offer {
  measure: string;
  year: number;
  /** 'year', or a half-term. */
  period: string;
  value: number | null;
  pupils: number | null;
  /** In place of a value that is hidden, why. */
  shown: string;
}

/** Worked out from files of pupils. */
export const isOwn = ({ expression }: Measure): boolean => expression !== undefined;

/** Whose place may be shown: of published figures anybody's, of our own that of a school whose figures the reader may read by its name. */
export const mayBeOwn = ({ members }: Pick<Compared, 'members'>, measure: Measure, actor: Anyone): readonly Member[] =>
  isOwn(measure) ? members.filter(({ urn }) => readsOwnFigures(actor, { urn: String(urn) })) : members;

/**
 * The same comparison with what may be compared of our own: of whoever is signed in, as far as the database gives them figures of the place; in a
 * set for one school, what that school has, of who may read its figures. Of the schools nothing is read yet.
 */
export async function withOffers(tx: Tx, place: Place, compared: Compared, actor: Anyone): Promise<Compared> {
  if (!actor || (place.kind === 'set' && !readsOwnFigures(actor, { urn: String(place.of) }))) return compared;
  const of =
    place.kind === 'set'
      ? sql`urn = any(${(await ownUrns(tx, [place.of])).get(place.of) ?? [place.of]}::int[])`
      : sql`area = ${placeName(place)}`;
  // A set is of no area: nothing was worked out for its schools together. Who leads a trust reads its figure as its own people do.
  const together =
    place.kind === 'set' ? sql`null::text as value, null::int as pupils, '' as shown` : sql`value::text, pupils, shown`;
  const { rows } = await sql<Omit<Offer, 'value'> & { value: string | null }>`
    select distinct on (measure, year, period) measure, year, period, ${together} from data.measured
    where ${of} and run_id = any ((select data.current_runs())::int[]) and pupil_group = 'all'
    order by measure, year, period, audience = 'inside' desc`.execute(tx);
  const offers = rows
    .filter(({ measure }) => ownMeasureNamed(measure))
    .map((row) => ({ ...row, value: row.value === null ? null : Number(row.value) }));
  const years = [...Map.groupBy(offers, ({ measure }) => measure)].map(
    ([measure, some]) => [measure, [...new Set(some.map(({ year }) => year))].sort((a, b) => a - b)] as const,
  );
  return { ...compared, offers, years: new Map([...compared.years, ...years]) };
}

/** The parts of a year that a measure can be compared of, in their order, and the year itself first. */
export function periodsOf(offers: readonly Offer[], measure: Measure, year: number): string[] {
  const held = new Set(
    offers.filter((one) => one.measure === measure.id && one.year === year).map(({ period }) => period),
  );
  return periods.filter((period) => held.has(period));
}

/** The one that was asked for; else of sessions the newest half-term, and of shares of pupils the year so far, or its headline months. */
export function periodOf(offers: readonly Offer[], measure: Measure, year: number, asked: string | null): string {
  const held = periodsOf(offers, measure, year);
  if (asked !== null && held.includes(asked)) return asked;
  const newest = held.at(-1) ?? 'year';
  const ofSessions = measure.over !== undefined && !isShare(measure);
  return ofSessions || !held.includes('year') ? newest : 'year';
}

/** A comparison of our own figures: `compared` has no more of a school that may not be named than its figure and range. */
export interface OwnCompared {
  compared: Compared;
  /** Other schools that are left out because so few would be told apart. */
  leftOut: number;
  /** The reader's own figure is not shown to others. */
  hiddenFromOthers: boolean;
  /** Why the figure of all of them together is not shown, where there is one. */
  togetherHidden: string | null;
}

/** Everybody's figures as they may be seen outside, and of the school that compares itself as the reader may see it. */
export async function comparedOwn(
  tx: Tx,
  database: Database,
  { place, compared, choice, actor }: { place: Place; compared: Compared; choice: Choice; actor: Anyone },
): Promise<OwnCompared> {
  const { measure, period, year, own } = choice;
  const keep = await rememberingFigures(tx, database);
  const { rows } = await sql<{ runs: string }>`select array_to_string(data.current_runs(), ',') as runs`.execute(tx);
  const { lines, figures } = await keep(`own/${rows[0]?.runs}/${JSON.stringify(place)}/${measure.id}`, async () => {
    const held = await ownUrns(
      tx,
      compared.members.map(({ urn }) => urn),
    );
    return {
      lines: held,
      figures: await measuredOfSchools(tx, [...held.values()].flat(), { measures: [measure.id], most: 'outside' }),
    };
  });
  const ours = own
    ? await measuredOfSchools(tx, lines.get(own.urn) ?? [own.urn], { measures: [measure.id] })
    : ([] as MeasuredFigure[]);
  const named = new Set(mayBeOwn(compared, measure, actor).map(({ urn }) => urn));
  const memberOf = new Map(
    compared.members.flatMap((member) => (lines.get(member.urn) ?? [member.urn]).map((urn) => [urn, member] as const)),
  );
  const ofPeriod = (some: readonly MeasuredFigure[]) => some.filter((one) => one.period === period);
  const all = [
    ...ofPeriod(figures).filter(({ urn }) => memberOf.get(urn ?? 0)?.urn !== own?.urn),
    ...ofPeriod(ours),
  ].flatMap((figure) => {
    const member = memberOf.get(figure.urn ?? 0);
    return member ? [{ member, figure }] : [];
  });
  const latest = latestOfEach(all, lines);
  const others = latest.filter(({ member }) => !named.has(member.urn));
  const isShown = await shownOthers(tx, database, { place, actor, others });
  const aliases = aliasesFor(others.filter(isShown), year);
  const held = latest
    .filter((one) => named.has(one.member.urn) || isShown(one))
    .map(({ member, figure }) => pointOf(aliases.get(member.urn) ?? member, figure, measure))
    .sort((a, b) => b.member.urn - a.member.urn);
  const points = Map.groupBy(held, ({ result }) => result.year);
  return {
    compared: {
      ...compared,
      members: [...compared.members.filter(({ urn }) => named.has(urn)), ...aliases.values()],
      points: new Map([...points].map(([one, some]) => [key(measure.id, one), some])),
      sources: new Map([...Map.groupBy(latest, ({ figure }) => figure.runId)].map(sourceOf)),
      means: meansOf(compared.offers, measure, period),
      // A half-term is not set against England's year.
      areas: period === 'year' ? compared.areas : [],
    },
    leftOut: others.filter((one) => one.figure.year === year && !isShown(one)).length,
    togetherHidden: hiddenTogether(compared.offers, choice),
    hiddenFromOthers: ours.some((one) => one.year === year && one.period === period && one.reason !== null),
  };
}

interface Held {
  member: Member;
  figure: MeasuredFigure;
}

/**
 * Which of the others' figures stand in this place. Years are places too, since a line joins those of one school: one that has no figure of a
 * year in which the rest have would be told by where its line begins. Its trust, its partnerships and the reader's sets give way before a year does,
 * and its last year never.
 * In a set that somebody picked nobody is shown without a name: they could pick again with one school more.
 */
async function shownOthers(
  tx: Tx,
  database: Database,
  { place, actor, others }: { place: Place; actor: Anyone; others: readonly Held[] },
): Promise<(one: Held) => boolean> {
  if (others.length === 0 || (place.kind === 'set' && place.picked)) return () => false;
  const years = Map.groupBy(others, ({ member }) => member.urn);
  const places = await placesOf(tx, database, actor, [...years.keys()]);
  const shown = shownIn(
    new Map(
      [...years].map(([urn, some]) => {
        const [last = '', ...before] = some
          .map(({ figure }) => yearPlace(figure.year))
          .sort()
          .reverse();
        const held = places.get(urn) ?? [];
        return [urn, [...held.filter((name) => !isArea(name)), ...before.reverse(), ...held.filter(isArea), last]];
      }),
    ),
  );
  const here = placeName(place);
  return ({ member, figure }) => {
    const where = shown.get(member.urn) ?? [];
    return where.includes(here) && where.includes(yearPlace(figure.year));
  };
}

const isArea = (name: string): boolean => name.startsWith('la/');
const yearPlace = (year: number): string => `year/${year}`;

/** Of two URNs of a school the later holds. */
function latestOfEach(all: readonly Held[], lines: ReadonlyMap<number, readonly number[]>): Held[] {
  const order = ({ member, figure }: Held) => (lines.get(member.urn) ?? []).indexOf(figure.urn ?? 0);
  const held = new Map<string, Held>();
  for (const one of [...all].sort((a, b) => order(a) - order(b))) held.set(`${one.member.urn} ${one.figure.year}`, one);
  return [...held.values()];
}

/**
 * What stands in place of a school that may not be named: nothing of it is left by which it could be told, not even where it stands among others.
 * The order is that of the figures, and of equal ones none.
 */
function aliasesFor(unnamed: readonly Held[], year: number): Map<number, Member> {
  const figureOf = (some: readonly Held[]) =>
    Number(some.find(({ figure }) => figure.year === year)?.figure.value ?? -Infinity);
  const mixed = ({ member, figure }: Held) =>
    createHash('sha256').update(`${figure.runId} ${member.urn}`).digest('hex');
  const schools = [...Map.groupBy(unnamed, ({ member }) => member.urn)].map(([urn, some]) => ({
    urn,
    value: figureOf(some),
    mix: mixed(some[0] as Held),
  }));
  schools.sort((a, b) => b.value - a.value || a.mix.localeCompare(b.mix));
  return new Map(schools.map(({ urn }, at) => [urn, { urn: -1 - at, name: unnamedWords, sector: '' }]));
}

export const unnamedWords = 'A school';
export const isNamed = ({ member }: Pick<Point, 'member'>): boolean => member.urn > 0;

/** A point of a comparison: how many pupils stand behind it is said of a named school alone, and no range tells it. */
function pointOf(member: Member, figure: MeasuredFigure, measure: Measure): Point {
  const known = isNamed({ member });
  const { low, high } = known ? figure : widened(figure, measure);
  const value = figure.value === null ? null : Number(figure.value);
  return {
    member,
    result: {
      urn: member.urn,
      measure: figure.measure,
      group: 'all',
      year: figure.year,
      shown: figure.shown,
      value: figure.value,
      numerator: known ? figure.numerator : null,
      denominator: known ? figure.denominator : null,
      low,
      high,
      band: figure.band,
      line: null,
      releaseId: -figure.runId,
    },
    value,
    range: value === null || low === null || high === null ? null : { low: Number(low), high: Number(high), by: 'us' },
    pupils: known ? figure.pupils : null,
  };
}

/**
 * The range of a school without its name, out to the next five per cent or the next twentieth of the measure's scale: a finer one fits a single number of
 * pupils, by which everybody would know the school.
 */
function widened({ low, high }: Pick<MeasuredFigure, 'low' | 'high'>, { format, scale, decimals }: Measure) {
  const step = format === 'percent' ? 5 : scale ? (scale[1] - scale[0]) / 20 : null;
  if (low === null || high === null || step === null) return { low: null, high: null };
  const [from, to] = [Math.floor(Number(low) / step) * step, Math.ceil(Number(high) / step) * step];
  return { low: from.toFixed(decimals), high: to.toFixed(decimals) };
}

/** A run in the place of a release: as final as the least final of the files behind it. */
function sourceOf([runId, some]: readonly [number, readonly Held[]]): [number, Source] {
  const [least] = some.map(({ figure }) => figure.stage).sort((a, b) => stages.indexOf(a) - stages.indexOf(b));
  return [
    -runId,
    {
      name: `run ${runId} over the schools’ files of pupils`,
      stage: least ?? 'initial',
      file: '',
      acceptedAt: (some[0] as Held).figure.finishedAt,
    },
  ];
}

function hiddenTogether(offers: readonly Offer[], { measure, year, period }: Choice): string | null {
  const found = offers.find((one) => one.measure === measure.id && one.year === year && one.period === period);
  return !found || found.value !== null || found.shown === '' ? null : notShownWords(found.shown);
}

/** The figure of all pupils of the place together, in the place of a mean of its schools. */
const meansOf = (offers: readonly Offer[], measure: Measure, period: string): Average[] =>
  offers.flatMap((one) =>
    one.measure === measure.id && one.period === period && one.value !== null
      ? [
          {
            measure: one.measure,
            year: one.year,
            value: one.value,
            schools: 0,
            withheld: 0,
            pupils: one.pupils ?? 0,
            weighedBy: 'pupils' as const,
            stages: [],
          },
        ]
      : [],
  );
