import { type Block, type PdfDocument, renderPdf } from '../../platform/documents';
import { date, moment } from '../../platform/words';
import type { Terms } from './terms';

/** How the form was completed. */
export interface Signature {
  name: string;
  role: string;
  at: Temporal.Instant;
  day: Temporal.PlainDate;
  plan: string;
  purchaseOrder: string | null;
  poolWith: string | null;
  partnership: string;
  foot: string;
}

/** The terms as they were shown, with what was chosen and who completed them: the same gives the same bytes. */
export const termsPdf = (terms: Terms, signed: Signature): Promise<Uint8Array> =>
  renderPdf(termsDocument(terms, signed));

function termsDocument(
  terms: Terms,
  { name, role, at, day, plan, purchaseOrder, poolWith, partnership, foot }: Signature,
): PdfDocument {
  return {
    title: terms.title,
    subtitle: `Completed on ${date(day)}. Conditional until it binds.`,
    author: partnership || 'Mesters',
    date: day,
    foot,
    body: [
      ...terms.sections.flatMap(({ heading, paragraphs, points, table }): Block[] => [
        { kind: 'heading', text: heading },
        ...paragraphs.map((text): Block => ({ kind: 'paragraph', text })),
        ...(points && points.length > 0 ? [{ kind: 'list', items: points } as const] : []),
        ...(table
          ? [
              {
                kind: 'table',
                caption: table.caption,
                columns: [{ heading: table.head[0] }, { heading: table.head[1], align: 'right' }],
                rows: table.rows,
                ...(table.total ? { total: table.total } : {}),
              } as const,
            ]
          : []),
      ]),
      { kind: 'heading', text: 'Completed by' },
      {
        kind: 'facts',
        rows: [
          { key: 'Name', value: name },
          { key: 'Role', value: role },
          { key: 'When', value: moment(at) },
          { key: 'Payment', value: plan },
          { key: 'Purchase order', value: purchaseOrder ?? 'none given' },
          ...(poolWith ? [{ key: 'Means to pool its credit with', value: poolWith }] : []),
          { key: 'Said', value: authorisedWords },
        ],
      },
      { kind: 'note', text: `Mark of the terms as shown: ${terms.seal}.` },
    ],
  };
}

export const authorisedWords =
  'I am authorised to complete this form for the school, and the school agrees to these terms.';
