import type { Child } from 'hono/jsx';
import { classes } from '../classes';

type Kind = 'primary' | 'secondary' | 'warning';

export interface ButtonProps {
  children?: Child;
  /** One primary button a view. */
  kind?: Kind | undefined;
  name?: string | undefined;
  value?: string | undefined;
  type?: 'submit' | 'button' | undefined;
  /** The id of the form it sends, when it stands outside it. */
  form?: string | undefined;
  formaction?: string | undefined;
}

const look = (kind: Kind | undefined) => classes('govuk-button', kind && kind !== 'primary' && `govuk-button--${kind}`);

/** Does something. Its words say what: "Hold this date". A second click within a second is ignored. */
export const Button = ({ children, kind, name, value, type = 'submit', form, formaction }: ButtonProps) => (
  <button
    type={type}
    class={look(kind)}
    name={name}
    value={value}
    form={form}
    formaction={formaction}
    data-module="govuk-button"
    data-prevent-double-click="true"
  >
    {children}
  </button>
);

/** Leads somewhere, and looks like a button because it is the one next step. */
export const ButtonLink = ({ href, kind, children }: { href: string; kind?: Kind | undefined; children?: Child }) => (
  <a href={href} class={look(kind)} data-module="govuk-button">
    {children}
  </a>
);

/** Buttons and links in a row; on a phone the button takes the width. */
export const ButtonGroup = ({ children }: { children?: Child }) => <div class="govuk-button-group">{children}</div>;
