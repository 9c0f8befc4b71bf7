import { money } from '../../../platform/words';
import { allocateOldestFirst, credit, linesOf, openInvoices, recordPayment } from '../../../subscriptions';
import { firstDay } from '../city';
import { by, colleague, type Telling } from './cast';
import { went } from './signing';

type Open = Awaited<ReturnType<typeof openInvoices>>[number];

/** The day on which an invoice is put right, and by how much. */
const putRight = { on: Temporal.PlainDate.from('2018-08-21'), pence: 4800 };

/** How schools pay: most in time, some late, a few not yet. To be asked each evening, for the invoices of the day. */
export function tellMoney(telling: Telling): () => Promise<void> {
  const { time, agenda, random } = telling;
  const known = new Set<string>();
  agenda.on(putRight.on, () => putOneRight(telling));
  return async () => {
    const open = (await time.asProgram((tx) => openInvoices(tx))).toSorted((a, b) => a.number - b.number);
    for (const invoice of open.filter(({ id }) => !known.has(id))) {
      known.add(invoice.id);
      const draw = random('payment', invoice.urn, invoice.due.toString());
      const chance = draw.next();
      // A few wait for their governors to meet.
      if (chance > 0.96) continue;
      const paid =
        chance < 0.84
          ? invoice.due.subtract({ days: draw.between(0, 16) })
          : invoice.due.add({ days: draw.between(4, 40) });
      const soon = time.today().add({ days: draw.between(3, 9) });
      const on = Temporal.PlainDate.compare(paid, soon) < 0 ? soon : paid;
      if (Temporal.PlainDate.compare(on, firstDay) < 0) agenda.on(on, () => pay(telling, invoice, draw.percent(80)));
    }
  };
}

/** The bank has the money, and the finance officer sets it against the invoice. */
async function pay({ time }: Telling, { id, urn, name }: Open, named: boolean): Promise<void> {
  await time.asProgram(async (tx) => {
    const left = (await openInvoices(tx, [urn])).find((one) => one.id === id)?.leftPence ?? 0;
    if (left === 0) return;
    const who = by(time, await colleague(time, tx, 'finance-officer'));
    const { payment } = await recordPayment(tx, who, {
      key: `demonstration/${name}`,
      received: time.today(),
      pence: left,
      how: 'bank',
      reference: named ? name : `School ${urn}`,
      payer: `School ${urn}`,
      urn,
    });
    went(await allocateOldestFirst(tx, who, payment, [urn]));
  });
}

/** Pupils were counted twice: the office takes it off by a credit note. */
async function putOneRight({ time }: Telling): Promise<void> {
  await time.asProgram(async (tx) => {
    const [first] = (await openInvoices(tx))
      .filter(({ leftPence }) => leftPence > putRight.pence)
      .toSorted((a, b) => a.number - b.number);
    if (!first) return;
    const source = (await linesOf(tx, first.id))[0]?.source ?? '';
    const text = `Pupils who were counted twice: ${money(putRight.pence)} of the fee`;
    went(
      await credit(tx, by(time, await colleague(time, tx, 'finance-officer')), {
        key: 'demonstration/counted-twice',
        invoiceId: first.id,
        lines: [{ text, quantity: 1, eachPence: putRight.pence, source }],
        reason: 'Twelve pupils were counted twice.',
      }),
    );
  });
}
