import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { testMesters } from '../jobs/testing';
import { as, asSystem, testClock, testDatabase } from '../testing';
import { disposition, dropFile, fileById, fileJobs, fileResponse, keepFile } from '.';

const database = await testDatabase();
const { files, jobs } = testMesters(database);
await jobs.start(fileJobs);
afterAll(() => jobs.stop());

const bytes = (text: string) => new TextEncoder().encode(text);
const school = as(['school/100001']);
const keep = (content: string, level = 'school/100001', name = 'note.txt', standing = school) =>
  database.transaction(standing, (tx) =>
    keepFile(tx, files, { content: bytes(content), name, type: 'text/plain', level }),
  );
const get = (standing: Parameters<typeof database.transaction>[0], id: string) =>
  database.transaction(standing, (tx) => fileById(tx, id));

describe('a kept file', () => {
  it('is found by those who may see it, with who kept it and when', async () => {
    const kept = await keep('a note');
    expect(kept).toMatchObject({
      name: 'note.txt',
      type: 'text/plain',
      bytes: 6,
      level: 'school/100001',
      madeBy: school.actor?.personId,
    });
    expect(kept.madeAt.equals(testClock.now())).toBe(true);
    expect(await get(school, kept.id)).toEqual(kept);
    expect(await get(as('system', 'worker'), kept.id)).toEqual(kept);
    for (const standing of [as('nobody'), as(['school/100002', 'staff'])])
      expect(await get(standing, kept.id)).toBeNull();
    expect(await get(school, 'nonsense')).toBeNull();
  });

  it('of the public is seen by everybody, and kept by whoever has signed in', async () => {
    const kept = await keep('for all', 'public');
    expect(await get(as('nobody'), kept.id)).toEqual(kept);
    await expect(keep('by nobody', 'public', 'x', as('nobody'))).rejects.toThrow('row-level security');
  });

  it('is kept under nobody else’s level or name, and never changed', async () => {
    await expect(keep('x', 'school/100002')).rejects.toThrow('row-level security');
    const forged = sql`insert into platform.file (id, name, type, bytes, sha256, level, made_at, made_by)
      values (gen_random_uuid(), 'x', 'a/b', 1, ${'0'.repeat(64)}, 'school/100001', platform.now(), gen_random_uuid())`;
    await expect(database.transaction(school, (tx) => forged.execute(tx))).rejects.toThrow('row-level security');
    await expect(
      database.transaction(school, (tx) => sql`update platform.file set level = 'public'`.execute(tx)),
    ).rejects.toThrow('permission denied');
  });

  it('has a name and a type that no path or header trips over', async () => {
    const kept = await database.transaction(school, (tx) =>
      keepFile(tx, files, {
        content: bytes('x'),
        name: 'C:\\papers\\..\\Pläne\u202e\r\n.pdf',
        type: 'text/html\r\nX: y',
        level: 'school/100001',
      }),
    );
    expect(kept).toMatchObject({ name: 'Pläne.pdf', type: 'application/octet-stream' });
    expect((await keep('x', 'school/100001', '/'))?.name).toBe('file');
  });

  it('takes its content along when the last of its kind is removed', async () => {
    const one = await keep('shared');
    const two = await keep('shared');
    expect(two.sha256).toBe(one.sha256);
    expect(await database.transaction(as(['school/100002']), (tx) => dropFile(tx, one.id))).toBe(false);
    expect(await database.transaction(school, (tx) => dropFile(tx, one.id))).toBe(true);
    expect(await database.transaction(school, (tx) => dropFile(tx, one.id))).toBe(false);
    await jobs.idle();
    expect(await files.has(one.sha256)).toBe(true);
    const undone = database.transaction(school, async (tx) => {
      await dropFile(tx, two.id);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await jobs.idle();
    expect(await files.has(one.sha256)).toBe(true);
    await database.transaction(school, (tx) => dropFile(tx, two.id));
    await jobs.idle();
    expect(await files.has(one.sha256)).toBe(false);
    expect(await asSystem(database, (tx) => fileById(tx, two.id))).toBeNull();
  });
});

describe('the answer with a file', () => {
  it('is a download that only this browser keeps', async () => {
    const kept = await keep('a note', 'school/100001', 'Größe & "Maß" (1).txt');
    const answer = await fileResponse(files, kept, new Headers());
    expect(await answer.text()).toBe('a note');
    expect(Object.fromEntries(answer.headers)).toEqual({
      'cache-control': 'private, no-cache',
      'content-disposition': `attachment; filename="Gro_e & _Ma__ (1).txt"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%26%20%22Ma%C3%9F%22%20%281%29.txt`,
      'content-length': '6',
      'content-type': 'text/plain; charset=utf-8',
      etag: `"${kept.sha256}"`,
      'x-content-type-options': 'nosniff',
    });
    const shown = await fileResponse(files, kept, new Headers(), { inline: true });
    expect(shown.headers.get('content-disposition')).toMatch(/^inline; filename="Gro_e/);
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await fileResponse(files, kept, new Headers({ 'if-none-match': `"${kept.sha256}"` }));
    expect(again.status).toBe(304);
    expect(again.body).toBeNull();
  });

  it('names any file in a header that can be sent', () => {
    for (const name of ['日本語.pdf', '"; filename="evil.exe', '%2e%2e', "l'été*.csv", 'a\u0301.txt']) {
      const header = disposition(name);
      expect(() => new Headers({ 'Content-Disposition': header })).not.toThrow();
      expect(decodeURIComponent(/filename\*=UTF-8''([\w%.~!#$&+^`|-]+)$/.exec(header)?.[1] ?? '')).toBe(name);
      expect(header.match(/"/g)).toHaveLength(2);
    }
  });
});
