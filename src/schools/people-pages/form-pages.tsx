import {
  Button,
  ButtonGroup,
  DateInput,
  Inset,
  Radios,
  Section,
  Select,
  SummaryList,
  TextInput,
  Warning,
} from '../../platform/ui';
import { capital, date } from '../../platform/words';
import type { Role } from '../roles';
import type { EndForm, InviteForm } from './forms';
import { isAfter, isTakenBack, roleHref } from './list';
import type { RoleHeld } from './queries';

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
  /** Nobody else at this place may give and end roles. */
  last: boolean;
  today: Temporal.PlainDate;
  back: string;
}

/** When a role ends: on a day, at once, or not at all. */
export const EndFields = ({ held, place, own, last, today, back, typed, errors }: EndProps) => (
  <>
    <SummaryList
      rows={[
        { key: 'Person', value: `${held.name}, ${held.email}` },
        { key: 'Role', value: `${capital(held.title)} at ${place}` },
        { key: 'First day', value: date(held.starts) },
        {
          key: 'Last day',
          value: isTakenBack(held) ? 'taken back' : held.ends ? date(held.ends.subtract({ days: 1 })) : 'no end',
        },
      ]}
    />
    {held.ends && !isAfter(held.ends, today) ? (
      <>
        <Inset>
          This role {isTakenBack(held) ? 'was taken back' : 'has ended'}. To let {held.name} in again, give the role
          again.
        </Inset>
        <p>
          <a href={back}>Back to the people of {place}</a>
        </p>
      </>
    ) : (
      <>
        {own && <Warning>This is your own role. When it ends you cannot open these pages any more.</Warning>}
        {last && (
          <Warning>
            Nobody else at {place} gives and ends roles. When this one ends, only the partnership office can let people
            in here: give the role to whoever follows first.
          </Warning>
        )}
        <p>
          Is {held.name} to have a different role? <a href={`${back}/new?from=${held.roleHeldId}`}>Give that role</a>,
          then end this one.
        </p>
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

export interface NameProps {
  held: RoleHeld;
  /** Corrects it; others are told who does. */
  may: boolean;
  typed: string;
  error?: string | undefined;
}

/** What somebody is called is corrected once, and holds everywhere. */
export const NameFields = ({ held, may, typed, error }: NameProps) => (
  <Section
    title="Name and address"
    intro="The address is how they sign in, and stays. Where it is wrong, end the role and give it again to the right one."
  >
    {may ? (
      <form method="post" action={`${roleHref(held.roleHeldId)}/name`} novalidate>
        <TextInput
          id="name"
          name="name"
          label="Name"
          hint="As it stands everywhere, in each of their roles"
          value={typed}
          error={error}
          width={30}
          autocomplete="off"
        />
        <Button kind="secondary">Save the name</Button>
      </form>
    ) : (
      <p>A name that is misspelt is corrected by the partnership office.</p>
    )}
  </Section>
);
