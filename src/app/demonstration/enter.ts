import type { Actor, HeldRole } from '../../platform/actor';
import { type Clock, heldClock } from '../../platform/clock';
import { systemStanding, type Tx } from '../../platform/database';
import type { Mesters } from '../../platform/mesters';
import { actorByEmail, endPersonRole, giveRoles, levelsOf, scopeName, system } from '../../schools';
import { firstDay } from './city';
import type { Appointment, People } from './people';
import type { FictionalSchool, World } from './world';

/** Entered in one transaction: so that a page that waits for the one connection of PGlite does not wait long. */
const schoolsAtOnce = 40;

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

  await asProgram((tx) => enterAll(tx, people.company.map(byOne(system))));
  const first = people.company.find(({ role, ends }) => role === 'administrator' && !ends);
  const administrator = await asProgram((tx) => actorByEmail(tx, first?.email ?? ''));
  if (!administrator) throw new Error('The company has no administrator.');

  const members = world.schools.filter(({ kind }) => kind.numbers !== 'independent');
  for (let i = 0; i < members.length; i += schoolsAtOnce) {
    progress(i);
    const some = members.slice(i, i + schoolsAtOnce).map((school) => ({ school, all: people.ofSchool(school) }));
    await asProgram((tx) => enterSchools(tx, administrator, some));
  }
  const others = [...world.trusts.map(people.ofTrust), ...people.partnerships.map(people.ofPartnership)];
  for (let i = 0; i < others.length; i += schoolsAtOnce * 3) {
    progress(world.schools.length + i);
    const some = others.slice(i, i + schoolsAtOnce * 3).flat();
    await asProgram((tx) => enterAll(tx, some.map(byOne(administrator))));
  }
  return administrator;
}

/** Heads first: they enter the others. */
async function enterSchools(
  tx: Tx,
  administrator: Actor,
  schools: readonly { school: FictionalSchool; all: readonly Appointment[] }[],
): Promise<void> {
  const isHead = ({ role }: Appointment) => role === 'headteacher';
  const known = await enterAll(
    tx,
    schools.flatMap(({ all }) => all.filter(isHead).map(byOne(administrator))),
  );
  const others = schools.flatMap(({ school, all }) => {
    const current = all.find(
      ({ role, scope, starts, ends }) =>
        role === 'headteacher' &&
        scope.id === String(school.urn) &&
        Temporal.PlainDate.compare(starts, firstDay) <= 0 &&
        (!ends || Temporal.PlainDate.compare(ends, firstDay) > 0),
    );
    const head = current && headOf(school, current, known.get(current.email));
    const who = (day: Temporal.PlainDate) =>
      head && Temporal.PlainDate.compare(current.starts, day) <= 0 ? head : administrator;
    return all.filter((one) => !isHead(one)).map((one) => ({ one, who }));
  });
  await enterAll(tx, others);
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

/** A role to be given, by whoever does it on a day. */
interface Entry {
  one: Appointment;
  who: (day: Temporal.PlainDate) => Actor;
}

const byOne =
  (actor: Actor) =>
  (one: Appointment): Entry => ({ one, who: () => actor });

/** @returns who they are, by address: those who were not entered before. */
async function enterAll(tx: Tx, entries: readonly Entry[]): Promise<Map<string, string>> {
  const entered = new Map<string, string>();
  const answers = await giveRoles(
    tx,
    entries.map(({ one, who }) => {
      const { name, email, role, scope, starts, ends, given, endGiven } = one;
      return {
        by: { actor: who(given), clock: clockOn(given) },
        wish: { name, email, role, scope, starts, ends: endGiven ? null : ends },
      };
    }),
  );
  for (const [i, answer] of answers.entries()) {
    const { one, who } = entries[i] as Entry;
    const { email, role, scope, ends, endGiven } = one;
    // Held already: entered before a start that stopped halfway.
    if (!answer.ok && answer.reason !== 'already-held')
      throw new Error(`${role} in ${scopeName(scope)}: ${answer.reason}`);
    if (!answer.ok) continue;
    entered.set(email, answer.value.personId);
    if (!endGiven || !ends) continue;
    const by = { actor: who(endGiven), clock: clockOn(endGiven) };
    const ended = await endPersonRole(tx, by, answer.value.roleHeldId, ends);
    if (!ended.ok) throw new Error(`${role} in ${scopeName(scope)} did not end: ${ended.reason}`);
  }
  return entered;
}

const clockOn = (day: Temporal.PlainDate): Clock => heldClock(day, '14:20');
