import { date } from '../../../platform/words';
import type { SchoolState } from '../facts/schools';
import type { SuccessionLine } from '../preview';

/** How what an import changes is written for people. */

export const succession: Readonly<Record<SuccessionLine['kind'], string>> = {
  conversion: 'became an academy',
  merger: 'merged',
  other: 'goes on under another number',
};

export const labels: Readonly<Record<keyof SchoolState, string>> = {
  name: 'name',
  la: 'authority',
  establishment_number: 'establishment number',
  ukprn: 'UKPRN',
  type_name: 'type',
  sector: 'sector',
  status: 'status',
  publicly_funded: 'publicly funded',
  open: 'open',
  opened: 'opened',
  closed: 'last day',
  low_age: 'lowest age',
  high_age: 'highest age',
  gender: 'gender',
  religious_character: 'religious character',
  street: 'street',
  locality: 'locality',
  town: 'town',
  postcode: 'postcode',
  website: 'website',
  telephone: 'telephone',
  easting: 'easting',
  northing: 'northing',
  ward: 'ward',
  capacity: 'capacity',
};

export function fieldWords(it: SchoolState[keyof SchoolState] | undefined): string {
  if (it === null || it === undefined) return '';
  if (typeof it === 'boolean') return it ? 'yes' : 'no';
  return typeof it === 'string' ? readable(it) : String(it);
}

/** Days as people write them, wherever they stand in the text: "joins on 1 July 2018". */
export const readable = (text: string): string =>
  text.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, (day) => date(Temporal.PlainDate.from(day)));
