import type { Link } from '../link';

/** Everything that is wrong, first on the page; each links to its field. Takes the focus when the page opens. */
export const ErrorSummary = ({ errors }: { errors: readonly Link[] }) => (
  <div class="govuk-error-summary" data-module="govuk-error-summary">
    <div role="alert">
      <h2 class="govuk-error-summary__title">There is a problem</h2>
      <div class="govuk-error-summary__body">
        <ul class="govuk-list govuk-error-summary__list">
          {errors.map(({ text, href }) => (
            <li>
              <a href={href}>{text}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  </div>
);
