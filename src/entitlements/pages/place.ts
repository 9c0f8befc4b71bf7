import type { HolderKind } from '../../offer';
import type { Tx } from '../../platform/database';
import { type SchoolHead, schoolCrumbs, schoolHead } from '../../schools';
import { type Holder, schoolHolder } from '../holders';

/** A school, a trust or a partnership of which facts are told. */
export interface Place {
  holder: Holder;
  kind: Exclude<HolderKind, 'pool'>;
  /** As in addresses: a school's own number, not that of the first of its line. */
  id: string;
  name: string;
  school: SchoolHead | null;
  crumbs: { text: string; href: string }[];
}

const isKind = (text: string): text is Place['kind'] => ['school', 'trust', 'partnership'].includes(text);

/** The place behind an address, or null where there is none. */
export async function placeOf(tx: Tx, kind: string, id: string): Promise<Place | null> {
  if (!isKind(kind)) return null;
  if (kind === 'partnership') {
    const row = await tx.selectFrom('schools.partnership').select('name').where('id', '=', id).executeTakeFirst();
    return row ? group(kind, id, row.name, 'Partnerships') : null;
  }
  if (!/^[1-9]\d{0,8}$/.test(id)) return null;
  if (kind === 'trust') {
    const row = await tx
      .selectFrom('schools.current_trust')
      .select('name')
      .where('uid', '=', Number(id))
      .executeTakeFirst();
    return row ? group(kind, id, row.name, 'Trusts') : null;
  }
  const school = await schoolHead(tx, Number(id));
  return (
    school && {
      holder: await schoolHolder(tx, school.urn),
      kind,
      id,
      name: school.name,
      school,
      crumbs: schoolCrumbs(school),
    }
  );
}

const group = (kind: 'trust' | 'partnership', id: string, name: string, list: string): Place => ({
  holder: { kind, id },
  kind,
  id,
  name,
  school: null,
  crumbs: [
    { text: list, href: `/${kind}s` },
    { text: name, href: `/${kind}s/${id}` },
  ],
});

export const factsHref = ({ kind, id }: Pick<Place, 'kind' | 'id'>): string => `/${kind}s/${id}/facts`;
