import { isMailAddress } from '../../platform/mail';
import { dateBoxes, type Form, readDate, type TypedDate, yearsTaken } from '../../platform/web';
import { date } from '../../platform/words';
import type { Invitation, InviteRefusal, Scope } from '../people';
import type { Role } from '../roles';
import { isTakenBack } from './list';
import type { RoleHeld } from './queries';
import type { ChangeRefusal } from './service';

interface Boxes {
  day?: string;
  month?: string;
  year?: string;
}

type Faults<Field extends string> = Partial<Record<Field, string>>;

/** A form as typed, with what is wrong with it by field. */
export interface InviteForm {
  typed: { name: string; email: string; role: string; starts: Boxes; last: Boxes };
  errors: Faults<'name' | 'email' | 'role' | 'starts' | 'last'>;
}

/** Empty, or for somebody who has a role already and is to have another. */
export const emptyInvite = (
  today: Temporal.PlainDate,
  known?: Pick<RoleHeld, 'name' | 'email'> | null,
): InviteForm => ({
  typed: { name: known?.name ?? '', email: known?.email ?? '', role: '', starts: dateBoxes(today), last: {} },
  errors: {},
});

const longestName = 120;

export function nameFault(name: string): string | undefined {
  if (name === '') return 'Enter their name';
  return name.length > longestName ? `Enter a name of ${longestName} letters or fewer` : undefined;
}

/** The role to give, or what is wrong with it. The last day is the person's; the role ends on the day after. */
export function readInvite(
  form: Form,
  scope: Scope,
  roles: readonly Role[],
  today: Temporal.PlainDate,
): InviteForm & { wish: Invitation | null } {
  const typed = {
    name: form.get('name'),
    email: form.get('email'),
    role: form.get('role'),
    starts: dateBoxes(form, 'starts'),
    last: dateBoxes(form, 'last'),
  };
  const starts = readDate(form, 'starts');
  const last = readDate(form, 'last');
  const errors: InviteForm['errors'] = {};
  const nameless = nameFault(typed.name);
  if (nameless) errors.name = nameless;
  if (typed.email === '') errors.email = 'Enter their email address';
  else if (!isMailAddress(typed.email)) errors.email = 'Enter an email address like name@example.org, and nothing else';
  if (!roles.some((role) => role.id === typed.role)) errors.role = 'Choose the role they are to have';
  if (starts.kind === 'empty') errors.starts = 'Enter the first day';
  else if (starts.kind === 'wrong') errors.starts = wrongDate('first day', starts);
  if (last.kind === 'wrong') errors.last = wrongDate('last day', last);
  if (starts.kind === 'date' && last.kind === 'date' && Temporal.PlainDate.compare(last.date, starts.date) < 0)
    errors.last = `Enter a last day on or after ${date(starts.date)}, the first`;
  else if (last.kind === 'date' && Temporal.PlainDate.compare(last.date, today) < 0)
    errors.last = 'Enter a last day that is still to come, or leave it empty: a role that is over lets nobody in';
  const wish =
    starts.kind === 'date' && Object.keys(errors).length === 0
      ? {
          name: typed.name,
          email: typed.email,
          role: typed.role,
          scope,
          starts: starts.date,
          ends: last.kind === 'date' ? last.date.add({ days: 1 }) : null,
        }
      : null;
  return { typed, errors, wish };
}

/** A refusal beside the field that can mend it. */
export function inviteRefused(reason: InviteRefusal, form: InviteForm): InviteForm {
  const errors: Record<InviteRefusal, InviteForm['errors']> = {
    'already-held': {
      role: 'They hold this role here already in that time. Choose another role, or change the one they have',
    },
    'ends-before-it-starts': { last: 'Enter a last day on or after the first' },
    'unknown-role': { role: 'Choose the role they are to have' },
    'not-yours': { role: 'You may not give this role here. Ask the partnership office' },
  };
  return { ...form, errors: errors[reason] };
}

export interface EndForm {
  typed: { how: string; last: Boxes };
  errors: Faults<'how' | 'last'>;
}

export const endFormOf = (held: RoleHeld): EndForm => ({
  typed: { how: held.ends ? 'day' : 'open', last: held.ends ? dateBoxes(held.ends.subtract({ days: 1 })) : {} },
  errors: {},
});

/** The first day without the role: a day, today, or none. A role that has not begun is taken back on its first day, so that it never holds. */
export function readEnd(
  form: Form,
  held: RoleHeld,
  today: Temporal.PlainDate,
): EndForm & { ends: Temporal.PlainDate | null | undefined } {
  const typed = { how: form.get('how'), last: dateBoxes(form, 'last') };
  const errors: EndForm['errors'] = {};
  const last = readDate(form, 'last');
  if (typed.how === 'open') return { typed, errors, ends: null };
  if (typed.how === 'now')
    return { typed, errors, ends: Temporal.PlainDate.compare(held.starts, today) > 0 ? held.starts : today };
  if (typed.how !== 'day') errors.how = 'Choose when it ends';
  else if (last.kind === 'empty') errors.last = 'Enter their last day';
  else if (last.kind === 'wrong') errors.last = wrongDate('last day', last);
  else if (Temporal.PlainDate.compare(last.date, held.starts) < 0)
    errors.last = `Enter ${date(held.starts)}, when the role begins, or a later day`;
  else return { typed, errors, ends: last.date.add({ days: 1 }) };
  return { typed, errors, ends: undefined };
}

export function endRefused(reason: ChangeRefusal, form: EndForm, held: RoleHeld): EndForm {
  const errors: Record<ChangeRefusal, EndForm['errors']> = {
    'last-administrator': {
      how: 'This is the last administrator: nobody could let anybody in. Give the role to somebody else first',
    },
    'already-ended': {
      how: `${isTakenBack(held) ? 'It has been taken back' : `It has ended${held.ends ? `: the last day was ${date(held.ends.subtract({ days: 1 }))}` : ''}`}. Give the role again instead`,
    },
    'already-held': { last: 'They hold this role again from a later day. Choose a last day before that' },
    'before-it-starts': { how: `It begins on ${date(held.starts)}. Choose that day or a later one` },
    'not-yours': { how: 'You may not change this role. Ask the partnership office' },
    'not-found': { how: 'It is no longer here' },
  };
  return { ...form, errors: errors[reason] };
}

/** For the summary: each fault links to its field, a date to its day. */
export const faults = (errors: Faults<string>): { text: string; href: string }[] =>
  Object.entries(errors).flatMap(([field, text]) =>
    text ? [{ text, href: field === 'starts' || field === 'last' ? `#${field}-day` : `#${field}` }] : [],
  );

const wrongDate = (what: string, { missing, outOfYears }: TypedDate & { kind: 'wrong' }): string =>
  missing.length > 0
    ? `The ${what} needs a ${missing.join(' and a ')}`
    : `Enter a ${what} ${outOfYears ? yearsTaken : 'that exists'}, like 31 8 2019`;
