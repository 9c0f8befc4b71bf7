import {
  cityHeads,
  type Figures,
  feesOf,
  figuresTogether,
  lapsing,
  type Reader,
  type Row,
  rowOwed,
  rowUnits,
  type SchoolStatement,
  schoolStatement,
  spanWords,
  statements,
  worthWords,
} from '../../bookings';
import { systemStanding, type Tx } from '../../platform/database';
import { counted, date, money } from '../../platform/words';
import { everySchool, findSchools } from '../../schools';
import { type Command, oneOf, TypedWrong } from '../command';

export const statementCommand: Command = {
  name: 'statement',
  usage: '--school URN | --trust UID | --city [--year YEAR] [--format json]',
  about:
    'What a school, the schools of a trust or all schools are owed, have used, hold and have left, and what that is worth.',
  flags: {
    school: { type: 'string' },
    trust: { type: 'string' },
    city: { type: 'boolean' },
    year: { type: 'string' },
    format: { type: 'string' },
  },
  async run(call) {
    const format = oneOf(call, 'format', ['text', 'json'], 'text');
    const { school, trust, city, year } = call.flags;
    if ([school, trust, city].filter((one) => one !== undefined).length !== 1)
      throw new TypedWrong('Say whose statement: --school URN, --trust UID or --city.');
    if (school !== undefined && (typeof school !== 'string' || !/^[1-9]\d{5}$/.test(school)))
      throw new TypedWrong('Give the URN of a school, six figures: --school 106982.');
    if (trust !== undefined && (typeof trust !== 'string' || !/^\d{1,7}$/.test(trust)))
      throw new TypedWrong('Give the UID of a trust: --trust 2044.');
    const { database, clock } = await call.program();
    const reader = { actor: 'system' as const, today: clock.today() };
    const wished = typeof year === 'string' ? year : undefined;
    const found = await database.transaction(
      systemStanding(clock),
      async (tx): Promise<SchoolStatement | Group | null> =>
        school !== undefined
          ? schoolStatement(tx, reader, Number(school), wished)
          : groupStatement(tx, reader, trust === undefined ? null : Number(trust), wished),
    );
    if (!found) {
      const whose = school === undefined ? (trust === undefined ? 'the city' : `trust ${trust}`) : String(school);
      const words = `There is no statement of ${whose}${wished === undefined ? '' : ` for ${wished}`}: ${school === undefined ? 'no school of it is known here' : 'no school here has this URN'}, or no offer of that year is published.`;
      if (format === 'json') call.out(`${JSON.stringify({ refused: 'no-statement', words })}\n`);
      call.say(`${words}\n`);
      return 1;
    }
    const [json, lines] =
      'all' in found ? [groupJson(found), groupLines(found)] : [statementJson(found), statementLines(found)];
    call.out(format === 'json' ? `${JSON.stringify(json)}\n` : `${lines.join('\n')}\n`);
    return 0;
  },
};

/** The statements of several schools, in their order. */
interface Group {
  name: string;
  all: SchoolStatement[];
}

/** Of the schools of a trust, or of all. Null where none has a statement. */
async function groupStatement(tx: Tx, reader: Reader, trust: number | null, year?: string): Promise<Group | null> {
  const name =
    trust === null
      ? 'The city'
      : (await tx.selectFrom('schools.current_trust').select('name').where('uid', '=', trust).executeTakeFirst())?.name;
  if (name === undefined) return null;
  const heads =
    trust === null
      ? await cityHeads(tx)
      : (await findSchools(tx, { ...everySchool, trust }, { limit: 500, offset: 0 })).schools;
  const all = await statements(tx, reader, heads, year);
  return all.length === 0 ? null : { name, all };
}

function groupJson({ name, all }: Group) {
  const [first] = all;
  const figures = figuresTogether(all);
  const creditId = first?.offer.bespoke.credit.id;
  const credit = figures.rows.find(({ element }) => element === creditId);
  return {
    name,
    year: first?.year,
    day: first?.day.toString(),
    subscribed: all.filter(({ subscribed }) => subscribed).length,
    fee_pence: feesOf(all),
    elements: figures.rows.filter(({ element }) => element !== creditId).map(rowJson),
    credit: credit ? rowJson(credit) : null,
    ...valuesJson(figures),
    schools: all.map((one) => ({
      school: { urn: one.urn, name: one.name },
      subscribed: one.subscribed,
      fee_pence: one.feePence,
      ...valuesJson(one.figures),
    })),
  };
}

/** What is counted, and where it stands: used, held, left, lapsed and not yet owed sum to the whole. */
const valuesJson = ({ worth, split, apart }: Figures) => ({
  value_low_pence: worth.low,
  value_high_pence: worth.high,
  used_low_pence: split.used.low,
  used_high_pence: split.used.high,
  held_low_pence: split.held.low,
  held_high_pence: split.held.high,
  left_low_pence: split.left.low,
  left_high_pence: split.left.high,
  lapsed_low_pence: split.lapsed.low,
  lapsed_high_pence: split.lapsed.high,
  open_low_pence: split.open.low,
  open_high_pence: split.open.high,
  apart_low_pence: apart.low,
  apart_high_pence: apart.high,
});

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
    ...valuesJson(figures),
    lapses_on: statement.lapsesOn.toString(),
  };
}

/** Its figures in the unit of its first line, and all of its lines where it has several. */
function rowJson({ element, part, name, standing, lines, worth, apart, split, why }: Row) {
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
    used_low_pence: split?.used.low ?? null,
    used_high_pence: split?.used.high ?? null,
    held_low_pence: split?.held.low ?? null,
    held_high_pence: split?.held.high ?? null,
    left_low_pence: split?.left.low ?? null,
    left_high_pence: split?.left.high ?? null,
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

function groupLines({ name, all }: Group): string[] {
  const [first] = all;
  if (!first) return [];
  const figures = figuresTogether(all);
  return [
    `${name}, ${counted(all.length, 'school')}, ${first.year}, on ${date(first.day)}`,
    `Fees: ${money(feesOf(all))}.`,
    `Stated value ${spanWords(figures.worth, ' to ')}: used ${spanWords(figures.split.used, ' to ')}, held ${spanWords(figures.split.held, ' to ')}.`,
    ...first.offer.parts.flatMap((part) => [
      part.name,
      ...figures.rows.filter((row) => row.part === part.id).map((row) => lineOf(first, row)),
    ]),
    'Schools:',
    ...all.map(
      (one) =>
        `  ${one.name}, URN ${one.urn}: used ${spanWords(one.figures.split.used, ' to ')} of ${spanWords(one.figures.worth, ' to ')}`,
    ),
  ];
}

function lineOf({ offer }: Pick<SchoolStatement, 'offer'>, row: Row): string {
  if (row.lines.length === 0) return `  ${row.name}: ${row.why}`;
  const of = (['used', 'held', 'left'] as const).map((which) => `${which} ${rowUnits(offer, row, which)}`);
  return `  ${row.name}: ${rowOwed(offer, row)}; ${of.join(', ')}; ${worthWords(row)}`;
}
