import type { Child } from 'hono/jsx';

export interface NoticeProps {
  /** hint: what the product suggests; clash: stands in the way; late: offline or late soon. */
  kind: 'hint' | 'clash' | 'late';
  title?: string | undefined;
  children?: Child;
  /** The way on, on the same line. */
  action?: Child;
}

/** A tinted bar with its next step. */
export const Notice = ({ kind, title, children, action }: NoticeProps) => (
  <div class={`m-notice m-notice--${kind}`}>
    <div class="m-notice__text">
      {title && <strong class="m-notice__title">{title} </strong>}
      {children}
    </div>
    {action}
  </div>
);

/** Words set apart from the text around them. */
export const Inset = ({ children }: { children?: Child }) => <div class="govuk-inset-text">{children}</div>;

/** What goes wrong when it is not read. */
export const Warning = ({ children }: { children?: Child }) => (
  <div class="govuk-warning-text">
    <span class="govuk-warning-text__icon" aria-hidden="true">
      !
    </span>
    <strong class="govuk-warning-text__text">
      <span class="govuk-visually-hidden">Warning</span>
      {children}
    </strong>
  </div>
);
