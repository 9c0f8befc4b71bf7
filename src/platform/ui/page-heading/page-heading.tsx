import type { Child } from 'hono/jsx';

export interface PageHeadingProps {
  title: Child;
  /** Small words above it: "Year one of three". */
  eyebrow?: Child;
  /** The answer the reader came for, in a sentence. */
  lead?: Child;
  /** A tag, a release strip, links or buttons at the right. */
  actions?: Child;
}

/** The top of a page: what it is, the answer, and what one can do with it. */
export const PageHeading = ({ title, eyebrow, lead, actions }: PageHeadingProps) => (
  <div class="moj-page-header-actions">
    <div class="moj-page-header-actions__title">
      {eyebrow !== undefined && <p class="m-eyebrow">{eyebrow}</p>}
      <h1>{title}</h1>
      {lead !== undefined && <p class="m-lead">{lead}</p>}
    </div>
    {actions !== undefined && <div class="moj-page-header-actions__actions">{actions}</div>}
  </div>
);
