import { isIPv4, isIPv6 } from 'node:net';
import { elapsed } from '../clock';

/** More windows than this are not kept: then the oldest goes, so that a flood of addresses cannot fill the memory. */
const mostWindows = 50_000;
/** How often windows that are over are swept out, in milliseconds. */
const sweepEvery = 60_000;

/** Counts calls in fixed windows, in memory: one process's view, which is enough to stop a flood. */
export function createRateLimit(now: () => number = elapsed, most = mostWindows) {
  // In the order in which they were opened.
  const windows = new Map<string, { until: number; calls: number }>();
  let sweepAt = now() + sweepEvery;

  function sweep(at: number): void {
    for (const [key, { until }] of windows) if (until <= at) windows.delete(key);
    sweepAt = at + sweepEvery;
  }

  return {
    /** Seconds to wait, or 0 when the call may go on. `who` is an address or a person; `what` is counted apart from everything else. */
    take(who: string, limit: { calls: number; seconds: number }, what = ''): number {
      const at = now();
      if (at >= sweepAt) sweep(at);
      const key = `${networkOf(who)} ${what}`;
      let window = windows.get(key);
      if (!window || window.until <= at) {
        windows.delete(key);
        if (windows.size >= most) windows.delete(windows.keys().next().value as string);
        window = { until: at + limit.seconds * 1000, calls: 0 };
        windows.set(key, window);
      }
      window.calls += 1;
      return window.calls > limit.calls ? Math.max(1, Math.ceil((window.until - at) / 1000)) : 0;
    },
    /** How many windows are kept. */
    size: () => windows.size,
  };
}

/**
 * Whom an address stands for: itself, or in IPv6 its /64, because one visitor has a whole one of those and may use
 * another address of it for every call. An IPv4 address that is written as IPv6 is that IPv4 address.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^\[|\]$|%.*$/g, '').toLowerCase();
  if (!isIPv6(plain)) return plain;
  const mapped = /^(?:0*:)*:?(?:0*:)*ffff:([\d.]+)$/.exec(plain)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  const [before = '', after] = plain.split('::', 2);
  const words = (part: string) =>
    part === '' ? [] : part.split(':').flatMap((word) => (word.includes('.') ? [word, ''] : [word]));
  const head = words(before);
  const tail = after === undefined ? [] : words(after);
  const all = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0'), ...tail];
  return `${all
    .slice(0, 4)
    .map((word) => word.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
