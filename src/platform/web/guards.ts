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
