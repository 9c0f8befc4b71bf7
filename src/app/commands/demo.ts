import { systemStanding } from '../../platform/database';
import { count, counted, date } from '../../platform/words';
import { type Call, type Command, TypedWrong, wholeNumber } from '../command';
import { advanceDemonstration } from '../demonstration/advance';
import { city } from '../demonstration/city';
import type { DemonstrationWish } from '../demonstration/make';
import { CannotMake, demonstrationBegun, largest, makeDemonstration } from '../demonstration/make';
import { fewestSchools, mostSchools } from '../demonstration/world';

export const demoCommand: Command = {
  name: 'demo',
  usage: '--seed NUMBER [--schools NUMBER]',
  about: 'Makes the demonstration, a fictional partnership, in a new installation. Equal seeds give equal content.',
  flags: { seed: { type: 'string' }, schools: { type: 'string' } },
  async run(call) {
    const { program, say } = call;
    const seed = wholeNumber(call, 'seed') ?? 1;
    const schools = wholeNumber(call, 'schools') ?? city.counted;
    if (schools < fewestSchools)
      throw new TypedWrong(
        `A demonstration needs at least ${fewestSchools} schools, so that it has some of every kind. Try --schools ${fewestSchools} or more.`,
      );
    if (schools > mostSchools)
      throw new TypedWrong(
        `A demonstration has at most ${count(mostSchools)} schools, as many as a whole country. Try --schools ${mostSchools} or fewer.`,
      );
    const mesters = await program();
    const before = await mesters.database.transaction(systemStanding(mesters.clock), demonstrationBegun);
    if (before?.made && before.seed === seed && before.schools === schools) {
      say(
        `This is the demonstration of seed ${seed} with ${counted(schools, 'school')} already. Nothing was changed.\n`,
      );
      return 0;
    }
    try {
      await makeDemonstration(mesters, { seed, schools, progress: steps(call, schools > largest ? 100 : 10) });
    } catch (error) {
      if (!(error instanceof CannotMake)) throw error;
      say(`${error.message}\n`);
      return 1;
    }
    say(
      `The demonstration is ready: ${counted(schools, 'school')} that count, from seed ${seed}. Start it with "npm start".\n`,
    );
    return 0;
  },
};

/** Says how far it is, so many times at most for each kind of work. */
function steps({ say }: Call, parts = 10): DemonstrationWish['progress'] {
  let said = '';
  return (done, of, words = '') => {
    const line = `${words}, ${Math.floor((done * parts) / of) * (100 / parts)}%\n`;
    if (line !== said) say(line);
    said = line;
  };
}

export const demoAdvanceCommand: Command = {
  name: 'demo advance',
  usage: 'DATE',
  about: 'Moves the demonstration’s today forward, like 2019-02-01, and does what falls due on the way.',
  takesWords: true,
  async run(call) {
    const { words, program, say } = call;
    const to = readDay(words);
    const mesters = await program();
    const tell = steps(call);
    const moved = await advanceDemonstration(mesters, to, (done, of) => tell(done, of, 'Days have passed'));
    if (moved.ok) {
      say(`Today is ${date(to)}.\n`);
      return 0;
    }
    const { heldToday } = await mesters.installation();
    const why = {
      backwards: `A demonstration only moves forward, and today is ${heldToday ? date(heldToday) : 'not held'}.`,
      'being-made': 'This demonstration is still being made. Wait until it is, then move the day.',
      'too-far': 'The demonstration’s story ends on 31 August 2021.',
      'not-a-demonstration': 'This is not a demonstration: its today is the real one.',
    };
    say(`${why[moved.reason]}\n`);
    return 1;
  },
};

function readDay(words: string[]): Temporal.PlainDate {
  const [typed = ''] = words;
  try {
    if (words.length === 1 && /^\d{4}-\d\d-\d\d$/.test(typed))
      return Temporal.PlainDate.from(typed, { overflow: 'reject' });
  } catch {
    // Said below.
  }
  throw new TypedWrong('Give one date, like 2019-02-01.');
}
