import type { Example } from '../example';
import { ErrorPage } from './error-page';

export const examples: Example[] = [
  {
    name: 'Page not found',
    html: () => (
      <ErrorPage title="Page not found" next={[{ text: 'Find a school', href: '/design' }]} reference="7f3a-90c1">
        The address may be mistyped, or the page may have moved.
      </ErrorPage>
    ),
  },
];
