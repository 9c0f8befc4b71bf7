import { expect, it } from 'vitest';
import { measureNamed } from '../catalogue/catalogue';
import { ownMeasures } from '../catalogue/own-measures';
import { endBlocks } from './ends';

const published = ['ks2-reading-expected', 'ks2-maths-expected'].map((id) => measureNamed(id)!);
const own = ['own-ks2-reading-expected', 'own-ks2-maths-expected', 'own-phonics-by-year-2'].map(
  (id) => ownMeasures.find((one) => one.id === id)!,
);

it('measures of our own stand apart from the published ones, and what means the same is told once', () => {
  const blocks = endBlocks([...published, ...own], [], []);
  const tables = blocks.flatMap((block) => (block.kind === 'table' ? [block.rows] : []));
  expect(blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))).toEqual([
    'Releases',
    'What the measures mean, and how they are made',
    'Worked out from pupils’ files',
  ]);
  expect(tables[0]?.map(([name]) => name)).toEqual(
    published.map(({ name, second }) => [{ strong: name }, `, ${second}`]),
  );
  expect(tables[1]).toEqual([[[{ strong: own[2]!.name }, `, ${own[2]!.second}`], own[2]!.meaning, own[2]!.method]]);
  expect(blocks).toContainEqual({
    kind: 'list',
    items: [[{ strong: 'Reading, expected standard; Maths, expected standard' }, `. ${own[0]!.method}`]],
  });
});

it('what a likely range is stands in a pack that has one, and in no other', () => {
  const notes = (range: { low: number; high: number; by: 'us' } | null) =>
    endBlocks(published, [], [{ range: null }, { range }]).flatMap((block) =>
      block.kind === 'note' && String(block.text).startsWith('The likely range is') ? [block] : [],
    );
  expect(notes({ low: 40, high: 60, by: 'us' })).toHaveLength(1);
  expect(notes(null)).toEqual([]);
  const range = { low: 40, high: 60, by: 'us' as const };
  expect(endBlocks(published, [], [{ range }]).at(-1)?.kind).toBe('table');
});
