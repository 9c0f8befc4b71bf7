import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Cell, type ExportColumn, writeCsv } from '../../platform/documents';
import { censusOf } from './census';
import type { Kind } from './city';
import { inspectionsOf } from './inspections';
import { partnershipsOf } from './partnerships';
import { isAcademy } from './trusts';
import { censusYears, type FictionalSchool, type Predecessor, type World } from './world';

/** A file as an official one would be, to be brought through the same imports. */
export interface MadeFile {
  path: string;
  name: string;
  /** As the imports call it. */
  kind: 'spine' | 'census' | 'gias' | 'gias-groups' | 'inspections' | 'partnerships';
  /** When it was brought. */
  brought: Temporal.PlainDate;
}

/** Writes everything that is known of the world's schools, in the order in which the years brought it. */
export function writeFiles(world: World, folder: string): MadeFile[] {
  mkdirSync(folder, { recursive: true });
  const write = (kind: MadeFile['kind'], name: string, brought: string, rows: readonly Row[]): MadeFile => {
    const path = join(folder, name);
    writeFileSync(path, csv(rows));
    return { path, name, kind, brought: Temporal.PlainDate.from(brought) };
  };
  const [one, two, three] = censusYears;
  return [
    write('spine', 'school_information_2016-17.csv', '2017-09-11', spine(world, '2017-08-31')),
    write('census', 'school_census_2015-16.csv', '2017-09-11', census(world, one)),
    write('census', 'school_census_2016-17.csv', '2017-09-11', census(world, two)),
    write('gias-groups', 'group_links_20180501.csv', '2018-05-08', groupLinks(world, '2018-05-01')),
    write('spine', 'school_information_2017-18.csv', '2018-12-14', spine(world, '2018-12-01')),
    write('census', 'school_census_2017-18.csv', '2018-12-14', census(world, three)),
    write('gias', 'establishments_20190101.csv', '2019-01-07', establishments(world, '2019-01-01')),
    write('gias-groups', 'group_links_20190101.csv', '2019-01-07', groupLinks(world, '2019-01-01')),
    // Last: they are taken for schools that are known, and some are only in the list of establishments.
    write('inspections', 'inspections_2018-12-31.csv', '2019-01-08', inspections(world)),
    write('partnerships', 'partnerships_2017-09-01.csv', '2019-01-08', partnerships(world)),
  ];
}

type Row = Readonly<Record<string, Cell>>;

function csv(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {}).map((heading): ExportColumn => ({ heading, kind: 'text' }));
  return writeCsv({ columns, rows: rows.map((row) => columns.map(({ heading }) => row[heading] ?? null)) });
}

/** A school or its predecessor on a day, with what the lists say of it. */
interface Standing {
  school: FictionalSchool;
  one: FictionalSchool | Predecessor;
  opened: Temporal.PlainDate | null;
  closed: Temporal.PlainDate | null;
  /** The one that took its place, or whose place it took. */
  others: readonly (FictionalSchool | Predecessor)[];
}

/** Who stands in a list of that day: everybody who has opened, and those who closed too. */
function listed(world: World, day: string): Standing[] {
  const by = (date: Temporal.PlainDate | null) => date === null || Temporal.PlainDate.compare(date, day) <= 0;
  return world.schools.flatMap((school): Standing[] => {
    const here = by(school.opened);
    const before = school.predecessors.map((one) => ({
      ...{ school, one, opened: null, closed: here ? one.closed : null, others: here ? [school] : [] },
    }));
    const now = { school, one: school, opened: school.opened, closed: null, others: school.predecessors };
    return here ? [...before, now] : before;
  });
}

const figures = (date: Temporal.PlainDate | null): string => date?.toString().replaceAll('-', '') ?? '';

/** 01-09-2017 */
const dashed = (date: Temporal.PlainDate | null): string => date?.toString().split('-').reverse().join('-') ?? '';

const group = (kind: Kind): string =>
  isAcademy(kind)
    ? 'Academy'
    : kind.numbers === 'special'
      ? 'Special School'
      : kind.numbers === 'independent'
        ? 'Independent School'
        : 'Maintained School';

/** The performance tables' list of schools, with its own headings. */
function spine(world: World, day: string): Row[] {
  return listed(world, day)
    .filter(({ one }) => one.kind.inSpine)
    .map(({ school, one, opened, closed, others }) => ({
      URN: one.urn,
      LA: school.la,
      ESTAB: one.number,
      LAESTAB: `${school.la}${one.number}`,
      SCHNAME: one.name,
      OTHERSCHNAME: others[0]?.name ?? '',
      STREET: school.street,
      LOCALITY: '',
      ADDRESS3: '',
      TOWN: school.town,
      POSTCODE: school.postcode,
      TELNUM: school.telephone,
      ICLOSE: closed ? 2 : 1,
      OPENDATE: others.length > 0 ? figures(opened) : '',
      CLOSEDATE: figures(closed),
      ISNEW: 0,
      MINORGROUP: group(one.kind),
      NFTYPE: one.kind.spine,
      OTHERNFTYPE: others[0]?.kind.spine ?? '',
      ISPRIMARY: one.kind.flags[0] ?? '',
      ISSECONDARY: one.kind.flags[1] ?? '',
      ISPOST16: one.kind.flags[2] ?? '',
      AGEL: one.kind.ages[0],
      AGEH: one.kind.ages[1],
      GENDER: 'Mixed',
      SIXFGENDER: 'Mixed',
      RELDENOM: one.kind.religion,
      ADMPOL: 'Not recorded',
      // The column has room for one: two schools that became one are told by the list of establishments.
      OTHERURN: others.length === 1 && school.predecessors.length === 1 ? (others[0]?.urn ?? '') : '',
      NEWACFLAG: others.length === 0 ? 6 : closed ? 2 : 1,
      'RE-BROKERED': 0,
    }));
}

function census(world: World, year: (typeof censusYears)[number]): Row[] {
  return censusOf(world, year).map((row) => {
    const share = (part: number) => (row.onRoll === 0 ? 0 : Math.round((part * 1000) / row.onRoll) / 10);
    const boys = row.onRoll - row.girls;
    const english = row.onRoll - row.extraLanguage;
    return {
      URN: row.urn,
      LA: row.la,
      ESTAB: row.number,
      SCHOOLTYPE: row.kind.census,
      NOR: row.onRoll,
      NORG: row.girls,
      NORB: boys,
      PNORG: share(row.girls),
      PNORB: share(boys),
      TSENELSE: row.senPlan,
      PSENELSE: share(row.senPlan),
      TSENELK: row.senSupport,
      PSENELK: share(row.senSupport),
      NUMEAL: row.extraLanguage,
      NUMENGFL: english,
      NUMUNCFL: 0,
      PNUMEAL: share(row.extraLanguage),
      PNUMENGFL: share(english),
      PNUMUNCFL: 0,
      NUMFSM: row.freeMeals,
      NUMFSMEVER: row.freeMealsEver,
      PNUMFSMEVER: share(row.freeMealsEver),
    };
  });
}

/** Get Information about Schools, with the official headings of those columns that can be filled. */
function establishments(world: World, day: string): Row[] {
  return listed(world, day).map(({ school, one, opened, closed, others }) => {
    const merged = school.predecessors.length > 1;
    const kept = 'place' in one ? school.point : null;
    return {
      URN: one.urn,
      'LA (code)': school.la,
      'LA (name)': school.town,
      EstablishmentNumber: one.number,
      EstablishmentName: one.name,
      'TypeOfEstablishment (name)': one.kind.type,
      'EstablishmentStatus (name)': closed ? 'Closed' : 'Open',
      'ReasonEstablishmentOpened (name)':
        others.length > 0 && !closed ? (merged ? 'Result of Amalgamation' : 'Academy Converter') : 'Not applicable',
      OpenDate: dashed(opened),
      'ReasonEstablishmentClosed (name)': closed
        ? merged
          ? 'Result of Amalgamation/Merger'
          : 'Academy Converter'
        : 'Not applicable',
      CloseDate: dashed(closed),
      'PhaseOfEducation (name)': one.kind.phase,
      StatutoryLowAge: one.kind.ages[0],
      StatutoryHighAge: one.kind.ages[1],
      'Gender (name)': 'Mixed',
      'ReligiousCharacter (name)': one.kind.religion,
      SchoolCapacity: closed ? '' : school.capacity,
      UKPRN: one.ukprn,
      LastChangedDate: dashed(Temporal.PlainDate.from('2018-12-31')),
      Street: school.street,
      Locality: '',
      Address3: '',
      Town: school.town,
      'County (name)': '',
      Postcode: school.postcode,
      SchoolWebsite: `www.${school.domain}`,
      TelephoneNum: school.telephone,
      Easting: kept?.easting ?? '',
      Northing: kept?.northing ?? '',
      'Linked establishments': others
        .map((other) => `${other.urn} ${closed ? 'Successor' : 'Predecessor'}${merged ? ' - amalgamated' : ''}`)
        .join(', '),
    };
  });
}

/** All group links: trusts, and federations, as they were on a day. */
function groupLinks(world: World, day: string): Row[] {
  const on = ({ joined, until }: { joined: Temporal.PlainDate; until?: Temporal.PlainDate }) =>
    Temporal.PlainDate.compare(joined, day) <= 0 && (!until || Temporal.PlainDate.compare(until, day) > 0);
  const groups = [
    ...world.trusts.map((trust) => ({ ...trust, all: [...trust.members, ...trust.left] })),
    ...world.federations.map((federation) => ({ ...federation, kind: 'Federation', all: federation.members })),
  ];
  return groups.flatMap(({ uid, name, kind, all }) =>
    all.filter(on).map(({ school, joined }) => ({
      URN: school.urn,
      'Group UID': uid,
      'Group ID': kind === 'Federation' ? '' : `TR${String(uid).padStart(5, '0')}`,
      'Group Name': name,
      'Companies House Number': '',
      'Group Type': kind,
      'Closed Date': '',
      'Group Status': 'Open',
      'Joined date': dashed(joined),
      EstablishmentName: school.name,
      'TypeOfEstablishment (name)': school.kind.type,
      'PhaseOfEducation (name)': school.kind.phase,
      'LA (code)': school.la,
      'LA (name)': school.town,
    })),
  );
}

function inspections(world: World): Row[] {
  return inspectionsOf(world).map(({ urn, name, phase, inspected, published, grade }) => ({
    URN: urn,
    'School name': name,
    'Ofsted phase': phase,
    'Inspection date': inspected.toString(),
    'Publication date': published.toString(),
    'Overall effectiveness': grade,
  }));
}

/** Our own table. A school that took another's place is in from its first day; until then the other was. */
function partnerships(world: World): Row[] {
  const began = Temporal.PlainDate.from('2017-09-01');
  return partnershipsOf(world).flatMap(({ name, letter, kind, members }) =>
    members.flatMap((school) => {
      const about = { Partnership: name, Letter: letter ?? '', Kind: kind };
      const late =
        school.predecessors.length > 0 && school.opened && Temporal.PlainDate.compare(school.opened, began) > 0;
      const before = late ? school.predecessors : [];
      return [
        ...before.map((one) => ({ URN: one.urn, ...about, From: began.toString(), Until: one.closed.toString() })),
        { URN: school.urn, ...about, From: (late ? school.opened : began)?.toString() ?? '', Until: '' },
      ];
    }),
  );
}
