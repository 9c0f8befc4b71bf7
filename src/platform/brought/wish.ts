import { inOrder, type Order, readOrder, type Tone } from '../ui';

/** How far a file has come that somebody brought. */
export type BroughtStatus = 'checking' | 'ready' | 'accepted' | 'discarded' | 'failed';

/** A file that somebody brought, to be checked and then accepted or not. */
export interface Brought {
  /** They are numbered as they come. */
  id: number;
  fileName: string;
  madeAt: Temporal.Instant;
  status: BroughtStatus;
}

export const statusWords: Readonly<Record<BroughtStatus, { text: string; tone: Tone }>> = {
  checking: { text: 'Checking', tone: 'quiet' },
  ready: { text: 'Waits for you', tone: 'heather' },
  accepted: { text: 'Accepted', tone: 'petrol' },
  discarded: { text: 'Discarded', tone: 'outline' },
  failed: { text: 'Refused', tone: 'outline' },
};

/** Which of the files are shown, and in which order: `Key` are the columns of their own kind that sort. */
export interface BroughtWish<Key extends string = string> {
  /** A piece of the file's name. */
  q: string;
  kind: string;
  status: string;
  order: Order<Key | 'file' | 'made' | 'status'>;
}

/** @param kind how the address calls the kind of a file. */
export const readWish = <Key extends string>(
  query: URLSearchParams,
  kind: string,
  keys: readonly Key[],
): BroughtWish<Key> => ({
  q: (query.get('q') ?? '').slice(0, 100),
  kind: query.get(kind) ?? '',
  status: query.get('status') ?? '',
  order: readOrder(query, ['file', 'made', 'status', ...keys], { key: 'made', dir: 'desc' }),
});

/** Of the files those that are wished for, in the order that is. */
export const chosen = <Row extends Brought, Key extends string>(
  files: readonly Row[],
  { q, kind, status, order }: BroughtWish<Key>,
  {
    kindOf,
    words = ({ fileName }) => fileName,
    by,
  }: {
    kindOf: (row: Row) => string;
    /** What a piece of is looked for. */
    words?: (row: Row) => string;
    by: Readonly<Record<Key, (row: Row) => string | number | null>>;
  },
): Row[] =>
  inOrder(
    files.filter(
      (one) =>
        words(one).toLowerCase().includes(q.toLowerCase()) &&
        (kind === '' || kindOf(one) === kind) &&
        (status === '' || one.status === status),
    ),
    {
      ...by,
      file: ({ fileName }) => fileName,
      // Two of the same moment keep the order in which they were numbered.
      made: ({ madeAt, id }) => `${madeAt.toString({ fractionalSecondDigits: 9 })} ${String(id).padStart(12, '0')}`,
      status: (one) => statusWords[one.status].text,
    },
    order,
  );
