import { DataTable, Section } from '../../platform/ui';
import type { OfferMistake } from '../check';

/** What is wrong with an offer file, line by line. */
export const Mistakes = ({
  title,
  intro,
  found,
}: {
  title: string;
  intro?: string;
  found: readonly OfferMistake[];
}) => (
  <Section title={title} rule="ink" {...(intro ? { intro } : {})}>
    <DataTable
      caption={title}
      captionHidden
      scroll
      rows={found}
      columns={[
        { key: 'line', header: 'Line', cell: ({ line }) => line, name: true, strong: true },
        { key: 'column', header: 'Column', cell: ({ column }) => column, align: 'end' },
        { key: 'path', header: 'Where in the offer', cell: ({ path }) => <code>{path}</code> },
        { key: 'message', header: 'What is wrong', cell: ({ message }) => message },
      ]}
    />
  </Section>
);
