import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Token, tokens } from './tokens';

/** Relative luminance and contrast, as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Token, other: Token): number {
  const [light = 0, dark = 0] = [luminance(tokens[one]), luminance(tokens[other])].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test('black on white is 21, so the sum is the standard one', () => {
  expect((luminance('#ffffff') + 0.05) / (luminance('#000000') + 0.05)).toBeCloseTo(21, 6);
});

describe('contrast is what the look promises', () => {
  const promised: [Token, Token, number][] = [
    ['ink', 'white', 16.1],
    ['ink-2', 'white', 7.7],
    ['ink-2', 'wash', 7.0],
    ['ink-3', 'white', 5.3],
    ['petrol', 'white', 9.2],
    ['petrol-dark', 'white', 14.2],
    ['petrol-pale', 'petrol-dark', 9.8],
    ['petrol-mid', 'white', 3.9],
    ['petrol-dark', 'petrol-tint', 10.6],
    ['heather', 'white', 8.4],
    ['heather', 'heather-tint', 7.2],
    ['line-2', 'white', 4.0],
    ['green', 'white', 6.7],
    ['green', 'green-tint', 5.8],
    ['amber', 'white', 6.8],
    ['amber', 'amber-tint', 6.1],
    ['red', 'white', 7.3],
    ['red', 'red-tint', 6.1],
    ['focus', 'ink', 11.6],
    ['brass', 'petrol-dark', 8.8],
    ['white', 'square-green', 5.3],
    ['ink', 'square-yellow', 10.6],
    ['ink', 'square-amber', 6.5],
    ['white', 'square-red', 6.5],
  ];

  test.each(promised)('%s on %s', (text, ground, ratio) => {
    expect(Math.abs(contrast(text, ground) - ratio)).toBeLessThanOrEqual(0.1);
  });

  const words: [Token, Token][] = [
    ['ink', 'wash-2'],
    ['ink', 'focus'],
    ['ink-2', 'wash'],
    ['petrol', 'wash'],
    ['petrol', 'petrol-tint'],
    ['white', 'petrol'],
    ['white', 'petrol-dark'],
    ['amber', 'amber-tint'],
  ];
  test.each(words)('words in %s on %s pass AA', (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each<[Token, Token]>([
    ['line-2', 'white'],
    ['petrol-mid', 'white'],
    ['petrol', 'wash'],
  ])('edges and marks in %s on %s pass 3 to 1', (mark, ground) => {
    expect(contrast(mark, ground)).toBeGreaterThanOrEqual(3);
  });
});

test('drawings and styles use the same colours', () => {
  const scss = readFileSync(new URL('../client/_tokens.scss', import.meta.url), 'utf8');
  const styles = Object.fromEntries(
    [...scss.matchAll(/^ {2}"([a-z0-9-]+)": (#[0-9a-f]{6}),$/gm)].map((found) => [found[1], found[2]]),
  );
  expect(styles).toEqual(tokens);
});
