import type { Child } from 'hono/jsx';
import type { Account } from '../../entitlements';
import type { Offer } from '../../offer';
import { DataTable, EmptyState, PageHeading, Second, Section, SummaryList, UnitBar } from '../../platform/ui';
import { date, moment } from '../../platform/words';
import { elementName, sourceName, unitsWords } from '../words';
import type { Movement } from './queries';
import { isBooking } from './rows';
import { unitsOf, upper } from './words';

export interface AccountView {
  account: Account;
  offer: Offer;
  owner: { name: string; urn: number | null };
  postings: readonly Movement[];
  holds: readonly Movement[];
  /** The posting before which the next page begins; null at the end. */
  older: number | null;
  newestShown: boolean;
}

const kinds: Readonly<Record<Movement['kind'], string>> = {
  grant: 'Granted',
  use: 'Used',
  return: 'Given back',
  pool: 'Pool',
  hold: 'Held',
};

/** Everything that ever happened to one account: what, when, by whom, and why. */
export function AccountPage({ account, offer, owner, postings, holds, older, newestShown }: AccountView) {
  const units = (n: number) => unitsWords(offer, account.unit, n);
  const lapsed = account.balance - account.held - account.left;
  return (
    <>
      <PageHeading
        title={elementName(offer, account.element)}
        eyebrow={`${owner.name}, ${account.year}`}
        lead={
          account.unlimited
            ? `No limit. ${unitsOf(offer, account.unit, account.used).replace('–', 'Nothing')} used.`
            : account.left === 0
              ? `Nothing is left of ${units(account.owed)}.`
              : `${upper(units(account.left))} left of ${units(account.owed)}.`
        }
      />
      {!account.unlimited && (
        <div class="m-section">
          <UnitBar
            used={account.used}
            held={account.held}
            left={account.left}
            says={`${units(account.used)} used, ${units(account.held)} held, ${units(account.left)} left`}
          />
        </div>
      )}
      <SummaryList
        rows={[
          { key: 'Why', value: account.why },
          { key: 'From', value: date(account.starts) },
          {
            key: 'Until',
            value: `${date(account.ends)}${lapsed > 0 && !account.unlimited ? `: ${units(lapsed)} lapsed` : ''}`,
          },
          { key: 'Paid from', value: sourceName(offer, account.source) },
          ...(account.occasion ? [{ key: 'Event', value: account.occasion }] : []),
          ...(account.moved !== 0
            ? [
                {
                  key: 'Pools',
                  value: account.moved < 0 ? `${units(-account.moved)} put in` : `${units(account.moved)} came in`,
                },
              ]
            : []),
          ...(account.shortfall > 0 ? [{ key: 'More than is owed now', value: units(account.shortfall) }] : []),
        ]}
      />
      <Section title="Every movement" rule="ink" intro={newestShown ? 'The newest first.' : 'Older movements.'}>
        {postings.length === 0 ? (
          <EmptyState title="Nothing has moved yet" level={3}>
            Here stands everything that is granted, used and given back, with who did it and when.
          </EmptyState>
        ) : (
          <Movements caption="Movements" rows={postings} offer={offer} unit={account.unit} urn={owner.urn} />
        )}
        {older !== null && (
          <p>
            <a href={`/accounts/${account.id}?before=${older}`}>Older movements</a>
          </p>
        )}
      </Section>
      {newestShown && holds.length > 0 && (
        <Section title="Held for bookings" rule="ink">
          <Movements caption="Holds" rows={holds} offer={offer} unit={account.unit} urn={owner.urn} />
        </Section>
      )}
    </>
  );
}

const Movements = (props: {
  caption: string;
  rows: readonly Movement[];
  offer: Offer;
  unit: string;
  urn: number | null;
}) => (
  <DataTable
    caption={props.caption}
    captionHidden
    rows={props.rows}
    columns={[
      {
        key: 'what',
        header: 'What',
        name: true,
        cell: (one): Child => (
          <>
            {link(one, props.urn)}
            <Second>{kindWords(one)}</Second>
          </>
        ),
      },
      { key: 'day', header: 'Counts on', cell: ({ day }) => date(day) },
      { key: 'at', header: 'Done', cell: ({ at }) => moment(at) },
      { key: 'by', header: 'By', cell: ({ person, byPerson }) => person ?? (byPerson ? 'somebody else' : 'Mesters') },
      {
        key: 'units',
        header: 'Units',
        align: 'end',
        figure: true,
        strong: true,
        cell: ({ units, kind }) =>
          `${kind === 'hold' ? '' : units < 0 ? '−' : '+'}${unitsWords(props.offer, props.unit, Math.abs(units))}`,
      },
    ]}
  />
);

function link({ booking, urn, words }: Movement, own: number | null): Child {
  const at = urn ?? own;
  return booking && at !== null && isBooking(booking) ? (
    <a href={`/schools/${at}/bookings/${booking}`}>{words}</a>
  ) : (
    words
  );
}

function kindWords({ kind, ended, until }: Movement): string {
  if (kind !== 'hold') return kinds[kind];
  if (ended === 'confirmed') return 'Held, then confirmed';
  if (ended === 'released') return 'Held, then given up';
  if (ended === 'ran-out') return `Held until ${until ? moment(until) : ''}, then free again`;
  return until ? `Held until ${moment(until)}` : 'Held';
}
