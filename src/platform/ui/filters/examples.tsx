import type { Example } from '../example';
import { Filters, Switch, Tabs } from './filters';

export const examples: Example[] = [
  {
    name: 'Tabs',
    html: () => (
      <Tabs
        label="Measure"
        items={[
          { text: 'Reading, writing and maths', href: '/design', current: true },
          { text: 'Reading', href: '/design' },
          { text: 'Attendance', href: '/design' },
        ]}
      />
    ),
  },
  {
    name: 'Text tabs',
    about: 'Right of a heading, on staff pages.',
    html: () => (
      <Filters
        label="Order"
        items={[
          { text: 'Most to lose', href: '/design', current: true },
          { text: 'No contact', href: '/design', count: 41 },
          { text: 'My localities', href: '/design' },
        ]}
      />
    ),
  },
  {
    name: 'Switch',
    html: () => (
      <Switch
        label="Shown for"
        items={[
          { text: 'For leaders', href: '/design' },
          { text: 'For governors, small groups hidden', href: '/design', current: true },
        ]}
      />
    ),
  },
];
