import { accountsOf, intendPool, makePoolFinal, poolsOf, schoolHolders } from '../../../entitlements';
import { by, type Telling, went } from './cast';
import type { Choices } from './signing';

const intended = Temporal.PlainDate.from('2018-07-10');
const final = Temporal.PlainDate.from('2018-09-20');

/** A pool as the story knows it. */
export interface ToldPool {
  name: string;
  urns: number[];
  trustUid: number | null;
}

/** One pool of a trust with all that its schools have, and one of a few neighbours with a part of it. */
export function poolsTold(choices: Choices): ToldPool[] {
  const [trust] = choices.trusts;
  const [neighbours = []] = neighbourhoods(choices);
  return [
    ...(trust ? [{ name: trust.name, urns: trust.schools.map(({ urn }) => urn), trustUid: trust.uid }] : []),
    ...(neighbours.length > 1
      ? [{ name: 'Neighbours together', urns: neighbours.slice(0, 3).map(({ urn }) => urn), trustUid: null }]
      : []),
  ];
}

/** And one that is not final yet. */
export function poolsIntended(choices: Choices): ToldPool[] {
  const [, others = []] = neighbourhoods(choices);
  return others.length > 2 ? [{ name: 'Three for music', urns: urnsOf(others.slice(-3)), trustUid: null }] : [];
}

/** Schools that have signed and are in no trust of the story, by partnership: the largest group first. */
const neighbourhoods = ({ signed, trusts }: Choices) => {
  const inTrusts = new Set(trusts.flatMap(({ schools }) => urnsOf(schools)));
  const free = signed.filter(({ urn, partnership }) => !inTrusts.has(urn) && partnership);
  return [...Map.groupBy(free, ({ partnership }) => partnership).values()].toSorted((a, b) => b.length - a.length);
};

const urnsOf = (schools: readonly { urn: number }[]): number[] => schools.map(({ urn }) => urn);

export function tellPools(telling: Telling, choices: Choices): void {
  const { time, agenda, published, cast } = telling;
  const { year, offer } = published;
  for (const pool of poolsTold(choices)) {
    agenda.on(intended, async (tx) => {
      const holders = await schoolHolders(tx, pool.urns);
      const accounts = await accountsOf(tx, [...holders.values()], { year, element: offer.bespoke.credit.id });
      const members = pool.urns.map((urn) => {
        const all = accounts
          .filter(({ holder }) => holder.id === holders.get(urn)?.id)
          .reduce((sum, { left }) => sum + left, 0);
        return { urn, part: pool.trustUid === null ? Math.floor(all / 2) : null };
      });
      const wish = { name: pool.name, year, trustUid: pool.trustUid, note: 'Said when subscribing.', members };
      went(await intendPool(tx, by(telling, await cast.colleague(tx, 'administrator')), wish));
    });
    agenda.on(final, async (tx) => {
      const found = (await poolsOf(tx, { year })).find(({ name }) => name === pool.name);
      if (!found) throw new Error(`There is no pool called ${pool.name}.`);
      const leader = pool.trustUid === null ? null : await cast.trustLeader(tx, pool.trustUid);
      const agreed = { by: leader?.name ?? 'The heads of the schools', on: time.today() };
      went(await makePoolFinal(tx, by(telling, await cast.colleague(tx, 'administrator')), found.id, agreed));
    });
  }
  // Others have only said that they mean to.
  const [last] = poolsIntended(choices);
  if (last)
    agenda.on(Temporal.PlainDate.from('2018-12-12'), async (tx) => {
      const members = last.urns.map((urn) => ({ urn, part: null }));
      const wish = { name: last.name, year, trustUid: null, note: 'To be talked about in the spring.', members };
      went(await intendPool(tx, by(telling, await cast.colleague(tx, 'administrator')), wish));
    });
}
