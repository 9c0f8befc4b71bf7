import type { Program } from './program';

/** What a command is given. The result goes to `out`, words for people to `say`. */
export interface Call {
  /** What stands after the command's name. */
  words: string[];
  flags: Record<string, string | boolean | undefined>;
  /** Where the command was typed: paths are relative to it. */
  cwd: string;
  out: (text: string) => void;
  say: (text: string) => void;
  /** The installation, opened when first asked for. */
  program: () => Promise<Program>;
  /** Runs other words on an installation that is open: for the process that works for others. */
  runOn: RunOn;
}

export type RunOn = (program: Program, argv: string[], io: Pick<Call, 'out' | 'say' | 'cwd'>) => Promise<number>;

export interface Command {
  /** 'import' or 'offer check'. */
  name: string;
  /** 'FILE --la CODE [--yes]'. */
  usage: string;
  about: string;
  /** What --help says besides. */
  more?: () => string;
  /** Words may follow its name; otherwise any is a mistake. */
  takesWords?: true;
  flags?: Record<string, { type: 'string' | 'boolean' }>;
  /** Never passed on to the process that holds the installation: it works without opening it, or must not run beside another. */
  alone?: boolean;
  /** The exit code: 0 done, 1 refused, 2 typed wrong. */
  run: (call: Call) => Promise<number>;
}

/** Says what is wrong with the words typed; exit code 2. */
export class TypedWrong extends Error {}

/** A flag that must be one of a few words. @throws TypedWrong */
export function oneOf<const Choice extends string>(
  call: Call,
  flag: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const given = call.flags[flag];
  if (given === undefined) return fallback;
  const found = choices.find((choice) => choice === given);
  if (!found) throw new TypedWrong(`--${flag} is one of ${choices.join(', ')}, not "${given}".`);
  return found;
}

/** A flag that is a whole number. @throws TypedWrong */
export function wholeNumber(call: Call, flag: string): number | undefined {
  const given = call.flags[flag];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !/^\d+$/.test(given))
    throw new TypedWrong(`--${flag} is a whole number, not "${given}".`);
  if (given.length > 9) throw new TypedWrong(`--${flag} is a whole number of at most nine figures, not "${given}".`);
  return Number(given);
}
