import type { Example } from '../example';
import { Breadcrumbs } from './breadcrumbs';

export const examples: Example[] = [
  {
    name: 'Breadcrumbs',
    html: () => (
      <Breadcrumbs
        label="Example"
        crumbs={[{ text: 'Home', href: '/' }, { text: 'Data', href: '/design' }, { text: 'Key stage 2' }]}
      />
    ),
  },
];
