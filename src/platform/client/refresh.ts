import { fetchPage, replacePart, type Start, say, within } from './page';

/**
 * Looks again: an element with an id and `data-refresh="SECONDS"` is replaced from this page's address until it comes without
 * the attribute. When its `data-refresh-says` changes, that is read out.
 */
export function startRefresh(scope: Element | Document, start: Start): void {
  for (const element of within<HTMLElement>(scope, '[data-refresh][id]')) lookAgain(element, start);
}

function lookAgain(element: HTMLElement, start: Start): void {
  const seconds = Math.max(1, Number(element.dataset.refresh) || 1);
  setTimeout(async () => {
    if (!element.isConnected) return;
    // A page nobody sees does not ask; it asks when it is seen again.
    if (document.hidden) {
      document.addEventListener('visibilitychange', () => lookAgain(element, start), { once: true });
      return;
    }
    try {
      const page = await fetchPage(location.href);
      const fresh = page && replacePart(element.id, page, start);
      if (!fresh) return location.reload();
      const says = fresh.getAttribute('data-refresh-says');
      if (says && says !== element.dataset.refreshSays) say(says);
    } catch {
      lookAgain(element, start); // The server was not reached: it may be at the next look.
    }
  }, seconds * 1000);
}
