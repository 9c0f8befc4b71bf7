import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dayPrice } from '../credit';
import { otherOffer, shippedOffer, shippedOfferText } from '../testing';
import { combinations } from './combinations';
import { differences } from './differences';
import { readPounds, readReplacing } from './offset';
import { owedBy } from './owed';
import { censusWords } from './school';

describe('amounts as people type them', () => {
  test.each([
    ['500', 50000],
    ['£1,250.50', 125050],
    ['320.5', 32050],
    [' 7 ', 700],
    ['0', 0],
  ])('%s', (typed, pence) => expect(readPounds(typed)).toBe(pence));

  test.each(['', '-5', '1.234', 'five', '1e3', '£', '1000000.01', '٣', '0x10'])('%s is none', (typed) =>
    expect(readPounds(typed)).toBeNull(),
  );

  test('any amount that is written can be read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (pence) => {
        const typed = (pence / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 });
        expect(readPounds(typed)).toBe(pence);
      }),
    );
  });
});

describe('the calculator', () => {
  const offer = shippedOffer();
  const rows = owedBy(offer, { sector: 'primary', status: 'maintained', category: null });
  const read = (query: string) => readReplacing(offer, new URLSearchParams(query), rows);

  test('begins with what has a price and the usual spending', () => {
    const { needed, spending } = read('');
    expect(needed).toContain('health-check');
    expect(needed).not.toContain('action-plan');
    expect(spending).toEqual({ governance: { low: 50000, high: 50000 } });
  });

  test('keeps what was typed wrongly, counts the rest, and knows no other names', () => {
    const { spending, faults, typed } = read(
      'pays-governance=lots&pays-health-check=10&pays-toString=5&need=__proto__',
    );
    expect(spending).toEqual({ 'health-check': { low: 1000, high: 1000 } });
    expect([...faults.keys()]).toEqual(['governance']);
    expect(typed.get('governance')).toBe('lots');
  });

  test('takes one amount or a low and a high one, and nothing else', () => {
    expect(read('pays-governance=250 to 400').spending).toEqual({ governance: { low: 25000, high: 40000 } });
    expect(read(`pays-governance=${encodeURIComponent('£250–£400.50')}`).spending.governance).toEqual({
      low: 25000,
      high: 40050,
    });
    for (const wrong of ['400 to 250', '1 to 2 to 3', 'to 5', '5 to', '-5'])
      expect(read(`pays-governance=${wrong}`).faults.size, wrong).toBe(1);
  });

  test('an empty field is no spending, not the usual one', () => {
    expect(read('pays-governance=').spending).toEqual({});
  });
});

describe('what a subscriber would get', () => {
  const offer = shippedOffer();

  test('a category changes only what is by category', () => {
    for (const { id: sector } of offer.sectors)
      for (const { id: status } of offer.statuses) {
        const of = (category: string) =>
          owedBy(offer, { sector, status, category }).filter(
            ({ id }) => id !== 'safety-net' && id !== 'support-and-challenge',
          );
        for (const { id } of offer.categories) expect(of(id)).toEqual(of('green'));
      }
  });

  test('without a category, what depends on it is said for each, and not counted', () => {
    const rows = owedBy(offer, { sector: 'primary', status: 'academy', category: null });
    expect(rows.filter(({ byCategory }) => byCategory).map(({ id }) => id)).toEqual([
      'support-and-challenge',
      'safety-net',
    ]);
    const net = rows.find(({ id }) => id === 'safety-net');
    expect(net?.byCategory?.map(({ quantity }) => quantity)).toEqual(['1 day', '2 days', '3 days']);
    expect(net?.worth).toEqual({ kind: 'unpriced' });
  });

  test('a maintained school has the diagnostic meeting anyway, an academy has not', () => {
    const anyway = (status: string) =>
      owedBy(offer, { sector: 'primary', status, category: null }).find(({ id }) => id === 'support-and-challenge')
        ?.anyway;
    expect([anyway('maintained'), anyway('academy')]).toEqual([true, false]);
  });
});

describe('what fits the credit', () => {
  const offer = shippedOffer();
  const inWords = (credit: number) =>
    combinations(offer, credit).map(
      ({ halfDays, services, left }) => `${halfDays / 2}+${services.join('+')}:${left / 100}`,
    );
  const governance = 'governance-discount';
  const protection = 'data-protection-discount';

  test('850, as the worked examples', () => {
    const all = inWords(85000);
    expect(all.filter((way) => way.endsWith(':0')).sort()).toEqual(
      ['1.5+:0', '0.5+appraisal:0', '0+appraisal-extended:0', '0+communications-two:0'].sort(),
    );
    for (const way of [
      `1+${governance}:50`,
      '0.5+communications-one:50',
      `0.5+${governance}+${protection}:50`,
      `0+appraisal+${governance}:50`,
      `0+communications-one+${protection}:100`,
    ])
      expect(all).toContain(way);
  });

  test('1,650, as the worked examples', () => {
    const all = inWords(165000);
    for (const way of [
      '3+:0',
      `2.5+${governance}:0`,
      '2+appraisal:0',
      `1.5+appraisal+${governance}:0`,
      `1+appraisal-extended+${protection}:0`,
      `1+communications-two+${governance}:0`,
      '0.5+appraisal-extended+communications-one:0',
      `0.5+communications-two+${governance}+${protection}:0`,
      `0+appraisal+communications-two+${governance}:0`,
    ])
      expect(all).toContain(way);
    expect(all.some((way) => way.includes('appraisal-extended+communications-two'))).toBe(false);
  });

  test('every way costs what is not left, and nothing is put beside what contains it', () => {
    const credits = fc.integer({ min: 0, max: 300_000 });
    fc.assert(
      fc.property(credits, fc.constantFrom(offer, otherOffer()), (credit, any) => {
        for (const { halfDays, services, left } of combinations(any, credit)) {
          const prices = services.map((id) => {
            const service = any.bespoke.services.find((one) => one.id === id)!;
            expect(services).not.toContain(service.includes);
            return typeof service.price === 'string' ? Number.NaN : service.price.quantity;
          });
          expect(dayPrice(any, halfDays) + prices.reduce((a, b) => a + b, 0) + left).toBe(credit);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('what differs between two versions', () => {
  const before = parse(shippedOfferText());

  test('is nothing between equals', () => expect(differences(before, parse(shippedOfferText()))).toEqual([]));

  test('is said by ids and as it is written, wherever the items stand', () => {
    const after = parse(
      shippedOfferText()
        .replace('votesEach: 1', 'votesEach: 2')
        .replace('perPupil: 4', 'perPupil: 4.5')
        .replace('from: 2018-09-01', 'from: 2018-09-02'),
    );
    after.elements.reverse();
    after.sectors = after.sectors.filter(({ id }: { id: string }) => id !== 'college');
    const found = differences(before, after);
    expect(found).toEqual(
      expect.arrayContaining([
        { path: 'members.votesEach', before: '1', after: '2' },
        { path: 'fee.prices.2018/19.rules.2.perPupil', before: '4', after: '4.5' },
        { path: 'contract.from', before: '2018-09-01', after: '2018-09-02' },
        { path: 'elements', before: 'in another order', after: 'in this order' },
        expect.objectContaining({ path: 'sectors.college', after: null }),
      ]),
    );
    expect(found).toHaveLength(5);
  });
});

describe('where the number of pupils comes from', () => {
  const offer = shippedOffer();
  const census = { censusDate: Temporal.PlainDate.from('2018-01-18'), onRoll: 180, schoolAged: null };
  test('a census counts everybody on roll', () =>
    expect(censusWords(offer, { sector: 'primary' }, { ...census, source: 'census' })).toBe(
      '180 on roll, January 2018 census, which counts everybody on roll. Enter the number of school age if it differs.',
    ));
  test('of a roll that is below school age it says so', () =>
    expect(censusWords(offer, { sector: 'nursery' }, { ...census, source: 'census' })).toBe(
      "180 on roll, January 2018 census, which counts everybody on roll. A nursery's pupils on roll are below school age. Enter the number of school age if it differs.",
    ));
  test('what the school counted itself is said so', () =>
    expect(censusWords(offer, { sector: 'nursery' }, { ...census, source: 'office', schoolAged: 171 })).toContain(
      '171 of school age, as the school counted them, of 180 on roll',
    ));
});
