import type { Offer } from '../../offer';
import { count, listed } from '../../platform/words';
import { unitsWords } from '../words';
import type { Figures, Line, Row } from './figures';
import { isNothing, type Span, spanWords } from './spans';

/** How a statement says units and values. */

/** "1½ days", "£550", "2 tickets"; nothing of it is an en dash. */
export const unitsOf = (offer: Offer, unit: string, units: number): string =>
  units === 0 ? '–' : unitsWords(offer, unit, units);

/** "2 days", "2 tickets an event", "no limit". */
export function owedWords(offer: Offer, line: Line): string {
  if (line.unlimited) return line.per === 'event' ? 'no limit, at every event' : 'no limit';
  const each = line.per === 'event' ? line.each || line.owed : line.owed;
  return `${line.atLeast ? 'at least ' : ''}${unitsWords(offer, line.unit, each)}${line.per === 'event' ? ' an event' : ''}`;
}

/** What a row is owed, over its lines: "2 tickets an event and 1 package". */
export const rowOwed = (offer: Offer, row: Row): string =>
  row.lines.length > 0
    ? upper(listed([...new Set(addedUp(row.lines).map((line) => owedWords(offer, line)))]))
    : standingWords[row.standing];

/** Lines of the year that are counted in one unit are one amount; what each event has stays apart. */
const addedUp = (lines: readonly Line[]): Line[] =>
  [
    ...Map.groupBy(lines, (line) =>
      line.per === 'year' && !line.unlimited ? `${line.unit} ${line.atLeast}` : line,
    ).values(),
  ].map((of) => ({ ...of[0]!, owed: of.reduce((sum, { owed }) => sum + owed, 0) }));

export const standingWords: Readonly<Record<Row['standing'], string>> = {
  owed: 'Owed',
  included: 'Included',
  'when-needed': 'When needed',
  'not-owed': 'Not owed',
  hidden: 'Not shown',
};

/** One of the figures of a row, over its lines; those of one unit together. */
export function rowUnits(offer: Offer, row: Row, which: 'used' | 'held' | 'left' | 'lapsed'): string {
  const lines = which === 'left' ? row.lines.filter(({ unlimited }) => !unlimited) : row.lines;
  const words = [...Map.groupBy(lines, ({ unit }) => unit)].flatMap(([unit, of]) => {
    const n = of.reduce((sum, line) => sum + line[which], 0);
    return n === 0 ? [] : [unitsWords(offer, unit, n)];
  });
  return words.length === 0 ? '–' : listed(words);
}

/**
 * What is used of what is owed: "6 of 12 tickets", "½ day of 2 days", "1 meeting, not used yet", "no limit, 5 tickets used",
 * "when needed".
 */
export function ofWords(offer: Offer, row: Row): string {
  if (row.lines.length === 0) return lower(standingWords[row.standing]);
  return [...new Set(row.lines.map((line) => lineOf(offer, line)))].join('; ');
}

function lineOf(offer: Offer, line: Line): string {
  const used = unitsWords(offer, line.unit, line.used);
  if (line.lapsed > 0)
    return `${line.used === 0 ? 'none' : used} used, ${unitsWords(offer, line.unit, line.lapsed)} lapsed`;
  const held = line.held > 0 ? `, ${unitsWords(offer, line.unit, line.held)} held` : '';
  if (line.unlimited || line.per === 'event')
    return `${owedWords(offer, line)}${line.used > 0 ? `, ${used} used` : ''}${held}`;
  const counts = offer.units.find(({ id }) => id === line.unit)?.counts;
  // One of a kind is used or not: "0 of 1 meeting" would be a riddle.
  if (counts === 'things' && line.owed === 1 && line.used <= 1)
    return `${owedWords(offer, line)}, ${line.used === 1 ? 'used' : line.held === 1 ? 'held' : 'not used yet'}`;
  return `${counts === 'things' ? count(line.used) : line.used === 0 ? 'none' : used} of ${owedWords(offer, line)}${held}`;
}

/** "¾ of a day left", "2 tickets left"; null where nothing is. */
export function leftWords(offer: Offer, row: Row): string | null {
  const words = rowUnits(offer, row, 'left');
  return words === '–' ? null : `${words} left`;
}

/** "£250–£400", "not priced", "in the credit", or a dash. */
export function worthWords(row: Row): string {
  if (row.worth) return spanWords(row.worth);
  if (row.standing === 'not-owed' || row.standing === 'hidden') return '–';
  return row.inCredit ? 'in the credit' : 'not priced';
}

/** What lapses with the year, the most worth first. What comes by itself, and what each event has, is nobody's to order. */
export interface Lapsing {
  row: Row;
  ends: Temporal.PlainDate;
  words: string;
  worth: Span | null;
}

export function lapsing(offer: Offer, figures: Figures, today: Temporal.PlainDate): Lapsing[] {
  return figures.rows
    .flatMap((row): Lapsing[] => {
      if (row.anyway) return [];
      const lines = row.lines.filter(
        (line) =>
          !line.unlimited && line.left > 0 && Temporal.PlainDate.compare(line.ends, today) >= 0 && line.per === 'year',
      );
      const [first] = lines;
      if (!first) return [];
      const ends = lines.map((line) => line.ends).reduce((a, b) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b));
      const words = [...Map.groupBy(lines, ({ unit }) => unit)].map(([unit, of]) =>
        unitsWords(
          offer,
          unit,
          of.reduce((sum, line) => sum + line.left, 0),
        ),
      );
      const worth = row.split && !row.apart && !isNothing(row.split.left) ? row.split.left : null;
      return [{ row, ends, words: listed(words), worth }];
    })
    .toSorted((a, b) => (b.worth?.low ?? 0) - (a.worth?.low ?? 0));
}

/** Where one books it: the credit is spent on the menu. */
export const bookLink = (offer: Offer, urn: number, { element }: Pick<Row, 'element'>): string =>
  element === offer.bespoke.credit.id ? `/schools/${urn}/menu` : `/schools/${urn}/bookings/new?element=${element}`;

export const elementLink = (row: Pick<Row, 'element' | 'part'>): string => `/offer/sections/${row.part}#${row.element}`;

export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Time that lines are left, used and held with together, in quarter-days. */
export const sumOf = (figures: Figures, offer: Offer, counts: 'time' | 'money' | 'things') => {
  const units = new Set(offer.units.filter((unit) => unit.counts === counts).map(({ id }) => id));
  const lines = figures.rows.flatMap(({ lines: of }) =>
    of.filter(({ unit, unlimited }) => units.has(unit) && !unlimited),
  );
  const of = (which: 'owed' | 'used' | 'held' | 'left' | 'lapsed') => lines.reduce((sum, line) => sum + line[which], 0);
  return {
    owed: of('owed'),
    used: of('used'),
    held: of('held'),
    left: of('left'),
    lapsed: of('lapsed'),
    n: lines.length,
  };
};
