import type { Child } from 'hono/jsx';

/** One state of one component: shown on the design page, rendered by the shared test, looked at by axe. */
export interface Example {
  name: string;
  /** When to use it, if the name does not say. */
  about?: string;
  html: () => Child;
}

/** A component's folder: its name on the design page, and its examples. */
export interface Exhibit {
  component: string;
  examples: readonly Example[];
}
