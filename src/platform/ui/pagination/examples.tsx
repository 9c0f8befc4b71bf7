import type { Example } from '../example';
import { withQuery } from '../link';
import { Pagination } from './pagination';

const href = (page: number) => withQuery('/design', { page });

export const examples: Example[] = [
  { name: 'In the middle', html: () => <Pagination page={4} perPage={20} total={173} noun="school" href={href} /> },
  { name: 'All on one page', html: () => <Pagination page={1} perPage={20} total={12} noun="event" href={href} /> },
];
