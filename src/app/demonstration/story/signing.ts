import type { Actor } from '../../../platform/actor';
import type { Tx } from '../../../platform/database';
import type { Result } from '../../../platform/result';
import { everySchool, findSchools } from '../../../schools';
import {
  accept,
  type Contract,
  confirmGate,
  contractOf,
  contractSchool,
  formOf,
  indicate,
  quoteAll,
  type SchoolFee,
  sendForm,
  sign,
  withdrawContract,
} from '../../../subscriptions';
import { city } from '../city';
import { by, colleague, signatory, type Telling, trustLeader } from './cast';

/** Who does what about the offer. Every school is in one of them, or does nothing. */
export interface Choices {
  /** Those who have signed when the summer comes. */
  signed: SchoolFee[];
  /** Trusts whose leader takes several schools through at once; their schools are among the signed. */
  trusts: { uid: number; name: string; schools: SchoolFee[] }[];
  withdrawn: SchoolFee[];
  intend: SchoolFee[];
  formSent: SchoolFee[];
  completed: SchoolFee[];
  /** Signs in the autumn, when the offer runs already. */
  late: SchoolFee[];
}

const day = (text: string) => Temporal.PlainDate.from(text);

/** The day on which it is confirmed that the offer runs: from then on something may fall due any day. */
export const offerRuns = day('2018-07-04');

/** Of every hundred schools of the city, how many stand at these steps when winter comes. */
const shares = { withdrawn: 4, intend: 4, formSent: 2, completed: 2, late: 2 };

/** So many schools sign that the income is between the line and the target: about three of four. */
export async function chooseSchools({ time, world, random, published }: Telling): Promise<Choices> {
  const { offer } = published;
  const quoted = await time.asProgram((tx) => quoteAll(tx, offer));
  if (!quoted.ok) throw new Error(quoted.reason.words);
  // A census names schools that nothing else is known of yet.
  const { schools: known } = await time.asProgram((tx) => findSchools(tx, everySchool, { limit: 100_000, offset: 0 }));
  const urns = new Set(known.map(({ urn }) => urn));
  const byUrn = new Map(quoted.value.schools.filter(({ urn }) => urns.has(urn)).map((school) => [school.urn, school]));
  // Whoever takes several schools through leads all of them in spring.
  const led = world.trusts.filter(({ members }) =>
    members.every(({ joined }) => Temporal.PlainDate.compare(joined, '2018-04-01') < 0),
  );
  const trusts = led
    .map(({ uid, name, members }) => ({
      uid,
      name,
      schools: members.flatMap(({ school }) => byUrn.get(school.urn) ?? []),
    }))
    .filter(({ schools }) => schools.length > 1 && schools.every(({ pence }) => pence !== null))
    .toSorted((a, b) => b.schools.length - a.schools.length || a.uid - b.uid)
    .slice(1, 3);
  const together = trusts.flatMap(({ schools }) => schools);
  const { line, target } = offer.funding.viability;
  const enough = (line + target) / 2;
  const others = random('choices').shuffled(
    [...byUrn.values()].filter((one) => one.pence !== null && !together.includes(one)),
  );
  const signed = [...together];
  let income = signed.reduce((sum, { pence }) => sum + (pence ?? 0), 0);
  while (income < enough) {
    const next = others.shift();
    if (!next) break;
    signed.push(next);
    income += next.pence ?? 0;
  }
  const some = (share: number) => others.splice(0, Math.max(1, Math.round((byUrn.size * share) / 100)));
  return {
    signed,
    trusts,
    withdrawn: some(shares.withdrawn),
    intend: some(shares.intend),
    formSent: some(shares.formSent),
    completed: some(shares.completed),
    late: some(shares.late),
  };
}

/** From the first intentions in April to the day in July on which the offer is confirmed; and those who come later. */
export function tellSigning(telling: Telling, choices: Choices): void {
  const { agenda, random } = telling;
  const inTrust = new Set(choices.trusts.flatMap(({ schools }) => schools));
  for (const { urn } of choices.signed.filter((school) => !inTrust.has(school))) {
    const draw = random('signing', urn);
    const first = day('2018-04-23').add({ days: draw.between(0, 20) });
    road(telling, urn, {
      indicated: first,
      sent: first.add({ days: draw.between(2, 9) }),
      completed: first.add({ days: draw.between(12, 30) }),
      accepted: day('2018-06-18').add({ days: draw.between(0, 10) }),
    });
  }
  for (const [i, { uid, schools }] of choices.trusts.entries()) {
    const first = day('2018-05-09').add({ days: i * 6 });
    const lead = (tx: Tx) => trustLeader(tx, uid);
    for (const { urn } of schools)
      road(
        telling,
        urn,
        {
          indicated: first,
          sent: first.add({ days: 5 }),
          completed: first.add({ days: 16 }),
          accepted: day('2018-06-25'),
        },
        lead,
      );
  }
  for (const { urn } of choices.withdrawn) {
    const draw = random('withdrawn', urn);
    const first = day('2018-04-25').add({ days: draw.between(0, 20) });
    road(telling, urn, { indicated: first, ...(draw.percent(50) ? { sent: first.add({ days: 6 }) } : {}) });
    agenda.on(first.add({ days: draw.between(12, 34) }), () => withdraw(telling, urn));
  }
  for (const [i, { urn }] of choices.intend.entries())
    road(telling, urn, {
      indicated: i % 3 === 0 ? day('2019-01-08').add({ days: i % 2 }) : day('2018-05-14').add({ days: i * 3 }),
    });
  for (const [i, { urn }] of choices.formSent.entries()) {
    const first = i % 2 === 0 ? day('2018-12-10').add({ days: i }) : day('2018-06-04').add({ days: i });
    road(telling, urn, { indicated: first, sent: first.add({ days: i % 2 === 0 ? 28 : 8 }) });
  }
  for (const [i, { urn }] of choices.completed.entries()) {
    const first = day('2018-12-03').add({ days: i * 4 });
    road(telling, urn, {
      indicated: first,
      sent: first.add({ days: 4 }),
      completed: day('2019-01-09').add({ days: i % 3 }),
    });
  }
  for (const [i, { urn }] of choices.late.entries()) {
    const first = day('2018-10-01').add({ days: i * 9 });
    road(telling, urn, {
      indicated: first,
      sent: first.add({ days: 3 }),
      completed: first.add({ days: 12 }),
      accepted: first.add({ days: 15 }),
    });
  }
  agenda.on(offerRuns, async () => {
    const { time, published } = telling;
    const confirmed = await time.asProgram(async (tx) =>
      confirmGate(tx, by(time, await colleague(time, tx, 'chief-executive')), published.year),
    );
    if (!confirmed.ok) throw new Error(confirmed.reason);
  });
}

interface Road {
  indicated: Temporal.PlainDate;
  sent?: Temporal.PlainDate;
  completed?: Temporal.PlainDate;
  accepted?: Temporal.PlainDate;
}

/** As far as a school goes; `lead` where somebody else than its own leaders takes it through. */
function road(telling: Telling, urn: number, days: Road, lead?: (tx: Tx) => Promise<Actor | null>): void {
  const { time, agenda, random } = telling;
  const draw = random('road', urn);
  // Some schools ring the office instead.
  const rings = !lead && draw.percent(35);
  const onPlan = draw.percent(40);
  const order = draw.percent(30) ? `PO-${draw.between(1000, 9999)}` : '';
  const { plans, signatory: may } = telling.published.offer.contract;
  const plan = (onPlan ? plans[0] : plans.at(-1))!.id;
  agenda.on(days.indicated, async () => {
    const done = await time.asProgram(async (tx) => {
      const school = await contractSchool(tx, urn);
      const own = rings || !school ? null : await (lead?.(tx) ?? signatory(tx, school, may.completes));
      return indicate(tx, by(time, own ?? (await colleague(time, tx, 'project-officer'))), urn);
    });
    went(done);
  });
  if (days.sent)
    agenda.on(days.sent, async () => {
      const done = await withContract(telling, urn, async (tx, { id: contractId }) =>
        sendForm(tx, by(time, await colleague(time, tx, 'project-officer')), {
          contractId,
          baseUrl: time.mesters.config.baseUrl,
        }),
      );
      went(done);
    });
  if (days.completed)
    agenda.on(days.completed, () => complete(telling, urn, { plan, purchaseOrder: order, ...(lead ? { lead } : {}) }));
  if (days.accepted)
    agenda.on(days.accepted, async () => {
      const done = await withContract(telling, urn, async (tx, { id }) =>
        accept(tx, by(time, await colleague(time, tx, 'administrator')), id),
      );
      went(done);
    });
}

const withdraw = async (telling: Telling, urn: number): Promise<void> => {
  const done = await withContract(telling, urn, async (tx, { id }) =>
    withdrawContract(tx, by(telling.time, await colleague(telling.time, tx, 'project-officer')), id),
  );
  went(done);
};

/** A leader reads the form, types their name and completes it. */
async function complete(
  { time, published }: Telling,
  urn: number,
  { plan, purchaseOrder, lead }: { plan: string; purchaseOrder: string; lead?: (tx: Tx) => Promise<Actor | null> },
): Promise<void> {
  const { clock } = time.mesters;
  const partnership = city.partnership;
  const read = await time.asProgram(async (tx) => {
    const [contract, school] = [await contractOf(tx, urn), await contractSchool(tx, urn)];
    const actor =
      school && ((await lead?.(tx)) ?? (await signatory(tx, school, published.offer.contract.signatory.completes)));
    if (!contract || !school || !actor) return null;
    return { contract, school, actor, shown: await formOf(tx, { contract, school, partnership }, clock.today()) };
  });
  if (!read) throw new Error(`Nobody can complete the form of ${urn}.`);
  const done = await sign(
    {
      actor: read.actor,
      clock,
      tx: time.asProgram,
      installation: { kind: 'demonstration', name: partnership, heldToday: clock.today() },
      mesters: time.mesters,
    },
    read,
    { name: read.actor.name, plan, purchaseOrder, authorised: true },
    read.shown.terms.seal,
  );
  went(done);
}

async function withContract<T>(
  { time }: Telling,
  urn: number,
  work: (tx: Tx, contract: Contract) => Promise<T>,
): Promise<T> {
  return time.asProgram(async (tx) => {
    const contract = await contractOf(tx, urn);
    if (!contract) throw new Error(`School ${urn} has no contract.`);
    return work(tx, contract);
  });
}

/** What the story says happens must happen. */
export function went<T, R>(done: Result<T, R>): T {
  if (done.ok) return done.value;
  const { reason } = done;
  throw new Error(typeof reason === 'string' ? reason : JSON.stringify(reason));
}
