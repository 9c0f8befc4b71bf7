import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import { heldClock } from '../../platform/clock';
import type { Database, Tx } from '../../platform/database';
import type { JobKind, Work } from '../../platform/jobs';
import { testMesters } from '../../platform/jobs/testing';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { system } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { setPurchaseOrder, toRaise, unpricedYears } from './due';
import { credit, type InvoiceLine, raiseInvoice } from './invoices';
import { dailyMoney } from './jobs';
import { sendInvoiceLetter } from './letters';
import { allocate, allocateOldestFirst, payments, recordPayment, release } from './payments';
import { planInstalments } from './plan';
import { invoiceBy, invoices, linesOf, lockForPaying } from './queries';
import { moneyOf, statementOfAccount } from './statement';
import { anActiveContract, raiseBy } from './testing';

const by = { actor: system, clock: testClock };
const today = testClock.today();
const line = (pence: number): InvoiceLine => ({
  text: 'A day of advice',
  quantity: 1,
  eachPence: pence,
  source: 'sale',
});
const due = Temporal.PlainDate.from('2019-02-13');

async function newDatabase(): Promise<Database> {
  const database = await testDatabase();
  await asSystem(database, async (tx) => {
    const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
    if (!published.ok) throw new Error('The shipped offer has mistakes.');
  });
  return database;
}
const database = await newDatabase();
const inTx = <T>(work: (tx: Tx) => Promise<T>) => asSystem(database, work);
const school = (name?: string) => inTx((tx) => aSchool(tx, name ? { name } : {}));
const numbers = (kind: 'invoice' | 'credit-note', of = database) =>
  asSystem(of, async (tx) =>
    (
      await tx.selectFrom('subscriptions.invoice').where('kind', '=', kind).select('number').orderBy('number').execute()
    ).map(({ number }) => number),
  );
const noGaps = async (of = database) => {
  for (const kind of ['invoice', 'credit-note'] as const) {
    const found = await numbers(kind, of);
    expect(found).toEqual(found.map((_, i) => i + 1));
  }
};
const run = async (
  kind: JobKind<never>,
  payload: unknown,
  on: Partial<Work> = {},
  of = database,
  clock = testClock,
) => {
  const mesters = testMesters(of, { clock });
  const work: Work = {
    mesters,
    clock,
    tx: (act) => of.transaction(as('system', 'worker', clock), act),
    signal: new AbortController().signal,
    progress: () => {},
    last: false,
    ...on,
  };
  await kind.run(work, payload);
};
const constraintOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  try {
    await work;
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? (error as Error).message;
  }
  return 'nothing was refused';
};

describe('instalments become invoices', () => {
  it('raises those that fell due to be raised, once, with the worked sums', async () => {
    const urn = await school('Rivelin Bank');
    const { year } = await inTx((tx) =>
      anActiveContract(tx, { urn, plan: 'termly', feePence: 190_000, purchaseOrder: 'PO 7' }),
    );
    // 14 January: September's and January's are due, April's goes out on 2 March.
    const raised = await inTx((tx) => raiseBy(tx));
    const own = raised.filter((one) => one.urn === urn);
    expect(own.map(({ pence }) => pence)).toEqual([63_334, 63_333]);
    expect(own.map((one) => one.due?.toString())).toEqual(['2019-02-13', '2019-02-13']);
    expect(own[0]).toMatchObject({ purchaseOrder: 'PO 7', year, kind: 'invoice', billedTo: 'Rivelin Bank' });
    expect((await inTx((tx) => linesOf(tx, own[0]?.id ?? ''))).map(({ text }) => text)[0]).toContain('part 1 of 3');
    expect(await inTx((tx) => raiseBy(tx))).toEqual([]);
    const left = await inTx((tx) => toRaise(tx, { urns: [urn] }));
    expect(left.map(({ n, raise }) => [n, raise?.toString()])).toEqual([[3, '2019-03-02']]);
    const march = await asSystem(database, (tx) => raiseBy(tx, heldClock('2019-03-02')));
    expect(march.filter((one) => one.urn === urn).map((one) => [one.pence, one.due?.toString()])).toEqual([
      [63_333, '2019-04-01'],
    ]);
    expect(await inTx((tx) => moneyOf(tx, urn, year))).toMatchObject({
      invoiced: 190_000,
      paid: 0,
      credited: 0,
    });
    await noGaps();
  });

  it('a late joiner is billed from the day the contract binds', async () => {
    const urn = await school();
    await inTx((tx) => anActiveContract(tx, { urn, active: '2019-01-10' }));
    const [part] = await inTx((tx) => toRaise(tx, { urns: [urn] }));
    expect(part?.raise?.toString()).toBe('2019-01-10');
  });

  it('planning again changes nothing, and other parts only until one is an invoice', async () => {
    const urn = await school();
    const { id, year } = await inTx((tx) => anActiveContract(tx, { urn, feePence: 300_000 }));
    const plan = (feePence: number) =>
      inTx((tx) =>
        planInstalments(tx, by, {
          contractId: id,
          urn,
          year,
          feePence,
          plan: [{ due: Temporal.PlainDate.from('2018-09-01'), pence: feePence }],
          purchaseOrder: null,
        }),
      );
    expect(await plan(300_000)).toBe('unchanged');
    expect(await plan(310_000)).toBe('planned');
    await inTx((tx) => raiseBy(tx));
    expect(await plan(310_000)).toBe('unchanged');
    expect(await plan(320_000)).toBe('already-invoiced');
    expect((await inTx((tx) => invoices(tx, { urns: [urn] }))).map(({ pence }) => pence)).toEqual([310_000]);
    await expect(
      inTx((tx) => planInstalments(tx, by, { contractId: id, urn, year, feePence: 5, plan: [], purchaseOrder: null })),
    ).rejects.toThrow('come to 0 pence and not to 5');
  });

  it('a contract that has ended is not billed for what would have fallen due', async () => {
    const urn = await school();
    await inTx((tx) => anActiveContract(tx, { urn, plan: 'termly', ends: '2019-02-28' }));
    expect((await inTx((tx) => toRaise(tx, { urns: [urn] }))).map(({ n }) => n)).toEqual([1, 2]);
  });

  it('years without a price are named and never invoiced', async () => {
    const urn = await school();
    await inTx((tx) => anActiveContract(tx, { urn }));
    expect(await inTx((tx) => unpricedYears(tx, [urn]))).toEqual([
      { urn, year: '2019/20' },
      { urn, year: '2020/21' },
    ]);
    const later = await asSystem(database, (tx) => raiseBy(tx, heldClock('2021-08-31')));
    expect(later.filter((one) => one.urn === urn && one.year !== '2018/19')).toEqual([]);
  });

  it('a leader writes the order number of what is to come', async () => {
    const urn = await school();
    await inTx((tx) => anActiveContract(tx, { urn, plan: 'termly' }));
    await inTx((tx) => raiseBy(tx));
    const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) });
    const write = () =>
      database.transaction({ role: 'web', clock: testClock, actor: head }, (tx) =>
        setPurchaseOrder(tx, { actor: head, clock: testClock }, urn, 'PO 99'),
      );
    expect([await write(), await write()]).toEqual([1, 0]);
    expect((await inTx((tx) => toRaise(tx, { urns: [urn] }))).map((part) => part.purchaseOrder)).toEqual(['PO 99']);
    expect((await inTx((tx) => invoices(tx, { urns: [urn] }))).map((one) => one.purchaseOrder)).toEqual([null, null]);
  });
});

describe('invoices', () => {
  it('the same key is one invoice; a transaction that dies gives its number back', async () => {
    const urn = await school();
    const raise = (key: string) => inTx((tx) => raiseInvoice(tx, by, { key, urn, due, lines: [line(5000)] }));
    const first = await raise('booking/1');
    expect(await raise('booking/1')).toEqual(first);
    const before = (await numbers('invoice')).length;
    await expect(
      inTx(async (tx) => {
        await raiseInvoice(tx, by, { key: 'booking/2', urn, due, lines: [line(5000)] });
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect((await raise('booking/2')).number).toBe(before + 1);
    await noGaps();
  });

  it('is never altered, and its lines sum to it', async () => {
    const urn = await school();
    const { id } = await inTx((tx) =>
      raiseInvoice(tx, by, { key: 'booking/3', urn, due, lines: [line(700), line(300)] }),
    );
    const owner = (statement: string) =>
      database.transaction({ role: 'owner', clock: testClock, actor: null }, (tx) => sql.raw(statement).execute(tx));
    for (const statement of [
      `update subscriptions.invoice set pence = 1 where id = '${id}'`,
      `delete from subscriptions.invoice_line where invoice_id = '${id}'`,
      'truncate subscriptions.invoice cascade',
    ])
      expect(await constraintOf(owner(statement))).toMatch('never_altered');
    const more = (tx: Tx) =>
      tx
        .insertInto('subscriptions.invoice_line')
        .values({
          invoice_id: id,
          n: 3,
          text: 'More',
          quantity: 1,
          each_pence: 1,
          pence: 1,
          source: 'sale',
          element: null,
        })
        .execute();
    expect(await constraintOf(inTx(more))).toBe('invoice_sum');
    await expect(inTx((tx) => raiseInvoice(tx, by, { key: 'x', urn, due, lines: [] }))).rejects.toThrow(RangeError);
  });

  it('is seen by its school, its trust and the office, and by nobody else', async () => {
    const [own, other] = [await school(), await school()];
    await inTx((tx) => raiseInvoice(tx, by, { key: 'booking/seen', urn: own, due, lines: [line(100)] }));
    const seen = (sees: string[]) =>
      database.transaction(as(sees), async (tx) => (await invoices(tx, { urns: [own] })).length);
    expect(await seen([`school/${own}`])).toBe(1);
    expect(await seen(['finance/*'])).toBe(1);
    expect(await seen([`school/${other}`, 'staff', 'partner', 'school/*'])).toBe(0);
    expect(
      await constraintOf(
        database.transaction(as([`school/${own}`, `leader/${own}`, 'staff']), (tx) =>
          raiseInvoice(tx, by, { key: 'forged', urn: own, due, lines: [line(1)] }),
        ),
      ),
    ).toMatch('row-level security');
  });
});

describe('credit notes', () => {
  it('take what is left and no more, whoever writes', async () => {
    const urn = await school();
    const invoice = await inTx((tx) => raiseInvoice(tx, by, { key: 'booking/c', urn, due, lines: [line(10_000)] }));
    const take = (key: string, pence: number) =>
      inTx((tx) => credit(tx, by, { key, invoiceId: invoice.id, lines: [line(pence)], reason: 'Agreed' }));
    const first = await take('credit/1', 4000);
    expect(first).toMatchObject({ ok: true, value: { kind: 'credit-note', pence: 4000 } });
    expect(await take('credit/1', 4000)).toEqual(first);
    expect(await take('credit/2', 6001)).toMatchObject({
      ok: false,
      reason: { words: expect.stringContaining('£60 is left') },
    });
    // Past the words, the database.
    const forged = (tx: Tx) =>
      sql`insert into subscriptions.invoice (id, kind, number, key, urn, year, credits, reason, raised, pence, sender, billed_to, raised_at)
        values (${crypto.randomUUID()}, 'credit-note', 1, 'forged', ${urn}, '2018/19', ${invoice.id}, 'r', ${today}, 6001, '', 'x', ${testClock.now()})`.execute(
        tx,
      );
    expect(await constraintOf(inTx(forged))).toBe('credit_within_invoice');
    await take('credit/3', 6000);
    expect(await inTx((tx) => invoiceBy(tx, { id: invoice.id }))).toMatchObject({
      creditedPence: 10_000,
      leftPence: 0,
    });
    await noGaps();
  });

  it('do not take what has been paid: that is taken off first', async () => {
    const urn = await school();
    const invoice = await inTx((tx) => raiseInvoice(tx, by, { key: 'booking/paid', urn, due, lines: [line(10_000)] }));
    const { payment } = await inTx((tx) => recordPayment(tx, by, aPayment('form/paid', 10_000, urn)));
    await inTx((tx) => allocateOldestFirst(tx, by, payment, [urn]));
    const wish = { key: 'credit/paid', invoiceId: invoice.id, lines: [line(1)], reason: 'Agreed' };
    expect(await inTx((tx) => credit(tx, by, wish))).toMatchObject({
      ok: false,
      reason: { words: expect.stringContaining('take that payment off') },
    });
    const [paid] = await inTx((tx) =>
      tx.selectFrom('subscriptions.payment_allocation').where('invoice_id', '=', invoice.id).select('id').execute(),
    );
    await inTx((tx) => release(tx, by, paid?.id ?? 0));
    expect(await inTx((tx) => credit(tx, by, wish))).toMatchObject({ ok: true });
    expect((await inTx((tx) => payments(tx, { urns: [urn] })))[0]).toMatchObject({ overPence: 10_000 });
  });
});

const aPayment = (key: string, pence: number, urn: number | null = null) => ({
  key,
  received: today,
  pence,
  how: 'bank' as const,
  reference: '',
  payer: 'A payer',
  urn,
});

describe('payments', () => {
  it('pay the oldest first, once however often they are sent, and never more than there is', async () => {
    const urn = await school();
    const raise = (key: string, pence: number, day: string) =>
      inTx((tx) => raiseInvoice(tx, by, { key, urn, due: Temporal.PlainDate.from(day), lines: [line(pence)] }));
    const newer = await raise('booking/p1', 5000, '2019-03-01');
    const older = await raise('booking/p2', 3000, '2019-02-01');
    const pay = async () => {
      const { payment } = await inTx((tx) => recordPayment(tx, by, aPayment('form/p', 4000, urn)));
      return inTx((tx) => allocateOldestFirst(tx, by, payment, [urn]));
    };
    await pay();
    expect(await pay()).toMatchObject({ ok: true, value: { allocatedPence: 4000, overPence: 0 } });
    const left = async (id: string) => (await inTx((tx) => invoiceBy(tx, { id })))?.leftPence;
    expect([await left(older.id), await left(newer.id)]).toEqual([0, 4000]);
    const { payment } = await inTx((tx) => recordPayment(tx, by, aPayment('form/q', 9000)));
    expect(await inTx((tx) => allocate(tx, by, payment.id, [{ invoiceId: newer.id, pence: 4001 }]))).toMatchObject({
      ok: false,
    });
    expect(await inTx((tx) => allocate(tx, by, payment.id, [{ invoiceId: newer.id, pence: 9001 }]))).toMatchObject({
      ok: false,
    });
    const force = (pence: number, invoiceId: string) => (tx: Tx) =>
      sql`insert into subscriptions.payment_allocation (payment_id, invoice_id, pence, allocated_at) values (${payment.id}, ${invoiceId}, ${pence}, ${testClock.now()})`.execute(
        tx,
      );
    expect(await constraintOf(inTx(force(4001, newer.id)))).toBe('allocation_within_invoice');
    const large = await raise('booking/p3', 50_000, '2019-03-01');
    expect(await constraintOf(inTx(force(9001, large.id)))).toBe('allocation_within_payment');
  });

  it('whatever is raised, credited, paid and taken off, in any order: every pence is somewhere', async () => {
    const steps = fc.array(
      fc.tuple(fc.constantFrom('raise', 'credit', 'pay', 'release'), fc.integer({ min: 1, max: 9999 }), fc.nat(50)),
      { minLength: 4, maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const urn = await school();
        let [raised, received] = [0, 0];
        for (const [what, pence, pick] of all) {
          const key = crypto.randomUUID();
          await inTx(async (tx) => {
            const own = (await invoices(tx, { urns: [urn] })).filter(({ kind }) => kind === 'invoice');
            const chosen = own[pick % Math.max(1, own.length)];
            if (what === 'raise') {
              await raiseInvoice(tx, by, { key: `booking/${key}`, urn, due, lines: [line(pence)] });
              raised += pence;
            } else if (what === 'credit' && chosen) {
              const { ok } = await credit(tx, by, {
                key: `credit/${key}`,
                invoiceId: chosen.id,
                lines: [line(pence)],
                reason: 'r',
              });
              expect(ok).toBe(pence <= chosen.leftPence);
            } else if (what === 'pay') {
              const { payment } = await recordPayment(tx, by, aPayment(`form/${key}`, pence, urn));
              expect(await allocateOldestFirst(tx, by, payment, [urn])).toMatchObject({ ok: true });
              received += pence;
            } else if (what === 'release' && chosen) {
              const found = await tx
                .selectFrom('subscriptions.payment_allocation')
                .where('invoice_id', '=', chosen.id)
                .where('released_at', 'is', null)
                .select('id')
                .execute();
              for (const { id } of found.slice(0, 1)) await release(tx, by, id);
            }
          });
        }
        const account = await inTx((tx) => statementOfAccount(tx, [urn]));
        expect(account.invoicedPence).toBe(raised);
        expect(account.paidPence + account.overPence).toBe(received);
        expect(account.leftPence).toBe(raised - account.creditedPence - account.paidPence);
        expect(account.entries.at(-1)?.balancePence ?? 0).toBe(account.leftPence - account.overPence);
        expect(Object.values(account.aged).reduce((a, b) => a + b, 0)).toBe(account.leftPence);
      }),
      { numRuns: 25 },
    );
    await noGaps();
  });
});

describe('a statement of a country’s schools', () => {
  it('takes no more locks than a database keeps', async () => {
    const database = await testDatabase();
    const ids = Array.from({ length: 40_000 }, () => crypto.randomUUID());
    const held = await asSystem(database, async (tx) => {
      await lockForPaying(tx, ids);
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_locks
        where locktype = 'advisory' and pid = pg_backend_pid()`.execute(tx);
      return rows[0]?.n;
    });
    expect(held).toBeLessThanOrEqual(256);
  });
});

describe('the daily job', () => {
  const late = heldClock('2019-03-20');

  it('raises, writes to the business manager, reminds, and does nothing twice', async () => {
    const own = await newDatabase();
    const urn = await asSystem(own, (tx) => aSchool(tx, { name: 'Weir High' }));
    await aPerson(own, 'school-business-manager', { kind: 'school', id: String(urn) }, 'A Manager');
    await aPerson(own, 'headteacher', { kind: 'school', id: String(urn) }, 'A Head');
    await asSystem(own, (tx) => anActiveContract(tx, { urn }));
    for (const _ of [1, 2]) await run(dailyMoney, {}, {}, own);
    const [invoice] = await asSystem(own, (tx) => invoices(tx));
    for (const _ of [1, 2]) await run(sendInvoiceLetter, { invoice: invoice?.id }, {}, own);
    const letters = () =>
      asSystem(own, async (tx) =>
        (
          await tx
            .selectFrom('platform.mail')
            .select(['to_address', 'subject'])
            .orderBy('made_at')
            .orderBy('to_address')
            .execute()
        ).map(({ to_address, subject }) => `${to_address.split('-').slice(0, 2).join(' ')}: ${subject}`),
      );
    expect(await letters()).toEqual(['a manager: Invoice INV-00001: £2,760, due 13 February 2019']);
    // Due on 13 February: 35 days late on 20 March, which is when the third would go.
    for (const _ of [1, 2]) await run(dailyMoney, {}, {}, own, late);
    expect((await letters()).slice(1)).toEqual([
      'a head: Reminder: £2,760 of invoice INV-00001 is overdue',
      'a manager: Reminder: £2,760 of invoice INV-00001 is overdue',
    ]);
    expect(await asSystem(own, (tx) => invoices(tx))).toHaveLength(1);
    await noGaps(own);
  });

  it('killed between two invoices, it does the rest the next time', async () => {
    const own = await newDatabase();
    await asSystem(own, async (tx) => {
      for (let i = 0; i < 4; i++) await anActiveContract(tx, { urn: await aSchool(tx), feePence: 100_000 + i });
    });
    let raised = 0;
    const killing: Work['tx'] = (work) =>
      own.transaction(as('system', 'worker'), async (tx) => {
        const answer = await work(tx);
        // Half-way: all together are written and not committed, and then, one by one, the second.
        if (Array.isArray(answer) && answer[0]?.kind === 'invoice' && [1, 3].includes(++raised))
          throw new Error('killed');
        return answer;
      });
    await expect(run(dailyMoney, {}, { tx: killing }, own)).rejects.toThrow('killed');
    expect(await numbers('invoice', own)).toEqual([1, 2, 3]);
    await run(dailyMoney, {}, {}, own);
    const all = await asSystem(own, (tx) => invoices(tx));
    expect(all.map(({ pence }) => pence).sort()).toEqual([100_000, 100_001, 100_002, 100_003]);
    await noGaps(own);
  });

  it('eight at once on a server raise each once, without a gap', async () => {
    if (database.kind === 'pglite') return;
    const own = await newDatabase();
    const urns = await asSystem(own, async (tx) => {
      const made: number[] = [];
      for (let i = 0; i < 12; i++) {
        const urn = await aSchool(tx);
        await anActiveContract(tx, { urn, plan: 'termly', feePence: 100_000 + i });
        made.push(urn);
      }
      return made;
    });
    await Promise.all(Array.from({ length: 8 }, () => run(dailyMoney, {}, {}, own)));
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        asSystem(own, async (tx) => {
          await raiseInvoice(tx, by, {
            key: `booking/${i % 25}`,
            urn: urns[i % 12] ?? 0,
            due,
            lines: [line(100 + (i % 25))],
          });
          if (i % 7 === 3) throw new Error('given up');
        }).catch(() => undefined),
      ),
    );
    const all = await asSystem(own, (tx) => invoices(tx));
    expect(all.filter(({ pence }) => pence > 1000)).toHaveLength(24);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    await noGaps(own);
    // Two credit notes for one invoice at once: one of them is refused.
    const [invoice] = all.filter(({ pence }) => pence > 1000);
    const answers = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        asSystem(own, (tx) =>
          credit(tx, by, {
            key: `credit/${i}`,
            invoiceId: invoice?.id ?? '',
            lines: [line(invoice?.pence ?? 0)],
            reason: 'r',
          }),
        ),
      ),
    );
    expect(answers.filter((one) => one.status === 'fulfilled' && one.value.ok)).toHaveLength(1);
    await noGaps(own);
  });
});
