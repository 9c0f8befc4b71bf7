import { beforeAll, describe, expect, test } from 'vitest';
import { publishOffer } from '../offer';
import { shippedOfferText } from '../offer/testing';
import { testMesters } from '../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { system } from '../schools';
import { aSchool } from '../schools/testing';
import { accept, indicate, withdrawContract } from './contracts/service';
import { aContract } from './contracts/testing';
import { credit, raiseInvoice } from './money/invoices';
import { currentDetails, sayDetails } from './money/pay-to/details';
import { allocate, recordPayment } from './money/payments';
import { invoiceBy, invoices } from './money/queries';
import { anActiveContract, raiseBy, somewhere } from './money/testing';

const database = await testDatabase();
const { files } = testMesters(database);
const by = { actor: system, clock: testClock };
const run = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(database, work);
const times = <T>(n: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => work(i)));
const today = testClock.today();
const line = { text: 'A day of advice', quantity: 1, eachPence: 50_000, source: 'sale' } as const;
const anInvoice = async () => {
  const urn = await run((tx) => aSchool(tx));
  const key = `sale/${urn}`;
  return run((tx) => raiseInvoice(tx, by, { key, urn, year: '2018-19', lines: [line], due: today } as never));
};
const aPayment = (key: string, pence: number) =>
  run((tx) =>
    recordPayment(tx, by, { key, received: today, pence, how: 'bank', reference: '', payer: 'A school', urn: null }),
  );

beforeAll(() => run((tx) => publishOffer(tx, by, shippedOfferText(), 'offer.yaml').then(() => undefined)));

describe('at the same time', () => {
  test('of eight who say where schools pay, from the same page, one is kept and the others are told', async () => {
    for (const first of [0, null]) {
      const before = first ?? (await run(currentDetails))?.id ?? 0;
      const done = await times(8, (i) =>
        run((tx) =>
          sayDetails(tx, by, { ...somewhere, accountNumber: `0000000${i}`, reference: String(before) }, before),
        ),
      );
      const kept = done.flatMap((one, i) => (one.ok ? [`0000000${i}`] : []));
      expect(kept).toHaveLength(1);
      expect(done.filter((one) => !one.ok && one.reason === 'changed-meanwhile')).toHaveLength(7);
      expect((await run(currentDetails))?.accountNumber).toBe(kept[0]);
    }
  });

  test('a school means to subscribe once, and only one is told that it is new', async () => {
    const urn = await run((tx) => aSchool(tx, { pupils: 200 }));
    const done = await times(8, () => run((tx) => indicate(tx, by, urn)));
    expect(done.map((one) => one.ok && one.value.fresh).filter(Boolean)).toHaveLength(1);
    expect(new Set(done.map((one) => one.ok && one.value.contract.id)).size).toBe(1);
  });

  test('a form is accepted or withdrawn, and each says what holds', async () => {
    const urn = await run((tx) => aSchool(tx, { pupils: 200 }));
    const { id } = await run((tx) => aContract(tx, { files, clock: testClock, urn, state: 'form-completed' }));
    const done = await times(8, (i) => run((tx) => (i % 2 ? accept : withdrawContract)(tx, by, id)));
    expect(done.filter((one) => one.ok && one.value.fresh).length).toBeLessThanOrEqual(2);
    expect(done.some(({ ok }) => ok)).toBe(true);
  });

  test('instalments are raised once', async () => {
    const urn = await run((tx) => aSchool(tx));
    await run((tx) => anActiveContract(tx, { urn }));
    await times(6, () => run((tx) => raiseBy(tx)));
    const raised = await run((tx) => invoices(tx, { urns: [urn] } as never));
    const mine = raised.filter((one) => one.urn === urn);
    expect(mine.length).toBeGreaterThan(0);
    expect(new Set(mine.map(({ due }) => String(due))).size).toBe(mine.length);
  });

  test('a payment is recorded once', async () => {
    const made = await times(8, () => aPayment('the same click', 1000));
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(made.map(({ payment }) => payment.id)).size).toBe(1);
  });

  test('a payment set against an invoice by eight pays it once, and nobody meets an error', async () => {
    const invoice = await anInvoice();
    const { payment } = await aPayment(`pays ${invoice.id}`, 50_000);
    const done = await times(8, () =>
      run((tx) => allocate(tx, by, payment.id, [{ invoiceId: invoice.id, pence: 50_000 }])),
    );
    expect(done.some(({ ok }) => ok)).toBe(true);
    expect(await run((tx) => invoiceBy(tx, { id: invoice.id }))).toMatchObject({ leftPence: 0, paidPence: 50_000 });
  });

  test('of eight payments for one invoice one pays it, and the others are told that nothing is left', async () => {
    const invoice = await anInvoice();
    const paid = await times(8, (i) => aPayment(`${i} of ${invoice.id}`, 50_000));
    const done = await times(8, (i) =>
      run((tx) => allocate(tx, by, paid[i]!.payment.id, [{ invoiceId: invoice.id, pence: 50_000 }])),
    );
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of done) if (!one.ok) expect(one.reason.words).toContain('left to pay');
  });

  test('one payment for eight invoices pays as many as it reaches', async () => {
    const all: Awaited<ReturnType<typeof anInvoice>>[] = [];
    for (let i = 0; i < 8; i++) all.push(await anInvoice());
    const { payment } = await aPayment(`for many ${all[0]!.id}`, 50_000);
    const done = await times(8, (i) =>
      run((tx) => allocate(tx, by, payment.id, [{ invoiceId: all[i]!.id, pence: 50_000 }])),
    );
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of done) if (!one.ok) expect(one.reason.words).toContain('not yet set against');
  });

  test('two credit notes take no more than is left, and the same one is written once', async () => {
    const invoice = await anInvoice();
    const note = (key: string) =>
      run((tx) => credit(tx, by, { key, invoiceId: invoice.id, lines: [line], reason: 'A mistake' }));
    const same = await times(8, () => note(`same ${invoice.id}`));
    expect(new Set(same.map((one) => one.ok && one.value.id)).size).toBe(1);
    const other = await anInvoice();
    const done = await times(8, (i) =>
      run((tx) => credit(tx, by, { key: `${i} ${other.id}`, invoiceId: other.id, lines: [line], reason: 'A mistake' })),
    );
    expect(done.filter(({ ok }) => ok)).toHaveLength(1);
    for (const one of done) if (!one.ok) expect(one.reason.words).toContain('has been credited already');
  });
});
