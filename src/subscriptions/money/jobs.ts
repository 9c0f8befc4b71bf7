import { z } from 'zod';
import { type Clock, zone } from '../../platform/clock';
import type { Tx } from '../../platform/database';
import { defineJob, enqueue, type JobKind, type Work } from '../../platform/jobs';
import { system } from '../../schools';
import { raisedByNow, raiseInstalments, type ToRaise, toRaise, unpaid } from './due';
import { sendInvoiceLetter, writeLetter } from './letters';
import { invoiceBy } from './queries';
import { nextReminder, remindersBy } from './rules';

type Nothing = Record<string, never>;
type Step = Pick<Work, 'tx' | 'clock'> & { signal?: AbortSignal };

/**
 * Every day: what falls due to be raised is raised, and who is late is reminded. A few invoices together are a transaction of their own, so a
 * program that dies has done whole ones, and the next run does the others: the key of an invoice and of a letter makes each of them once.
 */
export const dailyMoney: JobKind<Nothing> = defineJob<Nothing>({
  name: 'subscriptions.daily-money',
  title: 'Raising invoices and sending reminders, every day',
  payload: z.strictObject({}) as unknown as z.ZodType<Nothing>,
  handle: async (work) => {
    // First of all: whatever happens to this run, there is another tomorrow.
    await work.tx((tx) => tomorrow(tx, work.clock));
    const failures = [...(await raiseAllDue(work)), ...(await remindAll(work))];
    if (failures.length > 0) throw new Error(`${failures.length} could not be done. ${failures[0]}`);
  },
});

const tomorrow = (tx: Tx, clock: Clock): Promise<string> => {
  const day = clock.today().add({ days: 1 });
  const after = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from('06:00') }).toInstant();
  return enqueue(tx, dailyMoney, {}, { once: 'tomorrow', after });
};

/** How many invoices one transaction raises. */
const atOnce = 100;

/** Raises what is due to be raised by today. @returns what could not be done, in words */
export async function raiseAllDue(work: Step): Promise<string[]> {
  const by = { actor: system, clock: work.clock };
  const parts = await work.tx((tx) => raisedByNow(tx, work.clock.today()));
  const raise = (some: readonly ToRaise[]) => work.tx((tx) => raiseInstalments(tx, by, some));
  const failures: string[] = [];
  for (let i = 0; i < parts.length; i += atOnce) {
    const some = parts.slice(i, i + atOnce);
    work.signal?.throwIfAborted();
    try {
      await raise(some);
    } catch {
      // Something is wrong with one of them: each by itself.
      failures.push(...(await each(work, some, (part) => raise([part]))));
    }
  }
  return failures;
}

async function remindAll(work: Work): Promise<string[]> {
  const today = work.clock.today();
  const late = (await work.tx(unpaid)).flatMap(({ id, due, last, invoicing }) => {
    const nth = remindersBy(due, today, invoicing);
    return nth > last ? [{ id, nth }] : [];
  });
  return each(work, late, ({ id, nth }) =>
    work.tx(async (tx) => {
      const invoice = await invoiceBy(tx, { id });
      if (invoice && invoice.leftPence > 0) await writeLetter(tx, invoice, nth, today, work.mesters.config.baseUrl);
    }),
  );
}

/** The days on which the parts that are not yet invoices are raised, as it stands today. */
export async function daysToRaise(tx: Tx): Promise<Temporal.PlainDate[]> {
  const days = new Map((await toRaise(tx)).flatMap(({ raise }) => (raise ? [[raise.toString(), raise] as const] : [])));
  return [...days.values()].toSorted(Temporal.PlainDate.compare);
}

/** The next day after this one on which an invoice is raised or a reminder goes, as it stands today; null where none is to come. */
export async function nextMoneyDay(tx: Tx, today: Temporal.PlainDate): Promise<Temporal.PlainDate | null> {
  const days = [
    ...(await toRaise(tx)).map(({ raise }) => raise),
    ...(await unpaid(tx)).map(({ due, invoicing }) => nextReminder(due, today, invoicing)),
  ];
  return (
    days
      .flatMap((day) => (day && Temporal.PlainDate.compare(day, today) > 0 ? [day] : []))
      .toSorted(Temporal.PlainDate.compare)[0] ?? null
  );
}

/** One that fails does not keep the others from being done. */
async function each<One>(work: Step, all: readonly One[], act: (one: One) => Promise<unknown>): Promise<string[]> {
  const failures: string[] = [];
  for (const one of all) {
    work.signal?.throwIfAborted();
    try {
      await act(one);
    } catch (error) {
      failures.push((error as Error).message);
    }
  }
  return failures;
}

/** The jobs of money, for the workers. */
export const moneyJobs: readonly JobKind<never>[] = [sendInvoiceLetter, dailyMoney];
