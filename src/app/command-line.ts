import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../platform/config';
import { type Holder, LockedError } from '../platform/database';
import { listed } from '../platform/words';
import { askHolder, holderWhenReady } from './ask-holder';
import { type Call, type Command, type RunOn, TypedWrong } from './command';
import { commands } from './commands';
import { openProgram, type Program } from './program';

/** Milliseconds that a command waits for whoever holds the data folder and takes no commands yet. */
const patienceOfACommand = 15_000;

/** Runs one command line. @returns the exit code. */
export async function runCommandLine(
  argv: string[],
  io: Pick<Call, 'out' | 'say' | 'cwd'>,
  patience = patienceOfACommand,
): Promise<number> {
  const helpWanted = argv.length === 0 || argv[0] === 'help' || argv.includes('--help');
  const command = findCommand(argv);
  if (helpWanted || !command) {
    const about = argv.filter((word, at) => word !== '--help' && !(at === 0 && word === 'help'));
    const answers = helpWanted && (about.length === 0 || findCommand(about));
    // What was asked for can be piped on; what went wrong is said aside.
    (answers ? io.out : io.say)(help(about));
    return answers ? 0 : 2;
  }
  if (!command.alone) {
    const holder = await holderToAsk(io, patience);
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

/** Null on a server, and where the configuration is wrong: a command that needs it says so, and the doctor explains it. */
async function holderToAsk(io: Pick<Call, 'say'>, patience: number): Promise<Holder | null> {
  let config: Config;
  try {
    config = readConfig();
  } catch {
    return null;
  }
  return config.databaseUrl ? null : holderWhenReady(config.dataDir, io, patience);
}

/** Runs words on an installation that is open: what the holder of the data folder does for others. */
export const runOn: RunOn = async (program, argv, io) => {
  const command = findCommand(argv);
  if (!command) throw new Error('The running program does not know this command: restart it.');
  return runCommand(command, argv, { ...io, program: async () => program });
};

async function runCommand(
  command: Command,
  argv: string[],
  io: Omit<Call, 'words' | 'flags' | 'runOn'>,
): Promise<number> {
  try {
    return await command.run({ ...io, runOn, ...readWords(command, argv) });
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

/** The command whose name the words begin with; of two, the longer: "demo advance" before "demo". */
const findCommand = (argv: string[]): Command | undefined =>
  commands
    .filter((command) => argv.slice(0, wordsOf(command)).join(' ') === command.name)
    .sort((one, other) => wordsOf(other) - wordsOf(one))[0];

const wordsOf = (command: Command): number => command.name.split(' ').length;

function readWords(command: Command, argv: string[]): Pick<Call, 'words' | 'flags'> {
  const { words, flags } = parse(command, argv);
  if (words.length > 0 && !command.takesWords) throw new TypedWrong(`"${words.join(' ')}" is not understood.`);
  return { words, flags };
}

function parse(command: Command, argv: string[]): Pick<Call, 'words' | 'flags'> {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: argv.slice(wordsOf(command)),
      options: command.flags ?? {},
      allowPositionals: true,
      tokens: true,
    });
    const given = tokens.flatMap((token) => (token.kind === 'option' ? [token.rawName] : []));
    const twice = given.find((name, at) => given.indexOf(name) !== at);
    if (twice) throw new Error(`${twice} stands there twice, and counts once. Give it once`);
    return { words: positionals, flags: values as Call['flags'] };
  } catch (error) {
    throw new TypedWrong(notRead((error as Error).message));
  }
}

/** What Node says of options, in our words. */
function notRead(message: string): string {
  const [, flag] = /^Option '(--[\w-]+)/.exec(message) ?? [];
  if (flag && /ambiguous/.test(message)) return `After ${flag} comes what begins with "-": write it as ${flag}=…`;
  if (flag && /argument missing/.test(message)) return `${flag} needs something after it.`;
  return message.split('. ')[0] ?? 'That was not understood.';
}

/** How the command is used whose name these words begin with; of no words, and of words that are none, every command. */
function help(words: string[]): string {
  const asked = findCommand(words);
  if (asked) {
    const more = asked.more ? `\n${asked.more()}\n` : '';
    return `Usage: mesters ${asked.name} ${asked.usage}\n\n${asked.about}\n${more}`;
  }
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.about}`);
  const [first] = words;
  const longer = commands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => `"${name}"`);
  const meant = longer.length === 0 ? '' : ` Did you mean ${listed(longer, 'or')}?`;
  const unknown = first === undefined ? '' : `There is no command "${words.join(' ')}".${meant}\n\n`;
  return `${unknown}mesters COMMAND …\n\n${lines.join('\n')}\n\nmesters COMMAND --help says how a command is used.\n`;
}
