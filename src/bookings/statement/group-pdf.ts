import type { Offer } from '../../offer';
import { type Block, type PdfDocument, renderPdf } from '../../platform/documents';
import { date, money } from '../../platform/words';
import { elementName } from '../words';
import type { CityTotals } from './bought';
import { byElement, feesWords, invoicedWords, isMoved, schoolsWords, sourceIntro, wordsOf } from './by-source';
import type { Figures } from './figures';
import { feesOf, groupLead } from './lead';
import { type About, hiddenNote, howNote, partTable, valueBlocks } from './pdf';
import type { SchoolStatement } from './read';
import { isNothing, plus, spanWords } from './spans';

interface Totals {
  offer: Offer;
  totals: CityTotals;
}

interface Group {
  name: string;
  year: string;
  all: readonly SchoolStatement[];
  figures: Figures;
  totals?: Totals | null;
}

/** The statement of a trust or of the city to keep: the page's figures. Null where no school has one. */
export async function groupPdf(group: Group, { partnership, today }: About): Promise<Uint8Array | null> {
  const { name, year, all, figures, totals } = group;
  const [first] = all;
  if (!first) return null;
  const { offer, published } = first;
  const { used, held, left, open } = figures.split;
  return renderPdf({
    title: `Statement of value, ${year}`,
    subtitle: [{ strong: name === 'the city' ? 'The city.' : `${name}.` }, ` ${date(first.day)}.`],
    author: partnership || offer.name,
    date: today,
    foot: `${offer.name}, version ${published.version}. Stated values are those of the published offer.`,
    body: [
      { kind: 'paragraph', text: groupLead(group) },
      {
        kind: 'figures',
        items: [
          { value: spanWords(used), label: 'stated value of what was used' },
          { value: spanWords(held), label: 'held for bookings' },
          { value: spanWords(plus(left, open)), label: 'left' },
          { value: money(feesOf(all)), label: `fees for ${year}` },
        ],
      },
      ...hiddenNote(figures),
      ...schoolsBlocks(all),
      ...offer.parts.flatMap((part) => partTable({ offer, figures }, part)),
      ...valueBlocks(figures),
      ...(totals ? sourceBlocks(totals, year) : []),
      howNote,
    ],
  });
}

/** The same for the council: what each source has bought, and nothing of any one school. */
export const totalsPdf = (
  { offer, totals }: Totals,
  year: string,
  day: Temporal.PlainDate,
  { partnership, today }: About,
): Promise<Uint8Array> =>
  renderPdf({
    title: `Statement of value, ${year}`,
    subtitle: [{ strong: 'The city, in totals.' }, ` ${date(day)}.`],
    author: partnership || offer.name,
    date: today,
    foot: `${offer.name}. Sums over the whole city.`,
    body: sourceBlocks({ offer, totals }, year),
  } satisfies PdfDocument);

const schoolsBlocks = (all: readonly SchoolStatement[]): Block[] => [
  { kind: 'heading', text: 'Schools' },
  {
    kind: 'table',
    columns: [
      { heading: 'School' },
      { heading: 'Fee', align: 'right' },
      { heading: 'Used', align: 'right' },
      { heading: 'Held', align: 'right' },
      { heading: 'Left', align: 'right' },
      { heading: 'Stated value', align: 'right' },
    ],
    rows: all.map(({ name, feePence, subscribed, figures: { split, worth } }) => {
      const shown = (span: typeof worth) => (isNothing(span) ? '–' : spanWords(span));
      return [
        name,
        feePence === null ? (subscribed ? 'not stated' : 'none') : money(feePence),
        shown(split.used),
        shown(split.held),
        shown(plus(split.left, split.open)),
        shown(worth),
      ];
    }),
  },
];

const sourceBlocks = ({ offer, totals }: Totals, year: string): Block[] => [
  { kind: 'heading', text: 'What each source of money has bought' },
  { kind: 'paragraph', text: feesWords(totals, year) },
  ...totals.sources.flatMap((source): Block[] => {
    const rows = source.rows.filter(isMoved);
    return [
      { kind: 'heading', level: 2, text: source.name },
      { kind: 'paragraph', text: sourceIntro(source) },
      rows.length === 0
        ? { kind: 'paragraph', text: 'Nothing has been booked from it yet.' }
        : {
            kind: 'table',
            columns: [
              { heading: 'Element' },
              { heading: 'Schools', align: 'right' },
              { heading: 'Owed', align: 'right' },
              { heading: 'Used', align: 'right' },
              { heading: 'Held', align: 'right' },
              { heading: 'Invoiced', align: 'right' },
            ],
            rows: byElement(rows).map((of) => [
              elementName(offer, of[0]?.element ?? ''),
              schoolsWords(of),
              wordsOf(offer, of, 'owed'),
              wordsOf(offer, of, 'used'),
              wordsOf(offer, of, 'held'),
              invoicedWords(of),
            ]),
          },
    ];
  }),
];
