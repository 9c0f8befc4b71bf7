import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTime, type Time } from '../src/app/demonstration/time';
import { cancel, confirm, deliver, order, schoolStatement, statements } from '../src/bookings';
import {
  accountsOf,
  type Holder,
  intendPool,
  makePoolFinal,
  refreshAll,
  schoolHolder,
  verify,
} from '../src/entitlements';
import { currentOffer, type PublishedOffer, publishShippedOffers } from '../src/offer';
import type { Actor } from '../src/platform/actor';
import { changeInstallation } from '../src/platform/installation';
import { testMesters } from '../src/platform/jobs/testing';
import { asSystem, temporaryFolder, testDatabase } from '../src/platform/testing';
import {
  acceptImport,
  actorByEmail,
  demonstrationUrns,
  givePersonRole,
  kindNamed,
  prepareImport,
  type Scope,
  system,
} from '../src/schools';
import { aSchool } from '../src/schools/testing';
import {
  accept,
  allocateOldestFirst,
  confirmGate,
  contractOf,
  contractSchool,
  formOf,
  giveNotice,
  indicate,
  invoiceBy,
  openInvoices,
  recordPayment,
  sendForm,
  sign,
  stateOn,
} from '../src/subscriptions';

/** One whole year of a partnership, each day on the day: from the first intentions to the day after the year has closed. */

const database = await testDatabase();
const schools = 130;
const trustUid = 5001;
const partnership = 'A Partnership';
const day = (text: string) => Temporal.PlainDate.from(text);

let time: Time;
let published: PublishedOffer;
const urns = Array.from({ length: schools }, (_, i) => demonstrationUrns.first + i);
const pooled = urns.slice(0, 4);
const converting = urns[11]!;
const leaving = urns[20]!;
const successor = demonstrationUrns.first + 500;
const people = new Map<string, string>();

/** Somebody who holds a role from long ago, by the address that says so. */
async function give(role: string, scope: Scope): Promise<void> {
  const email = `${role}-${scope.id}@example.org`;
  const starts = day('2017-09-01');
  const given = await time.meanwhile((tx) =>
    givePersonRole(
      tx,
      { actor: system, clock: time.mesters.clock },
      { name: `A ${role}`, email, role, scope, starts, ends: null },
    ),
  );
  if (!given.ok) throw new Error(given.reason);
  people.set(`${role}/${scope.id}`, email);
}

/** As they stand today, with the clock of today. */
async function by(role: string, scope = 'company'): Promise<{ actor: Actor; clock: Time['mesters']['clock'] }> {
  const actor = await time.meanwhile((tx) => actorByEmail(tx, people.get(`${role}/${scope}`) ?? ''));
  if (!actor) throw new Error(`Nobody is ${role} in ${scope}.`);
  return { actor, clock: time.mesters.clock };
}

function value<T>(done: { ok: true; value: T } | { ok: false; reason: unknown }): T {
  if (done.ok) return done.value;
  throw new Error(JSON.stringify(done.reason));
}

const goTo = (text: string) => time.pass(day(text));

/** What the tables say, read by the program. */
const rows = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await time.meanwhile((tx) => query.execute(tx))).rows;

async function aTrustOf(members: readonly number[]): Promise<void> {
  await time.meanwhile(async (tx) => {
    const from = day('2017-09-01');
    await tx.insertInto('schools.trust').values({ uid: trustUid }).execute();
    await tx
      .insertInto('schools.trust_version')
      .values({
        ...{ uid: trustUid, import_id: null, as_at: from, name: 'Weirside Trust', kind: 'Multi-academy trust' },
        ...{ runs_schools: true, companies_house: null, open: true, closed: null },
      })
      .execute();
    for (const urn of members)
      await tx
        .insertInto('schools.trust_membership')
        .values({ urn, uid: trustUid, import_id: null, as_at: from, joined: null, present: true })
        .execute();
  });
}

async function signUp(urn: number, plan: number): Promise<void> {
  const head = await by('headteacher', String(urn));
  const officer = await by('project-officer');
  await time.meanwhile(async (tx) => {
    const { contract } = value(await indicate(tx, head, urn));
    value(await sendForm(tx, officer, { contractId: contract.id, baseUrl: 'https://example.org' }));
  });
  const read = await time.meanwhile(async (tx) => {
    const [contract, school] = [await contractOf(tx, urn), await contractSchool(tx, urn)];
    if (!contract || !school) throw new Error(`${urn} has no form.`);
    return { contract, school, shown: await formOf(tx, { contract, school, partnership }, time.today()) };
  });
  const { plans } = published.offer.contract;
  value(
    await sign(
      {
        ...head,
        tx: (work) => time.meanwhile(work),
        installation: { kind: 'demonstration', name: partnership, heldToday: time.today() },
        mesters: time.mesters,
      },
      read,
      { name: 'A Head', plan: plans.at(plan)!.id, purchaseOrder: '', authorised: true },
      read.shown.terms.seal,
    ),
  );
}

beforeAll(async () => {
  await asSystem(database, (tx) =>
    changeInstallation(tx, { kind: 'demonstration', name: partnership, heldToday: day('2018-04-23') }),
  );
  const mesters = testMesters(database);
  await publishShippedOffers(mesters);
  time = startTime(mesters, day('2018-04-23'));
  const offer = await time.meanwhile((tx) => currentOffer(tx));
  if (!offer) throw new Error('No offer was published.');
  published = offer;
  for (const role of ['administrator', 'project-officer', 'finance-officer', 'chief-executive'])
    await give(role, { kind: 'installation', id: 'company' });
  await time.meanwhile(async (tx) => {
    for (const [i, urn] of urns.entries())
      await aSchool(tx, {
        urn,
        name: `School ${i + 1}`,
        pupils: 220 + ((i * 37) % 400),
        status: i < 4 ? 'academy' : 'maintained',
      });
  });
  await aTrustOf(pooled);
  await give('trust-leader', { kind: 'trust', id: String(trustUid) });
  for (const urn of urns) await give('headteacher', { kind: 'school', id: String(urn) });
  const { schoolsBrought } = await known();
  expect(schoolsBrought).toBe(schools);
}, 60_000);

/** What is known of every school is told to the books, as it is after an import. */
async function known(): Promise<{ schoolsBrought: number }> {
  const { clock } = time.mesters;
  return { schoolsBrought: await refreshAll({ tx: time.meanwhile, clock }) };
}

describe('a year', () => {
  it('begins with 130 schools that sign', async () => {
    await time.day(day('2018-05-14'));
    for (const [i, urn] of urns.entries()) await signUp(urn, i % 2 === 0 ? 0 : -1);
    await time.day(day('2018-06-20'));
    const administrator = await by('administrator');
    for (const urn of urns)
      await time.meanwhile(async (tx) => value(await accept(tx, administrator, (await contractOf(tx, urn))!.id)));
    const states = await time.meanwhile(async (tx) => {
      const found = new Set<string>();
      for (const urn of urns) found.add(stateOn(await contractOf(tx, urn), time.today()));
      return found;
    });
    expect([...states]).toEqual(['accepted']);
  });

  it('passes the gate, and every contract binds', async () => {
    await time.day(day('2018-07-04'));
    const chief = await by('chief-executive');
    const confirmed = await time.meanwhile((tx) => confirmGate(tx, chief, published.year));
    expect(value(confirmed).schools).toBe(schools);
    expect(
      await rows(sql<{ n: number }>`select count(*)::int as n from subscriptions.contract where active_at is not null`),
    ).toEqual([{ n: schools }]);
  });

  it('sends invoices, which are paid late after a reminder', async () => {
    await goTo('2018-09-20');
    const open = await time.meanwhile((tx) => openInvoices(tx));
    expect(open).toHaveLength(schools);
    expect(await rows(sql<{ nth: number }>`select distinct nth from subscriptions.invoice_letter order by 1`)).toEqual([
      { nth: 0 },
      { nth: 1 },
    ]);
    const finance = await by('finance-officer');
    for (const { id, urn, leftPence, name } of open.slice(0, 125))
      await time.meanwhile(async (tx) => {
        const { payment } = await recordPayment(tx, finance, {
          ...{ key: `test/${name}`, received: time.today(), pence: leftPence, how: 'bank' as const },
          ...{ reference: name, payer: `School ${urn}`, urn },
        });
        value(await allocateOldestFirst(tx, finance, payment, [urn]));
        expect((await invoiceBy(tx, { id }))?.leftPence).toBe(0);
      });
  });

  it('has a trust that pools its credit and spends from it, to the penny', async () => {
    const administrator = await by('administrator');
    const { credit } = published.offer.bespoke;
    const [before] = await creditOf(pooled);
    const pool = await time.meanwhile(async (tx) => {
      const { id } = value(
        await intendPool(tx, administrator, {
          ...{ name: 'Weirside Trust', year: published.year, trustUid, note: '' },
          members: pooled.map((urn) => ({ urn, part: null })),
        }),
      );
      value(await makePoolFinal(tx, administrator, id, { by: 'The trust leader', on: time.today() }));
      return id;
    });
    const service = published.offer.bespoke.services.find(({ price }) => price === 'day-rate')!;
    const holder: Holder = { kind: 'pool', id: pool };
    const booked = await time.meanwhile(async (tx) => {
      const [one] = value(
        await order(tx, administrator, [
          {
            key: 'pool',
            holder,
            item: { service: service.id, quarterDays: 6 },
            forSchools: pooled,
            day: day('2018-11-12'),
          },
        ]),
      );
      return value(await confirm(tx, administrator, one!.id));
    });
    const accounts = await time.meanwhile((tx) => accountsOf(tx, [holder], { element: credit.id }));
    expect(accounts.reduce((sum, { used }) => sum + used, 0)).toBe(booked.price);
    expect(accounts.reduce((sum, { balance }) => sum + balance, 0)).toBe(before! - booked.price!);
    await goTo('2018-11-13');
    await time.meanwhile(async (tx) =>
      value(await deliver(tx, administrator, booked.id, { date: day('2018-11-12'), evidence: 'It took place.' })),
    );
  });

  it('has schools that book what they are owed, and cancel some of it in time', async () => {
    const officer = await by('project-officer');
    const { offer, year } = published;
    const time_ = offer.units.find(({ counts }) => counts === 'time')?.id;
    for (const [i, urn] of urns.slice(30, 70).entries())
      await time.meanwhile(async (tx) => {
        const holder = await schoolHolder(tx, urn);
        const account = (await accountsOf(tx, [holder], { year })).find(
          ({ unit, left, per, unlimited }) => unit === time_ && left >= 4 && per === 'year' && !unlimited,
        )!;
        const [booking] = value(
          await order(tx, officer, [
            {
              key: 'owed',
              holder,
              item: { element: account.element, units: 4 },
              forSchools: [urn],
              day: day('2019-02-04'),
            },
          ]),
        );
        value(await confirm(tx, officer, booking!.id));
        if (i % 4 === 0) value(await cancel(tx, officer, booking!.id, { why: 'Another day' }));
      });
  });

  it('goes on with the academy that a school becomes', async () => {
    await goTo('2019-01-07');
    const file = join(temporaryFolder(), 'spine.csv');
    writeFileSync(file, conversionFile());
    const prepared = value(
      await prepareImport(time.mesters, {
        kind: kindNamed('spine')!,
        path: file,
        fileName: 'school_information_2018-19.csv',
        actor: system,
        asAt: day('2019-01-05'),
      }),
    );
    expect(prepared.counts).toMatchObject({ rejected: 0, unknown: 0 });
    await time.meanwhile(async (tx) =>
      value(await acceptImport(tx, { actor: system, clock: time.mesters.clock }, prepared.id)),
    );
    const now = await time.meanwhile(async (tx) => ({
      holder: await schoolHolder(tx, successor),
      contract: await contractOf(tx, successor),
    }));
    expect(now.holder.id).toBe(String(converting));
    expect(stateOn(now.contract, time.today())).toBe('active');
    // It pays in parts: what was invoiced stays the school's that it was, and the next part is the academy's.
    const billed = () =>
      rows(sql<{ urn: number; n: number }>`
        select urn, count(*)::int as n from subscriptions.invoice where urn in (${converting}, ${successor}) group by urn order by urn`);
    const before = await billed();
    expect(before.map(({ urn }) => urn)).toEqual([converting]);
    await goTo('2019-03-15');
    expect(await billed()).toEqual([...before, { urn: successor, n: 1 }]);
    expect(await rows(sql`select billed_to from subscriptions.invoice where urn = ${successor}`)).toMatchObject([
      { billed_to: expect.stringContaining('School 12 Academy') },
    ]);
  });

  it('lets a school give notice within the window and not outside it', async () => {
    const outside = await time.meanwhile(async (tx) => (await contractOf(tx, urns[21]!))!.id);
    const head = await by('headteacher', String(leaving));
    const inside = await time.meanwhile(async (tx) =>
      value(await giveNotice(tx, head, (await contractOf(tx, leaving))!.id)),
    );
    expect(stateOn(inside.contract, time.today())).toBe('notice-given');
    await goTo('2019-06-15');
    const other = await by('headteacher', String(urns[21]));
    expect(await time.meanwhile((tx) => giveNotice(tx, other, outside))).toMatchObject({ ok: false });
  });

  it('closes: what is unused lapses, and whoever gave notice has gone', async () => {
    await goTo('2019-08-31');
    expect((await creditOf([urns[80]!]))[0]).toBeGreaterThan(0);
    const last = await time.meanwhile((tx) => contractOf(tx, leaving));
    expect(stateOn(last, time.today())).toBe('notice-given');
    await goTo('2019-09-01');
    expect((await creditOf([urns[80]!]))[0]).toBe(0);
    expect(stateOn(await time.meanwhile((tx) => contractOf(tx, leaving)), time.today())).toBe('ended');
    expect(stateOn(await time.meanwhile((tx) => contractOf(tx, urns[21]!)), time.today())).toBe('active');
  });

  it('adds up: the ledger, the invoices and the statements, to the penny and the unit', async () => {
    expect((await time.meanwhile(verify)).differences).toEqual([]);
    const fees = await rows(sql<{ fee: number; planned: number; invoiced: number }>`
      select sum(y.fee_pence)::bigint as fee,
        sum((select sum(pence) from subscriptions.instalment i where i.contract_id = y.contract_id and i.year = y.year))::bigint as planned,
        sum((select sum(pence) from subscriptions.invoice v where v.contract_id = y.contract_id and v.instalment_year = y.year))::bigint as invoiced
      from subscriptions.contract_year y where y.year = ${published.year}`);
    const [{ fee, planned, invoiced }] = fees as [(typeof fees)[0]];
    expect(planned).toBe(fee);
    expect(invoiced).toBe(fee);
    expect(
      await rows(
        sql`select number from subscriptions.invoice_standing where kind = 'invoice' and pence - credited_pence <> paid_pence + left_pence`,
      ),
    ).toEqual([]);

    const now = urns.map((urn) => ({ urn: urn === converting ? successor : urn, name: '' }));
    const all = await time.meanwhile((tx) =>
      statements(tx, { actor: 'system', today: time.today() }, now, published.year),
    );
    expect(all).toHaveLength(schools);
    expect(all.reduce((sum, { feePence }) => sum + (feePence ?? 0), 0)).toBe(fee);
    let invoicedInStatements = 0;
    for (const { urn } of now) {
      const one = await time.meanwhile((tx) =>
        schoolStatement(tx, { actor: 'system', today: time.today() }, urn, published.year),
      );
      invoicedInStatements += one?.money?.invoiced ?? 0;
    }
    expect(invoicedInStatements).toBe(fee);
    const ledger = await rows(sql<{ unit: string; used: number; owed: number }>`
      select unit, sum(used)::bigint as used, sum(owed) filter (where per = 'year')::bigint as owed from entitlements.account
      where year = ${published.year} and holder_kind in ('school', 'pool') and (used > 0 or not unlimited) group by unit order by unit`);
    const told = new Map<string, { used: number; owed: number }>();
    for (const line of all.flatMap(({ figures }) => figures.rows.flatMap((row) => row.lines))) {
      const sum = told.get(line.unit) ?? { used: 0, owed: 0 };
      told.set(line.unit, {
        used: sum.used + line.used,
        owed: sum.owed + (line.per === 'year' && !line.unlimited ? line.owed : 0),
      });
    }
    expect(ledger.some(({ used }) => used > 0)).toBe(true);
    for (const { unit, used, owed } of ledger) expect({ unit, ...told.get(unit) }).toEqual({ unit, used, owed });
  });
});

/** What schools have left of their credit today, all together. */
async function creditOf(of: readonly number[]): Promise<[number]> {
  const { offer, year } = published;
  return time.meanwhile(async (tx) => {
    const holders = await Promise.all(of.map((urn) => schoolHolder(tx, urn)));
    const accounts = await accountsOf(tx, holders, { year, element: offer.bespoke.credit.id });
    return [accounts.reduce((sum, { left }) => sum + left, 0)];
  });
}

/** The performance tables' list with a school that closed at Christmas and the academy that opened in its place. */
function conversionFile(): string {
  const common = {
    LA: 399,
    ESTAB: 2999,
    LAESTAB: 3992999,
    STREET: 'A Street',
    TOWN: 'A Town',
    POSTCODE: 'ZZ1 1ZZ',
    ISPRIMARY: 1,
    ISSECONDARY: 0,
    ISPOST16: 0,
  };
  const more = { AGEL: 4, AGEH: 11, GENDER: 'Mixed', RELDENOM: 'Does not apply' };
  const before = {
    URN: converting,
    SCHNAME: 'School 12',
    ICLOSE: 2,
    OPENDATE: '',
    CLOSEDATE: '20181231',
    MINORGROUP: 'Maintained School',
    NFTYPE: 'Community school',
    OTHERURN: successor,
    OTHERNFTYPE: 'Academy - Converter mainstream',
  };
  const after = {
    URN: successor,
    SCHNAME: 'School 12 Academy',
    ICLOSE: 1,
    OPENDATE: '20190101',
    CLOSEDATE: '',
    MINORGROUP: 'Academy',
    NFTYPE: 'Academy - Converter mainstream',
    OTHERURN: converting,
    OTHERNFTYPE: 'Community school',
  };
  const lines = [before, after].map((one) => ({ ...one, ...common, ...more }));
  return [Object.keys(lines[0]!), ...lines.map((line) => Object.values(line))]
    .map((cells) => cells.join(','))
    .join('\n');
}
