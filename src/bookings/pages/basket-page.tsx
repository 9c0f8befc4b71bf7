import { Button, ButtonGroup, DataTable, DateInput, Notice, Section, Textarea } from '../../platform/ui';
import { money } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../schools';
import type { Preview } from '../order';
import { creditWords } from '../words';

export interface BasketView {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  preview: Preview;
  /** What was chosen, for the form to send on. */
  chosen: readonly (readonly [name: string, value: string])[];
  /** Who pays: "your credit", "the pool …". */
  payer: string;
  left: number;
  once: string;
  typed: { day: { day?: string; month?: string; year?: string }; notes: string };
  errors: { day?: string };
}

/** What was chosen, what it comes to, and who pays which part. */
export function BasketPage({ school, tabs, preview, chosen, payer, left, once, typed, errors }: BasketView) {
  const { offer } = preview.lines[0]!.considered;
  const base = `/schools/${school.urn}`;
  const total = preview.lines.reduce((n, { considered }) => n + (Number(considered.priced.price) || 0), 0);
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={`${base}/bookings`}
        lead={
          preview.pence === 0
            ? `It uses ${creditWords(offer, preview.ofCredit)} of ${payer}; ${creditWords(offer, left - preview.ofCredit)} is left afterwards.`
            : preview.ofCredit > 0
              ? `It uses ${creditWords(offer, preview.ofCredit)} of ${payer}, and needs ${money(preview.pence)} more by invoice.`
              : `It costs ${money(preview.pence)}, by invoice.`
        }
      />
      <Section title="Your order" rule="petrol">
        <DataTable
          caption="What was chosen"
          captionHidden
          rows={preview.lines}
          columns={[
            {
              key: 'what',
              header: 'What',
              name: true,
              cell: ({ considered }) => considered.priced.what,
              total: 'Together',
            },
            {
              key: 'price',
              header: 'Price',
              align: 'end',
              figure: true,
              cell: ({ considered }) => creditWords(offer, Number(considered.priced.price) || 0),
              total: creditWords(offer, total),
            },
            {
              key: 'credit',
              header: 'From the credit',
              align: 'end',
              cell: ({ payers }) =>
                creditWords(
                  offer,
                  (payers ?? []).filter(({ how }) => how === 'account').reduce((n, { units }) => n + units, 0),
                ),
              total: creditWords(offer, preview.ofCredit),
            },
            {
              key: 'invoice',
              header: 'By invoice',
              align: 'end',
              cell: ({ payers }) => money((payers ?? []).reduce((n, { pence }) => n + (pence ?? 0), 0)),
              total: money(preview.pence),
            },
          ]}
        />
        <form method="post" action={`${base}/menu/order`} novalidate>
          <input type="hidden" name="once" value={once} />
          <input type="hidden" name="invoice" value={String(preview.pence)} />
          {chosen.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <DateInput
            id="day"
            name="day"
            legend="When would you like it?"
            hint="Leave it empty if no day is agreed yet"
            values={typed.day}
            error={errors.day}
          />
          <Textarea id="notes" name="notes" label="What should we know?" rows={3} value={typed.notes} />
          {preview.pence > 0 && (
            <Notice kind="hint">
              By ordering you agree that {money(preview.pence)} is added to an invoice to the school when the order is
              confirmed.
            </Notice>
          )}
          <ButtonGroup>
            <Button>{preview.pence > 0 ? `Order, with ${money(preview.pence)} by invoice` : 'Order this'}</Button>
            <a href={`${base}/menu`}>Change it</a>
          </ButtonGroup>
        </form>
      </Section>
    </>
  );
}
