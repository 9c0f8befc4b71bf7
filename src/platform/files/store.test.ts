import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { AwsV4Signer } from 'aws4fetch';
import { afterAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing';
import { createFiles, type Files, MissingFile } from '.';

const words = new TextEncoder().encode('Minutes of the meeting');
const sha256 = createHash('sha256').update(words).digest('hex');
const keys = { accessKeyId: 'AKTEST', secretAccessKey: 'a secret of the test', region: 'eu-test' };
const bucket = await tinyBucket();
afterAll(() => bucket.close());

const folder = temporaryFolder();
const stores: [string, Files][] = [
  ['the data folder', createFiles({ dataDir: folder, s3: null })],
  ['a bucket', createFiles({ dataDir: folder, s3: { ...keys, endpoint: bucket.url, bucket: 'papers' } })],
];

describe.each(stores)('%s', (_name, files) => {
  it('keeps a content by its hash, from memory and from a path alike', async () => {
    const path = join(temporaryFolder(), 'upload');
    writeFileSync(path, words);
    expect(await files.has(sha256)).toBe(false);
    expect(await files.put(words)).toEqual({ sha256, bytes: words.length });
    expect(await files.put(path)).toEqual({ sha256, bytes: words.length });
    expect(existsSync(path)).toBe(true);
    expect(await files.has(sha256)).toBe(true);
    expect(new Uint8Array(await files.read(sha256))).toEqual(words);
    expect(await new Response(await files.stream(sha256)).text()).toBe('Minutes of the meeting');
    await files.remove(sha256);
    await files.remove(sha256);
    expect(await files.has(sha256)).toBe(false);
    await expect(files.read(sha256)).rejects.toThrow(MissingFile);
    await expect(files.stream(sha256)).rejects.toThrow(MissingFile);
  });

  it('keeps an empty content, and one of several megabytes, from a path', async () => {
    const path = join(temporaryFolder(), 'upload');
    for (const content of [new Uint8Array(), new Uint8Array(5_000_000).fill(7)]) {
      writeFileSync(path, content);
      const kept = await files.put(path);
      expect(kept.bytes).toBe(content.length);
      expect(Buffer.compare(await files.read(kept.sha256), content)).toBe(0);
      await files.remove(kept.sha256);
    }
  });

  it('takes nothing but a hash for an address', async () => {
    for (const address of ['../../secret', '', sha256.toUpperCase(), `${sha256}/..`])
      await expect(async () => files.read(address)).rejects.toThrow('Not a SHA-256');
  });

  it('leaves nothing behind when the path is not there', async () => {
    await expect(files.put(join(folder, 'nowhere'))).rejects.toThrow('ENOENT');
  });
});

describe('the data folder', () => {
  it('has a folder for each beginning, and no half-written content', async () => {
    const files = createFiles({ dataDir: folder, s3: null });
    await Promise.all([files.put(words), files.put(words), files.put(words)]);
    expect(readFileSync(join(folder, 'files', sha256.slice(0, 2), sha256.slice(2))).equals(words)).toBe(true);
    expect(readdirSync(join(folder, 'files', 'arriving'))).toEqual([]);
  });
});

describe('a bucket', () => {
  it('is addressed by path, and every request is signed over its content', async () => {
    const files = createFiles({ dataDir: folder, s3: { ...keys, endpoint: `${bucket.url}/`, bucket: 'papers' } });
    bucket.seen.splice(0);
    await files.put(words);
    expect(bucket.seen).toEqual([
      `HEAD /papers/files/${sha256.slice(0, 2)}/${sha256.slice(2)}`,
      `PUT /papers/files/${sha256.slice(0, 2)}/${sha256.slice(2)}`,
    ]);
  });

  it('that refuses is reported with its reason and without the keys', async () => {
    const files = createFiles({
      dataDir: folder,
      s3: { ...keys, secretAccessKey: 'wrong', endpoint: bucket.url, bucket: 'papers' },
    });
    await expect(files.read(sha256)).rejects.toThrow('The file store refused to read: 403 SignatureDoesNotMatch.');
  });
});

/** A store of one bucket that believes nobody: it makes the signature again and compares, and hashes what arrives. */
async function tinyBucket() {
  const contents = new Map<string, Buffer>();
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    const refuse = (code: string) => response.writeHead(403).end(`<Error><Code>${code}</Code></Error>`);
    seen.push(`${request.method} ${path}`);
    const {
      authorization = '',
      'x-amz-date': datetime,
      'x-amz-content-sha256': claimed = '',
    } = request.headers as Record<string, string>;
    const signer = new AwsV4Signer({
      ...keys,
      service: 's3',
      method: request.method ?? '',
      url: `http://${request.headers.host}${path}`,
      headers: { 'x-amz-content-sha256': claimed },
      ...(datetime ? { datetime } : {}),
    });
    if (!authorization.startsWith('AWS4-HMAC-SHA256 ') || authorization !== (await signer.authHeader()))
      return refuse('SignatureDoesNotMatch');
    if (request.method === 'PUT') {
      if (claimed !== createHash('sha256').update(body).digest('hex')) return refuse('XAmzContentSHA256Mismatch');
      if (Number(request.headers['content-length']) !== body.length) return response.writeHead(411).end();
      contents.set(path, body);
      return response.writeHead(200).end();
    }
    if (request.method === 'DELETE') {
      contents.delete(path);
      return response.writeHead(204).end();
    }
    const found = contents.get(path);
    if (!found)
      return response
        .writeHead(404)
        .end(request.method === 'HEAD' ? undefined : '<Error><Code>NoSuchKey</Code></Error>');
    return response
      .writeHead(200, { 'Content-Length': found.length })
      .end(request.method === 'HEAD' ? undefined : found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
