import type { Command } from '../command';

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  about: 'Brings the database up to date. Every other command does so too when it starts.',
  async run({ program, say }) {
    await program();
    say('The database is up to date.\n');
    return 0;
  },
};
