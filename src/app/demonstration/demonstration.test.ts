import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../platform/config';
import { readTable } from '../../platform/reading';
import { isDemonstrationUrn, roles } from '../../schools';
import { censusOf } from './census';
import { city, firstDay, words } from './city';
import { writeFiles } from './files';
import { inspectionsOf } from './inspections';
import { partnershipsOf } from './partnerships';
import { type Appointment, peopleOfWorld } from './people';
import { cornerOf } from './places';
import { inShares, randomFor } from './random';
import { isAcademy } from './trusts';
import { censusYears, inventWorld, type World } from './world';

const someWish = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  schools: fc.integer({ min: 10, max: 300 }),
});

/** Holds of every world; a counterexample is told by its seed and size. */
const always = (holds: (world: World) => void, runs = 20) =>
  fc.assert(
    fc.property(someWish, (wish) => holds(inventWorld(wish))),
    { numRuns: runs },
  );

const everybody = (world: World, few = false): Appointment[] => {
  const people = peopleOfWorld(world, { few });
  return [
    ...people.company,
    ...world.schools.flatMap(people.ofSchool),
    ...world.trusts.flatMap(people.ofTrust),
    ...people.partnerships.flatMap(people.ofPartnership),
  ];
};

const contentOf = (world: World): string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'mesters-'));
  try {
    return writeFiles(world, folder).map(({ path }) => readFileSync(path, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The real schools that the project has: their numbers, and their names in small letters without blanks. */
async function real(): Promise<{ urns: Set<number>; names: Set<string> }> {
  const urns = new Set<number>();
  const names = new Set<string>();
  const folder = mkdtempSync(join(tmpdir(), 'mesters-'));
  for (const file of ['gias_establishments_2022-08', 'school_census_2018-19', 'school_information_spine_2017-18']) {
    const path = join(folder, `${file}.csv`);
    writeFileSync(path, gunzipSync(readFileSync(join(projectRoot, `data/public/national/${file}.csv.gz`))));
    const { headings, rows } = await readTable(path);
    const [urn, name] = [
      ['urn', 'URN'],
      ['establishment_name', 'SCHNAME'],
    ].map((wanted) => headings.findIndex((heading) => wanted.includes(heading)));
    for await (const batch of rows)
      for (const { values } of batch) {
        urns.add(Number(values[urn!]));
        if (name! >= 0) names.add(plain(values[name!] ?? ''));
      }
  }
  rmSync(folder, { recursive: true });
  return { urns, names };
}

const plain = (name: string) =>
  name
    .toLowerCase()
    .replace(/\b(primary|infant|junior|nursery|school|academy|catholic|church of england|technical college)\b/g, '')
    .replace(/[^a-z]/g, '');

describe('chance', () => {
  it('is the same again for the same seed and names, and another for others', () => {
    const draws = (...names: (string | number)[]) => {
      const random = randomFor(7, ...names);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draws('a', 1)).toEqual(draws('a', 1));
    expect(draws('a', 1)).not.toEqual(draws('a', 2));
    expect(draws('a', 1)).not.toEqual(draws('b', 1));
  });

  it('is even', () => {
    const random = randomFor(1, 'even');
    const counts = Array<number>(10).fill(0);
    for (let i = 0; i < 50_000; i++) counts[random.between(0, 9)]!++;
    for (const n of counts) expect(n).toBeGreaterThan(4700);
    for (const n of counts) expect(n).toBeLessThan(5300);
  });

  it('shares a whole number out to the last one, nowhere more than one away from the exact share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
        (total, shares) => {
          const parts = inShares(total, shares);
          const sum = shares.reduce((a, b) => a + b);
          expect(parts.reduce((a, b) => a + b)).toBe(total);
          for (const [i, part] of parts.entries()) expect(Math.abs(part - (shares[i]! * total) / sum)).toBeLessThan(1);
        },
      ),
    );
  });
});

describe('an invented world', () => {
  it('has names, numbers and addresses that are nobody else’s in it', () => {
    always(({ schools, trusts, federations }) => {
      const all = schools.flatMap((school) => [school, ...school.predecessors]);
      const unique = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length);
      unique(all.map(({ urn }) => urn));
      unique(all.map(({ ukprn }) => ukprn));
      unique(schools.map(({ name }) => name));
      unique(schools.map(({ domain }) => domain));
      unique(schools.map(({ la, number }) => `${la}/${number}`));
      unique([...trusts, ...federations].map(({ uid }) => uid));
      unique(trusts.map(({ name }) => name));
      for (const { urn } of all) expect(isDemonstrationUrn(urn)).toBe(true);
      for (const { ukprn } of all) expect(ukprn).toMatch(/^19\d{6}$/);
      for (const { number, kind } of schools) {
        const above = Object.values(city.numbers).filter((one) => one > city.numbers[kind.numbers]!);
        expect(number).toBeLessThan(Math.min(9999, ...above));
      }
    });
  });

  it('has the shares of the real city, and something of each sort however small it is', () => {
    always(({ schools }) => {
      const counted = schools.filter((school) => school.counted);
      const share = (census: string) => counted.filter(({ kind }) => kind.census === census).length / counted.length;
      expect(share('State-funded primary')).toBeCloseTo(133 / 173, 0.8);
      expect(share('State-funded secondary')).toBeCloseTo(30 / 173, 0.8);
      for (const { census } of city.kinds) expect(share(census)).toBeGreaterThan(0);
      for (const { id } of city.others) expect(schools.some(({ kind }) => kind.id === id)).toBe(true);
      expect(schools.some(({ predecessors }) => predecessors.length === 1)).toBe(true);
    });
  });

  it('of the standard size is the city of the real files, kind by kind', () => {
    const { schools } = inventWorld({ seed: 1, schools: city.counted });
    const counted = schools.filter((school) => school.counted);
    expect(counted).toHaveLength(173);
    for (const { id, count } of city.kinds)
      expect([id, counted.filter(({ kind }) => kind.id === id).length]).toEqual([id, count]);
    for (const { id, count } of city.others) expect(schools.filter(({ kind }) => kind.id === id)).toHaveLength(count);
    expect(schools.filter(({ kind }) => isAcademy(kind))).toHaveLength(86);
    expect(schools.filter(({ predecessors }) => predecessors.length === 1)).toHaveLength(city.conversions);
    expect(schools.filter(({ predecessors }) => predecessors.length === 2)).toHaveLength(city.mergers);
    const placed = schools.filter(({ point }) => point).length;
    expect(placed).toBeGreaterThan(130);
    expect(placed).toBeLessThan(schools.length - 8);
  });

  it('keeps pupils between the fewest and the most of their kind, give or take the years', () => {
    always(({ schools }) => {
      for (const { kind, pupils, head } of schools) {
        const [fewest, , most] = kind.pupils;
        if (!head) for (const n of pupils) expect(n).toBeGreaterThanOrEqual(Math.floor(fewest * 0.93));
        if (!head) for (const n of pupils) expect(n).toBeLessThanOrEqual(Math.ceil(most * 1.07));
      }
    });
  });

  it('stands inside its cities, each locality round its middle', () => {
    always(({ schools }) => {
      for (const { point, area, locality } of schools) {
        if (!point) continue;
        const [east, north] = cornerOf(area);
        const { middle, reach } = city.localities[locality]!;
        expect(Math.abs(point.easting - east - middle[0])).toBeLessThanOrEqual(reach[0] + 100);
        expect(Math.abs(point.northing - north - middle[1])).toBeLessThanOrEqual(reach[1] + 100);
        expect(point.easting).toBeGreaterThan(0);
        expect(point.easting).toBeLessThan(700_000);
      }
    });
  });

  it('has each academy in one trust, and nobody else', () => {
    always(({ schools, trusts, federations }) => {
      const led = trusts.flatMap(({ members }) => members.map(({ school }) => school.urn));
      expect(led.sort()).toEqual(
        schools
          .filter(({ kind }) => isAcademy(kind))
          .map(({ urn }) => urn)
          .sort(),
      );
      for (const { members } of trusts)
        for (const { school, joined } of members)
          if (school.opened) expect(Temporal.PlainDate.compare(joined, school.opened)).toBeGreaterThanOrEqual(0);
      for (const { members } of federations)
        for (const { school } of members) expect(isAcademy(school.kind)).toBe(false);
    });
  });

  it('has each member school in one locality or sector', () => {
    always((world) => {
      const groups = partnershipsOf(world).filter(({ kind }) => kind === 'locality' || kind === 'sector');
      const urns = groups.flatMap(({ members }) => members.map(({ urn }) => urn));
      expect(new Set(urns).size).toBe(urns.length);
      expect(urns.length).toBe(world.schools.filter(({ kind }) => kind.numbers !== 'independent').length);
    });
  });

  it('has figures of a census that add up, the newest under the numbers of today', () => {
    const world = inventWorld({ seed: 5, schools: 173 });
    for (const year of censusYears)
      for (const row of censusOf(world, year))
        for (const part of [
          row.girls,
          row.senPlan + row.senSupport,
          row.extraLanguage,
          row.freeMeals,
          row.freeMealsEver,
        ])
          expect(part).toBeLessThanOrEqual(row.onRoll);
    expect(censusOf(world, 2018).map(({ urn }) => urn)).toEqual(world.schools.map(({ urn }) => urn));
    const merged = world.schools.find(({ predecessors }) => predecessors.length === 2)!;
    const before = censusOf(world, 2017).filter(({ urn }) => merged.predecessors.some((one) => one.urn === urn));
    expect(before.reduce((all, { onRoll }) => all + onRoll, 0)).toBe(merged.pupils[1]);
  });

  it('was inspected on weekdays before today, each school of its own time', () => {
    always((world) => {
      const found = inspectionsOf(world);
      expect(new Set(found.map(({ urn, inspected }) => `${urn} ${inspected}`)).size).toBe(found.length);
      for (const { inspected, published } of found) {
        expect(inspected.dayOfWeek).toBeLessThan(6);
        expect(Temporal.PlainDate.compare(published, firstDay)).toBeLessThan(0);
      }
      for (const { urn, opened } of world.schools)
        for (const one of found.filter((inspection) => inspection.urn === urn))
          if (opened) expect(Temporal.PlainDate.compare(one.inspected, opened)).toBeGreaterThanOrEqual(0);
    });
  });

  it('is equal for equal seeds and another for another, files and people', () => {
    const world = inventWorld({ seed: 3, schools: 30 });
    const again = inventWorld({ seed: 3, schools: 30 });
    const other = inventWorld({ seed: 4, schools: 30 });
    expect(contentOf(world)).toEqual(contentOf(again));
    for (const [i, text] of contentOf(other).entries()) expect(text).not.toBe(contentOf(world)[i]);
    expect(JSON.stringify(everybody(world))).toBe(JSON.stringify(everybody(again)));
    expect(JSON.stringify(everybody(world))).not.toBe(JSON.stringify(everybody(other)));
  });

  it('is for so many schools and no more', () => {
    expect(() => inventWorld({ seed: 1, schools: 9 })).toThrow(RangeError);
    expect(() => inventWorld({ seed: 1, schools: 24_001 })).toThrow(RangeError);
  });

  it('lasts for a nation, every name once', () => {
    const { schools } = inventWorld({ seed: 1, schools: 24_000 });
    expect(schools.filter(({ counted }) => counted)).toHaveLength(24_000);
    expect(new Set(schools.map(({ name }) => name)).size).toBe(schools.length);
    expect(new Set(schools.map(({ domain }) => domain)).size).toBe(schools.length);
    for (const { urn, la } of schools) expect(isDemonstrationUrn(urn) && la >= 201 && la <= 999).toBe(true);
  });
});

describe('nothing of it is real', async () => {
  const { urns, names } = await real();

  it('has looked at the real ones', () => {
    expect(urns.size).toBeGreaterThan(20_000);
    expect(names.size).toBeGreaterThan(20_000);
    expect(names.has(plain('Nether Edge Primary School')) || names.has(plain('The Nether Edge Primary School'))).toBe(
      true,
    );
  });

  it('no number is a real school’s', () => {
    for (const urn of urns) expect(isDemonstrationUrn(urn)).toBe(false);
  });

  it('no place is the name of a real school', () => {
    const { first, second, third, real: passedOver } = words.places;
    const pairs = first.flatMap((a) => second.map((b) => `${a} ${b}`)).filter((place) => !passedOver.includes(place));
    const places = [
      ...city.known.map(({ place }) => place),
      ...pairs,
      ...pairs.flatMap((pair) => third.map((c) => `${pair} ${c}`)),
    ];
    expect(places.length).toBeGreaterThan(30_000);
    expect(places.filter((place) => names.has(plain(place)))).toEqual([]);
  });

  it('no address can be anybody’s, and no telephone rings', () => {
    always((world) => {
      for (const { email } of everybody(world)) expect(email).toMatch(/^[a-z0-9.]+@([a-z-]+\.example|example\.org)$/);
      for (const { domain, telephone, postcode } of world.schools) {
        expect(domain).toMatch(/^[a-z-]+\.example$/);
        expect(telephone).toMatch(/^01\d{2}4960\d{3}$/);
        expect(postcode).toMatch(/^ZZ\d{1,2} \d[A-Z]{2}$/);
      }
    });
  });
});

describe('its people', () => {
  it('hold every role that there is today, in every size', () => {
    for (const schools of [10, 20, 173]) {
      const today = everybody(inventWorld({ seed: 1, schools })).filter(isToday);
      expect(new Set(today.map(({ role }) => role))).toEqual(new Set(roles.map(({ id }) => id)));
    }
  });

  it('have one address each, and no role twice at once', () => {
    fc.assert(
      fc.property(someWish, fc.boolean(), (wish, few) => {
        const world = inventWorld(wish);
        const all = everybody(world, few);
        const names = new Map(all.map(({ email, name }) => [email, name]));
        for (const { email, name } of all) expect(names.get(email)).toBe(name);
        for (const { starts, ends, given, endGiven } of all) {
          if (ends) expect(Temporal.PlainDate.compare(starts, ends)).toBeLessThan(0);
          if (endGiven) expect(Temporal.PlainDate.compare(given, endGiven)).toBeLessThanOrEqual(0);
          expect(Temporal.PlainDate.compare(endGiven ?? given, firstDay)).toBeLessThan(0);
        }
        for (const [, held] of Map.groupBy(
          all,
          ({ email, role, scope }) => `${email} ${role} ${scope.kind} ${scope.id}`,
        ))
          expect(held).toHaveLength(1);
      }),
      { numRuns: 10 },
    );
  });

  it('lead every member school, with exactly one head today', () => {
    always((world) => {
      const heads = Map.groupBy(
        everybody(world).filter((one) => one.role === 'headteacher' && isToday(one)),
        ({ scope }) => scope.id,
      );
      for (const { urn, kind } of world.schools.filter((school) => school.kind.numbers !== 'independent'))
        expect([urn, kind.id, heads.get(String(urn))?.length]).toEqual([urn, kind.id, 1]);
    });
  });

  it('come and go', () => {
    const all = everybody(inventWorld({ seed: 1, schools: 173 }));
    const left = all.filter(({ ends }) => ends && Temporal.PlainDate.compare(ends, firstDay) <= 0);
    const coming = all.filter(({ starts }) => Temporal.PlainDate.compare(starts, firstDay) > 0);
    expect(left.length).toBeGreaterThan(100);
    expect(coming.length).toBeGreaterThan(20);
  });

  it('of the company are the same in words and in roles', () => {
    for (const { role } of words.company) expect(roles.find(({ id }) => id === role)?.scope).toBe('installation');
  });
});

const isToday = ({ starts, ends }: Appointment) =>
  Temporal.PlainDate.compare(starts, firstDay) <= 0 && (!ends || Temporal.PlainDate.compare(ends, firstDay) > 0);
