import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSize, slicer } from './slices';

describe('a long list done in slices', () => {
  it('is done once, in order, whatever each slice answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 300 }), async (all) => {
        const steps: number[][] = [];
        const answers = await slicer<number, number>((work) => work({} as never))(all, async (_, some) => {
          steps.push([...some]);
          return some.filter((one) => one % 2 === 0);
        });
        expect(steps.flat()).toEqual(all);
        expect(answers).toEqual(all.filter((one) => one % 2 === 0));
        expect(steps.every((some) => some.length > 0)).toBe(true);
      }),
    );
  });

  it('stops at the first that fails', async () => {
    let steps = 0;
    const failing = slicer<number, number>((work) => {
      steps++;
      return work({} as never);
    })(
      Array.from({ length: 100 }, (_, i) => i),
      () => Promise.reject(new Error('no')),
    );
    await expect(failing).rejects.toThrow('no');
    expect(steps).toBe(1);
  });

  it.each([
    ['as many as fit into the time', 40, 24, 20],
    ['no more than double', 40, 0, 80],
    ['no less than half', 40, 1200, 20],
    ['never none', 5, 5000, 5],
    ['never too many to keep in mind', 400, 1, 400],
  ])('are %s', (_, size, took, next) => {
    expect(nextSize(size, took)).toBe(next);
  });
});
