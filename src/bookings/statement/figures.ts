import type { Account } from '../../entitlements';
import { showsJudgement } from '../../entitlements';
import { type Element, eligibility, inPence, type Offer, type Snapshot } from '../../offer';
import type { Span } from './spans';
import { minus, nothing, part, plus, total } from './spans';

/** What a school is owed, has used, holds and has left, element by element, and what that is worth. Pure; the ledger's own units. */

/** What one rule of the offer gives, over all the accounts that follow from it. */
export interface Line {
  rule: string;
  why: string;
  unit: string;
  /** Counted for the year, or for each event: then `each` is what every event has, and the sums are over the events so far. */
  per: 'year' | 'event';
  each: number;
  unlimited: boolean;
  atLeast: boolean;
  owed: number;
  used: number;
  held: number;
  left: number;
  /** What was left on its last day. */
  lapsed: number;
  /** What was given or used beyond what is owed now. */
  shortfall: number;
  /** Of `left` and `used`: what lies in a pool with other schools. */
  pooled: number;
  starts: Temporal.PlainDate;
  ends: Temporal.PlainDate;
  /** Its own accounts, then those in pools. */
  accounts: number[];
}

/**
 * owed: it has an account. included: it comes without being counted. when-needed: owed as soon as something happens. not-owed: not for this
 * school. hidden: it follows from a judgement that the reader may not see, whether or not there is anything.
 */
export type Standing = 'owed' | 'included' | 'when-needed' | 'not-owed' | 'hidden';

/** Where the stated value of an element stands. The five sum to the whole. */
export interface Split {
  used: Span;
  held: Span;
  left: Span;
  lapsed: Span;
  /** Not yet owed, or not counted. */
  open: Span;
}

export interface Row {
  /** The element, or the credit. */
  element: string;
  name: string;
  part: string;
  standing: Standing;
  why: string;
  lines: Line[];
  /** Null without a stated value, or where it is part of the credit's. */
  worth: Span | null;
  /** Its value is shown, and not added up. */
  apart: boolean;
  inCredit: boolean;
  /** Every member has it, subscriber or not: it comes by itself. */
  anyway: boolean;
  split: Split | null;
}

export interface Figures {
  /** In the order of the offer, the credit before what it buys: one for each element, and one for the credit. */
  rows: Row[];
  worth: Span;
  split: Split;
  /** The values that are shown and not added up. */
  apart: Span;
  /** Some rows are not shown to this reader. */
  hides: boolean;
}

export interface Known {
  offer: Offer;
  /** What is known of the school on the day of the statement, as far as the reader may know it. */
  school: Snapshot;
  /** The school's own accounts of the year, and those in pools that came from them. */
  accounts: readonly Account[];
  today: Temporal.PlainDate;
  /** The reader may see how the school was judged. */
  seesJudgement: boolean;
}

export function figuresOf(known: Known): Figures {
  const { offer, accounts } = known;
  const { credit } = offer.bespoke;
  const byElement = Map.groupBy(accounts, ({ element }) => element);
  const of = (id: string) => linesOf(byElement.get(id) ?? [], known.today);
  const rows = offer.parts.flatMap(({ id: part_ }) => [
    ...(credit.part === part_ ? [creditRow(known, of(credit.id))] : []),
    ...offer.elements.filter((element) => element.part === part_).map((one) => elementRow(known, one, of(one.id))),
  ]);
  return summed(rows);
}

/** The rows with their sums. What is apart, hidden, or part of the credit is in none. */
export function summed(rows: readonly Row[]): Figures {
  const counted = rows.flatMap(({ worth, apart, split }) => (worth && split && !apart ? [{ worth, split }] : []));
  const of = (which: keyof Split) => total(counted.map(({ split }) => split[which]));
  return {
    rows: [...rows],
    worth: total(counted.map(({ worth }) => worth)),
    split: { used: of('used'), held: of('held'), left: of('left'), lapsed: of('lapsed'), open: of('open') },
    apart: total(rows.flatMap(({ worth, apart }) => (worth && apart ? [worth] : []))),
    hides: rows.some(({ standing }) => standing === 'hidden'),
  };
}

/** Rows of several schools as one: units and values add up, and a row is owed where any school's is. */
export function together(all: readonly Figures[]): Figures {
  const [first] = all;
  if (!first) return summed([]);
  return summed(
    first.rows.map((row, i) => {
      const rows = all.flatMap(({ rows: theirs }) => {
        const one =
          theirs[i]?.element === row.element ? theirs[i] : theirs.find(({ element }) => element === row.element);
        return one ? [one] : [];
      });
      const standing = order.find((one) => rows.some((theirs) => theirs.standing === one)) ?? row.standing;
      const worths = rows.flatMap(({ worth }) => (worth ? [worth] : []));
      const splits = rows.flatMap(({ split }) => (split ? [split] : []));
      return {
        ...row,
        standing,
        why: rows.find((one) => one.standing === standing)?.why ?? row.why,
        lines: addedLines(rows.flatMap(({ lines }) => lines)),
        worth: worths.length > 0 ? total(worths) : null,
        split: splits.length > 0 ? splits.reduce(addSplits) : null,
      };
    }),
  );
}

const order: readonly Standing[] = ['owed', 'hidden', 'included', 'when-needed', 'not-owed'];

function linesOf(accounts: readonly Account[], today: Temporal.PlainDate): Line[] {
  const own = new Map(accounts.filter(({ originId }) => originId === null).map((one) => [one.id, one]));
  const ruleOf = (account: Account) => own.get(account.originId ?? account.id)?.rule ?? account.rule;
  return [...Map.groupBy(accounts, (one) => `${ruleOf(one)} ${one.unit} ${one.per}`).values()].flatMap((of) => {
    const counted = of.filter(({ per, occasion }) => per === 'year' || occasion !== null);
    const plain = of.filter(({ originId }) => originId === null);
    const [first] = plain.length > 0 ? plain : of;
    if (!first) return [];
    const template = of.find(({ per, occasion }) => per === 'event' && occasion === null);
    const over = Temporal.PlainDate.compare(first.ends, today) < 0;
    // Before the first event: what one has.
    const waiting = template && counted.length === 0 ? template.owed : 0;
    const line: Line = {
      rule: first.rule,
      why: first.why,
      unit: first.unit,
      per: first.per,
      each: template?.owed ?? 0,
      unlimited: of.some(({ unlimited }) => unlimited),
      atLeast: of.some(({ atLeast }) => atLeast),
      owed: sum(counted.filter(({ originId }) => originId === null).map(({ owed }) => owed)) + waiting,
      used: sum(counted.map(({ used }) => used)),
      held: sum(counted.map(({ held }) => held)),
      left: sum(counted.map(({ left }) => left)) + (over ? 0 : waiting),
      lapsed:
        sum(
          counted.map((one) =>
            one.unlimited || Temporal.PlainDate.compare(one.ends, today) >= 0 ? 0 : Math.max(0, one.balance - one.held),
          ),
        ) + (over ? waiting : 0),
      shortfall: sum(of.map(({ shortfall }) => shortfall)),
      pooled: sum(of.filter(({ originId }) => originId !== null).map(({ left, held }) => left + held)),
      starts: plain.map(({ starts }) => starts).reduce(earlier, first.starts),
      ends: plain.map(({ ends }) => ends).reduce(later, first.ends),
      accounts: [...plain, ...of.filter(({ originId }) => originId !== null)].map(({ id }) => id),
    };
    const empty = !line.unlimited && line.owed + line.used + line.held + line.left + line.lapsed + line.shortfall === 0;
    return empty ? [] : [line];
  });
}

function elementRow(known: Known, element: Element, lines: Line[]): Row {
  const { offer, school, seesJudgement } = known;
  const { value } = element;
  const anyway = eligibility(offer, element.id, { ...school, subscribed: false }).answer === 'included';
  const base = { element: element.id, name: element.name, part: element.part, lines, anyway };
  const judged = isJudged(offer, element);
  if (judged && !seesJudgement && lines.length === 0)
    return {
      ...base,
      standing: 'hidden',
      why: 'It follows from how the school is judged, which you may not see.',
      worth: null,
      apart: false,
      inCredit: false,
      split: null,
    };
  const { standing, why } = standingOf(known, element, lines);
  const span =
    value.kind !== 'stated' ? null : value.by === null ? value.span : (value.spans[String(school[value.by])] ?? null);
  const worth = standing === 'not-owed' ? null : span;
  return {
    ...base,
    standing,
    why,
    worth,
    apart: value.kind === 'stated' && value.apart,
    inCredit: value.kind === 'in-credit',
    split: worth && splitOf(worth, lines),
  };
}

function creditRow(known: Known, lines: Line[]): Row {
  const { offer, school } = known;
  const { credit } = offer.bespoke;
  const inMoney = (units: number): Span => {
    const pence = inPence(offer, units) ?? 0;
    return { low: pence, high: pence };
  };
  const of = (which: 'owed' | 'used' | 'held' | 'left' | 'lapsed') => inMoney(sum(lines.map((line) => line[which])));
  const answer = eligibility(offer, credit.id, school);
  const priced = lines.length > 0 && inPence(offer, 1) !== null;
  return {
    element: credit.id,
    name: credit.name,
    part: credit.part,
    lines,
    standing: lines.length > 0 ? 'owed' : 'not-owed',
    why:
      lines[0]?.why ??
      (answer.answer === 'included'
        ? 'Agreed with the school by the partnership office.'
        : withSubscription(known, credit.id)),
    worth: priced ? of('owed') : null,
    apart: false,
    inCredit: false,
    anyway: false,
    split: priced
      ? { used: of('used'), held: of('held'), left: of('left'), lapsed: of('lapsed'), open: nothing }
      : null,
  };
}

/** A rule of the element, or who may have it, hangs on a judgement of the school. */
const isJudged = (offer: Offer, element: Element): boolean =>
  showsJudgement(offer, { element: element.id, rule: '' }) ||
  element.grants.some(({ id, to }) => to === 'school' && showsJudgement(offer, { element: element.id, rule: id }));

function standingOf(known: Known, element: Element, lines: readonly Line[]): { standing: Standing; why: string } {
  const { offer, school } = known;
  if (lines.length > 0) return { standing: 'owed', why: [...new Set(lines.map(({ why }) => why))].join(' ') };
  const { answer, words, price } = eligibility(offer, element.id, school);
  const own = element.grants.filter(({ to }) => to === 'school');
  if (answer === 'included') {
    if (own.some(({ forEach, window }) => forEach !== null || window !== null))
      return {
        standing: 'when-needed',
        why: `${sentence(element.quantity)} For: ${sentence(lowerFirst(element.forWhom))}`,
      };
    if (own.length > 0) return { standing: 'not-owed', why: `For: ${sentence(lowerFirst(element.forWhom))}` };
    if (element.grants.length > 0)
      return { standing: 'included', why: `Through the partnership: ${sentence(lowerFirst(element.quantity))}` };
    return {
      standing: 'included',
      why: element.value.kind === 'in-credit' ? 'Bought with the credit.' : sentence(element.quantity),
    };
  }
  if (answer === 'on-request') return { standing: 'not-owed', why: `On request${words ? `, ${words}` : ''}.` };
  if (answer === 'priced')
    return {
      standing: 'not-owed',
      why:
        price === 'quote' ? 'Not owed. It can be had by quote.' : 'Not owed. It can be paid for, once it has a price.',
    };
  return { standing: 'not-owed', why: withSubscription(known, element.id) };
}

/** Why something is not for a school: because it does not subscribe, or for what it is. */
function withSubscription({ offer, school }: Known, wanted: string): string {
  const subscribed = eligibility(offer, wanted, { ...school, subscribed: true }).answer === 'included';
  const forWhom = offer.elements.find(({ id }) => id === wanted)?.forWhom;
  if (school.subscribed !== true && subscribed) return 'Comes with a subscription.';
  return forWhom ? `For: ${sentence(lowerFirst(forWhom))}` : 'Not for this school.';
}

/**
 * A part-used element counts in proportion; one without a limit counts in full from the first use. The lines of an element weigh the same.
 * Rounded so that the parts sum to the whole, to the penny.
 */
function splitOf(worth: Span, lines: readonly Line[]): Split {
  if (lines.length === 0) return { used: nothing, held: nothing, left: nothing, lapsed: nothing, open: worth };
  let [used, held, lapsed] = [0, 0, 0];
  for (const line of lines) {
    if (line.unlimited || line.per === 'event') {
      if (line.used > 0) used += 1;
      else if (line.held > 0) held += 1;
      else if (line.lapsed > 0) lapsed += 1;
      continue;
    }
    const all = Math.max(line.owed, line.used + line.held + line.left + line.lapsed, 1);
    used += line.used / all;
    held += line.held / all;
    lapsed += line.lapsed / all;
  }
  const n = lines.length;
  const upToUsed = part(worth, used / n);
  const upToHeld = part(worth, (used + held) / n);
  const upToLapsed = part(worth, (used + held + lapsed) / n);
  return {
    used: upToUsed,
    held: minus(upToHeld, upToUsed),
    lapsed: minus(upToLapsed, upToHeld),
    left: minus(worth, upToLapsed),
    open: nothing,
  };
}

const addSplits = (a: Split, b: Split): Split => ({
  used: plus(a.used, b.used),
  held: plus(a.held, b.held),
  left: plus(a.left, b.left),
  lapsed: plus(a.lapsed, b.lapsed),
  open: plus(a.open, b.open),
});

function addedLines(lines: readonly Line[]): Line[] {
  return [...Map.groupBy(lines, ({ rule, unit, per }) => `${rule} ${unit} ${per}`).values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const all = (which: 'owed' | 'used' | 'held' | 'left' | 'lapsed' | 'shortfall' | 'pooled') =>
      sum(of.map((line) => line[which]));
    return [
      {
        ...first,
        unlimited: of.some(({ unlimited }) => unlimited),
        atLeast: of.some(({ atLeast }) => atLeast),
        each: Math.max(...of.map(({ each }) => each)),
        owed: all('owed'),
        used: all('used'),
        held: all('held'),
        left: all('left'),
        lapsed: all('lapsed'),
        shortfall: all('shortfall'),
        pooled: all('pooled'),
        starts: of.map(({ starts }) => starts).reduce(earlier),
        ends: of.map(({ ends }) => ends).reduce(later),
        accounts: [],
      },
    ];
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const lowerFirst = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b);
const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b);
