import type { PublishedOffer } from '../../../offer';
import type { Actor } from '../../../platform/actor';
import type { Tx } from '../../../platform/database';
import type { Result } from '../../../platform/result';
import { actorByEmail } from '../../../schools';
import type { Appointment, People } from '../people';
import { type Random, randomFor } from '../random';
import type { Time } from '../time';
import type { World } from '../world';
import type { Agenda } from './agenda';

/** What every part of the story is told with. */
export interface Telling {
  time: Time;
  agenda: Agenda;
  world: World;
  cast: Cast;
  people: People;
  published: PublishedOffer;
  /** A stream of draws for one purpose. */
  random: (...names: (string | number)[]) => Random;
}

export const drawsOf =
  (seed: number): Telling['random'] =>
  (...names) =>
    randomFor(seed, 'story', ...names);

/** Whoever does something today, with today's clock. */
export const by = ({ time }: Pick<Telling, 'time'>, actor: Actor | null) => ({ actor, clock: time.mesters.clock });

/** Who does what, as they stand on the day. */
export interface Cast {
  /** Somebody of the company who has this role. @throws Error where nobody has it. */
  colleague(tx: Tx, role: string): Promise<Actor>;
  /** One of those who go to schools, by a draw from 0 to 1. */
  partner(tx: Tx, draw: number): Promise<string>;
  /** One of a school's own people with the first of these roles that anybody has; null where nobody has one. */
  ofSchool(tx: Tx, urn: number, roles: readonly string[]): Promise<Actor | null>;
  trustLeader(tx: Tx, uid: number): Promise<Actor | null>;
  /** Who may sign for a school: one of its own leaders, else a leader of its trust. */
  signatory(tx: Tx, urn: number, roles: readonly string[]): Promise<Actor | null>;
}

export function castOf(time: Time, world: World, people: People): Cast {
  const schools = new Map(world.schools.map((school) => [school.urn, school]));
  const trusts = new Map(world.trusts.map((trust) => [trust.uid, trust]));
  const known = new Map<string, Actor>();
  const appointed = new Map<string, readonly Appointment[]>();

  const appointmentsOf = (scope: string, find: () => readonly Appointment[]) => {
    const found = appointed.get(scope) ?? find();
    appointed.set(scope, found);
    return found;
  };

  /** The first of them who has one of these roles today. */
  async function first(
    tx: Tx,
    all: readonly Appointment[],
    roles: readonly string[],
    where: string | null,
  ): Promise<Actor | null> {
    const today = time.today();
    for (const role of roles)
      for (const { email, role: has, scope, starts, ends } of all) {
        if (has !== role || (where !== null && scope.id !== where)) continue;
        if (Temporal.PlainDate.compare(starts, today) > 0) continue;
        if (ends && Temporal.PlainDate.compare(ends, today) <= 0) continue;
        const key = `${email} ${role} ${scope.id}`;
        const actor = known.get(key) ?? (await actorByEmail(tx, email));
        if (!actor) continue;
        known.set(key, actor);
        return actor;
      }
    return null;
  }

  const cast: Cast = {
    async colleague(tx, role) {
      const found = await first(tx, people.company, [role], null);
      if (!found) throw new Error(`Nobody in the company is ${role} on ${time.today()}.`);
      return found;
    },
    async partner(tx, draw) {
      const today = time.today();
      const all = people.company.filter(
        ({ role, starts, ends }) =>
          role === 'improvement-partner' &&
          Temporal.PlainDate.compare(starts, today) <= 0 &&
          (!ends || Temporal.PlainDate.compare(ends, today) > 0),
      );
      const chosen = all[Math.floor(draw * all.length)];
      const found = await first(tx, chosen ? [chosen] : [], ['improvement-partner'], null);
      if (!found) throw new Error(`Nobody is an improvement partner on ${today}.`);
      return found.personId;
    },
    async ofSchool(tx, urn, roles) {
      const school = schools.get(urn);
      if (!school) return null;
      const all = appointmentsOf(`school/${urn}`, () => people.ofSchool(school));
      for (const one of [urn, ...school.predecessors.map((before) => before.urn)]) {
        const found = await first(tx, all, roles, String(one));
        if (found) return found;
      }
      return null;
    },
    async trustLeader(tx, uid) {
      const trust = trusts.get(uid);
      if (!trust) return null;
      return first(
        tx,
        appointmentsOf(`trust/${uid}`, () => people.ofTrust(trust)),
        ['trust-leader'],
        String(uid),
      );
    },
    async signatory(tx, urn, roles) {
      const own = await cast.ofSchool(tx, urn, roles);
      if (own) return own;
      const today = time.today();
      for (const { uid, members } of world.trusts)
        if (
          members.some(({ school, joined }) => school.urn === urn && Temporal.PlainDate.compare(joined, today) <= 0)
        ) {
          const leader = await cast.trustLeader(tx, uid);
          if (leader) return leader;
        }
      return null;
    },
  };
  return cast;
}

/** What the story says happens must happen. */
export function went<T, R>(done: Result<T, R>): T {
  if (done.ok) return done.value;
  const { reason } = done;
  throw new Error(typeof reason === 'string' ? reason : JSON.stringify(reason));
}
