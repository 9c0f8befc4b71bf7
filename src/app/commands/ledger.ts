import { type Verified, verify } from '../../entitlements';
import { systemStanding } from '../../platform/database';
import { count, counted } from '../../platform/words';
import { type Command, oneOf } from '../command';

/** Recomputes the ledger from its lines. Changes nothing. */
export const ledgerVerify: Command = {
  name: 'ledger verify',
  usage: '[--format json]',
  about: 'Recomputes every balance of what schools are owed from its postings, and says any difference.',
  flags: { format: { type: 'string' } },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const program = await call.program();
    const found = await program.database.transaction(systemStanding(program.clock), verify);
    if (format === 'json') call.out(`${JSON.stringify({ well: found.differences.length === 0, ...found })}\n`);
    else {
      for (const { words } of found.differences) call.out(`${words}\n`);
      call.say(`${summary(found)}\n`);
    }
    return found.differences.length === 0 ? 0 : 1;
  },
};

export const summary = ({ accounts, postings, lines, differences }: Verified): string =>
  `${counted(accounts, 'account')}, ${counted(postings, 'posting')} and ${count(lines)} lines: ${
    differences.length === 0 ? 'all of them agree' : counted(differences.length, 'difference')
  }.`;
