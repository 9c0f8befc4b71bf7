import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { heldClock } from '../../platform/clock';
import { silentLog } from '../../platform/log';
import { as, asSystem, temporaryFolder, testClock, testDatabase } from '../../platform/testing';
import { checkOffer } from '../check';
import { otherOfferText, shippedOfferText } from '../testing';
import { checkOfferFile, publishOfferFile } from './file';
import { publishOffer, publishShippedOffers } from './publish';
import {
  allVersions,
  currentOffer,
  offerOfVersion,
  offerOfYear,
  sha256Of,
  textOfVersion,
  UnreadableOffer,
} from './read';
import { newerShipped } from './shipped';

const database = await testDatabase();
const mesters = { database, clock: testClock, log: silentLog };
const by = { actor: null, clock: testClock };

const publish = (text: string, fileName = 'offer.yaml') =>
  asSystem(database, (tx) => publishOffer(tx, by, text, fileName));
const on = (day: string) =>
  database.transaction(as('nobody', 'web', heldClock(day)), async (tx) => {
    const found = await currentOffer(tx);
    return found && `${found.year}, version ${found.version}`;
  });

beforeEach(async () => {
  const connection = await database.source.acquire();
  await connection.query('delete from offer.published', []);
  connection.release();
});

describe('publishing', () => {
  test('the first is version 1, a changed file of the same year the next, the same content changes nothing', async () => {
    const first = await publish(shippedOfferText());
    const again = await publish(shippedOfferText());
    const changed = await publish(`${shippedOfferText()}\n# a note\n`);
    expect([first, again, changed].map((one) => one.ok && [one.value.version.version, one.value.changed])).toEqual([
      [1, true],
      [1, false],
      [2, true],
    ]);
  });

  test('what the program ships and nobody has published is told of, until it is', async () => {
    const told = async () => (await asSystem(database, newerShipped)).map(({ newest }) => newest.version);
    expect(await told()).toEqual([]);
    await publish(`${shippedOfferText()}\n# of an earlier program\n`);
    expect(await told()).toEqual([1]);
    await publish(shippedOfferText());
    expect(await told()).toEqual([]);
    // What the office changed after that is its own.
    await publish(`${shippedOfferText()}\n# of the office\n`);
    expect(await told()).toEqual([]);
  });

  test('nor is the offer of another partnership', async () => {
    await publish(shippedOfferText().replace(/^id: .*$/m, 'id: another-city-2018-19'));
    expect(await asSystem(database, newerShipped)).toEqual([]);
  });

  test('an older content that is published again becomes the next version', async () => {
    await publish(shippedOfferText());
    await publish(`${shippedOfferText()}\n# a note\n`);
    const back = await publish(shippedOfferText());
    expect(back.ok && back.value.version.version).toBe(3);
  });

  test('a file with mistakes is refused by line, and nothing is published', async () => {
    const broken = shippedOfferText().replace('format: 1', 'format: 7');
    const refused = await publish(broken);
    expect(refused.ok).toBe(false);
    expect(!refused.ok && refused.reason).toMatchObject({
      why: 'mistakes',
      mistakes: [{ line: broken.slice(0, broken.indexOf('format: 7')).split('\n').length }],
    });
    expect(await asSystem(database, allVersions)).toEqual([]);
  });

  test('two at once publish one version each, one after the other', async () => {
    await Promise.all([publish(`${shippedOfferText()}\n# one\n`), publish(`${shippedOfferText()}\n# two\n`)]);
    expect((await asSystem(database, allVersions)).map(({ version }) => version)).toEqual([2, 1]);
  });

  test('is refused after a version that has been overtaken, unless the content is the same', async () => {
    const first = await publish(shippedOfferText());
    const seen = first.ok ? first.value.version.id : '';
    const publishAfter = (text: string, comparedWith: string | null) =>
      asSystem(database, (tx) => publishOffer(tx, { ...by, comparedWith }, text, 'offer.yaml'));
    const one = `${shippedOfferText()}\n# one\n`;
    const two = `${shippedOfferText()}\n# two\n`;
    const [a, b] = await Promise.all([publishAfter(one, seen), publishAfter(two, seen)]);
    expect([a.ok, b.ok].sort()).toEqual([false, true]);
    const refused = a.ok ? b : a;
    expect(!refused.ok && refused.reason).toMatchObject({ why: 'overtaken', newest: { version: 2 } });
    const [same, never] = [await publishAfter(a.ok ? one : two, seen), await publishAfter('# nothing\n', seen)];
    expect(same.ok && [same.value.version.version, same.value.changed]).toEqual([2, false]);
    expect(!never.ok && never.reason.why).toBe('mistakes');
    expect((await publishAfter(shippedOfferText(), null)).ok).toBe(false);
    expect(await asSystem(database, allVersions)).toHaveLength(2);
  });

  test('only those who look after the installation may publish, and nobody may change what was published', async () => {
    const attempt = (sees: string[] | 'nobody') =>
      database.transaction(as(sees), (tx) => publishOffer(tx, by, shippedOfferText(), 'offer.yaml'));
    await expect(attempt('nobody')).rejects.toThrow();
    await expect(attempt(['staff'])).rejects.toThrow(/row-level security|permission/);
    await publish(shippedOfferText());
    for (const role of ['web', 'worker'] as const)
      await expect(
        database.transaction(as(['system', 'installation/*'], role), (tx) =>
          tx.updateTable('offer.published').set({ content: 'mine' }).execute(),
        ),
      ).rejects.toThrow(/permission denied/);
  });

  test('the deed is recorded in the same transaction', async () => {
    await publish(otherOfferText());
    const deeds = await asSystem(database, (tx) =>
      tx.selectFrom('platform.audit').select('about').where('action', '=', 'offer.published').execute(),
    );
    expect(deeds.at(-1)?.about).toBe('Harbour learning alliance 2024/25, version 1, from offer.yaml');
  });
});

describe('which offer holds', () => {
  test('the newest version of the year that holds the day, else of the nearest year', async () => {
    expect(await on('2019-01-14')).toBeNull();
    await publish(shippedOfferText());
    await publish(`${shippedOfferText()}\n# a note\n`);
    // Years of the shipped offer begin in September, of the other one in August.
    expect(await on('2019-01-14')).toBe('2018/19, version 2');
    expect(await on('2018-03-01')).toBe('2018/19, version 2');
    expect(await on('2026-11-23')).toBe('2018/19, version 2');
    await publish(otherOfferText());
    expect(await on('2019-01-14')).toBe('2018/19, version 2');
    expect(await on('2025-07-31')).toBe('2024/25, version 1');
    expect(await on('2026-11-23')).toBe('2024/25, version 1');
    expect(await on('2021-12-01')).toBe('2018/19, version 2');
    expect(await on('2022-06-01')).toBe('2024/25, version 1');
  });

  test('of two years as near, the later', async () => {
    await publish(shippedOfferText());
    await publish(otherOfferText());
    // 31 August 2019 and 1 August 2024 are 1,797 days apart.
    const middle = Temporal.PlainDate.from('2019-08-31').add({ days: 900 });
    expect(await on(middle.subtract({ days: 2 }).toString())).toBe('2018/19, version 1');
    expect(await on(middle.toString())).toBe('2024/25, version 1');
  });

  test('a contract finds the version that it was signed on', async () => {
    const first = await publish(shippedOfferText());
    await publish(`${shippedOfferText()}\n# a note\n`);
    const id = first.ok ? first.value.version.id : '';
    const found = await asSystem(database, (tx) => offerOfVersion(tx, id));
    expect(found).toMatchObject({ version: 1, year: '2018/19' });
    expect(await asSystem(database, (tx) => textOfVersion(tx, id))).toBe(shippedOfferText());
    expect((await asSystem(database, (tx) => offerOfYear(tx, '2018/19')))?.version).toBe(2);
    for (const wrong of ['', 'x', "' or 1=1", crypto.randomUUID()])
      expect(await asSystem(database, (tx) => offerOfVersion(tx, wrong))).toBeNull();
  });

  test('is read although checks have been added since, and says which line when its shape cannot be read', async () => {
    const older = async (text: string) => {
      const published = await publish(shippedOfferText());
      const id = published.ok ? published.value.version.id : '';
      const connection = await database.source.acquire();
      await connection.query('update offer.published set content = $1, sha256 = $2 where id = $3', [
        text,
        sha256Of(text),
        id,
      ]);
      connection.release();
    };
    const unequal = shippedOfferText().replace('  to: 2021-08-31', '  to: 2017-08-31');
    expect(checkOffer(unequal, 'offer.yaml').ok, 'a mistake in sense').toBe(false);
    await older(unequal);
    expect((await asSystem(database, currentOffer))?.version).toBe(1);

    const connection = await database.source.acquire();
    await connection.query('delete from offer.published', []);
    connection.release();
    const misshapen = shippedOfferText().replace('votesEach: 1', 'votesEach: one');
    await older(misshapen);
    const line = misshapen.slice(0, misshapen.indexOf('votesEach')).split('\n').length;
    const reading = asSystem(database, currentOffer);
    await expect(reading).rejects.toThrow(UnreadableOffer);
    await expect(reading).rejects.toThrow(`line ${line}`);
  });

  test('a text is read once, however often it is asked for', async () => {
    await publish(shippedOfferText());
    const [one, two] = [await asSystem(database, currentOffer), await asSystem(database, currentOffer)];
    expect(one?.offer).toBe(two?.offer);
  });
});

describe('the offers that the project ships', () => {
  test('are published when nothing is, and left alone afterwards', async () => {
    await publishShippedOffers(mesters);
    await publishShippedOffers(mesters);
    expect((await asSystem(database, allVersions)).map(({ year, version }) => `${year} ${version}`)).toEqual([
      '2018/19 1',
    ]);
  });

  test('do not come back where an offer of one’s own is published', async () => {
    await publish(otherOfferText());
    await publishShippedOffers(mesters);
    expect((await asSystem(database, allVersions)).map(({ year }) => year)).toEqual(['2024/25']);
  });
});

describe('on the command line', () => {
  const folder = temporaryFolder();
  const file = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test('a good file is said to be good, with what it holds', async () => {
    const { ok, lines } = await checkOfferFile(file('good.yaml', shippedOfferText()));
    expect(ok).toBe(true);
    expect(lines[1]).toMatch(/^Sheffield school-improvement offer 2018\/19, for 2018\/19: 35 elements in 5 parts, /);
  });

  test('every mistake has its line and column', async () => {
    const path = file(
      'bad.yaml',
      shippedOfferText().replace('taxPercent: 0', 'taxPercent: nothing').replace('votesEach: 1', 'votesEach: -1'),
    );
    const { ok, lines } = await checkOfferFile(path);
    expect(ok).toBe(false);
    expect(lines).toHaveLength(3);
    for (const line of lines.slice(0, 2)) expect(line).toMatch(/^.*bad\.yaml:\d+:\d+ [a-zA-Z.]+: .+\.$/);
    expect(lines[2]).toMatch(/^2 mistakes\./);
  });

  test.each([
    ['a file that is not there', join(folder, 'none.yaml'), /there is no such file/],
    ['a folder', folder, /this is a folder/],
    ['a picture', file('a.png', new Uint8Array([0x89, 0x50, 0xff, 0xfe])), /not text in UTF-8/],
    ['noise that is text', file('nul.yaml', 'a: \u0000'), /not a text file/],
    ['an empty file', file('empty.yaml', ''), /The file is empty/],
    [
      'a bomb of aliases',
      file(
        'bomb.yaml',
        `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
          .split('')
          .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`)
          .join('\n')}`,
      ),
      /aliases/,
    ],
  ])('%s gets a sentence that says what to do', async (_, path, said) => {
    for (const run of [checkOfferFile(path), publishOfferFile(mesters, path)]) {
      const { ok, lines } = await run;
      expect(ok).toBe(false);
      expect(lines.join('\n')).toMatch(said);
    }
  });

  test('a file is published, and published again without effect', async () => {
    const path = file('again.yaml', otherOfferText());
    expect((await publishOfferFile(mesters, path)).lines).toEqual(['Published: the offer of 2024/25, version 1.']);
    expect((await publishOfferFile(mesters, path)).lines).toEqual([
      'Nothing changed: version 1 of 2024/25 has the same content.',
    ]);
  });

  test('a changed file must say which version it was written from', async () => {
    await publishOfferFile(mesters, file('first.yaml', otherOfferText()));
    const path = file('changed.yaml', `${otherOfferText()}\n# a note\n`);
    expect(await publishOfferFile(mesters, path)).toEqual({
      ok: false,
      lines: [
        'Version 1 of 2024/25 is published already. Nothing was changed.',
        'If your file was written from version 1, publish it with --after 1.',
      ],
    });
    expect((await publishOfferFile(mesters, path, 7)).lines[0]).toMatch(/^There is no version 7 of 2024\/25 yet/);
    expect((await publishOfferFile(mesters, path, 1)).lines).toEqual(['Published: the offer of 2024/25, version 2.']);
    const late = file('late.yaml', `${otherOfferText()}\n# another note\n`);
    expect((await publishOfferFile(mesters, late, 1)).lines[0]).toBe(
      'Another version of 2024/25 was published meanwhile: version 2. Nothing was changed; look again.',
    );
    expect((await publishOfferFile(mesters, late, 2)).ok).toBe(true);
    expect(await publishOfferFile(mesters, file('shipped.yaml', shippedOfferText()), 1)).toMatchObject({ ok: false });
  });
});
