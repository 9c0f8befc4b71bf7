import { sql } from 'kysely';
import { sees } from '../platform/actor';
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
  const q = (req.query.get('q') ?? '').slice(0, 100);
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
            : 'Schools, trusts and partnerships by name, postcode or number.'
        }
      />
      <SearchBox id="search-all" label="Name, postcode or URN" action="/search" value={q} live="found" />
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
    (select 'partnerships', id, name from schools.current_partnership where name ilike ${like} order by name limit ${most})`.execute(
    tx,
  );
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
    // People are looked up on their own page, which writes down who looked.
    {
      title: 'People',
      found: sees(req.actor, 'people/*')
        ? [
            {
              text: `People called “${q}”`,
              more: 'By name or e-mail address',
              href: `/people?q=${encodeURIComponent(q)}`,
            },
          ]
        : [],
    },
  ];
}
