import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../folder';
import { type Files, MissingFile, placeOf } from './contents';

/** In `files/` of the data folder. A content appears under its name whole or not at all, whatever is killed meanwhile. */
export function localFiles(dataDir: string): Files {
  const root = join(dataDir, 'files');
  const pathOf = (sha256: string) => {
    const { folder, name } = placeOf(sha256);
    return join(root, folder, name);
  };
  return {
    async put(content) {
      const arriving = join(root, 'arriving');
      makeFolder(arriving);
      const temporary = join(arriving, crypto.randomUUID());
      try {
        const { sha256, bytes } = await write(content, temporary);
        const path = pathOf(sha256);
        await mkdir(join(path, '..'), { recursive: true });
        await rename(temporary, path);
        return { sha256, bytes };
      } finally {
        await rm(temporary, { force: true });
      }
    },
    has: async (sha256) => (await stat(pathOf(sha256)).catch(absent)) !== null,
    async read(sha256) {
      const found = await readFile(pathOf(sha256)).catch(absent);
      if (!found) throw new MissingFile(sha256);
      return found;
    },
    async stream(sha256) {
      const path = pathOf(sha256);
      if ((await stat(path).catch(absent)) === null) throw new MissingFile(sha256);
      return (await openAsBlob(path)).stream();
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

/** Copies to `path`, on the disk itself before it returns. */
async function write(content: Uint8Array | string, path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    const parts = typeof content === 'string' ? createReadStream(content) : [content];
    for await (const part of parts as AsyncIterable<Uint8Array> | Uint8Array[]) {
      hash.update(part);
      bytes += part.byteLength;
      await file.writeFile(part);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), bytes };
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
