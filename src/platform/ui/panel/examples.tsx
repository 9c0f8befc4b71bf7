import type { Example } from '../example';
import { Panel } from './panel';

export const examples: Example[] = [
  {
    name: 'Panel',
    html: () => (
      <Panel>
        <h2>What stands out</h2>
        <p>Maths progress is below average.</p>
      </Panel>
    ),
  },
];
