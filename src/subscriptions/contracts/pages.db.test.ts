import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import type { Actor } from '../../platform/actor';
import { heldClock } from '../../platform/clock';
import { readPdf, unzip } from '../../platform/documents/testing';
import { asSystem, testDatabase } from '../../platform/testing';
import { type Answer, type TestSite, testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { subscriptionsRoutes } from '../routes';
import { aContract } from './testing';

const database = await testDatabase();
const spring = heldClock('2019-04-01');
const { files } = testSite(database, subscriptionsRoutes, null).mesters;
/** Everybody uses one store of files, as they do one database. */
function as(actor: Actor | null, on = '2018-06-11'): TestSite {
  const site = testSite(database, subscriptionsRoutes, actor, { clock: heldClock(on) });
  site.mesters.files = files;
  return site;
}

const made = await asSystem(database, async (tx) => {
  const schools: number[] = [];
  for (const name of ['Rivelin Bank', 'Weir Lane', 'Forge Hill', 'Hagg Wood', 'Steel View'])
    schools.push(await aSchool(tx, { name, pupils: 315 }));
  const joined = { import_id: null, as_at: Temporal.PlainDate.from('2017-09-01') };
  await tx.insertInto('schools.trust').values({ uid: 5001 }).execute();
  await tx
    .insertInto('schools.trust_version')
    .values({
      ...joined,
      uid: 5001,
      name: 'Five Weirs Trust',
      kind: 'Multi-academy trust',
      runs_schools: true,
      companies_house: null,
      open: true,
      closed: null,
    })
    .execute();
  await tx
    .insertInto('schools.trust_membership')
    .values(schools.slice(2).map((urn) => ({ ...joined, urn, uid: 5001, joined: null, present: true })))
    .execute();
  return schools as [number, number, number, number, number];
});
const [bank, weir, ...trusts] = made;
const inSchool = (role: string, urn = bank) =>
  aPerson(database, role, { kind: 'school', id: String(urn) }, `${role} ${urn}`);
const head = await inSchool('headteacher');
const manager = await inSchool('school-business-manager');
const governor = await inSchool('governor');
const elsewhere = await inSchool('headteacher', weir);
const leader = await aPerson(database, 'trust-leader', { kind: 'trust', id: '5001' });
const trustee = await aPerson(database, 'trustee', { kind: 'trust', id: '5001' });
const admin = await aPerson(database, 'administrator', company);
const analyst = await aPerson(database, 'data-analyst', company);
const partner = await aPerson(database, 'improvement-partner', company);
const base = `/schools/${bank}/subscription`;

const hidden = ({ document }: Answer, name: string) =>
  document.querySelector(`input[name="${name}"]`)?.getAttribute('value') ?? '';
const errorsOf = ({ document }: Answer) =>
  [...document.querySelectorAll('.govuk-error-summary a')].map((link) => [link.getAttribute('href'), link.textContent]);
const buttons = ({ document }: Answer) =>
  [...document.querySelectorAll('main button, main a.govuk-button')].map((one) => (one.textContent ?? '').trim());

test('before an offer is published there is nothing to show', async () => {
  expect((await as(head).get(base)).status).toBe(404);
  expect((await as(admin).get('/subscriptions')).text).toContain('No offer is published yet');
});

describe('with the offer', () => {
  beforeAll(() =>
    asSystem(database, async (tx) => {
      const published = await publishOffer(
        tx,
        { actor: null, clock: heldClock('2018-05-01') },
        shippedOfferText(),
        'offer.yaml',
      );
      if (!published.ok) throw new Error('The shipped offer has mistakes.');
    }),
  );

  test('who opens what', async () => {
    const status = async (actor: Actor | null, path: string) => (await as(actor).get(path)).status;
    for (const reader of [head, manager, governor, partner, admin])
      expect(await status(reader, base), reader.name).toBe(200);
    expect(await status(elsewhere, base)).toBe(403);
    expect(await status(null, base)).toBe(303);
    expect(await status(admin, '/schools/999999/subscription')).toBe(404);
    for (const path of ['/subscriptions', '/subscriptions.csv', '/subscriptions.xlsx']) {
      expect(await status(admin, path), path).toBe(200);
      expect(await status(head, path), path).toBe(403);
      expect(await status(partner, path), path).toBe(403);
    }
    expect(await status(leader, '/trusts/5001/subscriptions')).toBe(200);
    expect(await status(trustee, '/trusts/5001/subscriptions')).toBe(403);
    expect(await status(head, '/trusts/5001/subscriptions')).toBe(403);
    // Other staff read; whoever runs the subscriptions acts.
    expect((await as(analyst).get('/subscriptions')).document.querySelector('input[name=urn]')).toBeNull();
    expect((await as(analyst).post('/subscriptions', { do: 'indicate', urn: String(bank) })).status).toBe(403);
    const steps = async (actor: Actor) =>
      [...(await as(actor).get('/subscriptions')).document.querySelectorAll('button[name=do]')].map((button) =>
        button.getAttribute('value'),
      );
    expect(await steps(admin)).toEqual(['send', 'accept', 'indicate']);
    expect(await steps(await aPerson(database, 'project-officer', company))).toEqual(['send', 'indicate']);
    expect((await as(analyst).post(base, { do: 'indicate' })).status).toBe(403);
    expect((await as(governor).post(base, { do: 'indicate' })).status).toBe(403);
    expect((await as(partner).post(base, { do: 'indicate' })).status).toBe(403);
    expect((await as(governor).post(`${base}/form`)).status).toBe(403);
    expect((await as(elsewhere).post(`${base}/form`)).status).toBe(403);
  });

  test('a school from the intention to the accepted form', async () => {
    const before = await as(head).get(base);
    expect(before.text).toContain('Rivelin Bank does not subscribe.');
    expect(buttons(before)).toEqual(['We mean to subscribe']);
    expect(buttons(await as(governor).get(base))).toEqual([]);

    expect(await as(head).post(base, { do: 'indicate' })).toMatchObject({
      status: 303,
      location: base,
      notice: 'Recorded: Rivelin Bank means to subscribe.',
    });
    expect((await as(manager).post(base, { do: 'indicate' })).status).toBe(303);
    expect((await as(head).get(`${base}/form`)).location).toBe(base);
    expect((await as(head).post(base, { do: 'send' })).status).toBe(404);
    expect((await as(admin).post(base, { do: 'send' })).notice).toBe('Sent: the form of Rivelin Bank.');
    expect(buttons(await as(head).get(base))).toContain('Read and complete the form');

    const form = await as(head).get(`${base}/form`);
    for (const words of [
      'from 1 September 2018 to 31 August 2021: 3 school years, 2018/19, 2019/20 and 2020/21',
      'only when the partnership has confirmed that enough schools have joined',
      '£2,760 for 2018/19. No tax is added.',
      'No price is stated for 2019/20 and 2020/21 yet. Those years cannot be invoiced',
      '315 pupils on 18 January 2018, from the school census.',
      'Three equal payments: September, January and April: £920 on 1 September 2018, £920 on 1 January 2019 and £920 on 1 April 2019.',
      'Notice from 1 March 2019 to 31 May 2019 ends it on 31 August 2019.',
      'Without notice it ends by itself on 31 August 2021.',
      'You sign as headteacher.',
    ])
      expect(form.text).toContain(words);
    for (const reader of [governor, manager, partner]) {
      const read = await as(reader).get(`${base}/form`);
      expect(read.status).toBe(200);
      expect(read.document.querySelector('#name'), reader.name).toBeNull();
      expect(read.text).toContain('Only a headteacher or school leader of the school');
    }

    const empty = await as(head).post(`${base}/form`, { seal: hidden(form, 'seal'), plan: '', name: '' });
    expect(empty.status).toBe(422);
    expect(errorsOf(empty)).toEqual([
      ['#plan', 'Choose how you will pay'],
      ['#name', 'Type your full name'],
      ['#authorised', 'Tick that you are authorised, or ask somebody who is'],
    ]);
    const typed = {
      name: 'Jo  Grindleford',
      plan: 'termly',
      purchaseOrder: 'PO-7',
      poolWith: 'Our  locality',
      authorised: 'yes',
    };
    const stale = await as(head).post(`${base}/form`, { ...typed, seal: 'old' });
    expect(errorsOf(stale)).toEqual([['#form', expect.stringContaining('have changed since you opened the form')]]);
    expect(stale.document.querySelector('#name')?.getAttribute('value')).toBe('Jo Grindleford');
    const complete = () => as(head).post(`${base}/form`, { ...typed, seal: hidden(form, 'seal') });
    expect(await complete()).toMatchObject({ status: 303, location: base });
    expect(await complete()).toMatchObject({ status: 303, location: base });

    const after = await as(governor).get(base);
    expect(after.text).toContain('Jo Grindleford, headteacher, completed the form on 11 June 2018 at 9am');
    expect(after.text).toContain('An administrator of the partnership accepts it.');
    expect(after.text).toContain('Our locality');
    const { bytes } = await as(governor).get(`${base}/terms.pdf`);
    const pdf = await readPdf(bytes);
    for (const words of [
      'Subscription of Rivelin Bank',
      '£2,760 for 2018/19',
      'Jo Grindleford',
      'PO-7',
      'Three equal payments',
      'I am authorised',
      'Our locality',
    ])
      expect(pdf.text).toContain(words);
    expect(pdf).toMatchObject({ tagged: true, ua: 1, language: 'en-GB' });
    // The mark of the very bytes that anybody of the school may take away.
    expect(after.text).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect((await as(elsewhere).get(`${base}/terms.pdf`)).status).toBe(403);
    // The office notes the pool from what the form says.
    const office = await as(admin).get('/subscriptions');
    expect(office.text).toContain('Rivelin Bank, with: Our locality');
    const link = [...office.document.querySelectorAll('a')].map((a) => a.getAttribute('href') ?? '');
    expect(link.find((href) => href.startsWith('/pools/new?'))).toContain('members=');

    expect(buttons(await as(admin).get(base))).toContain('Accept the form');
    expect((await as(admin).post(base, { do: 'accept' })).notice).toBe('Accepted: the form of Rivelin Bank.');
    expect((await as(head).get(base)).text).toContain('It is conditional.');
    const early = await as(head).post(base, { do: 'notice' });
    expect(early.status).toBe(422);
    expect(early.document.querySelector('#refused')?.textContent).toContain(
      'It does not bind yet: the school may withdraw.',
    );
  });

  test('the office sets a pupil number with its reason, and the school sees both', async () => {
    const address = `${base}/years/2018-19`;
    expect((await as(admin).get(address)).text).toContain('£2,760');
    expect((await as(head).get(address)).status).toBe(403);
    expect((await as(admin).get(`${base}/years/2030-31`)).status).toBe(404);
    const wrong = await as(admin).post(address, { pupils: 'many', reason: '' });
    expect(wrong.status).toBe(422);
    expect(errorsOf(wrong).map(([href]) => href)).toEqual(['#pupils', '#reason']);
    expect((await as(admin).post(address, { pupils: '420', reason: 'Recount in June' })).notice).toBe(
      'Saved for 2018/19.',
    );
    const { text } = await as(governor).get(base);
    expect(text).toContain('£3,180');
    expect(text).toContain('the partnership office, Recount in June');
  });

  test('a trust takes several schools through at once', async () => {
    const trust = '/trusts/5001/subscriptions';
    const site = as(leader);
    expect(errorsOf(await site.post(trust))).toEqual([['#urn', 'Tick the schools that mean to subscribe']]);
    const many = (urns: number[], more: Record<string, string> = {}) => [
      ...urns.map((urn) => ['urn', String(urn)]),
      ...Object.entries(more),
    ];
    // Not a school of the trust: as if it had not been ticked.
    expect((await postMany(site, trust, many([...trusts.slice(0, 2), weir]))).notice).toBe(
      'Recorded for 2 schools: Forge Hill and Hagg Wood.',
    );
    await postMany(as(admin), '/subscriptions', many(trusts, { do: 'send' })).then((answer) => {
      expect(answer.status).toBe(422);
      expect(errorsOf(answer).map(([, text]) => text)).toEqual([
        'Sent the form to 2 schools. These were not done:',
        expect.stringContaining('has not said that it means to subscribe'),
      ]);
    });
    const page = await site.get(trust);
    expect(page.document.querySelectorAll('input[name=urn]')).toHaveLength(3);
    const form = await site.get(`${trust}/form?urn=${trusts[0]}&urn=${trusts[1]}`);
    expect(form.document.querySelectorAll('h2').length).toBe(3);
    expect(form.text).toContain('You sign as trust leader.');
    const typed = { name: 'Sam Loxley', plan: 'once', authorised: 'yes' };
    const seals = Object.fromEntries(trusts.slice(0, 2).map((urn) => [`seal-${urn}`, hidden(form, `seal-${urn}`)]));
    const complete = () =>
      postMany(site, `${trust}/form`, many(trusts.slice(0, 2), { ...typed, ...seals, [`order-${trusts[0]}`]: 'PO 1' }));
    expect((await complete()).notice).toBe('Completed for 2 schools: Forge Hill and Hagg Wood.');
    expect((await complete()).notice).toBe('Every form that was ticked is completed.');
    const rows = await asSystem(database, (tx) =>
      tx
        .selectFrom('subscriptions.contract')
        .select(['urn', 'purchase_order', 'signed_role', 'terms_file'])
        .where('urn', 'in', trusts)
        .where('completed_at', 'is not', null)
        .orderBy('urn')
        .execute(),
    );
    expect(rows.map(({ purchase_order, signed_role }) => [purchase_order, signed_role])).toEqual([
      ['PO 1', 'trust leader'],
      [null, 'trust leader'],
    ]);
    expect(new Set(rows.map(({ terms_file }) => terms_file)).size).toBe(2);
  });

  test('the list of the office: filtered, sorted, stepped and exported', async () => {
    const office = as(admin, '2018-07-02');
    const names = async (query: string) =>
      [...(await office.get(`/subscriptions?${query}`)).document.querySelectorAll('tbody th a')].map(
        (link) => link.textContent,
      );
    expect(await names('')).toEqual(['Forge Hill', 'Hagg Wood', 'Rivelin Bank', 'Steel View', 'Weir Lane']);
    expect(await names('state=accepted')).toEqual(['Rivelin Bank']);
    expect(await names('sort=fee&dir=desc&state=nonsense')).toEqual([
      'Rivelin Bank',
      'Forge Hill',
      'Hagg Wood',
      'Steel View',
      'Weir Lane',
    ]);
    const all = await office.get('/subscriptions?tick=all&state=accepted');
    expect(
      [...all.document.querySelectorAll('input[name=urn][checked]')].map((one) => one.getAttribute('value')),
    ).toEqual([String(bank)]);
    expect(errorsOf(await office.post('/subscriptions', { do: 'accept' }))).toEqual([
      ['#list', 'Tick the schools whose form you accept'],
    ]);
    const accepts = () =>
      postMany(office, '/subscriptions?state=form-completed', [
        ['do', 'accept'],
        ['urn', String(trusts[0])],
        ['urn', String(trusts[1])],
      ]);
    expect(await accepts()).toMatchObject({
      location: '/subscriptions?state=form-completed',
      notice: 'Accepted 2 schools.',
    });
    expect((await accepts()).notice).toBe('That had been done already: nothing has changed.');
    const { html } = await office.get('/subscriptions.csv?state=accepted');
    expect(html.trim().split('\r\n')).toHaveLength(4);
    expect(html).toContain('Rivelin Bank');
    expect([...unzip((await office.get('/subscriptions.xlsx')).bytes).values()].join('')).toContain('Rivelin Bank');
  });

  test('notice on the page: in the window by a head, taken back by a head', async () => {
    await asSystem(database, (tx) =>
      aContract(tx, { files, clock: heldClock('2018-06-04'), urn: weir, state: 'active' }),
    );
    const page = `/schools/${weir}/subscription`;
    const outside = await as(elsewhere, '2019-01-14').post(page, { do: 'notice' });
    expect(outside.document.querySelector('#refused')?.textContent).toContain(
      'Notice can be given from 1 March 2019 to 31 May 2019.',
    );
    const site = as(elsewhere, spring.today().toString());
    expect(buttons(await site.get(page))).toContain('Give notice');
    expect((await site.post(page, { do: 'notice' })).notice).toBe(
      'Notice is given. The subscription ends on 31 August 2019.',
    );
    expect((await site.get(page)).text).toContain('Everything that is owed can be used until then.');
    expect((await site.post(page, { do: 'take-back' })).notice).toBe(
      'The notice is taken back. The subscription goes on to 31 August 2021.',
    );
  });
});

/** A form with fields that repeat: what makes its body takes pairs as well. */
const postMany = (site: TestSite, path: string, fields: string[][]): Promise<Answer> =>
  site.post(path, fields as never);
