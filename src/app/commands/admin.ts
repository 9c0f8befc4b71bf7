import { sql } from 'kysely';
import { publishShippedOffers } from '../../offer';
import { systemStanding } from '../../platform/database';
import { changeInstallation } from '../../platform/installation';
import { isMailAddress } from '../../platform/mail';
import { company, givePersonRole, system } from '../../schools';
import { type Command, TypedWrong } from '../command';

export const adminInvite: Command = {
  name: 'admin invite',
  usage: 'ADDRESS [--name NAME]',
  about: 'Makes somebody an administrator: they sign in with a code sent to their address.',
  takesWords: true,
  flags: { name: { type: 'string' } },
  async run({ words, flags, program, say }) {
    const [email = ''] = words;
    if (words.length !== 1 || !isMailAddress(email)) throw new TypedWrong('Give the one email address to invite.');
    const name = flags.name === undefined ? (email.split('@')[0] ?? email) : String(flags.name).trim();
    if (name === '') throw new TypedWrong('--name is what they are called: leave it out, or say it.');
    const mesters = await program();
    const { database, clock, installation, forgetInstallation } = mesters;
    const given = await database.transaction(systemStanding(clock), (tx) =>
      givePersonRole(
        tx,
        { actor: system, clock },
        {
          name,
          email,
          role: 'administrator',
          scope: company,
          starts: clock.today(),
          ends: null,
        },
      ),
    );
    if (!given.ok && given.reason !== 'already-held') {
      say(`${email} could not be invited: ${given.reason}.\n`);
      return 1;
    }
    // An installation with an administrator is one's own: it is no place for a demonstration any more.
    if ((await installation()).kind === 'new') {
      await database.transaction(systemStanding(clock), (tx) => changeInstallation(tx, { kind: 'own' }));
      forgetInstallation();
      await publishShippedOffers(mesters);
    }
    say(
      given.ok
        ? `${email} is an administrator from today and can sign in.\n`
        : `${email} is an administrator already.\n`,
    );
    return 0;
  },
};

export const adminCode: Command = {
  name: 'admin code',
  usage: 'ADDRESS',
  about: 'Shows the sign-in code that somebody has just asked for, where no mail server is configured.',
  takesWords: true,
  async run({ words, program, out, say }) {
    const [email = ''] = words;
    if (words.length !== 1 || email === '')
      throw new TypedWrong('Give the email address that was typed on the sign-in page.');
    const { database, clock } = await program();
    const subject = await database.transaction(systemStanding(clock), async (tx) => {
      const row = await tx
        .selectFrom('platform.mail')
        .where(sql<boolean>`lower(to_address) = lower(${email})`)
        .where('secret', '=', true)
        .where('state', '=', 'kept')
        .select('subject')
        .orderBy('made_at', 'desc')
        .orderBy('id', 'desc')
        .executeTakeFirst();
      return row?.subject ?? '';
    });
    const code = /\d{6}/.exec(subject)?.[0];
    if (!code) {
      say(
        `No code is kept for ${email}. Ask for one on the sign-in page first; it is kept only while no mail server is configured.\n`,
      );
      return 1;
    }
    out(`${code}\n`);
    return 0;
  },
};
