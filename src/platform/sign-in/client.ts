import {
  browserSupportsWebAuthn,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';

/**
 * Shows the forms that use or add a passkey where the browser can, and lets the authenticator fill them:
 * asks the server for a challenge, puts the answer into the field `response`, and sends the form like any other.
 */
export function initPasskeys(scope: ParentNode = document): void {
  // A passkey belongs to a name: on a bare number there is nothing to offer.
  if (!browserSupportsWebAuthn() || /^[\d.]+$|:/.test(location.hostname)) {
    for (const why of scope.querySelectorAll<HTMLElement>('[data-passkey-none]')) why.hidden = false;
    return;
  }
  for (const form of scope.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void fillAndSend(form);
    });
  }
}

async function fillAndSend(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector('button');
  const field = form.querySelector<HTMLInputElement>('input[name=response]');
  const problem = form.querySelector('[data-passkey-problem]');
  if (!button || !field || !problem || form.getAttribute('aria-busy') === 'true') return;
  // A button that is disabled would lose the focus.
  form.setAttribute('aria-busy', 'true');
  problem.textContent = '';
  try {
    const asked = await fetch(form.dataset.options ?? '', {
      method: 'POST',
      body: new URLSearchParams(),
      headers: { Accept: 'application/json' },
    });
    // The session has ended: signing in comes first.
    if (asked.redirected) return location.assign(asked.url);
    if (!asked.ok) throw new Error(`The server answered ${asked.status}.`);
    const optionsJSON = await asked.json();
    const answer =
      form.dataset.passkey === 'add'
        ? await startRegistration({ optionsJSON })
        : await startAuthentication({ optionsJSON });
    field.value = JSON.stringify(answer);
    form.submit();
  } catch (error) {
    problem.textContent = inWords(error);
    button.setAttribute('aria-describedby', problem.id);
    form.removeAttribute('aria-busy');
    button.focus();
  }
}

function inWords(error: unknown): string {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return 'This device already has a passkey here.';
  if (error instanceof Error && error.name === 'NotAllowedError')
    return 'The passkey was not used. Try again, or use a code.';
  return 'Your device could not do that. Try again, or use a code.';
}
