import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { readInstallation, watchInstallation } from '../../platform/installation';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import { type Call, type Command, TypedWrong } from '../command';
import { runOn } from '../command-line';
import type { Program } from '../program';
import { demoAdvanceCommand, demoCommand } from './demo';

const database = await testDatabase();

/** What a command said, with its exit code. */
async function typed(command: Command, argv: string[], on = database) {
  const watched = watchInstallation(on);
  await watched.read();
  const program: Program = {
    ...testMesters(on, { clock: watched.clock }),
    installation: watched.read,
    forgetInstallation: watched.forget,
    close: async () => {},
  };
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const { values, positionals } = parseArgs({ args: argv, options: command.flags ?? {}, allowPositionals: true });
  const call = {
    words: positionals,
    flags: values as Call['flags'],
    cwd: '.',
    out: say,
    say,
    program: async () => program,
    runOn,
  };
  return { code: await command.run(call), said };
}

const size = ['--seed', '1', '--schools', '12'];

describe('mesters demo', () => {
  beforeAll(async () => {
    expect(await typed(demoCommand, size)).toMatchObject({ code: 0, said: expect.stringMatching(/ready: 12 schools/) });
  }, 180_000);

  it('made a demonstration', async () => {
    expect((await asSystem(database, readInstallation)).kind).toBe('demonstration');
  });

  it('says so when it is there already, and refuses another', async () => {
    expect(await typed(demoCommand, size)).toMatchObject({ code: 0, said: expect.stringMatching(/already/) });
    expect(await typed(demoCommand, ['--seed', '2', '--schools', '12'])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/seed 1 with 12 schools/),
    });
    expect((await asSystem(database, readInstallation)).kind).toBe('demonstration');
  });

  it('refuses an installation with real schools, and leaves it as it was', async () => {
    const other = await testDatabase();
    await asSystem(other, (tx) => aSchool(tx));
    expect(await typed(demoCommand, size, other)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/another data folder/),
    });
    expect((await asSystem(other, readInstallation)).kind).toBe('new');
  });

  it.each([[['--schools', '3']], [['--schools', '30000']], [['--seed', 'x']], [['please']]])(
    'does not understand %j',
    async (words) => {
      await expect(typed(demoCommand, words)).rejects.toThrow(TypedWrong);
    },
  );
});

describe('mesters demo advance', () => {
  it('moves the day forward and never back', async () => {
    expect(await typed(demoAdvanceCommand, ['2019-02-01'])).toEqual({
      code: 0,
      said: expect.stringMatching(/^(Days have passed, \d+%\n)+Today is 1 February 2019\.\n$/),
    });
    expect((await asSystem(database, readInstallation)).heldToday?.toString()).toBe('2019-02-01');
    expect(await typed(demoAdvanceCommand, ['2019-01-20'])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/today is 1 February 2019/),
    });
    expect((await typed(demoAdvanceCommand, ['2030-01-01'])).code).toBe(1);
    expect((await asSystem(database, readInstallation)).heldToday?.toString()).toBe('2019-02-01');
  });

  it('does what falls due on the way, once', { timeout: 180_000 }, async () => {
    const raised = async () =>
      (
        await asSystem(database, (tx) =>
          sql<{ raised: string; n: number }>`
            select raised::text, count(*)::int as n from subscriptions.invoice
            where instalment_year is not null and raised > '2019-01-14' group by 1 order by 1`.execute(tx),
        )
      ).rows;
    const instalments = await asSystem(database, (tx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from subscriptions.instalment where due between '2019-04-01' and '2019-05-02'`.execute(
        tx,
      ),
    );
    expect(await raised()).toEqual([]);
    await typed(demoAdvanceCommand, ['2019-05-02']);
    const once = await raised();
    expect(once).toEqual([{ raised: '2019-03-02', n: instalments.rows[0]?.n }]);
    await typed(demoAdvanceCommand, ['2019-05-02']);
    expect(await raised()).toEqual(once);
  });

  it.each([[[]], [['tomorrow']], [['2019-02-30']], [['2019-02-01', '2019-02-02']]])(
    'does not understand %j',
    async (words: string[]) => {
      await expect(typed(demoAdvanceCommand, words)).rejects.toThrow(TypedWrong);
    },
  );

  it('is for demonstrations only', async () => {
    const other = await testDatabase();
    expect(await typed(demoAdvanceCommand, ['2019-02-01'], other)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/not a demonstration/),
    });
  });
});
