import type { Example } from '../example';
import { Tag } from './tag';

export const examples: Example[] = [
  {
    name: 'Status tags',
    html: () => (
      <p>
        <Tag>Draft</Tag> <Tag tone="petrol">Held</Tag> <Tag tone="green">Delivered</Tag>{' '}
        <Tag tone="amber">No reply</Tag> <Tag tone="red">9 days late</Tag> <Tag tone="heather">Needs you</Tag>{' '}
        <Tag tone="outline">Cancelled</Tag>
      </p>
    ),
  },
];
