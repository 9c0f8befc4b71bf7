import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, type PdfDocument, renderPdf, type Strips } from './pdf';
import { readPdf } from './testing';

const document = (body: Block[], rest: Partial<PdfDocument> = {}): PdfDocument => ({
  title: 'A quote for Weir Lane Academy',
  author: 'Five Weirs Partnership',
  date: Temporal.PlainDate.from('2019-01-14'),
  body,
  ...rest,
});

const square =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 140 20" font-family="Source Sans 3"><rect width="60" height="20" fill="#0b4f5e"/><text x="62" y="14" font-size="12">Drawn £60</text></svg>';

const everything: Block[] = [
  {
    kind: 'figures',
    items: [
      { value: '£2,760', label: 'for the year' },
      { value: '£8.76', label: 'a place' },
      { value: '3', label: 'instalments' },
    ],
  },
  { kind: 'heading', text: 'What it costs' },
  {
    kind: 'paragraph',
    text: [
      'The fee is ',
      { strong: '£2,760' },
      ' ',
      { quiet: '(no tax)' },
      ', see ',
      { href: 'https://example.org/', text: 'the terms' },
      '.',
    ],
  },
  {
    kind: 'facts',
    rows: [
      { key: 'Paid on', value: '1 October' },
      { key: 'Ends', value: '31 August 2019\nunless renewed' },
    ],
  },
  { kind: 'heading', level: 2, text: 'Instalments' },
  {
    kind: 'table',
    caption: 'What is due and when',
    columns: [{ heading: 'Instalment' }, { heading: 'Due' }, { heading: 'Amount', align: 'right' }],
    rows: [
      ['First', '1 October 2018', '£920'],
      ['Second', '1 January 2019', '£920'],
      [['Third ', { quiet: '(last)' }], '1 April 2019', '£920'],
    ],
    total: ['Total', '', '£2,760'],
  },
  { kind: 'list', items: ['unlimited training', 'two half days'] },
  { kind: 'list', numbered: true, items: ['sign', 'pay'] },
  { kind: 'panel', body: [{ kind: 'paragraph', text: 'Worth £4,000 to £5,200.' }] },
  { kind: 'image', svg: square, alt: 'Sixty of a hundred', caption: 'A bar' },
  {
    kind: 'findings',
    items: [
      { heading: 'Cheaper', text: 'than last year' },
      { heading: 'Surer', text: 'for two years' },
    ],
  },
  { kind: 'note', text: 'Small print.' },
  { kind: 'page-break' },
  { kind: 'heading', text: 'Second page' },
  { kind: 'paragraph', text: 'Zoë’s café — “naïve” − ½ day, 5 ≥ 4' },
];

describe('a document of every kind of block', async () => {
  const bytes = await renderPdf(
    document(everything, {
      subtitle: [{ strong: 'Subscription, 2018/19.' }, ' For governors.'],
      foot: 'Release 7, confirmed.',
    }),
  );
  if (process.env.KEEP_PDF) writeFileSync(process.env.KEEP_PDF, bytes);
  const pdf = await readPdf(bytes);

  test('holds its words, on its pages', () => {
    for (const words of [
      'A quote for Weir Lane Academy',
      'Subscription, 2018/19. For governors.',
      '£2,760 for the year',
      'The fee is £2,760 (no tax), see the terms.',
      'Ends 31 August 2019 unless renewed',
      'Third (last) 1 April 2019 £920',
      'Total £2,760',
      'unlimited training',
      'Worth £4,000 to £5,200.',
      'Drawn £60',
      'Small print.',
      'Release 7, confirmed.',
      'Printed 14 January 2019. Page 1 of 2',
    ]) {
      expect(pdf.pages[0]?.replace(/\s+/g, ' ')).toContain(words);
    }
    expect(pdf.pages).toHaveLength(2);
    expect(pdf.pages[1]).toContain('Zoë’s café — “naïve” − ½ day, 5 ≥ 4');
    expect(pdf.pages[1]).toContain('Page 2 of 2');
  });

  test('in the house font, and no other', () => {
    expect(pdf.fonts).toEqual(['SourceSans3-Bold', 'SourceSans3-Regular', 'SourceSans3-SemiBold']);
  });

  test('is tagged, titled, in English, and keeps PDF/UA-1', () => {
    expect(pdf).toMatchObject({
      tagged: true,
      ua: 1,
      title: 'A quote for Weir Lane Academy',
      author: 'Five Weirs Partnership',
      language: 'en-GB',
    });
    // The title, then what stands under it: whoever goes from heading to heading misses nothing.
    expect(pdf.tags.filter((tag) => /^H\d$/.test(tag)).slice(0, 3)).toEqual(['H1', 'H2', 'H3']);
    for (const tag of ['P', 'Table', 'THead', 'TH', 'TD', 'L', 'LI', 'Figure', 'Link']) expect(pdf.tags).toContain(tag);
    expect(pdf.alternatives).toContain('Sixty of a hundred');
  });

  test('is the same to the byte each time', async () => {
    const again = await renderPdf(
      document(everything, {
        subtitle: [{ strong: 'Subscription, 2018/19.' }, ' For governors.'],
        foot: 'Release 7, confirmed.',
      }),
    );
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  });
});

describe('figures as marks on one scale', async () => {
  const scale = [0, 100] as const;
  const bytes = await renderPdf(
    document([
      { kind: 'findings', level: 1, items: [{ heading: 'Maths is below', text: 'The whole range is below.' }] },
      {
        kind: 'strips',
        caption: 'Headlines',
        name: 'Expected standard',
        count: 'Pupils',
        own: 'This school',
        range: 'Likely range',
        ends: ['0%', '50%', '100%'],
        beside: [
          { heading: 'England', mark: 'line' },
          { heading: 'City', mark: 'below' },
          { heading: 'Locality', mark: 'above' },
        ],
        rows: [
          {
            name: 'Reading',
            count: '44',
            own: '68%',
            range: '53 to 80',
            scale,
            value: 68,
            band: { low: 53, high: 80 },
            line: 75,
            below: 72,
            above: 71,
            beside: ['75%', '72%', [{ strong: '71%' }]],
          },
          {
            name: '#emph[Writing]',
            own: '',
            range: '',
            missing: 'Hidden: fewer than 6 pupils',
            scale,
            beside: ['78%', '', ''],
          },
          { name: 'Beyond', own: '400', range: '', scale, value: 400, beside: ['', '', ''] },
        ],
      },
      {
        kind: 'columns',
        columns: [
          { width: 1, body: [{ kind: 'image', svg: square, alt: 'Sixty of a hundred' }] },
          { width: 2, body: [{ kind: 'table', columns: [{ heading: 'Year' }], rows: [['2017/18']] }] },
        ],
      },
    ]),
  );
  const pdf = await readPdf(bytes);

  test('say in words and numbers what the marks say', () => {
    for (const words of [
      'Maths is below The whole range is below.',
      'Reading 44 68% 53 to 80',
      '75% 72% 71%',
      'Hidden: fewer than 6 pupils',
      '#emph[Writing]',
      '0%',
      '100%',
      'Drawn £60',
      '2017/18',
    ])
      expect(pdf.text).toContain(words);
  });

  test('keep PDF/UA-1: tables of cells, and marks that a screen reader passes over', () => {
    expect(pdf).toMatchObject({ ua: 1, tagged: true });
    expect(pdf.tags.filter((tag) => tag === 'Table')).toHaveLength(2);
    expect(pdf.tags.filter((tag) => tag === 'TR').length).toBe(4 + 2);
    // Nothing but the drawing needs words of its own: a mark has its number beside it.
    expect(pdf.tags.filter((tag) => tag === 'Figure')).toHaveLength(1);
    expect(pdf.alternatives).toEqual(['Sixty of a hundred']);
  });
});

test('several documents at a time come out as each alone', async () => {
  const some = Array.from({ length: 5 }, (_, i) =>
    document([{ kind: 'paragraph', text: `Number ${i}` }], { title: `D ${i}` }),
  );
  const alone: Uint8Array[] = [];
  for (const one of some) alone.push(await renderPdf(one));
  const together = await Promise.all(some.map((one) => renderPdf(one)));
  for (const [i, bytes] of together.entries()) expect(Buffer.from(bytes).equals(Buffer.from(alone[i]!))).toBe(true);
});

test('a document that cannot be set says so, and the next one is set', async () => {
  const bad = document([{ kind: 'image', svg: 'no drawing', alt: 'x' }]);
  await expect(renderPdf(bad)).rejects.toThrow('The PDF could not be set');
  await expect(renderPdf(document([{ kind: 'paragraph', text: 'Good' }]))).resolves.toBeDefined();
});

describe('what a person typed is never Typst', () => {
  const hostile = [
    '#read("/etc/passwd")',
    '*bold* _it_ `code`',
    '$x^2$',
    '"quoted" \'single\'',
    '\\ #{ } [ ] <label> @ref',
    '= no heading',
    '- no list',
    '// no comment /* nor this */',
    '#set page(width: 1pt)',
    '~--',
  ];

  test.each(hostile)('%s', async (text) => {
    const cells = [
      { kind: 'table', caption: text, columns: [{ heading: text }], rows: [[text], [[{ strong: text }]]] },
    ] as const;
    const { text: read, title } = await readPdf(
      await renderPdf(
        document([{ kind: 'heading', text }, { kind: 'paragraph', text }, ...cells], { title: text, foot: text }),
      ),
    );
    expect(title).toBe(text);
    const seen = (within: string) => within.replace(/\s/g, '').replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
    // Title, heading, paragraph, caption, column heading, two cells, foot.
    expect(seen(read).split(seen(text)).length - 1).toBe(8);
  });

  test('characters that no font of ours has do not stop the document', async () => {
    const { text } = await readPdf(
      await renderPdf(document([{ kind: 'paragraph', text: 'Well done 😀 中 e\u0301\u200b\u0007!' }])),
    );
    expect(text).toContain('Well done ? ? é!');
  });

  test('any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (text) => {
        const { tagged } = await readPdf(
          await renderPdf(
            document(
              [
                { kind: 'paragraph', text },
                { kind: 'heading', text: `x${text}` },
              ],
              { title: `x${text}` },
            ),
          ),
        );
        expect(tagged).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

test('a cover with its contents is one page, also where they take two columns', async () => {
  const filled = (n: number): Block[] =>
    Array.from({ length: n }, (_, at): Block[] => [
      { kind: 'heading', text: `Chapter ${at + 1}` },
      { kind: 'paragraph', text: 'What it says.' },
    ]).flat();
  for (const n of [3, 22, 30, 40]) {
    const { pages } = await readPdf(
      await renderPdf({
        ...document(filled(n)),
        cover: { kind: 'Data pack', facts: [{ key: 'School', value: 'A school' }], summary: ['In one line.'] },
      }),
    );
    expect(pages[0]).toContain(`Chapter ${n}`);
    expect(pages[1]).toContain('A quote for Weir Lane Academy');
  }
});

test('a long table repeats its headings on each page', async () => {
  const rows = Array.from({ length: 120 }, (_, i) => [`Row ${i + 1}`, String(i)]);
  const { pages } = await readPdf(
    await renderPdf(document([{ kind: 'table', columns: [{ heading: 'Name of it' }, { heading: 'N' }], rows }])),
  );
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) expect(page).toContain('Name of it');
});

test('at the foot of a page nothing that leads up to a table stands without it, and no row is torn', async () => {
  const lead = (n: number): Block[] => [
    ...Array.from({ length: n }, (): Block => ({ kind: 'paragraph', text: 'One line more.' })),
    { kind: 'heading', text: 'Maths' },
    { kind: 'paragraph', text: 'Led up to.' },
    {
      kind: 'table',
      columns: [{ heading: 'Measure' }, { heading: 'What it means' }],
      rows: Array.from({ length: 6 }, (_, at) => [
        `Row ${at}`,
        `Begins ${at}. ${'Meaning of it. '.repeat(40)}Ends ${at}.`,
      ]),
    },
  ];
  // Wherever on a page it comes to stand.
  for (let n = 20; n < 40; n++) {
    const { pages } = await readPdf(await renderPdf(document(lead(n))));
    const pageOf = (words: string) => pages.findIndex((text) => text.replace(/\s+/g, ' ').includes(words));
    expect(pageOf('Begins 0.'), 'the table').toBeGreaterThanOrEqual(0);
    expect(pageOf('Maths'), `heading after ${n} lines`).toBe(pageOf('Begins 0.'));
    expect(pageOf('Led up to.'), `paragraph after ${n} lines`).toBe(pageOf('Begins 0.'));
    for (const at of [0, 1, 2, 3, 4, 5])
      expect(pageOf(`Ends ${at}.`), `row ${at} after ${n} lines`).toBe(pageOf(`Begins ${at}.`));
  }
});

test('three strips tables of ten groups stand on one page, none of them cut', async () => {
  const table = (text: string): Block[] => [
    { kind: 'heading', level: 1, text },
    {
      kind: 'strips',
      name: 'Group',
      count: 'Pupils',
      own: 'This school',
      range: 'Likely range',
      ends: ['0%', '50%', '100%'],
      beside: [
        { heading: 'England', mark: 'line' },
        { heading: 'Against England', wide: true },
      ],
      rows: Array.from({ length: 10 }, (_, at) => ({
        name: at < 3 ? 'English as an additional language' : 'Girls',
        own: '',
        range: '',
        ...(at < 5 ? { missing: 'Not shown: 5 or fewer pupils' } : { own: '68%', range: '53 to 80', value: 68 }),
        scale: [0, 100],
        line: 75,
        beside: ['75%', 'Too close'],
      })),
    },
  ];
  const title = { kind: 'page-break' } as const;
  const { pages } = await readPdf(
    await renderPdf(document([title, ...table('First'), ...table('Second'), ...table('Third')])),
  );
  expect(pages.filter((text) => /Group/.test(text))).toHaveLength(1);
});

test('a heading with a paragraph goes along with the heading that follows it', async () => {
  const filler = Array.from({ length: 39 }, () => ({ kind: 'paragraph' as const, text: 'A line.' }));
  for (const lines of [31, 32, 33, 34, 35, 36, 37, 38]) {
    const { pages } = await readPdf(
      await renderPdf(
        document([
          ...filler.slice(0, lines),
          { kind: 'heading', level: 1, text: 'Worked out' },
          { kind: 'paragraph', text: 'Small groups are hidden.' },
          { kind: 'heading', level: 2, text: 'Pupils on roll' },
          { kind: 'paragraph', text: 'Of whom there are some.' },
        ]),
      ),
    );
    const at = (words: string) => pages.findIndex((text) => text.includes(words));
    expect([lines, at('Worked out')]).toEqual([lines, at('Pupils on roll')]);
  }
});

describe('wherever on a page a table comes to stand', () => {
  const rowsOf = (text: string) => text.match(/Row \d+/g)?.length ?? 0;
  const filler = (count: number): Block[] =>
    Array.from({ length: count }, () => ({ kind: 'paragraph', text: 'A line.' }));
  const note: Block = { kind: 'note', text: 'What is noted of it.' };
  const table = (count: number): Block => ({
    kind: 'table',
    columns: [{ heading: 'Name' }, { heading: 'Figure', align: 'right' }],
    rows: Array.from({ length: count }, (_, at) => [`Row ${at}`, String(at)]),
  });
  const alone = (block: Strips): Block => ({
    ...block,
    beside: [],
    rows: block.rows.map((row) => ({ ...row, beside: [] })),
  });
  const strips = (count: number): Strips => ({
    kind: 'strips',
    name: 'School',
    own: 'Figure',
    range: 'Likely range',
    ends: ['0%', '50%', '100%'],
    beside: [{ heading: 'England', mark: 'line' }],
    rows: Array.from({ length: count }, (_, at) => ({
      name: `Row ${at}`,
      own: '64%',
      range: '43 to 80',
      scale: [0, 100],
      value: 64,
      beside: ['64%'],
    })),
  });

  test.each([
    ['a long table', table(17)],
    ['a long table of figures', strips(17)],
    ['a short table', table(5)],
  ])('of %s fewer than three rows stand on no page, and the note is with the last of them', async (_, block) => {
    for (let lines = 14; lines < 40; lines++) {
      const { pages, tagged } = await readPdf(
        await renderPdf(document([...filler(lines), { kind: 'heading', text: 'Of it' }, block, note])),
      );
      const rows = pages.map(rowsOf);
      const at = (words: string) => pages.findIndex((text) => text.includes(words));
      expect([lines, rows.filter((count) => count === 1 || count === 2)]).toEqual([lines, []]);
      expect([lines, at('noted of it')]).toEqual([lines, rows.findLastIndex((count) => count > 0)]);
      expect([lines, at('Of it')]).toEqual([lines, at('Row 0')]);
      expect(tagged).toBe(true);
    }
  });

  test('a list of ten schools goes on over the page, ten groups of pupils do not', async () => {
    const pagesOf = async (block: Block, lines: number) =>
      (await readPdf(await renderPdf(document([...filler(lines), { kind: 'heading', text: 'Of it' }, block])))).pages
        .map(rowsOf)
        .filter((count) => count > 0).length;
    const places = [26, 28, 30];
    expect(await Promise.all(places.map((lines) => pagesOf({ ...strips(10), list: true }, lines)))).toContain(2);
    expect(await Promise.all(places.map((lines) => pagesOf(strips(10), lines)))).toEqual([1, 1, 1]);
  });

  test('where no row has a range no column stands for it', async () => {
    const { range: _, ...block } = strips(3);
    const { text } = await readPdf(await renderPdf(document([{ kind: 'heading', text: 'Of it' }, block])));
    expect(text).toContain('Row 0 64% 64%');
    expect(text).not.toContain('Likely range');
  });

  test.each([
    ['a long table', table(17), 0],
    // Of marks that are passed over the cells are empty, and no others.
    ['a long table of figures', strips(17), 17],
    ['one beside which nothing stands', alone(strips(7)), 7],
  ])('%s has no cell in which nothing stands, but the marks that are passed over', async (_, block, marks) => {
    const { tags, emptyCells } = await readPdf(
      await renderPdf(document([{ kind: 'heading', text: 'Of it' }, block, note])),
    );
    expect(tags).toContain('TD');
    expect(emptyCells).toBe(marks);
  });
});
