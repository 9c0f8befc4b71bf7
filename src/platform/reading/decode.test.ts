import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { decode } from './decode';
import { temporaryFolder } from './testing';
import { UnreadableFile } from './unreadable';

const folder = temporaryFolder();
afterAll(folder.remove);

async function decoded(content: string | Uint8Array) {
  const { encoding, read } = await decode(folder.file('it.csv', content));
  const pieces: Buffer[] = [];
  for await (const piece of read()) pieces.push(piece);
  return { encoding, text: Buffer.concat(pieces).toString('utf8') };
}

async function refusal(content: string | Uint8Array): Promise<UnreadableFile> {
  const error = await decoded(content).then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(UnreadableFile);
  return error as UnreadableFile;
}

describe('encodings', () => {
  test('UTF-8, with and without its mark', async () => {
    expect(await decoded('name\nZoë’s café\n')).toEqual({ encoding: 'utf-8', text: 'name\nZoë’s café\n' });
    expect(await decoded('\ufeffname\nZoë\n')).toEqual({ encoding: 'utf-8', text: 'name\nZoë\n' });
  });

  test('UTF-16 with its mark, both ways round', async () => {
    const text = 'name\nZoë’s café £5\n';
    const little = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(await decoded(little)).toEqual({ encoding: 'utf-16le', text });
    expect(await decoded(Buffer.from(little).swap16())).toEqual({ encoding: 'utf-16be', text });
  });

  test('Windows-1252, with its own characters between 0x80 and 0x9F', async () => {
    const bytes = Buffer.from('name\nZo\xeb\x92s \x93caf\xe9\x94 \x80 \x96 \xa35\n', 'latin1');
    expect(await decoded(bytes)).toEqual({ encoding: 'windows-1252', text: 'name\nZoë’s “café” € – £5\n' });
  });

  test('one accent on the last line decides for the whole file', async () => {
    const lines = 'a plain line of text\n'.repeat(60_000);
    expect((await decoded(Buffer.from(`${lines}caf\xe9`, 'latin1'))).encoding).toBe('windows-1252');
    expect((await decoded(`${lines}café`)).encoding).toBe('utf-8');
  });

  test('a character that lies across two pieces of the file is whole', async () => {
    // Every offset of a four-byte and a three-byte character against the piece's end at 262,144.
    for (let before = 262_138; before < 262_146; before++) {
      const text = `${'x'.repeat(before)}𐀀€é`;
      expect(await decoded(text), `${before} before`).toEqual({ encoding: 'utf-8', text });
    }
  });

  test('UTF-8 that ends inside a character is not UTF-8', async () => {
    const cut = Buffer.from('café').subarray(0, 4);
    expect((await decoded(cut)).encoding).toBe('windows-1252');
  });

  test('whether the last line has an end, in every encoding', async () => {
    const ended = async (content: string | Uint8Array) => (await decode(folder.file('it.csv', content))).ended;
    for (const [text, has] of [
      ['name\nZoë\n', true],
      ['name\rZoë\r', true],
      ['name\nZoë', false],
      [`${'name\n'.repeat(70_000)}Zoë`, false],
      [`${'name\n'.repeat(70_000)}Zoë\r\n`, true],
    ] as const) {
      const little = Buffer.from(`\ufeff${text}`, 'utf16le');
      expect(await ended(text)).toBe(has);
      expect(await ended(Buffer.from(text, 'latin1'))).toBe(has);
      expect(await ended(little)).toBe(has);
      expect(await ended(Buffer.from(little).swap16())).toBe(has);
      expect(await ended(gzipSync(text))).toBe(has);
    }
  });

  test('gzip is opened, and what is inside is judged', async () => {
    expect(await decoded(gzipSync('name\ncafé\n'))).toEqual({ encoding: 'utf-8', text: 'name\ncafé\n' });
    expect((await refusal(gzipSync('%PDF-1.7\nxx'))).reason).toBe('pdf');
  });
});

describe('what is no table is refused with what to do', () => {
  const ole = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600, 7)]);
  const zip = (inside: string) => Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), Buffer.from(inside)]);
  const noise = Buffer.concat(Array.from({ length: 3000 }, (_, i) => createHash('sha512').update(`${i}`).digest()));
  const lateNoise = Buffer.concat([Buffer.from('a,b\n1,2\n'.repeat(20_000)), Buffer.from([0, 1, 2])]);

  test.each([
    ['an old workbook', ole, 'workbook', 'Open it and save it as CSV'],
    ['a workbook', zip('[Content_Types].xml and so on'), 'workbook', 'Open it and save it as CSV'],
    ['an archive', zip('table.csv'), 'archive', 'Unpack it'],
    ['a PDF', '%PDF-1.4\n...', 'pdf', 'as CSV'],
    ['a web page', '\n<!DOCTYPE html><html>', 'web-page', 'Download the CSV again'],
    ['a marked web page', '\ufeff<html lang="en">', 'web-page', 'Download the CSV again'],
    ['XML', '<?xml version="1.0"?><a/>', 'xml', 'CSV form'],
    ['nothing', '', 'empty', 'empty'],
    ['blank lines', '\r\n  \r\n', 'empty', 'empty'],
    ['noise', noise, 'noise', 'not text'],
    ['noise after a good start', lateNoise, 'noise', 'not text'],
    ['a NUL in UTF-16', Buffer.from('\ufeffname\na\0b\n', 'utf16le'), 'noise', 'not text'],
    ['damaged gzip', gzipSync('a,b\n1,2\n'.repeat(1000)).subarray(0, 40), 'damaged', 'Download it again'],
  ])('%s', async (_, content, reason, says) => {
    const error = await refusal(content);
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(says);
  });

  test('a compressed bomb is refused long before it is unpacked; a workbook or an archive is never unpacked at all', async () => {
    const bomb = gzipSync('1,2\n'.repeat(40_000_000));
    expect(bomb.length).toBeLessThan(400_000);
    expect((await refusal(bomb)).reason).toBe('bomb');
    const archive = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), Buffer.from('xl/'), bomb]);
    expect((await refusal(archive)).reason).toBe('workbook');
  });

  test('a path with no file, and a folder', async () => {
    await expect(decode(`${folder.path}/none.csv`)).rejects.toMatchObject({ reason: 'missing' });
    await expect(decode(folder.path)).rejects.toMatchObject({ reason: 'missing' });
  });
});
