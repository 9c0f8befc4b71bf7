import { expect, test } from 'vitest';
import { anOffer, aSubscriber, asOwner } from '../../entitlements/testing';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { runOn } from '../command-line';
import type { Program } from '../program';

const database = await testDatabase();
const program: Program = { ...testMesters(database), close: async () => {} };

async function verify(...argv: string[]) {
  let out = '';
  let said = '';
  const exit = await runOn(program, ['ledger', 'verify', ...argv], {
    cwd: '/',
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
  });
  return { exit, out, said };
}

test('ledger verify agrees with books that nobody changed, and says what somebody did', async () => {
  await asSystem(database, async (tx) => {
    await anOffer(tx);
    await aSubscriber(tx, { facts: { sector: 'upper', status: 'county' } });
  });
  const well = await verify();
  expect({ exit: well.exit, out: well.out }).toEqual({ exit: 0, out: '' });
  expect(well.said).toContain('all of them agree');
  await asOwner(database, `update entitlements.account set balance = 9, granted = 9 where element = 'token-purse'`);
  const ill = await verify();
  expect(ill.exit).toBe(1);
  expect(ill.out).toContain('says granted, used, moved, left: 9, 0, 0, 9. Its lines say 7, 0, 0, 7.');
  const { exit, out } = await verify('--format', 'json');
  expect(exit).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ well: false, differences: [{ what: 'account' }] });
});
