import { beforeAll, describe, expect, test } from 'vitest';
import { publishOffer } from '../offer';
import { shippedOfferText } from '../offer/testing';
import type { Actor } from '../platform/actor';
import { readPdf, unzip } from '../platform/documents/testing';
import { asSystem, testClock, testDatabase } from '../platform/testing';
import { testSite } from '../platform/web/testing';
import { company } from '../schools';
import { aPerson, aSchool } from '../schools/testing';
import { subscriptionsRoutes } from './routes';

const database = await testDatabase();
const made = await asSystem(database, async (tx) => {
  const bank = await aSchool(tx, { name: 'Rivelin Bank', pupils: 315 });
  const weir = await aSchool(tx, { name: 'Weir High', sector: 'secondary', status: 'academy', pupils: 1800 });
  const hub = await aSchool(tx, { name: 'Hagg Hub', sector: 'special', pupils: 100 });
  const uncounted = await aSchool(tx, { name: 'New Lane' });
  const college = await aSchool(tx, { name: 'Steel College', sector: 'college' });
  await tx
    .insertInto('schools.partnership')
    .values({ id: 'a', name: 'Locality A', letter: 'A', kind: 'locality' })
    .execute();
  await tx
    .insertInto('schools.partnership_membership')
    .values({
      urn: bank,
      partnership_id: 'a',
      import_id: null,
      as_at: Temporal.PlainDate.from('2017-09-01'),
      present: true,
    })
    .execute();
  return { bank, weir, hub, uncounted, college };
});
const staff = await aPerson(database, 'project-officer', company);
const head = await aPerson(database, 'headteacher', { kind: 'school', id: String(made.bank) });
const as = (actor: Actor | null) => testSite(database, subscriptionsRoutes, actor);
const visitor = as(null);
const office = as(staff);

test('before an offer is published there is nothing to quote, and the office is told so', async () => {
  expect((await visitor.get(`/schools/${made.bank}/quote`)).status).toBe(404);
  expect((await office.get('/subscriptions/viability')).text).toContain('No offer is published yet');
});

describe('with the offer', () => {
  beforeAll(() =>
    asSystem(database, async (tx) => {
      const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
      if (!published.ok) throw new Error('The shipped offer has mistakes.');
    }),
  );

  // Offer, section 15: pupils, fee, instalments, cost of a pupil.
  test.each([
    ['0', '£1,500', ['£500', '£500', '£500'], null],
    ['1', '£1,504', ['£501.34', '£501.33', '£501.33'], '£1,504'],
    ['100', '£1,900', ['£633.34', '£633.33', '£633.33'], '£19'],
    ['315', '£2,760', ['£920', '£920', '£920'], '£8.76'],
    ['420', '£3,180', ['£1,060', '£1,060', '£1,060'], '£7.57'],
    ['749', '£4,496', ['£1,498.67', '£1,498.67', '£1,498.66'], '£6'],
    ['750', '£4,500', ['£1,500', '£1,500', '£1,500'], '£6'],
    ['751', '£4,500', ['£1,500', '£1,500', '£1,500'], '£5.99'],
    ['1800', '£4,500', ['£1,500', '£1,500', '£1,500'], '£2.50'],
  ])('%s pupils cost %s on the page', async (pupils, fee, parts, each) => {
    const { document, text, status } = await visitor.get(`/schools/${made.bank}/quote?pupils=${pupils}&plan=termly`);
    expect(status).toBe(200);
    expect(document.querySelector('.m-lead .m-number')?.textContent).toBe(fee);
    expect(text).toContain(each === null ? `${fee} for 2018/19, or` : `${fee} for 2018/19, ${each} a pupil all in`);
    const [, paid] = document.querySelectorAll('table');
    expect([...(paid?.querySelectorAll('tbody td') ?? [])].map((cell) => cell.textContent)).toEqual(parts);
    expect([...(paid?.querySelectorAll('tbody th') ?? [])].map((cell) => cell.textContent)).toEqual([
      '1 September 2018',
      '1 January 2019',
      '1 April 2019',
    ]);
  });

  test('a visitor sees the newest census, its day, and what it counts', async () => {
    const { text, document } = await visitor.get(`/schools/${made.bank}/quote`);
    expect(text).toContain('315 pupils on roll on 18 January 2018, from the school census.');
    expect(text).toContain('That counts everybody on roll.');
    expect(text).toContain('315 pupils at £4');
    expect(document.querySelector(`a[href="/offer/schools/${made.bank}"]`)).not.toBeNull();
    expect((document.querySelector('#pupils') as HTMLInputElement).value).toBe('');
  });

  test('a school with more pupils than are charged for is told so', async () => {
    const { text } = await visitor.get(`/schools/${made.weir}/quote`);
    expect(text).toContain('The school has 1,800 pupils. No more than 750 are charged for.');
    expect(text).toContain(
      'The fee grows from £1,500 without pupils to £4,500 at 750, and no further. With 1,800 it is £4,500.',
    );
  });

  test('refusals are words, with the way on', async () => {
    const says = async (path: string) => (await visitor.get(path)).text;
    expect(await says(`/schools/${made.bank}/quote?year=2019-20`)).toContain(
      'The offer states no price for 2019/20 yet.',
    );
    expect(await says(`/schools/${made.college}/quote`)).toContain('is agreed by hand (college)');
    expect(await says(`/schools/${made.uncounted}/quote`)).toContain(
      'No pupil number of this school is known yet. Type one',
    );
    expect(await says(`/schools/${made.uncounted}/quote?pupils=10`)).toContain('£1,540 for 2018/19');
    expect((await visitor.get('/schools/999999/quote')).status).toBe(404);
    expect((await visitor.get('/schools/0x1/quote')).status).toBe(404);
  });

  test('a number that is none is refused, and kept', async () => {
    const { status, document, text } = await visitor.get(`/schools/${made.bank}/quote?pupils=many`);
    expect(status).toBe(422);
    expect(document.querySelector('.govuk-error-summary a')?.getAttribute('href')).toBe('#pupils');
    expect((document.querySelector('#pupils') as HTMLInputElement).getAttribute('value')).toBe('many');
    const tooMany = await visitor.get(`/schools/${made.bank}/quote?pupils=999999`);
    expect(tooMany.text).toContain('Write the number of pupils as a whole number of at most five figures, such as 210');
    expect((await visitor.get(`/schools/${made.bank}/quote?pupils=1%2C800`)).text).toContain('£4,500 for 2018/19');
    expect(text).toContain('£2,760');
    expect((await visitor.get(`/schools/${made.bank}/quote?pupils=%3Cscript%3E`)).html).not.toContain('<script>"');
  });

  test('the quote as a PDF: its words, tagged, in the house font, and the same bytes each time', async () => {
    const address = `/schools/${made.bank}/quote.pdf?plan=termly`;
    const { bytes, headers, status } = await visitor.get(address);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toContain('quote-rivelin-bank-2018-19.pdf');
    const pdf = await readPdf(bytes);
    for (const words of [
      'Quote for Rivelin Bank',
      '£2,760 for the school year 2018/19',
      '£8.76 for each pupil, all in',
      'Base fee £1,500',
      '315 pupils at £4 £1,260',
      'Fee for the year £2,760',
      '1 January 2019 £920',
      '315 pupils on roll on 18 January 2018, from the school census.',
      'That counts everybody on roll.',
      'version 1. Pupils: the school census, 18 January 2018.',
      'Printed 14 January 2019.',
    ])
      expect(pdf.text).toContain(words);
    expect(pdf.fonts.length).toBeGreaterThan(0);
    expect(pdf.fonts.every((font) => font.startsWith('SourceSans3-'))).toBe(true);
    expect(pdf).toMatchObject({ tagged: true, ua: 1, title: 'Quote for Rivelin Bank', language: 'en-GB' });
    expect(pdf.tags.filter((tag) => tag === 'TH').length).toBeGreaterThan(3);
    expect(pdf.tags.filter((tag) => /^(H\d|Table)$/.test(tag))).toEqual(['H1', 'H2', 'Table', 'H2', 'Table', 'H2']);
    expect(Buffer.from((await visitor.get(address)).bytes).equals(Buffer.from(bytes))).toBe(true);
    expect((await visitor.get(`/schools/${made.college}/quote.pdf`)).status).toBe(404);
    const wrong = await visitor.get(`/schools/${made.bank}/quote.pdf?pupils=-1`);
    expect(wrong.status).toBe(422);
    expect(wrong.document.querySelector('.govuk-error-summary a')?.getAttribute('href')).toBe('#pupils');
    expect((await readPdf((await visitor.get(`${address}&pupils=749`)).bytes)).text).toContain(
      '1 April 2019 £1,498.66',
    );
  });

  test('money of all schools is for staff alone', async () => {
    const pages = ['quotes', 'quotes.csv', 'quotes.xlsx', 'viability', 'viability.csv', 'viability.xlsx'];
    for (const path of pages.map((name) => `/subscriptions/${name}`)) {
      expect((await office.get(path)).status, path).toBe(200);
      expect((await as(head).get(path)).status, path).toBe(403);
      expect((await visitor.get(path)).location, path).toContain('/sign-in');
    }
  });

  test('all quotes: the sum, the census, sorted and filtered', async () => {
    const { text, document } = await office.get('/subscriptions/quotes');
    // 2,760 + 4,500 + 1,900: the school without a census and the college are in no census.
    expect(document.querySelector('h1')?.textContent).toBe('£9,160 a year if all subscribe');
    expect(text).toContain('3 schools, £9,160');
    expect(text).toContain('18 January 2018, which counts everybody on roll');
    expect(text).toContain('Why this differs from the percentages printed in the offer');
    const names = async (query: string) =>
      [...(await office.get(`/subscriptions/quotes?${query}`)).document.querySelectorAll('tbody th a')].map(
        (link) => link.textContent,
      );
    expect(await names('')).toEqual(['Hagg Hub', 'Rivelin Bank', 'Weir High']);
    expect(await names('sort=fee&dir=desc')).toEqual(['Weir High', 'Rivelin Bank', 'Hagg Hub']);
    expect(await names('sector=special')).toEqual(['Hagg Hub']);
    expect(await names('partnership=a')).toEqual(['Rivelin Bank']);
    expect(await names('status=academy&sector=special')).toEqual([]);
    expect(await names('sort=%27&dir=x&page=99')).toEqual(['Hagg Hub', 'Rivelin Bank', 'Weir High']);
  });

  test('all quotes as files', async () => {
    const { html } = await office.get('/subscriptions/quotes.csv?sort=fee');
    expect(html.split('\r\n').map((line) => line.split(',').at(-1))).toEqual([
      'Fee',
      '1900.00',
      '2760.00',
      '4500.00',
      '',
    ]);
    const sheet = unzip((await office.get('/subscriptions/quotes.xlsx')).bytes);
    expect([...sheet.values()].join('')).toContain('Rivelin Bank');
  });

  test('viability: everyone, words first, and who they are', async () => {
    const { text, document } = await office.get('/subscriptions/viability');
    expect(document.querySelector('#answer h2')?.textContent).toBe(
      '£9,160: £345,840 short of the line of £355,000; £420,840 short of the target of £430,000.',
    );
    expect(text).toContain('3 of 3 schools: every one');
    expect(text).toContain('Put the options to all members, who decide. One member, one vote.');
    expect(text).toContain('£185,000 is drawn');
    expect(document.querySelector('.m-money svg')?.getAttribute('aria-label')).toContain('£9,160');
    expect(document.querySelectorAll('input[name=urn]:checked, input[name=urn][checked]').length).toBe(3);
  });

  test('viability: by filter, by share, and by ticking, each with its own address', async () => {
    const says = async (query: string) => (await office.get(`/subscriptions/viability?${query}`)).text;
    expect(await says('sector=secondary')).toContain('1 of 3 schools: all that are secondary');
    expect(await says('partnership=a')).toContain('£2,760:');
    expect(await says('share=33&order=largest')).toContain('£4,500:');
    expect(await says('share=33&order=smallest')).toContain('£1,900:');
    expect(await says('share=34')).toContain('Any 1 school of these bring between £1,900 and £4,500');
    const { bank, weir, hub } = made;
    const tick = async (query: string) => (await office.get(`/subscriptions/viability?ticked=1&${query}`)).location;
    expect(await tick(`urn=${bank}&urn=${weir}`)).toBe(`/subscriptions/viability?not=${hub}`);
    expect(await tick(`urn=${bank}`)).toBe(`/subscriptions/viability?nobody=1&also=${bank}`);
    expect(await tick(`sector=secondary&urn=${weir}`)).toBe('/subscriptions/viability?sector=secondary');
    expect(await tick('urn=abc')).toBe('/subscriptions/viability?nobody=1');
    expect(await says(`not=${hub}`)).toContain('2 of 3 schools: every one, 1 taken out by hand');
  });

  test('viability: a share that is none is refused and kept', async () => {
    const { status, document, text } = await office.get('/subscriptions/viability?share=some');
    expect(status).toBe(422);
    expect(text).toContain('Nothing is added up until the share can be read.');
    expect(text).not.toContain('3 of 3 schools');
    expect(document.querySelector('#share')?.getAttribute('value')).toBe('some');
  });

  test('a choice that no school answers is said at its field, and stands for nobody', async () => {
    for (const [slip, field] of [
      ['sector=nursery', 'sector'],
      ['sector=Primary', 'sector'],
      ['status=zzz', 'status'],
      ['partnership=zzz', 'partnership'],
      ['trust=999999', 'trust'],
      ['trust=zzz', 'trust'],
    ]) {
      for (const path of ['viability', 'quotes']) {
        const { status, document, text } = await office.get(`/subscriptions/${path}?${slip}`);
        expect([path, slip, status]).toEqual([path, slip, 422]);
        expect(document.querySelector(`#${field}-error`)?.textContent).toContain(slip?.split('=')[1]);
        expect(document.querySelector('.govuk-error-summary a')?.getAttribute('href')).toBe(`#${field}`);
        expect(text).not.toMatch(/3 of 3 schools|3 schools, £/);
        for (const ending of ['csv', 'xlsx'])
          expect((await office.get(`/subscriptions/${path}.${ending}?${slip}`)).status).toBe(422);
      }
    }
    expect((await office.get('/subscriptions/quotes?trust=none')).status).toBe(200);
  });

  test('viability: what an address asks beside the choice is said where it cannot be read', async () => {
    for (const slip of ['urns=106982', 'share=61&lot=abc', 'order=best', 'also=x', 'not=x', 'later=x', 'nobody=yes']) {
      const { status, text } = await office.get(`/subscriptions/viability?${slip}`);
      expect([slip, status]).toEqual([slip, 422]);
      expect(text).not.toContain('3 of 3 schools');
      expect((await office.get(`/subscriptions/viability.csv?${slip}`)).status).toBe(422);
    }
    expect((await office.get('/subscriptions/viability.xlsx?share=101')).status).toBe(422);
  });

  test('viability as files: the choice, and the funding beside what was printed', async () => {
    const { html } = await office.get(`/subscriptions/viability.csv?not=${made.hub}`);
    expect(html).toContain(`${made.hub},Hagg Hub,No,`);
    expect(html).toContain(`${made.bank},Rivelin Bank,Yes,`);
    const sheets = [...unzip((await office.get('/subscriptions/viability.xlsx')).bytes).entries()];
    expect(sheets.filter(([name]) => name.includes('worksheets/sheet')).length).toBe(2);
  });

  test('what the offer counts is called its rule where only the roll is known, and a roll below school age pays the base fee', async () => {
    const young = await asSystem(database, (tx) =>
      aSchool(tx, { name: 'Ponds Nursery', sector: 'nursery', pupils: 102 }),
    );
    const rule = "By the offer's rule";
    const quoted = async (urn: number) => {
      const { text } = await visitor.get(`/schools/${urn}/quote`);
      const pdf = await readPdf((await visitor.get(`/schools/${urn}/quote.pdf`)).bytes);
      return [text, pdf.text];
    };
    for (const text of await quoted(made.bank)) {
      expect(text).toContain(rule);
      expect(text).not.toMatch(/Counted:? ?School-aged|The fee counts:/);
    }
    for (const text of await quoted(young)) {
      expect(text).toContain('£1,500');
      expect(text).toContain('102 pupils on roll on 18 January 2018');
      expect(text).toContain("A nursery's pupils on roll are below school age.");
    }
  });
});
