import type { Child } from 'hono/jsx';

/** Parts side by side: 7 and 5 of twelve, 8 and 4, halves, thirds, or four figures with rules between. One below another when narrow. */
export const Columns = ({
  split,
  children,
}: {
  split: '7-5' | '8-4' | 'halves' | 'thirds' | 'quarters';
  children?: Child;
}) => <div class={`m-columns m-columns--${split}`}>{children}</div>;
