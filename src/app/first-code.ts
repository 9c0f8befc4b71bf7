import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '../platform/config';

/**
 * The code that lets the first administrator in: the server prints it while the installation is new. It follows from the secret, so every
 * process and every restart knows the same one, and it is worth nothing once the installation is not new any more.
 */
export function firstCode(config: Config): string {
  const digest = createHmac('sha256', config.secret()).update('first administrator').digest();
  return (digest.readUInt32BE(0) % 100_000_000)
    .toString()
    .padStart(8, '0')
    .replace(/(....)(....)/, '$1-$2');
}

export function isFirstCode(config: Config, given: string): boolean {
  const wanted = Buffer.from(firstCode(config).replace('-', ''));
  const typed = Buffer.from(given.replace(/\D/g, ''));
  return typed.length === wanted.length && timingSafeEqual(typed, wanted);
}
