import { company, type Scope } from '../../schools';
import { city, firstDay, words } from './city';
import { type Partnership, partnershipsOf } from './partnerships';
import { type Random, randomFor } from './random';
import type { Trust } from './trusts';
import type { FictionalSchool, World } from './world';

/** A role that somebody is given, and how it came about. */
export interface Appointment {
  name: string;
  email: string;
  role: string;
  scope: Scope;
  starts: Temporal.PlainDate;
  /** The first day without it. */
  ends: Temporal.PlainDate | null;
  /** When it was entered, and when its end was, where that came later. */
  given: Temporal.PlainDate;
  endGiven: Temporal.PlainDate | null;
}

/** Since when the company has kept its people here: what began before was entered then. */
const since = Temporal.PlainDate.from('2017-09-12');

/** What is entered for a day to come was entered in the week before the demonstration begins. */
const lately = firstDay.subtract({ days: 5 });

/** The company's domain, and that of people who work for none: both can never be anybody's. */
const companyDomain = `${city.partnership.toLowerCase().split(' ').slice(0, 2).join('-')}.example`;
const homeDomain = 'example.org';

/** The people of a whole world, in the order in which they are entered. A large one has fewer to a school. */
export interface People {
  company: Appointment[];
  ofSchool: (school: FictionalSchool) => Appointment[];
  ofTrust: (trust: Trust) => Appointment[];
  ofPartnership: (partnership: Partnership) => Appointment[];
  partnerships: readonly Partnership[];
}

export function peopleOfWorld(world: World, { few = false } = {}): People {
  const addresses = new Set<string>();
  const person = personMaker(addresses);
  const head = new Map<number, Named>();
  // Heads first: they chair partnerships and lead trusts of one school, whoever is asked for first.
  for (const school of world.schools) {
    const random = randomFor(world.seed, 'head', school.urn);
    head.set(school.urn, person(random, school.domain, school.head ?? undefined));
  }
  const headOf = (school: FictionalSchool): Named => head.get(school.urn)!;
  return {
    company: words.company.map(({ name, role, starts, ends }) => {
      const email = address(addresses, name, companyDomain);
      return appoint({ name, email }, role, company, starts, ends ?? null);
    }),
    ofSchool: (school) =>
      schoolPeople(randomFor(world.seed, 'people', school.urn), school, headOf(school), person, few),
    ofTrust: (trust) => trustPeople(randomFor(world.seed, 'trust people', trust.uid), trust, headOf, person, few),
    ofPartnership: (one) => partnershipPeople(randomFor(world.seed, 'partnership people', one.id), one, headOf, person),
    partnerships: partnershipsOf(world),
  };
}

interface Named {
  name: string;
  email: string;
}

type MakePerson = (random: Random, domain: string, name?: string) => Named;

function personMaker(addresses: Set<string>): MakePerson {
  const { given, family } = words;
  return (
    random,
    domain,
    name = `${random.pick(given)} ${random.pick(family.first)}${random.pick(family.second)}`,
  ) => ({
    name,
    email: address(addresses, name, domain),
  });
}

/** Of two of one name in one place the second has a figure. */
function address(addresses: Set<string>, name: string, domain: string): string {
  const local = name.toLowerCase().replace(/[^a-z]+/g, '.');
  for (let i = 1; ; i++) {
    const email = `${local}${i === 1 ? '' : i}@${domain}`;
    if (addresses.has(email)) continue;
    addresses.add(email);
    return email;
  }
}

function appoint(
  { name, email }: Named,
  role: string,
  scope: Scope,
  starts: Temporal.PlainDate,
  ends: Temporal.PlainDate | null = null,
  /** Known from the first day on, as a governor's term is. */
  term = false,
): Appointment {
  const given = earlier(later(starts.subtract({ days: 14 }), since), lately);
  const endGiven = ends && !term ? later(earlier(ends.subtract({ days: 20 }), lately), given) : null;
  return { name, email, role, scope, starts, ends, given, endGiven };
}

const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) > 0 ? a : b);
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) < 0 ? a : b);

/** The start of a term, or another first of a month, between two years. */
function termStart(random: Random, fromYear: number, toYear: number): Temporal.PlainDate {
  const year = random.between(fromYear, toYear);
  const month = random.pick([9, 9, 9, 1, 4]);
  return Temporal.PlainDate.from({ year: month === 9 ? year - 1 : year, month, day: 1 });
}

const inSchool = (urn: number): Scope => ({ kind: 'school', id: String(urn) });

/** Where people move at the start of this school year, and at the end of the spring term to come. */
const lastSummer = Temporal.PlainDate.from('2018-09-01');
const easter = Temporal.PlainDate.from('2019-04-23');

function schoolPeople(
  random: Random,
  school: FictionalSchool,
  head: Named,
  person: MakePerson,
  few: boolean,
): Appointment[] {
  const scope = inSchool(school.urn);
  const began = school.predecessors.length > 0 ? school.opened : null;
  /** Nobody holds a role in a school before there is one. */
  const from = (fromYear: number, toYear: number) =>
    later(termStart(random, fromYear, toYear), began ?? since.subtract({ years: 12 }));
  const some = (role: string, n: number, domain = school.domain) =>
    Array.from({ length: n }, () => appoint(person(random, domain), role, scope, from(2012, 2018)));

  const manager = person(random, school.domain);
  const assistant = person(random, school.domain);
  const chair = person(random, homeDomain);
  const all = [
    ...heads(random, school, head, person, from, few),
    appoint(manager, 'school-business-manager', scope, from(2011, 2018)),
    appoint(chair, 'chair-of-governors', scope, from(2014, 2018)),
    appoint(random.percent(50) ? manager : assistant, 'named-data-user', scope, from(2016, 2018)),
  ];
  if (few) return all;

  const large = Math.min(3, 1 + Math.floor(school.pupils[2] / 400));
  return [
    ...all,
    appoint(assistant, 'school-leader', scope, from(2013, 2018)),
    ...some('school-leader', large - 1),
    ...some('teacher', 1 + large),
    ...some('clerk', 1, homeDomain),
    ...Array.from({ length: 2 + large }, () => {
      const starts = from(2015, 2018);
      // Four years and then again, or somebody else.
      return appoint(
        person(random, homeDomain),
        'governor',
        scope,
        starts,
        random.percent(70) ? starts.add({ years: 4 }) : null,
        true,
      );
    }),
    ...leavers(random, scope, person, school, began),
  ];
}

/** The head, and sometimes the one before or the one to come. A school that became an academy kept its head. */
function heads(
  random: Random,
  school: FictionalSchool,
  head: Named,
  person: MakePerson,
  from: (fromYear: number, toYear: number) => Temporal.PlainDate,
  few: boolean,
): Appointment[] {
  const scope = inSchool(school.urn);
  const { predecessors, opened } = school;
  const [before] = predecessors;
  if (before && opened)
    return [
      appoint(head, 'headteacher', inSchool(before.urn), termStart(random, 2011, 2016), opened),
      appoint(head, 'headteacher', scope, opened),
    ];
  const chance = random.next();
  if (few || school.head || chance > 0.3) return [appoint(head, 'headteacher', scope, from(2009, 2018))];
  const other = person(random, school.domain);
  if (chance < 0.22)
    return [
      appoint(other, 'headteacher', scope, termStart(random, 2006, 2013), lastSummer),
      appoint(head, 'headteacher', scope, lastSummer),
    ];
  return [
    appoint(head, 'headteacher', scope, termStart(random, 2006, 2013), easter),
    appoint(other, 'headteacher', scope, easter),
  ];
}

/** Some have left, and some are about to come. */
function leavers(
  random: Random,
  scope: Scope,
  person: MakePerson,
  { domain }: FictionalSchool,
  began: Temporal.PlainDate | null,
): Appointment[] {
  const gone = (role: string, at: string, ends: Temporal.PlainDate) =>
    appoint(
      person(random, at),
      role,
      scope,
      later(termStart(random, 2011, 2016), began ?? since.subtract({ years: 12 })),
      ends,
    );
  const after = (day: Temporal.PlainDate) => !began || Temporal.PlainDate.compare(began, day) < 0;
  const newYear = Temporal.PlainDate.from('2019-01-01');
  return [
    ...(random.percent(45) && after(lastSummer) ? [gone('teacher', domain, lastSummer)] : []),
    ...(random.percent(25) && after(newYear) ? [gone('school-leader', domain, newYear)] : []),
    ...(random.percent(25) && after(lastSummer) ? [gone('governor', homeDomain, lastSummer)] : []),
    ...(random.percent(20)
      ? [appoint(person(random, domain), 'teacher', scope, Temporal.PlainDate.from('2019-02-25'))]
      : []),
  ];
}

function trustPeople(
  random: Random,
  trust: Trust,
  headOf: (school: FictionalSchool) => Named,
  person: MakePerson,
  few: boolean,
): Appointment[] {
  const scope: Scope = { kind: 'trust', id: String(trust.uid) };
  const [first] = trust.members;
  const alone = trust.members.length === 1 && first;
  // The head of a trust's only school leads the trust.
  const leader = alone ? headOf(first.school) : person(random, trust.domain);
  const starts = alone ? later(first.joined, since) : termStart(random, 2013, 2018);
  return [
    appoint(leader, 'trust-leader', scope, starts),
    ...Array.from({ length: alone || few ? 1 : 3 }, () =>
      appoint(person(random, homeDomain), 'trustee', scope, termStart(random, 2014, 2018)),
    ),
    ...(alone
      ? []
      : [appoint(person(random, homeDomain), 'trustee', scope, termStart(random, 2012, 2015), lastSummer)]),
  ];
}

/** A head chairs what their school is in; the work across schools is done by others of the partnership's people. */
function partnershipPeople(
  random: Random,
  { id, kind, members }: Partnership,
  headOf: (school: FictionalSchool) => Named,
  person: MakePerson,
): Appointment[] {
  const scope: Scope = { kind: 'partnership', id };
  const schools = random.shuffled(members.filter((school) => school.predecessors.length === 0));
  const [first = members[0]!, second = first] = schools;
  const starts = later(termStart(random, 2017, 2018), since);
  const chair = appoint(headOf(first), 'chair', scope, starts);
  const other = person(random, second.domain);
  if (kind === 'locality')
    return [chair, appoint(other, 'locality-assessment-lead', scope, termStart(random, 2017, 2018))];
  if (kind === 'board') return [chair];
  return [chair, appoint(other, 'network-co-ordinator', scope, termStart(random, 2017, 2018))];
}
