/** Where this page stands; the last one is the page itself and has no address. */
export interface Crumb {
  text: string;
  href?: string | undefined;
}

export const Breadcrumbs = ({
  crumbs,
  label = 'Breadcrumb',
}: {
  crumbs: readonly Crumb[];
  label?: string | undefined;
}) => (
  <nav class="govuk-breadcrumbs" aria-label={label}>
    <ol class="govuk-breadcrumbs__list">
      {crumbs.map(({ text, href }) =>
        href ? (
          <li class="govuk-breadcrumbs__list-item">
            <a class="govuk-breadcrumbs__link" href={href}>
              {text}
            </a>
          </li>
        ) : (
          <li class="govuk-breadcrumbs__list-item" aria-current="page">
            {text}
          </li>
        ),
      )}
    </ol>
  </nav>
);
