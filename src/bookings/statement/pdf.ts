import { type Block, type PdfDocument, renderPdf } from '../../platform/documents';
import { date, money } from '../../platform/words';
import { lastDayWith } from '../working-days';
import type { Figures } from './figures';
import { leadOf, standingNote } from './lead';
import type { SchoolStatement } from './read';
import { isNothing, plus, spanWords } from './spans';
import { lapsing, rowOwed, rowUnits, worthWords } from './words';

export interface About {
  partnership: string;
  today: Temporal.PlainDate;
}

/** The statement to keep and to lay before governors: the same figures on the same day give the same bytes. */
export const statementPdf = (statement: SchoolStatement, about: About): Promise<Uint8Array> =>
  renderPdf(statementDocument(statement, about));

export function statementDocument(statement: SchoolStatement, { partnership, today }: About): PdfDocument {
  const { offer, published, figures, feePence, year, name, money: paid } = statement;
  const { used, held, left, open } = figures.split;
  const note = standingNote(statement, today);
  return {
    title: `Statement of value, ${year}`,
    subtitle: [{ strong: `${name}.` }, ` URN ${statement.urn}. ${date(statement.day)}.`],
    author: partnership || offer.name,
    date: today,
    foot: `${offer.name}, version ${published.version}. Stated values are those of the published offer.`,
    body: [
      { kind: 'paragraph', text: leadOf(statement) },
      ...(note ? [{ kind: 'paragraph' as const, text: note }] : []),
      {
        kind: 'figures',
        items: [
          { value: spanWords(used), label: 'stated value of what was used' },
          { value: spanWords(held), label: 'held for bookings' },
          { value: spanWords(plus(left, open)), label: 'left' },
          ...(feePence === null ? [] : [{ value: money(feePence), label: `fee for ${year}` }]),
        ],
      },
      ...(paid
        ? [{ kind: 'paragraph' as const, text: `Invoiced ${money(paid.invoiced)}, paid ${money(paid.paid)}.` }]
        : []),
      ...hiddenNote(figures),
      ...offer.parts.flatMap((part) => partTable(statement, part)),
      ...valueBlocks(figures),
      ...lapseBlocks(statement, today),
      ...notOwedBlocks(statement),
      howNote,
    ],
  };
}

/** What the stated values sum to, and where they stand. */
export const valueBlocks = ({ split, worth }: Figures): Block[] => [
  { kind: 'heading', text: 'All stated values that are counted' },
  {
    kind: 'table',
    columns: [{ heading: '' }, { heading: 'Stated value', align: 'right' }],
    rows: [
      ['Used', spanWords(split.used)],
      ['Held for bookings', spanWords(split.held)],
      ['Left', spanWords(plus(split.left, split.open))],
      ...(isNothing(split.lapsed) ? [] : [['Lapsed', spanWords(split.lapsed)]]),
    ],
    total: ['In the whole year', spanWords(worth)],
  },
];

export const hiddenNote = ({ hides }: Figures): Block[] =>
  hides
    ? [
        {
          kind: 'note',
          text: 'Lines that follow from how a school is judged are not shown to this reader, for this or any school, and nothing of them is in the sums.',
        },
      ]
    : [];

export const howNote: Block = {
  kind: 'note',
  text: 'An element that is partly used counts in proportion; one without a limit counts in full from the first use. What has no price is listed and never counted. What is bought with the credit is counted once, as the credit.',
};

export function partTable(
  { offer, figures }: Pick<SchoolStatement, 'offer' | 'figures'>,
  part: { id: string; name: string },
): Block[] {
  const rows = figures.rows.filter((row) => row.part === part.id && row.standing !== 'not-owed');
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: part.name },
    {
      kind: 'table',
      columns: [
        { heading: 'Element', width: 3 },
        { heading: 'Owed', width: 2 },
        { heading: 'Used', align: 'right' },
        { heading: 'Held', align: 'right' },
        { heading: 'Left', align: 'right' },
        { heading: 'Stated value', align: 'right' },
      ],
      rows: rows.map((row) => [
        row.name,
        rowOwed(offer, row),
        rowUnits(offer, row, 'used'),
        rowUnits(offer, row, 'held'),
        row.lines.some(({ unlimited }) => unlimited) && row.lines.length === 1
          ? 'no limit'
          : rowUnits(offer, row, 'left'),
        `${worthWords(row)}${row.apart && row.worth ? ' (apart)' : ''}`,
      ]),
    },
  ];
}

function lapseBlocks({ offer, figures, lapsesOn }: SchoolStatement, today: Temporal.PlainDate): Block[] {
  const rows = lapsing(offer, figures, today);
  if (rows.length === 0) return [];
  const { workingDaysBefore } = offer.bespoke.booking.returnedWhenCancelled;
  return [
    { kind: 'heading', text: `What lapses on ${date(lapsesOn)}` },
    {
      kind: 'table',
      columns: [
        { heading: 'Element' },
        { heading: 'Left', align: 'right' },
        { heading: 'Worth', align: 'right' },
        { heading: 'Order by', align: 'right' },
      ],
      rows: rows.map(({ row, words, worth, ends }) => [
        row.name,
        words,
        worth ? spanWords(worth) : 'not priced',
        date(lastDayWith(workingDaysBefore, ends)),
      ]),
    },
  ];
}

function notOwedBlocks({ figures }: SchoolStatement): Block[] {
  const rows = figures.rows.filter(({ standing }) => standing === 'not-owed');
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: 'Not owed to this school' },
    {
      kind: 'table',
      columns: [
        { heading: 'Element', width: 1 },
        { heading: 'Why', width: 2 },
      ],
      rows: rows.map(({ name, why }) => [name, why]),
    },
  ];
}
