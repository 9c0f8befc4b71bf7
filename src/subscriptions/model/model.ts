import { sql } from 'kysely';
import { type FundingTable, fundingTable, type PublishedOffer } from '../../offer';
import type { Tx } from '../../platform/database';
import type { Intent } from '../gate/intents';
import { type Gate, gateOf } from '../gate/queries';
import { quoteAll } from '../quotes';
import { type CellVersion, cellsOf, standing } from './cells';
import { liveTable } from './funding';
import type { ModelSchool, ModelWish } from './what-if';

/** Where the subscriptions of one year stand. Integer pence. */
export interface YearActual {
  year: string;
  /** Null where the offer states no price for the year and no contract has one fixed. */
  contracted: number | null;
  contractedSchools: number;
  indicated: number | null;
  indicatedSchools: number;
  /** Of fees, less what was credited. */
  invoiced: number;
}

/** The funding model of an offer as it stands today. */
export interface Model {
  published: PublishedOffer;
  gate: Gate;
  years: YearActual[];
  cells: CellVersion[];
  /** With what is contracted, or with what is indicated too. */
  counts: 'contracted' | 'indicated';
  live: FundingTable;
  /** As the offer has it. */
  plan: FundingTable;
}

/** Null where no offer is published. For those who see every contract. */
export async function modelOf(tx: Tx, counts: Model['counts']): Promise<Model | null> {
  const gate = await gateOf(tx);
  if (!gate) return null;
  const { published, intents } = gate;
  const { offer } = published;
  const invoiced = await invoicedBy(tx);
  const years = offer.funding.table.rows.map(({ year }): YearActual => {
    const priced = offer.fee.prices.some((price) => price.year === year && price.rules !== null);
    const of = (stands: Intent['stands']) => {
      const fees = intents
        .filter((one) => one.stands === stands)
        .flatMap(({ fees: all }) => all.filter((one) => one.year === year));
      const known = priced || fees.some(({ pence }) => pence !== null);
      return { schools: fees.length, pence: known ? fees.reduce((sum, { pence }) => sum + (pence ?? 0), 0) : null };
    };
    const [contracted, indicated] = [of('contracted'), of('indicated')];
    return {
      year,
      contracted: contracted.pence,
      contractedSchools: contracted.schools,
      indicated: indicated.pence,
      indicatedSchools: indicated.schools,
      invoiced: invoiced.get(year) ?? 0,
    };
  });
  const cells = await cellsOf(
    tx,
    years.map(({ year }) => year),
  );
  return {
    published,
    gate,
    years,
    cells,
    counts,
    live: liveTable(
      offer,
      standing(cells),
      years.map(({ year, contracted, indicated }) => ({
        year,
        pence: contracted === null ? null : contracted + (counts === 'indicated' ? (indicated ?? 0) : 0),
      })),
    ),
    plan: fundingTable(offer),
  };
}

/** What has been invoiced of the fees of each year, less what was credited. */
async function invoicedBy(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ year: string; pence: number }>`
    select instalment_year as year, sum(pence - credited_pence)::bigint as pence from subscriptions.invoice_standing
    where kind = 'invoice' and instalment_year is not null group by instalment_year`.execute(tx);
  return new Map(rows.map(({ year, pence }) => [year, pence]));
}

/** The schools that a what-if asks about: with a contract as it runs, or every school that counts for every year. */
export async function schoolsOf(
  tx: Tx,
  { published: { offer }, gate }: Pick<Model, 'published' | 'gate'>,
  who: ModelWish['who'],
): Promise<ModelSchool[]> {
  if (who !== 'everyone')
    return gate.intents
      .filter(({ stands }) => who === 'indicated' || stands === 'contracted')
      .map(({ now, sector, status, pupils, pence, ends, fees }) => ({
        ...now,
        sector,
        status,
        pupils,
        pence,
        ends,
        years: fees.map(({ year }) => year),
      }));
  const city = await quoteAll(tx, offer);
  return city.ok
    ? city.value.schools.map(({ urn, name, sector, status, counted, pence }) => ({
        urn,
        name,
        sector,
        status,
        pupils: counted,
        pence,
        ends: null,
        years: offer.contract.years,
      }))
    : [];
}
