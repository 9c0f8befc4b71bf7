import type { Child } from 'hono/jsx';
import { classes } from '../classes';

/**
 * quiet: draft, confirmed; petrol: held, in school; green: delivered, validated; amber: no reply, note to finish; red: late, by
 * how much; heather: needs you; outline: cancelled.
 */
export type Tone = 'quiet' | 'petrol' | 'green' | 'amber' | 'red' | 'heather' | 'outline';

/** A state in one or two words. Never clickable; one a row. */
export const Tag = ({ tone = 'quiet', children }: { tone?: Tone | undefined; children?: Child }) => (
  <strong class={classes('govuk-tag', tone !== 'quiet' && `m-tag--${tone}`)}>{children}</strong>
);
