import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { offerWords } from './offer-words';
import { planted } from './planted';
import { filesOf, isCode, root, textOf } from './tree';

const exceptions = z
  .array(z.strictObject({ file: z.string(), word: z.string(), why: z.string().min(10) }))
  .parse(parse(textOf(root, 'checks/offer-words-allowed.yaml')));

describe('words of an offer', () => {
  it('stand in no code and in no table', async ({ annotate }) => {
    const looked = offerWords(root, exceptions);
    await annotate(
      `offer words: ${looked.words} words and amounts, looked for in ${looked.literals} literals of ${looked.files} files, ${exceptions.length} exceptions`,
      'looked',
    );
    expect(looked.faults).toEqual([]);
    const { elements, categories, sectors } = parse(textOf(root, 'offers/sheffield-2018-19.yaml'));
    expect(looked.words).toBeGreaterThan(elements.length + categories.length + sectors.length);
    expect(looked.files).toBeGreaterThan(filesOf(root, 'src').filter(isCode).length / 2);
    expect(looked.literals).toBeGreaterThan(looked.files);
  });

  const offer = `
id: elsewhere-2031-32
name: Elsewhere's offer
year: 2031/32
sectors: [{ id: infant, name: Infant }]
categories: [{ id: teal, name: Teal }]
elements: [{ id: spring-review, name: Spring review, value: 1350, low: 500 }, { id: choir, name: Choir }]
`;
  const look = (files: Record<string, string>, allowed: typeof exceptions = []) =>
    offerWords(planted({ 'offers/elsewhere.yaml': offer, 'src/schools/a.tsx': '', ...files }), allowed).faults;

  it.each([
    ["const a = 'spring-review';", 'spring-review'],
    ["const a = 'choir';", 'choir'],
    ['const a = { teal: 1 };', 'teal'],
    ["const a = 'infant' as const;", 'infant'],
    ["const a = b['Spring Review'];", 'spring review'],
    ['const a = <p>Book your spring review now</p>;', 'spring review'],
    ['const a = <p>Teal schools get more</p>;', 'Teal'],
    ['const a = 1350;', '1350'],
    ['const a = 1_350_00;', '135000'],
    ["const a = 'It costs £1,350.';", '£1,350'],
    ["const a = 'It costs £500.';", '£500'],
    ["const a = 'In 2031/32';", '2031/32'],
    ["const a = 'offer-2031-32.pdf';", '2031-32'],
    ['const a = `elsewhere-2031-32/a`;', 'elsewhere-2031-32'],
  ])('are seen in code: %s', (text, word) => {
    expect(look({ 'src/schools/a.tsx': text }).join('\n')).toContain(`"${word}"`);
  });

  it.each([
    ['// the choir, 1350, 2031/32'],
    ["type A = 'teal' | 'choir';"],
    ["import a from './choir';"],
    ['const a = 500;'],
    ["const a = 'choirs and steal';"],
    ["const choir = 'nothing';"],
  ])('are not seen where they are not: %s', (text) => {
    expect(look({ 'src/schools/a.tsx': text })).toEqual([]);
  });

  it('are seen in tables, not in tests nor in invented data', () => {
    const text = "export const a = 'choir';";
    const free = {
      'src/schools/a.test.ts': text,
      'src/schools/testing.ts': text,
      'src/app/demonstration/a.ts': text,
      'src/platform/ui/tag/examples.tsx': text,
    };
    expect(look(free)).toEqual([]);
    expect(
      look({
        'migrations/0001_schools_a.sql':
          "create table schools.a (b text check (b in ('choir')), c int default 1350); -- teal",
      }),
    ).toHaveLength(2);
  });

  it('may stand where somebody has written why, as long as they do', () => {
    const allowed = [{ file: 'src/schools/a.tsx', word: 'choir', why: 'for this test' }];
    expect(look({ 'src/schools/a.tsx': "const a = 'choir';" }, allowed)).toEqual([]);
    expect(look({ 'src/schools/a.tsx': "const a = 'other';" }, allowed).join()).toContain('strike the exception');
  });
});
