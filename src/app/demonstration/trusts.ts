import { city, type Kind } from './city';
import { randomFor } from './random';
import type { FictionalSchool } from './world';

export interface Member {
  school: FictionalSchool;
  joined: Temporal.PlainDate;
}

export interface Trust {
  uid: number;
  name: string;
  kind: 'Multi-academy trust' | 'Single-academy trust';
  domain: string;
  area: number;
  members: Member[];
  /** Schools that left for another trust, and their first day there. */
  left: (Member & { until: Temporal.PlainDate })[];
}

/** Maintained schools with one governing body. */
export interface Federation {
  uid: number;
  name: string;
  members: readonly Member[];
}

/** Above every group number that has been given out. */
const firstUid = 990_001;

/** The first day after the list of groups of May 2018 on which schools change trusts. */
const moved = Temporal.PlainDate.from('2018-09-01');

export const isAcademy = (kind: Kind): boolean => /^(Academy|Free schools|University technical)/.test(kind.type);

/** Every academy is in a trust: of its own, or with others of its city. */
export function inventTrusts(seed: number, schools: readonly FictionalSchool[]): Trust[] {
  let uid = firstUid;
  const academies = schools.filter(({ kind }) => isAcademy(kind));
  const trusts = [...Map.groupBy(academies, (school) => school.area)].flatMap(([area, all]) => {
    const random = randomFor(seed, 'trusts', area);
    const names = trustNames(area, all[0]?.town ?? '');
    const waiting = random.shuffled(all);
    const found: Trust[] = [];
    for (let i = 0; waiting.length > 0; i++) {
      const members = waiting.splice(0, city.trusts[i % city.trusts.length]).map((school) => {
        const opened = school.opened ?? Temporal.PlainDate.from('2015-09-01');
        return {
          school,
          joined: school.predecessors.length > 0 || random.percent(70) ? opened : opened.add({ years: 1 }),
        };
      });
      const alone = members.length === 1;
      const name = alone ? `${members[0]!.school.name} Trust` : names(random.between(0, 1_000_000));
      const kind = alone ? 'Single-academy trust' : 'Multi-academy trust';
      found.push({ uid: uid++, name, kind, domain: domainOf(name), area, members, left: [] });
    }
    return found;
  });
  const large = trusts.filter((trust) => trust.area === 0 && trust.members.length > 2);
  const [to, from] = large;
  const mover = to?.members.findIndex((member) => Temporal.PlainDate.compare(member.joined, '2017-01-01') < 0) ?? -1;
  if (to && from && mover >= 0) {
    const { school, joined } = to.members[mover]!;
    to.members = to.members.with(mover, { school, joined: moved });
    from.left = [{ school, joined, until: moved }];
  }
  return trusts;
}

/** Each name once a city; other cities' trusts say where they are. */
function trustNames(area: number, town: string): (draw: number) => string {
  const [firsts, kinds] = city.trust_names;
  const used = new Set<string>();
  return (draw) => {
    for (let i = 0; ; i++) {
      const first = firsts[used.size % firsts.length];
      const name = `${area === 0 ? '' : `${town} `}${first} ${kinds[(draw + i) % kinds.length]}`;
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}

const domainOf = (name: string): string => `${name.toLowerCase().replace(/[^a-z]+/g, '-')}.example`;

/** Infant and junior schools next door to each other, under one governing body. */
export function inventFederations(schools: readonly FictionalSchool[]): Federation[] {
  let uid = firstUid + 9000;
  const maintained = schools.filter(({ kind, counted }) => counted && !isAcademy(kind));
  return [...Map.groupBy(maintained, (school) => school.area).values()].flatMap((all) => {
    const pairs = [...Map.groupBy(all, (school) => school.place).values()].filter((pair) => pair.length === 2);
    const wanted = Math.max(1, Math.round(all.length / city.maintained_per_federation));
    return pairs.slice(0, wanted).map((pair) => ({
      uid: uid++,
      name: `${pair[0]!.place} Infant and Junior Federation`,
      members: pair.map((school) => ({ school, joined: Temporal.PlainDate.from('2014-09-01') })),
    }));
  });
}
