import type { Cell, ExportColumn, ExportTable } from '../../platform/documents';
import { inOrder, type Order, readOrder } from '../../platform/ui';
import { capital } from '../../platform/words';
import { typedWords } from '../directory/filter-form';
import { plain } from '../names';
import type { PersonInScope } from '../people';
import { roleById } from '../roles';
import type { Everybody, RoleHeld } from './queries';

/** A role is changed on one page, wherever it is held. */
export const roleHref = (roleHeldId: string): string => `/people/roles/${roleHeldId}`;

export const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate): boolean => Temporal.PlainDate.compare(a, b) > 0;

/** A role whose end was set to its first day never held: it was given by mistake, or for somebody who did not come. */
export const isTakenBack = ({ starts, ends }: Pick<PersonInScope, 'starts' | 'ends'>): boolean =>
  ends !== null && !isAfter(ends, starts);

/** Whether a role is the only one of today by which somebody at its place gives and ends roles there. The company has the last administrator's own rule. */
export function isLastManager(held: RoleHeld, here: readonly PersonInScope[], today: Temporal.PlainDate): boolean {
  const manages = ({ role }: Pick<PersonInScope, 'role'>) =>
    roleById.get(role)?.levels.includes(`people/${held.scope.kind}/:id`) ?? false;
  return (
    manages(held) && !here.some((one) => one.personId !== held.personId && manages(one) && !isAfter(one.starts, today))
  );
}

const peopleKeys = ['name', 'role', 'from', 'until'] as const;

/** What of a place's people is shown, and in which order. */
export interface PeopleWish {
  /** A piece of the name, the address or the role. */
  who: string;
  /** Those who have left too. */
  past: boolean;
  order: Order<(typeof peopleKeys)[number]>;
}

export const readPeople = (query: URLSearchParams): PeopleWish => ({
  who: typedWords(query.get('who')),
  past: query.get('past') === '1',
  order: readOrder(query, peopleKeys, { key: 'name', dir: 'asc' }),
});

/** The people who fit, in order. Roles that were taken back stand among those of the past. */
export function listedPeople(people: readonly PersonInScope[], { who, past, order }: PeopleWish): PersonInScope[] {
  const words = who.toLowerCase();
  const name = plain(who);
  const fits = (person: PersonInScope) =>
    [person.email, person.title].some((text) => text.toLowerCase().includes(words)) ||
    (name !== '' && plain(person.name).includes(name));
  return inOrder(
    people.filter((person) => (past || !isTakenBack(person)) && fits(person)),
    {
      name: ({ name }) => name,
      role: ({ title }) => title,
      from: ({ starts }) => starts.toString(),
      until: ({ ends }) => ends?.toString() ?? null,
    },
    order,
  );
}

/** The keys of the two lists on one page are not the same, so that each has its own order. */
const everybodyKeys = ['person', 'address'] as const;

export interface EverybodyWish {
  /** A piece of the name or of the address. */
  q: string;
  order: Order<(typeof everybodyKeys)[number]>;
}

export const readEverybody = (query: URLSearchParams): EverybodyWish => ({
  q: typedWords(query.get('q')),
  order: readOrder(query, everybodyKeys, { key: 'person', dir: 'asc' }),
});

const columns: readonly ExportColumn[] = [
  { heading: 'Name', kind: 'text' },
  { heading: 'Email address', kind: 'text' },
  { heading: 'Role', kind: 'text' },
  { heading: 'First day', kind: 'date' },
  { heading: 'Last day', kind: 'date' },
];

/** The people of a place as a table to take away. */
export const peopleTable = (people: readonly PersonInScope[]): ExportTable => ({
  name: 'People',
  columns,
  rows: people.map((person): Cell[] => [person.name, person.email, capital(person.title), ...daysOf(person)]),
});

/** A row for each role of each person. */
export const everybodyTable = (people: readonly Everybody[]): ExportTable => ({
  name: 'People',
  columns: columns.toSpliced(3, 0, { heading: 'Where', kind: 'text' }),
  rows: people.flatMap(({ name, email, roles }) =>
    roles.length === 0
      ? [[name, email, null, null, null, null]]
      : roles.map((role): Cell[] => [name, email, capital(role.title), role.place || 'The company', ...daysOf(role)]),
  ),
});

const daysOf = ({ starts, ends }: Pick<PersonInScope, 'starts' | 'ends'>): Cell[] =>
  isTakenBack({ starts, ends }) ? [starts, 'taken back'] : [starts, ends?.subtract({ days: 1 }) ?? null];
