import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tx } from '../../../platform/database';
import { money } from '../../../platform/words';
import {
  acceptMatches,
  acceptStatement,
  bankLines,
  credit,
  keepStatement,
  linesOf,
  openInvoices,
  readBankFile,
  setAside,
} from '../../../subscriptions';
import { by, type Telling, went } from './cast';

type Open = Awaited<ReturnType<typeof openInvoices>>[number];

/** The days on which the finance officer reads the bank's statement: every other Friday. */
const statements = { first: Temporal.PlainDate.from('2018-08-17'), last: Temporal.PlainDate.from('2021-07-30') };

/** The day on which an invoice is put right, and by how much. */
const putRight = { on: Temporal.PlainDate.from('2018-08-21'), pence: 4800 };

/** How schools pay: most in time, some late, a few not at all. What has come in stands on the bank's statement, which is matched. */
export function tellMoney(telling: Telling): void {
  const { agenda } = telling;
  agenda.on(putRight.on, (tx) => putOneRight(telling, tx));
  const { last } = statements;
  const names = new Map(telling.world.schools.map(({ urn, name }) => [urn, name]));
  for (const [n, day] of statementDays(last).entries())
    agenda.on(day, async (tx) => {
      const who = by(telling, await telling.cast.colleague(tx, 'finance-officer'));
      await readStatement({ random: telling.random, names, who, files: telling.time.mesters.files }, tx, n);
    });
}

/** The days of statements until then. */
export function statementDays(until: Temporal.PlainDate): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = statements.first; Temporal.PlainDate.compare(day, until) <= 0; day = day.add({ days: 14 }))
    days.push(day);
  return days;
}

/** A line as the bank writes it. `invoice`: what it pays, where its words say so. */
interface Line {
  day: Temporal.PlainDate;
  pence: number;
  text: string;
  reference: string;
  invoice: Open | null;
}

/** What has come in since the last statement becomes payments; what nobody understands stays open for a while. */
export async function readStatement(paying: Paying, tx: Tx, n: number): Promise<void> {
  const { who, files } = paying;
  const today = who.clock.today();
  const open = (await openInvoices(tx)).toSorted((a, b) => a.number - b.number);
  const due = open.flatMap((invoice) => {
    const on = paidOn(paying, invoice);
    if (!on || Temporal.PlainDate.compare(on, today) >= 0) return [];
    const line = lineOf(paying, invoice, later(on, today));
    // What nobody could match stands on one statement, and not on the next ones again.
    return line.invoice || line.day.equals(on) ? [line] : [];
  });
  if (due.length === 0) return;
  const other: Line = {
    day: today.subtract({ days: 2 }),
    pence: 1840 + n * 35,
    text: 'INTEREST PAID',
    reference: 'GROSS',
    invoice: null,
  };
  const rent = {
    ...other,
    day: today.subtract({ days: 4 }),
    pence: -125_000,
    text: 'WEIR HOUSE OFFICES',
    reference: 'RENT',
  };
  const lines = [...due, other, rent].toSorted((a, b) => Temporal.PlainDate.compare(a.day, b.day));
  const read = await asFile(lines);
  const kept = await keepStatement(tx, files, `statement-${today}.csv`, read);
  await acceptStatement(tx, who, files, kept.id);
  const fileName = kept.name;
  const matches: { lineId: string; invoiceId: string }[] = [];
  for (const { id, line } of (await bankLines(tx, { state: 'open' })).filter((one) => one.fileName === fileName)) {
    // The headings are the file's first line.
    const wanted = lines[line - 2];
    if (wanted === other) await setAside(tx, who, id, 'Interest, not from a school');
    else if (wanted?.invoice) matches.push({ lineId: id, invoiceId: wanted.invoice.id });
  }
  for (let i = 0; i < matches.length; i += atOnce)
    for (const done of await acceptMatches(tx, who, matches.slice(i, i + atOnce))) went(done);
}

/** What is needed to know who pays. `names`: of schools, by URN. */
export interface Paying {
  random: Telling['random'];
  names: ReadonlyMap<number, string>;
  who: ReturnType<typeof by>;
  files: Telling['time']['mesters']['files'];
}

/** Lines of a statement that are matched together. */
const atOnce = 200;

/** The day on which a school pays an invoice; null for the few who wait for their governors to meet. */
function paidOn({ random }: Paying, { urn, due, raised }: Open): Temporal.PlainDate | null {
  const draw = random('payment', urn, due.toString());
  const chance = draw.next();
  if (chance > 0.965) return null;
  const on = chance < 0.84 ? due.subtract({ days: draw.between(0, 16) }) : due.add({ days: draw.between(4, 40) });
  const soon = raised.add({ days: draw.between(3, 9) });
  return Temporal.PlainDate.compare(on, soon) < 0 ? soon : on;
}

/** Money that came before the statement before was told late by the bank. */
const later = (on: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate => {
  const first = today.subtract({ days: 13 });
  return Temporal.PlainDate.compare(on, first) < 0 ? first : on;
};

function lineOf({ names, random }: Paying, invoice: Open, day: Temporal.PlainDate): Line {
  const draw = random('bank', invoice.name);
  const school = names.get(invoice.urn) ?? String(invoice.urn);
  // Of a few payments the bank says so little that they wait for somebody to ask.
  if (draw.percent(2))
    return {
      ...{ day, pence: invoice.leftPence, text: 'COUNCIL SCHOOLS BANK', reference: `BATCH ${draw.between(200, 900)}` },
      invoice: null,
    };
  const named = draw.percent(80);
  return {
    day,
    pence: invoice.leftPence,
    text: school.toUpperCase(),
    reference: named ? invoice.name : `URN ${invoice.urn}`,
    invoice,
  };
}

async function asFile(lines: readonly Line[]): Promise<Awaited<ReturnType<typeof readBankFile>>> {
  const folder = mkdtempSync(join(tmpdir(), 'mesters-statement-'));
  try {
    const path = join(folder, 'statement.csv');
    const rows = lines.map(({ day, pence, text, reference }) =>
      [day, `"${text}"`, `"${reference}"`, (pence / 100).toFixed(2)].join(','),
    );
    writeFileSync(path, ['Date,Description,Reference,Amount', ...rows, ''].join('\n'));
    return await readBankFile(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pupils were counted twice: the office takes it off by a credit note. */
async function putOneRight(telling: Telling, tx: Tx): Promise<void> {
  const [first] = (await openInvoices(tx))
    .filter(({ leftPence }) => leftPence > putRight.pence)
    .toSorted((a, b) => a.number - b.number);
  if (!first) return;
  const source = (await linesOf(tx, first.id))[0]?.source ?? '';
  const text = `Pupils who were counted twice: ${money(putRight.pence)} of the fee`;
  went(
    await credit(tx, by(telling, await telling.cast.colleague(tx, 'finance-officer')), {
      key: 'demonstration/counted-twice',
      invoiceId: first.id,
      lines: [{ text, quantity: 1, eachPence: putRight.pence, source }],
      reason: 'Twelve pupils were counted twice.',
    }),
  );
}
