import type { Example } from '../example';
import { Details } from './details';

export const examples: Example[] = [
  {
    name: 'Details',
    html: () => (
      <Details summary="How stated value is worked out" open>
        <p>
          Each element has a value in the published offer, single or low to high. A part-used element counts in
          proportion.
        </p>
      </Details>
    ),
  },
];
