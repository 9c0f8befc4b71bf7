import { expect, it } from 'vitest';
import { duckdb } from '../../platform/duckdb';
import { authorityCodes } from '../catalogue/catalogue';
import { checkLetter, readUpn } from '../methods/identifiers';
import { newSeed, random } from '../methods/testing/random';
import { upnSql } from './field-sql';

const { value, reason } = upnSql('raw');
async function judged(upns: readonly string[]) {
  const rows = upns.map((upn, n) => `(${n}, '${upn}')`).join(', ');
  return (await duckdb()).query<{ value: string | null; reason: string | null }>(
    `select value, case when value is null then reason end as reason from (select *, ${value} as value, ${reason} as reason from (values ${rows}) v(n, raw)) order by n`,
  );
}

it('each thing that can be wrong with a pupil number has words of its own', async () => {
  const wrong = {
    Z801200001001: 'has the wrong check letter at character 1: one of the characters is mistyped',
    I373201418001: 'has a character 1 that no UPN has: a letter, and never I, O or S',
    G37320141800: 'has 12 characters, and a UPN has 13',
    G37320141800I: 'has a character 13 that is neither a figure nor a letter other than I, O and S',
    G3732014A8001: 'has characters 5 to 12 that are not all figures',
    A123456789001: 'has the wrong check letter at character 1: one of the characters is mistyped',
    Y123456789001: 'has characters 2 to 4 that are the number of no local authority',
    GABC201418001: 'has no number of a local authority as characters 2 to 4',
  };
  expect((await judged(Object.keys(wrong))).map((row) => row.reason)).toEqual(Object.values(wrong));
});

it('lower case and spaces are accepted, and pupils keep the number that another authority or Wales gave', async () => {
  expect(await judged([' h801 2000 01001 ', 'R674123101121', 'G80120000101A'])).toEqual(
    ['H801200001001', 'R674123101121', 'G80120000101A'].map((upn) => ({ value: upn, reason: null })),
  );
});

const seed = newSeed();
it(`judges like readUpn, number by number (seed ${seed})`, async () => {
  const { pick, times, whole, chance } = random(seed);
  const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ abc-'.split('');
  const upns = times(4000, () => {
    const body = `${pick(authorityCodes)}${String(whole(0, 99_999_999)).padStart(8, '0')}${pick('0123456789ABC'.split(''))}`;
    const upn = [...(checkLetter(body) + body)];
    if (chance(0.6)) upn[whole(0, 12)] = pick(characters);
    if (chance(0.05)) upn.pop();
    return upn.join('');
  });
  const known = new Set(authorityCodes);
  const expected = upns.map((upn) => {
    const read = readUpn(upn, known);
    return read.ok ? read.value.upn : null;
  });
  expect(expected.filter((one) => one !== null).length).toBeGreaterThan(1000);
  expect(expected.filter((one) => one === null).length).toBeGreaterThan(1000);
  expect((await judged(upns)).map((row) => row.value)).toEqual(expected);
});
