import { z } from 'zod';
import { elements, eligibility, facts, inspections } from './elements';
import { factTypes, type Known } from './known';
import {
  bespoke,
  categorisation,
  communication,
  dates,
  networks,
  offset,
  partnerships,
  programme,
  reports,
  settings,
  workflows,
  working,
} from './services';
import { calendar, contract, fee, funding, members, units } from './terms';
import { named, text, vocabulary, year } from './words';

/** The shape of an offer file. Made anew for each file, because what may be referred to is declared in the file itself. */
export function offerSchema(known: Known) {
  const v = vocabulary(known);
  return z.strictObject({
    ...named,
    format: z.literal(1, 'This program reads files of format 1.'),
    year,
    about: text,
    basicRules: z.array(text),
    calendar,
    units,
    sectors: z.array(z.strictObject({ ...named, note: text.optional() })).min(1),
    statuses: z.array(z.strictObject({ ...named, note: text.optional() })).min(1),
    /** From the one that needs least help to the one that needs most. */
    categories: z.array(z.strictObject({ ...named, short: text })).min(1),
    facts: facts(factTypes),
    members,
    contract: contract(v),
    fee: fee(v),
    funding: funding(v),
    parts: z.array(z.strictObject({ ...named, about: text })).min(1),
    elements: elements(v),
    eligibility: eligibility(v),
    partnerships: partnerships(v),
    networks: networks(v),
    reports: reports(v),
    inspections: inspections(v),
    categorisation: categorisation(v),
    bespoke: bespoke(v),
    programme: programme(v),
    communication,
    offset: offset(v),
    working,
    workflows,
    dates,
    settings,
  });
}

type Schema = ReturnType<typeof offerSchema>;
/** A checked offer: money in pence, time in quarter-days, dates as dates. */
export type Offer = z.output<Schema>;
export type Element = Offer['elements'][number];
export type GrantRule = Element['grants'][number];
