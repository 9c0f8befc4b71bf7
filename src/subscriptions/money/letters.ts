import { z } from 'zod';
import type { Tx } from '../../platform/database';
import { defineJob } from '../../platform/jobs';
import { sendMail } from '../../platform/mail';
import { counted, date, money } from '../../platform/words';
import { type PersonInScope, peopleOf } from '../../schools';
import { detailsBy, nothingSaid } from './pay-to/details';
import { referenceWords } from './pay-to/words';
import { type Invoice, invoiceBy } from './queries';
import { daysLate } from './rules';
import './tables';

/** Writes to the school that an invoice has been raised: once, however often it runs. */
export const sendInvoiceLetter = defineJob({
  name: 'subscriptions.send-invoice',
  title: 'Sending an invoice',
  payload: z.object({ invoice: z.string() }),
  handle: ({ tx, clock, mesters }, { invoice }) =>
    tx(async (open) => {
      const found = await invoiceBy(open, { id: invoice });
      if (found) await writeLetter(open, found, 0, clock.today(), mesters.config.baseUrl);
    }),
});

/**
 * The letter that goes with an invoice (0) or the reminder that is the nth. One that has gone, on whatever day, does not go again.
 * @returns how many people it went to; null where it had gone before
 */
export async function writeLetter(
  tx: Tx,
  invoice: Invoice,
  nth: number,
  today: Temporal.PlainDate,
  baseUrl: string,
): Promise<number | null> {
  const people = recipients(await peopleOf(tx, { kind: 'school', id: String(invoice.urn) }), nth, today);
  const row = await tx
    .insertInto('subscriptions.invoice_letter')
    .values({
      invoice_id: invoice.id,
      nth,
      sent: today,
      recipients: people.length,
      left_pence: Math.max(0, invoice.leftPence),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('nth')
    .executeTakeFirst();
  if (!row) return null;
  const page = `${baseUrl}/schools/${invoice.urn}/money/${invoice.name}`;
  const reference = referenceWords((await detailsBy(tx, invoice.payTo)) ?? nothingSaid, invoice.name);
  const letter = nth === 0 ? raisedWords(invoice, page, reference) : reminderWords(invoice, page, today);
  for (const { email, name } of people)
    await sendMail(tx, {
      to: email,
      subject: letter.subject,
      text: [`Dear ${name},`, ...letter.paragraphs].join('\n\n'),
      kind: 'plain',
    });
  return people.length;
}

/** Business managers get invoices, the head where there is none; a reminder goes to both. */
function recipients(people: readonly PersonInScope[], nth: number, today: Temporal.PlainDate): PersonInScope[] {
  const here = people.filter(({ starts }) => Temporal.PlainDate.compare(starts, today) <= 0);
  const managers = here.filter(({ role }) => role === 'school-business-manager');
  const heads = here.filter(({ role }) => role === 'headteacher');
  const wanted = nth > 0 ? [...managers, ...heads] : managers.length > 0 ? managers : heads;
  return [...new Map(wanted.map((person) => [person.email, person])).values()];
}

const raisedWords = ({ name, pence, due, sender, payTo }: Invoice, page: string, reference: string) => ({
  subject: `Invoice ${name}: ${money(pence)}${due ? `, due ${date(due)}` : ''}`,
  paragraphs: [
    `${sender || 'The partnership'} has raised invoice ${name} for ${money(pence)}.${due ? ` Please pay it by ${date(due)}.` : ''}`,
    // The account itself is not written: a letter that names one is what somebody who pretends to be us would send.
    `See it${payTo === null ? '' : ' and where to pay'}, and keep it as a PDF:\n${page}`,
    `Please write ${reference} in the payment's reference, so that we know what it is for.`,
  ],
});

const reminderWords = ({ name, leftPence, due, sender }: Invoice, page: string, today: Temporal.PlainDate) => ({
  subject: `Reminder: ${money(leftPence)} of invoice ${name} is overdue`,
  paragraphs: [
    due
      ? `Invoice ${name} from ${sender || 'the partnership'} was due on ${date(due)}, ${counted(daysLate(due, today), 'day')} ago. ${money(leftPence)} is still to pay.`
      : `${money(leftPence)} of invoice ${name} is still to pay.`,
    `See it, and keep it as a PDF:\n${page}`,
    'If you have paid it in the last few days, thank you: there is nothing more to do. If something is wrong with it, tell the partnership office.',
  ],
});
