import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { publishOffer } from '../../offer';
import { shippedOfferText } from '../../offer/testing';
import { heldClock } from '../../platform/clock';
import { asSystem, testClock, testDatabase } from '../../platform/testing';
import { testSite } from '../../platform/web/testing';
import { company } from '../../schools';
import { aPerson, aSchool } from '../../schools/testing';
import { gateRoutes } from './routes';
import { anIntent } from './testing';

const database = await testDatabase();
const { near, meant, other, outside } = await asSystem(database, async (tx) => {
  const published = await publishOffer(tx, { actor: null, clock: testClock }, shippedOfferText(), 'offer.yaml');
  if (!published.ok) throw new Error('The shipped offer has mistakes.');
  const urns: number[] = [];
  for (let i = 0; i < 72; i++) urns.push(await aSchool(tx, { name: `School ${i}`, pupils: 900 }));
  for (const urn of urns) await anIntent(tx, { urn, stands: 'contracted' });
  const means = await aSchool(tx, { name: 'Means To', pupils: 315 });
  await anIntent(tx, { urn: means, stands: 'indicated' });
  return {
    near: urns[0]!,
    meant: means,
    other: urns[1]!,
    outside: await aSchool(tx, { name: 'No Intention', pupils: 100 }),
  };
});
const finance = testSite(database, gateRoutes, await aPerson(database, 'finance-officer', company, 'Fay Nance'));
const officer = testSite(database, gateRoutes, await aPerson(database, 'project-officer', company, 'Pru Ject'));
const headOf = async (urn: number, name: string, clock = testClock) =>
  testSite(database, gateRoutes, await aPerson(database, 'headteacher', { kind: 'school', id: String(urn) }, name), {
    clock,
  });
const head = await headOf(near, 'Hattie Head');
const meantHead = await headOf(meant, 'Mia Means');
const outsideHead = await headOf(outside, 'Olly Outside');
const letters = () =>
  asSystem(database, async (tx) => {
    const rows = await tx.selectFrom('platform.mail').select(['to_address', 'subject', 'text']).execute();
    return rows.filter(({ subject }) => subject.startsWith('Does '));
  });

describe('near the line', () => {
  const ask = {
    year: '2018/19',
    number: '1',
    changes: 'The credit is smaller.\nThe fee stays.',
    'answerBy-day': '31',
    'answerBy-month': '1',
    'answerBy-year': '2019',
  };

  test('the page shows the money, the draw, and what to do; only those who decide get the way on', async () => {
    const { text } = await finance.get('/subscriptions/gate');
    expect(text).toContain('£324,000 contracted: £31,000 short of the line of £355,000');
    expect(text).toContain('In 2018/19 £185,000 would be drawn from the council transitional help.');
    expect(text).toContain('Ask each school to confirm or withdraw');
    expect((await officer.get('/subscriptions/gate')).text).toContain('This is decided by the chief executive');
    expect((await officer.get('/subscriptions/gate/ask')).status).toBe(403);
    const csv = (await officer.get('/subscriptions/gate.csv')).html.trim().split('\n');
    expect(csv).toHaveLength(74);
    expect(csv.find((line) => line.includes('Means To'))).toContain('Indicated');
  });

  test('confirming is refused in words', async () => {
    const { status, text } = await finance.post('/subscriptions/gate/confirm', { year: '2018/19' });
    expect(status).toBe(409);
    expect(text).toContain('£324,000 is £31,000 short of the line');
  });

  test('what is missing in the form is asked for', async () => {
    const { status, text } = await finance.post('/subscriptions/gate/ask', { year: '2018/19', number: '1' });
    expect(status).toBe(422);
    expect(text).toContain('Write what has changed in the offer');
    expect(text).toContain('Enter the day by which you hope for an answer');
  });

  test('every school that signed or means to is asked once, however often the button is pressed', async () => {
    const answers = await Promise.all([1, 2].map(() => finance.post('/subscriptions/gate/ask', ask)));
    expect(answers.map(({ location }) => location)).toEqual(Array(2).fill('/subscriptions/gate/rounds/1'));
    expect(answers.map(({ notice }) => notice).sort()).toEqual(['73 schools asked.', 'They had been asked already.']);
    const sent = await letters();
    expect(sent.map(({ to_address }) => to_address.split('-')[0]).sort()).toEqual(['hattie', 'mia']);
    expect(sent[0]?.text).toContain('The credit is smaller.');
    expect(sent.find(({ to_address }) => to_address.startsWith('mia'))?.text).toContain(
      `/schools/${meant}/subscription/confirm`,
    );
  });

  test('a leader confirms, and may withdraw later; a second answer of the same kind changes nothing', async () => {
    const address = `/schools/${near}/subscription/confirm`;
    const { text, document } = await head.get(address);
    expect(text).toContain('The credit is smaller.');
    expect(text).toContain('By it you would pay £4,500 for 2018/19.');
    expect(text).toContain('What you have signed stays as you signed it');
    const round = document.querySelector('input[name=round]')?.getAttribute('value') ?? '';
    expect((await head.post(address, { round })).text).toContain('Choose whether the school confirms or withdraws');
    expect((await head.post(address, { round, answer: 'confirmed' })).notice).toBe('You have confirmed. Thank you.');
    expect((await head.post(address, { round, answer: 'confirmed' })).status).toBe(303);
    expect((await head.get(address)).text).toContain('Hattie Head');
    expect((await head.get(`/schools/${other}/subscription/confirm`)).status).toBe(403);
    expect((await outsideHead.get(`/schools/${outside}/subscription/confirm`)).text).toContain('has not been asked');

    expect(
      (await meantHead.post(`/schools/${meant}/subscription/confirm`, { round, answer: 'withdrawn' })).notice,
    ).toBe('You have withdrawn.');
    const back = await meantHead.post(`/schools/${meant}/subscription/confirm`, { round, answer: 'confirmed' });
    expect(back.status).toBe(409);
    expect(back.text).toContain('To come back it says anew that it means to subscribe');
  });

  test('the office writes down an answer with how it knows, and the next test counts without who left', async () => {
    const address = `/subscriptions/gate/rounds/1/schools/${other}`;
    expect((await finance.post(address, { answer: 'withdrawn' })).text).toContain('Say how you know');
    expect((await finance.post(address, { answer: 'withdrawn', note: 'Rang on Monday' })).status).toBe(303);
    const { text } = await officer.get('/subscriptions/gate/rounds/1');
    expect(text).toContain('1 school stay, 2 withdraw');
    expect(text).toContain('Rang on Monday');
    expect((await finance.get('/subscriptions/gate')).text).toContain('£319,500 contracted');
    expect((await finance.get('/subscriptions/gate')).text).toContain('3 of 73');
  });
});

describe('far from the line', () => {
  const open = {
    year: '2018/19',
    number: '1',
    question: 'How do we go on?',
    options: 'A smaller offer\nNo offer\n',
    'ends-day': '31',
    'ends-month': '1',
    'ends-year': '2019',
  };
  const address = '/subscriptions/votes/2018-19/1';

  test('options are put to members only there', async () => {
    const { status, text } = await finance.post('/subscriptions/gate/vote', open);
    expect(status).toBe(409);
    expect(text).toContain('only where the income is far from the line');
    await asSystem(database, (tx) =>
      tx
        .updateTable('subscriptions.contract')
        .set({ withdrawn_at: testClock.now() })
        .where('urn', '>', other)
        .where('withdrawn_at', 'is', null)
        .execute(),
    );
    expect((await finance.get('/subscriptions/gate')).text).toContain('Put options to all members');
  });

  test('one vote is opened, however often the button is pressed', async () => {
    const answers = await Promise.all([1, 2].map(() => finance.post('/subscriptions/gate/vote', open)));
    expect(answers.map(({ location }) => location)).toEqual([address, address]);
    const second = await finance.post('/subscriptions/gate/vote', { ...open, number: '2' });
    expect(second.text).toContain('A vote is running until 31 January 2019');
  });

  test('every member votes, subscriber or not, and changes its vote; the count stays closed until the end', async () => {
    for (const [site, urn, option] of [
      [head, near, '1'],
      [outsideHead, outside, '1'],
      [outsideHead, outside, '2'],
      [meantHead, meant, '2'],
    ] as const) {
      const page = await site.get(`/schools/${urn}/subscription/vote`);
      const vote = page.document.querySelector('input[name=vote]')?.getAttribute('value') ?? '';
      expect((await site.post(`/schools/${urn}/subscription/vote`, { vote, option })).notice).toBe(
        'Your vote is counted.',
      );
    }
    expect((await outsideHead.get(`/schools/${outside}/subscription/vote`)).text).toContain(
      'You have voted. No offer.',
    );
    expect((await head.get(address)).text).toContain('The count stands here from 1 February 2019.');
    expect((await head.get(address)).document.querySelector('table')).toBeNull();
    expect((await officer.get(address)).text).toContain('3 members of 74 have voted so far');
  });

  test('two leaders of a school at once are one vote', async () => {
    const second = await headOf(near, 'Henry Second');
    const page = await head.get(`/schools/${near}/subscription/vote`);
    const vote = page.document.querySelector('input[name=vote]')?.getAttribute('value') ?? '';
    await Promise.all(
      [head, second].map((site) => site.post(`/schools/${near}/subscription/vote`, { vote, option: '1' })),
    );
    const rows = await asSystem(database, (tx) =>
      tx.selectFrom('subscriptions.gate_ballot').select('option').where('urn', '=', near).execute(),
    );
    expect(rows).toEqual([{ option: 1 }]);
  });

  test('after the last day nobody votes, the database holds it too, and everybody reads the count', async () => {
    const late = await headOf(near, 'Lena Late', heldClock('2019-02-01'));
    const [row] = await asSystem(database, (tx) => tx.selectFrom('subscriptions.gate_vote').select('id').execute());
    const refused = await late.post(`/schools/${near}/subscription/vote`, { vote: row?.id ?? '', option: '2' });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('The vote ended on 31 January 2019.');
    const { text } = await late.get(address);
    expect(text).toContain('No offer: 2 votes, the most.');
    expect((await late.get(`/schools/${near}/subscription/vote`)).text).toContain('You chose: A smaller offer.');
    const past = {
      role: 'web' as const,
      clock: heldClock('2019-02-01'),
      actor: { personId: crypto.randomUUID(), sees: [`leader/${near}`, `school/${near}`] },
    };
    const changed = await database.transaction(past, (tx) =>
      sql`update subscriptions.gate_ballot set option = 2 where urn = ${near} returning urn`.execute(tx),
    );
    expect(changed.rows).toEqual([]);
  });
});
