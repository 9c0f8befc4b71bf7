import type { Page } from 'playwright-core';

/** An address with what differs from one school or person to the next replaced, and without its query. */
export const pattern = (address: string): string =>
  new URL(address, 'http://x').pathname
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}(?=\/|$)/g, '/:id')
    .replace(/\/\d+(?=[/.]|$)/g, '/:n')
    .replace(/\/[A-Z]+-\d+(?=\/|$)/g, '/:number')
    .replace(/\/\d{4}-\d\d(?=\/|$)/g, '/:year')
    .replace(/\/cells\/:year\/[^/]+/, '/cells/:year/:column')
    .replace(/^\/(partnerships|offer\/sections|official-tables)\/[^/]+/, '/$1/:id')
    .replace(/^\/schools\/:n\/(data|own)\/(?!similar)[^/.]+/, '/schools/:n/$1/:measure')
    .replace(/^\/authorities\/:n\/(?!data|exclusions)[^/]+/, '/authorities/:n/:sector');

/**
 * Every page that somebody can reach from where they land, one of each kind, by following links. `look` looks at each as it is found.
 * @returns the address of each, in the order found.
 */
export async function reachable(
  page: Page,
  look: (address: string) => Promise<void> = async () => {},
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const files = new Set(['/healthz', '/readyz', '/metrics']);
  const waiting = ['/'];
  while (waiting.length > 0) {
    const path = waiting.shift() as string;
    if (found.has(pattern(path)) || files.has(pattern(path))) continue;
    const response = await page.goto(path).catch((error: Error) => {
      if (!error.message.includes('Download is starting')) throw error;
      files.add(pattern(path));
      return null;
    });
    if (!response) continue;
    const landed = new URL(page.url());
    found.set(pattern(path), path);
    found.set(pattern(landed.pathname), landed.pathname + landed.search);
    if (response.status() >= 400) throw new Error(`${path} answered ${response.status()}`);
    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
        .filter((a) => a.origin === location.origin)
        .map((a) => a.pathname + a.search),
    );
    waiting.push(...new Set(links.filter((link) => !found.has(pattern(link)))));
    await look(landed.pathname + landed.search);
  }
  return found;
}
