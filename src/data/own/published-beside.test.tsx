import { expect, it } from 'vitest';
import { ownMeasureNamed } from '../catalogue/own-measures';
import type { Figure } from '../figures/queries';
import type { MeasureRow } from '../school/view';
import { PublishedBeside } from './published-beside';

const measure = ownMeasureNamed('own-ks2-rwm-expected');
const published = { measure: measure?.same_as, year: 2017, value: '60' } as Figure;
const said = async (told: object, figure: Figure | undefined = published) =>
  String(
    (await (<PublishedBeside row={{ measure, year: 2017, told } as MeasureRow} figure={figure} urn={910401} />)) ?? '',
  );
const link =
  '<a href="/schools/910401/data/ks2-rwm-expected?year=2017/18">The department’s own figure</a> of 2017/18 is ';

it('what is hidden from a reader and published by the department is read there', async () => {
  expect(await said({ kind: 'withheld' })).toBe(`<p>${link}60%.</p>`);
});

it('the same is called the same, as far as both are shown, and what differs is explained', async () => {
  expect(await said({ kind: 'figure', value: 60.4 })).toBe(`<p>${link}the same.</p>`);
  expect(await said({ kind: 'figure', value: 61 })).toContain(`${link}60%. The department leaves out`);
});

it('nothing is said of what was not published', async () => {
  expect(await said({ kind: 'figure', value: 61 }, { ...published, value: null })).toBe('');
});
