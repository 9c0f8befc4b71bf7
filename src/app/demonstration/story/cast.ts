import type { PublishedOffer } from '../../../offer';
import type { Actor } from '../../../platform/actor';
import type { Tx } from '../../../platform/database';
import { actorByEmail, company, peopleOf, type Scope } from '../../../schools';
import type { ContractSchool } from '../../../subscriptions';
import type { People } from '../people';
import { type Random, randomFor } from '../random';
import type { Time } from '../time';
import type { World } from '../world';
import type { Agenda } from './agenda';

/** What every part of the story is told with. */
export interface Telling {
  time: Time;
  agenda: Agenda;
  world: World;
  people: People;
  published: PublishedOffer;
  /** A stream of draws for one purpose. */
  random: (...names: (string | number)[]) => Random;
}

export const drawsOf =
  (seed: number): Telling['random'] =>
  (...names) =>
    randomFor(seed, 'story', ...names);

/** Whoever does something on a day, with the clock of that day. */
export const by = (time: Time, actor: Actor | null) => ({ actor, clock: time.mesters.clock });

/** Who does the company's work, as they stood when they were last asked for: by day and role. */
const known = new WeakMap<Time, Map<string, Actor>>();

/** Somebody of the company who has this role on the day. */
export async function colleague(time: Time, tx: Tx, role: string): Promise<Actor> {
  const of = known.get(time) ?? new Map<string, Actor>();
  known.set(time, of);
  const key = `${time.today()} ${role}`;
  const found = of.get(key) ?? (await holder(tx, company, [role]));
  if (!found) throw new Error(`Nobody in the company is ${role} on that day.`);
  of.set(key, found);
  return found;
}

/** Who may sign for a school: one of its own leaders, else a leader of its trust. */
export async function signatory(tx: Tx, school: ContractSchool, roles: readonly string[]): Promise<Actor | null> {
  for (const urn of school.urns.toReversed()) {
    const found = await holder(tx, { kind: 'school', id: String(urn) }, roles);
    if (found) return found;
  }
  for (const uid of school.trustUids) {
    const found = await trustLeader(tx, uid);
    if (found) return found;
  }
  return null;
}

export const trustLeader = (tx: Tx, uid: number): Promise<Actor | null> =>
  holder(tx, { kind: 'trust', id: String(uid) }, ['trust-leader']);

async function holder(tx: Tx, scope: Scope, roles: readonly string[]): Promise<Actor | null> {
  const all = await peopleOf(tx, scope, { past: true });
  for (const role of roles)
    for (const one of all.filter((person) => person.role === role)) {
      const actor = await actorByEmail(tx, one.email);
      if (
        actor?.roles.some((held) => held.role === role && (scope.kind === 'installation' || held.scope.id === scope.id))
      )
        return actor;
    }
  return null;
}
