import { sql } from 'kysely';
import {
  countedPupils,
  fee,
  type NoFee,
  type Offer,
  offerOfVersion,
  type PublishedOffer,
  type Roll,
  yearDays,
} from '../../offer';
import type { Tx } from '../../platform/database';
import { lineages } from '../../schools';
import { type CitySchool, citySchools, quotedSchool } from '../queries';
import { facts } from '../quote';

/** A school that has signed or says that it will, with what it would pay in each year of its contract. */
export interface Intent {
  contractId: string;
  /** As the contract has it: the first of the school's numbers. */
  urn: number;
  /** Its number and name today. */
  now: { urn: number; name: string };
  sector: string;
  status: string;
  partnership: { id: string; name: string } | null;
  trust: { uid: number; name: string } | null;
  /** Contracted: accepted or binding. Indicated: an intention, or a form that is under way. */
  stands: 'contracted' | 'indicated';
  active: boolean;
  starts: Temporal.PlainDate;
  /** The last day, as things stand. */
  ends: Temporal.PlainDate;
  offerId: string;
  /** Of the first year of the offer; null where nobody knows yet. */
  pence: number | null;
  /** By year of the offer: only those that the contract runs in. */
  fees: YearFee[];
  /** The number the fees are asked for: null where no census has the school. */
  pupils: number | null;
}

export interface YearFee {
  year: string;
  pence: number | null;
  /** Worked out for the contract and kept; else by today's census. */
  frozen: boolean;
  why: NoFee | 'no-pupils' | null;
}

interface Row {
  id: string;
  urn: number;
  offer_id: string;
  signed: boolean;
  accepted: boolean;
  active: boolean;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
  frozen: { year: string; pence: number | null }[] | null;
}

/**
 * Every contract and intention of the offers of one year, by the school's name. A fee that is frozen for the contract counts as it is; another
 * is worked out by the version that the school signed, or by the newest one where it has not signed yet.
 */
export async function intentsOf(tx: Tx, newest: PublishedOffer): Promise<Intent[]> {
  const rows = await rowsOf(tx, newest.year);
  const schools = await schoolsBehind(
    tx,
    rows.map(({ urn }) => urn),
  );
  const offers = new Map<string, Offer>([[newest.id, newest.offer]]);
  for (const { offer_id } of rows)
    if (!offers.has(offer_id)) {
      const version = await offerOfVersion(tx, offer_id);
      if (version) offers.set(offer_id, version.offer);
    }
  return rows
    .map((row) => intent(row, row.signed ? (offers.get(row.offer_id) ?? newest.offer) : newest.offer, schools))
    .toSorted((a, b) => a.now.name.localeCompare(b.now.name) || a.urn - b.urn);
}

async function rowsOf(tx: Tx, year: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select c.id, c.urn, c.offer_id, c.completed_at is not null as signed, c.accepted_at is not null as accepted,
      c.active_at is not null as active, c.starts, c.ends, (
        select json_agg(json_build_object('year', y.year, 'pence', y.fee_pence)) from subscriptions.contract_year y where y.contract_id = c.id
      ) as frozen
    from subscriptions.contract c join offer.published o on o.id = c.offer_id
    where o.year = ${year} and c.withdrawn_at is null`.execute(tx);
  return rows;
}

type School = Pick<CitySchool, 'urn' | 'name' | 'sector' | 'status' | 'partnership' | 'trust'> & {
  roll: Roll | null;
};

/** By the contract's number: the newest school of its line, and its pupils by the newest census that counted one of the line. */
async function schoolsBehind(tx: Tx, urns: readonly number[]): Promise<Map<number, School>> {
  if (urns.length === 0) return new Map();
  const lines = await lineages(tx, urns);
  const counted = new Map((await citySchools(tx)).map((school) => [school.urn, school]));
  const found = new Map<number, School>();
  for (const urn of urns) {
    const line = (lines.get(urn) ?? [urn]).toReversed();
    const last = line[0] ?? urn;
    const inCensus = line.map((one) => counted.get(one)).find((school) => school !== undefined);
    if (inCensus && inCensus.urn === last) {
      found.set(urn, { ...inCensus, roll: inCensus });
      continue;
    }
    // Not in the city's census, or counted under an earlier number: what is known of the school that it is today.
    const quoted = await quotedSchool(tx, last);
    if (quoted)
      found.set(urn, {
        ...quoted,
        partnership: inCensus?.partnership ?? null,
        trust: inCensus?.trust ?? null,
        roll: quoted.pupils,
      });
  }
  return found;
}

function intent(row: Row, offer: Offer, schools: ReadonlyMap<number, School>): Intent {
  const school = schools.get(row.urn);
  const pupils = school ? countedPupils(offer, school, school.roll) : null;
  const runsIn = offer.contract.years.filter((year) => overlaps(offer, year, row));
  const fees = runsIn.map((year): YearFee => {
    const frozen = row.frozen?.find((one) => one.year === year);
    if (frozen && frozen.pence !== null) return { year, pence: frozen.pence, frozen: true, why: null };
    if (!school || pupils === null) return { year, pence: null, frozen: false, why: 'no-pupils' };
    const priced = fee(offer, { ...facts(school), pupils }, year, row.starts);
    return priced.ok
      ? { year, pence: priced.value.pence, frozen: false, why: null }
      : { year, pence: null, frozen: false, why: priced.reason };
  });
  return {
    contractId: row.id,
    urn: row.urn,
    now: { urn: school?.urn ?? row.urn, name: school?.name ?? `URN ${row.urn}` },
    sector: school?.sector ?? '',
    status: school?.status ?? '',
    partnership: school?.partnership ?? null,
    trust: school?.trust ?? null,
    stands: row.accepted ? 'contracted' : 'indicated',
    active: row.active,
    starts: row.starts,
    ends: row.ends,
    offerId: row.offer_id,
    pence: fees.find(({ year }) => year === offer.year)?.pence ?? null,
    fees,
    pupils,
  };
}

/** The contract runs on at least one day of the year. */
function overlaps(offer: Offer, year: string, { starts, ends }: Pick<Row, 'starts' | 'ends'>): boolean {
  const { from, to } = yearDays(offer, year);
  return Temporal.PlainDate.compare(starts, to) <= 0 && Temporal.PlainDate.compare(ends, from) >= 0;
}
