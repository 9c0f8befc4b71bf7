import type { Example } from '../example';
import { TextInput } from './text-input';

export const examples: Example[] = [
  { name: 'Text input', html: () => <TextInput id="full-name" name="name" label="Full name" autocomplete="name" /> },
  {
    name: 'With a hint and a width',
    html: () => (
      <TextInput
        id="pupils"
        name="pupils"
        label="School-aged pupils"
        hint="From the latest census"
        numeric
        width={5}
        value={315}
      />
    ),
  },
  {
    name: 'An amount',
    html: () => (
      <TextInput id="amount" name="amount" label="What you pay now" prefix="£" numeric width={5} value="500" />
    ),
  },
  {
    name: 'With an error',
    about: 'The words typed are kept.',
    html: () => (
      <TextInput
        id="email"
        name="email"
        type="email"
        label="Email address"
        value="maya.threlfall"
        error="Enter an email address like name@example.org"
      />
    ),
  },
];
