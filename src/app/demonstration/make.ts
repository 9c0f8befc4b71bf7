import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refreshAll } from '../../entitlements';
import { recordDeed } from '../../platform/audit';
import { heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import { changeInstallation, lockInstallation } from '../../platform/installation';
import { withoutJobs } from '../../platform/jobs';
import type { Mesters } from '../../platform/mesters';
import { counted } from '../../platform/words';
import { acceptImport, hasAdministrator, kindNamed, prepareImport, system } from '../../schools';
import { bringPupils } from './children/bring';
import { city, firstDay } from './city';
import { countByHand } from './counts';
import { enterPeople } from './enter';
import { type MadeFile, writeFiles } from './files';
import { publishOwnOffers } from './offers';
import { refreshBooks, signOnPaper } from './on-paper';
import { sayWhereToPay } from './pay-to';
import { peopleOfWorld } from './people';
import { bringPublished } from './published/bring';
import { liveStory, storyBegins } from './story/tell';
import { liveTerm } from './term';
import { startTime } from './time';
import { inventWorld, type World } from './world';

export interface DemonstrationWish {
  seed: number;
  /** How many schools count; the others come beside them. */
  schools: number;
  progress: (done: number, of: number, words?: string) => void;
}

/** Above so many schools there are fewer people to a school: it is for trying how Mesters bears the size. */
export const largest = 1000;

/** From which seed and size a demonstration was begun here. */
export interface Begun {
  seed: number;
  schools: number;
  /** It has everything. */
  made: boolean;
}

/** Null where no demonstration was ever begun. */
export async function demonstrationBegun(tx: Tx): Promise<Begun | null> {
  const rows = await tx
    .selectFrom('platform.audit')
    .where('action', 'in', [begunAction, madeAction])
    .select(['action', 'after'])
    .orderBy('id')
    .execute();
  const begun = rows.find(({ action }) => action === begunAction);
  if (!begun) return null;
  const { seed, schools } = begun.after as unknown as Omit<Begun, 'made'>;
  return { seed, schools, made: rows.some(({ action }) => action === madeAction) };
}

const begunAction = 'app.demonstration-begun';
const madeAction = 'app.demonstration-made';

/** The installation is not one in which this demonstration can be made. */
export class CannotMake extends Error {}

/**
 * Makes a demonstration in a new installation, through the use cases that people have: files are brought and accepted, people are given
 * roles, numbers are counted by hand. Equal seeds and sizes give equal content. If it stops halfway it can be asked for again.
 * @throws CannotMake when the installation holds something else.
 * @throws RangeError for a number of schools that cannot be made.
 */
export async function makeDemonstration(mesters: Mesters, wish: DemonstrationWish): Promise<void> {
  const { seed, schools } = wish;
  const world = inventWorld(wish);
  if ((await begin(mesters, { seed, schools })) === 'made') return;

  const folder = mkdtempSync(join(tmpdir(), 'mesters-demonstration-'));
  try {
    const files = writeFiles(world, folder);
    const people = peopleOfWorld(world, { few: schools > largest });
    const steps = files.length + world.schools.length + world.trusts.length + people.partnerships.length;
    const step = (done: number, words: string) => wish.progress(done, steps, words);

    // What follows for the books is worked out for all together, before the first day.
    await withoutJobs(async () => {
      await publishOwnOffers(mesters, schools);
      for (const [i, file] of files.entries()) {
        step(i, 'Reading what is known of the schools');
        await bring(mesters, file);
      }
      const administrator = await enterPeople(mesters, world, people, (done) =>
        step(files.length + done, 'Giving people their roles'),
      );
      await countByHand(mesters, world, administrator);
      await sayWhereToPay(mesters, administrator);
      if (schools <= largest)
        await bringPupils(mesters, world, folder, () => step(steps, 'Reading what is known of their pupils'));
    });
    // A large one is for trying how Mesters bears the size; results are made for a city's schools.
    if (schools <= largest)
      await bringPublished(mesters, world, folder, (done, of) =>
        wish.progress(steps, steps + storyDays, `Reading what was published, ${done + 1} of ${of} files`),
      );
    const few = schools > largest;
    const days = few ? termSteps : storyDays;
    // A large one's term takes most of the time, and its parts are told apart.
    const all = few ? days : steps + days;
    const lived = (done: number, words = 'Living the year') => wish.progress(all - days + done, all, words);
    await live(mesters, { world, few }, lived);
    await finish(mesters, { seed, schools });
    wish.progress(all, all, 'Done');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const storyDays = storyBegins.until(firstDay).days;
/** What a large one's term is divided into when it tells how far it is. */
const termSteps = 300;

/** The year until the demonstration's own today, from the day on which it stopped if it did. */
async function live(
  mesters: Mesters,
  { world, few }: { world: World; few: boolean },
  progress: (days: number, words?: string) => void,
): Promise<void> {
  if (few) {
    const third = termSteps / 3;
    const tell = (before: number, words: string) => (done: number, of: number) =>
      progress(Math.floor(third * (before + done / of)), words);
    await refreshBooks(mesters, world, tell(0, 'Working out what schools are owed'));
    await signOnPaper(mesters, world, tell(1, 'Bringing contracts in'));
    await liveTerm(mesters, world, tell(2, 'Living a term'));
    return void (await become(mesters, firstDay));
  }
  const from = await become(mesters, storyBegins);
  const time = startTime(mesters, from);
  if (from.equals(storyBegins)) {
    const { database, clock } = time.mesters;
    await refreshAll({ tx: (work) => database.transaction(systemStanding(clock), work), clock });
  }
  await liveStory({ time, world }, firstDay.subtract({ days: 1 }), (day) => progress(storyBegins.until(day).days));
}

type Size = Pick<Begun, 'seed' | 'schools'>;

/** Writes down what is being made, so that a second start goes on with the same and no other. */
async function begin({ database }: Mesters, size: Size): Promise<'begun' | 'made'> {
  const clock = heldClock('2017-09-11', '08:00');
  return database.transaction(systemStanding(clock), async (tx) => {
    const { kind } = await lockInstallation(tx);
    const before = await demonstrationBegun(tx);
    if (kind === 'own')
      throw new CannotMake('This installation holds real schools: make the demonstration in another data folder.');
    if (before) {
      if (before.seed !== size.seed || before.schools !== size.schools)
        throw new CannotMake(
          `This is the demonstration of seed ${before.seed} with ${counted(before.schools, 'school')}: make another in another data folder.`,
        );
      return before.made ? 'made' : 'begun';
    }
    if (await hasAdministrator(tx))
      throw new CannotMake('Somebody is an administrator here already: make the demonstration in another data folder.');
    const known = await tx.selectFrom('schools.school').select('urn').limit(1).executeTakeFirst();
    if (known)
      throw new CannotMake('Schools have been brought here already: make the demonstration in another data folder.');
    await recordDeed(
      tx,
      { actor: system, clock },
      { action: begunAction, scope: 'installation', about: 'The demonstration', after: size },
    );
    return 'begun';
  });
}

/** Brings one file on the day it came out, as the office would. A file that was brought before is not brought again. */
async function bring(mesters: Mesters, file: MadeFile): Promise<void> {
  const then: Mesters = { ...mesters, clock: heldClock(file.brought, '10:30') };
  const kind = kindNamed(file.kind);
  if (!kind) throw new Error(`No import is called ${file.kind}.`);
  const asProgram = <T>(work: (tx: Tx) => Promise<T>) => mesters.database.transaction(systemStanding(then.clock), work);
  const already = await asProgram((tx) =>
    tx
      .selectFrom('schools.import')
      .select('id')
      .where('file_name', '=', file.name)
      .where('status', '=', 'accepted')
      .executeTakeFirst(),
  );
  if (already) return;
  const prepared = await prepareImport(then, { kind, path: file.path, fileName: file.name, actor: system });
  if (!prepared.ok) throw new Error(`${file.name} was refused: ${prepared.reason.problem}`);
  const { id, counts, unknownNames } = prepared.value;
  if (counts.rejected > 0 || counts.unknown > 0 || unknownNames.length > 0)
    throw new Error(
      `${file.name}: ${counts.rejected} rows rejected, ${counts.unknown} unknown, ${unknownNames.join(', ')}`,
    );
  const accepted = await asProgram((tx) => acceptImport(tx, { actor: system, clock: then.clock }, id));
  if (!accepted.ok) throw new Error(`${file.name} was not accepted: ${accepted.reason}`);
}

/**
 * From here on it is a demonstration: its own today, and no real schools. Its people are there, and live their year; whoever looks in
 * meanwhile sees the day that it is.
 */
async function become(mesters: Mesters, day: Temporal.PlainDate): Promise<Temporal.PlainDate> {
  const from = await mesters.database.transaction(systemStanding(heldClock(day)), async (tx) => {
    const { kind, heldToday } = await lockInstallation(tx);
    if (kind === 'own') throw new CannotMake('Meanwhile this installation has become one with schools of its own.');
    if (heldToday) return heldToday;
    await changeInstallation(tx, { kind: 'demonstration', name: city.partnership, heldToday: day });
    return day;
  });
  mesters.forgetInstallation();
  await mesters.installation();
  return from;
}

/** Its own today has come; from now on each day's work is done as in any installation. */
async function finish(mesters: Mesters, size: Size): Promise<void> {
  const time = startTime(mesters, firstDay);
  await time.day(firstDay, (tx) =>
    recordDeed(
      tx,
      { actor: system, clock: time.mesters.clock },
      { action: madeAction, scope: 'installation', about: 'The demonstration', after: size },
    ),
  );
}
