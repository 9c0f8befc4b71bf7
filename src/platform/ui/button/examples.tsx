import type { Example } from '../example';
import { Button, ButtonGroup, ButtonLink } from './button';

export const examples: Example[] = [
  {
    name: 'Primary, secondary and a link',
    about: 'One primary button a view.',
    html: () => (
      <ButtonGroup>
        <Button>Hold this date</Button>
        <Button kind="secondary">Save for later</Button>
        <a href="/design">Ask to move it</a>
      </ButtonGroup>
    ),
  },
  { name: 'A link that is the next step', html: () => <ButtonLink href="/design">See the visit</ButtonLink> },
  { name: 'Warning', about: 'What cannot be undone.', html: () => <Button kind="warning">Cancel this booking</Button> },
];
