import type { Account } from '../../entitlements';
import type { Offer } from '../../offer';
import {
  Button,
  ButtonGroup,
  DateInput,
  EmptyState,
  Section,
  Select,
  TaskList,
  Textarea,
  TextInput,
} from '../../platform/ui';
import { days } from '../../platform/words';
import { type SchoolHead, SchoolHeader, type SchoolTab } from '../../schools';
import { stepWords } from '../items';
import { elementName, unitsWords, upperFirst } from '../words';

interface Top {
  school: SchoolHead;
  tabs: readonly SchoolTab[];
}

export interface ChooseView extends Top {
  offer: Offer;
  /** What is owed and can still be used: one account an element, or one a rule where its rules are to be chosen from. */
  owed: readonly { account: Account; rule: string | null }[];
  /** What may be asked for although nothing of it is counted. */
  onRequest: readonly { id: string; name: string; words: string }[];
}

/** What one would like to book, of what is owed. */
export const ChoosePage = ({ school, tabs, offer, owed, onRequest }: ChooseView) => {
  const base = `/schools/${school.urn}`;
  const to = (element: string, rule: string | null = null) =>
    `${base}/bookings/new?element=${element}${rule ? `&rule=${rule}` : ''}`;
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={`${base}/bookings`} lead="Choose what you would like to book." />
      <Section title="What you are owed" rule="petrol" aside={<a href={`${base}/menu`}>Buy something from the menu</a>}>
        {owed.length === 0 ? (
          <EmptyState title="Nothing is left to book" level={3}>
            What the school is owed and has not used yet stands here.
          </EmptyState>
        ) : (
          <TaskList
            id="owed"
            tasks={owed.map(({ account, rule }) => ({
              title: elementName(offer, account.element),
              href: to(account.element, rule),
              hint: account.why,
              status: account.unlimited
                ? 'as often as you need it'
                : account.per === 'event'
                  ? `${unitsWords(offer, account.unit, account.owed)} for each event`
                  : `${unitsWords(offer, account.unit, account.left)} left`,
            }))}
          />
        )}
      </Section>
      {onRequest.length > 0 && (
        <Section title="What you can ask for" rule="ink">
          <TaskList
            id="ask"
            tasks={onRequest.map(({ id, name, words }) => ({ title: name, href: to(id), status: words }))}
          />
        </Section>
      )}
    </>
  );
};

export interface NewView extends Top {
  offer: Offer;
  /** Hidden fields that name what is booked. */
  item: readonly (readonly [name: string, value: string])[];
  title: string;
  /** What is left of it, in words. */
  lead: string;
  kinds: readonly string[];
  /** How the amount is asked: time in steps, a number, or not at all. */
  amount: { how: 'time'; step: number; most: number } | { how: 'number'; unit: string } | { how: 'none' };
  perEvent: boolean;
  once: string;
  pot: string;
  /** Words of the button: it is held at once, or asked for. */
  asks: boolean;
  typed: Record<string, string>;
  errors: Partial<Record<string, string>>;
}

export function NewPage(view: NewView) {
  const { school, tabs, title, lead, item, kinds, amount, perEvent, once, pot, asks, typed, errors } = view;
  const base = `/schools/${school.urn}`;
  return (
    <>
      <SchoolHeader school={school} tabs={tabs} at={`${base}/bookings`} lead={lead} />
      <Section title={title} rule="petrol">
        <form method="post" action={`${base}/bookings`} novalidate>
          <input type="hidden" name="once" value={once} />
          {pot !== '' && <input type="hidden" name="pot" value={pot} />}
          {item.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          {amount.how === 'time' && (
            <Select
              id="units"
              name="units"
              label="How much time?"
              hint={`In steps of ${stepWords(amount.step)}`}
              value={typed.units ?? String(amount.step)}
              options={Array.from(
                { length: Math.max(1, Math.floor(amount.most / amount.step)) },
                (_, i) => amount.step * (i + 1),
              ).map((quarters) => ({
                value: String(quarters),
                text: upperFirst(days(quarters)),
              }))}
              error={errors.units}
            />
          )}
          {amount.how === 'number' && (
            <TextInput
              id="units"
              name="units"
              label={`How many ${amount.unit}?`}
              width={3}
              numeric
              value={typed.units ?? '1'}
              error={errors.units}
            />
          )}
          {perEvent && (
            <TextInput
              id="occasion"
              name="occasion"
              label="Which event?"
              hint="Its name and date, as it was announced"
              value={typed.occasion ?? ''}
              error={errors.occasion}
            />
          )}
          {kinds.length > 0 && (
            <Select
              id="kind"
              name="kind"
              label="What kind?"
              value={typed.kind ?? ''}
              options={[{ value: '', text: 'To be agreed' }, ...kinds.map((kind) => ({ value: kind, text: kind }))]}
            />
          )}
          <DateInput
            id="day"
            name="day"
            legend="When?"
            hint="Leave it empty if no day is agreed yet"
            values={{ day: typed['day-day'] ?? '', month: typed['day-month'] ?? '', year: typed['day-year'] ?? '' }}
            error={errors.day}
          />
          <Textarea id="notes" name="notes" label="What should we know?" rows={3} value={typed.notes ?? ''} />
          <ButtonGroup>
            <Button>{asks ? 'Ask for a quote' : 'Hold this'}</Button>
            <a href={`${base}/bookings`}>Cancel</a>
          </ButtonGroup>
        </form>
      </Section>
    </>
  );
}
