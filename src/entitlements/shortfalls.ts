import { sql } from 'kysely';
import type { Tx } from '../platform/database';
import type { Holder } from './holders';
import './tables';

/** Something of which more was given than is owed now, because it is used, held or pooled: nothing takes it back, so a person settles it. */
export interface Shortfall {
  accountId: number;
  holder: Holder;
  /** Of the school, trust or partnership. */
  name: string;
  year: string;
  element: string;
  unit: string;
  /** Why it was given, in the words of its rule. */
  why: string;
  owed: number;
  granted: number;
  used: number;
  /** What was given beyond what is owed now. */
  units: number;
}

/** What has not lapsed yet, as far as the asker may see it: by name. */
export async function shortfalls(tx: Tx): Promise<Shortfall[]> {
  const { rows } = await sql<Omit<Shortfall, 'holder'> & Holder>`
    select a.id as "accountId", a.holder_kind as kind, a.holder_id as id, coalesce(s.name, t.name, p.name, a.holder_id) as name, a.year, a.element, a.unit,
      a.why, a.owed, a.granted, a.used, a.granted - a.owed as units
    from entitlements.account a
    left join schools.current_school s on a.holder_kind = 'school' and s.urn::text = a.holder_id
    left join schools.current_trust t on a.holder_kind = 'trust' and t.uid::text = a.holder_id
    left join schools.partnership p on a.holder_kind = 'partnership' and p.id = a.holder_id
    where ${isShort} and a.ends >= platform.today()
    order by 4, a.year, a.id`.execute(tx);
  return rows.map(({ kind, id, ...row }) => ({ ...row, holder: { kind, id } }));
}

/** How many there are. */
export async function countShortfalls(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from entitlements.account a where ${isShort} and a.ends >= platform.today()`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** As the index of these has it: see the migration. */
const isShort = sql.raw(`a.granted > a.owed and (a.per = 'year' or a.occasion is not null)`);
