import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Anyone } from '../../platform/actor';
import type { Database } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { asSystem } from '../../platform/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { measure } from '../measured/measure';
import type { MeasuredDataset } from '../measured/sources';
import { random } from '../methods/testing/random';
import type { Stage } from '../tables';
import { bringRelease } from '../testing';
import { aUpn, csv, type Row } from './testing';

/** A child of Year 6 at one of two schools, with what the year brought. */
export interface TestChild {
  urn: number;
  upn: string;
  surname: string;
  forename: string;
  sex: 'F' | 'M';
  disadvantaged: boolean;
  /** Few of the first school have a plan. */
  sen: 'N' | 'K' | 'E';
  reading: string;
  maths: string;
  writing: string;
  /** Sessions of the two half-terms of autumn. */
  halves: readonly { possible: number; authorised: number; unauthorised: number }[];
  /** Sessions of each fixed-period exclusion. */
  excluded: readonly number[];
}

export const [oneSchool, otherSchool] = [107_014, 107_015] as const;

/** Names that a spreadsheet would run. */
export const hostile = ['=cmd|A0', '+Plus', '-Minus', '@At'] as const;

const trust = '4321';

/** The children of two schools, of this seed. What a test asks for is there whatever the seed. */
export function testChildren(seed: number): TestChild[] {
  const { pick, whole, chance, times } = random(seed);
  const child = (urn: number, n: number): TestChild => {
    const own = urn === oneSchool;
    const absences = (share: number) =>
      [76, 70].map((possible) => {
        const absent = Math.min(possible, Math.round(possible * share));
        const unauthorised = whole(0, absent);
        return { possible, authorised: absent - unauthorised, unauthorised };
      });
    return {
      urn,
      upn: aUpn(n + (own ? 100 : 500)),
      surname: own ? (hostile[n] ?? `Zurname${n}`) : `Othername${n}`,
      forename: own ? `Vorename${n}` : `Otherfore${n}`,
      sex: n % 2 === 0 ? 'F' : 'M',
      disadvantaged: chance(0.4),
      sen: own && n < 3 ? 'E' : pick(['N', 'N', 'N', 'K']),
      reading: String(whole(88, 115)),
      maths: pick([String(whole(88, 115)), 'A']),
      writing: pick(['WTS', 'EXS', 'EXS', 'GDS']),
      // The first is severe, the second persistent, the third never away.
      halves: absences([0.6, 0.15, 0][n] ?? whole(0, 20) / 100),
      excluded: own ? ([[4, 10], [2], [], [6], [3]][n] ?? []) : n < 2 ? [2] : [],
    };
  };
  return [...times(34, (n) => child(oneSchool, n)), ...times(26, (n) => child(otherSchool, n))];
}

/** All are in Year 6 of the academic year that starts in `year`. */
export const censusOf = (some: readonly TestChild[], year = 2017): string =>
  csv(
    ['URN', 'UPN', 'Surname', 'Forename', 'DOB', 'Gender', 'NCyearActual', 'EVERFSM_6', 'SEN', 'Ethnicity', 'Language'],
    ...some.map((one) => [
      one.urn,
      one.upn,
      one.surname,
      one.forename,
      `12/03/${year - 10}`,
      one.sex,
      6,
      one.disadvantaged ? 'Y' : 'N',
      one.sen,
      'WBRI',
      'ENG',
    ]),
  );

export const keyStage2Of = (some: readonly TestChild[]): string =>
  csv(
    ['URN', 'UPN', 'READ_SCALED', 'MATHS_SCALED', 'GPS_SCALED', 'WRIT_TA'],
    ...some.map((one) => [one.urn, one.upn, one.reading, one.maths, '100', one.writing]),
  );

export const attendanceOf = (some: readonly TestChild[]): string =>
  csv(
    ['URN', 'UPN', 'Period', 'SessionsPossible', 'SessionsAuthorised', 'SessionsUnauthorised'],
    ...some.flatMap((one) =>
      one.halves.map(
        ({ possible, authorised, unauthorised }, at): Row => [
          one.urn,
          one.upn,
          `autumn-${at + 1}`,
          possible,
          authorised,
          unauthorised,
        ],
      ),
    ),
  );

export const exclusionsOf = (some: readonly TestChild[]): string =>
  csv(
    ['URN', 'UPN', 'Category', 'Start date', 'Sessions', 'Reason'],
    ...some.flatMap((one) =>
      one.excluded.map((sessions, at): Row => [one.urn, one.upn, 'FIXD', `2017-11-${13 + at * 7}`, sessions, 'DB']),
    ),
  );

/** Brings a file of pupils and works out what follows. */
export async function bringAndMeasure(
  mesters: Mesters,
  folder: string,
  dataset: MeasuredDataset,
  content: string,
  { year = 2017, stage = 'validated' }: { year?: number; stage?: Stage } = {},
): Promise<void> {
  const path = join(folder, `${dataset}.csv`);
  writeFileSync(path, content);
  const { report } = await bringRelease(mesters, dataset, path, { year, stage });
  if (report.outcome !== 'accepted' || report.rejects.length > 0)
    throw new Error(JSON.stringify(report.problem ?? report.rejects));
  await measure(mesters, dataset === 'attendance-counts' ? 'attendance-marks' : dataset, year);
}

/** Two schools, the first in a trust, with a year's files of their children. */
export async function bringChildren(
  database: Database,
  mesters: Mesters,
  folder: string,
  children: readonly TestChild[],
): Promise<void> {
  await asSystem(database, async (tx) => {
    for (const urn of [oneSchool, otherSchool]) await aSchool(tx, { urn, name: `School ${urn}` });
    await sql`insert into schools.trust (uid) values (${Number(trust)})`.execute(tx);
    await sql`insert into schools.trust_version (uid, as_at, name, kind, runs_schools, open)
      values (${Number(trust)}, '2017-01-01', 'A trust', 'Multi-academy trust', true, true)`.execute(tx);
    await sql`insert into schools.trust_membership (urn, uid, as_at, present)
      values (${oneSchool}, ${Number(trust)}, '2017-01-01', true)`.execute(tx);
  });
  await bringAndMeasure(mesters, folder, 'pupils', censusOf(children));
  await bringAndMeasure(mesters, folder, 'ks2-pupils', keyStage2Of(children));
  await bringAndMeasure(mesters, folder, 'attendance-counts', attendanceOf(children));
  await bringAndMeasure(mesters, folder, 'exclusion-events', exclusionsOf(children));
}

/** Who asks: what they see of the first school's own figures, and whether of its pupils. */
export interface Reader {
  actor: Anyone;
  /** `governor`: all but those of a few pupils. */
  figures: 'inside' | 'governor' | 'outside' | 'none';
  pupils: boolean;
}

export async function readers(database: Database): Promise<Record<string, Reader>> {
  const at = (urn: number) => ({ kind: 'school', id: String(urn) }) as const;
  const person = async (role: string, scope: Parameters<typeof aPerson>[2]) => aPerson(database, role, scope);
  const reader = (actor: Anyone, figures: Reader['figures'], pupils = false): Reader => ({ actor, figures, pupils });
  return {
    'a data user of the school': reader(await person('named-data-user', at(oneSchool)), 'inside', true),
    'the head': reader(await person('headteacher', at(oneSchool)), 'inside'),
    'a governor': reader(await person('governor', at(oneSchool)), 'governor'),
    'a teacher': reader(await person('teacher', at(oneSchool)), 'none'),
    'the trust’s leader': reader(await person('trust-leader', { kind: 'trust', id: trust }), 'inside'),
    'a trustee': reader(await person('trustee', { kind: 'trust', id: trust }), 'none'),
    'an improvement partner': reader(await person('improvement-partner', company), 'outside'),
    'a project officer': reader(await person('project-officer', company), 'outside'),
    'an administrator': reader(await person('administrator', company), 'outside'),
    'a data analyst': reader(await person('data-analyst', company), 'inside', true),
    'the head of another school': reader(await person('headteacher', at(otherSchool)), 'none'),
    'a data user of another school': reader(await person('named-data-user', at(otherSchool)), 'none'),
    'a visitor': reader(null, 'none'),
  };
}
