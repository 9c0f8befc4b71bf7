import type { Child } from 'hono/jsx';
import { classes } from '../classes';

/** More for those who want it, in place. */
export const Details = ({
  id,
  summary,
  open,
  prints,
  children,
}: {
  /** Where a link leads to it. */
  id?: string | undefined;
  summary: Child;
  open?: boolean | undefined;
  /** On paper it stands open: it belongs to what is printed. Otherwise paper has it only if it was opened. */
  prints?: boolean | undefined;
  children?: Child;
}) => (
  <details class={classes('govuk-details', prints && 'm-prints')} id={id} open={open}>
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">{summary}</span>
    </summary>
    <div class="govuk-details__text">{children}</div>
  </details>
);
