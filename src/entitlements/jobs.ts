import { sql } from 'kysely';
import { z } from 'zod';
import { offerOfVersion, onOfferPublished, yearDays } from '../offer';
import { type Clock, zone } from '../platform/clock';
import type { Tx } from '../platform/database';
import { defineJob, enqueue, enqueueMany, isPending, type JobKind, type Work } from '../platform/jobs';
import { changedGroups, changedSchools, firstUrns, lineages, onSchoolsChanged } from '../schools';
import { refresh, refreshGroups } from './from-schools';
import { type Holder, schoolHolder } from './holders';
import { settleLeavers } from './pools';
import { reconcile } from './reconcile';
import { yearsOf } from './years';
import './tables';

/** How many holders one transaction works out, and how many jobs one statement adds. */
const atOnce = 100;
const jobsAtOnce = 50;
/** How many schools one question names. */
const schoolsAtOnce = 1000;

const byItself = (clock: Clock) => ({ actor: null, clock });

/** Tells again what is known of one school, by the first number of its line. Twice does no harm. */
export const refreshSchool = defineJob({
  name: 'entitlements.refresh',
  title: 'Working out what a school is owed',
  payload: z.object({ urn: z.int() }),
  handle: ({ tx, clock }, { urn }) => tx(async (open) => void (await refresh(open, byItself(clock), [urn]))),
});

/** One job for each school that an import says something about; its trusts and partnerships at once. */
export const importAccepted = defineJob({
  name: 'entitlements.import-accepted',
  title: 'Finding the schools that an import changed',
  payload: z.object({ importId: z.int() }),
  urgent: true,
  async handle({ tx, clock, signal }, { importId }) {
    for (let after = 0; ; ) {
      const changed = await tx((open) => changedSchools(open, importId, after, schoolsAtOnce));
      for (const urns of inPieces(changed, jobsAtOnce)) {
        signal.throwIfAborted();
        await tx((open) => refreshLater(open, urns));
      }
      const last = changed.at(-1);
      if (last === undefined) break;
      after = last;
    }
    const changed = await tx((open) => changedGroups(open, importId));
    const groups = [
      ...changed.trusts.map((uid) => ({ trusts: [uid], partnerships: [] })),
      ...(changed.partnerships.length > 0 ? [{ trusts: [], partnerships: changed.partnerships }] : []),
    ];
    for (const piece of inPieces(groups, atOnce)) {
      signal.throwIfAborted();
      const wish = {
        trusts: piece.flatMap(({ trusts }) => trusts),
        partnerships: piece.flatMap(({ partnerships }) => partnerships),
      };
      await tx((open) => refreshGroups(open, byItself(clock), wish));
    }
  },
});

/** Adds the job of each of these schools; of one that waits already no second. */
async function refreshLater(tx: Tx, urns: readonly number[]): Promise<void> {
  const lines = await lineages(tx, urns);
  const firsts = [...new Set(urns.map((urn) => lines.get(urn)?.[0] ?? urn))];
  for (const piece of inPieces(firsts, jobsAtOnce))
    await enqueueMany(
      tx,
      refreshSchool,
      piece.map((urn) => ({ payload: { urn }, once: String(urn) })),
    );
}

/** True while something that has become known of a school has not been worked out yet: the statement says so. */
export async function isBeingWorkedOut(tx: Tx, urn: number): Promise<boolean> {
  const { id } = await schoolHolder(tx, urn);
  if (await isPending(tx, refreshSchool, id)) return true;
  const { rows } = await sql<{ id: number }>`
    select id from schools.import where status = 'accepted' order by accepted_at desc, id desc limit 3`.execute(tx);
  for (const row of rows) if (await isPending(tx, importAccepted, String(row.id))) return true;
  return false;
}

/** Works out everybody whose years in view have changed: a year has come nearer, or a version of the offer was published. */
export const workOut = defineJob({
  name: 'entitlements.work-out',
  title: 'Working out what everybody is owed, every day',
  payload: z.object({}),
  handle: async (work) => {
    await work.tx((tx) => tomorrow(tx, work.clock));
    await workOutAll(work);
    await work.tx((tx) => settleLeavers(tx, byItself(work.clock)));
  },
});

type Step = Pick<Work, 'tx' | 'clock'> & { signal?: AbortSignal };

/** @returns how many holders were worked out. Those that are up to date are passed over. */
export async function workOutAll({ tx, clock, signal }: Step): Promise<number> {
  let done = 0;
  let after: Holder | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const from: Holder | null = after;
    const piece = await tx(async (open) => {
      const holders = await holdersAfter(open, from);
      const stale = await staleAmong(open, holders, clock.today());
      if (stale.length > 0) await reconcile(open, byItself(clock), stale);
      return { last: holders.at(-1), stale: stale.length };
    });
    done += piece.stale;
    if (!piece.last) return done;
    after = piece.last;
  }
}

/** Everything that the register says of every school, trust and partnership, at once: after a restore, and for a bench. */
export async function refreshAll({
  tx,
  clock,
  signal,
  progress,
}: Step & { progress?: (done: number) => void }): Promise<number> {
  await tx((open) => refreshGroups(open, byItself(clock), 'all'));
  let done = 0;
  for (let after = 0; ; ) {
    signal?.throwIfAborted();
    const from = after;
    const urns = await tx(async (open) => {
      const piece = await firstUrns(open, from, atOnce);
      await refresh(open, byItself(clock), piece);
      return piece;
    });
    const last = urns.at(-1);
    if (last === undefined) return done;
    done += urns.length;
    progress?.(done);
    after = last;
  }
}

interface Standing extends Holder {
  workedOutFor: string[];
}

async function holdersAfter(tx: Tx, after: Holder | null): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select kind, id, worked_out_for as "workedOutFor" from entitlements.holder
    where kind <> 'pool' and (${after === null} or (kind, id) > (${after?.kind ?? ''}, ${after?.id ?? ''}))
    order by kind, id limit ${jobsAtOnce}`.execute(tx);
  return rows;
}

async function staleAmong(tx: Tx, holders: readonly Standing[], today: Temporal.PlainDate): Promise<Holder[]> {
  if (holders.length === 0) return [];
  const viewed = await yearsOf(tx, holders, today);
  return holders
    .filter((holder) => {
      const now = viewed(holder).map(({ year, offerId }) => `${year} ${offerId}`);
      return now.join() !== holder.workedOutFor.join();
    })
    .map(({ kind, id }) => ({ kind, id }));
}

const tomorrow = (tx: Tx, clock: Clock): Promise<string> => {
  const day = clock.today().add({ days: 1 });
  const after = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from('00:30') }).toInstant();
  return enqueue(tx, workOut, {}, { once: 'tomorrow', after });
};

/** Has the day's work done now and then every day. To be called when the program starts: it is only added once. */
export const startWorkingOut = (tx: Tx): Promise<string> => enqueue(tx, workOut, {}, { once: 'today' });

/** The next day after this one on which another year comes into view, or one has ended; null where none is known of. */
export async function nextWorkOutDay(tx: Tx, today: Temporal.PlainDate): Promise<Temporal.PlainDate | null> {
  const { rows } = await sql<{ year: string; id: string }>`
    select distinct year, offer_id as id from entitlements.pinned_offer union select year, id from offer.published`.execute(
    tx,
  );
  const days: Temporal.PlainDate[] = [];
  for (const { year, id } of rows) {
    const published = await offerOfVersion(tx, id);
    if (!published) continue;
    const { from, to } = yearDays(published.offer, year);
    days.push(from.subtract({ months: 12 }), from, to.add({ days: 1 }));
  }
  return (
    days.filter((day) => Temporal.PlainDate.compare(day, today) > 0).toSorted(Temporal.PlainDate.compare)[0] ?? null
  );
}

/** Nobody is worked out before there is an offer, and by a new one everybody is. */
onOfferPublished(async (tx, { id }) => {
  await enqueue(tx, workOut, {}, { once: id });
});

onSchoolsChanged(async (tx, changed) => {
  if ('importId' in changed)
    await enqueue(tx, importAccepted, { importId: changed.importId }, { once: String(changed.importId) });
  else await refreshLater(tx, changed.urns);
});

/** The jobs of entitlements, for the workers. */
export const entitlementsJobs: readonly JobKind<never>[] = [refreshSchool, importAccepted, workOut];

function inPieces<One>(all: readonly One[], size: number): One[][] {
  const pieces: One[][] = [];
  for (let i = 0; i < all.length; i += size) pieces.push(all.slice(i, i + size));
  return pieces;
}
