/** What the small scripts share: fetching this page again, putting a part of it in place, and saying so. */

/** Starts components inside an element that has just been put in the page. */
export type Start = (scope: Element | Document) => void;

/** Elements of a scope, the scope itself included. */
export const within = <Found extends Element>(scope: Element | Document, selector: string): Found[] => [
  ...(scope instanceof Element && scope.matches(selector) ? [scope as Found] : []),
  ...scope.querySelectorAll<Found>(selector),
];

/** A page as a document, one that says what is wrong with its form (422) too; undefined when the server refused or leads elsewhere. */
export async function fetchPage(address: string, signal?: AbortSignal): Promise<Document | undefined> {
  const response = await fetch(address, { headers: { accept: 'text/html' }, signal: signal ?? null });
  if ((!response.ok && response.status !== 422) || response.redirected) return undefined;
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** Puts the element with this id from a fetched page in place of ours, and starts it. Keeps the focus if it was inside. */
export function replacePart(id: string, page: Document, start: Start): Element | undefined {
  const old = document.getElementById(id);
  const fresh = page.getElementById(id);
  if (!old || !fresh) return undefined;
  const focused = document.activeElement;
  const inside = focused && old.contains(focused) ? focused : null;
  old.replaceWith(fresh);
  start(fresh);
  if (inside) focusAgain(inside, fresh);
  return fresh;
}

/** The same thing where it is there again; otherwise the part, or whoever has no mouse would begin at the top of the page. */
function focusAgain(was: Element, fresh: HTMLElement): void {
  const same = [...fresh.querySelectorAll<HTMLElement>(was.tagName)].find((one) =>
    was.id ? one.id === was.id : one.outerHTML === was.outerHTML,
  );
  if (!same) fresh.tabIndex = -1;
  (same ?? fresh).focus({ preventScroll: true });
}

/** Says something to screen readers when they are ready for it. */
export function say(words: string): void {
  const region = document.getElementById('live-says');
  if (region && region.textContent !== words) region.textContent = words;
}
