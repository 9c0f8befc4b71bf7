import { ButtonLink, DataTable, EmptyState, Second, Section } from '../../platform/ui';
import { date } from '../../platform/words';
import { lastDayWith } from '../working-days';
import type { SchoolStatement } from './read';
import { isNothing, spanWords } from './spans';
import { bookLink, lapsing } from './words';

interface LapsesProps {
  statement: SchoolStatement;
  today: Temporal.PlainDate;
  mayBook: boolean;
}

/** What the last day of the year takes, until when that can be changed, and the step that changes it. */
export function Lapses({ statement, today, mayBook }: LapsesProps) {
  const { offer, figures, lapsesOn, urn } = statement;
  if (Temporal.PlainDate.compare(lapsesOn, today) < 0)
    return (
      <Section title={`The year ended on ${date(lapsesOn)}`} rule="ink" id="lapses">
        <p>
          {isNothing(figures.split.lapsed)
            ? 'Nothing of stated value was left unused.'
            : `What was not used by then lapsed: a stated value of ${spanWords(figures.split.lapsed, ' to ')}.`}
        </p>
      </Section>
    );
  const rows = lapsing(offer, figures, today);
  if (rows.length === 0)
    return statement.subscribed ? (
      <EmptyState title={`Nothing lapses on ${date(lapsesOn)}`}>
        Everything that has an end is used or booked.
      </EmptyState>
    ) : null;
  const { workingDaysBefore } = offer.bespoke.booking.returnedWhenCancelled;
  return (
    <Section
      title={`What lapses on ${date(lapsesOn)}`}
      rule="heather"
      id="lapses"
      intro="Nothing carries over. If nothing more is booked, you lose:"
    >
      <DataTable
        caption="What lapses"
        captionHidden
        rows={rows}
        columns={[
          {
            key: 'element',
            header: 'Element',
            name: true,
            cell: ({ row, ends }) => (
              <>
                {row.name}
                <Second>order by {date(lastDayWith(workingDaysBefore, ends))}</Second>
              </>
            ),
          },
          {
            key: 'left',
            header: 'Left',
            align: 'end',
            figure: true,
            cell: ({ words, worth }) => (
              <>
                {words}
                <Second>{worth === null ? 'not priced' : spanWords(worth) === words ? '' : spanWords(worth)}</Second>
              </>
            ),
          },
          ...(mayBook
            ? [
                {
                  key: 'do',
                  header: 'Next step',
                  verb: true,
                  cell: ({ row }: (typeof rows)[number]) => (
                    <a href={bookLink(offer, urn, row)}>
                      {row.element === offer.bespoke.credit.id ? 'Use it' : 'Book'}
                      <span class="govuk-visually-hidden">: {row.name}</span>
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      <p class="m-small">
        What is held counts as used once it is confirmed. What is booked can be moved or given back until{' '}
        {workingDaysBefore} working days before.
      </p>
      {mayBook && <ButtonLink href={`/schools/${urn}/menu`}>Use what is left</ButtonLink>}
    </Section>
  );
}
