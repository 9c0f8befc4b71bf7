import type { Child } from 'hono/jsx';

/** More for those who want it, in place. */
export const Details = ({
  id,
  summary,
  open,
  children,
}: {
  /** Where a link leads to it. */
  id?: string | undefined;
  summary: Child;
  open?: boolean | undefined;
  children?: Child;
}) => (
  <details class="govuk-details" id={id} open={open}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{summary}</span>
    </summary>
    <div class="govuk-details__text">{children}</div>
  </details>
);
