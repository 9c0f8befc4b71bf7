import type { Tx } from '../../platform/database';
import { lineage, peopleOf, roleById } from '../../schools';
import { quotedSchool } from '../queries';

export interface Leader {
  name: string;
  email: string;
  /** What the school is called today. */
  school: string;
  /** Its number today. */
  urn: number;
}

/** Who leads a school today, by any number it has had; each person once. */
export async function leadersOf(tx: Tx, urn: number): Promise<Leader[]> {
  const line = await lineage(tx, urn);
  const last = line.at(-1) ?? urn;
  const school = await quotedSchool(tx, last);
  const people = (await Promise.all(line.map((one) => peopleOf(tx, { kind: 'school', id: String(one) })))).flat();
  const leading = people.filter(({ role }) => roleById.get(role)?.levels.includes('leader/:id'));
  return [...new Map(leading.map((one) => [one.personId, one])).values()].map(({ name, email }) => ({
    name,
    email,
    school: school?.name ?? `URN ${urn}`,
    urn: last,
  }));
}
