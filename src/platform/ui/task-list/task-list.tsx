import type { Child } from 'hono/jsx';

export interface Task {
  title: Child;
  href?: string | undefined;
  hint?: Child;
  status: Child;
  /** heather: waits for you; done; late. Plain otherwise. */
  tone?: 'heather' | 'done' | 'late' | undefined;
}

/** What there is to do, each with its state or its date. `id` keeps the parts of two lists apart. */
export const TaskList = ({ id, tasks }: { id: string; tasks: readonly Task[] }) => (
  <ul class="govuk-task-list">
    {tasks.map(({ title, href, hint, status, tone }, index) => (
      <li class={`govuk-task-list__item${href ? ' govuk-task-list__item--with-link' : ''}`}>
        <div class="govuk-task-list__name-and-hint">
          {href ? (
            <a
              class="govuk-link govuk-task-list__link"
              href={href}
              aria-describedby={
                hint === undefined ? `${id}-${index}-status` : `${id}-${index}-hint ${id}-${index}-status`
              }
            >
              {title}
            </a>
          ) : (
            <div>{title}</div>
          )}
          {hint !== undefined && (
            <div id={`${id}-${index}-hint`} class="govuk-task-list__hint">
              {hint}
            </div>
          )}
        </div>
        <div class={`govuk-task-list__status${tone ? ` m-task--${tone}` : ''}`} id={`${id}-${index}-status`}>
          {status}
        </div>
      </li>
    ))}
  </ul>
);
