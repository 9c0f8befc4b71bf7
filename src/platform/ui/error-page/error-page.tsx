import type { Child } from 'hono/jsx';
import type { Link } from '../link';

export interface ErrorPageProps {
  /** What happened, in the reader's words: "Page not found". */
  title: string;
  children?: Child;
  /** The ways on. */
  next: readonly Link[];
  /** For the person who is rung: the request's number. */
  reference?: string | undefined;
}

/** The content of a page that could not be shown. Goes into `Layout`. */
export const ErrorPage = ({ title, children, next, reference }: ErrorPageProps) => (
  <div class="m-error-page">
    <h1>{title}</h1>
    <p>{children}</p>
    <ul>
      {next.map(({ text, href }) => (
        <li>
          <a href={href}>{text}</a>
        </li>
      ))}
    </ul>
    {reference && <p class="m-small m-quiet">If you ask for help, give this number: {reference}</p>}
  </div>
);
