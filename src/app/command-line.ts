import { parseArgs } from 'node:util';
import { readConfig } from '../platform/config';
import { holderOf, LockedError } from '../platform/database';
import { askHolder } from './ask-holder';
import { commands } from './commands';
import { openProgram, type Program } from './program';

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
}

export interface Command {
  /** 'import' or 'offer check'. */
  name: string;
  /** 'FILE --la CODE [--yes]'. */
  usage: string;
  about: string;
  flags?: Record<string, { type: 'string' | 'boolean' }>;
  /** Runs without opening the installation, so also while another process holds it. */
  alone?: boolean;
  /** The exit code: 0 done, 1 refused, 2 typed wrong. */
  run: (call: Call) => Promise<number>;
}

/** Says what is wrong with the words typed; exit code 2. */
export class TypedWrong extends Error {}

/** Runs one command line. @returns the exit code. */
export async function runCommandLine(argv: string[], io: Pick<Call, 'out' | 'say' | 'cwd'>): Promise<number> {
  const command = findCommand(argv);
  if (!command) {
    io.say(help(argv));
    return argv.length === 0 || argv[0] === 'help' || argv.includes('--help') ? 0 : 2;
  }
  if (!command.alone) {
    const config = readConfig();
    const holder = config.databaseUrl ? null : holderOf(config.dataDir);
    if (holder?.commands) return askHolder(holder.commands, argv, io);
  }
  let opened: Program | undefined;
  try {
    return await runCommand(command, argv, {
      ...io,
      program: async () => {
        opened ??= await openProgram();
        return opened;
      },
    });
  } finally {
    await opened?.close();
  }
}

/** Runs a command on an installation that is given: what the holder of the data folder does for others. */
export async function runCommand(command: Command, argv: string[], io: Omit<Call, 'words' | 'flags'>): Promise<number> {
  try {
    return await command.run({ ...io, ...readWords(command, argv) });
  } catch (error) {
    if (error instanceof TypedWrong) {
      io.say(`${error.message}\n\nUsage: mesters ${command.name} ${command.usage}\n`);
      return 2;
    }
    if (error instanceof LockedError) {
      io.say(`${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

export const findCommand = (argv: string[]): Command | undefined =>
  commands.find(
    (command) => command.name === argv.slice(0, command.name.split(' ').length).join(' ') && !argv.includes('--help'),
  );

function readWords(command: Command, argv: string[]): Pick<Call, 'words' | 'flags'> {
  try {
    const { values, positionals } = parseArgs({
      args: argv.slice(command.name.split(' ').length),
      options: command.flags ?? {},
      allowPositionals: true,
    });
    return { words: positionals, flags: values as Call['flags'] };
  } catch (error) {
    throw new TypedWrong((error as Error).message.split('. ')[0] ?? 'That was not understood.');
  }
}

function help(argv: string[]): string {
  const asked = commands.find((command) => argv.join(' ').startsWith(command.name));
  if (asked) return `Usage: mesters ${asked.name} ${asked.usage}\n\n${asked.about}\n`;
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.about}`);
  const unknown =
    argv.length > 0 && argv[0] !== 'help' && argv[0] !== '--help' ? `There is no command "${argv[0]}".\n\n` : '';
  return `${unknown}mesters COMMAND …\n\n${lines.join('\n')}\n\nmesters COMMAND --help says how a command is used.\n`;
}

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
  if (typeof given !== 'string' || !/^\d{1,9}$/.test(given))
    throw new TypedWrong(`--${flag} is a whole number, not "${given}".`);
  return Number(given);
}
