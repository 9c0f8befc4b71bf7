import { currentOffer } from '../../../offer';
import { heldClock } from '../../../platform/clock';
import { systemStanding, type Tx } from '../../../platform/database';
import { asItIs, keepWhatIf, type ModelWish, modelQuery } from '../../../subscriptions';
import { peopleOfWorld } from '../people';
import type { Time } from '../time';
import type { World } from '../world';
import { type Act, type Agenda, makeAgenda } from './agenda';
import { tellBookings } from './bookings';
import { by, castOf, drawsOf, type Telling, went } from './cast';
import { tellFacts } from './facts';
import { tellMoney } from './money';
import { tellPools } from './pools';
import { chooseSchools, tellSigning } from './signing';

/** The first day on which something happens. */
export const storyBegins = Temporal.PlainDate.from('2018-04-16');

/**
 * Lives what a partnership's years are made of, up to a day and with it: each day's deeds in people's names, and what falls due by
 * itself. It goes on from the day that it is; whatever that day held has been.
 */
export async function liveStory(
  { time, world }: { time: Time; world: World },
  until: Temporal.PlainDate,
  progress: (day: Temporal.PlainDate) => void,
): Promise<void> {
  const agenda = await tellStory(time, world);
  for (;;) {
    const today = time.today();
    const [next] = [agenda.after(today), await time.nextBusy()]
      .flatMap((day) => day ?? [])
      .toSorted(Temporal.PlainDate.compare);
    if (!next || Temporal.PlainDate.compare(next, until) > 0) return;
    await time.day(next, (tx) => play(time, tx, agenda.of(next)));
    progress(next);
  }
}

/** People do it one after the other, from when the office opens until it closes. */
async function play(time: Time, tx: Tx, acts: readonly Act[]): Promise<void> {
  const pause = Math.min(47, Math.floor(480 / (acts.length + 1)));
  for (const [i, act] of acts.entries()) {
    await time.clockTo(tx, 8 * 60 + 34 + (i + 1) * pause);
    await act(tx);
  }
}

async function tellStory(time: Time, world: World): Promise<Agenda> {
  // What was known in the beginning decides who does what, on whatever day it is told again.
  const asAtFirst = systemStanding(heldClock(storyBegins));
  return time.mesters.database.transaction(asAtFirst, async (tx) => {
    const published = await currentOffer(tx);
    if (!published) throw new Error('No offer is published.');
    const people = peopleOfWorld(world);
    const cast = castOf(time, world, people);
    const agenda = makeAgenda();
    const telling: Telling = { time, world, people, cast, published, agenda, random: drawsOf(world.seed) };
    const choices = await chooseSchools(telling, tx);
    tellSigning(telling, choices);
    tellFacts(telling, choices);
    tellPools(telling, choices);
    tellBookings(telling, choices);
    tellMoney(telling);
    tellWhatIfs(telling);
    return agenda;
  });
}

/** What the office thinks about for the next years. */
function tellWhatIfs(telling: Telling): void {
  const wishes: [on: string, name: string, wish: Partial<ModelWish>][] = [
    ['2018-10-16', 'One school in ten leaves at each break', { churn: 10 }],
    ['2018-11-20', 'Two pupils in a hundred fewer', { pupils: -20 }],
    ['2018-12-04', 'Everybody joins', { who: 'everyone' }],
  ];
  for (const [on, name, wish] of wishes)
    telling.agenda.on(Temporal.PlainDate.from(on), async (tx) => {
      const { year } = telling.published;
      const who = by(telling, await telling.cast.colleague(tx, 'finance-officer'));
      went(await keepWhatIf(tx, who, { year, name, query: modelQuery({ ...asItIs, ...wish }) }));
    });
}
