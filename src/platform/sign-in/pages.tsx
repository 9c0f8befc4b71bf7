import type { Child } from 'hono/jsx';
import { Button, ButtonGroup, ButtonLink, EmptyState, PageHeading, Section, TextInput } from '../ui';
import { codeMinutes } from './auth';
import { withReturn } from './return-to';

export interface SignInView {
  returnTo: string;
  /** The name of the organisation's own sign-in service, where there is one. */
  organisation?: string | undefined;
  /** As typed. */
  email?: string | undefined;
  problem?: string | undefined;
}

/** The start: an address to send a code to, and the other ways in where they exist. */
export const SignInPage = ({ returnTo, organisation, email, problem }: SignInView) => (
  <>
    <PageHeading title="Sign in" />
    <form method="post" action="/sign-in" novalidate>
      <ReturnTo path={returnTo} />
      <TextInput
        id="email"
        name="email"
        type="email"
        label="Email address"
        hint="The one by which you were invited. We will send a code of six digits to it."
        width={30}
        autocomplete="email"
        spellcheck={false}
        value={email}
        error={problem}
      />
      <Button>Send the code</Button>
    </form>
    <PasskeyForm use="sign-in" action="/sign-in/passkey">
      <Section title="Or use a passkey">
        <ReturnTo path={returnTo} />
        <PasskeyProblem />
        <Button kind="secondary">Sign in with a passkey</Button>
      </Section>
    </PasskeyForm>
    {organisation && (
      <Section title={`Or use ${organisation}`}>
        <ButtonLink kind="secondary" href={withReturn('/sign-in/organisation', returnTo)}>
          Sign in with {organisation}
        </ButtonLink>
      </Section>
    )}
  </>
);

export interface CodeView {
  email: string;
  returnTo: string;
  /** As typed. */
  code?: string | undefined;
  problem?: string | undefined;
}

/** The second page: the code. It looks the same whether or not one was sent. */
export const CodePage = ({ email, returnTo, code, problem }: CodeView) => (
  <>
    <PageHeading title="Check your email" />
    <p>
      If <strong>{email}</strong> is the address by which you were invited, a code is on its way. It works for{' '}
      {codeMinutes} minutes.
    </p>
    <form method="post" action="/sign-in/code" novalidate>
      <ReturnTo path={returnTo} />
      <TextInput
        id="code"
        name="code"
        label="Code"
        hint="Six digits"
        width={10}
        numeric
        autocomplete="one-time-code"
        spellcheck={false}
        value={code}
        error={problem}
      />
      <Button>Sign in</Button>
    </form>
    <p>
      No email after a few minutes? Look among the unwanted mail, or{' '}
      <a href={withReturn('/sign-in', returnTo)}>ask for another code</a>.
    </p>
  </>
);

export interface PasskeyView {
  id: string;
  name: string;
  /** The day it was added, in words. */
  added: string;
}

export interface PasskeysView {
  passkeys: PasskeyView[];
  email: string;
  /** What is wrong, at which field, and what was typed there. */
  refused?: { problem: string; field: string; typed?: string } | undefined;
}

/** A person's own passkeys. Adding needs the browser's help; naming and removing do not. */
export const PasskeysPage = ({ passkeys, email, refused }: PasskeysView) => {
  const problemAt = (field: string) => (refused?.field === field ? refused.problem : undefined);
  const valueAt = (field: string, value: string) => (refused?.field === field ? (refused.typed ?? value) : value);
  return (
    <>
      <PageHeading
        title="Your passkeys"
        lead="A passkey signs you in by the PIN, finger or face of your device, without waiting for a code."
      />
      <p>You signed in as {email}.</p>
      {passkeys.length === 0 ? (
        <EmptyState title="No passkey yet">Your passkeys will be listed here. Add the first below.</EmptyState>
      ) : (
        passkeys.map(({ id, name, added }) => (
          <form method="post" action={`/account/passkeys/${id}/name`} novalidate>
            <TextInput
              id={nameField(id)}
              name="name"
              label={`Name of the passkey added on ${added}`}
              width={30}
              autocomplete="off"
              value={valueAt(nameField(id), name)}
              error={problemAt(nameField(id))}
            />
            <ButtonGroup>
              <Button kind="secondary">
                Save the name<span class="govuk-visually-hidden"> of {name}</span>
              </Button>
              <Button kind="warning" formaction={`/account/passkeys/${id}/remove`}>
                Remove<span class="govuk-visually-hidden"> {name}</span>
              </Button>
            </ButtonGroup>
          </form>
        ))
      )}
      <Section title="Add a passkey" rule="ink">
        <noscript>
          <p>Your browser must run JavaScript to add a passkey.</p>
        </noscript>
        <p data-passkey-none hidden>
          This browser cannot add a passkey here. A passkey belongs to a name: open the site by its name, not by a
          number.
        </p>
        <PasskeyForm use="add" action="/account/passkeys">
          <TextInput
            id={newName}
            name="name"
            label="Name"
            hint="Of the device, so that you know it again: “Office computer”"
            width={30}
            autocomplete="off"
            value={valueAt(newName, '')}
            error={problemAt(newName)}
          />
          <PasskeyProblem />
          <Button>Add a passkey</Button>
        </PasskeyForm>
      </Section>
      <Section title="Lost a device?" rule="ink">
        <p>Remove its passkey above, then sign out everywhere.</p>
        <form method="post" action="/sign-out">
          <input type="hidden" name="everywhere" value="yes" />
          <Button kind="secondary">Sign out on every device</Button>
        </form>
      </Section>
    </>
  );
};

export const newName = 'new-name';
export const nameField = (id: string) => `name-${id}`;

/** A form that `client.ts` shows where the browser knows passkeys, fills and sends. */
const PasskeyForm = ({ use, action, children }: { use: 'sign-in' | 'add'; action: string; children?: Child }) => (
  <form method="post" action={action} id="passkey" data-passkey={use} data-options={`${action}/options.json`} hidden>
    <input type="hidden" name="response" value="" />
    {children}
  </form>
);

const PasskeyProblem = () => <p id="passkey-problem" data-passkey-problem role="status" />;

const ReturnTo = ({ path }: { path: string }) =>
  path === '/' ? null : <input type="hidden" name="returnTo" value={path} />;
