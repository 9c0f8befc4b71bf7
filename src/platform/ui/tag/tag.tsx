import type { Child } from 'hono/jsx';
import { classes } from '../classes';

/**
 * quiet: draft, confirmed; petrol: held, in school; done: delivered, validated; soon: no reply, note to finish; late: late, by
 * how much; heather: needs you; outline: cancelled.
 */
export type Tone = 'quiet' | 'petrol' | 'done' | 'soon' | 'late' | 'heather' | 'outline';

/** A state in one or two words. Never clickable; one a row. */
export const Tag = ({ tone = 'quiet', children }: { tone?: Tone | undefined; children?: Child }) => (
  <strong class={classes('govuk-tag', tone !== 'quiet' && `m-tag--${tone}`)}>{children}</strong>
);
