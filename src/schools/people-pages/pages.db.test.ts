import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { aPartnership, aTrust } from '../directory/testing';
import { actorByEmail, company, givePersonRole, peopleOf, type Scope, system } from '../people';
import { schoolsRoutes } from '../routes';
import { aPerson, aSchool } from '../testing';
import { changeRoleEnd, renamePerson } from './service';

const database = await testDatabase();
const site = (actor: Actor | null) => testSite(database, schoolsRoutes, actor);
const world = await asSystem(database, async (tx) => {
  const own = await aSchool(tx, { name: 'Weir Head Primary' });
  const other = await aSchool(tx, { name: 'Rivelin Bank Primary' });
  await aTrust(tx, 5001, 'Weirside Trust', [own]);
  await aPartnership(tx, 'a', 'Locality A', [own], 'A');
  return { own, other };
});
const at = (urn: number): Scope => ({ kind: 'school', id: String(urn) });
const people = {
  administrator: await aPerson(database, 'administrator', company, 'Ada Administrator'),
  head: await aPerson(database, 'headteacher', at(world.own), 'Hal Head'),
  governor: await aPerson(database, 'governor', at(world.own), 'Gil Governor'),
  teacher: await aPerson(database, 'teacher', at(world.own), 'Tess Teacher'),
  stranger: await aPerson(database, 'headteacher', at(world.other), 'Olive Other'),
  officer: await aPerson(database, 'project-officer', company, 'Pip Officer'),
  partner: await aPerson(database, 'improvement-partner', company, 'Pat Partner'),
  associate: await aPerson(database, 'associate', company, 'Ash Associate'),
  trustLeader: await aPerson(database, 'trust-leader', { kind: 'trust', id: '5001' }, 'Tor Trust'),
};
const path = `/schools/${world.own}/people`;
const invitation = {
  name: 'Nia New',
  email: 'nia@example.org',
  role: 'governor',
  'starts-day': '14',
  'starts-month': '1',
  'starts-year': '2019',
  'last-day': '',
  'last-month': '',
  'last-year': '',
};
const heldBy = async (name: string, scope: Scope = at(world.own)) => {
  const held = await asSystem(database, (tx) => peopleOf(tx, scope, { past: true }));
  return held.find((person) => person.name === name)?.roleHeldId ?? 'nobody';
};
const letters = () =>
  asSystem(database, (tx) =>
    tx.selectFrom('platform.mail').select(['to_address', 'subject', 'text']).orderBy('made_at').execute(),
  );
const errors = (document: Document) => document.querySelector('.govuk-error-summary')?.textContent ?? '';

describe('the people of a school', () => {
  it('are seen by its leaders and governors, its trust, partners and the office, and by nobody else', async () => {
    const { administrator, head, governor, officer, partner, trustLeader, teacher, stranger, associate } = people;
    for (const address of [path, `${path}.csv`, `${path}.xlsx`]) {
      const status = async (actor: Actor | null) => (await site(actor).get(address)).status;
      for (const actor of [administrator, head, governor, officer, partner, trustLeader])
        expect(await status(actor)).toBe(200);
      for (const actor of [teacher, stranger, associate]) expect(await status(actor)).toBe(403);
      expect(await status(null)).toBe(303);
    }
  });

  it('are named to an improvement partner, by the database too, and those of a trust are not', async () => {
    const { text, document } = await site(people.partner).get(path);
    expect(text).toContain('Gil Governor');
    expect(document.querySelectorAll(`a[href^="/people/roles/"], a[href="${path}/new"]`)).toHaveLength(0);
    expect((await site(people.partner).get('/trusts/5001/people')).status).toBe(403);
    const seen = (actor: Actor) =>
      database.transaction({ role: 'web', actor, clock: testClock }, (tx) =>
        tx.selectFrom('schools.role_held').select('scope_kind').distinct().orderBy('scope_kind').execute(),
      );
    expect((await seen(people.partner)).map((row) => row.scope_kind)).toEqual(['installation', 'school']);
    expect((await seen(people.associate)).map((row) => row.scope_kind)).toEqual(['installation']);
  });

  it('stand in the order that the headings ask for', async () => {
    const order = async (query: string) =>
      [...(await site(people.head).get(`${path}${query}`)).document.querySelectorAll('#roles tbody tr')].map((row) =>
        row.querySelector('th')?.firstChild?.textContent?.trim(),
      );
    expect(await order('')).toEqual(['Gil Governor', 'Hal Head', 'Tess Teacher']);
    expect(await order('?sort=name&dir=desc')).toEqual(['Tess Teacher', 'Hal Head', 'Gil Governor']);
    expect(await order('?sort=role&dir=desc')).toEqual(['Tess Teacher', 'Hal Head', 'Gil Governor']);
    expect(await order('?who=head')).toEqual(['Hal Head']);
    expect((await site(people.head).get(`${path}?who=zzz`)).text).toContain('Nobody here fits');
  });

  it('are taken away as they are shown, and that is noted', async () => {
    const { html, headers } = await site(people.governor).get(`${path}.csv?sort=name&dir=desc&who=e`);
    expect(headers.get('content-disposition')).toContain('people-weir-head-primary-2019-01-14.csv');
    const [head, ...rows] = html.trim().split('\r\n');
    expect(head).toContain('Name,Email address,Role,First day,Last day');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['Tess Teacher', 'Hal Head', 'Gil Governor']);
    expect(rows[0]).toMatch(/,Teacher,20\d\d-\d\d-\d\d,$/);
    const access = await site(people.head).get(`/schools/${world.own}/access?kind=export&who=gil`);
    expect(access.text).toContain('Took away: People and their roles');
    const taken = await site(people.head).get(`/schools/${world.own}/access.csv?kind=export&sort=who`);
    expect(taken.html).toContain('2019-01-14,14 January 2019 at 9am,Gil Governor,Took away,People and their roles');
    expect((await site(people.governor).get(`/schools/${world.own}/access.csv`)).status).toBe(403);
  });

  it('are named to those who see them, and buttons are for those who manage them', async () => {
    const head = await site(people.head).get(path);
    expect(head.text).toContain('Gil Governor');
    expect(head.document.querySelectorAll('a[href^="/people/roles/"]')).toHaveLength(3);
    expect(head.document.querySelector(`a[href="${path}/new"]`)).not.toBeNull();
    const governor = await site(people.governor).get(path);
    expect(governor.text).toContain('Hal Head');
    expect(governor.document.querySelectorAll(`a[href^="/people/roles/"], a[href="${path}/new"]`)).toHaveLength(0);
  });

  it('lose nothing sideways: another head finds none of them anywhere', async () => {
    for (const address of [path, `${path}/new`, `/schools/${world.own}/access`])
      expect((await site(people.stranger).get(address)).status).toBe(403);
    const held = await heldBy('Gil Governor');
    const role = await site(people.stranger).get(`/people/roles/${held}`);
    expect(role.status).toBe(404);
    expect(role.html).not.toContain('Gil');
    expect((await site(people.stranger).post(`/people/roles/${held}`, { how: 'now' })).status).toBe(404);
    expect((await site(people.stranger).get('/people?q=gil')).status).toBe(403);
    expect((await site(people.stranger).get(`/schools/${world.other}/people`)).text).not.toContain('Hal');
  });

  it('of a school that does not exist are not found', async () => {
    expect((await site(people.administrator).get('/schools/999999/people')).status).toBe(404);
    expect((await site(people.administrator).get('/people/roles/nonsense')).status).toBe(404);
  });

  it('each view is noted, and read by the head with who and when', async () => {
    const access = await site(people.head).get(`/schools/${world.own}/access`);
    expect(access.status).toBe(200);
    expect(access.text).toContain('Pip Officer');
    expect(access.text).toContain('14 January 2019 at 9am');
    const one = await site(people.head).get(`/schools/${world.own}/access?who=pip`);
    expect(one.text).not.toContain('Ada Administrator');
    expect((await site(people.head).get(`/schools/${world.own}/access?kind=export&who=ada`)).text).toContain(
      'Took away',
    );
    expect((await site(people.head).get(`/schools/${world.own}/access?kind=export&who=zz`)).text).toContain(
      'Nothing fits',
    );
    expect((await site(people.governor).get(`/schools/${world.own}/access`)).status).toBe(403);
  });
});

describe('giving a role', () => {
  it.each([
    [{ name: '' }, 'Enter their name'],
    [{ name: 'x'.repeat(121) }, '120 letters or fewer'],
    [{ email: '' }, 'Enter their email address'],
    [{ email: 'nobody' }, 'Enter an email address like name@example.org'],
    // What sign-in would not take as an address: whoever were invited by it could never come in.
    [{ email: 'nobody@example..org' }, 'Enter an email address like name@example.org'],
    [{ email: '<nobody@example.org>' }, 'Enter an email address like name@example.org'],
    [{ email: 'nobody@example.org;' }, 'Enter an email address like name@example.org'],
    [{ email: `nobody@${'x'.repeat(250)}.org` }, 'Enter an email address like name@example.org'],
    [{ 'starts-year': '1019' }, 'Enter a first day from 1900 to 2199'],
    [{ 'starts-year': '9019' }, 'Enter a first day from 1900 to 2199'],
    [
      { 'starts-year': '2018', 'last-day': '13', 'last-month': '1', 'last-year': '2019' },
      'Enter a last day that is still to come',
    ],
    [{ role: '' }, 'Choose the role'],
    [{ role: 'administrator' }, 'Choose the role'],
    [{ 'starts-day': '31', 'starts-month': '2' }, 'Enter a first day that exists'],
    [{ 'starts-day': '' }, 'The first day needs a day'],
    [{ 'last-day': '13', 'last-month': '1', 'last-year': '2019' }, 'Enter a last day on or after 14 January 2019'],
  ])('refuses %o, says why, keeps what was typed and writes to nobody', async (change, words) => {
    const form = { ...invitation, ...change };
    const { status, document } = await site(people.head).post(`${path}/new`, form);
    expect(status).toBe(422);
    expect(errors(document)).toContain(words);
    expect(document.querySelector('#email')?.getAttribute('value') ?? '').toBe(form.email);
    expect(document.querySelector('#starts-year')?.getAttribute('value')).toBe(form['starts-year']);
    const targets = [...document.querySelectorAll('.govuk-error-summary a')].map((link) =>
      document.querySelector(link.getAttribute('href') ?? ''),
    );
    expect(targets.every(Boolean)).toBe(true);
    expect(await letters()).toEqual([]);
  });

  it('makes the person, writes to them, and shows them at once', async () => {
    const given = await site(people.head).post(`${path}/new`, invitation);
    expect(given).toMatchObject({ status: 303, location: path });
    expect(given.notice).toBe('Nia New has the role from 14 January 2019. An invitation goes to nia@example.org.');
    const [letter] = await letters();
    expect(letter).toMatchObject({ to_address: 'nia@example.org', subject: 'You are governor at Weir Head Primary' });
    expect(letter?.text).toContain('/sign-in');
    expect((await site(people.head).get(path)).text).toContain('Nia New');
    expect(await asSystem(database, (tx) => actorByEmail(tx, 'nia@example.org'))).toMatchObject({ name: 'Nia New' });
  });

  it('twice is refused kindly and writes once', async () => {
    const again = await site(people.head).post(`${path}/new`, invitation);
    expect(again.status).toBe(422);
    expect(errors(again.document)).toContain('They hold this role here already');
    expect(await letters()).toHaveLength(1);
  });

  it('twice at the same moment gives it once', async () => {
    const form = { ...invitation, name: 'Two', email: 'two@example.org' };
    const answers = await Promise.all([
      site(people.head).post(`${path}/new`, form),
      site(people.administrator).post(`${path}/new`, form),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  it('to somebody known by another name says so', async () => {
    const { notice } = await site(people.head).post(`${path}/new`, {
      ...invitation,
      name: 'Olivia',
      email: people.stranger.email.toUpperCase(),
      role: 'clerk',
    });
    expect(notice).toContain('Olivia, known here as Olive Other, has the role');
  });

  it('elsewhere is not the head’s, nor the trust leader’s', async () => {
    expect((await site(people.head).post(`/schools/${world.other}/people/new`, invitation)).status).toBe(403);
    expect((await site(people.head).post('/trusts/5001/people/new', { ...invitation, role: 'trustee' })).status).toBe(
      403,
    );
    expect((await site(people.trustLeader).post(`${path}/new`, invitation)).status).toBe(403);
    expect((await site(people.head).post('/people/new', { ...invitation, role: 'administrator' })).status).toBe(403);
  });

  it('in a trust, a partnership and the company is the administrator’s', async () => {
    for (const [place, role, words] of [
      ['/trusts/5001/people', 'trustee', 'Weirside Trust'],
      ['/partnerships/a/people', 'chair', 'Locality A'],
      ['/people', 'associate', ''],
    ] as const) {
      const form = { ...invitation, role, email: `${role}@example.org`, name: `Any ${role}` };
      expect((await site(people.administrator).get(`${place}/new`)).text).toContain(words);
      expect(await site(people.administrator).post(`${place}/new`, form)).toMatchObject({
        status: 303,
        location: place,
      });
      expect((await site(people.administrator).get(place)).text).toContain(`Any ${role}`);
    }
  });
});

describe('ending and changing', () => {
  const post = async (name: string, form: Record<string, string>, actor = people.head) =>
    site(actor).post(`/people/roles/${await heldBy(name)}`, form);
  const lastDay = (day: string) => {
    const { year, month, day: of } = Temporal.PlainDate.from(day);
    return { how: 'day', 'last-day': String(of), 'last-month': String(month), 'last-year': String(year) };
  };

  it('sets a last day, then a later one, then none; each is audited', async () => {
    expect((await post('Gil Governor', lastDay('2019-02-28'))).notice).toBe(
      'Gil Governor is governor until 28 February 2019.',
    );
    expect((await site(people.head).get(path)).text).toContain('28 February 2019');
    expect((await post('Gil Governor', lastDay('2019-07-31'))).notice).toContain('until 31 July 2019');
    expect((await post('Gil Governor', { how: 'open' })).notice).toBe('Gil Governor stays governor, without an end.');
    const deeds = await asSystem(database, (tx) =>
      tx
        .selectFrom('platform.audit')
        .where('about', '=', 'Gil Governor: governor')
        .where('kind', '=', 'change')
        .orderBy('id')
        .select('action')
        .execute(),
    );
    expect(deeds.map((deed) => deed.action)).toEqual([
      'schools.role-given',
      'schools.role-ended',
      'schools.role-extended',
      'schools.role-extended',
    ]);
  });

  it.each([
    [{}, 'Choose when it ends'],
    [{ how: 'day' }, 'Enter their last day'],
    [{ how: 'day', 'last-day': '30', 'last-month': '2', 'last-year': '2019' }, 'Enter a last day that exists'],
    [{ how: 'day', 'last-day': '1', 'last-month': '1', 'last-year': '2010' }, 'when the role begins, or a later day'],
  ])('refuses %o and says why', async (form, words) => {
    const { status, document } = await post('Tess Teacher', form as Record<string, string>);
    expect(status).toBe(422);
    expect(errors(document)).toContain(words);
  });

  it('now is out at once, and cannot be changed afterwards but only given again', async () => {
    expect((await post('Tess Teacher', { how: 'now' })).notice).toBe('Tess Teacher is no longer teacher.');
    expect(await asSystem(database, (tx) => actorByEmail(tx, people.teacher.email))).toBeNull();
    expect((await site(people.head).get(path)).text).not.toContain('Tess');
    expect((await site(people.head).get(`${path}?past=1`)).text).toContain('left 13 January 2019');
    const late = await post('Tess Teacher', { how: 'open' });
    expect(late.status).toBe(422);
    expect(errors(late.document)).toContain('It has ended: the last day was 13 January 2019');
  });

  it('before it begins takes it back, and it never holds', async () => {
    await asSystem(database, (tx) =>
      givePersonRole(
        tx,
        { actor: system, clock: testClock },
        {
          name: 'Fay Future',
          email: 'fay@example.org',
          role: 'clerk',
          scope: at(world.own),
          starts: Temporal.PlainDate.from('2019-03-01'),
          ends: null,
        },
      ),
    );
    expect((await site(people.head).get(path)).text).toContain('no end begins 1 March 2019');
    expect((await post('Fay Future', { how: 'now' })).notice).toBe('Fay Future does not become clerk.');
    expect((await site(people.head).get(path)).text).not.toContain('Fay');
  });

  it('of the last who gives roles at a school says who can afterwards; where another does, it does not', async () => {
    const words = 'Nobody else at Weir Head Primary gives and ends roles';
    const of = async () => site(people.administrator).get(`/people/roles/${await heldBy('Hal Head')}`);
    expect((await of()).text).toContain(words);
    expect((await site(people.head).get(`/people/roles/${await heldBy('Gil Governor')}`)).text).not.toContain(words);
    await aPerson(database, 'headteacher', at(world.own), 'Hetty Head');
    expect((await of()).text).not.toContain(words);
  });

  it('to another role begins with giving that one, to the same person', async () => {
    const held = await heldBy('Gil Governor');
    const page = await site(people.head).get(`/people/roles/${held}`);
    const link = `${path}/new?from=${held}`;
    expect(page.document.querySelector(`a[href="${link}"]`)).not.toBeNull();
    const form = await site(people.head).get(link);
    expect(form.document.querySelector('#email')?.getAttribute('value')).toBe(people.governor.email);
    // A role of another place is nobody known here.
    const elsewhere = await heldBy('Olive Other', at(world.other));
    const blank = await site(people.administrator).get(`${path}/new?from=${elsewhere}`);
    expect(blank.document.querySelector('#email')?.getAttribute('value') ?? '').toBe('');
    for (const wrong of ['x', "'", elsewhere])
      expect((await site(people.head).get(`${path}/new?from=${encodeURIComponent(wrong)}`)).text).not.toContain(
        'Olive',
      );
  });

  it('on its own first day is no longer, and afterwards says that it was taken back', async () => {
    await asSystem(database, (tx) =>
      givePersonRole(
        tx,
        { actor: system, clock: testClock },
        {
          name: 'Sam Short',
          email: 'short@example.org',
          role: 'clerk',
          scope: at(world.own),
          starts: testClock.today(),
          ends: null,
        },
      ),
    );
    expect((await post('Sam Short', { how: 'now' })).notice).toBe('Sam Short is no longer clerk.');
    expect(errors((await post('Sam Short', { how: 'open' })).document)).toContain('It has been taken back');
    const after = await site(people.head).get(`/people/roles/${await heldBy('Sam Short')}`);
    expect(after.text).toContain('Last daytaken back');
    expect(after.text).not.toContain('13 January');
  });

  it('of somebody whom one sees but does not manage is not found', async () => {
    const chair: Scope = { kind: 'partnership', id: 'a' };
    await aPerson(database, 'chair', chair, 'Cho Chair');
    const held = await heldBy('Cho Chair', chair);
    expect((await site(people.head).get('/partnerships/a/people')).text).toContain('Cho Chair');
    expect((await site(people.head).get(`/people/roles/${held}`)).status).toBe(404);
    expect((await site(people.head).post(`/people/roles/${held}`, { how: 'now' })).status).toBe(404);
  });

  it('is not lengthened over the same role given again', async () => {
    const give = (starts: string, ends: string | null) =>
      asSystem(database, (tx) =>
        givePersonRole(
          tx,
          { actor: system, clock: testClock },
          {
            name: 'Max',
            email: 'max@example.org',
            role: 'clerk',
            scope: at(world.own),
            starts: Temporal.PlainDate.from(starts),
            ends: ends === null ? null : Temporal.PlainDate.from(ends),
          },
        ),
      );
    await give('2019-01-01', '2019-02-01');
    await give('2019-06-01', null);
    const held = await heldBy('Max');
    const longer = database.transaction({ role: 'web', actor: people.head, clock: testClock }, (tx) =>
      changeRoleEnd(tx, { actor: people.head, clock: testClock }, held, null),
    );
    expect(await longer).toEqual({ ok: false, reason: 'already-held' });
    const { status, document } = await post('Max', { how: 'open' });
    expect(status).toBe(422);
    expect(errors(document)).toContain('They hold this role again from a later day');
  });

  it('never of the last administrator', async () => {
    const held = await heldBy('Ada Administrator', company);
    const { status, document } = await site(people.administrator).post(`/people/roles/${held}`, { how: 'now' });
    expect(status).toBe(422);
    expect(errors(document)).toContain('This is the last administrator');
    expect((await site(people.administrator).get(`/people/roles/${held}`)).text).toContain('This is your own role');
  });
});

describe('a name that is misspelt', () => {
  const rename = async (of: string, name: string, actor = people.administrator) =>
    site(actor).post(`/people/roles/${await heldBy(of)}/name`, { name });

  it('is corrected by the administrator, everywhere, and that is audited', async () => {
    expect((await site(people.administrator).get(`/people/roles/${await heldBy('Gil Governor')}`)).text).toContain(
      'Save the name',
    );
    const done = await rename('Gil Governor', '  Gillian   Governor ');
    expect(done).toMatchObject({
      status: 303,
      location: path,
      notice: 'Gil Governor is called Gillian Governor from now on, everywhere.',
    });
    expect((await site(people.head).get(path)).text).toContain('Gillian Governor');
    expect((await rename('Gillian Governor', 'Gillian Governor')).notice).toBe('Gillian Governor keeps that name.');
    const deeds = await asSystem(database, (tx) =>
      tx
        .selectFrom('platform.audit')
        .where('action', '=', 'schools.person-renamed')
        .select(['before', 'person_name'])
        .execute(),
    );
    expect(deeds).toMatchObject([{ before: { name: 'Gil Governor' }, person_name: 'Ada Administrator' }]);
    await rename('Gillian Governor', 'Gil Governor');
  });

  it.each([
    ['', 'Enter their name'],
    ['x'.repeat(121), '120 letters or fewer'],
  ])('is not made “%s”', async (name, words) => {
    const { status, document } = await rename('Gil Governor', name);
    expect(status).toBe(422);
    expect(errors(document)).toContain(words);
    expect(document.querySelector('#name')?.getAttribute('value') ?? '').toBe(name);
  });

  it('is the office’s to correct: a head is told so', async () => {
    const page = await site(people.head).get(`/people/roles/${await heldBy('Gil Governor')}`);
    expect(page.text).toContain('corrected by the partnership office');
    for (const actor of [people.head, people.officer, people.stranger])
      expect((await rename('Gil Governor', 'Nobody', actor)).status).toBe(403);
    const told = database.transaction({ role: 'web', actor: people.head, clock: testClock }, (tx) =>
      renamePerson(tx, { actor: people.head, clock: testClock }, people.governor.personId, 'Nobody'),
    );
    expect(await told).toEqual({ ok: false, reason: 'not-yours' });
  });
});

describe('searching everybody', () => {
  it('finds by name or address, with every role and where', async () => {
    const found = await site(people.administrator).get('/people?q=olive');
    expect(found.text).toContain('Headteacher at Rivelin Bank Primary');
    expect(found.text).toContain('Clerk at Weir Head Primary');
    expect((await site(people.administrator).get('/people?q=%25')).text).toContain('Nobody is called that');
    expect((await site(people.administrator).get('/people?q=%00')).status).toBe(200);
    expect((await site(people.administrator).get('/people?q=a&page=999')).status).toBe(200);
  });

  it('is the administrator’s alone', async () => {
    for (const actor of [people.officer, people.head, people.governor])
      expect((await site(actor).get('/people')).status).toBe(403);
  });
});
