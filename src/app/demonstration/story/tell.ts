import { currentOffer } from '../../../offer';
import { startDays } from '../../daily';
import { firstDay } from '../city';
import type { People } from '../people';
import { pass, type Time } from '../time';
import type { World } from '../world';
import { makeAgenda } from './agenda';
import { tellBookings } from './bookings';
import { drawsOf, type Telling } from './cast';
import { tellFacts } from './facts';
import { tellMoney } from './money';
import { tellPools } from './pools';
import { chooseSchools, offerRuns, tellSigning } from './signing';

/** The first day on which something happens. */
export const storyBegins = Temporal.PlainDate.from('2018-04-16');

/**
 * What a partnership's year is made of, from the first intentions to the demonstration's today: each day's deeds in people's names, and then what
 * falls due by itself. Told again from the beginning it finds done what was done.
 */
export async function tellStory(
  { time, world, people }: { time: Time; world: World; people: People },
  progress: (days: number) => void,
): Promise<void> {
  const published = await time.asProgram((tx) => currentOffer(tx));
  if (!published) throw new Error('No offer is published.');
  const telling: Telling = { time, world, people, published, agenda: makeAgenda(), random: drawsOf(world.seed) };
  const choices = await chooseSchools(telling);
  tellSigning(telling, choices);
  tellFacts(telling, choices);
  tellPools(telling, choices);
  tellBookings(telling, choices);
  const payLater = tellMoney(telling);
  const { agenda } = telling;
  for (let day = agenda.next(); day && Temporal.PlainDate.compare(day, firstDay) < 0; day = agenda.next()) {
    if (Temporal.PlainDate.compare(day, offerRuns) > 0) await pass(time, day.subtract({ days: 1 }));
    await time.moveTo(day);
    // The morning's work, then what people do, then what follows from it.
    await time.settle();
    await agenda.play(day);
    await time.settle();
    await payLater();
    progress(storyBegins.until(day).days);
  }
  await pass(time, firstDay.subtract({ days: 1 }));
  await time.moveTo(firstDay);
  await startDays({
    ...time.mesters,
    installation: async () => ({ kind: 'demonstration', name: '', heldToday: firstDay }),
  });
  await time.settle();
}

export const storyDays = storyBegins.until(firstDay).days;
