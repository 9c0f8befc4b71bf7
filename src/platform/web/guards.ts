import { elapsed } from '../clock';

/**
 * A change is taken only from our own pages: the browser says so in Sec-Fetch-Site, or in Origin where it is older.
 * A request with neither did not come from a page at all, and has no business changing anything.
 */
export function fromOurPages(headers: Headers, ownOrigins: readonly string[]): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin !== null && ownOrigins.includes(origin);
}

/** Headers of every answer. Scripts run by nonce only, styles and fonts come from us only, nothing may frame us. */
export function securityHeaders(
  nonce: string,
  options: { https: boolean; formsMayLeadTo?: string | undefined },
): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    `form-action 'self'${options.formsMayLeadTo ? ` ${options.formsMayLeadTo}` : ''}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    ...(options.https ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}

/** Counts calls in fixed windows, in memory: one process's view, which is enough to stop a flood. */
export function createRateLimit(now: () => number = elapsed) {
  const windows = new Map<string, { until: number; calls: number }>();
  return {
    /** Seconds to wait, or 0 when the call may go on. */
    take(key: string, limit: { calls: number; seconds: number }): number {
      const at = now();
      let window = windows.get(key);
      if (!window || window.until <= at) {
        if (windows.size > 10_000) for (const [old, { until }] of windows) if (until <= at) windows.delete(old);
        window = { until: at + limit.seconds * 1000, calls: 0 };
        windows.set(key, window);
      }
      window.calls += 1;
      return window.calls > limit.calls ? Math.max(1, Math.ceil((window.until - at) / 1000)) : 0;
    },
  };
}
