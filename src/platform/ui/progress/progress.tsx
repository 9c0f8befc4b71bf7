import type { Child } from 'hono/jsx';
import { count } from '../../words';

export interface ProgressProps {
  id: string;
  label: string;
  done: number;
  total: number;
  /** What is counted: "rows". */
  noun: string;
}

/** How far long work is, with the same in words. */
export const Progress = ({ id, label, done, total, noun }: ProgressProps) => (
  <div class="m-progress">
    <label class="m-progress__label" for={id}>
      {label}
    </label>
    <progress id={id} value={done} max={Math.max(total, 1)}>
      {count(done)} of {count(total)}
    </progress>
    <p>
      {count(done)} of {count(total)} {noun}
    </p>
  </div>
);

export interface RefreshProps {
  id: string;
  /** Seconds between looks. */
  every: number;
  /** This page: for those without script. */
  href: string;
  /** False when the work is over: the page then stops looking. */
  running: boolean;
  children?: Child;
}

/** A part of a page that looks again until the work is over. */
export const Refresh = ({ id, every, href, running, children }: RefreshProps) => (
  <div id={id} data-refresh={running ? every : undefined}>
    {children}
    {running && (
      <noscript>
        <p>
          <a href={href}>Look again</a>
        </p>
      </noscript>
    )}
  </div>
);
