import { type Config, readConfig } from '../../platform/config';
import { counted } from '../../platform/words';
import { type Call, type Command, oneOf } from '../command';
import type { Program } from '../program';
import { type Found, ill, well } from './doctor-findings';
import { looksAtInstallation } from './doctor-installation';
import { looksAtMachine, looksBefore } from './doctor-machine';

/** Says what is wrong with an installation and how to mend it. Changes nothing but what every start changes. */
export const doctorCommand: Command = {
  name: 'doctor',
  usage: '[--format json]',
  about: 'Says what is wrong with this installation, and how to mend it.',
  flags: { format: { type: 'string' } },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const findings = await examine(call);
    const wrong = findings.filter((finding) => !finding.well);
    if (format === 'json') call.out(`${JSON.stringify({ well: wrong.length === 0, findings })}\n`);
    else {
      for (const { what, well: isWell, says } of findings)
        call.out(`${isWell ? 'well ' : 'WRONG'}  ${what}: ${says}\n`);
      call.say(wrong.length === 0 ? 'All is well.\n' : `${counted(wrong.length, 'thing')} to mend.\n`);
    }
    return wrong.length === 0 ? 0 : 1;
  },
};

/** What needs something that is not well is not looked at: one fault is told once. */
async function examine(call: Call): Promise<(Found & { what: string })[]> {
  const findings: (Found & { what: string })[] = [];
  const look = async (what: string, find: () => Promise<Found>) => {
    const found = await find().catch((error: Error) => ill(error.message || error.name));
    findings.push({ what, ...found });
    return found.well;
  };
  let config: Config | undefined;
  await look('configuration', async () => {
    config = readConfig();
    return well(config.databaseUrl ? 'PostgreSQL, as DATABASE_URL says' : `PGlite in ${config.dataDir}`);
  });
  if (!config) return findings;
  const given = config;
  let open = true;
  for (const [what, find] of looksBefore) open = (await look(what, () => find(given))) && open;
  for (const [what, find] of looksAtMachine) await look(what, () => find(given));
  let program: Program | undefined;
  if (open)
    await look('database', async () => {
      program = await call.program();
      const { kind } = program.database;
      return well(`${kind === 'pglite' ? 'PGlite' : 'PostgreSQL'} answers`);
    });
  if (!program) return findings;
  const opened = program;
  for (const [what, find] of looksAtInstallation) await look(what, () => find(opened));
  return findings;
}
