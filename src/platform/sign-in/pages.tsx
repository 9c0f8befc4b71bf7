import type { FC } from 'hono/jsx';
import { codeMinutes } from './auth';
import { withReturn } from './return-to';

/** The start: an address to send a code to, and the other ways in where they exist. */
export const SignInPage: FC<{
  returnTo: string;
  organisation?: string | undefined;
  email?: string | undefined;
  problem?: string | undefined;
}> = ({ returnTo, organisation, email, problem }) => (
  <>
    <h1 class="govuk-heading-l">Sign in</h1>
    <form method="post" action="/sign-in" novalidate>
      <ReturnTo path={returnTo} />
      <div class={problem ? 'govuk-form-group govuk-form-group--error' : 'govuk-form-group'}>
        <label class="govuk-label govuk-label--s" for="email">
          Email address
        </label>
        <div id="email-hint" class="govuk-hint">
          The one by which you were invited. We will send a code of six digits to it.
        </div>
        <Problem id="email-error" text={problem} />
        <input
          class={`govuk-input govuk-input--width-20${problem ? ' govuk-input--error' : ''}`}
          id="email"
          name="email"
          type="email"
          autocomplete="email"
          spellcheck={false}
          value={email ?? ''}
          aria-describedby={problem ? 'email-hint email-error' : 'email-hint'}
        />
      </div>
      <button type="submit" class="govuk-button" data-module="govuk-button">
        Send the code
      </button>
    </form>
    <form
      method="post"
      action="/sign-in/passkey"
      id="passkey"
      data-passkey="use"
      data-options="/sign-in/passkey/options.json"
      tabindex={-1}
      hidden
    >
      <h2 class="govuk-heading-m">Or use a passkey</h2>
      <ReturnTo path={returnTo} />
      <input type="hidden" name="response" value="" />
      <p class="govuk-body" data-passkey-problem role="status"></p>
      <button type="submit" class="govuk-button govuk-button--secondary">
        Sign in with a passkey
      </button>
    </form>
    {organisation ? (
      <>
        <h2 class="govuk-heading-m">Or use {organisation}</h2>
        <a
          class="govuk-button govuk-button--secondary"
          draggable={false}
          href={withReturn('/sign-in/organisation', returnTo)}
        >
          Sign in with {organisation}
        </a>
      </>
    ) : null}
  </>
);

/** The second page: the code. It looks the same whether or not one was sent. */
export const CodePage: FC<{
  email: string;
  returnTo: string;
  code?: string | undefined;
  problem?: string | undefined;
}> = ({ email, returnTo, code, problem }) => (
  <>
    <h1 class="govuk-heading-l">Check your email</h1>
    <p class="govuk-body">
      If <strong>{email}</strong> is the address by which you were invited, a code is on its way. It works for{' '}
      {codeMinutes} minutes.
    </p>
    <form method="post" action="/sign-in/code" novalidate>
      <ReturnTo path={returnTo} />
      <div class={problem ? 'govuk-form-group govuk-form-group--error' : 'govuk-form-group'}>
        <label class="govuk-label govuk-label--s" for="code">
          Code
        </label>
        <div id="code-hint" class="govuk-hint">
          Six digits
        </div>
        <Problem id="code-error" text={problem} />
        <input
          class={`govuk-input govuk-input--width-10 govuk-input--extra-letter-spacing${problem ? ' govuk-input--error' : ''}`}
          id="code"
          name="code"
          inputmode="numeric"
          autocomplete="one-time-code"
          spellcheck={false}
          value={code ?? ''}
          aria-describedby={problem ? 'code-hint code-error' : 'code-hint'}
        />
      </div>
      <button type="submit" class="govuk-button" data-module="govuk-button">
        Sign in
      </button>
    </form>
    <p class="govuk-body">
      No email after a few minutes? Look among the unwanted mail, or{' '}
      <a class="govuk-link" href={withReturn('/sign-in', returnTo)}>
        ask for another code
      </a>
      .
    </p>
  </>
);

export interface PasskeyView {
  id: string;
  name: string;
  /** In words. */
  added: string;
}

/** A person's own passkeys. Adding needs the browser's help; naming and removing do not. */
export const PasskeysPage: FC<{
  passkeys: PasskeyView[];
  email: string;
  refused?: { problem: string; href: string; typed?: { id: string; name: string } } | undefined;
}> = ({ passkeys, email, refused }) => {
  const problemAt = (id: string) => (refused?.href === `#${id}` ? refused.problem : undefined);
  return (
    <>
      <h1 class="govuk-heading-l">Your passkeys</h1>
      <p class="govuk-body">
        A passkey signs you in by the PIN, finger or face of your device, without waiting for a code. You signed in as{' '}
        {email}.
      </p>
      {passkeys.length === 0 ? (
        <p class="govuk-body">You have no passkey yet. Your passkeys will be listed here once you add one.</p>
      ) : (
        <ul class="govuk-list app-passkeys">
          {passkeys.map((passkey) => (
            <li class="govuk-!-margin-bottom-6">
              <form method="post" action={`/account/passkeys/${passkey.id}/name`} novalidate>
                <NameField
                  id={`name-${passkey.id}`}
                  label={`Name of the passkey added on ${passkey.added}`}
                  value={refused?.typed?.id === passkey.id ? refused.typed.name : passkey.name}
                  problem={problemAt(`name-${passkey.id}`)}
                />
                <div class="govuk-button-group">
                  <button type="submit" class="govuk-button govuk-button--secondary">
                    Save the name<span class="govuk-visually-hidden"> of {passkey.name}</span>
                  </button>
                  <button
                    type="submit"
                    class="govuk-button govuk-button--warning"
                    formaction={`/account/passkeys/${passkey.id}/remove`}
                  >
                    Remove<span class="govuk-visually-hidden"> {passkey.name}</span>
                  </button>
                </div>
              </form>
            </li>
          ))}
        </ul>
      )}
      <h2 class="govuk-heading-m">Add a passkey</h2>
      <noscript>
        <p class="govuk-body">Your browser must run JavaScript to add a passkey.</p>
      </noscript>
      <form
        method="post"
        action="/account/passkeys"
        data-passkey="add"
        data-options="/account/passkeys/options.json"
        novalidate
        hidden
      >
        <input type="hidden" name="response" value="" />
        <NameField
          id="new-name"
          label="Name"
          hint="Of the device, so that you know it again: “School laptop”"
          value=""
          problem={problemAt('new-name')}
        />
        <p class="govuk-body" data-passkey-problem role="status"></p>
        <button type="submit" class="govuk-button">
          Add a passkey
        </button>
      </form>
      <h2 class="govuk-heading-m">Lost a device?</h2>
      <p class="govuk-body">Remove its passkey above, then sign out everywhere.</p>
      <form method="post" action="/sign-out">
        <input type="hidden" name="everywhere" value="yes" />
        <button type="submit" class="govuk-button govuk-button--secondary">
          Sign out on every device
        </button>
      </form>
    </>
  );
};

const NameField: FC<{ id: string; label: string; hint?: string; value: string; problem?: string | undefined }> = ({
  id,
  label,
  hint,
  value,
  problem,
}) => (
  <div class={problem ? 'govuk-form-group govuk-form-group--error' : 'govuk-form-group'}>
    <label class="govuk-label" for={id}>
      {label}
    </label>
    {hint ? (
      <div id={`${id}-hint`} class="govuk-hint">
        {hint}
      </div>
    ) : null}
    <Problem id={`${id}-error`} text={problem} />
    <input
      class={`govuk-input govuk-input--width-20${problem ? ' govuk-input--error' : ''}`}
      id={id}
      name="name"
      value={value}
      autocomplete="off"
      {...(problem || hint
        ? { 'aria-describedby': [hint && `${id}-hint`, problem && `${id}-error`].filter(Boolean).join(' ') }
        : {})}
    />
  </div>
);

const Problem: FC<{ id: string; text?: string | undefined }> = ({ id, text }) =>
  text ? (
    <p id={id} class="govuk-error-message">
      <span class="govuk-visually-hidden">Error:</span> {text}
    </p>
  ) : null;

const ReturnTo: FC<{ path: string }> = ({ path }) =>
  path === '/' ? null : <input type="hidden" name="returnTo" value={path} />;
