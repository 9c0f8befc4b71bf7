import type { Child } from 'hono/jsx';
import { classes } from '../classes';

export interface PanelProps {
  /** wash: the one tinted panel of a page; white: a figure on a band; band: wash from edge to edge, at the top of a page. */
  kind?: 'wash' | 'white' | 'band' | undefined;
  children?: Child;
}

/** The thing to look at first. One a page. It hangs outside the text so that its words nearly align. */
export const Panel = ({ kind = 'wash', children }: PanelProps) => (
  <div class={kind === 'band' ? 'm-band' : classes('m-panel', kind === 'white' && 'm-panel--white')}>{children}</div>
);
