import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/database';
import { remembering, type SchoolFacts, schoolFacts } from '../../schools';
import { authorityName, datasetOf, measureNamed, measures } from '../catalogue/catalogue';
import {
  type Average,
  averages,
  figuresOfAreas,
  figuresOfSchools,
  loadedForSchools,
  ownUrns,
} from '../figures/queries';
import type { SchoolData } from './view';

/** What stands behind a school's pages of figures, or null where no school has this URN. */
export const schoolData = async (tx: Tx, database: Database, urn: number): Promise<KnownSchool | null> =>
  (await schoolsData(tx, database, [urn])).get(urn) ?? null;

export type KnownSchool = SchoolData & { facts: SchoolFacts };

/** The same of many schools: their figures are one question, and what several are compared with is asked once. */
export async function schoolsData(
  tx: Tx,
  database: Database,
  urns: readonly number[],
): Promise<Map<number, KnownSchool>> {
  const keep = await keeping(tx, database);
  const figures = await figuresOfSchools(tx, urns);
  const loaded = await loadedForSchools(tx, urns);
  const found = new Map<number, KnownSchool>();
  for (const urn of urns) {
    const facts = await schoolFacts(tx, urn);
    if (!facts) continue;
    found.set(urn, {
      school: facts,
      facts,
      figures: figures.get(urn) ?? [],
      loaded: loaded.get(urn) ?? new Set(),
      ...(await besideOf(tx, keep, facts)),
    });
  }
  return found;
}

/** The means of a partnership's schools of today, as a school of each of these sectors is compared with them. */
export async function partnershipMeans(
  tx: Tx,
  database: Database,
  id: string,
  sectors: readonly string[],
): Promise<Map<string, Average[]>> {
  const keep = await keeping(tx, database);
  const means = new Map<string, Average[]>();
  for (const sector of sectors) means.set(sector, await meansOfPartnership(tx, keep, id, sector));
  return means;
}

type Keep = <T>(name: string, ask: () => Promise<T>) => Promise<T>;

/** What a school is compared with: areas as published, and the means of its authority and its partnership. */
async function besideOf(
  tx: Tx,
  keep: Keep,
  facts: SchoolFacts,
): Promise<Pick<SchoolData, 'areas' | 'city' | 'partnership'>> {
  const { la } = facts.facts;
  const [partnership] = facts.partnerships;
  return {
    areas: await keep(`areas/${la}/${facts.sector}`, () => figuresOfAreas(tx, areasFor(facts))),
    city:
      la === null
        ? null
        : {
            name: authorityName(String(la)),
            code: String(la),
            averages: await keep(`city/${la}/${facts.sector}`, async () =>
              averagesFor(tx, facts.sector, await schoolsOfAuthority(tx, la)),
            ),
          },
    partnership: partnership
      ? {
          name: partnership.name,
          averages: await meansOfPartnership(tx, keep, partnership.id, facts.sector),
        }
      : null,
  };
}

const meansOfPartnership = (tx: Tx, keep: Keep, id: string, sector: string): Promise<Average[]> =>
  keep(`partnership/${id}/${sector}`, async () => averagesFor(tx, sector, await schoolsOfPartnership(tx, id)));

/** What is the same for many schools is asked once, until a release is accepted or a fact of a school comes in. */
async function keeping(tx: Tx, database: Database): Promise<Keep> {
  const remember = await remembering(tx, database);
  const releases = await acceptedReleases(tx);
  return (name, ask) => remember(`data/${releases}/${name}`, ask);
}

/** The weight of each measure, where its dataset has one. */
const weights = new Map(
  measures.flatMap((measure) => {
    const { weight } = datasetOf(measure);
    return weight === undefined ? [] : [[measure.id, weight] as const];
  }),
);

interface Member {
  urn: number;
  sector: string;
}

/**
 * Means over schools. Where England's figure is one of the school's own sector, as attendance is, so are the others: small children are
 * not set against large ones.
 */
async function averagesFor(tx: Tx, sector: string, members: readonly Member[]): Promise<Average[]> {
  const bySector = (measure: string): boolean => {
    const found = measureNamed(measure);
    return found !== undefined && datasetOf(found).national[sector] !== undefined;
  };
  const all = await averages(tx, urnsOf(members), weights);
  const same = await averages(tx, urnsOf(members.filter((one) => one.sector === sector)), weights);
  return [...all.filter(({ measure }) => !bySector(measure)), ...same.filter(({ measure }) => bySector(measure))];
}

const urnsOf = (members: readonly Member[]): number[] => members.map(({ urn }) => urn);

function areasFor({ sector, facts: { la } }: SchoolFacts): string[] {
  const national = measures.flatMap((measure) => {
    const { national: by } = datasetOf(measure);
    return [...(by[sector] ?? []), ...(by.any ?? [])];
  });
  return [...new Set([...national, ...(la === null ? [] : [`la/${la}`, `la/${la}/${sector}`])])];
}

async function acceptedReleases(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from data.release where status = 'accepted'`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** The publicly funded schools of an authority, also those that have closed: their results are of those years. */
async function schoolsOfAuthority(tx: Tx, la: number): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select urn, sector from schools.current_school where la = ${la} and publicly_funded`.execute(tx);
  return rows;
}

/** The schools that belong to a partnership today, and what each of them converted from. */
async function schoolsOfPartnership(tx: Tx, id: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.urn, s.sector from schools.current_partnership_membership m
    cross join lateral (select sector from schools.current_school c where c.urn = m.urn offset 0) s
    where m.partnership_id = ${id}`.execute(tx);
  const own = await ownUrns(tx, urnsOf(rows));
  return rows.flatMap(({ urn, sector }) => (own.get(urn) ?? [urn]).map((one) => ({ urn: one, sector })));
}
