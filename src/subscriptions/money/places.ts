import { sql } from 'kysely';
import type { Tx } from '../../platform/database';
import type { Req } from '../../platform/web';
import { lineage, schoolHead } from '../../schools';

/** Whose account it is: a school or a trust, under every number that its schools have had. */
export interface Place {
  name: string;
  urns: number[];
  scope: string;
}

export const numberIn = (text: string | undefined): number | null =>
  /^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : null;

export async function schoolPlace(tx: Tx, { params }: Req): Promise<Place | null> {
  const urn = numberIn(params.urn);
  const head = urn === null ? null : await schoolHead(tx, urn);
  return head && { name: head.name, urns: await lineage(tx, head.urn), scope: `school/${head.urn}` };
}

/** Its schools of today, under every number they have had. */
export async function trustUrns(tx: Tx, uid: number): Promise<number[]> {
  const { rows } = await sql<{ urn: number }>`
    select urn from schools.current_trust_membership where uid = ${uid} order by urn`.execute(tx);
  const lines = await Promise.all(rows.map(({ urn }) => lineage(tx, urn)));
  return [...new Set(lines.flat())];
}

export async function trustPlace(tx: Tx, { params }: Req): Promise<Place | null> {
  const uid = numberIn(params.uid);
  if (uid === null) return null;
  const trust = await tx.selectFrom('schools.current_trust').where('uid', '=', uid).select('name').executeTakeFirst();
  return trust ? { name: trust.name, urns: await trustUrns(tx, uid), scope: `trust/${uid}` } : null;
}
