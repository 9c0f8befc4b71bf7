import { accountsOf, intendPool, makePoolFinal, poolsOf, schoolHolder } from '../../../entitlements';
import { by, colleague, type Telling, trustLeader } from './cast';
import { type Choices, went } from './signing';

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
  const inTrusts = new Set(choices.trusts.flatMap(({ schools }) => schools.map(({ urn }) => urn)));
  const free = choices.signed.filter(({ urn, partnership }) => !inTrusts.has(urn) && partnership);
  const [neighbours = []] = [...Map.groupBy(free, ({ partnership }) => partnership).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  return [
    ...(trust ? [{ name: trust.name, urns: trust.schools.map(({ urn }) => urn), trustUid: trust.uid }] : []),
    ...(neighbours.length > 1
      ? [{ name: 'Neighbours together', urns: neighbours.slice(0, 3).map(({ urn }) => urn), trustUid: null }]
      : []),
  ];
}

export function tellPools({ time, agenda, published }: Telling, choices: Choices): void {
  const { year, offer } = published;
  for (const pool of poolsTold(choices)) {
    agenda.on(intended, () =>
      time.asProgram(async (tx) => {
        if ((await poolsOf(tx, { year })).some(({ name }) => name === pool.name)) return;
        const members: { urn: number; part: number | null }[] = [];
        for (const urn of pool.urns) {
          const accounts = await accountsOf(tx, [await schoolHolder(tx, urn)], {
            year,
            element: offer.bespoke.credit.id,
          });
          const all = accounts.reduce((sum, { left }) => sum + left, 0);
          members.push({ urn, part: pool.trustUid === null ? Math.floor(all / 2) : null });
        }
        const wish = { name: pool.name, year, trustUid: pool.trustUid, note: 'Said when subscribing.', members };
        went(await intendPool(tx, by(time, await colleague(time, tx, 'administrator')), wish));
      }),
    );
    agenda.on(final, () =>
      time.asProgram(async (tx) => {
        const found = (await poolsOf(tx, { year })).find(({ name }) => name === pool.name);
        if (!found || found.agreed) return;
        const leader = pool.trustUid === null ? null : await trustLeader(tx, pool.trustUid);
        const agreed = { by: leader?.name ?? 'The heads of the schools', on: time.today() };
        went(await makePoolFinal(tx, by(time, await colleague(time, tx, 'administrator')), found.id, agreed));
      }),
    );
  }
}
