import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { AwsClient } from 'aws4fetch';
import type { Config } from '../config';
import { type Files, MissingFile, placeOf } from './contents';

/** In a bucket, addressed by path, so that stores without a name for each bucket work too. */
export function s3Files(config: NonNullable<Config['s3']>): Files {
  const client = new AwsClient({
    accessKeyId: config.accessKeyId,
    secretAccessKey: config.secretAccessKey,
    region: config.region,
    service: 's3',
    retries: 3,
  });
  const ask = (method: string, sha256: string, more: RequestInit = {}) => {
    const { folder, name } = placeOf(sha256);
    return client.fetch(`${config.endpoint.replace(/\/$/, '')}/${config.bucket}/files/${folder}/${name}`, {
      method,
      ...more,
    });
  };
  const get = async (sha256: string) => {
    const answer = await ask('GET', sha256);
    if (answer.status === 404) throw new MissingFile(sha256);
    return expectOk(answer, 'read');
  };
  const has = async (sha256: string) => {
    const answer = await ask('HEAD', sha256);
    if (answer.status === 404) return false;
    await expectOk(answer, 'look');
    return true;
  };
  return {
    has,
    async put(content) {
      const { sha256, bytes } = await measure(content);
      if (await has(sha256)) return { sha256, bytes };
      // A blob of a file has a length and is read as it is sent: the store wants the first, our memory the second.
      const body =
        typeof content === 'string' ? await openAsBlob(content) : new Blob([content as Uint8Array<ArrayBuffer>]);
      // The signature covers the content: the store refuses one that arrives changed.
      const answer = await ask('PUT', sha256, { body, headers: { 'x-amz-content-sha256': sha256 } });
      await (await expectOk(answer, 'write')).arrayBuffer();
      return { sha256, bytes };
    },
    read: async (sha256) => new Uint8Array(await (await get(sha256)).arrayBuffer()),
    stream: async (sha256) => (await get(sha256)).body ?? new Blob([]).stream(),
    async remove(sha256) {
      const answer = await ask('DELETE', sha256);
      if (answer.status !== 404) await expectOk(answer, 'remove');
    },
  };
}

async function expectOk(answer: Response, what: string): Promise<Response> {
  if (answer.ok) return answer;
  const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
  throw new Error(`The file store refused to ${what}: ${answer.status}${code ? ` ${code}` : ''}.`);
}

async function measure(content: Uint8Array | string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const parts = typeof content === 'string' ? createReadStream(content) : [content];
  for await (const part of parts as AsyncIterable<Uint8Array> | Uint8Array[]) {
    hash.update(part);
    bytes += part.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}
