import { DataTable, Section } from '../../../platform/ui';
import type { Terms } from '../terms';

/** The terms in plain words: the PDF shows the same. */
export const TermsView = ({ terms, level = 2 }: { terms: Terms; level?: 2 | 3 }) => (
  <>
    {terms.sections.map(({ heading, paragraphs, points, table }) => (
      <Section title={heading} level={level}>
        {paragraphs.map((text) => (
          <p>{text}</p>
        ))}
        {points && points.length > 0 && (
          <ul class="govuk-list govuk-list--bullet">
            {points.map((text) => (
              <li>{text}</li>
            ))}
          </ul>
        )}
        {table && (
          <DataTable<[string, string]>
            caption={table.caption}
            rows={table.rows}
            columns={[
              { key: 'for', header: table.head[0], name: true, cell: ([what]) => what, total: table.total?.[0] },
              {
                key: 'amount',
                header: table.head[1],
                align: 'end',
                figure: true,
                cell: ([, amount]) => amount,
                total: table.total?.[1],
              },
            ]}
          />
        )}
      </Section>
    ))}
  </>
);
