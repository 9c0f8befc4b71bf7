import type { Example } from '../example';
import { SummaryList } from './summary-list';

export const examples: Example[] = [
  {
    name: 'Summary list',
    html: () => (
      <SummaryList
        rows={[
          { key: 'Headteacher', value: 'Maya Threlfall', action: { text: 'Change', href: '/design' } },
          { key: 'Pupils', value: '315, January 2019' },
          { key: 'Trust', value: null },
        ]}
      />
    ),
  },
  {
    name: 'In a narrow column',
    html: () => (
      <SummaryList
        stacked
        rows={[
          { key: 'Pupils', value: '420, fee £3,180' },
          { key: 'Status', value: 'Academy, Weirside Trust' },
        ]}
      />
    ),
  },
];
