import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../command-line';

/** What is typed, with nothing that could be opened: whatever is typed wrong is said before. */
async function mesters(typed: string) {
  let out = '';
  let said = '';
  const io = {
    cwd: '/nowhere',
    out: (text: string) => {
      out += text;
    },
    say: (text: string) => {
      said += text;
    },
  };
  const exit = await runCommandLine(typed.split(' '), io, 0);
  return { exit, out, said };
}

describe('what is typed wrong is told, and nothing is opened', () => {
  test.each<[typed: string, says: string]>([
    ['serve now', '"now" is not understood.'],
    ['worker one two', '"one two" is not understood.'],
    ['migrate extra', '"extra" is not understood.'],
    ['doctor please', '"please" is not understood.'],
    ['ledger verify all', '"all" is not understood.'],
    ['demo fast', '"fast" is not understood.'],
    ['measures 107047', '"107047" is not understood.'],
    ['statement 107047', '"107047" is not understood.'],
    ['migrate --quickly', "Unknown option '--quickly'"],
    ['admin invite', 'Give the one email address to invite.'],
    ['admin invite one@example.org two@example.org', 'Give the one email address to invite.'],
    // Nobody could sign in by it.
    ['admin invite one@localhost', 'Give the one email address to invite.'],
    ['admin invite one@example.org --name=', '--name is what they are called: leave it out, or say it.'],
    ['quote --pupils -3', 'After --pupils comes what begins with "-": write it as --pupils=…'],
    ['quote --pupils 99999999999', '--pupils is a whole number of at most nine figures, not "99999999999".'],
    [
      'import gias-groups groups.csv --la 37',
      '--la is the number of an authority, three figures such as 373, not "37".',
    ],
    ['quote --pupils=-3', '--pupils is a whole number, not "-3".'],
    ['import gias a.csv --la', '--la needs something after it.'],
    ['admin code one@example.org two@example.org', 'Give the email address that was typed on the sign-in page.'],
    ['import', 'Say what kind of file it is: mesters import --help names them.'],
    ['import results a.csv', 'There is no kind of file called "results": mesters import --help names them.'],
    ['import census a.csv --stage validated', '--stage is not for census: a file of facts has no stage.'],
    ['import gias a.csv --stage final', '--stage is not for gias: a file of facts has no stage.'],
    ['import ks2 a.csv --as-at 2018-05-01', '--as-at is not for ks2: results are of a year: --year 2017-18.'],
    ['import pupils a.csv --stage final', '--stage is one of initial, refined, confirmed, validated, not "final".'],
    ['import gias a.csv --as-at 2018-05-01 --year 2018-19', 'Give --as-at or --year, not both.'],
    ['import table gcse-points a.csv --year 2017-18 --la 373', '--la is not for table gcse-points'],
    ['import table points a.csv', 'There is no official table called "points". The tables are gcse-points, '],
  ])('%s', async (typed, says) => {
    const { exit, out, said } = await mesters(typed);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(said).toContain(says);
    expect(said).toContain('\n\nUsage: mesters ');
    expect(said.split('\n').length).toBeLessThan(6);
  });

  test.each<[typed: string, says: string]>([
    ['reporting', 'There is no command "reporting".\n'],
    ['ledger', 'There is no command "ledger". Did you mean "ledger verify"?\n'],
    ['offer chek', 'There is no command "offer chek". Did you mean "offer check" or "offer publish"?\n'],
    ['reporting --help', 'There is no command "reporting".\n'],
  ])('%s is no command', async (typed, says) => {
    const { exit, said } = await mesters(typed);
    expect(exit).toBe(2);
    expect(said.startsWith(says)).toBe(true);
  });
});

describe('help', () => {
  test.each<[typed: string, first: string]>([
    ['--help', 'mesters COMMAND …'],
    ['help', 'mesters COMMAND …'],
    ['help import', 'Usage: mesters import KIND FILE'],
    ['demo --help', 'Usage: mesters demo --seed NUMBER'],
    ['demo advance --help', 'Usage: mesters demo advance DATE'],
    ['offer check a.yaml --help', 'Usage: mesters offer check FILE'],
  ])('%s', async (typed, first) => {
    const { exit, out, said } = await mesters(typed);
    expect(exit).toBe(0);
    expect(said).toBe('');
    expect(out.startsWith(first)).toBe(true);
  });

  test('of import names every kind of file and every table', async () => {
    const { out } = await mesters('import --help');
    for (const name of ['gias-groups', 'ks4', 'attendance-counts', 'gcse-points']) expect(out).toContain(`  ${name}: `);
  });
});
