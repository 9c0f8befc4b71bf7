import type { Child } from 'hono/jsx';

export interface EmptyStateProps {
  /** What will be here: "No visits booked yet". */
  title: string;
  level?: 2 | 3 | undefined;
  /** What the reader is owed, or why there is nothing. */
  children?: Child;
  /** The one step that fills it. */
  action?: Child;
}

/** Nothing is a dead end: says what will be here and how it gets here. */
export function EmptyState({ title, level = 2, children, action }: EmptyStateProps) {
  const Heading = `h${level}` as 'h2';
  return (
    <div class="m-empty">
      <Heading>{title}</Heading>
      <p>{children}</p>
      {action !== undefined && <div class="govuk-button-group">{action}</div>}
    </div>
  );
}
