import { Button } from '../button/button';
import type { Example } from '../example';
import { Inset, Notice, Warning } from './notice';

export const examples: Example[] = [
  {
    name: 'Hint',
    html: () => (
      <Notice
        kind="hint"
        title="Best for Ofsted preparation: Thursday 2 May, morning."
        action={<Button>Place it</Button>}
      >
        Daniel is free, Priya is in school, and it comes two days after the second visit.
      </Notice>
    ),
  },
  {
    name: 'Clash',
    about: 'Says why, and the way on.',
    html: () => (
      <Notice kind="clash" title="Clash, Wednesday 8 May." action={<a href="/design">Move to Thursday 9 May</a>}>
        Amrit is at Wicker Arch Academy, 1pm to 4pm.
      </Notice>
    ),
  },
  {
    name: 'Late or offline',
    html: () => (
      <Notice kind="late" title="Offline.">
        Your day is on this device. 1 note will be sent when you have signal.
      </Notice>
    ),
  },
  {
    name: 'Inset',
    html: () => (
      <Inset>
        <strong>Before then</strong>
        <br />
        Choose the six pupils and send the autumn reading ages.
      </Inset>
    ),
  },
  {
    name: 'Warning',
    html: () => <Warning>A signed-off plan cannot be changed. Each session can still be moved.</Warning>,
  },
];
