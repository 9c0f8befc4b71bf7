import type { Child } from 'hono/jsx';
import { Columns, DataTable, Second, Section } from '../../platform/ui';
import { listed } from '../../platform/words';
import type { Offer } from '../schema/schema';
import { statedValue } from '../value';
import { type Asked, snapshotOf, type Typed } from './asked';
import { FeeCard, feeFor, feeGrowth } from './fee';
import { EligibilityTable } from './grid';
import { OffsetPanel, readReplacing } from './offset';
import { byCategoryWords, inOrder, type Owed, owedBy, spanOverCategories } from './owed';
import { nameOf, small, spanWords } from './words';

export interface Answer {
  card: Child;
  below: Child;
  faults: { text: string; href: string }[];
}

/** Everything that a school of this kind would pay, get, and miss. */
export async function answerFor(
  offer: Offer,
  asked: Asked,
  given: { query: URLSearchParams; action: string; typed: Typed },
): Promise<Answer> {
  const rows = inOrder(owedBy(offer, snapshotOf(asked, true)));
  const replacing = readReplacing(offer, given.query, rows);
  const fee = feeFor(offer, asked, asked.pupils);
  const growth = await feeGrowth(offer, asked);
  return {
    card: <FeeCard offer={offer} asked={asked} />,
    below: (
      <>
        <div class="m-section">
          <Columns split="7-5">
            <WhatYouWouldGet offer={offer} asked={asked} rows={rows} />
            <div>
              {growth}
              {fee.ok && (
                <OffsetPanel
                  offer={offer}
                  feePence={fee.value.pence}
                  rows={rows}
                  replacing={replacing}
                  action={given.action}
                  typed={given.typed}
                />
              )}
            </div>
          </Columns>
        </div>
        <IfYouDoNot offer={offer} asked={asked} />
      </>
    ),
    faults: [...replacing.faults].map(([id, text]) => ({
      text: `${rows.find((row) => row.id === id)?.name}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`,
      href: `#pays-${id}`,
    })),
  };
}

function WhatYouWouldGet({ offer, asked, rows }: { offer: Offer; asked: Asked; rows: readonly Owed[] }) {
  const stated = statedValue(offer, snapshotOf(asked, true));
  const shown = rows.filter((row) => !row.anyway || row.worth.kind === 'stated');
  const anyway = rows.filter((row) => !shown.includes(row));
  const uncertain = shown.filter((row) => spanOverCategories(row));
  const apart = shown.filter(({ worth }) => worth.kind === 'stated' && worth.apart);
  return (
    <Section
      title="What you would get"
      intro={[
        `Stated value ${spanWords(stated, ' to ')}${uncertain.length > 0 ? `, before what depends on your category: ${listed(uncertain.map(({ name }) => small(name)))}` : ''}.`,
        apart.length > 0 &&
          `${listed(apart.map(({ name }) => name))} ${apart.length === 1 ? 'is' : 'are'} not settled yet, and not counted.`,
        'What has no price is listed, never counted.',
      ]
        .filter(Boolean)
        .join(' ')}
    >
      <DataTable
        caption="What a subscriber like you would get"
        captionHidden
        rows={shown}
        columns={[
          {
            key: 'element',
            header: 'Element',
            cell: (row) => <a href={row.href}>{row.name}</a>,
            name: true,
            strong: true,
          },
          {
            key: 'quantity',
            header: 'How much',
            plain: true,
            cell: (row) => (
              <>
                {byCategoryWords(row) ?? row.quantity}
                {row.provisional && <Second>Until the numbers are confirmed</Second>}
              </>
            ),
          },
          { key: 'worth', header: 'Stated value', cell: (row) => <WorthCell row={row} />, align: 'end', figure: true },
        ]}
      />
      {anyway.length > 0 && (
        <p class="m-small m-quiet">
          And what every school like yours has, subscriber or not:{' '}
          {anyway.map((row, at) => (
            <>
              {at > 0 && (at === anyway.length - 1 ? ' and ' : ', ')}
              <a href={row.href}>{row.name}</a>
            </>
          ))}
          .
        </p>
      )}
    </Section>
  );
}

function WorthCell({ row }: { row: Owed }) {
  if (row.byCategory) {
    const span = spanOverCategories(row);
    return span ? (
      <>
        {spanWords(span)}
        <Second>not counted</Second>
      </>
    ) : (
      <span class="m-quiet">not priced</span>
    );
  }
  if (row.worth.kind !== 'stated') return <span class="m-quiet">not priced</span>;
  return (
    <>
      {spanWords(row.worth.span)}
      {row.worth.apart && <Second>not counted</Second>}
    </>
  );
}

const IfYouDoNot = ({ offer, asked }: { offer: Offer; asked: Asked }) => (
  <Section title="If you do not subscribe" intro={offer.basicRules.join(' ')}>
    <EligibilityTable
      offer={offer}
      caption={`What ${nameOf(offer.statuses, asked.status).toLowerCase()} schools get with and without a subscription`}
      columns={[
        { header: 'If you do not subscribe', school: snapshotOf(asked, false) },
        { header: 'If you subscribe', school: snapshotOf(asked, true) },
      ]}
    />
  </Section>
);
