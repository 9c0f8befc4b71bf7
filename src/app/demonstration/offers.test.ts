import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkOffer, transitionalDraw } from '../../offer';
import { projectRoot } from '../../platform/config';
import { renamed } from './offers';

const shipped = readFileSync(join(projectRoot, 'offers/sheffield-2018-19.yaml'), 'utf8');

describe('the offer of a demonstration', () => {
  const own = renamed(shipped);

  it('bears the invented name and no other, anywhere in its file', () => {
    expect(own.fileName).toBe('five-weirs-2018-19.yaml');
    expect(own.text).toContain('\nid: five-weirs-2018-19\nname: Five Weirs school-improvement offer 2018/19\n');
    expect(`${own.fileName}${own.text}`).not.toMatch(/sheffield/i);
  });

  it('says the same as the shipped one in everything else', () => {
    const [before, after] = [checkOffer(shipped, 'shipped.yaml'), checkOffer(own.text, own.fileName)];
    if (!before.ok || !after.ok) throw new Error('An offer does not pass the checks.');
    const { id: _, name: __, ...facts } = after.value;
    expect(before.value).toMatchObject(facts);
    expect(own.text.split('\n').length).toBe(shipped.split('\n').length);
  });

  it.each([10, 20, 61, 172])(
    'of %i schools needs less, and every sum of its funding in the same proportion',
    (schools) => {
      const small = renamed(shipped, schools / 173);
      const [before, after] = [checkOffer(shipped, 'shipped.yaml'), checkOffer(small.text, small.fileName)];
      // The checks add up every row and column.
      if (!before.ok || !after.ok) throw new Error(JSON.stringify(after));
      const [was, is] = [before.value.funding, after.value.funding];
      const ratio = is.viability.line / was.viability.line;
      expect(ratio / (schools / 173)).toBeCloseTo(1, 1);
      expect(is.viability.target / was.viability.target).toBeCloseTo(ratio, 10);
      for (const income of [0, was.viability.line, was.viability.target])
        expect(transitionalDraw(after.value, income * ratio)).toBeCloseTo(
          transitionalDraw(before.value, income) * ratio,
          4,
        );
      const saying = ({ notes }: typeof was.table) => Number(/[\d,]{5,}/.exec(notes.join())?.[0].replaceAll(',', ''));
      expect(saying(is.table) / saying(was.table)).toBeCloseTo(ratio, 10);
      expect(is.table.notes.join().replace(/[\d,]{5,}/, '')).toBe(was.table.notes.join().replace(/[\d,]{5,}/, ''));
    },
  );

  it('is found in the file by its keys, however they are written', () => {
    const text =
      '# id: other\nname:   "Some: name" # said\nyear: 2020/21\nunits:\n  - { id: each, name: Times }\nid: x\n';
    expect(renamed(text).text).toBe(
      '# id: other\nname:   Five Weirs school-improvement offer 2020/21 # said\nyear: 2020/21\nunits:\n  - { id: each, name: Times }\nid: five-weirs-2020-21\n',
    );
  });
});
