import { beforeAll, describe, expect, test } from 'vitest';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { aSchool } from '../../schools/testing';
import { runOn } from '../command-line';
import type { Program } from '../program';

const database = await testDatabase();
const program: Program = { ...testMesters(database), close: async () => {} };

async function mesters(...argv: string[]) {
  let out = '';
  let said = '';
  const exit = await runOn(program, ['quote', ...argv], {
    cwd: '/',
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
  });
  return { exit, out, said, json: out.startsWith('{') ? JSON.parse(out) : null };
}

test('on a new installation it answers by the offer that comes with Mesters', async () => {
  const { exit, json } = await mesters('--pupils', '315', '--format', 'json');
  expect({ exit, fee: json.fee_pence }).toEqual({ exit: 0, fee: 276_000 });
});

describe('with the offer', () => {
  let urn = 0;
  beforeAll(async () => {
    urn = await asSystem(database, (tx) => aSchool(tx, { name: 'Rivelin Bank', pupils: 315 }));
    await asSystem(database, (tx) =>
      aSchool(tx, { name: 'Weir High', sector: 'secondary', status: 'academy', pupils: 1800 }),
    );
    await asSystem(database, (tx) => aSchool(tx, { name: 'New Lane' }));
  });

  // Offer, section 15, in pence.
  test.each([
    [0, 150_000, [50_000, 50_000, 50_000], null],
    [1, 150_400, [50_134, 50_133, 50_133], 150_400],
    [100, 190_000, [63_334, 63_333, 63_333], 1900],
    [315, 276_000, [92_000, 92_000, 92_000], 876],
    [420, 318_000, [106_000, 106_000, 106_000], 757],
    [749, 449_600, [149_867, 149_867, 149_866], 600],
    [750, 450_000, [150_000, 150_000, 150_000], 600],
    [751, 450_000, [150_000, 150_000, 150_000], 599],
    [1800, 450_000, [150_000, 150_000, 150_000], 250],
  ])('--pupils %i', async (pupils, fee, parts, each) => {
    const { exit, out, said, json } = await mesters(
      '--pupils',
      String(pupils),
      '--instalments',
      '3',
      '--format',
      'json',
    );
    expect({ exit, said }).toEqual({ exit: 0, said: '' });
    expect(out.startsWith(`{"fee_pence":${fee},"instalments_pence":[${parts.join(',')}],`)).toBe(true);
    expect(json).toMatchObject({
      per_pupil_pence: each,
      year: '2018/19',
      due: ['2018-09-01', '2019-01-01', '2019-04-01'],
    });
  });

  test('--all, and some of them', async () => {
    const { exit, out, json } = await mesters('--all', '--format', 'json');
    expect(exit).toBe(0);
    expect(out.startsWith('{"schools":2,"total_pence":726000,')).toBe(true);
    expect(json.quotes.map((one: { name: string; fee_pence: number }) => [one.name, one.fee_pence])).toEqual([
      ['Rivelin Bank', 276_000],
      ['Weir High', 450_000],
    ]);
    expect((await mesters('--all', '--status', 'academy', '--format', 'json')).json.total_pence).toBe(450_000);
    expect((await mesters('--all')).out).toContain('2 schools, £7,260 for 2018/19 if all subscribe.');
  });

  test('a school, by its census or another number', async () => {
    expect((await mesters(String(urn), '--format', 'json')).json).toMatchObject({
      fee_pence: 276_000,
      instalments_pence: [276_000],
      urn,
      census_date: '2018-01-18',
      census_counts: 'all on roll',
      on_roll: 315,
    });
    const { out } = await mesters(String(urn), '--pupils', '100', '--instalments', '3');
    expect(out).toContain('Rivelin Bank, URN');
    expect(out).toContain('1 September 2018: £633.34');
    expect(out).toContain('a number that was typed in');
  });

  test('a roll below school age is counted as nobody, and says why', async () => {
    const young = await asSystem(database, (tx) =>
      aSchool(tx, { name: 'Ponds Nursery', sector: 'nursery', pupils: 102 }),
    );
    const why = "A nursery's pupils on roll are below school age.";
    expect((await mesters(String(young), '--format', 'json')).json).toMatchObject({
      fee_pence: 150_000,
      pupils: 0,
      on_roll: 102,
      school_aged: null,
      none_counted_because: why,
    });
    expect((await mesters(String(young))).out).toContain(why);
  });

  test('what is refused says why and ends with 1', async () => {
    const refusal = async (...argv: string[]) => {
      const { exit, said, json } = await mesters(...argv, '--format', 'json');
      expect(exit).toBe(1);
      expect(said).toContain(json.words);
      return json.refused;
    };
    expect(await refusal('--pupils', '315', '--year', '2019-20')).toBe('no-price');
    expect(await refusal('--all', '--year', '2019/20')).toBe('no-price');
    expect(await refusal('--pupils', '315', '--sector', 'college')).toBe('by-hand');
    expect(await refusal('999999')).toBe('no-school');
    expect(await refusal(String(urn + 2))).toBe('no-pupils');
  });

  test.each([
    [[], 'Give a URN'],
    [['--all', '106982'], 'not both'],
    [['--all', '--pupils', '3'], 'for one school'],
    [['10'], 'six figures'],
    [['106982', '106983'], 'one URN'],
    [['106982', '--sector', 'primary'], 'leave --sector out'],
    [['--pupils', 'many'], 'whole number'],
    [['--pupils', '315', '--instalments', '4'], 'one of 1, 3'],
    [['--pupils', '315', '--sector', 'primry'], 'one of nursery, primary'],
    [['--pupils', '315', '--year', '2030/31'], 'one of 2018/19'],
    [['--pupils', '315', '--format', 'xml'], 'one of text, json'],
    [['--everything'], '--everything'],
  ])('typed wrong: %j', async (argv, words) => {
    const { exit, out, said } = await mesters(...argv);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(said).toContain(words);
    expect(said).toContain('Usage: mesters quote');
  });
});
