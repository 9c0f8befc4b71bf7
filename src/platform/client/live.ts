import { fetchPage, replacePart, type Start, say, within } from './page';

const pause = 200;

/**
 * Search as you type: a form with `data-live="ID"` refreshes the element of that id from the form's own address. The element
 * says what changed in `data-live-says`. The form is not replaced, so typing goes on undisturbed.
 */
export function startLive(scope: Element | Document, start: Start): void {
  for (const form of within<HTMLFormElement>(scope, 'form[data-live]')) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asked = new AbortController();
    const refresh = async (sent = false) => {
      clearTimeout(timer);
      asked.abort();
      asked = new AbortController();
      await refreshList(form, asked.signal, start, sent);
    };
    form.addEventListener('input', (event) => {
      clearTimeout(timer);
      // A choice is made at once; words wait for the next letter.
      timer = setTimeout(() => refresh(), event.target instanceof HTMLSelectElement ? 0 : pause);
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void refresh(true);
    });
  }
}

async function refreshList(form: HTMLFormElement, signal: AbortSignal, start: Start, sent: boolean): Promise<void> {
  const id = form.dataset.live ?? '';
  const address = addressOf(form);
  const list = document.getElementById(id);
  list?.setAttribute('aria-busy', 'true');
  try {
    const page = await fetchPage(address, signal);
    // Half a word is no mistake; what somebody sends is answered by the whole page, which says what is wrong and where.
    if (sent && page?.querySelector('.govuk-error-summary')) return location.assign(address);
    const fresh = page && replacePart(id, page, start);
    // Without the part the page is another one, a sign-in perhaps: go there.
    if (!fresh) return location.assign(address);
    if (!page.querySelector('.govuk-error-summary')) forgetFaults(form, page);
    history.replaceState(history.state, '', address);
    const says = fresh.getAttribute('data-live-says');
    if (says) say(says);
  } catch (error) {
    if (signal.aborted) return;
    list?.removeAttribute('aria-busy');
    say('The list could not be updated. Try again.');
    console.error(error);
  }
}

/** What was wrong has been put right: the form stays for its typing, but the words and marks of its errors go. */
function forgetFaults(form: HTMLFormElement, page: Document): void {
  for (const fault of [
    ...document.querySelectorAll('.govuk-error-summary'),
    ...form.querySelectorAll('.govuk-error-message'),
  ])
    fault.remove();
  for (const kind of ['govuk-form-group', 'govuk-input', 'govuk-select'])
    for (const marked of form.querySelectorAll(`.${kind}--error`)) marked.classList.remove(`${kind}--error`);
  for (const described of form.querySelectorAll('[aria-describedby]')) {
    const by = page.getElementById(described.id)?.getAttribute('aria-describedby');
    if (by) described.setAttribute('aria-describedby', by);
    else described.removeAttribute('aria-describedby');
  }
  document.title = page.title;
}

/** The form's address with what is filled in; empty fields are left out, so that addresses stay short. */
function addressOf(form: HTMLFormElement): string {
  const address = new URL(form.action);
  address.search = '';
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value !== '') address.searchParams.append(name, value);
  }
  return address.href;
}
