import {
  lapsing,
  type Row,
  rowOwed,
  rowUnits,
  type SchoolStatement,
  schoolStatement,
  spanWords,
  worthWords,
} from '../../bookings';
import { systemStanding } from '../../platform/database';
import { date, money } from '../../platform/words';
import { type Command, oneOf, TypedWrong } from '../command';

export const statementCommand: Command = {
  name: 'statement',
  usage: '--school URN [--year YEAR] [--format json]',
  about: 'What a school is owed, has used, holds and has left, and what that is worth.',
  flags: { school: { type: 'string' }, year: { type: 'string' }, format: { type: 'string' } },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const { school, year } = call.flags;
    if (call.words.length > 0) throw new TypedWrong('Give the school as --school URN.');
    if (typeof school !== 'string' || !/^[1-9]\d{5}$/.test(school))
      throw new TypedWrong('Give the URN of a school, six figures: --school 106982.');
    const { database, clock } = await call.program();
    const found = await database.transaction(systemStanding(clock), (tx) =>
      schoolStatement(
        tx,
        { actor: 'system', today: clock.today() },
        Number(school),
        typeof year === 'string' ? year : undefined,
      ),
    );
    if (!found) {
      const words = `There is no statement of ${school}${typeof year === 'string' ? ` for ${year}` : ''}: no school here has this URN, or no offer of that year is published.`;
      if (format === 'json') call.out(`${JSON.stringify({ refused: 'no-statement', words })}\n`);
      call.say(`${words}\n`);
      return 1;
    }
    call.out(format === 'json' ? `${JSON.stringify(statementJson(found))}\n` : `${statementLines(found).join('\n')}\n`);
    return 0;
  },
};

/** The figures of a statement for other programs: money in pence, units as the ledger counts them. */
export function statementJson(statement: SchoolStatement) {
  const { urn, name, year, figures, offer, feePence, money: paid } = statement;
  const creditId = offer.bespoke.credit.id;
  const credit = figures.rows.find(({ element }) => element === creditId);
  return {
    school: { urn, name },
    year,
    subscribed: statement.subscribed,
    day: statement.day.toString(),
    offer: offer.id,
    offer_version: statement.published.version,
    fee_pence: feePence,
    invoiced_pence: paid?.invoiced ?? 0,
    paid_pence: paid?.paid ?? 0,
    elements: figures.rows.filter(({ element }) => element !== creditId).map(rowJson),
    credit: credit ? rowJson(credit) : null,
    value_low_pence: figures.worth.low,
    value_high_pence: figures.worth.high,
    used_low_pence: figures.split.used.low,
    used_high_pence: figures.split.used.high,
    held_low_pence: figures.split.held.low,
    held_high_pence: figures.split.held.high,
    apart_low_pence: figures.apart.low,
    apart_high_pence: figures.apart.high,
    lapses_on: statement.lapsesOn.toString(),
  };
}

/** Its figures in the unit of its first line, and all of its lines where it has several. */
function rowJson({ element, part, name, standing, lines, worth, apart, why }: Row) {
  const [first] = lines;
  const same = lines.filter(({ unit }) => unit === first?.unit);
  const sum = (which: 'owed' | 'held' | 'used' | 'left' | 'lapsed' | 'pooled') =>
    same.reduce((all, line) => all + line[which], 0);
  return {
    element,
    part,
    name,
    standing,
    unit: first?.unit ?? null,
    unlimited: same.some(({ unlimited }) => unlimited),
    owed: sum('owed'),
    held: sum('held'),
    used: sum('used'),
    left: sum('left'),
    lapsed: sum('lapsed'),
    pooled: sum('pooled'),
    worth_low_pence: worth?.low ?? null,
    worth_high_pence: worth?.high ?? null,
    apart,
    why,
    lines: lines.map((line) => ({
      rule: line.rule,
      unit: line.unit,
      per: line.per,
      each: line.per === 'event' ? line.each : null,
      unlimited: line.unlimited,
      owed: line.owed,
      held: line.held,
      used: line.used,
      left: line.left,
      lapsed: line.lapsed,
      shortfall: line.shortfall,
      starts: line.starts.toString(),
      ends: line.ends.toString(),
    })),
  };
}

function statementLines(statement: SchoolStatement): string[] {
  const { urn, name, year, figures, offer, feePence, money: paid, lapsesOn, day } = statement;
  return [
    `${name}, URN ${urn}, ${year}, on ${date(day)}`,
    `Fee: ${feePence === null ? 'none stated' : money(feePence)}. Invoiced ${money(paid?.invoiced ?? 0)}, paid ${money(paid?.paid ?? 0)}.`,
    `Stated value ${spanWords(figures.worth, ' to ')}: used ${spanWords(figures.split.used, ' to ')}, held ${spanWords(figures.split.held, ' to ')}.`,
    ...offer.parts.flatMap((part) => [
      part.name,
      ...figures.rows.filter((row) => row.part === part.id).map((row) => lineOf(statement, row)),
    ]),
    `Lapses on ${date(lapsesOn)}:`,
    ...lapsing(offer, figures, statement.day).map(({ row, words }) => `  ${row.name}: ${words}`),
  ];
}

function lineOf({ offer }: SchoolStatement, row: Row): string {
  if (row.lines.length === 0) return `  ${row.name}: ${row.why}`;
  const of = (['used', 'held', 'left'] as const).map((which) => `${which} ${rowUnits(offer, row, which)}`);
  return `  ${row.name}: ${rowOwed(offer, row)}; ${of.join(', ')}; ${worthWords(row)}`;
}
