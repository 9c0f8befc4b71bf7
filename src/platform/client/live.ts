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
    const faults = showFaults(form, page);
    history.replaceState(history.state, '', address);
    const says = [...faults, fresh.getAttribute('data-live-says')].filter(Boolean).join('. ');
    if (says) say(says);
  } catch (error) {
    if (signal.aborted) return;
    list?.removeAttribute('aria-busy');
    say('The list could not be updated. Try again.');
    console.error(error);
  }
}

/**
 * The form stays for its typing, but its fields take over what the page says is wrong with them. The summary, which takes the
 * focus, is for what somebody sends: here it only goes. Answers with the words.
 */
function showFaults(form: HTMLFormElement, page: Document): string[] {
  for (const summary of document.querySelectorAll('.govuk-error-summary')) summary.remove();
  const said: string[] = [];
  for (const field of form.querySelectorAll<HTMLElement>('.govuk-form-group [id][name]')) {
    const fresh = page.getElementById(field.id);
    const group = field.closest('.govuk-form-group');
    if (!fresh || !group) continue;
    for (const kind of ['govuk-input--error', 'govuk-select--error'])
      field.classList.toggle(kind, fresh.classList.contains(kind));
    const by = fresh.getAttribute('aria-describedby');
    if (by) field.setAttribute('aria-describedby', by);
    else field.removeAttribute('aria-describedby');
    const fault = fresh.closest('.govuk-form-group')?.querySelector('.govuk-error-message');
    group.classList.toggle('govuk-form-group--error', Boolean(fault));
    group.querySelector('.govuk-error-message')?.remove();
    if (!fault) continue;
    (field.closest('.govuk-input__wrapper') ?? field).before(fault);
    said.push(fault.lastChild?.textContent?.trim() ?? '');
  }
  document.title = page.title;
  return said;
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
