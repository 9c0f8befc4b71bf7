import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { Breadcrumbs, type Crumb } from '../breadcrumbs/breadcrumbs';
import { ErrorSummary } from '../error-summary/error-summary';
import { type FiltersProps, Tabs } from '../filters/filters';
import type { Link } from '../link';
import { type Notification, NotificationBanner } from '../notification-banner/notification-banner';
import { tokens } from '../tokens';
import { HatchDefs } from '../units/units';
import { Header, type HeaderProps } from './header';

export interface LayoutProps extends HeaderProps {
  /** Of the page; the window says "TITLE – Mesters". */
  title: string;
  breadcrumbs?: readonly Crumb[] | undefined;
  /** A demonstration holds its own day: says so on every page. `moveHref` for those who may move it. */
  demonstration?: { today: string; moveHref?: string | undefined } | undefined;
  /** What just happened. */
  notification?: Notification | undefined;
  /** What is wrong with the form sent: the summary stands first, and the title says "Error". */
  errors?: readonly Link[] | undefined;
  /** Of the content policy. */
  nonce: string;
  /** Addresses from the build's manifest. */
  assets: { css: readonly string[]; js: readonly string[] };
  footerLinks?: readonly Link[] | undefined;
  /** The pages that belong together with this one. */
  section?: FiltersProps | undefined;
  children?: Child;
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -16 32 32"><rect x="-16" y="-16" width="32" height="32" fill="${tokens['petrol-dark']}"/><g transform="rotate(45)" fill="#fff">${[
    -1, 0, 1,
  ]
    .flatMap((row) => [-1, 0, 1].map((column) => ({ row, column })))
    .map(
      ({ row, column }) =>
        `<rect x="${(column * 6.6 - 2.6).toFixed(1)}" y="${(row * 6.6 - 2.6).toFixed(1)}" width="5.2" height="5.2"${row || column ? '' : ` fill="${tokens.brass}"`}/>`,
    )
    .join('')}</g></svg>`,
)}`;

/** The whole page. Everything it needs comes in by props: it knows no module. */
export function Layout(props: LayoutProps) {
  const {
    title,
    partnershipName,
    density,
    breadcrumbs,
    demonstration,
    notification,
    errors = [],
    nonce,
    assets,
    footerLinks = [],
    section,
  } = props;
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="en-GB" class="govuk-template">
        <head>
          <meta charset="utf-8" />
          <title>{`${errors.length > 0 ? 'Error: ' : ''}${title} – Mesters`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="theme-color" content={tokens['petrol-dark']} />
          <link rel="icon" type="image/svg+xml" href={icon} />
          {assets.css.map((href) => (
            <link rel="stylesheet" href={href} nonce={nonce} />
          ))}
          {assets.js.map((src) => (
            <script type="module" src={src} nonce={nonce} />
          ))}
        </head>
        <body class="govuk-template__body" data-density={density}>
          <a href="#main-content" class="govuk-skip-link" data-module="govuk-skip-link">
            Skip to main content
          </a>
          <Header {...props} />
          {demonstration && (
            <aside class="m-demonstration" aria-label="Demonstration">
              <div class="govuk-width-container">
                <p>
                  <strong>Demonstration.</strong> The schools and people are invented. Today is {demonstration.today}.{' '}
                  {demonstration.moveHref && <a href={demonstration.moveHref}>Move the day</a>}
                </p>
              </div>
            </aside>
          )}
          <div class="govuk-width-container m-page">
            {breadcrumbs && breadcrumbs.length > 0 && (
              <div class="m-crumbs">
                <Breadcrumbs crumbs={breadcrumbs} />
              </div>
            )}
            {section && <Tabs {...section} />}
            <main class="govuk-main-wrapper" id="main-content" tabindex={-1}>
              {notification && <NotificationBanner {...notification} />}
              {errors.length > 0 && <ErrorSummary errors={errors} />}
              {props.children}
            </main>
          </div>
          <footer class="m-footer">
            <div class="govuk-width-container m-footer__inner">
              <p>{partnershipName}</p>
              {footerLinks.length > 0 && (
                <ul>
                  {footerLinks.map(({ text, href }) => (
                    <li>
                      <a href={href}>{text}</a>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </footer>
          <div class="govuk-visually-hidden" id="live-says" role="status" aria-live="polite" />
          <HatchDefs />
        </body>
      </html>
    </>
  );
}
