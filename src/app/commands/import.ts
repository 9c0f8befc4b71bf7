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
} from '../../data';
import { publishShippedOffers } from '../../offer';
import { systemStanding } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { describeImport, importKinds, readAcademicYear, runImport, toJson } from '../../schools';
import { type Call, type Command, oneOf, TypedWrong, wholeNumber } from '../command';
import type { Program } from '../program';

export const importCommand: Command = {
  name: 'import',
  usage: `KIND FILE [--la CODE] [--yes] [--as-at DATE | --year YEAR] [--stage ${stages.join('|')}] [--format json]\n\nKIND is ${[...importKinds.map(({ name, called }) => `${name} (${called})`), ...releaseKinds.map(({ id, called }) => `${id} (${called})`)].join(', ')}; or "table NAME" for an official table of a year.`,
  about: 'Says what an official file would change or hold; with --yes, accepts it.',
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
      throw new TypedWrong(kind ? `There is no kind of file called "${kind}".` : 'Say what kind of file it is.');
    if (!file || more) throw new TypedWrong(file ? 'Give one file at a time.' : 'Say which file.');
    if (!known) return bringRelease(call, kind, resolve(call.cwd, file), format);
    const program = await call.program();
    const { ok, report } = await runImport(program, {
      kind,
      file: resolve(call.cwd, file),
      la: wholeNumber(call, 'la'),
      yes: call.flags.yes === true,
      asAt: day(call, 'as-at'),
      year: academicYear(call, 'year'),
    });
    if (report.outcome === 'accepted') await becomeOwn(program);
    const code = tell(call, format, ok, toJson(report), describeImport(report, known));
    // The same file says how many pupils there are, and what pupils they are: it is read once by whoever brings it.
    if (ok && kind === census && call.flags.yes === true)
      await bringRelease({ ...call, out: call.say }, context, resolve(call.cwd, file), 'text');
    return code;
  },
};

const table = 'table';

/** An official table that a method needs: `import table NAME FILE --year 2017-18`. */
async function bringTable(call: Call): Promise<number> {
  const [, name = '', file, more] = call.words;
  const format = oneOf(call, 'format', ['text', 'json'], 'text');
  const known = tableNamed(name);
  if (!known) throw new TypedWrong(name ? `There is no official table called "${name}".` : 'Say which table it is.');
  if (!file || more) throw new TypedWrong(file ? 'Give one file at a time.' : 'Say which file.');
  const year = academicYear(call, 'year');
  if (year === undefined) throw new TypedWrong('Say the year, as in --year 2017-18.');
  const { ok, report } = await runSupply(await call.program(), { name: known, file: resolve(call.cwd, file), year });
  return tell(call, format, ok, report, describeSupply(report));
}

/** The school census is two things: numbers of pupils, which are facts of schools, and figures about them, which are a release. */
const census = 'census';
const context = 'context';

async function bringRelease(call: Call, kind: string, file: string, format: 'text' | 'json'): Promise<number> {
  const dataset = releaseKindNamed(kind);
  if (!dataset) throw new Error(`There is no dataset ${kind}.`);
  const program = await call.program();
  const { ok, report } = await runRelease(program, {
    dataset,
    file,
    la: wholeNumber(call, 'la'),
    yes: call.flags.yes === true,
    year: academicYear(call, 'year') ?? censusYear(call),
    stage: oneOf(call, 'stage', stages, 'validated'),
  });
  if (report.outcome === 'accepted') await becomeOwn(program);
  return tell(call, format, ok, releaseJson(report), describeRelease(report));
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
