import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import type { Link } from '../link';

export interface SummaryRow {
  key: string;
  /** An en dash stands for nothing. */
  value: Child;
  action?: Link | undefined;
}

export interface SummaryListProps {
  rows: readonly SummaryRow[];
  /** Key above value, in a narrow column. */
  stacked?: boolean | undefined;
}

/** Facts about one thing. */
export function SummaryList({ rows, stacked }: SummaryListProps) {
  const anyAction = rows.some((row) => row.action !== undefined);
  return (
    <dl class={classes('govuk-summary-list', stacked && 'm-facts')}>
      {rows.map(({ key, value, action }) => (
        <div class={classes('govuk-summary-list__row', anyAction && !action && 'govuk-summary-list__row--no-actions')}>
          <dt class="govuk-summary-list__key">{key}</dt>
          <dd class="govuk-summary-list__value">{value ?? '–'}</dd>
          {action && (
            <dd class="govuk-summary-list__actions">
              <a class="govuk-link" href={action.href}>
                {action.text}
                <span class="govuk-visually-hidden"> {key.toLowerCase()}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
