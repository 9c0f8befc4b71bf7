import { sql } from 'kysely';
import type { Offer } from '../../offer';
import type { Tx } from '../../platform/database';
import { lineages } from '../../schools';
import '../tables';

/** What is left to use of one unit. */
export interface LeftOf {
  owed: number;
  used: number;
  held: number;
  left: number;
}

/** A school that would lose something on the last day of its accounts. */
export interface Unspent {
  urn: number;
  name: string;
  /** In quarter-days. */
  time: LeftOf;
  /** In the credit's unit, with what lies in pools. */
  credit: LeftOf;
  /** The least that the offer states for what is left, in pence. Only what is the same for every school is counted. */
  worthPence: number;
}

/**
 * The schools with most to lose, and how many have something. One question for all schools: what hangs on their sector or on a judgement is
 * left out of the worth here, and stands in each school's statement.
 */
export async function unspentBySchool(
  tx: Tx,
  offer: Offer,
  year: string,
  most: number,
): Promise<{ schools: Unspent[]; withLeft: number; worthPence: number }> {
  const { rows } = await sql<LeftOf & { id: string; element: string; unit: string }>`
    with held as (
      select l.account_id, sum(l.units) as units from entitlements.hold_line l join entitlements.hold h on h.id = l.hold_id
      where l.open and h.ended_at is null and (h.until is null or h.until > platform.now()) group by l.account_id
    )
    select coalesce(o.holder_id, a.holder_id) as id, a.element, a.unit,
      sum(case when o.id is null then a.owed else 0 end)::bigint as owed, sum(a.used)::bigint as used,
      sum(coalesce(h.units, 0))::bigint as held, sum(greatest(a.balance - coalesce(h.units, 0), 0))::bigint as left
    from entitlements.account a left join entitlements.account o on o.id = a.origin_id left join held h on h.account_id = a.id
    where a.year = ${year} and a.holder_kind in ('school', 'pool') and not a.unlimited and a.per = 'year' and a.ends >= platform.today()
    group by 1, 2, 3`.execute(tx);
  const { credit } = offer.bespoke;
  const time = new Set(offer.units.filter(({ counts }) => counts === 'time').map(({ id }) => id));
  const worths = new Map(
    offer.elements.flatMap(({ id, value }) =>
      value.kind === 'stated' && value.by === null && !value.apart ? [[id, value.span.low] as const] : [],
    ),
  );
  const moneyUnit = offer.units.find(({ id }) => id === credit.unit);
  const penceEach = moneyUnit?.counts === 'money' ? 1 : (moneyUnit?.penceEach ?? 0);
  const found = [...Map.groupBy(rows, ({ id }) => id)].map(([id, of]) => ({
    id,
    time: sumOf(of.filter(({ unit }) => time.has(unit))),
    credit: sumOf(of.filter(({ element }) => element === credit.id)),
    worthPence: of.reduce(
      (sum, one) =>
        sum +
        (one.element === credit.id
          ? one.left * penceEach
          : one.owed === 0
            ? 0
            : Math.round(((worths.get(one.element) ?? 0) * one.left) / Math.max(one.owed, one.left))),
      0,
    ),
  }));
  const withLeft = found.filter(({ worthPence }) => worthPence > 0);
  const shown = withLeft.toSorted((a, b) => b.worthPence - a.worthPence || Number(a.id) - Number(b.id)).slice(0, most);
  const lines = await lineages(
    tx,
    shown.map(({ id }) => Number(id)),
  );
  const urns = shown.map(({ id }) => lines.get(Number(id))?.at(-1) ?? Number(id));
  const names =
    urns.length === 0
      ? []
      : await tx.selectFrom('schools.current_school').select(['urn', 'name']).where('urn', 'in', urns).execute();
  const nameOf = new Map(names.map(({ urn, name }) => [urn, name]));
  return {
    withLeft: withLeft.length,
    worthPence: withLeft.reduce((sum, { worthPence }) => sum + worthPence, 0),
    schools: shown.map(({ id, ...one }, i) => {
      const urn = urns[i] ?? Number(id);
      return { ...one, urn, name: nameOf.get(urn) ?? `URN ${urn}` };
    }),
  };
}

const sumOf = (rows: readonly LeftOf[]): LeftOf => {
  const of = (which: keyof LeftOf) => rows.reduce((sum, row) => sum + row[which], 0);
  return { owed: of('owed'), used: of('used'), held: of('held'), left: of('left') };
};
