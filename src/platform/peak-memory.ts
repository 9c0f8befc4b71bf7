/**
 * Text for a program that measures itself: `peakMegabytes()` is the most memory that it has held. Linux is asked by its own file, because
 * its usual count begins with what the process that started this one held at that moment.
 */
export const peakMemory = `
import { existsSync as isThere, readFileSync as readText } from 'node:fs';
function peakMegabytes() {
  const status = '/proc/self/status';
  const kilobytes = isThere(status) ? /VmHWM:\\s*(\\d+)/.exec(readText(status, 'utf8'))?.[1] : undefined;
  return Number(kilobytes ?? process.resourceUsage().maxRSS) / 1024;
}
`;
