import { resolve } from 'node:path';
import {
  describeRelease,
  describeSupply,
  releaseJson,
  releaseKindNamed,
  releaseKinds,
  runRelease,
  runSupply,
  stages,
  tableNamed,
  tableNames,
} from '../../data';
import { publishShippedOffers } from '../../offer';
import { systemStanding } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { date, listed } from '../../platform/words';
import {
  describeImport,
  guessedCensusDay,
  type ImportReport,
  importKinds,
  readAcademicYear,
  runImport,
  toJson,
} from '../../schools';
import { type Call, type Command, oneOf, TypedWrong, wholeNumber } from '../command';
import type { Program } from '../program';
import { untilMeasured } from './until-measured';

export const importCommand: Command = {
  name: 'import',
  usage: `KIND FILE [--la CODE] [--yes] [--as-at DATE | --year YEAR] [--stage ${stages.join('|')}] [--format json]`,
  about: 'Says what an official file would change or hold; with --yes, accepts it.',
  more: () =>
    [
      'KIND is a file of facts of schools, which hold from a day on (--as-at or --year):',
      ...importKinds.map(({ name, called }) => `  ${name}: ${called}`),
      'or of results or pupils of a year, which have a stage:',
      ...releaseKinds.map(({ id, called }) => `  ${id}: ${called}`),
      'or "table NAME", an official table of a year, which is taken at once (--year):',
      ...Object.entries(tableNames).map(([name, called]) => `  ${name}: ${called}`),
    ].join('\n'),
  takesWords: true,
  flags: {
    la: { type: 'string' },
    yes: { type: 'boolean' },
    'as-at': { type: 'string' },
    year: { type: 'string' },
    stage: { type: 'string' },
    format: { type: 'string' },
  },
  async run(call) {
    if (call.words[0] === table) return bringTable(call);
    const [kind, file, more] = call.words;
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const known = importKinds.find(({ name }) => name === kind);
    const dataset = releaseKindNamed(kind ?? '');
    if (!kind || !(known || dataset))
      throw new TypedWrong(
        kind
          ? `There is no kind of file called "${kind}": mesters import --help names them.`
          : 'Say what kind of file it is: mesters import --help names them.',
      );
    if (!file || more) throw new TypedWrong(file ? 'Give one file at a time.' : 'Say which file.');
    if (known) refuseFlags(call, kind, { stage: 'a file of facts has no stage' });
    else refuseFlags(call, kind, { 'as-at': 'results are of a year: --year 2017-18' });
    if (call.flags['as-at'] !== undefined && call.flags.year !== undefined)
      throw new TypedWrong('Give --as-at or --year, not both.');
    if (!known) return bringRelease(call, kind, resolve(call.cwd, file), format);
    const wish = {
      kind,
      file: resolve(call.cwd, file),
      la: authority(call),
      yes: call.flags.yes === true,
      asAt: day(call, 'as-at'),
      year: academicYear(call, 'year'),
    };
    const program = await call.program();
    const { ok, report } = await runImport(program, wish);
    if (report.outcome === 'accepted') await becomeOwn(program);
    const code = tell(call, format, ok, toJson(report), describeImport(report, known));
    if (ok && kind === census) await afterCensus(call, wish.file, report);
    return code;
  },
};

const table = 'table';

/** An official table that a method needs: `import table NAME FILE --year 2017-18`. */
async function bringTable(call: Call): Promise<number> {
  const [, name = '', file, more] = call.words;
  const format = oneOf(call, 'format', ['text', 'json'], 'text');
  const known = tableNamed(name);
  if (!known) {
    const names = `The tables are ${listed(Object.keys(tableNames))}.`;
    throw new TypedWrong(
      `${name ? `There is no official table called "${name}".` : 'Say which table it is.'} ${names}`,
    );
  }
  if (!file || more) throw new TypedWrong(file ? 'Give one file at a time.' : 'Say which file.');
  const whole = 'an official table is whole, and of a year';
  refuseFlags(call, `table ${name}`, { la: whole, 'as-at': whole, stage: whole });
  const year = academicYear(call, 'year');
  if (year === undefined) throw new TypedWrong('Say the year, as in --year 2017-18.');
  const program = await call.program();
  const { ok, report } = await runSupply(program, { name: known, file: resolve(call.cwd, file), year });
  const code = tell(call, format, ok, report, describeSupply(report));
  if (report.outcome === 'accepted') await untilMeasured(call, program, { table: known, year });
  return code;
}

/** The number of an authority. @throws TypedWrong */
function authority(call: Call): number | undefined {
  const la = wholeNumber(call, 'la');
  if (la !== undefined && !/^[2-9]\d\d$/.test(String(call.flags.la)))
    throw new TypedWrong(`--la is the number of an authority, three figures such as 373, not "${call.flags.la}".`);
  return la;
}

/** Options that mean nothing to a kind, with the reason: what is typed is done or refused, never left out in silence. */
function refuseFlags(call: Call, kind: string, reasons: Record<string, string>): void {
  for (const [flag, reason] of Object.entries(reasons))
    if (call.flags[flag] !== undefined) throw new TypedWrong(`--${flag} is not for ${kind}: ${reason}.`);
}

/** The school census is two things: numbers of pupils, which are facts of schools, and figures about them, which are a release. */
const census = 'census';
const context = 'context';

/**
 * The same file says how many pupils there are, and what pupils they are: it is read once by whoever brings it. Where only the first can be
 * taken, that is a file taken in part, as one with rejected rows is: said, and no refusal.
 */
async function afterCensus(call: Call, file: string, numbers: ImportReport): Promise<void> {
  const day = Temporal.PlainDate.from(numbers.asAt ?? '');
  const guess =
    numbers.asAtSource === guessedCensusDay
      ? [
          `${date(day)} is a guess: neither the file nor its name says of which census it is. Say its day with --as-at: --as-at ${day} if the guess is right.`,
        ]
      : [];
  if (call.flags.yes !== true) return call.say(guess.map((line) => `${line}\n`).join(''));
  const { ok, report } = await takeRelease(call, context, file);
  if (ok) return call.say(`${describeRelease(report).join('\n')}\n`);
  const taken = numbers.outcome === 'accepted' ? 'were taken' : 'were known already';
  const lines = [
    `The pupil numbers ${taken}, as of ${date(day)}; the figures of the schools' context in the same file were not taken.`,
    ...(guess.length > 0
      ? [
          ...guess,
          'The same command with --as-at takes both. If the census was another, the numbers of the guess stay until the census of that day is brought.',
        ]
      : [report.problem ?? '']),
  ];
  call.say(`${lines.join('\n')}\n`);
}

async function bringRelease(call: Call, kind: string, file: string, format: 'text' | 'json'): Promise<number> {
  const { ok, report } = await takeRelease(call, kind, file);
  const code = tell(call, format, ok, releaseJson(report), describeRelease(report));
  const year = report.release?.year ?? null;
  if (report.outcome === 'accepted' && report.release?.level === 'pupil' && year !== null)
    await untilMeasured(call, await call.program(), { dataset: kind, year });
  return code;
}

async function takeRelease(call: Call, kind: string, file: string) {
  const dataset = releaseKindNamed(kind);
  if (!dataset) throw new Error(`There is no dataset ${kind}.`);
  const wish = {
    dataset,
    file,
    la: authority(call),
    yes: call.flags.yes === true,
    year: academicYear(call, 'year') ?? censusYear(call),
    stage: oneOf(call, 'stage', stages, 'validated'),
  };
  const program = await call.program();
  const taken = await runRelease(program, wish);
  if (taken.report.outcome === 'accepted') await becomeOwn(program);
  return taken;
}

/** Of a census day the academic year that it lies in. */
function censusYear(call: Call): number | undefined {
  const told = day(call, 'as-at');
  return told && (told.month >= 9 ? told.year : told.year - 1);
}

/** What became of a file: to a program as JSON, and in words. @returns the exit code. */
function tell(call: Call, format: 'text' | 'json', ok: boolean, json: object, words: readonly string[]): number {
  const lines = `${words.join('\n')}\n`;
  if (format === 'json') {
    call.out(`${JSON.stringify(json)}\n`);
    if (!ok) call.say(lines);
  } else if (ok) call.out(lines);
  else call.say(lines);
  return ok ? 0 : 1;
}

/** Schools of one's own have come in: from now on this is no place for a demonstration. Its name is asked when it is claimed. */
async function becomeOwn(program: Program): Promise<void> {
  if ((await program.installation()).kind !== 'new') return;
  await program.database.transaction(systemStanding(program.clock), (tx) =>
    changeInstallation(tx, { kind: 'own', name: '' }),
  );
  program.forgetInstallation();
  await publishShippedOffers(program);
}

function day(call: Call, flag: string): Temporal.PlainDate | undefined {
  const given = call.flags[flag];
  if (given === undefined) return undefined;
  try {
    return Temporal.PlainDate.from(String(given), { overflow: 'reject' });
  } catch {
    throw new TypedWrong(`--${flag} is a day like 2018-09-01, not "${given}".`);
  }
}

/** '2018/19' or '2018-19': the calendar year in which it starts. */
function academicYear(call: Call, flag: string): number | undefined {
  const given = call.flags[flag];
  if (given === undefined) return undefined;
  const starts = readAcademicYear(String(given));
  if (starts === null) throw new TypedWrong(`--${flag} is an academic year like 2018-19, not "${given}".`);
  return starts;
}
