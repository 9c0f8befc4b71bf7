import { type AddressInfo, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { heldClock } from '../clock';
import { changeInstallation } from '../installation';
import { jobCounts } from '../jobs';
import { testMesters } from '../jobs/testing';
import type { Log } from '../log';
import { as, asSystem, testClock, testDatabase } from '../testing';
import { letter, lettersOnPage, mailJobs, type NewLetter, outbox, sendMail } from '.';

const database = await testDatabase();
const reader = as(['mail/*']);
const kitchen = await tinySmtpServer();
afterAll(() => kitchen.close());
await asSystem(database, (tx) => changeInstallation(tx, { kind: 'own', name: 'Learn & Grow' }));

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  kitchen.received.splice(0);
  kitchen.answer = () => undefined;
  await session('delete from platform.mail; delete from pgboss.job; delete from platform.job_later');
});

/** As the session user, past all policies. */
async function session(statements: string): Promise<void> {
  const connection = await database.source.acquire();
  await connection.script(statements);
  connection.release();
}

async function worker(smtpUrl: string | null = kitchen.url, given: { log?: Log; clock?: typeof testClock } = {}) {
  const { jobs } = testMesters(database, {
    ...given,
    config: { smtpUrl, mailFrom: 'Mesters <no-reply@partnership.example>' },
  });
  stops.push(() => jobs.stop());
  await jobs.start(mailJobs);
  return jobs;
}

const note: NewLetter = {
  to: 'jo@school.example',
  subject: 'Your visit',
  text: 'Dear Jo\n\nIt is on Monday.',
  kind: 'plain',
};
const code: NewLetter = {
  to: 'jo@school.example',
  subject: '123456 is your code',
  text: 'Your code is 123456.',
  kind: 'secret',
};
const post = (given: NewLetter) => database.transaction(as('nobody'), (tx) => sendMail(tx, given));
const lines = async () => (await database.transaction(reader, (tx) => outbox(tx, { page: 1 }))).letters;
const read = async () =>
  database.transaction(reader, async (tx) => letter(tx, (await outbox(tx, { page: 1 })).letters[0]?.id ?? ''));

describe('a letter', () => {
  it('goes to the mail server once its transaction has committed', async () => {
    const jobs = await worker();
    const undone = database.transaction(as('nobody'), async (tx) => {
      await sendMail(tx, { ...note, subject: 'Never' });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await post({ ...note, text: 'Dear Jo\n\nSee https://mesters.example/visits?a=1&b=2.\n- one <two>\n- three' });
    await jobs.idle();
    expect(kitchen.received).toHaveLength(1);
    const [{ from, to, data }] = kitchen.received as [Received];
    expect({ from, to }).toEqual({ from: 'no-reply@partnership.example', to: ['jo@school.example'] });
    expect(data).toContain('Subject: Your visit');
    expect(data).toMatch(/Message-ID: <[0-9a-f-]{36}@partnership\.example>/);
    expect(data).toContain('Auto-Submitted: auto-generated');
    const html = decoded(data);
    expect(html).toContain(
      '<a href="https://mesters.example/visits?a=1&amp;b=2">https://mesters.example/visits?a=1&amp;b=2</a>.',
    );
    expect(html).toContain('<li>one &lt;two&gt;</li><li>three</li>');
    expect(html).toContain('Learn &amp; Grow');
    expect(html).not.toMatch(/src=|url\(/);
    expect(await lines()).toMatchObject([
      { to: 'jo@school.example', subject: 'Your visit', state: 'sent', attempts: 1, error: null },
    ]);
    expect((await read())?.text).toContain('Dear Jo');
  });

  it('that is a secret is wiped once it has gone, subject and text', async () => {
    const jobs = await worker();
    await post(code);
    await jobs.idle();
    expect(decoded(kitchen.received[0]?.data ?? '')).toContain('123456');
    expect(await read()).toMatchObject({ state: 'sent', secret: true, subject: '', text: null });
  });

  it('is tried again while the server cannot take it, and says why without an address', async () => {
    kitchen.answer = (line) => (line.startsWith('RCPT') ? '451 jo@school.example is busy' : undefined);
    const told: string[] = [];
    const log: Log = { info: () => {}, error: (event, error) => told.push(`${event} ${String(error)}`) };
    const jobs = await worker(kitchen.url, { log });
    await post(note);
    await jobs.idle();
    expect(await lines()).toMatchObject([
      { state: 'waiting', attempts: 1, error: 'The mail server refused the letter with code 451.' },
    ]);
    expect(told).toEqual(['job.failed Error: The mail server refused the letter with code 451.']);
    kitchen.answer = () => undefined;
    await session("update pgboss.job set start_after = now() where state = 'retry'");
    await jobs.idle();
    expect(await lines()).toMatchObject([{ state: 'sent', attempts: 2, error: null }]);
    expect(kitchen.received).toHaveLength(1);
  });

  it('that the server will never take is not tried again', async () => {
    kitchen.answer = (line) => (line.startsWith('RCPT') ? '550 no such person' : undefined);
    const jobs = await worker();
    await post(code);
    await jobs.idle();
    expect(await read()).toMatchObject({
      state: 'failed',
      attempts: 1,
      text: null,
      error: 'The mail server refused the letter with code 550.',
    });
    expect(await asSystem(database, jobCounts)).toMatchObject([{ done: 1, again: 0 }]);
  });

  it('fails after its last attempt when no server answers', async () => {
    const jobs = await worker('smtp://127.0.0.1:1');
    await post(note);
    for (let attempt = 0; attempt < 9; attempt++) {
      await jobs.idle();
      await session("update pgboss.job set start_after = now() where state = 'retry'");
    }
    expect(await lines()).toMatchObject([
      { state: 'failed', attempts: 9, error: 'The mail server could not be reached (ESOCKET).' },
    ]);
  });

  it('cannot carry headers of its own', async () => {
    await expect(post({ ...note, to: 'jo@school.example\r\nBcc: all@school.example' })).rejects.toThrow('check');
    await expect(post({ ...note, subject: 'Hello\nBcc: all@school.example' })).rejects.toThrow('check');
  });
});

describe('without a mail server', () => {
  it('a letter is kept to be read', async () => {
    const jobs = await worker(null);
    await post(note);
    await jobs.idle();
    expect(await read()).toMatchObject({
      state: 'kept',
      attempts: 0,
      subject: 'Your visit',
      text: 'Dear Jo\n\nIt is on Monday.',
    });
  });

  it('of a demonstration goes to nobody, also where a mail server is configured', async () => {
    await asSystem(database, (tx) => changeInstallation(tx, { kind: 'demonstration' }));
    const jobs = await worker();
    await asSystem(database, (tx) =>
      sendMail(tx, { to: 'a@b.example', subject: 'Hello', text: 'Hello', kind: 'plain' }),
    );
    await jobs.idle();
    await asSystem(database, (tx) => changeInstallation(tx, { kind: 'own' }));
    expect(kitchen.received).toEqual([]);
    const { letters } = await database.transaction(reader, (tx) => outbox(tx, { page: 1 }));
    expect(letters.map(({ state }) => state)).toEqual(['kept']);
  });

  it('a secret is kept for an hour of the installation', async () => {
    let clock = testClock;
    const jobs = await worker(null, { clock: { now: () => clock.now(), today: () => clock.today() } });
    await post(code);
    await jobs.idle();
    expect(await read()).toMatchObject({ state: 'kept', subject: '123456 is your code' });
    clock = heldClock('2019-01-14', '10:01');
    await jobs.idle();
    expect(await read()).toMatchObject({ state: 'kept', subject: '', text: null });
  });
});

describe('the outbox', () => {
  it('is written by anybody and read by hardly anybody', async () => {
    await post(note);
    await database.transaction(as(['sign-in']), (tx) => sendMail(tx, code));
    expect(await lines()).toHaveLength(2);
    const id = (await lines())[0]?.id as string;
    for (const standing of [as('nobody'), as(['sign-in']), as(['staff', 'school/100001', 'audit/*'])]) {
      expect(await database.transaction(standing, (tx) => outbox(tx, { page: 1 }))).toEqual({ letters: [], total: 0 });
      expect(await database.transaction(standing, (tx) => letter(tx, id))).toBeNull();
    }
    expect(await database.transaction(reader, (tx) => letter(tx, 'nonsense'))).toBeNull();
    for (const statement of ['delete from platform.mail', "update platform.mail set subject = ''"])
      await expect(database.transaction(reader, (tx) => sql.raw(statement).execute(tx))).rejects.toThrow(
        'permission denied',
      );
    const forged = sql`insert into platform.mail (id, to_address, subject, text, secret, state, made_at, settled_at)
      values (gen_random_uuid(), 'a@b.example', 'x', 'x', false, 'sent', platform.now(), platform.now())`;
    await expect(database.transaction(as('nobody'), (tx) => forged.execute(tx))).rejects.toThrow('row-level security');
  });

  it('comes in pages, the latest first', async () => {
    for (let n = 1; n <= lettersOnPage + 2; n++) {
      const clock = heldClock('2019-01-14', `09:${String(n).padStart(2, '0')}`);
      await database.transaction(as('nobody', 'web', clock), (tx) => sendMail(tx, { ...note, subject: `No ${n}` }));
    }
    const page = (n: number) => database.transaction(reader, (tx) => outbox(tx, { page: n }));
    expect(await page(1)).toMatchObject({
      total: lettersOnPage + 2,
      letters: { length: lettersOnPage, 0: { subject: `No ${lettersOnPage + 2}` } },
    });
    expect((await page(2)).letters.map((line) => line.subject)).toEqual(['No 2', 'No 1']);
  });
});

interface Received {
  from: string;
  to: string[];
  data: string;
}

/** Says as much SMTP as a client needs, and keeps what it was given. `answer` may answer a line otherwise. */
async function tinySmtpServer() {
  const received: Received[] = [];
  const state = { answer: (_line: string): string | undefined => undefined };
  const talk = (socket: Socket) => {
    let held = '';
    let inData = false;
    let message: Received = { from: '', to: [], data: '' };
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (inData) {
        if (line !== '.') {
          message.data += `${line.replace(/^\./, '')}\n`;
          return;
        }
        inData = false;
        received.push(message);
        message = { from: '', to: [], data: '' };
        return say('250 taken');
      }
      const otherwise = state.answer(line);
      if (otherwise) return say(otherwise);
      if (/^EHLO/i.test(line)) return say('250 tiny.example');
      if (/^MAIL FROM/i.test(line)) message.from = /<(.*?)>/.exec(line)?.[1] ?? '';
      if (/^RCPT TO/i.test(line)) message.to.push(/<(.*?)>/.exec(line)?.[1] ?? '');
      if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n');
      if (/^DATA/i.test(line)) {
        inData = true;
        return say('354 go on');
      }
      return say('250 ok');
    };
    say('220 tiny.example');
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      held += chunk.toString('utf8');
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end);
        held = held.slice(end + 2);
        hear(line);
      }
    });
  };
  const server = createServer(talk);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    received,
    url,
    set answer(answer: (line: string) => string | undefined) {
      state.answer = answer;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** The body, whether quoted-printable or base64. */
function decoded(data: string): string {
  return data
    .split(/\n--[^\n]+\n/)
    .map((part) => {
      const [head = '', ...rest] = part.split('\n\n');
      const body = rest.join('\n\n');
      if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
      if (!/quoted-printable/i.test(head)) return body;
      return Buffer.from(
        body.replace(/=\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString('utf8');
    })
    .join('\n');
}
