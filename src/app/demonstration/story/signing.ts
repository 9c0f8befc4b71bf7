import type { Actor } from '../../../platform/actor';
import type { Tx } from '../../../platform/database';
import { everySchool, findSchools } from '../../../schools';
import {
  accept,
  type Contract,
  confirmGate,
  contractOf,
  contractSchool,
  formOf,
  giveNotice,
  indicate,
  quoteAll,
  type SchoolFee,
  sendForm,
  sign,
  withdrawContract,
} from '../../../subscriptions';
import { city } from '../city';
import { by, type Telling, went } from './cast';

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
const steps = Object.keys(shares).length;

/** So many schools sign that the income is between the line and the target: about three of four. */
export async function chooseSchools({ world, random, published }: Telling, tx: Tx): Promise<Choices> {
  const { offer } = published;
  const quoted = await quoteAll(tx, offer);
  if (!quoted.ok) throw new Error(quoted.reason.words);
  // A census names schools that nothing else is known of yet.
  const { schools: known } = await findSchools(tx, everySchool, { limit: 100_000, offset: 0 });
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
  // In a small city some are left for the other steps, as long as the line is reached.
  while (income < (others.length > steps ? enough : line)) {
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
    const lead = (tx: Tx) => telling.cast.trustLeader(tx, uid);
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
    agenda.on(first.add({ days: draw.between(12, 34) }), (tx) => withdraw(telling, tx, urn));
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
  tellNotice(telling, choices);
  agenda.on(offerRuns, async (tx) => {
    went(
      await confirmGate(tx, by(telling, await telling.cast.colleague(tx, 'chief-executive')), telling.published.year),
    );
  });
}

/** In the window of the next spring one school gives notice, unless something else has become of it. */
function tellNotice(telling: Telling, { signed }: Choices): void {
  const urn = signed.at(-1)?.urn;
  if (urn === undefined) return;
  telling.agenda.on(day('2019-03-19'), async (tx) => {
    const contract = await contractOf(tx, urn);
    const head = await telling.cast.signatory(tx, urn, telling.published.offer.contract.signatory.completes);
    if (contract && head) await giveNotice(tx, by(telling, head), contract.id);
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
  const { agenda, random, cast } = telling;
  const draw = random('road', urn);
  // Some schools ring the office instead.
  const rings = !lead && draw.percent(35);
  const onPlan = draw.percent(40);
  const order = draw.percent(30) ? `PO-${draw.between(1000, 9999)}` : '';
  const { plans, signatory: may } = telling.published.offer.contract;
  const plan = (onPlan ? plans[0] : plans.at(-1))!.id;
  agenda.on(days.indicated, async (tx) => {
    const own = rings ? null : await (lead?.(tx) ?? cast.signatory(tx, urn, may.completes));
    went(await indicate(tx, by(telling, own ?? (await cast.colleague(tx, 'project-officer'))), urn));
  });
  if (days.sent)
    agenda.on(days.sent, async (tx) => {
      const { id: contractId } = await contractOn(tx, urn);
      const { baseUrl } = telling.time.mesters.config;
      went(await sendForm(tx, by(telling, await cast.colleague(tx, 'project-officer')), { contractId, baseUrl }));
    });
  if (days.completed)
    agenda.on(days.completed, (tx) =>
      complete(telling, tx, urn, { plan, purchaseOrder: order, ...(lead ? { lead } : {}) }),
    );
  if (days.accepted)
    agenda.on(days.accepted, async (tx) => {
      const { id } = await contractOn(tx, urn);
      went(await accept(tx, by(telling, await cast.colleague(tx, 'administrator')), id));
    });
}

async function withdraw(telling: Telling, tx: Tx, urn: number): Promise<void> {
  const { id } = await contractOn(tx, urn);
  went(await withdrawContract(tx, by(telling, await telling.cast.colleague(tx, 'project-officer')), id));
}

/** A leader reads the form, types their name and completes it. */
async function complete(
  { time, published, cast }: Telling,
  tx: Tx,
  urn: number,
  { plan, purchaseOrder, lead }: { plan: string; purchaseOrder: string; lead?: (tx: Tx) => Promise<Actor | null> },
): Promise<void> {
  const { clock } = time.mesters;
  const partnership = city.partnership;
  const [contract, school] = [await contractOn(tx, urn), await contractSchool(tx, urn)];
  const actor = (await lead?.(tx)) ?? (await cast.signatory(tx, urn, published.offer.contract.signatory.completes));
  if (!school || !actor) throw new Error(`Nobody can complete the form of ${urn}.`);
  const shown = await formOf(tx, { contract, school, partnership }, clock.today());
  went(
    await sign(
      {
        actor,
        clock,
        tx: (work) => work(tx),
        installation: { kind: 'demonstration', name: partnership, heldToday: clock.today() },
        mesters: time.mesters,
      },
      { contract, school, shown },
      { name: actor.name, plan, purchaseOrder, authorised: true },
      shown.terms.seal,
    ),
  );
}

async function contractOn(tx: Tx, urn: number): Promise<Contract> {
  const contract = await contractOf(tx, urn);
  if (!contract) throw new Error(`School ${urn} has no contract.`);
  return contract;
}
