import type { PublishedOffer } from '../../offer';
import { type PdfDocument, renderPdf } from '../../platform/documents';
import { count, date, money } from '../../platform/words';
import type { Quote } from '../quote';
import { lineWords, pupilsWords, ruleLabel, sectorName, sourceWords, statusName } from '../words';

/** A quote to keep: the same quote on the same day gives the same bytes. */
export const quotePdf = (quote: Quote, about: QuotePdf): Promise<Uint8Array> => renderPdf(quoteDocument(quote, about));

interface QuotePdf {
  published: PublishedOffer;
  partnership: string;
  today: Temporal.PlainDate;
}

export function quoteDocument(quote: Quote, { published, partnership, today }: QuotePdf): PdfDocument {
  const { offer, version } = published;
  const { school, fee, plan, instalments, perPupil } = quote;
  const author = partnership || offer.name;
  return {
    title: `Quote for ${school.name}`,
    subtitle: [
      { strong: `Subscription, ${quote.year}.` },
      ` ${sectorName(offer, school.sector)}, ${statusName(offer, school.status).toLowerCase()}, URN ${school.urn}.`,
    ],
    author,
    date: today,
    foot: `${offer.name}, version ${version}. Pupils: ${pupilSource(quote)}.`,
    body: [
      {
        kind: 'figures',
        items: [
          { value: money(fee.pence), label: `for the school year ${quote.year}` },
          ...(perPupil === null ? [] : [{ value: money(perPupil), label: 'for each pupil, all in' }]),
          { value: count(instalments.length), label: instalments.length === 1 ? 'payment' : 'payments' },
        ],
      },
      { kind: 'heading', text: 'What the fee is made of' },
      {
        kind: 'table',
        columns: [{ heading: 'For' }, { heading: 'Amount', align: 'right' }],
        rows: fee.lines.map((line) => [lineWords(line), money(line.pence)]),
        total: ['Fee for the year', money(fee.pence)],
      },
      { kind: 'heading', text: 'When it is paid' },
      {
        kind: 'table',
        columns: [{ heading: 'Due' }, { heading: 'Amount', align: 'right' }],
        rows: instalments.map(({ due, pence }) => [date(due), money(pence)]),
        total: ['Together', money(fee.pence)],
      },
      { kind: 'paragraph', text: `${plan.name}.` },
      { kind: 'heading', text: 'Which pupils are counted' },
      ...pupilsWords(offer, quote).map((text) => ({ kind: 'paragraph' as const, text })),
      { kind: 'paragraph', text: `${ruleLabel(quote)}: ${offer.contract.pupils.counted}.` },
      { kind: 'note', text: `${offer.fee.formula} This is a quote. It is no contract, and it binds nobody.` },
    ],
  };
}

function pupilSource({ school, typed, fee }: Quote): string {
  if (typed || !school.pupils) return `${count(fee.pupils)}, typed in`;
  return `${sourceWords(school.pupils)}, ${date(school.pupils.censusDate)}`;
}
