import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../platform/actor';
import { testMesters } from '../../platform/jobs/testing';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { createMetrics, createWeb } from '../../platform/web';
import { testSite } from '../../platform/web/testing';
import { aSchool } from '../../schools/testing';
import { publishOffer } from '../published/publish';
import { allVersions, sha256Of } from '../published/read';
import { otherOffer, otherOfferText, shippedOffer, shippedOfferText } from '../testing';
import { offerRoutes } from './routes';
import { sayUnreadableOffer } from './unreadable';

const database = await testDatabase();
const visitor = testSite(database, offerRoutes, null);
const anActor = (...sees: string[]): Actor => ({
  personId: '00000000-0000-0000-0000-000000000001',
  name: 'Ann Holt',
  email: 'ann.holt@example.org',
  roles: [{ role: 'administrator', scope: { kind: 'installation', id: null } }],
  sees,
});
const administrator = anActor('staff', 'installation/*');

const publish = (text: string) =>
  asSystem(database, (tx) => publishOffer(tx, { actor: null, clock: testClock }, text, 'offer.yaml'));
const nothing = async () => {
  const connection = await database.source.acquire();
  await connection.query('delete from offer.published', []);
  connection.release();
};

let bank: number;
let arch: number;
beforeAll(async () => {
  await asSystem(database, async (tx) => {
    bank = await aSchool(tx, { name: 'Rivelin Bank Primary', sector: 'primary', status: 'maintained', pupils: 315 });
    arch = await aSchool(tx, { name: 'Wicker Arch Academy', sector: 'secondary', status: 'academy', pupils: 1180 });
    await aSchool(tx, { name: "St Anne's <b>School", sector: 'special', status: 'maintained' });
  });
});

const pages = (offer: { parts: { id: string }[] }) => [
  '/offer',
  ...offer.parts.map(({ id }) => `/offer/sections/${id}`),
  '/offer/bespoke',
  '/offer/partnerships',
  '/offer/programme',
  '/offer/calendar',
  '/offer/questions',
];

describe('before anything is published', () => {
  test('every page says so, and nothing breaks', async () => {
    await nothing();
    for (const path of pages(shippedOffer())) {
      const { status, text } = await visitor.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain('No offer is published yet');
    }
    expect((await visitor.get('/offer/programme.csv')).status).toBe(404);
  });
});

describe('the shipped offer', () => {
  beforeAll(async () => {
    await nothing();
    await publish(shippedOfferText());
  });

  test('is a page for every section', async () => {
    for (const path of pages(shippedOffer())) {
      const { status, document } = await visitor.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(document.querySelectorAll('h1'), path).toHaveLength(1);
      expect(document.querySelectorAll('[style]'), path).toHaveLength(0);
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      expect(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        path,
      ).toEqual([]);
      for (const link of document.querySelectorAll('main a[href^="#"]'))
        expect(ids, path).toContain(link.getAttribute('href')?.slice(1));
    }
  });

  test('has every element in its part, under its own anchor, with its description', async () => {
    const offer = shippedOffer();
    for (const part of offer.parts) {
      const { document } = await visitor.get(`/offer/sections/${part.id}`);
      for (const { id, name, description } of offer.elements.filter((element) => element.part === part.id)) {
        expect(document.getElementById(id)?.querySelector('h2')?.textContent).toBe(name);
        expect(document.getElementById(id)?.textContent).toContain(description);
      }
    }
    expect((await visitor.get('/offer/sections/nowhere')).status).toBe(404);
  });

  test('tells a school of the directory its fee, where the number comes from, and what it would get', async () => {
    const { status, text } = await visitor.get(`/offer/schools/${bank}`);
    expect(status).toBe(200);
    expect(text).toContain('What would Rivelin Bank Primary get, and what would it cost?');
    expect(text).toContain(
      '315 on roll, January 2018 census, which counts everybody on roll. Enter the number of school age if it differs.',
    );
    expect(text).toContain('£2,760 £8.76 a pupil, or three payments of £920'.replace(' ', ''));
    expect(text).toContain('Stated value £3,625 to £3,825, before what depends on your category: safety net.');
    expect(text).toContain('Action-plan budget is not settled yet, and not counted.');
    expect(text).toContain('1 September 2018: £920');
  });

  test('answers the same without a school, and a different number in the address', async () => {
    const plain = await visitor.get('/offer?pupils=100&sector=primary&status=academy');
    expect(plain.text).toContain('£1,900');
    expect(plain.text).toContain('three payments, the first of £633.34');
    expect((await visitor.get(`/offer/schools/${bank}?pupils=1%2C800`)).text).toContain('£2.50 a pupil');
  });

  test("a school's own sector and status stand, whatever the address says", async () => {
    const { text } = await visitor.get(`/offer/schools/${arch}?sector=primary&status=maintained`);
    expect(text).toContain('Academy, secondary, as the directory has it.');
    expect(text).toContain('Bespoke credit£1,650');
  });

  test('a college is told that its fee is agreed', async () => {
    const { status, text } = await visitor.get('/offer?pupils=900&sector=college&status=other');
    expect(status).toBe(200);
    expect(text).toContain('Agreed with you');
    expect(text).not.toContain('Net cost');
  });

  test('what it would replace is taken off the fee', async () => {
    const net = async (query: string) => {
      const { document } = await visitor.get(`/offer/schools/${bank}?${query}`);
      return [...document.querySelectorAll('tfoot tr')].map((row) => row.textContent).at(-1);
    };
    // The offer's usual spending, then what the school enters: 2,760 less 500, 320 and 1,100.
    expect(await net('')).toBe('Net cost£2,260');
    expect(await net('pays-governance=500&pays-assessment-training=320&pays-health-check=1%2C100')).toBe(
      'Net cost£840',
    );
    expect(await net('need=governance')).toBe('Net cost£2,760');
    // A sum without the amount that could not be read would be taken for the answer.
    for (const wrong of ['lots', '-5', '400+to+250'])
      expect(await net(`need=governance&pays-governance=500&pays-health-check=${wrong}`)).toBe(
        'Net costwhen the amounts are right',
      );
    expect(await net('pays-health-check=3000.50')).toBe('You would save£240.50');
    const ticked = await visitor.get(`/offer/schools/${bank}?need=governance&need=subject-networks`);
    expect(ticked.text).toContain('Stated value of what you ticked£750–£900');
  });

  test('a category changes the safety net and nothing else that is counted', async () => {
    const rows = async (category: string) => {
      const { document } = await visitor.get(`/offer/schools/${bank}?category=${category}`);
      const [table] = document.querySelectorAll('.m-columns table.m-table--stacked');
      return [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) => row.textContent ?? '').sort();
    };
    const green = await rows('green');
    for (const [category, words] of [
      ['yellow', '1 day'],
      ['amber', '2 days'],
      ['red', '3 days'],
    ] as const) {
      const other = await rows(category);
      const added = other.filter((row) => !green.includes(row));
      expect(added).toEqual([expect.stringMatching(new RegExp(`^Safety net${words}`))]);
      expect(other.filter((row) => !added.includes(row))).toEqual(green);
    }
  });

  test('with and without a subscription stand side by side', async () => {
    const { document } = await visitor.get(`/offer/schools/${arch}`);
    const table = [...document.querySelectorAll('table')].find((one) => one.textContent?.includes('If you subscribe'));
    const line = (name: string) =>
      [...(table?.querySelectorAll('tbody tr') ?? [])].find((row) => row.querySelector('th')?.textContent === name);
    const cells = (name: string) => [...(line(name)?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent);
    expect(cells('Headteacher recruitment')).toEqual(['by quote', 'Included']);
    expect(cells('Attendance at your inspection')).toEqual(['no', 'at the point of need']);
    expect(cells('Safety-net days')).toEqual(['no', 'Included if yellow, amber or red']);
  });

  test('a school is found by a piece of its name', async () => {
    const { text, document } = await visitor.get('/offer?q=rivelin');
    expect(text).toContain('1 school for “rivelin”.');
    expect(document.querySelector('#matches a')?.getAttribute('href')).toBe(`/offer/schools/${bank}`);
    expect((await visitor.get('/offer?q=zzzzzz')).text).toContain(
      'No school fits “zzzzzz”. Enter its facts below instead.',
    );
  });

  test('hostile input is answered, escaped, and changes nothing', async () => {
    const script = '"><script>alert(1)</script>';
    const typed = encodeURIComponent(script);
    expect((await visitor.get('/offer?pupils=999999&sector=primary&status=academy')).text).toContain(
      'Enter the number of pupils in figures, like 315, and 20,000 at most',
    );
    for (const [query, status] of [
      [`q=${typed}`, 200],
      ['q=%25_%5C', 200],
      [`q=${'a'.repeat(5000)}`, 200],
      [`pupils=${typed}&sector=${typed}&status=${typed}&category=${typed}`, 422],
      ['pupils=-1&sector=primary&status=academy', 422],
      ['pupils=1e9&sector=primary&status=academy', 422],
      ['pupils=999999&sector=primary&status=academy', 422],
      ['pupils=1.5&sector=primary&status=academy', 422],
      ['pupils=0&sector=primary&status=academy', 200],
      ['pupils=10&sector=constructor&status=__proto__', 422],
      [`pupils=10&sector=primary&status=academy&need=${typed}&pays-${typed}=5&pays-nothing=7`, 200],
      [`pupils=10&sector=primary&status=academy&pays-governance=${typed}`, 422],
      ['pupils=10&sector=primary&status=academy&pays-governance=-5', 422],
      ['pupils=10&sector=primary&status=academy&pays-governance=9999999', 422],
    ] as const) {
      const answer = await visitor.get(`/offer?${query}`);
      expect([query, answer.status]).toEqual([query, status]);
      expect(answer.html).not.toContain('<script>alert');
    }
    for (const urn of ['0', '999999', 'abc', '1e5', `${bank}x`, '%00', '100001%27'])
      expect([urn, (await visitor.get(`/offer/schools/${urn}`)).status]).toEqual([urn, 404]);
    expect((await visitor.get('/offer?q=anne')).html).toContain('&lt;b&gt;');
  });

  test('what was typed is kept, and the fault links to its field', async () => {
    const { document } = await visitor.get('/offer?pupils=many&sector=primary&status=academy');
    expect(document.querySelector('.govuk-error-summary a')?.getAttribute('href')).toBe('#pupils');
    expect(document.querySelector('#pupils')?.getAttribute('value')).toBe('many');
  });

  test('the programme can be narrowed to a sector and taken away', async () => {
    const { text } = await visitor.get('/offer/programme?sector=special');
    expect(text).toContain('4 sessions for special schools');
    const { html, headers } = await visitor.get('/offer/programme.csv?sector=special');
    expect(headers.get('content-disposition')).toContain('2018-19.csv');
    expect(html.trim().split(/\r?\n/)).toHaveLength(5);
    expect(html).toContain('September 2018,Special,Complex learners 1,Teachers and assessment leaders');
    const { bytes } = await visitor.get('/offer/programme.xlsx');
    expect(new TextDecoder().decode(bytes.slice(0, 2))).toBe('PK');
  });

  test('dates, menu, partnerships and settled questions are said in words', async () => {
    expect((await visitor.get('/offer/calendar')).text).toContain('2019/201 March 2020 to 31 May 2020');
    const menu = await visitor.get('/offer/bespoke');
    expect(menu.text).toContain('Secondary and All-through£1,650');
    expect(menu.text).toContain('2½ days£1,400');
    const { text } = await visitor.get('/offer/partnerships');
    expect(text).toContain('One member, one vote, with or without a subscription.');
    const rules = await visitor.get('/offer/questions');
    for (const { question, answer, at } of shippedOffer().settings) {
      expect(rules.text).toContain(question);
      expect(rules.text).toContain(answer);
      for (const place of at) expect(rules.text.replaceAll('\u200b', '')).toContain(place);
    }
    expect(rules.text).not.toMatch(/\[object|undefined/);
    expect(rules.text.replaceAll('\u200b', '')).toMatch(/no\s*contract\.|yes\s*contract\./);
  });
});

describe('a trust', () => {
  const urns: number[] = [];
  beforeAll(async () => {
    await nothing();
    await publish(shippedOfferText());
    await asSystem(database, async (tx) => {
      const as_at = Temporal.PlainDate.from('2017-09-01');
      await tx.insertInto('schools.trust').values({ uid: 5001 }).execute();
      await tx
        .insertInto('schools.trust_version')
        .values({
          uid: 5001,
          import_id: null,
          as_at,
          name: 'Weir Trust',
          kind: 'Multi-academy trust',
          runs_schools: true,
          companies_house: null,
          open: true,
          closed: null,
        })
        .execute();
      for (const [name, pupils] of [
        ['Weir Head', 100],
        ['Weir Foot', 200],
      ] as const) {
        const urn = await aSchool(tx, { name, sector: 'primary', status: 'academy', pupils });
        urns.push(urn);
        await tx
          .insertInto('schools.trust_membership')
          .values({ urn, uid: 5001, joined: null, import_id: null, as_at, present: true })
          .execute();
      }
    });
  });
  const totals = async (query: string) =>
    [...(await visitor.get(`/offer/trusts/5001?${query}`)).document.querySelectorAll('tfoot th, tfoot td')]
      .map((cell) => cell.textContent?.trim())
      .filter(Boolean);

  test('sees each of its schools and all together, by what any or all of them use', async () => {
    // 1,900 and 2,300 in fees; untouched, each spends the offer's usual 500.
    expect(await totals('')).toEqual(['The trust', '£4,200', '£1,000', '£3,200']);
    const [head, foot] = [...urns].sort((a, b) => a - b);
    const typed = `part=governance&part=health-check&pays-${head}-governance=300&pays-${foot}-governance=&pays-${head}-health-check=1000&pays-${foot}-health-check=1000`;
    expect(await totals(`${typed}&count=used-by-any`)).toEqual(['The trust', '£4,200', '£2,300', '£1,900']);
    expect(await totals(`${typed}&count=used-by-all`)).toEqual(['The trust', '£4,200', '£2,000', '£2,200']);
    expect((await visitor.get(`/offer/schools/${head}`)).html).toContain('href="/offer/trusts/5001"');
    // On a phone the figure stands beside the school's name, where it could be anything.
    const row = (await visitor.get('/offer/trusts/5001')).document.querySelector('tbody .m-table__cell--figure');
    expect(row?.getAttribute('data-label')).toBe('Net');
  });

  test('is told which amount cannot be read, and an unknown trust is not found', async () => {
    const wrong = await visitor.get(`/offer/trusts/5001?pays-${urns[0]}-governance=lots`);
    expect(wrong.status).toBe(422);
    expect(wrong.document.querySelector('.govuk-error-summary a')?.getAttribute('href')).toBe(
      `#pays-${urns[0]}-governance`,
    );
    // A sum without that amount would be taken for the answer: the other school keeps its own.
    expect(await totals(`pays-${urns[0]}-governance=lots`)).toEqual(['The trust', '£4,200', '–', '–']);
    expect(wrong.text).toContain('£4,200 in fees; what it replaces follows when the amounts are right.');
    for (const uid of ['1', 'x', '%00', '99999999999'])
      expect((await visitor.get(`/offer/trusts/${uid}`)).status).toBe(404);
  });
});

describe('next year beside this year', () => {
  beforeAll(async () => {
    await nothing();
    await publish(shippedOfferText());
    await publish(otherOfferText());
  });

  test('can be chosen, and every link and form of its pages stays in it', async () => {
    expect((await visitor.get('/offer')).text).toContain('2018/19');
    const next = '/offer?year=2024%2F25';
    const first = await visitor.get('/offer/calendar');
    expect(first.text).toContain('The year 2018/19 runs');
    expect(first.html).toContain('href="/offer/calendar?year=2024%2F25"');
    expect((await visitor.get('/offer/calendar?year=2024/25')).text).toContain('The year 2024/25 runs');
    for (const path of [next, `${next}&pupils=100&sector=upper&status=county`, '/offer/programme?year=2024%2F25']) {
      const { status, document } = await visitor.get(path);
      expect([path, status]).toEqual([path, 200]);
      for (const link of document.querySelectorAll('main a[href^="/offer"]'))
        expect(link.getAttribute('href')).toMatch(/[?&]year=20/);
      for (const form of document.querySelectorAll('main form[action^="/offer"]'))
        expect(form.querySelector('input[name=year]')?.getAttribute('value')).toBe('2024/25');
    }
    for (const year of ['2031/32', 'x', "'"]) expect((await visitor.get(`/offer?year=${year}`)).status).toBe(404);
  });
});

describe('another offer, of another shape', () => {
  beforeAll(async () => {
    await nothing();
    await publish(otherOfferText());
  });

  test('has every page without any code of its own', async () => {
    const offer = otherOffer();
    for (const path of pages(offer)) {
      const { status, html } = await visitor.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(html, path).not.toMatch(/undefined|NaN|\[object/);
    }
    for (const sector of offer.sectors)
      for (const status of offer.statuses)
        for (const category of ['', ...offer.categories.map(({ id }) => id)]) {
          const path = `/offer?pupils=120&sector=${sector.id}&status=${status.id}&category=${category}`;
          const answer = await visitor.get(path);
          expect([path, answer.status]).toEqual([path, 200]);
          expect(answer.html, path).not.toMatch(/undefined|NaN|\[object/);
        }
  });

  test('says its own prices, units and words', async () => {
    const upper = await visitor.get('/offer?pupils=100&sector=upper&status=county');
    // (1,200 + 100 × 2.50) and 20% tax, in two halves.
    expect(upper.text).toContain('£1,740');
    expect(upper.text).toContain('two payments of £870');
    expect(upper.text).toContain('7 tokens');
    expect(upper.text).toContain('Steady: ¼ of a day, Watched: ¾ of a day, Focused: 1½ days');
    const menu = await visitor.get('/offer/bespoke');
    expect(menu.text).toContain('1 day4 tokens');
    expect(menu.text).toContain('1½ days and a map');
    expect((await visitor.get('/offer/questions')).text).toContain('Four tokens or seven.');
  });

  test('asks a school of the directory for the sector that this offer calls otherwise', async () => {
    const { status, document } = await visitor.get(`/offer/schools/${bank}`);
    expect(status).toBe(200);
    expect([...document.querySelectorAll('#sector option')].map((option) => option.textContent)).toContain(
      'Upper schools',
    );
    expect(document.querySelector('.govuk-error-summary')).toBeNull();
  });
});

describe('versions', () => {
  const staff = testSite(database, offerRoutes, anActor('staff'));
  const admin = testSite(database, offerRoutes, administrator);
  const upload = async (text: string, actor: Actor | null = administrator, name = 'mine.yaml') => {
    const web = createWeb({
      mesters: { ...testMesters(database), files: admin.mesters.files },
      routes: offerRoutes,
      findActor: async () => actor,
      shell: async () => ({ navigation: [], menu: [], footer: [], tabsOf: () => [] }),
      metrics: createMetrics(),
    });
    const body = new FormData();
    if (name) body.append('file', new File([text], name));
    const response = await web.request('http://localhost/offer/versions/check', {
      method: 'POST',
      body,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
    return { status: response.status, html: await response.text() };
  };
  const fieldsIn = (html: string) => ({
    file: /name="file" value="([^"]+)"/.exec(html)?.[1] ?? '',
    'compared-with': /name="compared-with" value="([^"]*)"/.exec(html)?.[1] ?? 'none given',
  });

  beforeAll(async () => {
    await nothing();
    await publish(shippedOfferText());
  });

  test('are for staff to see and for the administrator to make', async () => {
    expect((await visitor.get('/offer/versions')).status).toBe(303);
    const seen = await staff.get('/offer/versions');
    expect((await staff.get('/offer/versions.csv')).html).toMatch(
      /Year,Version,Published,File\r\n[\d/]+,1,\d{4}-\d\d-\d\d,/,
    );
    expect(seen.text).toContain('2018/191');
    expect(seen.document.querySelector('input[type=file]')).toBeNull();
    expect((await admin.get('/offer/versions')).document.querySelector('input[type=file]')).not.toBeNull();
    expect((await upload(shippedOfferText(), anActor('staff'))).status).toBe(403);
    expect((await upload(shippedOfferText(), null)).status).toBe(303);
    expect((await staff.post('/offer/versions/publish', { file: 'x' })).status).toBe(403);
  });

  test('whoever may publish is told of a newer file that came with the program', async () => {
    const words = 'in its file offers/sheffield-2018-19.yaml. Quotes follow version 1 until it is published.';
    expect((await admin.get('/offer/versions')).text).not.toContain(words);
    await nothing();
    await publish(`${shippedOfferText()}\n# of an earlier program\n`);
    expect((await admin.get('/offer/versions')).text).toContain(words);
    expect((await staff.get('/offer/versions')).text).not.toContain(words);
    await nothing();
    await publish(shippedOfferText());
  });

  test('a file with mistakes is shown by line and column, and nothing is kept', async () => {
    const { status, html } = await upload(shippedOfferText().replace('votesEach: 1', 'votesEach: one'));
    expect(status).toBe(422);
    expect(html).toContain('mine.yaml has 1 mistake.');
    expect(html).toMatch(/<code>members\.votesEach<\/code>/);
    expect((await upload('', administrator, '')).html).toContain('Choose an offer file');
    expect((await upload('\u0000\u0001')).html).toContain('not a text file');
  });

  test('what differs is shown, then it is published, once', async () => {
    const changed = shippedOfferText().replace('votesEach: 1', 'votesEach: 3');
    const preview = await upload(changed);
    expect(preview.status).toBe(200);
    expect(preview.html).toContain('Publish the offer of 2018/19 as version 2?');
    expect(preview.html).toMatch(/members\.votesEach[\s\S]*?>1<[\s\S]*?>3</);
    expect(await asSystem(database, allVersions)).toHaveLength(1);

    const form = fieldsIn(preview.html);
    const published = await admin.post('/offer/versions/publish', form);
    expect([published.status, published.notice]).toEqual([303, 'Published: the offer of 2018/19, version 2.']);
    const again = await admin.post('/offer/versions/publish', form);
    expect(again.notice).toMatch(/dealt with already/);
    expect(await asSystem(database, allVersions)).toHaveLength(2);
    expect((await visitor.get('/offer/partnerships')).text).toContain('Each has 3 votes');
    expect((await upload(changed)).html).toContain('This is published already');
  });

  test('a version that was published since the preview is said, and the file is compared anew', async () => {
    const [mine, theirs] = ['5', '6'].map((votes) => shippedOfferText().replace('votesEach: 1', `votesEach: ${votes}`));
    const [first, second] = [fieldsIn((await upload(mine ?? '')).html), fieldsIn((await upload(theirs ?? '')).html)];
    const before = (await asSystem(database, allVersions)).length;
    const both = await Promise.all([first, second].map((form) => admin.post('/offer/versions/publish', form)));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(await asSystem(database, allVersions)).toHaveLength(before + 1);

    const late = both.find(({ status }) => status === 409);
    expect(late?.html).toContain(`Another version was published meanwhile: version ${before + 1} of 2018/19.`);
    expect(late?.html).toMatch(/members\.votesEach[\s\S]*?>(5<[\s\S]*?>6|6<[\s\S]*?>5)</);
    const looked = await admin.post('/offer/versions/publish', fieldsIn(late?.html ?? ''));
    expect(looked.notice).toBe(`Published: the offer of 2018/19, version ${before + 2}.`);
  });

  test('a double click publishes once', async () => {
    const form = fieldsIn((await upload(shippedOfferText().replace('votesEach: 1', 'votesEach: 7'))).html);
    const before = (await asSystem(database, allVersions)).length;
    const both = await Promise.all([1, 2].map(() => admin.post('/offer/versions/publish', form)));
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(both.map(({ notice }) => notice).sort()).toEqual([
      `Published: the offer of 2018/19, version ${before + 1}.`,
      'That file has been dealt with already. The list below says what is published.',
    ]);
    expect(await asSystem(database, allVersions)).toHaveLength(before + 1);
  });

  test('a checked file that nobody publishes is cleared away a day later', async () => {
    const waiting = () => asSystem(database, (tx) => tx.selectFrom('platform.file').select('id').execute());
    const { file } = fieldsIn((await upload(shippedOfferText().replace('votesEach: 1', 'votesEach: 8'))).html);
    await upload(shippedOfferText().replace('votesEach: 1', 'votesEach: 9'));
    expect((await waiting()).map(({ id }) => id)).toContain(file);
    const connection = await database.source.acquire();
    await connection.query("update platform.file set made_at = made_at - interval '25 hours'", []);
    connection.release();
    await upload(shippedOfferText().replace('votesEach: 1', 'votesEach: 10'));
    expect(await waiting()).toHaveLength(1);
    expect((await admin.post('/offer/versions/publish', { file, 'compared-with': '' })).notice).toMatch(
      /dealt with already/,
    );
  });

  test('are sorted, and taken away in the same order', async () => {
    const years = async (query: string) =>
      [...(await staff.get(`/offer/versions${query}`)).document.querySelectorAll('tbody tr')].map(
        (row) => row.querySelectorAll('td')[0]?.textContent,
      );
    const usual = await years('');
    expect(usual).toEqual((await asSystem(database, allVersions)).map(({ version }) => String(version)));
    expect(await years('?sort=version')).toEqual(usual.toReversed());
    const csv = (await staff.get('/offer/versions.csv?sort=version')).html.trim().split(/\r?\n/);
    expect(csv[0]).toMatch(/Year,Version,Published,File$/);
    expect(csv.slice(1).map((line) => line.split(',')[1])).toEqual(usual.toReversed());
    expect((await visitor.get('/offer/versions.csv')).status).toBe(303);
  });

  test('each version can be taken away as it was', async () => {
    const first = (await asSystem(database, allVersions)).at(-1);
    const { html, headers } = await staff.get(`/offer/versions/${first?.id}/file`);
    expect(html).toBe(shippedOfferText());
    expect(headers.get('content-disposition')).toContain('version-1.yaml');
    expect((await staff.get(`/offer/versions/${crypto.randomUUID()}/file`)).status).toBe(404);
  });
});

describe('an offer that this program cannot read', () => {
  const routes = sayUnreadableOffer(offerRoutes);
  beforeAll(async () => {
    await nothing();
    await publish(shippedOfferText());
    const text = shippedOfferText().replace('votesEach: 1', 'votesEach: one');
    const connection = await database.source.acquire();
    await connection.query('update offer.published set content = $1, sha256 = $2', [text, sha256Of(text)]);
    connection.release();
  });

  test('is not available just now to those who only read it', async () => {
    const site = testSite(database, routes, null);
    for (const path of [...pages(shippedOffer()), `/offer/schools/${bank}`, '/offer/programme.csv']) {
      const { status, text } = await site.get(path);
      expect([path, status]).toEqual([path, 503]);
      expect(text).toContain('The offer is not available just now');
      expect(text).not.toContain('votesEach');
    }
  });

  test('is shown to the office with its line and the way to mend it', async () => {
    for (const [actor, advice] of [
      [anActor('staff'), 'ask an administrator to publish it'],
      [administrator, 'publish it as a new version'],
    ] as const) {
      const site = testSite(database, routes, actor);
      for (const [path, wanted] of [
        ['/offer', 503],
        ['/offer/versions', 200],
      ] as const) {
        const { status, html, text } = await site.get(path);
        expect([path, status]).toEqual([path, wanted]);
        expect(html).toMatch(/<code>members\.votesEach<\/code>/);
        expect(text).toContain(advice);
      }
      const [version] = await asSystem(database, allVersions);
      expect((await site.get(`/offer/versions/${version?.id}/file`)).html).toContain('votesEach: one');
    }
  });
});
