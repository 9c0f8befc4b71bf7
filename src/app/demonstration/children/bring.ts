import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMeasured, measuredAs, measurePupils, releaseKindNamed, runRelease } from '../../../data';
import { heldClock } from '../../../platform/clock';
import { type Cell, type ExportColumn, writeCsv } from '../../../platform/documents';
import type { Mesters } from '../../../platform/mesters';
import { releasedBefore } from '../brought';
import { city } from '../city';
import { partnershipsOf } from '../partnerships';
import type { Trust } from '../trusts';
import type { FictionalSchool, World } from '../world';
import { activityRows } from './activity';
import { childrenOf, cohortYear, leaversOf } from './children';
import {
  attendanceRows,
  censusRows,
  type Drawing,
  earlyYearsRows,
  exclusionRows,
  keyStage1Rows,
  keyStage2Rows,
  keyStage4Rows,
  phonicsRows,
} from './results';

/** A file as a school's system or an agency would give it, to be brought like any other. */
interface PupilFile {
  name: string;
  dataset: string;
  year: number;
  brought: string;
  rows: readonly Record<string, Cell>[];
}

/**
 * The schools that share their pupils' data: those of the pictures that are said to, a primary school with its whole locality; and more secondary schools, first those of the trust
 * that has the most who share, so that figures of them together can be shown. Others have not agreed to: their pages say what would be there.
 */
export function sharingSchools(world: World): FictionalSchool[] {
  const counted = world.schools.filter((school) => school.counted && school.area === 0);
  const own = counted.filter(({ opened }) => opened === null || Temporal.PlainDate.compare(opened, firstDay) <= 0);
  const known = city.known.filter(({ shares }) => shares).map(({ place }) => place);
  const localities = partnershipsOf(world).filter(({ kind }) => kind === 'locality');
  const ofPictures = own
    .filter(({ place }) => known.includes(place))
    .flatMap((school) => localities.find(({ members }) => members.includes(school))?.members ?? [school]);
  const agreed = new Set(ofPictures.filter((school) => own.includes(school)));
  const share = ({ members }: Trust) => members.filter(({ school }) => agreed.has(school)).length;
  const [trust] = world.trusts.toSorted((a, b) => share(b) - share(a));
  const inTrust = new Set(trust?.members.map(({ school }) => school));
  const secondaries = own
    .filter(({ kind }) => kind.phase === 'Secondary')
    .sort((a, b) => Number(inTrust.has(b)) - Number(inTrust.has(a)));
  const wanted = Math.floor((counted.length * city.sharing_secondaries) / 100);
  const lacking = Math.max(0, wanted - secondaries.filter((school) => agreed.has(school)).length);
  return [...agreed, ...secondaries.filter((school) => !agreed.has(school)).slice(0, lacking)];
}

/** A school that opened since is not in the directory on the day of the first file. */
const firstDay = Temporal.PlainDate.from({ year: cohortYear, month: 9, day: 1 });

/** Half-terms of the demonstration's own year that are over on its first day. */
const overNow = 2;

export function pupilFiles(world: World): PupilFile[] {
  const schools = sharingSchools(world);
  const children = schools.flatMap((school) => childrenOf(world, school));
  const leavers = schools.flatMap((school) => leaversOf(world, school));
  const [before, now] = [cohortYear, cohortYear + 1].map((year): Drawing => ({ world, year, children })) as [
    Drawing,
    Drawing,
  ];
  const file = (name: string, dataset: string, brought: string, drawing: Drawing, rows: PupilFile['rows']) => ({
    name: `${name}_${drawing.year}-${String(drawing.year - 1999).padStart(2, '0')}.csv`,
    dataset,
    year: drawing.year,
    brought,
    rows,
  });
  return [
    file('pupils', 'pupils', '2018-02-19', before, censusRows(before)),
    file('early_years', 'early-years', '2018-07-09', before, earlyYearsRows(before)),
    file('activity', 'monthly-activity', '2018-04-16', before, activityRows({ ...before, children: leavers })),
    file('phonics', 'phonics', '2018-07-09', before, phonicsRows(before)),
    file('key_stage_1', 'ks1', '2018-07-09', before, keyStage1Rows(before)),
    file('key_stage_2', 'ks2-pupils', '2018-07-11', before, keyStage2Rows(before)),
    file('attendance', 'attendance-counts', '2018-09-10', before, attendanceRows(before, 6)),
    file('exclusions', 'exclusion-events', '2018-09-10', before, exclusionRows(before)),
    file('key_stage_4', 'ks4-entries', '2018-10-15', before, keyStage4Rows(before)),
    file('pupils', 'pupils', '2018-10-22', now, censusRows(now)),
    file('attendance', 'attendance-counts', '2019-01-07', now, attendanceRows(now, overNow)),
  ].filter(({ rows }) => rows.length > 0);
}

/** Brings the files of pupils on the days on which they came, and works out what follows. A file that was brought before changes nothing. */
export async function bringPupils(
  mesters: Mesters,
  world: World,
  folder: string,
  progress: (done: number, of: number) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = pupilFiles(world);
  const steps = files.length * 2;
  for (const [at, file] of files.entries()) {
    progress(at, steps);
    await bring(on(mesters, file), file, folder);
  }
  for (const [at, file] of files.entries()) {
    progress(files.length + at, steps);
    if (isMeasured(file.dataset)) await measurePupils(on(mesters, file), measuredAs(file.dataset), file.year);
  }
}

const on = (mesters: Mesters, { brought }: PupilFile): Mesters => ({
  ...mesters,
  clock: heldClock(Temporal.PlainDate.from(brought), '11:00'),
});

async function bring(mesters: Mesters, { name, dataset, year, rows }: PupilFile, folder: string): Promise<void> {
  if (await releasedBefore(mesters, name)) return;
  const path = join(folder, name);
  writeFileSync(path, csv(rows));
  const kind = releaseKindNamed(dataset);
  if (!kind) throw new Error(`There is no dataset ${dataset}.`);
  const { ok, report } = await runRelease(mesters, { dataset: kind, file: path, year, yes: true });
  const [first] = report.rejects;
  if (!ok) throw new Error(`${name} was refused: ${report.problem}`);
  if (first) throw new Error(`${name}, line ${first.line}, ${first.heading ?? 'the row'}: ${first.reason}`);
}

function csv(rows: PupilFile['rows']): string {
  const columns = Object.keys(rows[0] ?? {}).map((heading): ExportColumn => ({ heading, kind: 'text' }));
  return writeCsv({ columns, rows: rows.map((row) => columns.map(({ heading }) => row[heading] ?? null)) });
}
