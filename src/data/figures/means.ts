import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import { datasetOf, measureNamed, measures, measuresOf } from '../catalogue/catalogue';
import { type Average, averages, ownUrns } from './queries';

/** An establishment whose figures count in a mean, and what kind it is. */
export interface Counted {
  urn: number;
  sector: string;
}

/** The weight of each measure: its dataset's own, else the number of pupils that the same file publishes. */
const weights = new Map(
  measures.flatMap((measure) => {
    const weight =
      datasetOf(measure).weight ??
      measuresOf(measure.dataset).find(({ section }) => section === 'pupils' && measure.section !== section)?.id;
    return weight === undefined ? [] : [[measure.id, weight] as const];
  }),
);

/**
 * Means over schools, weighted by pupils. Where England's figure is one of the school's own sector, as attendance is, so are the others:
 * small children are not set against large ones.
 */
export async function meansOf(tx: Tx, sector: string, counted: readonly Counted[]): Promise<Average[]> {
  const bySector = (measure: string): boolean => {
    const found = measureNamed(measure);
    return found !== undefined && datasetOf(found).national[sector] !== undefined;
  };
  const all = await averages(tx, urnsOf(counted), weights);
  const ofSector = counted.filter((one) => one.sector === sector);
  const same = ofSector.length === counted.length ? all : await averages(tx, urnsOf(ofSector), weights);
  return [...all.filter(({ measure }) => !bySector(measure)), ...same.filter(({ measure }) => bySector(measure))];
}

/** The same over the schools of these sectors alone, whatever England's figure is of. */
export const meansOfSectors = (tx: Tx, sectors: readonly string[], counted: readonly Counted[]): Promise<Average[]> =>
  averages(tx, urnsOf(counted.filter(({ sector }) => sectors.includes(sector))), weights);

const urnsOf = (counted: readonly Counted[]): number[] => counted.map(({ urn }) => urn);

/** The publicly funded schools of an authority, also those that have closed: their results are of those years. */
export async function countedInAuthority(tx: Tx, la: number): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select urn, sector from schools.current_school where la = ${la} and publicly_funded`.execute(tx);
  return rows;
}

/** The schools that belong to a partnership today, and what each of them converted from. */
export async function countedInPartnership(tx: Tx, id: string): Promise<Counted[]> {
  const { rows } = await sql<Counted>`
    select m.urn, s.sector from schools.current_partnership_membership m
    cross join lateral (select sector from schools.current_school c where c.urn = m.urn offset 0) s
    where m.partnership_id = ${id}`.execute(tx);
  return withEarlier(tx, rows);
}

/** Schools with what each of them converted from. */
export async function withEarlier(tx: Tx, schools: readonly Counted[]): Promise<Counted[]> {
  const own = await ownUrns(tx, urnsOf(schools));
  return schools.flatMap(({ urn, sector }) => (own.get(urn) ?? [urn]).map((one) => ({ urn: one, sector })));
}

/** The areas that schools of these sectors are set against: England's, and their authority's. */
export function areasOf(sectors: readonly string[], la: number | null): string[] {
  const national = measures.flatMap((measure) => {
    const { national: by } = datasetOf(measure);
    return [...sectors.flatMap((sector) => by[sector] ?? []), ...(by.any ?? [])];
  });
  return [
    ...new Set([...national, ...(la === null ? [] : [`la/${la}`, ...sectors.map((sector) => `la/${la}/${sector}`)])]),
  ];
}
