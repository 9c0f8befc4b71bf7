import type { Example } from '../example';
import { Definition } from './definition';

export const examples: Example[] = [
  {
    name: 'What this means',
    html: () => (
      <Definition of="reading, writing and maths" source={{ text: 'Method and source', href: '/design' }}>
        Pupils at the end of key stage 2 who scored 100 or more in the reading and maths tests and were assessed as
        reaching the expected standard in writing. Every pupil counts, also those absent.
      </Definition>
    ),
  },
];
