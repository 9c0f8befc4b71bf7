import { describe, expect, it } from 'vitest';
import type { Actor } from '../platform/actor';
import { heldClock } from '../platform/clock';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { actorByEmail, company, endPersonRole, givePersonRole, mayEnter, peopleOf } from './people';
import { aPerson, aSchool } from './testing';

const database = await testDatabase();
const [own, other] = await asSystem(database, async (tx) => [await aSchool(tx), await aSchool(tx)] as const);
const schoolScope = (urn: number) => ({ kind: 'school' as const, id: String(urn) });
const head = await aPerson(database, 'headteacher', schoolScope(own), 'Head of own');
const administrator = await aPerson(database, 'administrator', company, 'First administrator');

const standing = (actor: Actor, clock = testClock) => ({ role: 'web' as const, actor, clock });
const today = testClock.today();
const inviting = (actor: Actor, wish: Partial<Parameters<typeof givePersonRole>[2]> = {}) =>
  database.transaction(standing(actor), (tx) =>
    givePersonRole(
      tx,
      { actor, clock: testClock },
      {
        name: 'Pat',
        email: 'pat@example.org',
        role: 'governor',
        scope: schoolScope(own),
        starts: today,
        ends: null,
        ...wish,
      },
    ),
  );

describe('inviting', () => {
  it('by a head gives a role in the own school, once, however often it is sent', async () => {
    expect(await inviting(head)).toMatchObject({ ok: true });
    expect(await inviting(head)).toEqual({ ok: false, reason: 'already-held' });
    const people = await database.transaction(standing(head), (tx) => peopleOf(tx, schoolScope(own)));
    expect(people.map((person) => person.name)).toEqual(['Head of own', 'Pat']);
  });

  it('by a head somewhere else is refused by the code, and by the database when the code is asked to lie', async () => {
    expect(await inviting(head, { scope: schoolScope(other) })).toEqual({ ok: false, reason: 'not-yours' });
    const liar: Actor = { ...head, sees: [...head.sees] };
    const forced = database.transaction(standing(liar), (tx) =>
      tx
        .insertInto('schools.role_held')
        .values({
          id: crypto.randomUUID(),
          person_id: head.personId,
          role: 'headteacher',
          scope_kind: 'school',
          scope_id: String(other),
          starts: today,
          ends: null,
          given_by: null,
        })
        .execute(),
    );
    await expect(forced).rejects.toThrow('row-level security');
  });

  it('somebody who already belongs to another school makes one person with two roles', async () => {
    const elsewhere = await aPerson(database, 'headteacher', schoolScope(other), 'Head of other');
    const given = await inviting(head, { name: 'Head of other', email: elsewhere.email.toUpperCase() });
    expect(given).toMatchObject({ ok: true, value: { personId: elsewhere.personId } });
  });

  it('shows a head nobody of another school', async () => {
    const people = await database.transaction(standing(head), (tx) => peopleOf(tx, schoolScope(other)));
    expect(people).toEqual([]);
  });

  it('two administrators at once make one role', async () => {
    const wish = { name: 'Twice', email: 'twice@example.org', role: 'clerk' };
    const answers = await Promise.allSettled([inviting(administrator, wish), inviting(administrator, wish)]);
    const given = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.ok);
    expect(given).toHaveLength(1);
  });
});

describe('a leaver', () => {
  it('is in until the day before the end, and out on the day', async () => {
    const leaver = await aPerson(database, 'teacher', schoolScope(own), 'Leaver');
    const held = await asSystem(database, (tx) => peopleOf(tx, schoolScope(own)));
    const id = held.find((person) => person.name === 'Leaver')?.roleHeldId ?? '';
    const friday = today.add({ days: 4 });
    expect(
      await database.transaction(standing(head), (tx) =>
        endPersonRole(tx, { actor: head, clock: testClock }, id, friday),
      ),
    ).toMatchObject({ ok: true });
    const on = (day: Temporal.PlainDate) =>
      database.transaction(
        { role: 'web', actor: { personId: head.personId, sees: ['sign-in'] }, clock: heldClock(day) },
        async (tx) => ({
          may: await mayEnter(tx, leaver.email),
          actor: await actorByEmail(tx, leaver.email),
        }),
      );
    expect(await on(friday.subtract({ days: 1 }))).toMatchObject({ may: true, actor: { name: 'Leaver' } });
    expect(await on(friday)).toEqual({ may: false, actor: null });
  });

  it('is never the last administrator', async () => {
    const held = await asSystem(database, (tx) => peopleOf(tx, company));
    const id = held.find((person) => person.role === 'administrator')?.roleHeldId ?? '';
    const ended = await database.transaction(standing(administrator), (tx) =>
      endPersonRole(tx, { actor: administrator, clock: testClock }, id, today),
    );
    expect(ended).toEqual({ ok: false, reason: 'last-administrator' });
  });
});

describe('the people of a place', () => {
  it('are those of that place alone, also where others have an end to come', async () => {
    const until = { starts: today, ends: today.add({ days: 30 }) };
    await inviting(administrator, {
      name: 'Ends soon',
      email: 'soon@example.org',
      role: 'teacher',
      scope: schoolScope(other),
      ...until,
    });
    const people = await asSystem(database, (tx) => peopleOf(tx, company));
    expect(people.map((person) => person.role)).toEqual(['administrator']);
  });
});
