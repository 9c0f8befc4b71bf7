import type { Example } from '../example';
import { Category } from './category';

export const examples: Example[] = [
  {
    name: 'Letter and word',
    html: () => (
      <p>
        <Category tone="green" letter="G" word="Green" /> <Category tone="yellow" letter="Y" word="Yellow" />{' '}
        <Category tone="amber" letter="A" word="Amber" /> <Category tone="red" letter="R" word="Red" />
      </p>
    ),
  },
  {
    name: 'Letter alone',
    about: 'In a column headed Category.',
    html: () => <Category tone="amber" letter="A" word="Amber" letterOnly />,
  },
];
