import {
  ButtonLink,
  type Column,
  DataTable,
  EmptyState,
  ExportLinks,
  FilterForm,
  KeptOrder,
  Pagination,
  SearchBox,
  Second,
  Section,
  sortLinks,
  Tag,
  TextInput,
  withQuery,
} from '../../platform/ui';
import { capital, count, counted, date } from '../../platform/words';
import type { PersonInScope } from '../people';
import { type EverybodyWish, isAfter, isTakenBack, listedPeople, type PeopleWish, roleHref } from './list';
import { type Everybody, peoplePerPage } from './queries';

export interface PeopleListProps {
  title: string;
  people: readonly PersonInScope[];
  wish: PeopleWish;
  /** What the page was asked for. */
  query: URLSearchParams;
  today: Temporal.PlainDate;
  mayManage: boolean;
  /** The page that the list is on. */
  href: string;
}

/** More than these are looked through by name. */
const longList = 10;

/** Who has which role in a scope, until when. */
export function PeopleList({ title, people, wish, query, today, mayManage, href }: PeopleListProps) {
  const give = mayManage ? <ButtonLink href={`${href}/new`}>Give somebody a role</ButtonLink> : undefined;
  const all = listedPeople(people, { ...wish, who: '' });
  const shown = listedPeople(people, wish);
  const address = `${href}?${query}`;
  const columns: Column<PersonInScope>[] = [
    {
      key: 'name',
      header: 'Person',
      name: true,
      sortable: true,
      cell: (person) => (
        <>
          {person.name}
          <Second>{person.email}</Second>
        </>
      ),
    },
    { key: 'role', header: 'Role', sortable: true, cell: (person) => capital(person.title) },
    { key: 'from', header: 'From', sortable: true, cell: (person) => date(person.starts), wideOnly: true },
    { key: 'until', header: 'Last day', sortable: true, cell: (person) => <LastDay {...person} today={today} /> },
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
    <Section title={title} {...(give && all.length > 0 ? { aside: give } : {})}>
      {(all.length > longList || wish.who !== '') && (
        <FilterForm action={href} live="roles" query={query}>
          <TextInput
            id="who"
            name="who"
            type="search"
            label="Name, address or role"
            value={wish.who}
            autocomplete="off"
          />
          {wish.past && <input type="hidden" name="past" value="1" />}
        </FilterForm>
      )}
      <div id="roles" data-live-says={`${count(shown.length)} found`}>
        {all.length === 0 ? (
          <EmptyState title="Nobody has a role here yet" level={3} action={give}>
            {mayManage
              ? 'Whoever you give a role is written to, and signs in with a code sent to their address.'
              : 'The partnership office gives the first person a role.'}
          </EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState
            title="Nobody here fits"
            level={3}
            action={<a href={withQuery(address, { who: undefined })}>Show everybody here</a>}
          >
            A piece of the name, of the address or of the role is enough.
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption={title}
              captionHidden
              columns={columns}
              rows={shown}
              sort={sortLinks(address, wish.order)}
            />
            <ExportLinks csv={withQuery(`${href}.csv?${query}`, {})} excel={withQuery(`${href}.xlsx?${query}`, {})} />
          </>
        )}
      </div>
      <p>
        <a href={withQuery(address, { past: wish.past ? undefined : 1 })}>
          {wish.past ? 'Only those of today' : 'Show those who have left too'}
        </a>
      </p>
    </Section>
  );
}

function LastDay({ starts, ends, today }: Pick<PersonInScope, 'starts' | 'ends'> & { today: Temporal.PlainDate }) {
  if (isTakenBack({ starts, ends })) return <Tag tone="outline">taken back</Tag>;
  const coming = isAfter(starts, today) && <Tag>begins {date(starts)}</Tag>;
  if (!ends) return <>no end {coming}</>;
  if (!isAfter(ends, today)) return <Tag tone="outline">left {date(ends.subtract({ days: 1 }))}</Tag>;
  return (
    <>
      {date(ends.subtract({ days: 1 }))} {coming}
    </>
  );
}

export interface EverybodyProps {
  wish: EverybodyWish;
  page: number;
  query: URLSearchParams;
  found: { people: Everybody[]; total: number };
  today: Temporal.PlainDate;
}

/** Anybody who has, had or will have a role anywhere. */
export function EverybodyList({ wish: { q, order }, page, query, found, today }: EverybodyProps) {
  const columns: Column<Everybody>[] = [
    { key: 'person', header: 'Person', name: true, sortable: true, cell: (person) => person.name },
    { key: 'address', header: 'Address', sortable: true, plain: true, cell: (person) => person.email },
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
      <SearchBox id="q" label="Name or email address" action="/people" value={q} live="everybody">
        <KeptOrder query={query} />
      </SearchBox>
      <div id="everybody" data-live-says={q ? counted(found.total, 'person', 'people') : ''}>
        {q === '' ? (
          <p class="m-quiet">
            People of every school, trust and partnership, and of the company: search by name or address.
          </p>
        ) : found.total === 0 ? (
          <EmptyState title="Nobody is called that" level={3}>
            Part of a name or of an address is enough. To let somebody in, give them a role: in a school on the school’s
            page, in the company below.
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="People found"
              captionHidden
              columns={columns}
              rows={found.people}
              sort={sortLinks(`/people?${query}`, order)}
            />
            <Pagination
              page={page}
              perPage={peoplePerPage}
              total={found.total}
              noun="person"
              nouns="people"
              href={(to) => withQuery(`/people?${query}`, { page: to })}
            />
            <ExportLinks
              csv={withQuery(`/people/found.csv?${query}`, { page: undefined })}
              excel={withQuery(`/people/found.xlsx?${query}`, { page: undefined })}
            />
          </>
        )}
      </div>
    </Section>
  );
}
