import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkOffer } from './check';

test('the shipped offer is right', () => {
  const checked = checkOffer(readFileSync('offers/sheffield-2018-19.yaml', 'utf8'), 'x');
  expect(checked.ok ? [] : checked.reason).toEqual([]);
});
