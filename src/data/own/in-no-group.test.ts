import { describe, expect, it } from 'vitest';
import { inNoGroup } from './in-no-group';

const cell = (group: string, pupils: number | null, audience: 'inside' | 'outside' = 'inside') => ({
  group,
  pupils,
  audience,
});
const sexes = [cell('girls', 14), cell('boys', 16)];
const priors = [cell('low-prior', 6), cell('middle-prior', 12), cell('high-prior', 8)];
const outside = (some: readonly ReturnType<typeof cell>[]) =>
  some.map(({ group, pupils }) => cell(group, pupils, 'outside'));

describe('pupils in no group', () => {
  it('are told with their number to who sees the full set', () => {
    expect(inNoGroup([cell('all', 30), ...sexes, ...priors], true)).toBe(
      'In none of the groups: 4 by prior attainment, of 30 pupils, because it is not known of them. Those groups do not add up to all pupils.',
    );
    expect(inNoGroup([cell('all', 31), ...sexes, ...priors], true)).toContain(
      'In none of the groups: 1 by sex and 5 by prior attainment, of 31 pupils',
    );
    // A group without pupils has no figure; crosses are no groups of a dimension.
    expect(inNoGroup([cell('all', 30), ...priors.slice(0, 2), cell('girls+disadvantaged', 3)], true)).toContain(
      '12 by',
    );
  });

  it('are not spoken of where there are none, or no groups, or the whole has no number', () => {
    expect(inNoGroup([cell('all', 30), ...sexes], true)).toBeNull();
    expect(inNoGroup([cell('all', 30)], true)).toBeNull();
    expect(inNoGroup(priors, true)).toBeNull();
    expect(inNoGroup([cell('all', null), ...priors], true)).toBeNull();
  });

  it('have no number for others, and are not spoken of where anything of those groups is hidden', () => {
    const words =
      'Some pupils are in none of the groups by prior attainment, because it is not known of them. Those groups do not add up to all pupils.';
    expect(inNoGroup([cell('all', 30), ...sexes, ...priors], false)).toBe(words);
    expect(inNoGroup(outside([cell('all', 30), ...sexes, ...priors]), true)).toBe(words);
    // With one hidden cell among them a sentence, or its absence, would say something of its number.
    for (const hidden of [0, 1, 2])
      expect(
        inNoGroup(
          [cell('all', 30), ...priors.map((one, at) => (at === hidden ? cell(one.group, null, 'outside') : one))],
          false,
        ),
      ).toBeNull();
    // Who reads most of it in full, and one of its cells not, as governors do.
    expect(inNoGroup([cell('all', 30), ...priors.slice(0, 2), cell('high-prior', 8, 'outside')], true)).toBe(words);
  });
});
