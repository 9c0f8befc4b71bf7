import type { Child } from 'hono/jsx';
import type { Link } from '../link';

export interface DefinitionProps {
  /** Of what: read out with the dotted words, so that ten on a page can be told apart. */
  of: string;
  /** Two sentences. */
  children?: Child;
  source?: Link | undefined;
}

/** "What this means", dotted, under a measure: opens in place. */
export const Definition = ({ of, children, source }: DefinitionProps) => (
  <details class="govuk-details m-definition">
    <summary class="govuk-details__summary">
      <span class="govuk-details__summary-text">
        What this means<span class="govuk-visually-hidden">: {of}</span>
      </span>
    </summary>
    <div class="govuk-details__text">
      {children}{' '}
      {source && (
        <a href={source.href}>
          {source.text}
          <span class="govuk-visually-hidden">: {of}</span>
        </a>
      )}
    </div>
  </details>
);
