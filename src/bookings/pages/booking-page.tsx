import type { Child } from 'hono/jsx';
import { creditUnit, type Offer } from '../../offer';
import {
  Button,
  ButtonGroup,
  Checkboxes,
  Columns,
  DateInput,
  Notice,
  Section,
  SummaryList,
  Tag,
  Textarea,
  TextInput,
} from '../../platform/ui';
import { date, longDate, moment, money } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../schools';
import { type Cancelling, usedWords } from '../confirm';
import type { Booking } from '../queries';
import type { Deed, State } from '../state';
import { creditWords, elementName, priceWords, sourceName, stateWords, unitsWords } from '../words';
import { tones } from './list-page';

export interface BookingView {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
  offer: Offer;
  booking: Booking;
  state: State;
  /** What this person may do to it now. */
  deeds: readonly Deed[];
  cancelling: Cancelling;
  staff: boolean;
  /** What accepting it would add to an invoice, in pence. */
  topUpPence: number;
  payerNames: ReadonlyMap<string, string>;
  forNames: readonly { urn: number; name: string }[];
  peopleNames: readonly string[];
  invoice: { urn: number; name: string } | null;
  typed: Record<string, string>;
  errors: Partial<Record<string, string>>;
}

/** What happened to a booking, what is next, and the buttons for it. */
export function BookingPage(view: BookingView) {
  const { school, tabs, offer, booking, state, deeds } = view;
  const base = `/schools/${school.urn}/bookings/${booking.id}`;
  return (
    <>
      <SchoolHeader
        school={school}
        tabs={tabs}
        at={`/schools/${school.urn}/bookings`}
        lead={leadOf(view)}
        actions={<Tag tone={tones[state]}>{stateWords[state]}</Tag>}
      />
      <Columns split="7-5">
        <div>
          <Section title={booking.what} rule="petrol">
            <SummaryList
              rows={[
                { key: 'What', value: [elementName(offer, booking.element), booking.kind].filter(Boolean).join(': ') },
                { key: 'When', value: booking.day ? longDate(booking.day) : 'No day is agreed yet' },
                ...(booking.occasion ? [{ key: 'Event', value: booking.occasion }] : []),
                { key: 'For', value: view.forNames.map(({ name }) => name).join(', ') || '–' },
                ...(view.peopleNames.length > 0 ? [{ key: 'With', value: view.peopleNames.join(', ') }] : []),
                { key: 'Takes', value: <PaidBy {...view} /> },
                ...(booking.notes ? [{ key: 'Notes', value: booking.notes }] : []),
                ...(booking.evidence
                  ? [
                      {
                        key: 'What was done',
                        value: booking.evidenceLink ? (
                          <a href={booking.evidenceLink}>{booking.evidence}</a>
                        ) : (
                          booking.evidence
                        ),
                      },
                      ...(usedWords(offer, booking)
                        ? [{ key: 'It took', value: usedWords(offer, booking) as string }]
                        : []),
                    ]
                  : []),
                ...(view.invoice
                  ? [
                      {
                        key: 'Invoice',
                        value: (
                          <a href={`/schools/${view.invoice.urn}/money/${view.invoice.name}`}>{view.invoice.name}</a>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          </Section>
          <Section title="What happened" rule="ink">
            <ul>
              {history(view).map((line) => (
                <li>{line}</li>
              ))}
            </ul>
          </Section>
        </div>
        <div>
          {deeds.includes('accept') && (
            <Section title="Accept the quote" rule="heather">
              <form method="post" action={`${base}/accept`}>
                <input type="hidden" name="invoice" value={String(view.topUpPence)} />
                <p>
                  {booking.price === null ? 'It costs nothing.' : `It costs ${creditWords(offer, booking.price)}.`}{' '}
                  {view.topUpPence > 0 &&
                    `The credit does not cover it all: ${money(view.topUpPence)} is added to an invoice.`}
                </p>
                <Button>
                  {view.topUpPence > 0 ? `Accept, with ${money(view.topUpPence)} by invoice` : 'Accept the quote'}
                </Button>
              </form>
            </Section>
          )}
          {deeds.includes('keep-again') && (
            <Section title="Keep it again" rule="heather">
              <form method="post" action={`${base}/keep-again`}>
                <input type="hidden" name="invoice" value={String(view.topUpPence)} />
                <p>
                  It was kept until {booking.heldUntil ? moment(booking.heldUntil) : 'then'}. Others may have used the
                  credit since.
                </p>
                <Button>
                  {view.topUpPence > 0 ? `Keep it, with ${money(view.topUpPence)} by invoice` : 'Keep it again'}
                </Button>
              </form>
            </Section>
          )}
          {deeds.includes('quote') && <QuoteForm {...view} base={base} />}
          {deeds.includes('confirm') && (
            <Section title="Confirm" rule="ink">
              <form method="post" action={`${base}/confirm`}>
                <p>
                  What is held for it is then used
                  {booking.payers.some(({ how }) => how === 'invoice') && ', and the invoice goes out'}.
                </p>
                <Button>Confirm it</Button>
              </form>
            </Section>
          )}
          {deeds.includes('deliver') && <DeliverForm {...view} base={base} />}
          {deeds.includes('cancel') && <CancelForm {...view} base={base} />}
        </div>
      </Columns>
    </>
  );
}

function leadOf({ offer, booking, state, staff }: BookingView): Child {
  switch (state) {
    case 'draft':
      return staff
        ? 'The school waits for a quote.'
        : 'You asked for a quote. The office answers with a price, which you accept or leave.';
    case 'quoted':
      return `Quoted at ${booking.price === null ? 'no price' : creditWords(offer, booking.price)}, until ${booking.quoteUntil ? date(booking.quoteUntil) : 'further notice'}.`;
    case 'held':
      return `Held${booking.heldUntil ? ` until ${moment(booking.heldUntil)}` : ''}: ${priceWords(offer, booking)}. The office confirms it next.`;
    case 'lapsed':
      return booking.heldAt
        ? 'The hold ran out before it was confirmed. Nothing was taken.'
        : 'The quote ran out. Ask for a new one.';
    case 'confirmed':
      return `Confirmed${booking.day ? ` for ${longDate(booking.day)}` : ''}: ${priceWords(offer, booking)}.`;
    case 'delivered':
      return `It took place${booking.deliveredOn ? ` on ${longDate(booking.deliveredOn)}` : ''}.`;
    case 'cancelled':
      return booking.returned ? 'Cancelled. What it took went back.' : 'Cancelled too late to give back what it took.';
  }
}

function PaidBy({ offer, booking, payerNames }: BookingView) {
  if (booking.payers.length === 0) return <>{priceWords(offer, booking)}</>;
  return (
    <ul class="govuk-list">
      {booking.payers.map(({ holder, how, pays, units, unit, pence, source }) => (
        <li>
          {how === 'invoice' ? `${money(pence ?? 0)} by invoice` : unitsWords(offer, unit, units)}
          {how === 'account' && pays !== booking.element && ` of ${elementName(offer, pays ?? '')}`}
          {`, ${payerNames.get(`${holder.kind}/${holder.id}`) ?? holder.id}. `}
          <span class="m-quiet">{sourceName(offer, source)}</span>
        </li>
      ))}
    </ul>
  );
}

const history = ({ booking, offer }: BookingView): string[] =>
  [
    [booking.madeAt, booking.heldAt?.equals(booking.madeAt) ? 'Ordered' : 'Asked for'] as const,
    [booking.quotedAt, `Quoted${booking.price === null ? '' : ` at ${creditWords(offer, booking.price)}`}`] as const,
    [booking.acceptedAt, 'Quote accepted'] as const,
    [booking.confirmedAt, 'Confirmed'] as const,
    [booking.deliveredAt, 'Said to have taken place'] as const,
    [booking.cancelledAt, `Cancelled: ${booking.cancelledWhy}`] as const,
  ].flatMap(([at, what]) => (at ? [`${moment(at)}: ${what}`] : []));

type WithBase = BookingView & { base: string };

const typedDate = (typed: Record<string, string>, name: string) => ({
  day: typed[`${name}-day`] ?? '',
  month: typed[`${name}-month`] ?? '',
  year: typed[`${name}-year`] ?? '',
});

/** How many of the credit's units people write as one: 100 pence to the pound. */
export const perWritten = (offer: Offer): number => {
  const unit = creditUnit(offer);
  return 'perWritten' in unit ? (unit.perWritten ?? 1) : 1;
};

const QuoteForm = ({ base, typed, errors, booking, offer }: WithBase) => (
  <Section title="Quote" rule="ink">
    <form method="post" action={`${base}/quote`} novalidate>
      <TextInput
        id="price"
        name="price"
        label="Price"
        hint="In pounds; 0 where it is given"
        prefix="£"
        width={10}
        value={typed.price ?? (booking.price === null ? '' : String(booking.price / perWritten(offer)))}
        error={errors.price}
      />
      <TextInput
        id="days"
        name="days"
        label="Days it takes"
        hint="Such as 1.5; empty where it is not counted in time"
        width={5}
        value={typed.days ?? (booking.units === null ? '' : String(booking.units / 4))}
        error={errors.days}
      />
      <DateInput id="until" name="until" legend="Holds until" values={typedDate(typed, 'until')} error={errors.until} />
      <Button>Send the quote</Button>
    </form>
  </Section>
);

const DeliverForm = ({ base, typed, errors, booking, offer }: WithBase) => (
  <Section title="It took place" rule="ink">
    <form method="post" action={`${base}/deliver`} novalidate>
      <DateInput id="on" name="on" legend="When?" values={typedDate(typed, 'on')} error={errors.on} />
      {booking.price === null &&
        booking.unit !== null &&
        offer.units.find(({ id }) => id === booking.unit)?.counts === 'time' && (
          <TextInput
            id="days"
            name="days"
            label="Days it took"
            width={5}
            value={typed.days ?? String((booking.units ?? 0) / 4)}
            error={errors.days}
          />
        )}
      <Textarea
        id="evidence"
        name="evidence"
        label="What was done?"
        rows={3}
        value={typed.evidence ?? ''}
        error={errors.evidence}
      />
      <TextInput
        id="link"
        name="link"
        label="Where to read it"
        hint="An address, if there is one"
        value={typed.link ?? ''}
        error={errors.link}
      />
      <Button kind="secondary">Say that it took place</Button>
    </form>
  </Section>
);

const CancelForm = ({ base, typed, errors, cancelling, staff, state }: WithBase) => (
  <Section title="Cancel" rule="ink">
    <form method="post" action={`${base}/cancel`} novalidate>
      {cancelling.returned ? <p>{cancelling.words}</p> : <Notice kind="late">{cancelling.words}</Notice>}
      <TextInput id="why" name="why" label="Why?" value={typed.why ?? ''} error={errors.why} />
      {staff && !cancelling.returned && state === 'confirmed' && (
        <Checkboxes
          id="anyway"
          name="anyway"
          legend="Late all the same"
          choices={[{ value: 'yes', text: 'Give it back although it is late' }]}
        />
      )}
      <ButtonGroup>
        <Button kind="warning">Cancel the booking</Button>
      </ButtonGroup>
    </form>
  </Section>
);
