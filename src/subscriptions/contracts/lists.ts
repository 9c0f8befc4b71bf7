import { sql } from 'kysely';
import { countedPupils, currentOffer, fee, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import { lineages } from '../../schools';
import { citySchools, quotedSchool } from '../queries';
import { facts } from '../quote';
import { allContracts, type Contract, newestBySchool } from './queries';
import { type State, stateOn } from './state';
import { yearOn } from './terms';

/** A school on the road, for lists: also one that has not begun. */
export interface ContractLine {
  urn: number;
  name: string;
  sector: string;
  status: string;
  partnership: { id: string; name: string } | null;
  trust: { uid: number; name: string } | null;
  contract: Contract | null;
  state: State;
  year: string;
  /** Of the year: what is fixed, or else what the newest census makes it. Null where no price is stated, or it is agreed by hand. */
  feePence: number | null;
  /** The fee is kept in the contract; otherwise it is what the school would pay. */
  fixed: boolean;
}

export interface ContractWish {
  states?: readonly State[];
  /** The offer's own year unless said. */
  year?: string;
}

/** Every school that has a contract, with its state on a day and the fee of a year. Money of all schools: for staff. */
export async function contractsOf(tx: Tx, day: Temporal.PlainDate, wish: ContractWish = {}): Promise<ContractLine[]> {
  return (await pipelineOf(tx, day, wish)).filter(({ contract }) => contract !== null);
}

/** The same with the schools that have not begun: every school that counts, by name. Empty before an offer is published. */
export async function pipelineOf(tx: Tx, day: Temporal.PlainDate, wish: ContractWish = {}): Promise<ContractLine[]> {
  const published = await currentOffer(tx);
  if (!published) return [];
  const year = wish.year ?? yearOn(published, day);
  const schools = await citySchools(tx);
  const newest = newestBySchool(await allContracts(tx));
  const missing = await uncounted(tx, [...newest.keys()], new Set(schools.map(({ urn }) => urn)));
  const lines = await lineages(tx, [...schools.map(({ urn }) => urn), ...newest.keys()]);
  const seen = new Set<string>();
  const all = [...schools, ...missing].map((school): ContractLine => {
    const contract = (lines.get(school.urn) ?? [school.urn]).map((urn) => newest.get(urn)).find(Boolean) ?? null;
    if (contract) seen.add(contract.id);
    return {
      urn: school.successor ?? school.urn,
      name: school.name,
      sector: school.sector,
      status: school.status,
      partnership: school.partnership,
      trust: school.trust,
      contract,
      state: stateOn(contract, day),
      year,
      ...feeIn(published, contract, school, year),
    };
  });
  return (wish.states ? all.filter(({ state }) => wish.states?.includes(state)) : all).toSorted((a, b) =>
    a.name.localeCompare(b.name),
  );
}

type Listed = Awaited<ReturnType<typeof citySchools>>[number];
type Known = Pick<Listed, 'urn' | 'name' | 'sector' | 'status' | 'partnership' | 'trust' | 'successor'> &
  Partial<Pick<Listed, 'onRoll' | 'schoolAged'>>;

/** Schools with a contract that no census counts among the city's: a new one, or one that counts nobody. */
async function uncounted(tx: Tx, urns: readonly number[], counted: ReadonlySet<number>): Promise<Known[]> {
  const lines = await lineages(tx, urns);
  const missing = urns.filter((urn) => !(lines.get(urn) ?? [urn]).some((one) => counted.has(one)));
  if (missing.length === 0) return [];
  const { rows } = await sql<{
    urn: number;
    name: string;
    sector: string;
    status: string;
    partnershipId: string | null;
    partnershipName: string | null;
    trustUid: number | null;
    trustName: string | null;
  }>`
    select s.urn, s.name, s.sector, s.status, p.id as "partnershipId", p.name as "partnershipName", t.uid as "trustUid", t.name as "trustName"
    from schools.current_school s
    left join lateral (
      select q.id, q.name from schools.current_partnership_membership m join schools.partnership q on q.id = m.partnership_id
      where m.urn = s.urn and q.kind in ('locality', 'sector') order by q.kind, q.place limit 1
    ) p on true
    left join lateral (
      select u.uid, u.name from schools.current_trust_membership m join schools.current_trust u on u.uid = m.uid
      where m.urn = s.urn and u.runs_schools order by m.as_at desc, m.uid limit 1
    ) t on true
    where s.urn = any (${missing}::int[])`.execute(tx);
  const found: Known[] = [];
  for (const { partnershipId, partnershipName, trustUid, trustName, ...school } of rows) {
    const pupils = (await quotedSchool(tx, school.urn))?.pupils;
    found.push({
      ...school,
      ...(pupils ? { onRoll: pupils.onRoll, schoolAged: pupils.schoolAged } : {}),
      successor: null,
      partnership: partnershipId === null ? null : { id: partnershipId, name: partnershipName ?? partnershipId },
      trust: trustUid === null ? null : { uid: trustUid, name: trustName ?? String(trustUid) },
    });
  }
  return found;
}

function feeIn({ offer }: PublishedOffer, contract: Contract | null, school: Known, year: string) {
  const kept = contract?.years.find((one) => one.year === year);
  if (kept && (kept.feePence !== null || kept.byHand))
    return { feePence: kept.feePence, fixed: kept.feePence !== null };
  const pupils =
    school.onRoll === undefined
      ? null
      : countedPupils(offer, school, { onRoll: school.onRoll, schoolAged: school.schoolAged ?? null });
  const priced = pupils === null ? null : fee(offer, { ...facts(school), pupils }, year);
  return { feePence: priced?.ok ? priced.value.pence : null, fixed: false };
}
