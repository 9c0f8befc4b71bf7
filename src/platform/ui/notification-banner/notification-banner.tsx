import type { Child } from 'hono/jsx';
import { classes } from '../classes';

export interface Notification {
  /** What happened, in one sentence: "Held: Tuesday 26 March, 9am to 12 noon". */
  text: Child;
  /** The new balance, or the way on. */
  more?: Child;
  success?: boolean | undefined;
  /** It answers what was just asked for: read out at once, whether or not it was done. */
  answer?: boolean | undefined;
  title?: string | undefined;
  /** Needed only when a page has two. */
  id?: string | undefined;
}

/** Says what just happened, or what everyone should know. A success takes the focus when the page opens. */
export const NotificationBanner = ({ text, more, success, answer, title, id = 'notification' }: Notification) => (
  <div
    class={classes('govuk-notification-banner', success && 'govuk-notification-banner--success')}
    {...(success || answer ? { role: 'alert' } : { role: 'region' })}
    {...{ 'aria-labelledby': `${id}-title` }}
    data-module="govuk-notification-banner"
  >
    <div class="govuk-notification-banner__header">
      <h2 class="govuk-notification-banner__title" id={`${id}-title`}>
        {title ?? (success ? 'Done' : 'Please note')}
      </h2>
    </div>
    <div class="govuk-notification-banner__content">
      <p class="govuk-notification-banner__heading">{text}</p>
      {more !== undefined && <p>{more}</p>}
    </div>
  </div>
);
