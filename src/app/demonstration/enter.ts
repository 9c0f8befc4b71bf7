import type { Actor, HeldRole } from '../../platform/actor';
import { type Clock, heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { actorByEmail, endPersonRole, givePersonRole, levelsOf, peopleOf, scopeName, system } from '../../schools';
import { firstDay } from './city';
import type { Appointment, People } from './people';
import type { FictionalSchool, World } from './world';

/** Entered in one transaction: few, so that a page that waits for the one connection of PGlite does not wait long. */
const schoolsAtOnce = 4;

/**
 * Gives everybody their roles, each on the day it was entered: the company's people by the program, heads and the people of trusts and
 * partnerships by the administrator, a school's people by its head where that one was there already.
 * @returns the administrator.
 */
export async function enterPeople(
  mesters: Mesters,
  world: World,
  people: People,
  progress: (done: number) => void,
): Promise<Actor> {
  const today = heldClock(firstDay);
  const asProgram = <T>(work: (tx: Tx) => Promise<T>) => mesters.database.transaction(systemStanding(today), work);

  await asProgram((tx) => enterAll(tx, people.company, () => system));
  const first = people.company.find(({ role, ends }) => role === 'administrator' && !ends);
  const administrator = await asProgram((tx) => actorByEmail(tx, first?.email ?? ''));
  if (!administrator) throw new Error('The company has no administrator.');

  const members = world.schools.filter(({ kind }) => kind.numbers !== 'independent');
  for (let i = 0; i < members.length; i += schoolsAtOnce) {
    progress(i);
    const some = members.slice(i, i + schoolsAtOnce);
    await asProgram(async (tx) => {
      for (const school of some) await enterSchool(tx, administrator, school, people.ofSchool(school));
    });
  }
  const others = [...world.trusts.map(people.ofTrust), ...people.partnerships.map(people.ofPartnership)];
  for (let i = 0; i < others.length; i += schoolsAtOnce * 3) {
    progress(world.schools.length + i);
    const some = others.slice(i, i + schoolsAtOnce * 3).flat();
    await asProgram((tx) => enterAll(tx, some, () => administrator));
  }
  return administrator;
}

async function enterSchool(tx: Tx, administrator: Actor, school: FictionalSchool, all: Appointment[]): Promise<void> {
  const [heads, others] = [true, false].map((wanted) => all.filter(({ role }) => (role === 'headteacher') === wanted));
  const known = await enterAll(tx, heads ?? [], () => administrator);
  const current = heads?.find(
    ({ scope, starts, ends }) =>
      scope.id === String(school.urn) &&
      Temporal.PlainDate.compare(starts, firstDay) <= 0 &&
      (!ends || Temporal.PlainDate.compare(ends, firstDay) > 0),
  );
  const head = current && headOf(school, current, known.get(current.email));
  const byHead = (day: Temporal.PlainDate) => current && Temporal.PlainDate.compare(current.starts, day) <= 0;
  await enterAll(tx, others ?? [], (day) => (head && byHead(day) ? head : administrator));
}

/** The head as they stand in their own school, which is all that is needed to manage its people. */
function headOf(
  { urn }: FictionalSchool,
  { name, email }: Appointment,
  personId: string | undefined,
): Actor | undefined {
  if (!personId) return undefined;
  const roles: HeldRole[] = [{ role: 'headteacher', scope: { kind: 'school', id: String(urn) } }];
  const sees = levelsOf(roles, { schoolsOfTrust: () => [], partnershipsOfSchool: () => [] });
  return { personId, name, email, roles, sees };
}

/** @returns who they are, by address: those who were not entered before. */
async function enterAll(
  tx: Tx,
  all: readonly Appointment[],
  who: (day: Temporal.PlainDate) => Actor,
): Promise<Map<string, string>> {
  const entered = new Map<string, string>();
  for (const one of all) {
    const { name, email, role, scope, starts, ends, given, endGiven } = one;
    const wish = { name, email, role, scope, starts, ends: endGiven ? null : ends };
    const answer = await givePersonRole(tx, { actor: who(given), clock: clockOn(given) }, wish);
    // Held already: entered before a start that stopped halfway.
    if (!answer.ok && answer.reason !== 'already-held')
      throw new Error(`${role} in ${scopeName(scope)}: ${answer.reason}`);
    if (answer.ok) entered.set(email, answer.value.personId);
    if (answer.ok && endGiven) await end(tx, one, endGiven, who(endGiven));
  }
  return entered;
}

async function end(
  tx: Tx,
  { email, role, scope, ends }: Appointment,
  day: Temporal.PlainDate,
  actor: Actor,
): Promise<void> {
  const held = (await peopleOf(tx, scope, { past: true })).find((one) => one.email === email && one.role === role);
  if (!held || !ends) throw new Error(`Nobody to end: ${role} in ${scopeName(scope)}.`);
  const answer = await endPersonRole(tx, { actor, clock: clockOn(day) }, held.roleHeldId, ends);
  if (!answer.ok) throw new Error(`${role} in ${scopeName(scope)} did not end: ${answer.reason}`);
}

const clockOn = (day: Temporal.PlainDate): Clock => heldClock(day, '14:20');
