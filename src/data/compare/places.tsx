import type { Child } from 'hono/jsx';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { GroupedTabs, PageHeading } from '../../platform/ui';
import type { Req } from '../../platform/web';
import { capital } from '../../platform/words';
import { GroupHeader, sectorName, sectorSchools } from '../../schools';
import { authorityName } from '../catalogue/catalogue';
import type { CompareView } from './page';
import type { Place } from './read';

/** A place as its pages need it: which schools, what it is called, and the top of its page. */
export interface Found {
  place: Place;
  /** The page's address. */
  at: string;
  /** As in the middle of a sentence: "Locality C", "primary schools". */
  name: string;
  title: string;
  crumbs: { text: string; href: string }[];
  header: CompareView['header'];
  /** The school that the place is about, where it is about one. */
  own?: number;
  /** Above the comparison, and below its picture. */
  before?: Child;
  about?: Child;
}

export type FindPlace = (tx: Tx, req: Req) => Promise<Found | null>;

export const partnershipPlace: FindPlace = async (tx, req) => {
  const id = (req.params.id ?? '').slice(0, 200);
  const found = await tx
    .selectFrom('schools.current_partnership')
    .select(['id', 'name'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!found) return null;
  return group(req, { kind: 'partnership', id: found.id }, found.name, {
    kind: 'partnership',
    id: found.id,
    list: 'Partnerships',
  });
};

export const trustPlace: FindPlace = async (tx, req) => {
  const uid = Number(/^\d{1,9}$/.exec(req.params.uid ?? '')?.[0] ?? 0);
  const found = await tx
    .selectFrom('schools.current_trust')
    .select(['uid', 'name'])
    .where('uid', '=', uid)
    .executeTakeFirst();
  if (!found) return null;
  return group(req, { kind: 'trust', id: found.uid }, found.name, {
    kind: 'trust',
    id: String(found.uid),
    list: 'Trusts',
  });
};

function group(
  req: Req,
  place: Place,
  name: string,
  { kind, id, list }: { kind: 'partnership' | 'trust'; id: string; list: string },
): Found {
  const base = `/${kind}s/${id}`;
  const at = `${base}/data`;
  return {
    place,
    at,
    name,
    title: `Data of ${name}`,
    crumbs: [
      { text: list, href: `/${kind}s` },
      { text: name, href: base },
    ],
    header: ({ lead, schools, own, actions }) => (
      <GroupHeader
        name={own ? `${own} in ${name}` : name}
        lead={[lead, schools].join(' ').trim()}
        actions={actions}
        tabs={req.shell.tabsOf({ kind, id })}
        at={at}
      />
    ),
  };
}

export const authorityPlace: FindPlace = async (tx, req) => {
  const code = /^[2-9]\d\d$/.exec(req.params.code ?? '')?.[0];
  if (!code) return null;
  const sectors = await sectorsOf(tx, Number(code));
  const sector = req.params.sector ?? null;
  if (sectors.length === 0 || (sector !== null && !sectors.includes(sector))) return null;
  const city = authorityName(code);
  const at = authorityAddress(code, sector);
  const title = sector === null ? city : `${capital(sectorSchools(sector))} of ${city}`;
  return {
    place: { kind: 'authority', la: Number(code), sector },
    at,
    name: sector === null ? city : sectorSchools(sector),
    title: `Data of ${title}`,
    crumbs: [
      { text: 'Data', href: '/data' },
      ...(sector === null ? [] : [{ text: city, href: authorityAddress(code, null) }]),
    ],
    header: ({ lead, schools, own, actions }) => (
      <>
        <PageHeading
          title={own ? `${own} in ${city}` : title}
          lead={[lead, schools].join(' ').trim()}
          actions={actions}
        />
        <AuthorityTabs code={code} sectors={sectors} at={at} />
      </>
    ),
  };
};

/** The sectors of an authority's publicly funded schools that are open, the largest first. */
export async function sectorsOf(tx: Tx, la: number): Promise<string[]> {
  const { rows } = await sql<{ sector: string }>`
    select sector from schools.current_school where la = ${la} and publicly_funded and open
    group by sector order by count(*) desc, sector`.execute(tx);
  return rows.map(({ sector }) => sector);
}

export const authorityAddress = (code: string, sector: string | null): string =>
  sector === null ? `/authorities/${code}/data` : `/authorities/${code}/${sector}/data`;

/** The pages of an authority: all its schools, those of each sector, and exclusions, which are published for it alone. */
export function AuthorityTabs({ code, sectors, at }: { code: string; sectors: readonly string[]; at: string }): Child {
  const tab = (group: string, text: string, href: string) => ({ group, text, href, current: href === at });
  const items = [
    tab('All schools', 'All schools', authorityAddress(code, null)),
    ...(sectors.length > 1
      ? sectors.map((sector) => tab('By kind of school', sectorName(sector), authorityAddress(code, sector)))
      : []),
    tab('Exclusions', 'Exclusions', `/authorities/${code}/exclusions`),
  ];
  return <GroupedTabs label={`Pages of ${authorityName(code)}`} items={items} />;
}
