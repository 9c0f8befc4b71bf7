import { type Account, schoolHolders } from '../../entitlements';
import { currentOffer, type Offer, type PublishedOffer, type Snapshot, yearDays } from '../../offer';
import { type Anyone, sees } from '../../platform/actor';
import type { Tx } from '../../platform/database';
import { lineages, type SchoolHead, schoolHead } from '../../schools';
import { type Contract, contractsOfSchools, moneyOf } from '../../subscriptions';
import { type Figures, figuresOf, together } from './figures';
import { seesJudgementOf } from './policy';
import { accountsWithPools, knownOn, offersOf } from './queries';

/** Who reads, and on which day. */
export interface Reader {
  actor: Anyone | 'system';
  today: Temporal.PlainDate;
}

/** What a school was owed in a year, what became of it, and what it paid. */
export interface SchoolStatement {
  urn: number;
  name: string;
  year: string;
  /** Years that one may ask for, the first first. */
  years: string[];
  published: PublishedOffer;
  offer: Offer;
  figures: Figures;
  accounts: Account[];
  /** What is known of the school on the day of the statement. */
  school: Snapshot;
  /** It is subscribed on the day of the statement. */
  subscribed: boolean;
  contract: Contract | null;
  /** Of the year; null where none is stated or agreed yet. */
  feePence: number | null;
  /** Null for readers who may not see the school's money. */
  money: { invoiced: number; paid: number; overdue: number } | null;
  /** The day that it is for: today, or the nearest day of the year. */
  day: Temporal.PlainDate;
  lapsesOn: Temporal.PlainDate;
}

export async function schoolStatement(
  tx: Tx,
  reader: Reader,
  urn: number,
  year?: string,
): Promise<SchoolStatement | null> {
  const head = await schoolHead(tx, urn);
  if (!head) return null;
  return (await statements(tx, reader, [head], year))[0] ?? null;
}

/** Of several schools, in their order. Those of a year without a published offer are left out. */
export async function statements(
  tx: Tx,
  reader: Reader,
  heads: readonly Pick<SchoolHead, 'urn' | 'name'>[],
  wished?: string,
): Promise<SchoolStatement[]> {
  const current = await currentOffer(tx);
  if (!current) return [];
  const urns = heads.map(({ urn }) => urn);
  const years = yearsOf(current);
  const year =
    wished === undefined
      ? yearOn(current, reader.today)
      : years.find((one) => one === wished || one.replace('/', '-') === wished);
  if (year === undefined) return [];
  const lines = await lineages(tx, urns);
  const holders = await schoolHolders(tx, urns);
  const ids = [...new Set([...holders.values()].map(({ id }) => id))];
  const offerFor = await offersOf(tx, ids, year);
  const days = yearDays(current.offer, year);
  const day = clamp(reader.today, days.from, days.to);
  const known = await knownOn(tx, ids, day);
  const accounts = await accountsWithPools(tx, ids, year);
  const contracts = await contractsOfSchools(tx, urns);
  const found: SchoolStatement[] = [];
  for (const { urn, name } of heads) {
    const id = holders.get(urn)?.id ?? String(urn);
    const published = offerFor(id) ?? (wished === undefined ? current : null);
    if (!published) continue;
    const { offer } = published;
    const line = lines.get(urn) ?? [urn];
    const own = accounts.get(id) ?? [];
    const school = known.get(id) ?? {};
    const contract = contracts.get(urn) ?? null;
    const figures = figuresOf({
      offer,
      school,
      accounts: own,
      today: reader.today,
      seesJudgement: reader.actor === 'system' || seesJudgementOf(reader.actor, line),
    });
    const credit = own.find(({ element }) => element === offer.bespoke.credit.id);
    found.push({
      urn,
      name,
      year,
      years,
      published,
      offer,
      figures,
      accounts: own,
      school,
      subscribed: school.subscribed === true,
      contract,
      feePence: contract?.withdrawnAt ? null : (contract?.years.find((one) => one.year === year)?.feePence ?? null),
      money: seesMoneyOf(reader.actor, line) && urns.length === 1 ? await moneyOf(tx, line, year) : null,
      day,
      lapsesOn: credit?.ends ?? days.to,
    });
  }
  return found;
}

/** Several schools as one. */
export const figuresTogether = (all: readonly SchoolStatement[]): Figures =>
  together(all.map(({ figures }) => figures));

const seesMoneyOf = (actor: Reader['actor'], urns: readonly number[]): boolean =>
  actor === 'system' || sees(actor, 'finance/*', ...urns.map((urn) => `school/${urn}`));

/** The years of the offer's term. */
export const yearsOf = ({ offer }: PublishedOffer): string[] =>
  [...new Set([offer.year, ...offer.contract.years])].sort();

/** The year that a day falls in, or the nearest. */
export function yearOn(published: PublishedOffer, day: Temporal.PlainDate): string {
  const years = yearsOf(published);
  const at = years.find((year) => {
    const { from, to } = yearDays(published.offer, year);
    return Temporal.PlainDate.compare(from, day) <= 0 && Temporal.PlainDate.compare(day, to) <= 0;
  });
  return at ?? published.offer.year;
}

const clamp = (day: Temporal.PlainDate, from: Temporal.PlainDate, to: Temporal.PlainDate): Temporal.PlainDate =>
  Temporal.PlainDate.compare(day, from) < 0 ? from : Temporal.PlainDate.compare(day, to) > 0 ? to : day;
