import type { Tx } from '../../platform/database';
import { aSchool } from '../../schools/testing';
import { checkLetter } from '../methods/identifiers';

/** A valid pupil number of an invented pupil. */
export function aUpn(n: number, school = 3732014): string {
  const body = `${school}17${String(n).padStart(3, '0')}`;
  if (body.length !== 12) throw new Error('A school gives out at most a thousand numbers a year.');
  return checkLetter(body) + body;
}

/** Two schools of the directory to which invented pupils go, with the DfE numbers 3732014 and 3732015. */
export const twoUrns = [107_014, 107_015] as const;

export async function twoSchools(tx: Tx): Promise<void> {
  for (const urn of twoUrns) await aSchool(tx, { urn, name: `School ${urn}` });
}

/** A table as CSV, its headings first. */
export type Row = readonly (string | number)[];
export const csv = (...rows: readonly Row[]): string => rows.map((row) => `${row.join(',')}\n`).join('');
