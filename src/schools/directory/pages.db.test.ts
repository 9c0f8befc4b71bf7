import { describe, expect, it } from 'vitest';
import type { Actor } from '../../platform/actor';
import { as, asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../people';
import { schoolsRoutes } from '../routes';
import { aPerson, aSchool } from '../testing';
import { aCensus, aChange, aFile, aPartnership, aTrust, manySchools } from './testing';

const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';
const day = (text: string) => Temporal.PlainDate.from(text);
const database = await testDatabase();
const site = (actor: Actor | null = null) => testSite(database, schoolsRoutes, actor);

// Asked before the first school is made.
const administrator = await aPerson(database, 'administrator', company);
const empty = {
  visitor: await site().get('/schools'),
  administrator: await site(administrator).get('/schools'),
  others: await Promise.all(
    ['/trusts', '/partnerships', '/schools.csv', '/schools.xlsx'].map((path) => site().get(path)),
  ),
};

describe('before any school is known', () => {
  it('the directory teaches how schools get here, and leads those who may bring them', () => {
    expect(empty.visitor.status).toBe(200);
    expect(empty.visitor.text).toContain('No schools are here yet');
    expect(empty.visitor.document.querySelector('main form, main a[href="/imports"]')).toBeNull();
    expect(empty.administrator.document.querySelector('main a[href="/imports"]')).not.toBeNull();
  });

  it('the other lists are empty, not broken', () => {
    expect(empty.others.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
    expect(empty.others[0]?.text).toContain('No trusts are here yet');
    expect(empty.others[1]?.text).toContain('No partnerships are here yet');
  });
});

const world = await asSystem(database, async (tx) => {
  const weir = await aSchool(tx, { name: 'Weir Head Primary', pupils: 420 });
  const bank = await aSchool(tx, { name: 'Rivelin Bank Primary', pupils: 315 });
  const bad = await aSchool(tx, { name: hostile, sector: 'special' });
  const old = await aSchool(tx, { name: 'Old Forge Junior', pupils: 200 });
  const next = await aSchool(tx, { name: 'Forge Academy', status: 'academy', sector: 'secondary' });
  await aChange(tx, weir, {
    easting: 430000,
    northing: 390000,
    postcode: 'S6 1ZQ',
    website: 'javascript:alert(1)',
    street: hostile,
  });
  await aChange(tx, bad, { easting: 433000, northing: 391000 });
  await aChange(tx, old, { open: false, closed: day('2018-08-31'), change: 'closed' }, '2018-09-01');
  await tx
    .insertInto('schools.succession')
    .values({
      predecessor: old,
      successor: next,
      import_id: null,
      kind: 'conversion',
      happened: day('2018-09-01'),
      evidence: 'test',
    })
    .execute();
  await tx
    .insertInto('schools.inspection')
    .values({ urn: old, inspected: day('2012-05-01'), import_id: null, outcome: 'Good', grade: 2, published: null })
    .execute();
  await aCensus(tx, bank, '2018-05-17', 318, { import_id: await aFile(tx, 'summer.csv', testClock.now()) });
  await aCensus(tx, weir, '2017-01-19', 400);
  await aCensus(tx, weir, '2016-01-21', 390);
  await aTrust(tx, 5001, hostile, [next]);
  await aPartnership(tx, 'a', 'Locality A', [weir, bad], 'A');
  return { weir, bank, bad, old, next };
});
const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(world.weir) }, 'Head of Weir');
const elsewhere = await aPerson(database, 'headteacher', { kind: 'school', id: String(world.bank) }, 'Head of Bank');

describe('with schools', () => {
  describe('the directory', () => {
    it('lists the open ones, says how many, and filters by what is typed', async () => {
      const everything = await site().get('/schools');
      expect(everything.text).toContain('4 schools');
      expect([...everything.document.querySelectorAll('.m-places > li')]).toHaveLength(4);
      const some = await site().get('/schools?q=weir&partnership=a');
      expect(some.document.querySelector('#find')?.getAttribute('data-live-says')).toBe(
        '1 school in Locality A for “weir”',
      );
      expect(some.document.querySelector('#q')?.getAttribute('value')).toBe('weir');
      expect(some.document.querySelector('#partnership option[selected]')?.textContent).toBe('Locality A');
    });

    it('draws each placed school once, and says how many it cannot draw', async () => {
      const { document, text } = await site().get('/schools');
      const drawn = [...document.querySelectorAll('svg.m-map a')].map((a) => a.getAttribute('data-urn'));
      expect(drawn.sort()).toEqual([String(world.weir), String(world.bad)].sort());
      expect(document.querySelectorAll('svg.m-map a[tabindex="-1"]')).toHaveLength(2);
      expect(text).toContain('2 of the 4 have no grid reference');
      expect([...document.querySelectorAll('.m-map__letters text')].map((letter) => letter.textContent)).toEqual(['A']);
    });

    it('rings and opens the chosen school, wherever it is in the list', async () => {
      const { document } = await site().get(`/schools?q=bank&school=${world.weir}`);
      expect(document.querySelectorAll(`[data-ring="${world.weir}"]`)).toHaveLength(1);
      expect(document.querySelector('.m-places [aria-current]')?.textContent).toContain('S6 1ZQ');
      expect((await site().get('/schools?school=999999')).status).toBe(200);
    });

    it('says what to try when nothing fits, and offers what is spelt nearly so', async () => {
      const nothing = await site().get('/schools?q=qqqqqq');
      expect(nothing.text).toContain('Nothing fits');
      expect(
        nothing.document.querySelector('a[href="/schools?open=all&q=qqqqqq"], a[href="/schools?q=qqqqqq&open=all"]'),
      ).not.toBeNull();
      expect((await site().get('/schools?q=rivvelin')).text).toContain(
        'No school is called “rivvelin”. One is spelt nearly so',
      );
    });

    it('says which choice is in the way of the words, with the way round it', async () => {
      const says = async (query: string) => {
        const { document } = await site().get(`/schools?${query}`);
        const heading = document.querySelector('#find h2')?.textContent;
        expect(document.querySelector('#find')?.getAttribute('data-live-says')).toBe(heading);
        return [heading, document.querySelector('#find .m-section__head + p a')?.getAttribute('href')];
      };
      expect(await says('q=bank&partnership=a')).toEqual([
        'No school in Locality A is called “bank”; 1 elsewhere is',
        '/schools?q=bank',
      ]);
      expect(await says('q=weir&sector=special')).toEqual([
        'No special school is called “weir”; 1 of another sector is',
        '/schools?q=weir',
      ]);
      expect(await says(`q=${world.bank}&partnership=a&sector=special`)).toEqual([
        `No special school in Locality A fits “${world.bank}”; 1 other does`,
        `/schools?q=${world.bank}&open=all`,
      ]);
      expect(await says('q=bank&open=closed')).toEqual([
        'No closed school is called “bank”; 1 that is open is',
        '/schools?q=bank&open=all',
      ]);
    });

    it.each([
      '?sort=oops&open=oops&trust=oops&page=-3&show=oops',
      '?trust=99999999999999999999',
      '?page=9999999999',
      '?sector=%00',
      `?q=${encodeURIComponent(hostile)}`,
    ])('answers an address that makes no sense: %s', async (query) =>
      expect((await site().get(`/schools${query}`)).status).toBe(200),
    );

    it('does not repeat a sector or a status that no school has as the name of a kind of school', async () => {
      const { text } = await site().get('/schools?sector=foo&status=bar');
      expect(text).toContain('0 schools');
      expect(text).not.toContain('foo school');
    });

    it('shows hostile names as words', async () => {
      for (const path of [
        '/schools',
        `/schools/${world.bad}`,
        `/schools/${world.weir}`,
        `/schools/${world.next}`,
        '/trusts',
        '/trusts/5001',
        `/schools?q=${encodeURIComponent(hostile)}`,
      ]) {
        const { document, html } = await site().get(path);
        expect(document.querySelectorAll('img, main script')).toHaveLength(0);
        expect(html).not.toContain('<script>alert');
        expect(html).not.toContain('href="javascript:');
      }
    });

    it('gives the same schools as files', async () => {
      const csv = await site().get('/schools.csv?partnership=a');
      expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(csv.html.split('\r\n').filter(Boolean)).toHaveLength(3);
      expect(csv.html).toContain(`${world.weir},`);
      const excel = await site().get('/schools.xlsx');
      expect([...excel.bytes.slice(0, 2)]).toEqual([0x50, 0x4b]);
      expect(excel.headers.get('content-disposition')).toContain('schools-2019-01-14.xlsx');
    });
  });

  describe('a school', () => {
    it('answers first, with numbers, change, chart and table', async () => {
      const { text, document, status } = await site().get(`/schools/${world.weir}`);
      expect(status).toBe(200);
      expect(text).toContain('A maintained primary school for ages 4 to 11 with 420 pupils in January 2018.');
      expect(text).toContain('20 more than in January 2017.');
      expect(document.querySelector('.m-chart svg')).not.toBeNull();
      expect(document.querySelectorAll('.m-chart table tbody tr')).toHaveLength(3);
      expect(document.querySelector('a[href="/partnerships/a"]')).not.toBeNull();
    });

    it('that has closed says so and leads on; its successor has its history', async () => {
      const old = await site().get(`/schools/${world.old}`);
      expect(old.text).toContain('This school closed on 31 August 2018. It carries on as Forge Academy.');
      expect(old.document.querySelector(`a[href="/schools/${world.next}"]`)).not.toBeNull();
      const next = await site().get(`/schools/${world.next}`);
      expect(next.text).toMatch(/1 May 2012\s*as URN \d+, its predecessor\s*Good/);
      expect(next.text).toContain('by conversion on 1 September 2018');
    });

    it.each(['999999', '0', 'abc', '1e5', '99999999999999999999', '100001%20'])(
      'that does not exist is not found: %s',
      async (urn) => expect((await site().get(`/schools/${urn}`)).status).toBe(404),
    );

    it('notes no view of what is public', async () => {
      await site(head).get(`/schools/${world.weir}`);
      const noted = await asSystem(database, (tx) =>
        tx.selectFrom('platform.audit').where('kind', '=', 'view').select('id').execute(),
      );
      expect(noted).toEqual([]);
    });
  });

  describe('pupils of school age', () => {
    const path = `/schools/${world.weir}/pupils`;

    it('are entered by the own head only, and the button is there for them only', async () => {
      expect((await site(head).get(path)).status).toBe(200);
      expect((await site(elsewhere).get(path)).status).toBe(403);
      expect((await site(elsewhere).post(path, { schoolAged: '1', reason: 'x' })).status).toBe(403);
      expect((await site().get(path)).status).toBe(303);
      const button = `a[href="${path}"]`;
      expect((await site(head).get(`/schools/${world.weir}`)).document.querySelector(button)).not.toBeNull();
      expect((await site(elsewhere).get(`/schools/${world.weir}`)).document.querySelector(button)).toBeNull();
    });

    it.each([
      [{ schoolAged: '', reason: '' }, ['Enter the number of pupils of school age', 'Say how you know']],
      [{ schoolAged: '-5', reason: 'x' }, ['Enter a whole number']],
      [{ schoolAged: '421', reason: 'x' }, ['Enter 420 or fewer: that is everybody on roll']],
      [{ schoolAged: '99999999999999999999', reason: 'x' }, ['Enter a whole number']],
      [{ schoolAged: '400', reason: 'x'.repeat(201) }, ['200 letters or fewer']],
    ])('refuses %o and keeps what was typed', async (form, sentences) => {
      const answer = await site(head).post(path, form);
      expect(answer.status).toBe(422);
      for (const sentence of sentences)
        expect(answer.document.querySelector('.govuk-error-summary')?.textContent).toContain(sentence);
      expect(answer.document.querySelector('#schoolAged')?.getAttribute('value') ?? '').toBe(form.schoolAged);
      expect(answer.document.querySelector('#reason')?.textContent).toBe(form.reason);
    });

    it('are saved with their reason, audited, and shown; twice changes nothing', async () => {
      const saved = await site(head).post(path, { schoolAged: ' 390 ', reason: 'nursery of 30 taken off' });
      expect(saved).toMatchObject({
        status: 303,
        location: `/schools/${world.weir}`,
        notice: 'Saved: 390 of the 420 on roll are of school age.',
      });
      await site(head).post(path, { schoolAged: '390', reason: 'nursery of 30 taken off' });
      const { text } = await site().get(`/schools/${world.weir}`);
      expect(text).toContain('390 of them are of school age.');
      expect(text).toContain('nursery of 30 taken off');
      const deeds = await asSystem(database, (tx) =>
        tx.selectFrom('platform.audit').where('action', '=', 'schools.pupils-counted').select('scope').execute(),
      );
      expect(deeds).toEqual([{ scope: `school/${world.weir}` }]);
    });

    it('are corrected by saying it again, and the census stays as it was', async () => {
      expect(await site(head).post(path, { schoolAged: '385', reason: 'counted again' })).toMatchObject({
        status: 303,
      });
      const rows = await asSystem(database, (tx) =>
        tx
          .selectFrom('schools.pupil_number')
          .where('urn', '=', world.weir)
          .where('census_date', '=', day('2018-01-18'))
          .orderBy('source')
          .select(['source', 'school_aged', 'on_roll'])
          .execute(),
      );
      expect(rows).toEqual([
        { source: 'census', school_aged: null, on_roll: 420 },
        { source: 'office', school_aged: 385, on_roll: 420 },
      ]);
    });

    it('that the head and the office count at once are the first one’s, and the second is told and may save theirs', async () => {
      const officer = await aPerson(database, 'project-officer', company, 'Pat Officer');
      const seen =
        (await site(head).get(path)).document.querySelector('input[name="seen"]')?.getAttribute('value') ?? '';
      expect(seen).toBe('385');
      const form = (schoolAged: string, was = seen) => ({ seen: was, schoolAged, reason: 'counted' });
      expect((await site(head).post(path, form('380'))).status).toBe(303);
      const late = await site(officer).post(path, form('370'));
      expect(late.status).toBe(422);
      expect(late.document.querySelector('.govuk-error-summary')?.textContent).toContain('has saved 380 meanwhile');
      expect(late.document.querySelector('#schoolAged')?.getAttribute('value')).toBe('370');
      expect((await site().get(`/schools/${world.weir}`)).text).toContain('380 of them are of school age.');
      // A second click, with what the page said before the first.
      expect((await site(head).post(path, form('380'))).status).toBe(303);
      const now = late.document.querySelector('input[name="seen"]')?.getAttribute('value') ?? '';
      expect((await site(officer).post(path, form('370', now))).status).toBe(303);
      await site(head).post(path, { schoolAged: '385', reason: 'counted again' });
    });

    it('are counted by the office too, with the head on the telephone', async () => {
      const officer = await aPerson(database, 'project-officer', company, 'Pip Officer');
      const saved = await site(officer).post(`/schools/${world.bank}/pupils`, {
        schoolAged: '315',
        reason: 'no nursery',
      });
      expect(saved.status).toBe(303);
      const rows = await asSystem(database, (tx) =>
        tx
          .selectFrom('schools.current_pupil_number')
          .where('urn', '=', world.bank)
          .select(['source', 'import_id', 'on_roll', 'school_aged'])
          .execute(),
      );
      expect(rows[0]).toEqual({ source: 'office', import_id: null, on_roll: 318, school_aged: 315 });
    });

    it('of another school are refused by the database when the code is asked to lie', async () => {
      const lie = database.transaction({ role: 'web', actor: elsewhere, clock: testClock }, (tx) =>
        aCensus(tx, world.weir, '2018-01-18', 420, { source: 'office', school_aged: 1 }),
      );
      await expect(lie).rejects.toThrow('row-level security');
    });

    it('have no form where no census is known', async () => {
      const without = await aPerson(database, 'headteacher', { kind: 'school', id: String(world.bad) }, 'Head of bad');
      expect((await site(without).get(`/schools/${world.bad}/pupils`)).status).toBe(404);
      expect((await site(without).get(`/schools/${world.bad}`)).text).toContain('No pupil number is known yet');
    });
  });

  describe('trusts and partnerships', () => {
    it('list and show their schools, and are not found where there are none', async () => {
      expect((await site().get('/trusts')).document.querySelector('main a[href="/trusts/5001"]')).not.toBeNull();
      expect((await site().get('/trusts/5001')).text).toContain('Forge Academy');
      expect((await site().get('/partnerships/a')).text).toContain('2 schools with 420 pupils.');
      expect((await site().get('/trusts?q=zzz')).text).toContain('No trust is called that');
      for (const path of ['/trusts/1', '/trusts/x', '/partnerships/x'])
        expect((await site().get(path)).status).toBe(404);
    });

    it('sort by their headings, and so do the schools in them', async () => {
      await asSystem(database, async (tx) => {
        await aTrust(tx, 5002, 'Aaron Trust', [world.bank, world.weir]);
        await aPartnership(tx, 'b', 'Locality B', [world.bank], 'B');
      });
      const names = async (path: string) =>
        [...(await site().get(path)).document.querySelectorAll('tbody th')].map((cell) =>
          (cell.querySelector('a')?.textContent ?? '').slice(0, 12),
        );
      expect(await names('/trusts')).toEqual(['<script>aler', 'Aaron Trust']);
      expect(await names('/trusts?sort=name&dir=desc')).toEqual(['Aaron Trust', '<script>aler']);
      expect(await names('/trusts?sort=schools&dir=desc')).toEqual(['Aaron Trust', '<script>aler']);
      expect(await names('/trusts?sort=nonsense')).toEqual(['<script>aler', 'Aaron Trust']);
      expect(await names('/partnerships')).toEqual(['Locality A', 'Locality B']);
      // On a phone, where no header says so, the figure beside the name says what it counts.
      for (const path of ['/trusts', '/partnerships'])
        expect(
          (await site().get(path)).document.querySelector('tbody .m-table__cell--figure')?.getAttribute('data-label'),
        ).toBe('Schools');
      expect(
        (await site().get('/trusts/5002')).document
          .querySelector('tbody .m-table__cell--figure')
          ?.getAttribute('data-label'),
      ).toBe('Pupils');
      expect(await names('/partnerships?sort=schools')).toEqual(['Locality B', 'Locality A']);
      expect(await names('/trusts/5002')).toEqual(['Rivelin Bank', 'Weir Head Pr']);
      expect(await names('/trusts/5002?sort=pupils&dir=desc')).toEqual(['Weir Head Pr', 'Rivelin Bank']);
    });

    it('are files too, in the order and with the words that were asked for', async () => {
      const lines = async (path: string) => (await site().get(path)).html.replace('\ufeff', '').trim().split('\r\n');
      expect(await lines('/trusts.csv?q=aaron')).toEqual([
        'UID,Trust,Kind,Open schools,Pupils on roll',
        expect.stringMatching(/^5002,Aaron Trust,.+,2,738$/),
      ]);
      expect((await lines('/partnerships.csv?sort=name&dir=desc'))[1]).toBe('Locality B,B,Locality,1,318');
      for (const path of ['/trusts.xlsx', '/partnerships.xlsx'])
        expect((await site().get(path)).headers.get('content-type')).toContain('spreadsheetml');
    });
  });

  describe('a map', () => {
    const classes = async (path: string) =>
      (await site().get(path)).document.querySelector('.m-list-and-map')?.getAttribute('class') ?? '';
    const switchOf = async (path: string) =>
      [...(await site().get(path)).document.querySelectorAll('.m-list-and-map__switch a')].map((link) => [
        link.textContent,
        link.getAttribute('href'),
        link.getAttribute('aria-current'),
      ]);

    it('is chosen on a small screen, by an address that keeps the filter', async () => {
      expect(await classes('/schools')).toContain('m-list-and-map--list');
      expect(await classes('/schools?view=map')).not.toContain('--list');
      expect(await switchOf('/schools?sector=primary')).toEqual([
        ['List', '/schools?sector=primary', 'true'],
        ['Map and list', '/schools?sector=primary&view=map', null],
      ]);
      const { document } = await site().get('/schools?sector=primary&view=map');
      expect(document.querySelector('input[name="view"]')?.getAttribute('value')).toBe('map');
      expect(document.querySelector('.m-filters a[href*="open=all"]')?.getAttribute('href')).toContain('view=map');
    });

    it('shows the school that is chosen on it', async () => {
      expect(await classes(`/schools?school=${world.weir}`)).not.toContain('--list');
      expect(await switchOf(`/schools?school=${world.weir}`)).toEqual([
        ['List', '/schools', null],
        ['Map and list', `/schools?view=map&school=${world.weir}`, 'true'],
      ]);
    });

    it('of a partnership is chosen in the same way', async () => {
      expect(await switchOf('/partnerships/a?sort=pupils')).toEqual([
        ['List', '/partnerships/a?sort=pupils', 'true'],
        ['Map and list', '/partnerships/a?sort=pupils&view=map', null],
      ]);
    });
  });

  describe('a history', () => {
    it('of pupil numbers and inspections is a file, a predecessor’s too', async () => {
      const pupils = await site().get(`/schools/${world.weir}/pupils.csv`);
      expect(pupils.html).toContain('2017-01-19,400,,School census');
      const inspections = await site().get(`/schools/${world.next}/inspections.csv`);
      expect(inspections.html).toContain(`${world.old},2012-05-01,Good`);
      expect((await site().get('/schools/999999/pupils.csv')).status).toBe(404);
      expect((await site().get(`/schools/${world.weir}/pupils.xlsx`)).headers.get('content-type')).toContain('sheet');
    });
  });
});

describe('with some dozens of schools', () => {
  it('the first are shown, and one link shows the rest', async () => {
    await asSystem(database, (tx) => manySchools(tx, 150000, 40));
    const first = await site().get('/schools');
    expect(first.document.querySelectorAll('.m-places > li')).toHaveLength(15);
    expect(first.text).toContain('Show 29 more');
    expect(first.document.querySelectorAll('svg.m-map a')).toHaveLength(42);
    const all = await site().get('/schools?show=all');
    expect(all.document.querySelectorAll('.m-places > li')).toHaveLength(44);
    expect(all.text).not.toContain('more');
  });
});

describe('with 24,000 schools', () => {
  it('a page stays a page: some rows, some marks, and the way to the others', async () => {
    await asSystem(database, (tx) => manySchools(tx, 200000, 24_000));
    const { document, html, text } = await site().get('/schools');
    expect(document.querySelectorAll('.m-places > li')).toHaveLength(50);
    expect(document.querySelectorAll('svg.m-map circle').length).toBeLessThan(1700);
    expect(html.length).toBeLessThan(400_000);
    expect(text).toContain('1 to 50 of 24,044 schools');
    const last = await site().get('/schools?page=481');
    expect(last.document.querySelectorAll('.m-places > li')).toHaveLength(44);
    expect((await site().get('/schools?show=all')).document.querySelectorAll('.m-places > li')).toHaveLength(50);
    expect((await site().get('/schools?page=999')).text).toContain('1 to 50 of');
  });

  it('the public sees them without signing in, and the database agrees', async () => {
    const rows = await database.transaction(as('nobody'), (tx) =>
      tx
        .selectFrom('schools.school')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirst(),
    );
    expect(rows?.n).toBe(24_045);
  });
});
