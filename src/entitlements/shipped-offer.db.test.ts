import { beforeAll, describe, expect, it } from 'vitest';
import { type OwedExample, owedElements, owedExamples, shippedOffer, shippedOfferText } from '../offer/testing';
import { asSystem, testDatabase } from '../platform/testing';
import { type Account, accountsOf } from './accounts';
import { tellMany } from './facts';
import { type Holder, holderKey } from './holders';
import { anOffer, byTests as by, factsFor } from './testing';

/** Facts are told of every kind of school, of partnerships and of a trust; what they are owed is what the papers of the offer say. */

const database = await testDatabase();
const examples = owedExamples();
const holders = examples.map(({ holder }, i): Holder => ({ kind: holder, id: String(200_000 + i) }));
// What occurs, occurs in the year.
const firstDay = Temporal.PlainDate.from('2018-09-01');
let owed: Map<string, Account[]>;

beforeAll(async () => {
  await asSystem(database, (tx) => anOffer(tx, shippedOfferText()));
  for (let at = 0; at < examples.length; at += 100)
    await asSystem(database, (tx) =>
      tellMany(
        tx,
        by,
        examples.slice(at, at + 100).flatMap(({ facts }, i) => factsFor(holders[at + i] as Holder, facts, firstDay)),
      ),
    );
  owed = Map.groupBy(await asSystem(database, (tx) => accountsOf(tx, holders)), ({ holder }) => holderKey(holder));
}, 120_000);

const said = (accounts: readonly Account[]): OwedExample['owed'] =>
  Object.fromEntries(
    [...Map.groupBy(accounts, ({ element }) => element)].map(([element, of]) => [
      element,
      of
        .map(
          ({ unlimited, owed: units, unit, per, source }) =>
            `${unlimited ? 'unlimited' : units} ${unit}${per === 'event' && !unlimited ? ' an event' : ''}, ${source}`,
        )
        .sort(),
    ]),
  );

describe('by the shipped offer', () => {
  it('every element is looked at', () => {
    const { elements, bespoke } = shippedOffer();
    expect(owedElements().toSorted()).toEqual([...elements.map(({ id }) => id), bespoke.credit.id].sort());
    expect(elements.length).toBe(35);
  });
  it(`everybody is owed what the papers say (${examples.length} examples)`, () => {
    for (const [i, { name, owed: expected }] of examples.entries())
      expect({ name, owed: said(owed.get(holderKey(holders[i] as Holder)) ?? []) }).toEqual({ name, owed: expected });
  });
});
