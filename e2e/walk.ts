import { parseHTML } from 'linkedom';
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

/** Kinds of addresses that are no pages. */
export const noPages = (): Set<string> => new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Every page that somebody can reach from where they land, one of each kind, by following links. They are asked for without being drawn;
 * `look` is told of each as it is found, and draws it where it wants to see it. Of files that are met `files` takes note, and none is asked for
 * that stands there: the table of permissions says who gets which.
 * @returns the address of each, in the order found.
 */
export async function reachable(
  page: Page,
  look: (address: string, document: Document) => Promise<void> = async () => {},
  files = noPages(),
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting = ['/'];
  while (waiting.length > 0) {
    const path = waiting.shift() as string;
    if (found.has(pattern(path)) || files.has(pattern(path))) continue;
    const response = await page.request.get(path);
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}`);
    // What is to be kept, or is for programs, is no page.
    if (!(response.headers()['content-type'] ?? '').includes('text/html')) {
      files.add(pattern(path));
      continue;
    }
    const landed = new URL(response.url());
    found.set(pattern(path), path);
    found.set(pattern(landed.pathname), landed.pathname + landed.search);
    const { document } = parseHTML(await response.text());
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
      .map((a) => new URL(a.getAttribute('href') ?? '', landed))
      .filter(({ origin }) => origin === landed.origin)
      .map(({ pathname, search }) => pathname + search);
    waiting.push(...new Set(links.filter((link) => !found.has(pattern(link)))));
    await look(landed.pathname + landed.search, document);
  }
  return found;
}
