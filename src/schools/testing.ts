import type { Database, Tx } from '../platform/database';
import { asSystem, testClock } from '../platform/testing';
import { actorByEmail, givePersonRole, type Scope, system } from './people';

export { aPartnership, aTrust } from './directory/testing';
export { aReadyImport } from './imports/testing';

/** A school that exists since long ago, with what the test cares about. Its number is the next free one from 100001 unless given. */
export async function aSchool(
  tx: Tx,
  wish: { urn?: number; name?: string; sector?: string; status?: string; pupils?: number } = {},
): Promise<number> {
  const last = await tx
    .selectFrom('schools.school')
    .select((eb) => eb.fn.max('urn').as('urn'))
    .executeTakeFirst();
  const urn = wish.urn ?? (last?.urn ?? 100000) + 1;
  await tx.insertInto('schools.school').values({ urn }).execute();
  await tx
    .insertInto('schools.school_version')
    .values({
      urn,
      import_id: null,
      as_at: Temporal.PlainDate.from('2017-09-01'),
      change: 'new',
      name: wish.name ?? `School ${urn}`,
      la: 373,
      establishment_number: 2000 + (urn % 1000),
      ukprn: null,
      type_name: null,
      sector: wish.sector ?? 'primary',
      status: wish.status ?? 'maintained',
      publicly_funded: true,
      open: true,
      opened: null,
      closed: null,
      low_age: 4,
      high_age: 11,
      gender: null,
      religious_character: null,
      street: null,
      locality: null,
      town: null,
      postcode: null,
      website: null,
      telephone: null,
      easting: null,
      northing: null,
      ward: null,
      capacity: null,
    })
    .execute();
  if (wish.pupils !== undefined) {
    await tx
      .insertInto('schools.pupil_number')
      .values({
        urn,
        census_date: Temporal.PlainDate.from('2018-01-18'),
        import_id: null,
        source: 'census',
        on_roll: wish.pupils,
        school_aged: null,
        boys: null,
        girls: null,
        free_meals_ever: null,
        extra_language: null,
        sen_plan: null,
        sen_support: null,
        census_type: 'State-funded primary',
        counted: true,
        reason: null,
      })
      .execute();
  }
  return urn;
}

/** A person with a role from long ago until further notice, as they stand today. */
export async function aPerson(database: Database, role: string, scope: Scope, name = `A ${role}`) {
  const email = `${name.toLowerCase().replace(/[^a-z]+/g, '-')}-${scope.id}@example.org`;
  return asSystem(database, async (tx) => {
    await givePersonRole(
      tx,
      { actor: system, clock: testClock },
      { name, email, role, scope, starts: Temporal.PlainDate.from('2017-09-01'), ends: null },
    );
    const actor = await actorByEmail(tx, email);
    if (!actor) throw new Error(`${name} was not made.`);
    return actor;
  });
}
