import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import { EmptyState, PageHeading, SearchBox, Second, Section } from '../platform/ui';
import { anyone, page, type Req, type Route, route, sameSample } from '../platform/web';
import { counted } from '../platform/words';
import { everySchool, findSchools, isStaff } from '../schools';

/** One box for everything that has a name. What somebody may not see is not found. */
export const searchRoutes: Route[] = [
  route({ method: 'GET', path: '/search', may: anyone, sample: sameSample('/search?q=school'), handle: searchPage }),
];

interface Found {
  text: string;
  more: string;
  href: string;
}

const most = 20;

async function searchPage(req: Req): Promise<Response> {
  const q = (req.query.get('q') ?? '').replaceAll('\0', '').trim().slice(0, 100);
  const groups = q === '' ? [] : await req.tx((tx) => findAll(tx, req, q));
  const total = groups.reduce((sum, group) => sum + group.found.length, 0);
  return page(
    req,
    { title: q ? `Search: ${q}` : 'Search', density: isStaff(req.actor) ? 'staff' : 'school' },
    <>
      <PageHeading
        title="Search"
        lead={
          q
            ? `${total === 0 ? 'Nothing' : counted(total, 'thing')} found for “${q}”.`
            : 'Schools, trusts, partnerships and people by name, postcode or number.'
        }
      />
      <SearchBox
        id="search-all"
        label="Name, postcode, URN or e-mail address"
        action="/search"
        value={q}
        live="found"
      />
      <div id="found" data-live-says={q ? `${counted(total, 'thing')} found` : ''}>
        {q !== '' && total === 0 && (
          <EmptyState title="Nothing found">Try fewer letters, or a part of the postcode.</EmptyState>
        )}
        {groups
          .filter(({ found }) => found.length > 0)
          .map(({ title, found, all }) => (
            <Section title={title} rule="ink" aside={all && <a href={all}>All that fit</a>}>
              <ul class="govuk-list govuk-list--spaced">
                {found.map(({ text, more, href }) => (
                  <li>
                    <a href={href}>{text}</a>
                    <Second>{more}</Second>
                  </li>
                ))}
              </ul>
            </Section>
          ))}
      </div>
    </>,
  );
}

async function findAll(tx: Tx, req: Req, q: string): Promise<{ title: string; found: Found[]; all?: string }[]> {
  const { schools, total } = await findSchools(tx, { ...everySchool, open: 'all', q }, { limit: most, offset: 0 });
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const named = await sql<{ kind: 'trusts' | 'partnerships'; id: string; name: string }>`
    (select 'trusts' as kind, uid::text as id, name from schools.current_trust where runs_schools and (name ilike ${like} or uid::text = ${q}) order by name limit ${most})
    union all
    (select 'partnerships', id, name from schools.partnership where name ilike ${like} order by name limit ${most})`.execute(
    tx,
  );
  const people = req.actor
    ? await sql<{ name: string; email: string; scope_kind: string; scope_id: string }>`
        select distinct on (p.name, p.id) p.name, p.email, r.scope_kind, r.scope_id
        from schools.person p join schools.role_held r on r.person_id = p.id
        where (p.name ilike ${like} or p.email::text ilike ${like}) and (r.ends is null or r.ends > platform.today())
        order by p.name, p.id, r.starts limit ${most}`.execute(tx)
    : { rows: [] };
  const groupsOf = (kind: string) =>
    named.rows
      .filter((row) => row.kind === kind)
      .map((row): Found => ({ text: row.name, more: '', href: `/${kind}/${row.id}` }));
  return [
    {
      title: 'Schools',
      found: schools.map((school) => ({
        text: school.name,
        more: `URN ${school.urn}`,
        href: `/schools/${school.urn}`,
      })),
      ...(total > most ? { all: `/schools?q=${encodeURIComponent(q)}` } : {}),
    },
    { title: 'Trusts', found: groupsOf('trusts') },
    { title: 'Partnerships', found: groupsOf('partnerships') },
    {
      title: 'People',
      found: people.rows.map((row) => ({
        text: row.name,
        more: row.email,
        href: placeOf(row.scope_kind, row.scope_id),
      })),
    },
  ];
}

const placeOf = (kind: string, id: string): string => (kind === 'installation' ? '/people' : `/${kind}s/${id}/people`);
