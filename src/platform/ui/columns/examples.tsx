import type { Example } from '../example';
import { Columns } from './columns';

export const examples: Example[] = [
  {
    name: 'Seven and five',
    html: () => (
      <Columns split="7-5">
        <p>The next visit, and what it is for.</p>
        <p>What waits for you.</p>
      </Columns>
    ),
  },
  {
    name: 'Thirds',
    html: () => (
      <Columns split="thirds">
        <p>First finding.</p>
        <p>Second finding.</p>
        <p>Third finding.</p>
      </Columns>
    ),
  },
];
