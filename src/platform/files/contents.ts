/** Contents by their SHA-256, wherever they are kept. The same content twice is kept once. */
export interface Files {
  /** Keeps bytes, or a copy of the file at a path. */
  put(content: Uint8Array | string): Promise<{ sha256: string; bytes: number }>;
  has(sha256: string): Promise<boolean>;
  /** @throws MissingFile */
  read(sha256: string): Promise<Uint8Array>;
  /** For large contents: never whole in memory. @throws MissingFile before the first byte. */
  stream(sha256: string): Promise<ReadableStream<Uint8Array>>;
  /** Nothing happens when it is not there. */
  remove(sha256: string): Promise<void>;
}

/** The database knows a file whose content is not in the store: lost, or the wrong store. */
export class MissingFile extends Error {
  constructor(sha256: string) {
    super(`No content ${sha256.slice(0, 12)}… in the file store.`);
    this.name = 'MissingFile';
  }
}

/** Where a content lies, in a folder and in a bucket alike. @throws Error for anything but a hash, so no address leads elsewhere. */
export function placeOf(sha256: string): { folder: string; name: string } {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('Not a SHA-256.');
  return { folder: sha256.slice(0, 2), name: sha256.slice(2) };
}
