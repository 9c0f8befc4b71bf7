import { type Holder, schoolHolders, type Telling as Told, tellMany } from '../../../entitlements';
import type { Offer } from '../../../offer';
import type { Tx } from '../../../platform/database';
import { quoteAll } from '../../../subscriptions';
import { inShares } from '../random';
import { by, type Telling } from './cast';
import type { Choices } from './signing';

const day = (text: string) => Temporal.PlainDate.from(text);

/** What an administrator would be told under: they may take it back on the page of facts. */
const key = (kind: string, from: Temporal.PlainDate) => `office/${kind}/${from}`;

/** How many of a hundred schools are in each category, from the least help needed to the most; shared anew where an offer has more or fewer. */
const categoryShares = [34, 42, 17, 7];

/** What the office comes to know: who has what budget, when inspectors are expected, what happened, and in autumn the categories. */
export function tellFacts(telling: Telling, choices: Choices): void {
  const { agenda } = telling;
  agenda.on(day('2018-09-10'), (tx) => tellPartnerships(telling, tx));
  agenda.on(day('2018-10-08'), (tx) => tellInspections(telling, choices, tx));
  for (const [i, on] of ['2018-09-17', '2018-10-15', '2018-11-05', '2018-11-26', '2018-12-10', '2019-01-07'].entries())
    agenda.on(day(on), (tx) => tellHappened(telling, choices, i, tx));
  agenda.on(day('2018-11-14'), (tx) => tellCategories(telling, tx));
}

/** Each fact of an amount that the offer has for partnerships, by the number of their schools; and those that are simply so. */
async function tellPartnerships(telling: Telling, tx: Tx): Promise<void> {
  const { people, published } = telling;
  const { offer } = published;
  const facts = offer.facts.filter(({ of }) => of === 'partnership');
  const from = offer.contract.from;
  const tellings = people.partnerships.flatMap(({ id, kind, members }, i): Told[] =>
    facts.flatMap(({ id: fact, is }) => {
      const own = kind === 'locality' || kind === 'sector';
      const value =
        is === 'quantity'
          ? own
            ? amount(offer, fact, members.length)
            : null
          : is === 'yes-or-no' && !own && i % 2 === 0
            ? true
            : null;
      if (value === null) return [];
      return [
        {
          holder: { kind: 'partnership', id },
          key: key(fact, from),
          kind: fact,
          value,
          from,
          to: null,
          source: 'The budget of the year',
        },
      ];
    }),
  );
  await tellAll(telling, tx, tellings);
}

/** So much a school: in money several hundred pounds, in time half a day. */
function amount(offer: Offer, fact: string, schools: number): number {
  const rule = offer.elements.flatMap(({ grants }) => grants).find(({ amountFrom }) => amountFrom?.fact === fact);
  const counts = offer.units.find(({ id }) => id === rule?.amountFrom?.unit)?.counts;
  return schools * (counts === 'time' ? 2 : counts === 'money' ? 90_000 : 1);
}

/** Of some schools it is thought that inspectors come before the last day on which they may. */
async function tellInspections(telling: Telling, { signed }: Choices, tx: Tx): Promise<void> {
  const { time, published, random } = telling;
  const kind = published.offer.inspections?.expected;
  if (!kind) return;
  const draw = random('inspections');
  const some = draw.shuffled(signed).slice(0, Math.ceil(signed.length / 10));
  const from = time.today();
  const holders = await schoolHolders(tx, urnsOf(some));
  const tellings = some.map(
    ({ urn }): Told => ({
      holder: holders.get(urn) as Holder,
      key: key(kind, from),
      kind,
      value: day('2019-01-21')
        .add({ days: draw.between(0, 200) })
        .toString(),
      from,
      to: null,
      source: 'A talk with the head',
    }),
  );
  await tellAll(telling, tx, tellings);
}

/** A vacancy, a call, a selection: one or two schools each time. */
async function tellHappened(telling: Telling, { signed }: Choices, n: number, tx: Tx): Promise<void> {
  const { time, published, random } = telling;
  const facts = published.offer.facts.filter(({ is, of }) => is === 'occurrence' && of === 'school');
  const draw = random('happened', n);
  if (facts.length === 0) return;
  const on = time.today();
  const some = draw.shuffled(signed).slice(0, 2);
  const holders = await schoolHolders(tx, urnsOf(some));
  const tellings = some.map(({ urn }, i): Told => {
    const { id: kind } = facts[(n * 2 + i) % facts.length]!;
    return {
      holder: holders.get(urn) as Holder,
      key: key(kind, on),
      kind,
      value: true,
      from: on,
      to: on,
      source: 'The school rang',
    };
  });
  await tellAll(telling, tx, tellings);
}

/** The round has ended: every member school is in a category. */
async function tellCategories(telling: Telling, tx: Tx): Promise<void> {
  const { time, published, random } = telling;
  const { offer } = published;
  const [fact] = offer.facts.filter(({ is }) => is === 'category');
  if (!fact) return;
  const quoted = await quoteAll(tx, offer);
  const members = quoted.ok ? quoted.value.schools : [];
  const wanted = offer.categories.map((_, i) => categoryShares[i] ?? categoryShares.at(-1)!);
  const values = inShares(members.length, wanted).flatMap((n, i) => Array<string>(n).fill(offer.categories[i]!.id));
  const shuffled = random('categories').shuffled(values);
  const holders = await schoolHolders(tx, urnsOf(members));
  const from = time.today();
  const tellings = members.map(
    ({ urn }, i): Told => ({
      holder: holders.get(urn) as Holder,
      key: key(fact.id, from),
      kind: fact.id,
      value: shuffled[i]!,
      from,
      to: null,
      source: 'The autumn round',
    }),
  );
  await tellAll(telling, tx, tellings);
}

async function tellAll(telling: Telling, tx: Tx, tellings: readonly Told[]): Promise<void> {
  const who = by(telling, await telling.cast.colleague(tx, 'administrator'));
  for (let i = 0; i < tellings.length; i += atOnce) await tellMany(tx, who, tellings.slice(i, i + atOnce));
}

const urnsOf = (schools: readonly { urn: number }[]): number[] => schools.map(({ urn }) => urn);

/** Told together: what holders are owed is worked out once for so many. */
const atOnce = 60;
