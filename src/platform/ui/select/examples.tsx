import type { Example } from '../example';
import { Select } from './select';

const options = [
  { value: '', text: 'Any' },
  { value: 'c', text: 'Locality C' },
  { value: 'd', text: 'Locality D' },
];

export const examples: Example[] = [
  { name: 'Select', html: () => <Select id="locality" name="locality" label="Locality" options={options} value="c" /> },
  {
    name: 'With an error',
    html: () => <Select id="trust" name="trust" label="Trust" options={options} error="Choose a trust, or Any" />,
  },
];
