import type { Example } from '../example';
import { Cross, NotShown, Tick } from './marks';

export const examples: Example[] = [
  { name: 'Tick', html: () => <Tick says="Included" /> },
  { name: 'Cross', html: () => <Cross says="Not yet" /> },
  { name: 'Not shown', html: () => <NotShown reason="Not shown: fewer than 6 pupils" /> },
];
