/**
 * Where to go after signing in: a path of this site, or the home page when `wanted` is anything else.
 * Browsers read `//host`, `/\host` and control characters as another site, so the address is resolved as a browser would.
 */
export function localPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/')) return '/';
  const here = 'http://here.invalid';
  const url = URL.parse(wanted, here);
  if (!url || url.origin !== here || url.pathname.startsWith('//') || /^\/sign-(in|out)(\/|$)/.test(url.pathname))
    return '/';
  return url.pathname + url.search + url.hash;
}

/** `/sign-in/code` with where to go afterwards, left out when it is the home page. */
export const withReturn = (path: string, returnTo: string): string =>
  returnTo === '/' ? path : `${path}${path.includes('?') ? '&' : '?'}returnTo=${encodeURIComponent(returnTo)}`;
