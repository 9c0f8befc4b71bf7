import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { shippedOffer } from '../../offer/testing';
import { zone } from '../../platform/clock';
import {
  breakWindows,
  dayOf,
  isBinding,
  isOpen,
  type Moments,
  mayBegin,
  mayPlan,
  type State,
  stateOn,
  states,
  windowOn,
  yearsFrom,
  yearsOf,
} from './state';

const offer = shippedOffer();
const day = (text: string) => Temporal.PlainDate.from(text);
const first = day('2018-01-01');
const road = ['indicatedAt', 'formSentAt', 'completedAt', 'acceptedAt', 'activeAt'] as const;
const names: State[] = ['intention', 'form-sent', 'form-completed', 'accepted', 'active'];

/** Moments as the database keeps them: each step after the one before, notice only of what binds, withdrawal only of what does not. */
const moments = fc
  .record({
    steps: fc.array(fc.integer({ min: 0, max: 60 * 24 * 40 }), { minLength: 1, maxLength: 5 }),
    leaves: fc.option(fc.integer({ min: 0, max: 60 * 24 * 400 }), { nil: null }),
    ends: fc.integer({ min: 200, max: 1300 }),
  })
  .map(({ steps, leaves, ends }): Moments => {
    let at = first.toZonedDateTime({ timeZone: zone }).toInstant();
    const moment: Partial<Record<(typeof road)[number], Temporal.Instant>> = {};
    for (const [index, minutes] of steps.entries()) {
      at = at.add({ minutes });
      moment[road[index]!] = at;
    }
    const left = leaves === null ? null : at.add({ minutes: leaves });
    return {
      indicatedAt: moment.indicatedAt!,
      formSentAt: moment.formSentAt ?? null,
      completedAt: moment.completedAt ?? null,
      acceptedAt: moment.acceptedAt ?? null,
      activeAt: moment.activeAt ?? null,
      noticeAt: steps.length === 5 ? left : null,
      withdrawnAt: steps.length < 5 ? left : null,
      ends: first.add({ days: ends }),
    };
  });
const days = fc.integer({ min: -30, max: 1500 }).map((n) => first.add({ days: n }));

describe('the state on a day', () => {
  it('only ever goes forward along the road', () => {
    const place = (state: State) => ['prospect', ...names, 'notice-given', 'ended'].indexOf(state);
    fc.assert(
      fc.property(moments, days, fc.nat(400), (contract, from, further) => {
        const [earlier, later] = [stateOn(contract, from), stateOn(contract, from.add({ days: further }))];
        if (later === 'withdrawn') expect(isBinding(earlier)).toBe(false);
        else {
          expect(earlier).not.toBe('withdrawn');
          expect(place(later)).toBeGreaterThanOrEqual(place(earlier));
        }
      }),
    );
  });

  it('is what the last moment on or before the day says, whatever comes after', () => {
    fc.assert(
      fc.property(moments, days, (contract, on) => {
        const state = stateOn(contract, on);
        const passed = road.filter((step) => {
          const at = contract[step];
          return at !== null && Temporal.PlainDate.compare(dayOf(at), on) <= 0;
        }).length;
        const cut = {
          ...contract,
          ...Object.fromEntries(road.slice(Math.max(passed, 1)).map((step) => [step, null])),
        };
        expect(passed === 0 ? 'prospect' : stateOn(cut, on)).toBe(state);
        if (names.includes(state)) expect(state).toBe(names[passed - 1]);
      }),
    );
  });

  it('is ended the day after the last day and not before, unless it was withdrawn', () => {
    fc.assert(
      fc.property(moments, (contract) => {
        fc.pre(contract.activeAt !== null && Temporal.PlainDate.compare(dayOf(contract.activeAt), contract.ends) <= 0);
        expect(isBinding(stateOn(contract, contract.ends))).toBe(true);
        expect(stateOn(contract, contract.ends.add({ days: 1 }))).toBe('ended');
      }),
    );
  });

  it('is exactly one of: may begin, is open, is binding; and one may plan from the intention until the end', () => {
    for (const state of states) {
      expect([mayBegin(state), isOpen(state), isBinding(state)].filter(Boolean), state).toHaveLength(1);
      expect(mayPlan(state), state).toBe(!mayBegin(state));
    }
    expect(mayPlan('intention')).toBe(true);
    expect(stateOn(null, first)).toBe('prospect');
  });

  it('counts the day of London, where a moment late in the evening is already tomorrow in summer', () => {
    const late = Temporal.Instant.from('2018-06-03T23:30:00Z');
    const contract: Moments = {
      indicatedAt: late,
      formSentAt: null,
      completedAt: null,
      acceptedAt: null,
      activeAt: null,
      noticeAt: null,
      withdrawnAt: null,
      ends: day('2021-08-31'),
    };
    expect(stateOn(contract, day('2018-06-03'))).toBe('prospect');
    expect(stateOn(contract, day('2018-06-04'))).toBe('intention');
  });
});

describe('the break clause', () => {
  // Offer, section 16: notice from 1 March to 31 May ends it on 31 August.
  it('has a window in each year but the last', () => {
    expect(breakWindows(offer).map(({ from, to, endsOn }) => [from, to, endsOn].map(String))).toEqual([
      ['2019-03-01', '2019-05-31', '2019-08-31'],
      ['2020-03-01', '2020-05-31', '2020-08-31'],
    ]);
  });

  test.each([
    ['2018-06-01', null, '2019-03-01'],
    ['2019-02-28', null, '2019-03-01'],
    ['2019-03-01', '2019-08-31', '2020-03-01'],
    ['2019-05-31', '2019-08-31', '2020-03-01'],
    ['2019-06-01', null, '2020-03-01'],
    ['2020-05-31', '2020-08-31', null],
    ['2020-06-01', null, null],
    ['2021-04-01', null, null],
  ])('on %s ends it on %s; the next opens on %s', (on, endsOn, next) => {
    const found = windowOn(offer, day(on));
    expect(found.open?.endsOn.toString() ?? null).toBe(endsOn);
    expect(found.next?.from.toString() ?? null).toBe(next);
  });

  it('knows the years that a contract runs in', () => {
    expect(yearsFrom(offer, day('2018-09-01'))).toEqual(['2018/19', '2019/20', '2020/21']);
    expect(yearsFrom(offer, day('2019-01-14'))).toEqual(['2018/19', '2019/20', '2020/21']);
    expect(yearsFrom(offer, day('2019-09-01'))).toEqual(['2019/20', '2020/21']);
    expect(yearsOf(offer, day('2018-09-01'), day('2019-08-31'))).toEqual(['2018/19']);
  });
});
