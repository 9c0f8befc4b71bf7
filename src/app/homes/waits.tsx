import type { Waiting } from '../../bookings';
import { DataTable, EmptyState, Second, Section, Tag } from '../../platform/ui';
import { counted } from '../../platform/words';

const verbs: Readonly<Record<Waiting['kind'], string>> = { quote: 'Quote', deliver: 'Record' };

/** What waits for a person, each with the step that ends the waiting. */
export function Waits(props: { title: string; waiting: readonly Waiting[]; today: Temporal.PlainDate; empty: string }) {
  const { waiting, today } = props;
  return (
    <Section title={props.title} rule="under" aside={<a href="/bookings">Bookings</a>}>
      {waiting.length === 0 ? (
        <EmptyState title="Nothing waits" level={3}>
          {props.empty}
        </EmptyState>
      ) : (
        <DataTable
          caption={props.title}
          captionHidden
          rows={waiting}
          columns={[
            {
              key: 'what',
              header: 'What',
              name: true,
              cell: (one) => (
                <>
                  <a href={hrefOf(one)}>{one.school}</a>
                  <Second>{one.what}</Second>
                </>
              ),
            },
            {
              key: 'state',
              header: 'State',
              cell: (one) => <Tag tone={toneOf(one, today)}>{stateOf(one, today)}</Tag>,
            },
            {
              key: 'do',
              header: 'Next step',
              verb: true,
              cell: (one) => (
                <a href={hrefOf(one)}>
                  {verbs[one.kind]}
                  <span class="govuk-visually-hidden">: {one.school}</span>
                </a>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

const hrefOf = ({ urn, booking }: Waiting): string => `/schools/${urn}/bookings/${booking}`;

function stateOf({ kind, since }: Waiting, today: Temporal.PlainDate): string {
  const n = Math.max(0, since.until(today).days);
  if (kind === 'deliver') return n === 1 ? 'Was yesterday' : `Was ${counted(n, 'day')} ago`;
  return n === 0 ? 'Asked today' : n === 1 ? 'Asked yesterday' : `Asked ${counted(n, 'day')} ago`;
}

/** A fortnight is late. */
const toneOf = ({ since }: Waiting, today: Temporal.PlainDate) => (since.until(today).days > 14 ? 'late' : 'soon');
