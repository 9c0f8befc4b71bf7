import {
  Button,
  ButtonGroup,
  ButtonLink,
  type Column,
  DataTable,
  DateInput,
  EmptyState,
  Inset,
  Pagination,
  Radios,
  SearchBox,
  Section,
  Select,
  SummaryList,
  Tag,
  TextInput,
  Warning,
  withQuery,
} from '../../platform/ui';
import { counted, date } from '../../platform/words';
import type { PersonInScope } from '../people';
import type { Role } from '../roles';
import type { EndForm, InviteForm } from './forms';
import { type Everybody, peoplePerPage, type RoleHeld } from './queries';

/** A role is changed on one page, wherever it is held. */
export const roleHref = (roleHeldId: string): string => `/people/roles/${roleHeldId}`;

export interface PeopleListProps {
  title: string;
  people: readonly PersonInScope[];
  today: Temporal.PlainDate;
  mayManage: boolean;
  /** The form that gives a role here. */
  newHref: string;
  /** Whether those who have left are shown, and the address of the other view. */
  past: { shown: boolean; href: string };
}

/** Who has which role in a scope, until when. */
export function PeopleList({ title, people, today, mayManage, newHref, past }: PeopleListProps) {
  const give = mayManage ? <ButtonLink href={newHref}>Give somebody a role</ButtonLink> : undefined;
  const shown = people.filter((person) => past.shown || !isTakenBack(person));
  const columns: Column<PersonInScope>[] = [
    {
      key: 'name',
      header: 'Person',
      name: true,
      cell: (person) => (
        <>
          {person.name}
          <span class="m-table__second">{person.email}</span>
        </>
      ),
    },
    { key: 'role', header: 'Role', cell: (person) => capital(person.title) },
    { key: 'from', header: 'From', cell: (person) => date(person.starts), wideOnly: true },
    { key: 'until', header: 'Last day', cell: (person) => <LastDay {...person} today={today} /> },
    ...(mayManage
      ? [
          {
            key: 'change',
            header: 'Change',
            verb: true,
            cell: (person: PersonInScope) =>
              person.ends && !isAfter(person.ends, today) ? (
                ''
              ) : (
                <a href={roleHref(person.roleHeldId)}>
                  Change
                  <span class="govuk-visually-hidden">
                    : {person.name}, {person.title}
                  </span>
                </a>
              ),
          },
        ]
      : []),
  ];
  return (
    <Section title={title} {...(give && shown.length > 0 ? { aside: give } : {})}>
      {shown.length === 0 ? (
        <EmptyState title="Nobody has a role here yet" level={3} action={give}>
          {mayManage
            ? 'Whoever you give a role is written to, and signs in with a code sent to their address.'
            : 'The partnership office gives the first person a role.'}
        </EmptyState>
      ) : (
        <DataTable caption={title} captionHidden columns={columns} rows={shown} />
      )}
      <p>
        <a href={past.href}>{past.shown ? 'Only those of today' : 'Show those who have left too'}</a>
      </p>
    </Section>
  );
}

/** A role whose end was set to its first day never held: it was given by mistake, or for somebody who did not come. */
const isTakenBack = ({ starts, ends }: Pick<PersonInScope, 'starts' | 'ends'>): boolean =>
  ends !== null && !isAfter(ends, starts);

function LastDay({ starts, ends, today }: Pick<PersonInScope, 'starts' | 'ends'> & { today: Temporal.PlainDate }) {
  if (isTakenBack({ starts, ends })) return <Tag tone="outline">taken back</Tag>;
  const coming = isAfter(starts, today) && <Tag>from {date(starts)}</Tag>;
  if (!ends) return coming || 'no end';
  if (!isAfter(ends, today)) return <Tag tone="outline">left {date(ends.subtract({ days: 1 }))}</Tag>;
  return (
    <>
      {date(ends.subtract({ days: 1 }))} {coming}
    </>
  );
}

const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(a, b) > 0;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface InviteProps extends InviteForm {
  action: string;
  cancel: string;
  place: string;
  roles: readonly Role[];
}

/** Gives somebody a role in a place. */
export function InviteFields({ action, cancel, place, roles, typed, errors }: InviteProps) {
  const choices = roles.map((role) => ({ value: role.id, text: capital(role.title) }));
  return (
    <form method="post" action={action} novalidate>
      <TextInput
        id="name"
        name="name"
        label="Name"
        value={typed.name}
        error={errors.name}
        width={30}
        autocomplete="off"
      />
      <TextInput
        id="email"
        name="email"
        type="email"
        label="Email address"
        hint="Their own, not a shared one: it is how they sign in"
        value={typed.email}
        error={errors.email}
        width={30}
        autocomplete="off"
        spellcheck={false}
      />
      {choices.length > 6 ? (
        <Select
          id="role"
          name="role"
          label={`Role at ${place}`}
          value={typed.role}
          options={[{ value: '', text: 'Choose a role' }, ...choices]}
          error={errors.role}
        />
      ) : (
        <Radios
          id="role"
          name="role"
          legend={`Role at ${place}`}
          value={typed.role}
          choices={choices}
          error={errors.role}
        />
      )}
      <DateInput id="starts" name="starts" legend="First day" values={typed.starts} error={errors.starts} />
      <DateInput
        id="last"
        name="last"
        legend="Last day"
        hint="Leave it empty where there is no end. Afterwards they are out by themselves."
        values={typed.last}
        error={errors.last}
      />
      <ButtonGroup>
        <Button>Give the role and send the invitation</Button>
        <a href={cancel}>Cancel</a>
      </ButtonGroup>
    </form>
  );
}

export interface EndProps extends EndForm {
  held: RoleHeld;
  place: string;
  /** It is the asker's own role: they would shut themselves out. */
  own: boolean;
  today: Temporal.PlainDate;
  back: string;
}

/** When a role ends: on a day, at once, or not at all. */
export const EndFields = ({ held, place, own, today, back, typed, errors }: EndProps) => (
  <>
    <SummaryList
      rows={[
        { key: 'Person', value: `${held.name}, ${held.email}` },
        { key: 'Role', value: `${capital(held.title)} at ${place}` },
        { key: 'First day', value: date(held.starts) },
        { key: 'Last day', value: held.ends ? date(held.ends.subtract({ days: 1 })) : 'no end' },
      ]}
    />
    {held.ends && !isAfter(held.ends, today) ? (
      <>
        <Inset>This role has ended. To let {held.name} in again, give the role again.</Inset>
        <p>
          <a href={back}>Back to the people of {place}</a>
        </p>
      </>
    ) : (
      <>
        {own && <Warning>This is your own role. When it ends you cannot open these pages any more.</Warning>}
        <form method="post" action={roleHref(held.roleHeldId)} novalidate>
          <Radios
            id="how"
            name="how"
            legend="When does it end?"
            value={typed.how}
            error={errors.how}
            choices={[
              {
                value: 'day',
                text: 'On a day',
                more: (
                  <DateInput
                    id="last"
                    name="last"
                    legend="Last day"
                    hint="They can still sign in on that day"
                    values={typed.last}
                    error={errors.last}
                  />
                ),
              },
              { value: 'open', text: 'It has no end' },
              {
                value: 'now',
                text: isAfter(held.starts, today) ? 'Take it back before it begins' : 'Now',
                hint: isAfter(held.starts, today) ? undefined : 'They are out with their next click',
              },
            ]}
          />
          <ButtonGroup>
            <Button>Save the change</Button>
            <a href={back}>Cancel</a>
          </ButtonGroup>
        </form>
      </>
    )}
  </>
);

export interface EverybodyProps {
  q: string;
  page: number;
  found: { people: Everybody[]; total: number };
  today: Temporal.PlainDate;
}

/** Anybody who has, had or will have a role anywhere. */
export function EverybodyList({ q, page, found, today }: EverybodyProps) {
  const columns: Column<Everybody>[] = [
    {
      key: 'name',
      header: 'Person',
      name: true,
      cell: (person) => (
        <>
          {person.name}
          <span class="m-table__second">{person.email}</span>
        </>
      ),
    },
    {
      key: 'roles',
      header: 'Roles',
      cell: (person) =>
        person.roles.length === 0 ? null : (
          <ul class="govuk-list">
            {person.roles.map((role) => (
              <li>
                <a href={roleHref(role.roleHeldId)}>{capital(role.title)}</a>
                {role.place && (
                  <>
                    {' '}
                    at <a href={`/${role.scopeKind}s/${role.scopeId}/people`}>{role.place}</a>
                  </>
                )}{' '}
                {(role.ends || isAfter(role.starts, today)) && <LastDay {...role} today={today} />}
              </li>
            ))}
          </ul>
        ),
    },
  ];
  return (
    <Section title="Everybody" rule="ink">
      <SearchBox id="q" label="Name or email address" action="/people" value={q} live="everybody" />
      <div id="everybody" data-live-says={q ? counted(found.total, 'person', 'people') : ''}>
        {q === '' ? (
          <p class="m-quiet">
            People of every school, trust and partnership, and of the company: search by name or address.
          </p>
        ) : found.total === 0 ? (
          <EmptyState title="Nobody is called that" level={3}>
            Part of a name or of an address is enough. To let somebody in, give them a role: in a school on the school’s
            page, in the company above.
          </EmptyState>
        ) : (
          <>
            <DataTable caption="People found" captionHidden columns={columns} rows={found.people} />
            <Pagination
              page={page}
              perPage={peoplePerPage}
              total={found.total}
              noun={found.total === 1 ? 'person' : 'people'}
              href={(to) => withQuery(`/people?q=${encodeURIComponent(q)}`, { page: to })}
            />
          </>
        )}
      </div>
    </Section>
  );
}
