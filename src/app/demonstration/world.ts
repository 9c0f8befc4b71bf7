import { demonstrationUrns } from '../../schools';
import { city, type Kind, words } from './city';
import { placeNames, pointIn, postcodes, streetName, telephones, townNames } from './places';
import { inShares, type Random, randomFor } from './random';
import { type Federation, inventFederations, inventTrusts, isAcademy, type Trust } from './trusts';

/** A school whose place another has taken. */
export interface Predecessor {
  urn: number;
  name: string;
  kind: Kind;
  number: number;
  ukprn: string;
  /** Its last day. */
  closed: Temporal.PlainDate;
  /** Of every hundred pupils of the successor before it opened, how many were here. */
  share: number;
}

export interface FictionalSchool {
  urn: number;
  name: string;
  /** Without the words that say what kind of school it is: "Rivelin Bank". */
  place: string;
  kind: Kind;
  /** Which city: the partnership's own is 0. */
  area: number;
  /** Which of the city's localities, from 0; where it stands, whatever partnership it is in. */
  locality: number;
  la: number;
  number: number;
  ukprn: string;
  counted: boolean;
  street: string;
  town: string;
  postcode: string;
  telephone: string;
  /** Of its website and its addresses. */
  domain: string;
  point: { easting: number; northing: number } | null;
  capacity: number;
  /** On roll in January 2016, 2017 and 2018; before the school opened its predecessors had them. */
  pupils: readonly [number, number, number];
  opened: Temporal.PlainDate | null;
  predecessors: readonly Predecessor[];
  /** Who leads it, where that is settled. */
  head: string | null;
}

export interface World {
  seed: number;
  schools: readonly FictionalSchool[];
  trusts: readonly Trust[];
  federations: readonly Federation[];
}

/** The years of the censuses that are brought. */
export const censusYears = [2016, 2017, 2018] as const;

export const fewestSchools = 10;
export const mostSchools = 24_000;

/**
 * Invents schools with everything about them, in the proportions of a real city. Pure: equal seeds and numbers give equal worlds.
 * @param wish.schools those that count; the others come beside them.
 * @throws RangeError for a number of schools that cannot be made.
 */
export function inventWorld(wish: { seed: number; schools: number }): World {
  if (wish.schools < fewestSchools || wish.schools > mostSchools)
    throw new RangeError(`A demonstration has ${fewestSchools} to ${mostSchools} schools.`);
  const areas = Math.max(1, Math.round(wish.schools / city.counted));
  const sizes = inShares(wish.schools, Array(areas).fill(1));
  const given: Given = {
    place: placeNames(randomFor(wish.seed, 'places')),
    town: townNames(),
    postcode: postcodes(randomFor(wish.seed, 'postcodes')),
    telephone: telephones(),
    names: new Set(),
  };
  const schools = sizes.flatMap((size, area) => inventArea(randomFor(wish.seed, 'area', area), given, area, size));
  number(schools);
  return {
    seed: wish.seed,
    schools,
    trusts: inventTrusts(wish.seed, schools),
    federations: inventFederations(schools),
  };
}

/** What must not be given twice in the whole world. */
interface Given {
  place: () => string;
  town: (area: number) => string;
  postcode: (area: number, locality: number) => string;
  telephone: () => string;
  names: Set<string>;
}

function inventArea(random: Random, given: Given, area: number, size: number): Draft[] {
  const share = size / city.counted;
  const wanted = [
    ...kindsFor(size).map((kind) => ({ kind, counted: true })),
    ...city.others.flatMap((kind) =>
      Array.from({ length: Math.max(1, Math.round(kind.count * share)) }, () => ({ kind, counted: false })),
    ),
  ];
  const localities = localitiesFor(random, wanted.length);
  const schools = wanted.map(({ kind, counted }, i) => settle(random, given, area, localities[i]!, kind, counted));
  if (area === 0) placeKnown(schools);
  pairInfantsWithJuniors(schools);
  for (const school of schools) name(given, school);
  convert(random, schools, Math.max(1, Math.round(city.conversions * share)));
  merge(random, given, schools, Math.round(city.mergers * share));
  countEstablishments(schools);
  return schools;
}

/** First so many of each kind that the census tells apart, then of each finer kind, so that a small city has some of all. */
function kindsFor(size: number): Kind[] {
  const groups = [...Map.groupBy(city.kinds, (kind) => kind.census).values()];
  const counts = groups.map((kinds) => kinds.reduce((all, kind) => all + kind.count, 0));
  return atLeastOne(inShares(size, counts)).flatMap((n, i) => {
    const kinds = groups[i]!;
    return inShares(
      n,
      kinds.map((kind) => kind.count),
    ).flatMap((times, j) => Array<Kind>(times).fill(kinds[j]!));
  });
}

function atLeastOne(parts: number[]): number[] {
  const most = parts.indexOf(Math.max(...parts));
  const lacking = parts.filter((part) => part === 0).length;
  return parts.map((part, i) => (i === most ? part - lacking : Math.max(1, part)));
}

const localitiesFor = (random: Random, schools: number): number[] =>
  random.shuffled(
    inShares(
      schools,
      city.localities.map(({ share }) => share),
    ).flatMap((n, i) => Array<number>(n).fill(i)),
  );

/** A school in the making: its numbers come last. */
type Draft = { -readonly [Key in keyof FictionalSchool]: FictionalSchool[Key] };

function settle(random: Random, given: Given, area: number, locality: number, kind: Kind, counted: boolean): Draft {
  const [fewest, mean, most] = kind.pupils;
  // A power of an even draw has the mean that is wanted between the two ends.
  const power = (most - fewest) / (mean - fewest) - 1;
  const now = Math.round(fewest + (most - fewest) * random.next() ** power);
  const before = Math.round(now * (0.97 + random.next() * 0.06));
  const earlier = Math.round(before * (0.97 + random.next() * 0.06));
  const place = given.place();
  return {
    urn: 0,
    name: '',
    place,
    kind,
    area,
    locality,
    la: authorityOf(area),
    number: 0,
    ukprn: '',
    counted,
    street: random.percent(40) ? `${place} ${random.pick(words.streets)}` : streetName(random),
    town: given.town(area),
    postcode: given.postcode(area, locality),
    telephone: given.telephone(),
    domain: '',
    point: random.percent(city.unplaced) ? null : pointIn(random, area, locality),
    capacity: Math.ceil((now * (1 + random.next() * 0.12)) / 15) * 15,
    pupils: [earlier, before, now],
    opened: isAcademy(kind) ? firstOfMonth(random, 2011, 2016) : null,
    predecessors: [],
    head: null,
  };
}

function authorityOf(area: number): number {
  const [first, others] = city.authorities;
  return area === 0 ? first : others.from + area - 1;
}

const firstOfMonth = (random: Random, fromYear: number, toYear: number): Temporal.PlainDate =>
  Temporal.PlainDate.from({
    year: random.between(fromYear, toYear),
    month: random.percent(55) ? 9 : random.between(1, 12),
    day: 1,
  });

/** The schools of the pictures are the first of their kind; what is settled about them is theirs. */
function placeKnown(schools: Draft[]): void {
  const taken = new Set<Draft>();
  for (const known of city.known) {
    const locality = city.localities.findIndex(({ letter }) => letter === known.locality);
    const free = schools.filter((school) => school.kind.id === known.kind && !taken.has(school));
    const school = free.find((one) => one.locality === locality) ?? free[0];
    if (!school) continue;
    taken.add(school);
    // Whoever had that locality gets this one's: the shares stay.
    const other = schools.find((one) => one.locality === locality && !taken.has(one));
    if (other && school.locality !== locality) swapPlaces(school, other);
    school.place = known.place;
    if (known.urn) school.urn = known.urn;
    if (known.pupils) school.pupils = [known.pupils - 9, known.pupils - 4, known.pupils];
    if (known.pupils) school.capacity = known.pupils;
    if (known.postcode) school.postcode = known.postcode;
    if (known.urn) school.street = known.place;
    school.head = known.head ?? null;
    if (known.urn && !school.point)
      school.point = schools.find((one) => one.locality === locality && one.point)?.point ?? null;
  }
}

function swapPlaces(a: Draft, b: Draft): void {
  for (const key of ['locality', 'postcode', 'point'] as const) {
    const kept = a[key];
    Object.assign(a, { [key]: b[key] });
    Object.assign(b, { [key]: kept });
  }
}

/** Many an infant school has a junior school of the same name next door, of the same status. */
function pairInfantsWithJuniors(schools: Draft[]): void {
  const infants = schools.filter((school) => school.kind.pair === 'infant');
  for (const junior of schools.filter((school) => school.kind.pair === 'junior')) {
    const at = infants.findIndex(
      (one) => isAcademy(one.kind) === isAcademy(junior.kind) && !isKnown(one) && !isKnown(junior),
    );
    const [infant] = at < 0 ? [] : infants.splice(at, 1);
    if (!infant) continue;
    Object.assign(junior, { place: infant.place, locality: infant.locality, street: infant.street });
    junior.point = infant.point && { easting: infant.point.easting + 70, northing: infant.point.northing - 40 };
  }
}

const isKnown = (school: Draft): boolean => city.known.some(({ place }) => place === school.place);

function name(given: Given, school: Draft): void {
  const { place, kind } = school;
  school.name = `${place} ${kind.ending}`;
  while (given.names.has(school.name)) {
    school.place = given.place();
    school.name = `${school.place} ${kind.ending}`;
  }
  given.names.add(school.name);
  school.domain = `${school.name.toLowerCase().replace(/[^a-z]+/g, '-')}.example`;
}

/** Some schools became academies in the year before: another number, the same place. */
function convert(random: Random, schools: Draft[], wanted: number): void {
  const may = random.shuffled(schools.filter((school) => school.kind.converts && !school.predecessors.length));
  for (const school of may.slice(0, wanted)) {
    const opened = Temporal.PlainDate.from('2017-10-01').add({ months: random.between(0, 11) });
    const kind = { ...school.kind, type: 'Community school', spine: 'Community school' };
    const before = school.name.replace(/ Academy$/, '');
    school.opened = opened;
    school.predecessors = [
      { urn: 0, name: before, kind, number: 0, ukprn: '', closed: opened.subtract({ days: 1 }), share: 100 },
    ];
  }
}

/** Some primary schools were made of an infant and a junior school. */
function merge(random: Random, given: Given, schools: Draft[], wanted: number): void {
  const kindOf = (pair: Kind['pair']) => city.kinds.find((kind) => kind.pair === pair)!;
  const may = schools.filter(
    ({ kind, urn, place }) => kind.id === 'primary-4' && urn === 0 && !city.known.some((one) => one.place === place),
  );
  for (const school of random.shuffled(may).slice(0, wanted)) {
    const opened = Temporal.PlainDate.from('2017-09-01');
    const closed = opened.subtract({ days: 1 });
    const part = (pair: 'infant' | 'junior', share: number): Predecessor => {
      const kind = kindOf(pair);
      const called = `${school.place} ${kind.ending}`;
      given.names.add(called);
      return { urn: 0, name: called, kind, number: 0, ukprn: '', closed, share };
    };
    school.opened = opened;
    school.predecessors = [part('infant', 45), part('junior', 55)];
  }
}

/** A converter keeps its number; schools that became one had their own. */
function countEstablishments(schools: Draft[]): void {
  const next: Record<string, number> = { ...city.numbers };
  const take = (kind: Kind) => {
    const taken = next[kind.numbers]!;
    next[kind.numbers] = taken + 1;
    return taken;
  };
  for (const school of schools) {
    school.number = take(school.kind);
    const merged = school.predecessors.length > 1;
    school.predecessors = school.predecessors.map((one) => ({
      ...one,
      number: merged ? take(one.kind) : school.number,
    }));
  }
}

/** Numbers are given out in time: to those that were there first, then to those that took their place. */
function number(schools: Draft[]): void {
  const reserved = new Set(schools.map((school) => school.urn));
  let urn: number = demonstrationUrns.first;
  const next = () => {
    while (reserved.has(urn)) urn++;
    return urn++;
  };
  const numbered = <One extends { urn: number; ukprn: string }>(one: One): One => {
    const given = one.urn || next();
    return Object.assign(one, { urn: given, ukprn: String(19_000_000 + given - demonstrationUrns.first) });
  };
  for (const school of schools) if (school.predecessors.length === 0) numbered(school);
  for (const school of schools) for (const one of school.predecessors) numbered(one);
  for (const school of schools) if (school.predecessors.length > 0) numbered(school);
}
