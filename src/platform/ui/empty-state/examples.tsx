import { ButtonLink } from '../button/button';
import type { Example } from '../example';
import { EmptyState } from './empty-state';

export const examples: Example[] = [
  {
    name: 'Empty',
    html: () => (
      <EmptyState
        title="No visits booked yet"
        action={<ButtonLink href="/design">Ask for a planning session</ButtonLink>}
      >
        You are owed 4 days this year. The planning session is the place to set dates.
      </EmptyState>
    ),
  },
];
