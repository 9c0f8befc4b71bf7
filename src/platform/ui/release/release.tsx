import type { Child } from 'hono/jsx';
import { classes } from '../classes';
import type { Link } from '../link';

export interface ReleaseProps {
  /** The stages in order, as they are called. */
  steps: readonly string[];
  /** Which one this is, from 0. */
  step: number;
  /** The stage and its date in words. */
  title: Child;
  /** What changed since the last one. */
  changed?: Link | undefined;
}

/** Which version of the figures is shown, and how final it is. */
export const Release = ({ steps, step, title, changed }: ReleaseProps) => (
  <div class="m-release">
    <p>{title}</p>
    <ol class="m-release__steps">
      {steps.map((name, index) => (
        <li
          class={
            classes(
              index < step && 'm-release__passed',
              index === step && index === steps.length - 1 && 'm-release__last',
            ) || undefined
          }
          aria-current={index === step ? 'step' : undefined}
        >
          {name}
        </li>
      ))}
    </ol>
    {changed && (
      <p>
        <a href={changed.href}>{changed.text}</a>
      </p>
    )}
  </div>
);

/** Foot of a page of figures: release, rows, methods, rules, and the way to trace any figure. */
export const DataFoot = ({ children }: { children?: Child }) => <p class="m-data-foot">{children}</p>;
