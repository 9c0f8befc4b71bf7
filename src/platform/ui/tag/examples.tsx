import type { Example } from '../example';
import { Tag } from './tag';

export const examples: Example[] = [
  {
    name: 'Status tags',
    html: () => (
      <p>
        <Tag>Draft</Tag> <Tag tone="petrol">Held</Tag> <Tag tone="done">Delivered</Tag> <Tag tone="soon">No reply</Tag>{' '}
        <Tag tone="late">9 days late</Tag> <Tag tone="heather">Needs you</Tag> <Tag tone="outline">Cancelled</Tag>
      </p>
    ),
  },
];
