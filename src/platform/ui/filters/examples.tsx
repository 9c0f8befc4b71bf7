import type { Example } from '../example';
import { Filters, GroupedTabs, Switch, Tabs } from './filters';

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
    name: 'Grouped tabs',
    about: 'Where a place has more pages than fit into one row: the groups, and the pages of the group that is open.',
    html: () => (
      <GroupedTabs
        label="Pages of Rivelin Bank"
        items={[
          { group: 'About', text: 'About', href: '/design' },
          { group: 'Data', text: 'Published', href: '/design' },
          { group: 'Data', text: 'Own figures', href: '/design', current: true },
          { group: 'Data', text: 'Attendance', href: '/design' },
          { group: 'People', text: 'People', href: '/design' },
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
