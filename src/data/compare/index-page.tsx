import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { EmptyState, PageHeading, Second, Section } from '../../platform/ui';
import { page, type Req } from '../../platform/web';
import { capital, counted } from '../../platform/words';
import { sectorSchools } from '../../schools';
import { authorityName } from '../catalogue/catalogue';
import { authorityAddress } from './places';

interface Line {
  text: string;
  href: string;
  schools: number;
}

/** Where figures can be looked at: the reader's own places first, then every city with its sectors, and every partnership. */
export async function showIndex(req: Req): Promise<Response> {
  const { own, authorities, partnerships } = await req.tx(async (tx) => ({
    own: await ownPlaces(tx, req),
    authorities: await authoritiesWithSectors(tx),
    partnerships: await partnershipLines(tx),
  }));
  return page(
    req,
    { title: 'Data' },
    <>
      <PageHeading
        title="Data"
        lead="Published results, attendance and pupils: each figure with its likely range, and what it is compared with."
      />
      {own.length > 0 && (
        <Section title="Yours" rule="petrol">
          <Lines lines={own} />
        </Section>
      )}
      {authorities.length === 0 && (
        <EmptyState title="Schools will be compared here" action={<a href="/schools">Schools</a>}>
          Once schools have been brought in, and a file of their results.
        </EmptyState>
      )}
      {authorities.map(({ code, sectors }) => (
        <Section title={authorityName(code)} rule="ink">
          <Lines
            lines={[
              {
                text: 'The whole city, and its published figures',
                href: authorityAddress(code, null),
                schools: sectors.reduce((sum, { schools }) => sum + schools, 0),
              },
              ...sectors.map(({ sector, schools }) => ({
                text: capital(sectorSchools(sector)),
                href: authorityAddress(code, sector),
                schools,
              })),
              { text: 'Exclusions', href: `/authorities/${code}/exclusions`, schools: 0 },
            ]}
          />
        </Section>
      ))}
      {partnerships.length > 0 && (
        <Section title="Partnerships" rule="ink" aside={<a href="/trusts">Trusts</a>}>
          <Lines lines={partnerships} />
        </Section>
      )}
    </>,
  );
}

const Lines = ({ lines }: { lines: readonly Line[] }) => (
  <ul class="m-lines">
    {lines.map(({ text, href, schools }) => (
      <li>
        <a href={href}>{text}</a>
        {schools > 0 && <Second>{counted(schools, 'school')}</Second>}
      </li>
    ))}
  </ul>
);

/** Of each role's scope: the school with those like it and its partnership, the trust, the partnership. */
async function ownPlaces(tx: Tx, { actor }: Req): Promise<Line[]> {
  const held = actor?.roles.map(({ scope }) => scope) ?? [];
  const ids = (kind: string) => [...new Set(held.filter((scope) => scope.kind === kind).map(({ id }) => String(id)))];
  const urns = ids('school').map(Number);
  const { rows } = await sql<{ kind: string; id: string; name: string }>`
    select 'schools' as kind, urn::text as id, name from schools.current_school where urn = any(${urns}::int[])
    union all
    select 'trusts', uid::text, name from schools.current_trust where uid = any(${ids('trust').map(Number)}::int[])
    union all
    select 'partnerships', p.id, p.name from schools.current_partnership p where p.id = any(${ids('partnership')}::text[])
      or p.id in (select partnership_id from schools.current_partnership_membership where urn = any(${urns}::int[]))
    order by kind desc, name`.execute(tx);
  return rows.map(({ kind, id, name }) => ({ text: name, href: `/${kind}/${id}/data`, schools: 0 }));
}

async function authoritiesWithSectors(
  tx: Tx,
): Promise<{ code: string; sectors: { sector: string; schools: number }[] }[]> {
  const { rows } = await sql<{ la: number; sector: string; schools: number }>`
    select la, sector, count(*)::int as schools from schools.current_school
    where la is not null and publicly_funded and open group by la, sector order by la, schools desc, sector`.execute(
    tx,
  );
  return [...Map.groupBy(rows, ({ la }) => la)].map(([la, sectors]) => ({ code: String(la), sectors }));
}

async function partnershipLines(tx: Tx): Promise<Line[]> {
  const { rows } = await sql<{ id: string; name: string; schools: number }>`
    select p.id, p.name, count(s.urn)::int as schools from schools.current_partnership p
    left join schools.current_partnership_membership m on m.partnership_id = p.id
    left join schools.current_school s on s.urn = m.urn and s.open
    group by p.id, p.name, p.kind, p.place
    order by array_position(array['locality', 'sector', 'board', 'network', 'group'], p.kind), p.place, p.name`.execute(
    tx,
  );
  return rows.map(({ id, name, schools }) => ({ text: name, href: `/partnerships/${id}/data`, schools }));
}
