import { statedValue } from '../../offer';
import { DataTable, Details, Section } from '../../platform/ui';
import type { SchoolStatement } from './read';
import { spanWords } from './spans';

/** What else the offer has: for a subscriber a footnote, for others what a subscription would add. */
export function NotOwed({ statement }: { statement: SchoolStatement }) {
  const { offer, figures, school, subscribed } = statement;
  const rows = figures.rows.filter(({ standing, inCredit }) => standing === 'not-owed' && (subscribed || !inCredit));
  if (rows.length === 0) return null;
  const stated = statedValue(offer, { ...school, subscribed: true });
  const worth = new Map(stated.counted.filter(({ apart }) => !apart).map(({ element, span }) => [element, span]));
  const table = (
    <DataTable
      caption="Not owed"
      captionHidden
      rows={rows}
      columns={[
        { key: 'element', header: 'Element', name: true, cell: (row) => row.name },
        { key: 'why', header: 'Why', plain: true, cell: (row) => row.why },
        ...(subscribed
          ? []
          : [
              {
                key: 'worth',
                header: 'Stated value',
                align: 'end' as const,
                figure: true,
                cell: ({ element }: (typeof rows)[number]) => {
                  const span = worth.get(element);
                  return span ? spanWords(span) : 'not priced';
                },
              },
            ]),
      ]}
    />
  );
  if (subscribed)
    return (
      <Details summary="Not owed to this school">
        <p>What else {offer.name} has, and why it is not here.</p>
        {table}
      </Details>
    );
  return (
    <Section
      title="What a subscription would add"
      rule="petrol"
      intro={`Support with a stated value of ${spanWords(stated, ' to ')} in a year, and what has no price.`}
    >
      {table}
    </Section>
  );
}
