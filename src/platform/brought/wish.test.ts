import { expect, it } from 'vitest';
import { type Brought, chosen, readWish } from './wish';

const file = (id: number, madeAt: string): Brought => ({
  id,
  fileName: `${id}.csv`,
  madeAt: Temporal.Instant.from(madeAt),
  status: 'accepted',
});

const files = [
  file(1, '2018-12-14T11:00:00Z'),
  file(2, '2019-01-07T11:00:00Z'),
  file(10, '2018-12-14T11:00:00Z'),
  file(3, '2017-09-12T11:00:00.5Z'),
];

const listed = (query: string): number[] =>
  chosen(files, readWish(new URLSearchParams(query), 'kind', []), { kindOf: () => '', by: {} }).map(({ id }) => id);

it('files stand by the moment in which they were brought, and of the same moment by number', () => {
  expect(listed('')).toEqual([2, 10, 1, 3]);
  expect(listed('sort=made&dir=asc')).toEqual([3, 1, 10, 2]);
});
