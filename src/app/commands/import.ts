import { resolve } from 'node:path';
import { publishShippedOffers } from '../../offer';
import { systemStanding } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { describeImport, importKinds, readAcademicYear, runImport, toJson } from '../../schools';
import { type Call, type Command, oneOf, TypedWrong, wholeNumber } from '../command';
import type { Program } from '../program';

export const importCommand: Command = {
  name: 'import',
  usage: `KIND FILE [--la CODE] [--yes] [--as-at DATE | --year YEAR] [--format json]\n\nKIND is ${importKinds.map(({ name, called }) => `${name} (${called})`).join(', ')}.`,
  about: 'Says what an official file would change; with --yes, changes it.',
  flags: {
    la: { type: 'string' },
    yes: { type: 'boolean' },
    'as-at': { type: 'string' },
    year: { type: 'string' },
    format: { type: 'string' },
  },
  async run(call) {
    const [kind, file, more] = call.words;
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const known = importKinds.find(({ name }) => name === kind);
    if (!kind || !known)
      throw new TypedWrong(kind ? `There is no kind of file called "${kind}".` : 'Say what kind of file it is.');
    if (!file || more) throw new TypedWrong(file ? 'Give one file at a time.' : 'Say which file.');
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
    const lines = `${describeImport(report, known).join('\n')}\n`;
    if (format === 'json') {
      call.out(`${JSON.stringify(toJson(report))}\n`);
      if (!ok) call.say(lines);
    } else if (ok) call.out(lines);
    else call.say(lines);
    return ok ? 0 : 1;
  },
};

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
