import type { Tx } from '../../platform/database';
import type { Installation } from '../../platform/installation';
import { typedWords, wholeNumber } from '../directory/filter-form';
import { partnershipFacts, trustFacts } from '../directory/group-queries';
import { type SchoolHead, schoolHead } from '../directory/school-queries';
import { company, type Scope } from '../people';

/** Where roles are held: a school, trust, partnership or the company, with its name and the address of its people. */
export interface Place {
  scope: Scope;
  name: string;
  /** The page of its people. */
  people: string;
  /** Present where it is a school. */
  school?: SchoolHead;
}

/** The company's own people are on the page of everybody. */
export const companyPlace = (installation: Installation): Place => ({
  scope: company,
  name: installation.name || 'the company',
  people: '/people',
});

/** The place behind an address or a role, or null where there is none. */
export async function placeOf(tx: Tx, scope: Scope, installation: Installation): Promise<Place | null> {
  if (scope.kind === 'installation') return companyPlace(installation);
  const people = `/${scope.kind}s/${scope.id}/people`;
  if (scope.kind === 'partnership') {
    const partnership = await partnershipFacts(tx, typedWords(scope.id));
    // As the table has it and not as it was typed: what is given here is kept in roles.
    const { id } = partnership ?? {};
    return partnership && id === scope.id ? { scope, name: partnership.name, people } : null;
  }
  const number = wholeNumber(scope.id);
  if (number === null) return null;
  if (scope.kind === 'trust') {
    const trust = await trustFacts(tx, number);
    return trust && { scope, name: trust.name, people };
  }
  const school = await schoolHead(tx, number);
  return school && { scope, name: school.name, people, school };
}
