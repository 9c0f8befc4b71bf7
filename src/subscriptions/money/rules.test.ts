import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instalments } from '../../offer';
import { shippedOffer } from '../../offer/testing';
import {
  bandOf,
  documentNumber,
  oldestFirst,
  payableBy,
  raisedFrom,
  readDocumentNumber,
  readPounds,
  remindersBy,
  stateOfInvoice,
  sumPence,
  yearHolding,
} from './rules';

const offer = shippedOffer();
const { invoicing } = offer.contract;
const day = (text: string) => Temporal.PlainDate.from(text);
const anyDay = fc.integer({ min: -400, max: 400 }).map((n) => day('2019-01-01').add({ days: n }));

describe('days', () => {
  it('an invoice goes out thirty days before, and not before the contract binds', () => {
    expect(raisedFrom(day('2018-09-01'), day('2018-07-02'), invoicing).toString()).toBe('2018-08-02');
    expect(raisedFrom(day('2018-09-01'), day('2018-10-12'), invoicing).toString()).toBe('2018-10-12');
  });

  it('whoever joins late has as long to pay', () => {
    expect(payableBy(day('2018-09-01'), day('2018-08-02'), invoicing).toString()).toBe('2018-09-01');
    expect(payableBy(day('2018-09-01'), day('2018-10-12'), invoicing).toString()).toBe('2018-11-11');
  });

  it('a payment day is never before the instalment, nor sooner than schools have', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (due, raised) => {
        const by = payableBy(due, raised, invoicing);
        expect(Temporal.PlainDate.compare(by, due)).toBeGreaterThanOrEqual(0);
        expect(raised.until(by, { largestUnit: 'days' }).days).toBeGreaterThanOrEqual(invoicing.payWithinDays);
      }),
    );
  });

  it('reminders go after seven days, then every fourteen, three times', () => {
    const sent = (late: number) => remindersBy(day('2019-01-01'), day('2019-01-01').add({ days: late }), invoicing);
    expect([0, 6, 7, 20, 21, 34, 35, 400].map(sent)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  });

  it('is overdue from the day after it was due', () => {
    const of = (leftPence: number, creditedPence = 0) => ({
      due: day('2019-01-14'),
      pence: 100,
      leftPence,
      creditedPence,
    });
    expect(stateOfInvoice(of(100), day('2019-01-14'))).toBe('due');
    expect(stateOfInvoice(of(1), day('2019-01-15'))).toBe('overdue');
    expect(stateOfInvoice(of(0), day('2019-01-15'))).toBe('paid');
    expect(stateOfInvoice(of(0, 100), day('2019-01-15'))).toBe('credited');
  });

  it.each([
    [-1, 'not-due'],
    [0, 'to-30'],
    [30, 'to-30'],
    [31, 'to-60'],
    [60, 'to-60'],
    [61, 'to-90'],
    [90, 'to-90'],
    [91, 'over-90'],
  ])('%s days late is in %s', (late, band) =>
    expect(bandOf(day('2019-01-14'), day('2019-01-14').add({ days: late }))).toBe(band),
  );

  it('the year turns with the offer', () => {
    expect(yearHolding(offer, day('2018-08-31'))).toBe('2017/18');
    expect(yearHolding(offer, day('2018-09-01'))).toBe('2018/19');
    expect(yearHolding(offer, day('2100-01-01'))).toBe('2099/00');
  });
});

describe('pence', () => {
  it('the parts of any fee sum to it, by any plan', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.constantFrom(...offer.contract.plans), (fee, plan) => {
        const parts = instalments(offer, fee, plan.id, offer.year);
        expect(sumPence(parts)).toBe(fee);
        expect(
          Math.max(...parts.map(({ pence }) => pence)) - Math.min(...parts.map(({ pence }) => pence)),
        ).toBeLessThan(2);
      }),
    );
  });

  it('a sum pays the oldest first, no invoice more than it has left, and nothing is lost', () => {
    const open = fc.array(
      fc.record({
        id: fc.uuid(),
        due: anyDay,
        number: fc.integer({ min: 1, max: 999 }),
        leftPence: fc.integer({ min: 1, max: 500_000 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.uniqueArray(open, { maxLength: 1 }), fc.nat(2_000_000), ([all = []], pence) => {
        const shares = oldestFirst(all, pence);
        const owed = all.reduce((sum, { leftPence }) => sum + leftPence, 0);
        expect(sumPence(shares)).toBe(Math.min(pence, owed));
        const sorted = all.toSorted((a, b) => Temporal.PlainDate.compare(a.due, b.due) || a.number - b.number);
        expect(shares.map(({ invoiceId }) => invoiceId)).toEqual(sorted.slice(0, shares.length).map(({ id }) => id));
        // All but the last are paid in full.
        for (const [i, share] of shares.slice(0, -1).entries()) expect(share.pence).toBe(sorted[i]?.leftPence);
      }),
    );
  });

  it.each([
    ['£1,234.50', 123450],
    ['1234.5', 123450],
    [' 7 ', 700],
    ['0.01', 1],
    ['0', null],
    ['-5', null],
    ['1.234', null],
    ['', null],
    ['five', null],
  ])('"%s" is %s pence', (typed, pence) => expect(readPounds(typed)).toBe(pence));
});

it('a document has a number that is read as it is written', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('invoice' as const, 'credit-note' as const),
      fc.integer({ min: 1, max: 999_999 }),
      (kind, number) => {
        expect(readDocumentNumber(documentNumber(kind, number))).toEqual({ kind, number });
      },
    ),
  );
  expect(readDocumentNumber('inv 42')).toEqual({ kind: 'invoice', number: 42 });
  expect(readDocumentNumber('INV-0')).toBeNull();
  expect(readDocumentNumber('106982')).toBeNull();
});
