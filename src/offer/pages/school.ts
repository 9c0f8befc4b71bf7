import type { Tx } from '../../platform/database';
import { count, monthYear, slug } from '../../platform/words';
import { everySchool, findSchools, schoolFacts } from '../../schools';
import { belowSchoolAge, countedPupils, type Roll } from '../price';
import type { Offer } from '../schema/schema';
import { has } from './asked';
import { nameOf, small } from './words';

/** A school of the directory, as the offer needs it. */
export interface KnownSchool {
  urn: number;
  name: string;
  /** What it is, in a sentence. */
  words: string;
  /** Sector and status where the offer has a word for them; otherwise they are asked. */
  sector: string | null;
  status: string | null;
  pupils: { number: number | null; words: string };
  /** The trust that it is part of. */
  trust: { id: number; name: string } | null;
}

export interface FoundSchool {
  urn: number;
  name: string;
  words: string;
}

export async function knownSchool(tx: Tx, offer: Offer, urn: number): Promise<KnownSchool | null> {
  const school = await schoolFacts(tx, urn);
  if (!school) return null;
  const sector = slug(school.sector);
  const status = slug(school.status);
  const known = {
    sector: has(offer.sectors, sector) ? sector : null,
    status: has(offer.statuses, status) ? status : null,
  };
  // A census comes before the figure of a list of establishments, however new that is: as in a quote.
  const newest = school.censuses.find((census) => census.source !== 'establishments') ?? school.censuses[0];
  return {
    urn,
    name: school.name,
    words: [
      `${[known.status && nameOf(offer.statuses, known.status), known.sector && small(nameOf(offer.sectors, known.sector))].filter(Boolean).join(', ') || 'A school'}, as the directory has it.`,
      ...(school.open ? [] : ['It is closed.']),
      ...(school.publiclyFunded
        ? []
        : [`It is not publicly funded, and the offer is for: ${small(offer.members.who)}`]),
    ].join(' '),
    ...known,
    trust: school.trusts[0] ?? null,
    pupils: newest
      ? { number: countedPupils(offer, { sector }, newest), words: censusWords(offer, { sector }, newest) }
      : { number: null, words: 'No census of this school is known. Enter its number.' },
  };
}

/** Where the number comes from and what it counts: a census counts everybody on roll, the fee those of school age. */
export function censusWords(
  offer: Offer,
  school: { sector: string },
  census: Roll & { censusDate: Temporal.PlainDate; source: 'census' | 'establishments' | 'office' },
): string {
  const from = {
    census: `${monthYear(census.censusDate)} census`,
    establishments: `list of establishments, ${monthYear(census.censusDate)}`,
    office: `as entered by the office, ${monthYear(census.censusDate)}`,
  }[census.source];
  const below = belowSchoolAge(offer, school, census);
  if (census.schoolAged !== null)
    return `${count(census.schoolAged)} of school age, as the school counted them, of ${count(census.onRoll)} on roll (${from}).`;
  return `${count(census.onRoll)} on roll, ${from}, which counts everybody on roll. ${below ? `${below} ` : ''}Enter the number of school age if it differs.`;
}

export async function schoolsNamed(tx: Tx, offer: Offer, q: string, limit: number): Promise<FoundSchool[]> {
  const { schools } = await findSchools(tx, { ...everySchool, q, sort: 'match' }, { limit, offset: 0 });
  return schools.map(({ urn, name, sector, status, town, postcode }) => ({
    urn,
    name,
    words: [nameOf(offer.sectors, slug(sector)), small(nameOf(offer.statuses, slug(status))), town, postcode]
      .filter(Boolean)
      .join(', '),
  }));
}
